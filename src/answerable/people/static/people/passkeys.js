// Lets a button with data-passkey begin what allauth's own script does with a passkey, and says what came of it.
//   data-passkey="add"       makes one, and sends the form that the button is in
//   data-passkey="sign-in"   signs in with one, whoever's it is
//   data-passkey="second"    uses one of somebody who has given their password
// Without scripts there are no passkeys, so the button is hidden until this runs.

const WAYS = {
  add: ["signupForm", "signup"],
  "sign-in": ["loginForm", "login"],
  second: ["authenticateForm", "authenticate"],
};

const button = document.querySelector("[data-passkey]");
const [begin, name] = WAYS[button.dataset.passkey];
window.allauth.webauthn.forms[begin]({
  ids: { [name]: button.id, credential: button.form.elements.credential.id, data: "js_data" },
});
button.hidden = false;

document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // It is said here, and not only in the browser's log.
  document.querySelector("[data-passkey-says]").textContent =
    "No passkey was used. Try again, or go on without one. If you were asked nothing, your browser may know none for this site.";
});
