"""What is new or near in the other rooms, and whom it concerns: read, and nothing written.

The rows of a source are read by their numbers, which are indexed, and what is near by the clocks' own index; nothing
here asks once for each contact.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from answerable.alerts.colleagues import Colleagues
from answerable.alerts.hours import calendar_of, opening_hours_ahead
from answerable.alerts.kinds import ANSWER, LATE, MENTION, NEWS, REMINDER, SOON, WELFARE, WROTE
from answerable.alerts.news import ASKED_FOR, reminders_now
from answerable.alerts.noticed import Noticed, RowSource
from answerable.alerts.wishes import AllWishes
from answerable.contacts.models import OPEN_STATES, ClockRow, Contact, Message
from answerable.councils.queries import all_councils
from answerable.evidence.models import Entry
from answerable.people.models import Role
from answerable.standards.judging.outcome import Measure, State
from answerable.standards.time.counting import ONE_SECOND

OLD = timedelta(days=7)
"""What became late longer ago is no news: an imported log, or a worker that stood still. The morning's list has it."""

_RUNS = tuple(state for state in OPEN_STATES if state not in (State.PAUSED, State.UNCOUNTED))


def _written(number: int, colleagues: Colleagues, now: datetime) -> Iterable[Noticed]:
    """Give what customers wrote to those who hold the contact, and to whom it may be that somebody comes to harm.

    What began a contact is no news for its holder, who may have written it down themselves as they took a call.
    """
    theirs = Message.objects.filter(sort=Message.Sort.FROM_CUSTOMER)
    concerns = Q(contact__held_by__isnull=False) | Q(contact__is_welfare=True)
    rows: Any = theirs.filter(concerns, pk__gt=number).order_by("pk")
    rows = rows.annotate(
        flag=F("welfare_flag"),
        looked_at=F("welfare_flag__looked_at"),
        wrote_before=Exists(theirs.filter(contact=OuterRef("contact"), pk__lt=OuterRef("pk"))),
    )
    for row in rows.values("id", "at", "flag", "looked_at", "wrote_before", *_OF_ITS_CONTACT, "contact__welfare"):
        contact = (row["contact__council_id"], row["contact_id"])
        holder, path = row["contact__held_by_id"], row["contact__team_id"]
        was_told = row["contact__welfare"] and not row["wrote_before"]
        if was_told or (row["flag"] and row["looked_at"] is None):
            key = _marked(row["contact_id"]) if was_told else f"welfare {row['id']}"
            for staff in colleagues.concerned(holder, path, (Role.OFFICER, Role.MANAGER)):
                yield Noticed(WELFARE.name, staff, *contact, key, row["at"])
        elif row["wrote_before"] and colleagues.sees(holder, path):
            yield Noticed(WROTE.name, holder, *contact, f"wrote {row['id']}", row["at"])


_OF_ITS_CONTACT = ("contact_id", "contact__council_id", "contact__team_id", "contact__held_by_id")
_BROKEN, _MARKED = "promise broken", "marked welfare"


def _recorded(number: int, colleagues: Colleagues, now: datetime) -> Iterable[Noticed]:
    """Give what the record says of promises that were broken, and of contacts that a colleague marked for welfare."""
    # Without its own index, by which SQLite would read every breach that ever was.
    named = Entry.objects.alias(act=Coalesce("what", Value("")))
    rows = list(named.filter(pk__gt=number, act__in=[_BROKEN, _MARKED]).order_by("pk").only(*_OF_AN_ENTRY))
    if not rows:
        return
    found = _open({row.about for row in rows})
    broken = [row for row in rows if row.what == _BROKEN and row.at > now - OLD]
    late = _late_now({found[row.about].pk for row in broken if row.about in found})
    emails = colleagues.emails()
    for row in rows:
        contact = found.get(row.about)
        if contact is None:
            continue
        whose = (contact.council_id, contact.pk)
        if row.what == _MARKED and contact.welfare:
            for staff in colleagues.concerned(contact.held_by_id, contact.path, (Role.OFFICER, Role.MANAGER)):
                if staff != emails.get(row.by):
                    yield Noticed(WELFARE.name, staff, *whose, _marked(contact.pk), row.at)
        elif row.what == _BROKEN and (contact.pk, row.at) in late:
            for staff in colleagues.managing(contact.held_by_id, contact.path):
                yield Noticed(LATE.name, staff, *whose, _about("late", contact.pk, row.at), row.at, row.at)


_OF_AN_ENTRY = ("at", "by", "what", "about")


def _open(references: set[str]) -> Mapping[str, Contact]:
    found = Contact.objects.filter(reference__in=references, closed_at=None)
    return {one.reference: one for one in found.only("reference", "council", "team", "held_by", "welfare")}


SOURCES = (RowSource("messages", Message, _written), RowSource("record", Entry, _recorded), *ASKED_FOR)
"""Every table that is read by the numbers of its rows."""


def near(colleagues: Colleagues, wishes: AllWishes, now: datetime) -> Iterable[Noticed]:
    """Give the limits that are near: to each person when the time before it has begun that they are to be warned."""
    hours = wishes.all_warn_hours()
    ends = {
        council.key: {many: opening_hours_ahead(now, many, calendar) for many in hours}
        for council in all_councils()
        for calendar in [calendar_of(council.key, now)]
    }
    last = max((end for of in ends.values() for end in of.values()), default=now)
    rows: Any = ClockRow.objects.filter(wake_at__gt=now, wake_at__lte=last + ONE_SECOND, contact__closed_at=None)
    rows = rows.filter(state__in=_RUNS).exclude(measure=Measure.CONTENT).order_by("wake_at", "id")
    for row in rows.values("state", "due", "decided", *_OF_ITS_CONTACT, "contact__received_at"):
        limit = row["decided"] if row["state"] == State.EXPOSED else row["due"]
        council, contact = row["contact__council_id"], row["contact_id"]
        for staff in colleagues.managing(row["contact__held_by_id"], row["contact__team_id"]):
            before = wishes.of(colleagues.by_id[staff]).warn_hours
            was_ever_far = limit - row["contact__received_at"] > timedelta(hours=before)
            if was_ever_far and now < limit <= ends[council][before]:
                yield Noticed(SOON.name, staff, council, contact, _about("soon", contact, limit), now, limit)


def _late_now(contacts: set[int]) -> set[tuple[int, datetime]]:
    """Return since when which of some contacts are late: what they wait for has not been done."""
    rows = ClockRow.objects.filter(contact__in=contacts, state=State.BROKEN, stopped=None)
    return set(rows.exclude(measure=Measure.CONTENT).values_list("contact_id", "decided"))


def _due_still(contacts: set[int]) -> set[tuple[int, datetime]]:
    rows = ClockRow.objects.filter(contact__in=contacts, state__in=_RUNS).exclude(measure=Measure.CONTENT)
    return {
        (contact, decided if state == State.EXPOSED else due)
        for contact, state, due, decided in rows.values_list("contact_id", "state", "due", "decided")
    }


def still_so(alerts: Iterable[Any], now: datetime) -> set[int]:
    """Return which alerts, by their ids, say what is still so: not what was put right, done or given away since."""
    found = list(alerts)
    late = _late_now({one.contact_id for one in found if one.what == LATE.name})
    due = _due_still({one.contact_id for one in found if one.what == SOON.name})
    keys = reminders_now(now) if any(one.what == REMINDER.name for one in found) else set()
    holds: Mapping[str, Callable[[Any], bool]] = {
        LATE.name: lambda one: one.contact.closed_at is None and (one.contact_id, one.due) in late,
        SOON.name: lambda one: one.due > now and one.contact.closed_at is None and (one.contact_id, one.due) in due,
        WELFARE.name: lambda one: one.contact.is_welfare and one.contact.closed_at is None,
        WROTE.name: lambda one: one.contact.held_by_id == one.staff_id,
        REMINDER.name: lambda one: one.key in keys,
        **dict.fromkeys((ANSWER.name, MENTION.name, NEWS.name), lambda _: True),
    }
    return {one.pk for one in found if one.contact.erased_at is None and holds[one.what](one)}


def _marked(contact: int) -> str:
    """Return the key of a contact's mark for welfare, whoever set it: the customer as they wrote, or a colleague."""
    return f"welfare of {contact}"


def _about(what: str, contact: int, limit: datetime) -> str:
    """Return the key of a limit of a contact: moved, it is another."""
    return f"{what} {contact} {limit.timestamp():.0f}"
