"""What a message, or any other fact, must be given with on a contact, as its charter says: to ask for, and to check."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from answerable.contacts.clocks import as_judged, fact_of
from answerable.contacts.models import Contact
from answerable.promises.queries import charter_in
from answerable.standards.facts import Contact as Judged
from answerable.standards.judging.needs import needed
from answerable.standards.judging.possible import foreseen
from answerable.standards.vocabulary.details import PARTS, Detail
from answerable.standards.vocabulary.facts import FACTS, LETTERS


class Part(NamedTuple):
    """One part that a message must have, and what asks for it: promises by their ids, and stages by their names."""

    detail: Detail
    asked_by: tuple[str, ...]


class PartsMissing(ValueError):
    """A message was not sent, or a fact not noted, because it lacks what the council promised that it would give."""

    def __init__(self, missing: Iterable[Part], *, verb: str = "send") -> None:
        self.missing = tuple(missing)
        said = "; ".join(f"{part.detail.label.lower()} ({', '.join(part.asked_by)})" for part in self.missing)
        super().__init__(
            f"Cannot {verb} this yet: our promises say that it must give {said}. Fill that in and {verb} again."
        )


def parts_of(contact: Contact, what: str, *, closes: bool = False, automatic: bool = False) -> tuple[Part, ...]:
    """Return what the fact ``what`` must be given with on this contact ("replied", "delay_told", "extended").

    ``closes`` is whether the message ends the matter: some parts are then not asked for (S5-28).
    """
    judged = as_judged(contact, [fact_of(row) for row in contact.facts.all()])
    return parts_for(contact, judged, what, closes=closes, automatic=automatic)


def parts_for(
    contact: Contact, judged: Judged, what: str, *, closes: bool = False, automatic: bool = False
) -> tuple[Part, ...]:
    """Return the same for a contact that is not written yet."""
    charter = charter_in(contact.edition)
    asked: dict[str, list[str]] = {}
    for owed in charter.owed_to(judged):
        if owed.voided_by is None:
            for name in needed(owed.promise, what, closes=closes, automatic=automatic):
                asked.setdefault(name, []).append(owed.promise.id)
    for stage, one in foreseen(judged, charter, what).items():
        for name in one.needs:
            asked.setdefault(name, []).append(stage.name)
    told = parts_told(what) if what in LETTERS else FACTS[what].details
    return tuple(Part(detail, tuple(dict.fromkeys(asked[detail.name]))) for detail in told if detail.name in asked)


def parts_told(what: str) -> tuple[Detail, ...]:
    """Return all the parts that a message which is the fact ``what`` can carry, in the order of a letter."""
    given = (FACTS[what].detail(name) for name in PARTS)
    return tuple(detail for detail in given if detail is not None)


def require(parts: Iterable[Part], details: Mapping[str, Any], *, verb: str = "send") -> None:
    """Raise PartsMissing, with all that is missing at once, unless the details give every part."""
    missing = [part for part in parts if not str(details.get(part.detail.name) or "").strip()]
    if missing:
        raise PartsMissing(missing, verb=verb)
