// Keys for people who keep the desk open all day. Everything here can also be done with a mouse, or with Tab and Enter.
//
//   data-key="s"          on a link or button: the key presses it; on a field: the key goes to it
//   data-row              on a row of a list: j and k, or the arrows, move between the first links of rows
//
// A key on its own can be hit by accident or by dictation, so the help (?) has a switch that turns all of them off
// (WCAG 2.1.4). The switch is remembered in this browser.

const OFF = "answerable-keys-off";
const dialog = document.getElementById("keys");
const list = document.getElementById("keys-list");
const off = document.getElementById("keys-off");

function remembered() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false; // The browser keeps nothing for this site: the switch then lasts until the next page.
  }
}

function remember(isOff) {
  try {
    localStorage.setItem(OFF, isOff ? "1" : "0");
  } catch {
    // As above.
  }
}

function isWriting(element) {
  return element.isContentEditable || element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
}

function nameOf(element) {
  const label = element.labels?.[0];
  return (element.getAttribute("aria-label") || label?.textContent || element.textContent).trim();
}

function describe(key, what) {
  const term = document.createElement("dt");
  const meaning = document.createElement("dd");
  term.textContent = key;
  meaning.textContent = what;
  list.append(term, meaning);
}

function help() {
  list.replaceChildren();
  if (document.querySelector("[data-row]")) {
    describe("j or ↓", "Next in the list");
    describe("k or ↑", "The one before in the list");
    describe("Enter", "Open it");
  }
  for (const element of document.querySelectorAll("[data-key]")) {
    describe(element.dataset.key, nameOf(element));
  }
  describe("?", "Show these keys");
  dialog.showModal();
}

function move(step) {
  const links = [...document.querySelectorAll("[data-row]")].map((row) => row.querySelector("a[href]")).filter(Boolean);
  const here = links.findIndex((link) => link.closest("[data-row]").contains(document.activeElement));
  const next = here === -1 && step < 0 ? undefined : links[here + step];
  next?.focus();
  return Boolean(next);
}

function press(key) {
  const element = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  if (!element) {
    return false;
  }
  element.focus();
  if (!isWriting(element)) {
    element.click();
  }
  return true;
}

function arrow(key) {
  // Outside a list the arrows scroll the page, as everywhere.
  return document.activeElement.closest("[data-row]") ? { ArrowDown: 1, ArrowUp: -1 }[key] : undefined;
}

function keyed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open || isWriting(event.target)) {
    return;
  }
  if (event.key === "?") {
    event.preventDefault();
    help();
    return;
  }
  if (off.checked) {
    return;
  }
  const step = { j: 1, k: -1 }[event.key] ?? arrow(event.key);
  if (step ? move(step) : press(event.key)) {
    event.preventDefault();
  }
}

off.checked = remembered();
off.addEventListener("change", () => remember(off.checked));
document.getElementById("keys-show").addEventListener("click", help);
document.getElementById("keys-show").hidden = false;
document.addEventListener("keydown", keyed);
