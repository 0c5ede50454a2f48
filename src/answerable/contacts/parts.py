"""What a message to a customer must carry, as the charter of the contact says: a form to fill, and a check to pass."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from answerable.contacts.clocks import as_judged, fact_of
from answerable.contacts.models import Contact
from answerable.promises.queries import charter_in
from answerable.standards.charter.promises import Promise
from answerable.standards.facts import Contact as Judged

PARTS: Mapping[str, str] = {
    "being_done": "What is being done",
    "steps": "The steps under way",
    "reason": "Why it will be late",
    "next_step": "What happens next",
    "by_when": "By when",
    "owner": "Who is dealing with it",
    "contact": "Telephone number for questions",
    "reference": "Reference",
}
"""The parts of a message that a charter can ask for, with their names, in the order in which they are written."""


class Part(NamedTuple):
    """One part that a message must have, and the promises that ask for it."""

    name: str
    label: str
    promises: tuple[str, ...]


class PartsMissing(ValueError):
    """A message was not sent, because it lacks what the council promised that it would carry."""

    def __init__(self, missing: Iterable[Part]) -> None:
        self.missing = tuple(missing)
        said = "; ".join(f"{part.label.lower()} ({', '.join(part.promises)})" for part in self.missing)
        super().__init__(
            f"Cannot send this yet: our promises say that it must give {said}. Fill that in and send again."
        )


def parts_of(contact: Contact, what: str, *, closes: bool = False, automatic: bool = False) -> tuple[Part, ...]:
    """Return what the fact ``what`` must carry on this contact ("acknowledged", "responded", "replied", "delay_told").

    ``closes`` is whether the message ends the matter: some parts are then not asked for (S5-28).
    """
    judged = as_judged(contact, [fact_of(row) for row in contact.facts.all()])
    return parts_for(contact, judged, what, closes=closes, automatic=automatic)


def parts_for(
    contact: Contact, judged: Judged, what: str, *, closes: bool = False, automatic: bool = False
) -> tuple[Part, ...]:
    """Return the same for a contact that is not written yet."""
    asked: dict[str, list[str]] = {}
    for owed in charter_in(contact.edition).owed_to(judged):
        if owed.voided_by is None:
            for name in _needs(owed.promise, what, closes=closes, automatic=automatic):
                asked.setdefault(name, []).append(owed.promise.id)
    names = [*PARTS, *(name for name in asked if name not in PARTS)]
    return tuple(
        Part(name, PARTS.get(name, name.replace("_", " ").capitalize()), tuple(dict.fromkeys(asked[name])))
        for name in names
        if name in asked
    )


def _needs(promise: Promise, what: str, *, closes: bool, automatic: bool) -> Iterable[str]:
    rule, clock = promise.rule, promise.clock
    if rule is not None and what in rule.on and not (rule.unless_closes and closes):
        yield from rule.needs
    # A fuller message stops a lesser clock without its parts, so only the rung that the clock names is asked for them.
    if clock is not None and what == _RUNG.get(clock.stop, clock.stop):
        yield from clock.needs
        if automatic:
            yield from clock.automatic_needs


_RUNG = {"acknowledgement": "acknowledged", "response": "responded", "full reply": "replied", "resolution": "resolved"}


def require(parts: Iterable[Part], details: Mapping[str, Any]) -> None:
    """Raise PartsMissing, with all that is missing at once, unless the details give every part."""
    missing = [part for part in parts if not str(details.get(part.name) or "").strip()]
    if missing:
        raise PartsMissing(missing)
