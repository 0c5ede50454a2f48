"""What somebody asked to be told: mentions, reminders, news of what they watch, and answers from outside."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from answerable.alerts.colleagues import Colleagues
from answerable.alerts.kinds import ANSWER, MENTION, NEWS, REMINDER
from answerable.alerts.models import Alert
from answerable.alerts.noticed import Noticed, RowSource
from answerable.asking.queries import answers_after
from answerable.contacts.models import Contact, FactRow, Message
from answerable.marks.models import Mention, Watch
from answerable.marks.queries import MarkFor, mentions_after, reminders_due, watchers

_ALL = 10_000
"""More mentions than are written between two rounds. What is left over comes with the next."""


def _mentioned(number: int, colleagues: Colleagues, now: datetime) -> Iterable[Noticed]:
    """Give each note that names a colleague to them."""
    for mark in mentions_after(number, limit=_ALL):
        yield _noticed(MENTION.name, mark)


def reminded(now: datetime) -> Iterable[Noticed]:
    """Give what somebody wanted to be reminded of by now, and has not done."""
    for mark in reminders_due(now):
        yield _noticed(REMINDER.name, mark)


def _noticed(what: str, mark: MarkFor) -> Noticed:
    return Noticed(what, mark.staff, mark.council, mark.contact, mark.key, mark.at)


def _answered(number: int, colleagues: Colleagues, now: datetime) -> Iterable[Noticed]:
    """Give each answer from outside to whoever asked, where they may still see the contact."""
    answers = answers_after(number, _ALL)
    contacts = Contact.objects.only("council", "team").in_bulk([one.contact for one in answers])
    for one in answers:
        contact = contacts[one.contact]
        if colleagues.sees(one.asked_by, contact.path):
            yield Noticed(ANSWER.name, one.asked_by, contact.council_id, contact.pk, f"answer {one.key}", one.at)


class _Happened(NamedTuple):
    """A row that may be news: its number, when it was written, by which of us, and who is told of it as the holder."""

    contact: int
    number: int
    at: datetime
    by: int | None
    holder: int | None


def _written(number: int, colleagues: Colleagues, now: datetime) -> Iterable[Noticed]:
    written = _of_watched(Message, number).exclude(sort=Message.Sort.UPDATE)  # what happened is news itself
    rows = written.values_list("contact", "id", "at", "by", "sort", "contact__held_by")
    return _news(
        "message",
        [
            _Happened(contact, id, at, by, holder if sort == Message.Sort.FROM_CUSTOMER else None)
            for contact, id, at, by, sort, holder in rows
        ],
    )


def _happened(number: int, colleagues: Colleagues, now: datetime) -> Iterable[Noticed]:
    rows = _of_watched(FactRow, number).values_list("contact", "id", "noted_at", "by")
    return _news("fact", [_Happened(contact, id, at, by, None) for contact, id, at, by in rows])


def _of_watched(of: Any, number: int) -> Any:
    return of.objects.filter(pk__gt=number, contact__in=Watch.objects.values("contact")).order_by("pk")


def _news(sort: str, rows: list[_Happened]) -> Iterable[Noticed]:
    """Give what others did with a contact to those who watch it: once, until they have seen that there is something."""
    of_contact: dict[int, list[_Happened]] = {}
    for row in rows:
        of_contact.setdefault(row.contact, []).append(row)
    marks = watchers(of_contact.keys()) if rows else []
    told = _told(marks)
    for mark in marks:
        known = max(mark.at, told.get((mark.staff, mark.contact), mark.at))
        of_others = (row for row in of_contact[mark.contact] if mark.staff not in (row.by, row.holder))
        new = [row for row in of_others if row.at > known]
        if new:
            key = f"news {mark.contact} {sort} {new[-1].number}"
            yield Noticed(NEWS.name, mark.staff, mark.council, mark.contact, key, new[-1].at)


def _told(marks: Iterable[MarkFor]) -> dict[tuple[int, int], datetime]:
    """Return until when those who watch know of each contact: they have seen an alert, or have one to see for ever."""
    contacts = {mark.contact for mark in marks}
    rows = Alert.objects.filter(what=NEWS.name, contact__in=contacts).order_by("id")
    found = {}
    for staff, contact, seen_at in rows.values_list("staff", "contact", "seen_at"):
        found[staff, contact] = seen_at or _FOR_EVER
    return found


_FOR_EVER = datetime.max.replace(tzinfo=UTC)

ASKED_FOR = (
    RowSource("answers from outside", Message, _answered),
    RowSource("mentions", Mention, _mentioned),
    RowSource("watched messages", Message, _written),
    RowSource("watched facts", FactRow, _happened),
)
"""The tables that are read for those who asked to be told."""


def reminders_now(now: datetime) -> set[str]:
    """Return the keys of what is still to be reminded of: not what was done, or put off."""
    return {mark.key for mark in reminders_due(now)}
