"""The page of what waits for one person: alerts, reminders, mentions and what they watch."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.timezone import localdate, localtime

from answerable.alerts.kinds import KINDS, AlertKind
from answerable.alerts.models import Alert
from answerable.alerts.queries import A_PAGE, unseen
from answerable.contacts.models import Message
from answerable.contacts.queries import titles_of
from answerable.design.templatetags.words import hour, moment_short
from answerable.desk.pages.frame import may_somewhere
from answerable.desk.pages.timeline import MESSAGES
from answerable.marks.models import Mention, Reminder
from answerable.marks.queries import WatchedContact, all_for
from answerable.people.access import StaffRequest
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.words import say_day


class ReminderRow(NamedTuple):
    """A reminder: when it is due, in words, whether that has come, and whether its day has passed."""

    id: int
    reference: str
    title: str
    why: str
    due: str
    is_late: bool


class MentionRow(NamedTuple):
    """Where somebody is mentioned, by whom and when."""

    reference: str
    title: str
    by: str
    at: datetime


class AlertRow(NamedTuple):
    """An alert that was not seen: what it is, and the limit that it is about, if it is about one."""

    alert: Alert
    kind: AlertKind
    title: str
    limit: datetime | None


class WatchedRow(NamedTuple):
    """What somebody watches, and what is newest in it, in words."""

    reference: str
    title: str
    news: str
    is_closed: bool


def for_me_page(request: StaffRequest, council: str) -> dict[str, Any]:
    """Return the context of the page: what is due today or was, what is new, and below it what is neither."""
    there, today = all_for(request.user.pk, council, request.paths), localdate(request.now)
    alerts = list(unseen(request.user.pk, council, request.paths)[: A_PAGE + 1])
    rows: list[Any] = [*there.reminders, *there.mentions, *there.watched, *alerts]
    titles = titles_of([one.contact for one in rows])
    due = [one for one in there.reminders if localdate(one.due_at) <= today]
    return {
        "alerts": [AlertRow(one, KINDS[one.what], titles[one.contact_id], one.limit) for one in alerts[:A_PAGE]],
        "newest_alert": alerts[0].pk if alerts else 0,
        "more_alerts": len(alerts) > A_PAGE,
        "may_set_alerts": may_somewhere(request, council, "set-alerts"),
        "due": [_reminder(one, titles[one.contact_id], today) for one in due],
        "later": [_reminder(one, titles[one.contact_id], today) for one in there.reminders if one not in due],
        "mentions": [_mention(one, titles[one.contact_id]) for one in there.mentions],
        "news": _watched([one for one in there.watched if _is_new(one)], titles),
        "quiet": _watched([one for one in there.watched if not _is_new(one)], titles),
        "hidden": there.hidden,
    }


def when_due(due_at: datetime) -> str:
    """Say when somebody is reminded, as it stands in a sentence: "on Friday 4 December 2026, from 9am"."""
    local = localtime(due_at)
    return f"on {say_day(local.date())}{_from(local)}"


def _from(local: datetime) -> str:
    return f", from {hour(local)}" if local.hour else ""


def _reminder(one: Reminder, title: str, today: date) -> ReminderRow:
    local = localtime(one.due_at)
    on = local.date()
    said = "Due today" if on == today else f"Overdue since {say_day(on)}" if on < today else say_day(on)
    return ReminderRow(one.pk, one.contact.reference, title, one.why, f"{said}{_from(local)}", on < today)


def _mention(one: Mention, title: str) -> MentionRow:
    return MentionRow(one.contact.reference, title, str(one.message.by or ""), one.at)


def _is_new(one: WatchedContact) -> bool:
    return one.message is not None or one.fact is not None


def _watched(found: Sequence[WatchedContact], titles: Any) -> list[WatchedRow]:
    return [
        WatchedRow(one.contact.reference, titles[one.contact.pk], _news(one), one.contact.closed_at is not None)
        for one in found
    ]


def _news(one: WatchedContact) -> str:
    """Say what is newest of what happened: a message says more than the fact that it is."""
    told = [(row.noted_at, FACTS[row.what].staff, row.by) for row in [one.fact] if row is not None]
    told += [(row.at, MESSAGES[Message.Sort(row.sort)], row.by) for row in [one.message] if row is not None]
    if not told:
        return ""
    at, what, by = max(told[::-1], key=lambda line: line[0])
    return f"{what}{f' by {by}' if by else ''}, {moment_short(at)}"
