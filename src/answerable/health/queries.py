"""What can be seen of how the processes are, each with what is wrong."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Model, QuerySet

from answerable.channels.email.fetch import LARGEST
from answerable.channels.email.queries import looked_into
from answerable.channels.email.servers import MailFileError
from answerable.contacts.queries import asleep_until, due_to_leave
from answerable.evidence.anchoring import file_problem, mail_problem
from answerable.health.models import LastRound
from answerable.inbox.queries import due_to_be_taken_in
from answerable.people.queries import may_sign_in_by_password

TOO_LONG = timedelta(minutes=5)
"""How long a round may take, work may wait after its moment, and a mailbox may be left alone, before all is not well.
A mail server that does not answer holds a round up for a minute or two; more needs somebody."""

NEEDED = 2 * LARGEST
"""Bytes that the disk must have left: room for one largest message, in the database and in its log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing that is well, or has a ``problem``: a sentence that says what, and names nobody and no secret."""

    name: str
    problem: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)


def signs(now: datetime) -> list[Sign]:
    """Return all that can be seen at a moment, from five questions to the database."""
    rounds = dict(LastRound.objects.values_list("process", "at"))
    return [
        *(_round(name, rounds.get(name), now) for name in ("worker", "dispatcher")),
        _mailboxes(now),
        _backlog("what arrived", due_to_be_taken_in(now), "try_at", now),
        _backlog("letters to be sent", due_to_leave(now), "try_at", now),
        _backlog("clocks to be looked at", asleep_until(now), "wake_at", now),
        *_passwords(),
        *anchored(now),
        disk(),
    ]


def _round(process: str, last: datetime | None, now: datetime) -> Sign:
    if last is None:
        return Sign(name=process, problem=f"No {process} has gone round yet. Start one.")
    seconds = _seconds(now - last)
    late = f"No {process} has gone round for {seconds} seconds. See that it runs, and what it says in its log."
    return Sign(name=process, problem=late if now - last > TOO_LONG else "", figures={"seconds_ago": seconds})


def _mailboxes(now: datetime) -> Sign:
    name = "mailboxes"
    try:
        found = looked_into()
    except MailFileError:
        return Sign(name=name, problem="The mail file cannot be used. The worker's log says why.")
    failing = [one for one in found if one.problem or one.at is None or now - one.at > TOO_LONG]
    why = f"{len(failing)} of {len(found)} cannot be looked into. The desk's page about mail says why."
    return Sign(
        name=name,
        problem=why if failing else "",
        figures={
            "count": len(found),
            "failing": {one.address: None if one.at is None else _seconds(now - one.at) for one in failing},
        },
    )


def _passwords() -> Iterator[Sign]:
    """See whether anybody could sign in while the directory is away, where passwords are for one account alone."""
    if settings.PASSWORD_ONLY_FOR:
        why = "Nobody could sign in while the directory is away. answerable doctor says what to do."
        yield Sign(name="passwords", problem="" if may_sign_in_by_password(settings.PASSWORD_ONLY_FOR) else why)


def _backlog(name: str, rows: "QuerySet[Model]", moment: str, now: datetime) -> Sign:
    """See how much there is whose moment has come, and how long ago the first one's came."""
    found = rows.aggregate(count=Count("pk"), since=Min(moment))
    late = now - (found["since"] or now)
    why = f"{found['count']} wait, the first for {_seconds(late)} seconds. See that the processes run and keep up."
    return Sign(
        name=name,
        problem=why if late > TOO_LONG else "",
        figures={"count": found["count"], "seconds_late": _seconds(late)},
    )


def anchored(now: datetime) -> Iterator[Sign]:
    """See whether the newest seal on the record was taken out of the house, where the settings say where to."""
    if settings.ANCHOR:
        yield Sign(name="seals written down outside", problem=file_problem(Path(settings.ANCHOR), now))
    if settings.ANCHOR_TO:
        yield Sign(name="seals sent outside", problem=mail_problem(now))


def disk() -> Sign:
    """See how much room files have left, and the embedded database; a server of its own minds its own."""
    places = [next(folder for folder in (settings.FILES, *settings.FILES.parents) if folder.is_dir())]
    if connection.vendor == "sqlite":
        places.append(Path(connection.settings_dict["NAME"]).parent)
    free = min(shutil.disk_usage(place).free for place in places)
    why = "The disk is nearly full: soon nothing can be kept. Make room."
    return Sign(name="disk", problem=why if free < NEEDED else "", figures={"megabytes_free": free // 1024**2})


def _seconds(time: timedelta) -> int:
    return max(0, round(time.total_seconds()))
