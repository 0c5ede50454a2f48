"""The calls and visits that go on, a row each with its taps; and those whom somebody may be, each at a glance."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from answerable.contacts.clocks import as_judged, fact_of
from answerable.contacts.models import NEVER, Contact
from answerable.contacts.people import Known
from answerable.contacts.queries import titles_of
from answerable.desk.pages.queue import flagged
from answerable.people.paths import is_within
from answerable.standards.judging.running import ended_by, taps_of
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.meetings import TO_TEAM, Tap


class RunningRow(NamedTuple):
    """One call or visit that goes on. ``drawn`` is the number of its last fact, by which a tap pressed twice is known.

    It stands here and not in the table of what waits, so it says what its row there would: whether it is marked for
    welfare or may be urgent, who holds it, and when what is promised next is due, where anything is. ``passed_on`` is
    how often it was: a second time is for whoever supervises to see (S3-16). Who it is and what was written is empty,
    and there are no taps, for somebody who may not see that, or not answer.
    """

    reference: str
    channel: str
    began_at: datetime
    who: str
    subject: str
    team: str
    held_by: str
    is_marked: bool
    welfare: str
    flagged: str
    passed_on: int
    last: str
    due: datetime | None
    drawn: int
    sees: bool
    taps: tuple[Tap, ...]


def running_rows(
    contacts: Iterable[Contact], *, seen: Collection[str], answered: Collection[str], now: datetime
) -> list[RunningRow]:
    """Turn what goes on into rows, for a reader who may see what lies within some paths, and answer within others."""
    rows = []
    for contact in contacts:
        facts = list(contact.facts.all())
        judged = as_judged(contact, [fact_of(row) for row in facts])
        if ended_by(judged) is not None:
            continue
        sees = any(is_within(contact.path, path) for path in seen)
        answers = any(is_within(contact.path, path) for path in answered)
        rows.append(
            RunningRow(
                reference=contact.reference,
                channel=CHANNELS[contact.channel].title,
                began_at=contact.received_at,
                who=str(contact.customer) if sees and contact.customer else "",
                subject=contact.subject if sees else "",
                team=contact.team.name,
                held_by=contact.held_by.name if contact.held_by else "",
                is_marked=bool(contact.welfare),
                welfare=contact.welfare if sees else "",
                flagged=flagged("; ".join(map(str, getattr(contact, "unseen_flags", []))), sees=sees),
                passed_on=sum(fact.what in TO_TEAM for fact in judged.facts),
                last=FACTS[judged.facts[-1].what].staff,
                due=contact.next_due if contact.next_due != NEVER else None,
                drawn=max(row.pk for row in facts),
                sees=sees,
                taps=taps_of(judged, now) if answers else (),
            )
        )
    return rows


class Glance(NamedTuple):
    """Somebody we know, as a search and a form show them, with the titles of their contacts."""

    known: Known
    open: list[tuple[Contact, str]]
    earlier: list[tuple[Contact, str]]


def glances(people: Iterable[Known]) -> list[Glance]:
    """Put what is known of people beside them."""
    people = list(people)
    titles = titles_of([contact for one in people for contact in (*one.open, *one.earlier)])
    return [
        Glance(one, [(each, titles[each.id]) for each in one.open], [(each, titles[each.id]) for each in one.earlier])
        for one in people
    ]
