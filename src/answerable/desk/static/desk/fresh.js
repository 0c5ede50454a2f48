// The queue looks again by itself once a minute, and every ten seconds while a call or a visit goes on. What has the focus, or the pointer, is never moved: while either is
// among the rows, only a line above them says that there is news.

const EVERY = 10_000;
const QUIETLY = 60_000; // while nothing goes on
const news = document.querySelector("[data-news]");
let shown = parts(document);
let looked = Date.now();

function parts(page) {
  return [...page.querySelectorAll("[data-fresh]")];
}

function said(those) {
  return those.flatMap((part) => [...part.querySelectorAll("[data-said]")]);
}

function words(those) {
  // "2 hours ago" becomes "3 hours ago" by itself, which is no news: the moment behind it is compared.
  const copies = those.map((part) => part.cloneNode(true));
  said(copies).forEach((line) => line.replaceChildren(line.dataset.said));
  return copies.map((part) => part.textContent.replace(/\s+/g, " ")).join("|");
}

function isInUse(part) {
  return part.contains(document.activeElement) || part.matches(":hover") || part.querySelector("input:checked") !== null;
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
  const goesOn = document.querySelector("[data-since]") !== null;
  if (document.hidden || (!goesOn && Date.now() - looked < QUIETLY)) {
    return;
  }
  looked = Date.now();
  // Nobody has done anything, so that it keeps nobody signed in.
  const headers = { Accept: "text/html", "X-Looks-Again": "yes" };
  const answer = await fetch(location.href, { headers }).catch(() => null);
  if (!answer?.ok || answer.redirected) {
    return; // The server is away, or nobody is signed in any more: what is here stays, and the next look may do better.
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = parts(page);
  if (fresh.length !== shown.length) {
    return;
  }
  if (words(fresh) === words(shown)) {
    const lines = said(fresh);
    said(shown).forEach((line, number) => line.replaceChildren(lines[number].textContent));
  } else if (shown.some(isInUse)) {
    tell(fresh);
  } else {
    show(fresh);
  }
}

setInterval(look, EVERY);
