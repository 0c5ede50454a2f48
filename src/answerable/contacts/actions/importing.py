"""Contacts out of somebody else's log: many written at once, each with all that happened to it at its own moments.

Nothing is sent and nobody is answered. What the log says is over is closed as it ended there, and everything else waits
in the queue.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from answerable.contacts.actions.flagging import look_through
from answerable.contacts.actions.noting import give_kinds, row, stand_in_line
from answerable.contacts.actions.striking import receive_anew
from answerable.contacts.clocks import as_judged, breach, drawn_with, fact_of, is_waiting, kept_as, next_due, reckon
from answerable.contacts.endings import left_out_as
from answerable.contacts.kinds import kind_rows
from answerable.contacts.models import ClockRow, Contact, FactRow, Message
from answerable.contacts.references import new_reference
from answerable.councils.models import Council, Team
from answerable.customers.actions import NOBODY_NAMED, NamedInLog, meet_all
from answerable.evidence.actions import record_all
from answerable.promises.models import Edition
from answerable.rows.actions import insert
from answerable.standards.facts import Contact as Judged
from answerable.standards.facts import Fact, struck_by, struck_out
from answerable.standards.judging.outcome import Clock, State
from answerable.standards.vocabulary.fact_kind import Ends
from answerable.standards.vocabulary.facts import FACTS, FULL_REPLY
from answerable.standards.vocabulary.standing import STRUCK


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """One contact as a log has it: ``judged`` is what the engine sees of it, of which no fact is before ``began``."""

    team: Team
    edition: Edition
    judged: Judged
    began: datetime
    subject: str = ""
    message: str = ""
    told: NamedInLog = NOBODY_NAMED


class EndInLog(NamedTuple):
    """When a contact was over, and how."""

    at: datetime
    outcome: str


@transaction.atomic
def bring_in(council: Council, brought: Sequence[Brought], *, now: datetime) -> list[Contact]:
    """Write new contacts with their facts, and their clocks as they stand ``now``, in a handful of statements.

    A breach keeps its own moment in the record. Raises CannotCount for a contact from before the calendar.
    """
    customers = meet_all(council, [one.told for one in brought])
    contacts, facts, clocks, messages = [], [], [], []
    for one, reference, customer in zip(brought, _references(len(brought)), customers, strict=True):
        contact = Contact(
            council=council,
            team=one.team,
            edition=one.edition,
            holidays_id=one.edition.holidays_id,
            reference=reference,
            channel=one.judged.channel,
            came_as=sorted(one.judged.first_kinds),
            mailbox=one.judged.mailbox or "",
            customer=customer,
            subject=one.subject,
            received_at=one.began,
        )
        _mark_welfare(contact, one.judged.facts)
        noted = [
            (fact, row(contact, fact.what, fact.details, by=None, at=fact.at, now=now)) for fact in _noted(one.judged)
        ]
        drawn = drawn_with(contact, noted, now=now)
        _end(contact, ended(one.judged, drawn))
        contact.next_due = next_due(row for _, row in drawn)
        contacts.append(contact)
        facts += [row for _, row in noted]
        clocks += [row for _, row in drawn]
        if one.message:
            messages.append(_message(contact, one))
    insert(contacts)
    kinds = [kind_rows(contact, one.judged.kinds) for contact, one in zip(contacts, brought, strict=True)]
    insert([one for rows in kinds for one in rows])
    insert(facts)
    insert(clocks)
    record_all("promise broken", [breach(one.contact, one, now=now) for one in clocks if one.state == State.BROKEN])
    insert(messages)
    for message in messages:
        if message.contact.closed_at is None:
            look_through(message.contact, message)
    return contacts


@transaction.atomic
def bring_more(contact: Contact, brought: Brought, *, now: datetime) -> bool:
    """Note what a log says of a contact that is here and is not noted yet; return whether there was anything.

    It stands as the log then has it: over, or open again, unless somebody here had closed or opened it meanwhile. Where
    the log strikes out what began it, it is of the right moment, and judged by the edition of that (C3, C18). What was
    erased stays erased, and what was struck out here is not struck again.
    """
    stand_in_line(contact)
    if contact.erased_at is not None:
        return False
    rows = list(contact.facts.all())
    new = _not_struck_yet(missing(_noted(brought.judged), rows), [fact_of(one) for one in rows])
    if not new:
        return False
    before = as_judged(contact, [fact_of(one) for one in rows])
    was = ended(before, _drawn(contact, rows, now=now))
    added = [row(contact, fact.what, fact.details, by=None, at=fact.at, now=now) for fact in new]
    insert(added)
    if any(fact.details.get("right_at") == brought.began for fact in new):
        receive_anew(contact, brought.began, brought.edition)
    reckon(contact, now=now)
    rows = list(contact.facts.all())
    after = as_judged(contact, [fact_of(one) for one in rows])
    ends = ended(after, _drawn(contact, rows, now=now))
    if ends != was and (contact.closed_at, contact.outcome) == (was or (None, "")):
        _end(contact, ends)
        contact.save(update_fields=["closed_at", "outcome"])
    if any(fact.what in ("typed", STRUCK) for fact in new):
        give_kinds(contact)
    return True


def missing(facts: Iterable[Fact], rows: Iterable[FactRow]) -> list[Fact]:
    """Return those of some facts that no row says. Of several that say the same each needs a row of its own."""
    said, found = [(one.what, one.at, one.said) for one in rows], []
    for fact in facts:
        one = (fact.what, fact.at, kept_as(fact.details))
        if one in said:
            said.remove(one)
        else:
            found.append(fact)
    return found


def says_more(brought: Brought, rows: Iterable[FactRow]) -> bool:
    """Tell whether a log says anything of a contact that none of its rows does."""
    return bool(missing(_noted(brought.judged), rows))


def _noted(judged: Judged) -> tuple[Fact, ...]:
    """Return all that a log says of a contact, with what was struck out and what struck it."""
    return judged.noted or judged.facts


def _not_struck_yet(new: Iterable[Fact], before: Sequence[Fact]) -> list[Fact]:
    """Return new facts without those that strike out what was struck out before."""
    gone = struck_out(before)
    return [fact for fact in new if fact.what != STRUCK or struck_by(fact, before) not in gone]


def follow(contact: Contact, earlier: Contact) -> None:
    """Say after which other contact one came, where nothing says so yet. It joins the transaction it is called in."""
    if contact.follows_id is None and contact.id != earlier.id:
        contact.follows = earlier
        contact.save(update_fields=["follows"])


def ended(contact: Judged, clocks: Iterable[tuple[Clock, ClockRow]]) -> EndInLog | None:
    """Return how a contact was over by what happened to it, or None where something waits for us or may yet come.

    Its last fact that ends a matter says so; what began with that fact or after it, and still waits, keeps it open. An
    answer to a call ends it only where nothing waits at all.
    """
    aside = next((fact for fact in contact.changes if FACTS[fact.what].sets_aside), None)
    if aside is not None:
        return EndInLog(aside.at, left_out_as(aside))
    last = next((fact for fact in reversed(contact.facts) if _ends(fact)), None)
    if last is None:
        return None
    since = [clock.reckoning.opened for clock, row in clocks if is_waiting(row)]
    if FACTS[last.what].ends is Ends.OVER:
        since = [opened for opened in since if opened >= last.at and opened > contact.facts[0].at]
    elif any(contact.unanswered(kind.answers, kind.name) for kind in FACTS.values() if kind.answers):
        return None
    return None if since else EndInLog(last.at, _outcome(last))


def _ends(fact: Fact) -> bool:
    kind = FACTS[fact.what]
    return kind.ends is not Ends.NOT and not kind.sets_aside


def _outcome(last: Fact) -> str:
    if last.what == "resolved":
        return Contact.Outcome.DONE.value
    gone = FACTS[last.what].ends is Ends.OVER and last.what not in FULL_REPLY
    return (Contact.Outcome.UNMET if gone else Contact.Outcome.ANSWERED).value


def _end(contact: Contact, ends: EndInLog | None) -> None:
    contact.closed_at, contact.outcome = ends or (None, "")


def _drawn(contact: Contact, rows: Iterable[FactRow], *, now: datetime) -> list[tuple[Clock, ClockRow]]:
    return drawn_with(contact, [(fact_of(one), one) for one in rows], now=now)


def _mark_welfare(contact: Contact, facts: Iterable[Fact]) -> None:
    if any(fact.details.get("welfare") for fact in facts):
        contact.welfare, contact.is_welfare = "The log that it came with says so", True


def _message(contact: Contact, one: Brought) -> Message:
    return Message(
        contact=contact,
        sort=Message.Sort.FROM_CUSTOMER,
        at=one.began,
        subject=one.subject,
        body=one.message,
        from_name=one.told.name,
        from_address=one.told.email,
    )


def _references(number: int) -> list[str]:
    """Make references that nothing has yet: of a million at random some are the same."""
    made: set[str] = set()
    while len(made) < number:
        some = {new_reference() for _ in range(number - len(made))} - made
        made |= some - set(Contact.objects.filter(reference__in=some).values_list("reference", flat=True))
    return list(made)
