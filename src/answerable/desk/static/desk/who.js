// Finds people as their name or number is typed. Without this there is a button for it.

const PAUSE = 400; // milliseconds without a key: every search is written down, so half a word is not looked for
const FEWEST = 3; // letters that are worth looking for
const form = document.querySelector("[data-who]");
const box = form?.querySelector("[name=words]");
let waits;
let asked = 0;

async function look() {
  const words = box.value.trim();
  if (words.length < FEWEST) {
    return;
  }
  asked += 1;
  const mine = asked;
  const answer = await fetch(`?${new URLSearchParams(new FormData(form))}`).catch(() => null);
  if (!answer?.ok || answer.redirected || mine !== asked) {
    return; // The server is away, or somebody has typed on: the button and the next pause do better.
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelector("[data-found]").replaceChildren(...page.querySelector("[data-found]").childNodes);
}

if (box) {
  box.focus();
  box.addEventListener("input", () => {
    clearTimeout(waits);
    waits = setTimeout(look, PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    const first = document.querySelector("[data-found] a[href]");
    if (event.key === "ArrowDown" && first) {
      event.preventDefault();
      first.focus();
    }
  });
}
