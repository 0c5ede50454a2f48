// The queue shows itself anew: what somebody chooses to see of it, without another page, and what has changed.
//
//   data-fresh            what is shown anew
//   data-narrows          the form that chooses
//   data-narrowed         what says beside it what was chosen
//
// What is chosen stands in the address, as without this.
//
// It looks again by itself once a minute, and every ten seconds while a call or a visit goes on. What has the
// focus, or the pointer, is never moved: while either is among the rows, only a line above them says that there is news.

const EVERY = 10_000;
const QUIETLY = 60_000;
const ROUGHLY = 1_000; // A timer may come a little early.
const news = document.querySelector("[data-news]");
let shown = parts(document);
let lookedAt = Date.now();

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
  if (document.hidden || Date.now() - lookedAt < (goesOn ? EVERY : QUIETLY) - ROUGHLY) {
    return;
  }
  lookedAt = Date.now();
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

let asked; // The newest choice: the answer to an older one is not shown.

function fill(form, other) {
  for (const field of form.elements) {
    if (field.name) {
      field.value = other.elements.namedItem(field.name)?.value ?? "";
    }
  }
}

function say(page) {
  const many = page.querySelectorAll("[data-fresh] tbody tr").length;
  const more = page.querySelector("[data-fresh] [data-key=n]") ? " and more" : "";
  news.replaceChildren(`${many === 0 ? "None" : many}${more} shown.`);
}

async function narrow(address, { isBack = false, from = null } = {}) {
  const mine = (asked = Symbol());
  const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
  if (mine !== asked) {
    return;
  }
  if (!answer?.ok || answer.redirected) {
    location.assign(address);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [fresh, here, there] = [parts(page), ...[document, page].map((one) => [...one.querySelectorAll("[data-narrowed]")])];
  if (mine !== asked) {
    return;
  }
  if (fresh.length !== shown.length || here.length !== there.length) {
    location.assign(address);
    return;
  }
  if (!isBack) {
    history.pushState(null, "", address);
  }
  fill(choosing, page.querySelector("[data-narrows]"));
  here.forEach((part, number) => part.replaceWith(there[number]));
  show(fresh);
  say(document);
  lookedAt = Date.now();
  if (from) {
    // The link that was pressed is not there any more: one like it is, or else the first row.
    const like = [...document.querySelectorAll("main a")].find((link) => link.textContent === from);
    (like ?? document.querySelector("[data-row] a") ?? choosing.elements[0]).focus();
  }
}

const choosing = document.querySelector("[data-narrows]");

choosing.addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = new URLSearchParams([...new FormData(choosing)].filter(([, value]) => value));
  narrow(`${location.pathname}${chosen.size ? `?${chosen}` : ""}`);
});
choosing.addEventListener("change", () => choosing.requestSubmit());
document.querySelector("main").addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (link && isPlain && link.origin === location.origin && link.pathname === location.pathname && !link.hash) {
    event.preventDefault();
    narrow(link.href, { from: link.textContent });
  }
});
addEventListener("popstate", () => narrow(location.href, { isBack: true }));

setInterval(look, EVERY);
