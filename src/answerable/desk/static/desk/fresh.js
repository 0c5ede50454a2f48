// The queue looks again by itself once a minute. What has the focus, or the pointer, is never moved: while either is
// among the rows, only a line above them says that there is news.

const EVERY = 60_000;
const news = document.querySelector("[data-news]");
let shown = parts(document);

function parts(page) {
  return [...page.querySelectorAll("[data-fresh]")];
}

function words(those) {
  return those.map((part) => part.textContent.replace(/\s+/g, " ")).join("|");
}

function isInUse(part) {
  return part.contains(document.activeElement) || part.matches(":hover");
}

function show(fresh) {
  shown.forEach((part, number) => part.replaceWith(fresh[number]));
  shown = fresh;
  news.replaceChildren();
}

function tell(fresh) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link-button";
  button.textContent = "Show it";
  button.addEventListener("click", () => show(fresh));
  news.replaceChildren("The queue has changed. ", button);
}

async function look() {
  if (document.hidden) {
    return;
  }
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) {
    return; // The server is away, or nobody is signed in any more: what is here stays, and the next look may do better.
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = parts(page);
  if (fresh.length !== shown.length || words(fresh) === words(shown)) {
    return;
  }
  if (shown.some(isInUse)) {
    tell(fresh);
  } else {
    show(fresh);
  }
}

setInterval(look, EVERY);
