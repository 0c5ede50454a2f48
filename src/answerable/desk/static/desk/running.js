// The calls and visits that go on: their seconds. Without this the row says since when it goes on, and all the same can be
// noted. An address that ends in a row's name puts the keyboard there by itself; where that one is over, it goes to the top.

const strip = document.querySelector("[data-server-now]");
const ahead = strip ? Date.parse(strip.dataset.serverNow) - Date.now() : 0; // our clock may differ from the server's

function two(number) {
  return String(number).padStart(2, "0");
}

function count() {
  const now = Date.now() + ahead;
  for (const one of document.querySelectorAll("[data-since]")) {
    const seconds = Math.max(0, Math.floor((now - Date.parse(one.dataset.since)) / 1000));
    one.textContent = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
    one.classList.toggle("is-late", Boolean(one.dataset.due) && now > Date.parse(one.dataset.due));
  }
}

count();
setInterval(count, 1000);
if (location.hash.startsWith("#run-") && !document.getElementById(location.hash.slice(1))) {
  document.querySelector(".running button")?.focus();
}
