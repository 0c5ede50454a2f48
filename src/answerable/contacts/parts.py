"""What a message to a customer must carry, as the charter of the contact says: a form to fill, and a check to pass."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from answerable.contacts.clocks import as_judged, fact_of
from answerable.contacts.models import Contact
from answerable.promises.queries import charter_in
from answerable.standards.charter.clock_rules import Awaiting
from answerable.standards.charter.promises import Promise
from answerable.standards.facts import Contact as Judged
from answerable.standards.vocabulary.details import PARTS, Detail
from answerable.standards.vocabulary.facts import FACTS, fact_named


class Part(NamedTuple):
    """One part that a message must have, and the promises that ask for it."""

    detail: Detail
    promises: tuple[str, ...]


class PartsMissing(ValueError):
    """A message was not sent, because it lacks what the council promised that it would carry."""

    def __init__(self, missing: Iterable[Part]) -> None:
        self.missing = tuple(missing)
        said = "; ".join(f"{part.detail.label.lower()} ({', '.join(part.promises)})" for part in self.missing)
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
    return tuple(
        Part(detail, tuple(dict.fromkeys(asked[detail.name]))) for detail in parts_told(what) if detail.name in asked
    )


def parts_told(what: str) -> tuple[Detail, ...]:
    """Return all the parts that a message which is the fact ``what`` can carry, in the order of a letter."""
    given = (FACTS[what].detail(name) for name in PARTS)
    return tuple(detail for detail in given if detail is not None)


def _needs(promise: Promise, what: str, *, closes: bool, automatic: bool) -> Iterable[str]:
    rule, clock = promise.rule, promise.clock
    if rule is not None and what in rule.on and not (rule.unless_closes and closes):
        yield from rule.needs
    # A fuller message stops a lesser clock without its parts, so only the rung that the clock names is asked for them.
    if isinstance(clock, Awaiting) and what == fact_named(clock.stop):
        yield from clock.needs
        if automatic:
            yield from clock.automatic_needs


def require(parts: Iterable[Part], details: Mapping[str, Any]) -> None:
    """Raise PartsMissing, with all that is missing at once, unless the details give every part."""
    missing = [part for part in parts if not str(details.get(part.detail.name) or "").strip()]
    if missing:
        raise PartsMissing(missing)
