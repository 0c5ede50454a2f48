// Keeps what is typed to a customer, every few seconds and on leaving the page. Without this there is a button for it.

const EVERY = 3000; // milliseconds: what a closed lid may lose
const form = document.querySelector("[data-draft]");
const says = form?.querySelector("[data-draft-says]");
let changed = false;
let sending = false;

function typed() {
  const data = new FormData(form);
  data.set("quietly", "yes");
  return data;
}

// Who else is here, as the page itself says it when it is loaded.
function tellOf(others) {
  const lines = others.map((words) => {
    const line = document.createElement("p");
    line.className = "notice";
    line.textContent = words;
    return line;
  });
  const place = document.querySelector("[data-others]");
  if (place.textContent.trim() !== others.join("")) {
    place.replaceChildren(...lines);
  }
}

async function keep() {
  if (!changed || sending) {
    return;
  }
  changed = false;
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: typed(), redirect: "manual" });
    if (answer.ok) {
      tellOf(answer.status === 200 ? (await answer.json()).others : []);
      says.textContent = `Draft kept at ${new Date().toTimeString().slice(0, 5)}. Only you can read it.`;
      return;
    }
    says.textContent =
      "This is not kept any more: you are signed out, or have been away too long. Copy what you have typed since, " +
      "and load this page again. You are asked to sign in, and your draft is here.";
  } catch {
    changed = true; // The network is away: the next try has it all.
    says.textContent = "Not kept yet: there is no connection. It is tried again.";
  }
}

function leave() {
  if (changed && !sending) {
    changed = false;
    navigator.sendBeacon(form.dataset.draft, typed());
  }
}

// Puts a standard text in where the cursor is. Without this its button loads the page again, with the text at the end.
async function putIn(event) {
  event.preventDefault();
  const data = typed();
  data.set("put", "yes");
  const answer = await fetch(form.dataset.draft, { method: "POST", body: data, redirect: "manual" }).catch(() => null);
  if (!answer?.ok) {
    says.textContent = "The text could not be fetched. Try again, or load this page again.";
    return;
  }
  const text = await answer.json();
  says.textContent = text.says;
  if (text.words) {
    const box = form.elements.namedItem("body");
    box.focus();
    box.setRangeText(text.words, box.selectionStart, box.selectionEnd, "end");
    changed = true;
  }
}

if (form) {
  const put = form.querySelector("[data-put]");
  put?.addEventListener("click", putIn);
  form.elements.namedItem("standard_text")?.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      putIn(event);
    }
  });
  form.addEventListener("input", () => {
    changed = true;
  });
  form.addEventListener("submit", () => {
    sending = true;
  });
  // A page that the browser brings back as it was has not been sent.
  addEventListener("pageshow", () => {
    sending = false;
  });
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  setInterval(keep, EVERY);
}
