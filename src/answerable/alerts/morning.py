"""A morning's list: what somebody holds that is late or falls due, what nobody holds, and how their teams stand."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Min, Q

from answerable.alerts.colleagues import Colleagues
from answerable.alerts.hours import calendar_of, midnight_after, working_day_after
from answerable.alerts.kinds import EMAIL, MORNING
from answerable.alerts.wishes import AllWishes
from answerable.contacts.models import Contact
from answerable.people.models import Role, Staff
from answerable.people.paths import is_within

NEXT_DAYS = 2
"""Working days after today that are looked ahead."""

LATEST = timedelta(hours=4)
"""How long after its time a list is still sent: in the afternoon nobody begins their day with it."""


class HeldContact(NamedTuple):
    """One contact that somebody holds, and by when something has to be done about it."""

    holder: int
    reference: str
    next_due: datetime


@dataclass(slots=True)
class TeamStanding:
    """How the open contacts of one team stand: how many, and how many of them the reader holds, and nobody."""

    name: str
    open: int = 0
    late: int = 0
    today: int = 0
    nobodys: int = 0
    nobodys_late: int = 0
    nobodys_near: int = 0
    oldest: datetime | None = None
    held: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MorningList:
    """What one person reads in the morning.

    ``managed`` are the teams that they manage, and ``nobodys`` those with something that nobody holds, where they may
    take it.
    """

    on: date
    reader: int
    late: Sequence[HeldContact]
    today: Sequence[HeldContact]
    near: Sequence[HeldContact]
    nobodys: Sequence[TeamStanding]
    managed: Sequence[TeamStanding]

    @property
    def says_something(self) -> bool:
        """Tell whether there is anything in it."""
        return bool(self.late or self.today or self.near or self.nobodys or self.managed)


class MorningReader(NamedTuple):
    """Somebody whose list of a council has its time now, on which day."""

    staff: Staff
    council: str
    on: date


def readers_now(
    colleagues: Colleagues,
    wishes: AllWishes,
    councils: Iterable[str],
    had: Mapping[tuple[int, str], date | None],
    now: datetime,
) -> list[MorningReader]:
    """Return those whose list is to be sent now. ``had`` is for which day each had one last, by person and council."""
    found = []
    for council in councils:
        calendar = calendar_of(council, now)
        local = now.astimezone(calendar.tz)
        today = local.date()
        if not calendar.is_working(today):
            continue
        for id, staff in colleagues.by_id.items():
            if had.get((id, council)) == today or not _places(staff, council, _READERS):
                continue
            of = wishes.of(staff)
            begins = datetime.combine(today, of.morning_at, calendar.tz)
            if of.way_of(MORNING.name) == EMAIL and begins <= local < begins + LATEST:
                found.append(MorningReader(staff, council, today))
    return found


_READERS = (Role.OFFICER, Role.MANAGER)


def _places(staff: Staff, council: str, roles: Collection[str]) -> list[str]:
    return [post.path for post in staff.held_posts if post.role in roles and is_within(post.path, council)]


def lists_for(readers: Collection[MorningReader], now: datetime) -> Mapping[tuple[int, str], MorningList]:
    """Return the list of each reader, by person and council. It asks twice for each council, however many read."""
    found = {}
    for council in sorted({reader.council for reader in readers}):
        here = [reader for reader in readers if reader.council == council]
        calendar = calendar_of(council, now)
        today = now.astimezone(calendar.tz).date()
        night = midnight_after(today, calendar)
        last = midnight_after(working_day_after(today, NEXT_DAYS, calendar), calendar)
        held = _held(council, [reader.staff.pk for reader in here], last)
        teams = _standings(council, now, night, last)
        for reader in here:
            mine = held.get(reader.staff.pk, [])
            found[reader.staff.pk, council] = MorningList(
                on=today,
                reader=reader.staff.pk,
                late=[one for one in mine if one.next_due < now],
                today=[one for one in mine if now <= one.next_due < night],
                near=[one for one in mine if one.next_due >= night],
                nobodys=_within(teams, reader, (Role.OFFICER,), lambda team: team.nobodys),
                managed=_within(teams, reader, (Role.MANAGER,), lambda team: team.open),
            )
    return found


def _within(
    teams: Mapping[str, TeamStanding], reader: MorningReader, roles: Collection[str], wanted: Any
) -> list[TeamStanding]:
    places = _places(reader.staff, reader.council, roles)
    return [team for path, team in teams.items() if wanted(team) and any(is_within(path, place) for place in places)]


def _held(council: str, holders: Collection[int], until: datetime) -> dict[int, list[HeldContact]]:
    """Return what each of some people holds that is late or due before a moment, the soonest first."""
    # What somebody holds is in no flood; to say so lets the index of what is held be used.
    of_holders = Contact.objects.filter(council=council, closed_at=None, flood=None, held_by__in=holders)
    rows = of_holders.filter(next_due__lt=until)
    held: dict[int, list[HeldContact]] = {}
    for row in rows.order_by("next_due", "id").values_list("held_by", "reference", "next_due"):
        held.setdefault(row[0], []).append(HeldContact(*row))
    return held


def _standings(council: str, now: datetime, night: datetime, last: datetime) -> dict[str, TeamStanding]:
    """Return how the teams of a council stand, by their paths and in the order of their names."""
    late, due_today = Q(next_due__lt=now), Q(next_due__gte=now, next_due__lt=night)
    rows: Any = Contact.objects.filter(council=council, closed_at=None).order_by("team__name", "team__path")
    counted = rows.values("team__path", "team__name", "held_by").annotate(
        n_open=Count("id"),
        n_late=Count("id", filter=late),
        n_today=Count("id", filter=due_today),
        n_near=Count("id", filter=Q(next_due__gte=now, next_due__lt=last)),
        oldest=Min("received_at"),
    )
    teams: dict[str, TeamStanding] = {}
    for row in counted:
        team = teams.setdefault(row["team__path"], TeamStanding(row["team__name"]))
        team.open += row["n_open"]
        team.late += row["n_late"]
        team.today += row["n_today"]
        team.oldest = min(team.oldest or row["oldest"], row["oldest"])
        if row["held_by"] is None:
            team.nobodys, team.nobodys_late, team.nobodys_near = row["n_open"], row["n_late"], row["n_near"]
        else:
            team.held[row["held_by"]] = row["n_open"]
    return teams
