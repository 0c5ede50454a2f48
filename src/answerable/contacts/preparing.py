"""A letter before it goes: exactly what it will say, or what keeps it from being sent. Nothing is written here."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils.timezone import localdate

from answerable.contacts.clocks import as_judged, by_when, fact_of
from answerable.contacts.filling import Writer, filled
from answerable.contacts.letters import Spoken, answer_subject, call, letter
from answerable.contacts.models import Contact, Message
from answerable.contacts.parts import SEVERAL, NoSense, check_sense, parts_of, require, says_something
from answerable.contacts.queries import newer_than
from answerable.people.models import Staff
from answerable.promises.queries import charter_in
from answerable.standards.facts import Fact
from answerable.standards.words import say_count, say_date, say_day

Parts = Mapping[str, Any]
"""What fills the parts of a message, by the names in ``vocabulary.details.PARTS``: words, and a date for "by_when"."""

FURTHEST = timedelta(days=184)
"""How far ahead a letter may give a date: half a year, the longest that a procedure here allows (B.8)."""


_ANSWERS = ("responded", "replied")
_DELAY = "delay_told"


class OnPage(NamedTuple):
    """What somebody had before them as they wrote: the ``newest`` message, and who held the contact, by their ids.

    ``newest`` is 0 where there was no message, and ``holder`` is None where nobody held it.
    """

    newest: int
    holder: int | None


class Prepared(NamedTuple):
    """A letter as it will go out, what can be said of the fact that it is, and the ``words`` that its writer wrote."""

    subject: str
    body: str
    details: dict[str, Any]
    words: str


class NotSeen(ValueError):
    """A letter was not sent, because its writer has not seen what came or who took the contact since they began."""

    def __init__(self, newer: Sequence[Message], holder: Staff | None) -> None:
        self.newer, self.holder = tuple(newer), holder
        said = []
        if newer:
            count = say_count(len(newer), "message")
            said.append(f"{count} {'has' if len(newer) == 1 else 'have'} come since you opened this page")
        if holder is not None:
            said.append(f"{holder.name} has taken this since you opened this page")
        todo = "Read what is new above your draft." if newer else "Speak to them first."
        super().__init__(f"This was not sent: {' and '.join(said)}. {todo} To send it all the same, send it again.")


class AlreadyClosed(ValueError):
    """A contact that is closed cannot be written to until it is opened again."""


class WrongDate(ValueError):
    """A date was to be given to a customer that we could not keep, or should not promise."""


def prepared(
    contact: Contact,
    what: str,
    *,
    body: str,
    parts: Parts,
    by: Staff,
    at: datetime,
    closes: bool = False,
    seen: OnPage | None = None,
    spoken: Spoken | None = None,
) -> Prepared:
    """Return a letter exactly as it will go out ``at`` a moment; ``what`` is the fact that it is ("replied").

    Its fields are filled. ``closes`` is whether it ends the matter: it then gives no next step and no date (S5-28).
    What was ``spoken`` goes nowhere: it is written down as it was said, and held to the same. Raises AlreadyClosed,
    NotSeen, NoSense, PartsMissing or WrongDate.
    """
    if contact.closed_at is not None:
        raise AlreadyClosed(f"Cannot write about {contact.reference}: it is closed. Open it again first.")
    _check_seen(contact, seen, by)
    body, parts = _filled(body, parts, Writer(contact, by, at))
    details: dict[str, Any] = {**parts, "reference": contact.reference}
    if closes:
        details = {key: value for key, value in details.items() if key not in ("next_step", "by_when")}
        details["closes"] = True
    check_sense(contact, details, by=by)
    if what in _ANSWERS and not says_something(body):
        raise NoSense({"body": f"“{body.strip()}” says too little. Write at least {SEVERAL} different words."})
    require(parts_of(contact, what, closes=closes), details)
    promised = details.get("by_when")
    if isinstance(promised, date):
        _check_date(contact, promised, Fact(what, at, details))
    if spoken is not None:
        text = call(contact, what, body, details, by=by.name, spoken=spoken)
    else:
        to = contact.customer.name if contact.customer else ""
        text = letter(contact, what, body, details, to=to, by=by)
    return Prepared(answer_subject(contact), text, details, body)


def _filled(body: str, parts: Parts, writer: Writer) -> tuple[str, Parts]:
    """Return what was typed with its fields filled. Raises NoSense for those that are not, by where they stand."""
    typed = {"body": body, **{name: value for name, value in parts.items() if isinstance(value, str)}}
    ready = {name: filled(words, writer) for name, words in typed.items()}
    wrong = {name: " ".join(one.problems) for name, one in ready.items() if one.problems}
    if wrong:
        raise NoSense(wrong)
    words = {name: one.words for name, one in ready.items()}
    return words.pop("body"), {**parts, **words}


def _check_seen(contact: Contact, seen: OnPage | None, by: Staff) -> None:
    """Raise NotSeen for what the writer had not before them: a newer message, or a colleague who took it meanwhile."""
    if seen is None:
        return
    newer = newer_than(contact, seen.newest)
    has_taken = contact.held_by_id not in (None, by.pk, seen.holder)
    if newer or has_taken:
        raise NotSeen(newer, contact.held_by if has_taken else None)


def _check_date(contact: Contact, promised: date, letter: Fact) -> None:
    """Raise WrongDate unless a date is one that we can be held to (C8).

    It is a working day from today on, and no later than the answer is owed by. Only a notice of delay gives a later
    one, for that is what it is for; what is written after it may name the same day, and the day that we have promised
    already may be any day.
    """
    today = localdate(letter.at)
    cannot = f"Cannot promise {say_day(promised)}:"
    if promised < today:
        raise WrongDate(f"Cannot promise {say_date(promised)}: it has passed. Give today or a later day.")
    if promised > today + FURTHEST:
        raise WrongDate(
            f"{cannot} it is more than half a year away. Give a nearer day, by which they hear from us again."
        )
    facts = [fact_of(row) for row in contact.facts.all()]
    owed = by_when(contact, facts, now=letter.at, letter=letter)
    if owed is not None and promised == owed.on:
        return
    holds = as_judged(contact, facts).facts
    told = [fact.details["by_when"] for fact in holds if fact.what == _DELAY and "by_when" in fact.details]
    if owed is not None and promised > max([owed.on, *told]) and letter.what != _DELAY:
        thing = "a full answer" if owed.is_answer else "a response"
        raise WrongDate(
            f"{cannot} we owe {thing} by {say_day(owed.on)}. Give that day or an earlier one, or choose “Say it will "
            f"be late” and say why."
        )
    off = charter_in(contact.edition).calendar.why_off(promised)
    if off is not None:
        raise WrongDate(f"{cannot} we do not work on that day ({off}). Give a working day.")
