// The queue's key for taking a contact: on whichever row the keyboard is, the row's own button has the key (desk.js).

function giveKeys({ target }) {
  const row = target.closest("[data-row]");
  for (const button of document.querySelectorAll("[data-row-key]")) {
    if (row?.contains(button)) {
      button.dataset.key = button.dataset.rowKey;
    } else {
      delete button.dataset.key;
    }
  }
}

document.addEventListener("focusin", giveKeys);
giveKeys({ target: document.activeElement }); // an address that ends in a row's name has put it there already
