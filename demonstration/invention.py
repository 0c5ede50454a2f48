"""People who are not there, and what they write: names, addresses that reach nobody, subjects and letters."""

from random import Random
from typing import NamedTuple

from answerable.contacts.clocks import fact_of
from answerable.contacts.letters import letter
from answerable.contacts.models import Contact, FactRow
from answerable.contacts.references import ALPHABET, check_character
from answerable.councils.models import Council
from answerable.customers.models import Customer
from demonstration.names import read

_WRITES_FROM = frozenset({"email", "web"})
_COMES_AGAIN = 0.15
_WELFARE = 0.06
"""How many of the questions still new are about somebody who may come to harm, beside the first."""


class Matter(NamedTuple):
    """What somebody wrote about. ``welfare`` is why it goes first, if it does."""

    subject: str
    body: str
    welfare: str = ""


class Invention:
    """Invents for one council, from the chance it is given."""

    def __init__(self, council: Council, rng: Random) -> None:
        self._council, self._rng = council, rng
        self._known: list[Customer] = []
        self._people = 0
        self._welfare = False

    def reference(self) -> str:
        """Return a reference like those that contacts get, but the same each time."""
        body = "".join(self._rng.choice(ALPHABET) for _ in range(7))
        whole = body + check_character(body)
        return f"{whole[:4]}-{whole[4:]}"

    def customer(self, channel: str, caller: str) -> tuple[Customer | None, bool]:
        """Return who contacts us, and whether they are new; some come again, and some say nothing of themselves."""
        rng = self._rng
        if channel in _WRITES_FROM and self._known and rng.random() < _COMES_AGAIN:
            return rng.choice(self._known), False
        if channel not in _WRITES_FROM and not caller and rng.random() < 0.4:
            return None, False
        names = read("places")["names"]
        name = f"{rng.choice(names['first'])} {rng.choice(names['last'])}"
        self._people += 1
        email = f"{name.lower().replace(' ', '.')}.{self._people}@{self._council.key}-residents.example"
        customer = Customer(
            council=self._council,
            name=name if rng.random() < 0.9 else "",
            email=email if channel in _WRITES_FROM else "",
            phone=caller,
            needs=rng.choice(names["needs"]) if rng.random() < 0.06 else "",
            is_proven=channel == "email",
        )
        if customer.email:
            self._known.append(customer)
        return customer, True

    def matter(self, contact: Contact, service: str, *, is_new: bool) -> Matter:
        """Return what a contact is about, as its kind or its service suggests. ``is_new`` is open, and not for long."""
        letters, rng = read("letters"), self._rng
        if is_new and contact.came_as == ["enquiry"] and (not self._welfare or rng.random() < _WELFARE):
            self._welfare = True
            welfare, subject, body = rng.choice(letters["welfare"]["words"])
            return Matter(subject, body, welfare)
        kind = next((kind for kind in contact.came_as if kind in letters["kinds"]), "")
        choices = letters["kinds"].get(kind) or letters["about"].get(service) or letters["about"]["waste and recycling"]
        return Matter(*rng.choice(choices))

    def answer(self, contact: Contact, row: FactRow) -> str:
        """Return the letter that a fact of ours was."""
        words = self._rng.choice(read("letters")["answers"][row.what])
        name = contact.customer.name if contact.customer else ""
        return letter(contact, row.what, words, fact_of(row).details, to=name)
