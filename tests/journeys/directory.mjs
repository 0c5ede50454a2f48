// A real directory for the journeys: oidc-provider, which is certified, on this machine alone. It says of people what
// Entra ID, Google or Keycloak would.
//
//     node directory.mjs KIND RETURN_ADDRESS CLIENT SECRET
//
// Its first line says what it calls itself. Who signs in says who they are, and whether with a second factor.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [kind, returnAddress, clientId, clientSecret] = process.argv.slice(2);
const tenant = "11111111-2222-4333-8444-555555555555";
const path = { entra: `/${tenant}/v2.0`, google: "", standard: "/realms/council" }[kind];
const says = {
  entra: (email) => ({ email, tid: tenant, xms_edov: true }),
  google: (email) => ({ email, email_verified: true, hd: email.split("@")[1] }),
  standard: (email) => ({ email, email_verified: true }),
}[kind];

const page = (action) => `<!doctype html><html lang="en"><head><title>A directory</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main><h1>A directory</h1>
<form method="post" action="${action}"><label>Who are you? <input name="email" autofocus></label>
<label><input type="checkbox" name="factor" value="mfa"> With a second factor</label><button>I am</button></form>
</main></body></html>`;

const body = async (request) => {
  let sent = "";
  for await (const piece of request) sent += piece;
  return new URLSearchParams(sent);
};

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const site = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(`${site}${path}`, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [returnAddress],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    claims: { openid: ["sub", "tid", "hd", "xms_edov", "amr", "auth_time"], email: ["email", "email_verified"] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `${path}/interaction/${interaction.uid}` },
    findAccount: (_, email) => ({ accountId: email, claims: () => ({ sub: email, ...says(email) }) }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new provider.Grant({ clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope("openid email");
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on("request", async (request, response) => {
    if (!request.url.startsWith(`${path}/`)) return response.writeHead(404).end();
    if (request.url.startsWith(`${path}/interaction/`)) {
      if (request.method === "GET") return response.setHeader("Content-Type", "text/html").end(page(request.url));
      const form = await body(request);
      const amr = form.get("factor") ? ["pwd", "mfa"] : ["pwd"];
      const login = { accountId: form.get("email"), amr, remember: false };
      return provider.interactionFinished(request, response, { login });
    }
    request.originalUrl = request.url;
    request.baseUrl = path;
    request.url = request.url.slice(path.length);
    return answer(request, response);
  });
  console.log(`${site}${path}`);
});
