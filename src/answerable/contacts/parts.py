"""What a message, or any other fact, must be given with on a contact, as its charter says: to ask for, and to check."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from answerable.contacts.clocks import as_judged, fact_of
from answerable.contacts.models import Contact
from answerable.people.models import Staff
from answerable.people.queries import employed
from answerable.promises.queries import charter_in
from answerable.standards.facts import Contact as Judged
from answerable.standards.judging.needs import needed
from answerable.standards.judging.possible import foreseen
from answerable.standards.vocabulary.details import PARTS, Detail, Holds, Sense
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


class NoSense(ValueError):
    """A message was not sent because something in it says nothing: ``said`` has the reason for each, by its name."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self.said = dict(said)
        super().__init__(f"Cannot send this yet. {' '.join(self.said.values())}")


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


def check_sense(contact: Contact, details: Mapping[str, Any], *, by: Staff) -> None:
    """Raise NoSense unless each part that was given says something: a person can be found, a number can be rung.

    What is left empty is not judged here: whether it may be is for ``require``.
    """
    given = ((PARTS[name], value) for name, value in details.items() if name in PARTS and value)
    said = {detail.name: wrong for detail, value in given if (wrong := _no_sense(contact, detail, value, by))}
    if said:
        raise NoSense(said)


def says_something(words: str) -> bool:
    """Tell whether there are several words, so that it can say something: a dash, "Noted." and "x x x" cannot."""
    return len({word.casefold() for word in _WORD.findall(words)}) >= SEVERAL


SEVERAL = 3
"""Different words. "It is mended" says what was done; fewer leave out who, what or when."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBER = re.compile(r"(\+|\(?0)[\d ()./-]*")
_ADDRESS = re.compile(r"[\w-]\.[^\W\d_]{2,}")


def _no_sense(contact: Contact, detail: Detail, value: Any, by: Staff) -> str:
    words = str(value).strip()
    match detail.sense:
        case _ if detail.holds is not Holds.WORDS:
            return "" if detail.fits(value) else f"“{words}” is no date. Give a day, or leave it out."
        case Sense.REST if _bare(words) in {"nothing", "none"}:
            return ""
        case Sense.SENTENCE | Sense.REST if not says_something(words) or _bare(words) in {
            _bare(detail.label),
            _bare(detail.missing),
        }:
            return f"“{words}” does not say {detail.within_a_line}. Write at least {SEVERAL} different words that do."
        case Sense.WAY if not (says_something(words) or leads_somewhere(words)):
            return (
                f"“{words}” does not say {detail.within_a_line}. Give a telephone number, an email address or a page."
            )
        case Sense.TELEPHONE if not can_be_rung(words):
            return f"“{words}” is no telephone number that can be rung. Give one like 01632 960 001."
        case Sense.STAFF if not _works_here(contact, words, by):
            return f"“{words}” is nobody who works for {contact.council.name}. Give a name, such as {by.name}."
    return ""


def can_be_rung(words: str) -> bool:
    """Tell whether words begin with a whole telephone number: ten or eleven digits from 0, or more with a country."""
    found = _NUMBER.match(words)
    digits = re.sub(r"\D", "", found[0]) if found else ""
    length = range(8, 16) if words.startswith("+") else range(10, 12)
    return len(digits) in length and len(set(digits)) > 2


def leads_somewhere(words: str) -> bool:
    """Tell whether a number that can be rung, an email address or the name of a page stands anywhere in words."""
    return _ADDRESS.search(words) is not None or any(can_be_rung(found[0]) for found in _NUMBER.finditer(words))


def _works_here(contact: Contact, words: str, by: Staff) -> bool:
    """Tell whether words name one of the council's staff; their team or office may follow after a comma.

    A team alone is nobody (S5-25).
    """
    name = " ".join(words.partition(",")[0].split())
    return (
        name.casefold() == by.name.casefold()
        or employed(contact.council_id).filter(is_active=True, name__iexact=name).exists()
    )


def _bare(words: str) -> str:
    return " ".join(_WORD.findall(words)).casefold()


def require(parts: Iterable[Part], details: Mapping[str, Any], *, verb: str = "send") -> None:
    """Raise PartsMissing, with all that is missing at once, unless the details give every part."""
    missing = [part for part in parts if not str(details.get(part.detail.name) or "").strip()]
    if missing:
        raise PartsMissing(missing, verb=verb)
