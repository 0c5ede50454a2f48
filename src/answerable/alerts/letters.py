"""The words of an email to one of us. It holds kinds, references, limits and links, and no word about a customer."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from typing import Any, NamedTuple

from django.conf import settings

from answerable.alerts.kinds import KINDS
from answerable.alerts.models import Alert
from answerable.alerts.morning import HeldContact, MorningList, TeamStanding
from answerable.councils.models import Council
from answerable.design.templatetags.words import LONDON, moment
from answerable.standards.words import say_count, say_day, say_list

MOST = 20
"""Lines of one kind in an email. What is more is said as a number, with the way to the queue."""

_LAST_MINUTE = time(23, 59)


class AlertLetter(NamedTuple):
    """An email: what stands above it, and what is in it."""

    subject: str
    body: str


def letter(council: Council, alerts: Sequence[Alert], morning: MorningList | None) -> AlertLetter:
    """Write to one of us what waits for them of a council: the alerts, and the morning's list if it is its time."""
    desk = f"{settings.ORIGIN}/{council.pk}/desk/"
    parts = list(_parts(desk, alerts))
    if morning is not None:
        parts += _morning(desk, morning)
    parts.append(f"Choose what you are told, and when:\n{desk}alerts/choose/")
    parts.append("This was sent by a computer. What customers wrote is on the desk alone.")
    return AlertLetter(_subject(council, alerts, morning), "\n\n".join(parts) + "\n")


def _subject(council: Council, alerts: Sequence[Alert], morning: MorningList | None) -> str:
    said = []
    urgent = next((KINDS[one.what] for one in alerts if KINDS[one.what].urgent), None)
    if urgent is not None:
        return f"{council.name}: {urgent.title[0].lower()}{urgent.title[1:]}"
    if morning is not None:
        counts = [
            f"{len(some)} {what}" for some, what in ((morning.late, "late"), (morning.today, "due today")) if some
        ]
        said.append(f"your list for {say_day(morning.on)}" + (f" ({say_list(counts)})" if counts else ""))
    if alerts:
        said.append(say_count(len(_lines(alerts)), "alert"))
    return f"{council.name}: {' and '.join(said)}"


_Line = tuple[str, int, int]
"""What is one line: a kind, with a flood or, of what is in none, a contact."""


def _lines(alerts: Iterable[Alert]) -> dict[_Line, list[Alert]]:
    """Return the alerts of each line. The line with the first limit comes first, and in it the alert that has it."""
    found: dict[_Line, list[Alert]] = {}
    for one in sorted(alerts, key=lambda one: (one.due or one.at, one.pk)):
        flood = one.contact.flood_id or 0
        found.setdefault((one.what, flood, 0 if flood else one.contact_id), []).append(one)
    return found


def _parts(desk: str, alerts: Iterable[Alert]) -> Iterator[str]:
    lines = _lines(alerts)
    for kind in KINDS.values():
        of_kind = [some for (what, *_), some in lines.items() if what == kind.name]
        if of_kind:
            yield _listed(desk, f"{kind.says}:", (_of_one(desk, some) for some in of_kind), len(of_kind))


def _of_one(desk: str, alerts: Sequence[Alert]) -> str:
    """Write the line of a contact, or of those that the queue shows as one row."""
    first, many = alerts[0], len({one.contact_id for one in alerts})
    if many == 1:
        return _line(desk, first.contact.reference, first.limit)
    soonest = min((one.limit for one in alerts if one.limit is not None), default=None)
    limit = said_limit(soonest, whose="the first ")
    return f"{say_count(many, 'contact')} in one row of the queue{limit}\n{desk}floods/{first.contact.flood_id}/"


def _line(desk: str, reference: str, due: datetime | None) -> str:
    return f"{reference}{said_limit(due)}\n{desk}contacts/{reference}/"


def said_limit(due: datetime | None, whose: str = "") -> str:
    """Say by when something has, or had, to be done: ", due Friday 6 November 2026"; nothing where nothing is due.

    ``whose`` stands before that: "the first ".
    """
    if due is None:
        return ""
    local = due.astimezone(LONDON)
    is_whole_day = local.time() >= _LAST_MINUTE
    return f", {whose}due {say_day(local.date()) if is_whole_day else moment(due)}"


def _listed(desk: str, title: str, lines: Iterable[str], many: int, query: str = "") -> str:
    some = [line for line, _ in zip(lines, range(MOST), strict=False)]
    more = f"\n\nand {many - MOST} more; see the queue:\n{desk}{query}" if many > MOST else ""
    return "\n\n".join([title, *some]) + more


def _morning(desk: str, morning: MorningList) -> list[str]:
    parts = [f"Your list for {say_day(morning.on)}"]
    for title, held in (
        ("You hold, and it is late:", morning.late),
        ("You hold, and it falls due today:", morning.today),
        ("You hold, and it falls due in the next two working days:", morning.near),
    ):
        if held:
            parts.append(_listed(desk, title, (_held(desk, one) for one in held), len(held), "?held=me"))
    if morning.nobodys:
        lines = [_nobodys(team) for team in morning.nobodys]
        parts.append("\n".join(["Nobody holds:", *lines, f"{desk}?held=nobody"]))
    if morning.managed:
        lines = [_managed(team, morning.reader) for team in morning.managed]
        parts.append("\n".join(["Your teams:", *lines, f"{desk}day/"]))
    return parts


def _held(desk: str, one: HeldContact) -> str:
    return _line(desk, one.reference, one.next_due)


def _nobodys(team: TeamStanding) -> str:
    counts = [f"{team.nobodys} in {team.name}"]
    counts += [f"{many} {what}" for many, what in _near(team) if many]
    return "- " + ", ".join(counts)


def _near(team: TeamStanding) -> tuple[tuple[Any, str], ...]:
    return (team.nobodys_late, "of them late"), (team.nobodys_near, "due by the second working day from now")


def _managed(team: TeamStanding, reader: int) -> str:
    assert team.oldest is not None
    return (
        f"- {team.name}: {team.open} open, {team.late} late, {team.today} due today; you hold "
        f"{team.held.get(reader, 0)}, nobody holds {team.nobodys}; the oldest came on "
        f"{say_day(team.oldest.astimezone(LONDON).date())}"
    )
