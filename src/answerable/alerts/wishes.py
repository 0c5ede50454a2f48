"""How somebody wants to be told: what they chose, or else their place did, or else as the house has it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, time
from types import MappingProxyType
from typing import Any

from answerable.alerts.hours import is_between
from answerable.alerts.kinds import CHOSEN, EMAIL, KINDS
from answerable.alerts.models import AlertChoices
from answerable.people.models import Staff
from answerable.people.paths import is_within
from answerable.standards.time.calendar import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """By which way each kind is told, when the morning's list comes, how long before a limit, and when it is quiet.

    ``warn_hours`` are hours in which the council is open. ``quiet_days`` is whether days that are no working days of
    the council are quiet.
    """

    ways: Mapping[str, str] = field(default_factory=dict)
    morning_at: time = time(8)
    warn_hours: int = 4
    quiet_from: time = time(19)
    quiet_to: time = time(8)
    quiet_days: bool = True

    def way_of(self, kind: str) -> str:
        """Return by which way a kind is told; what is urgent goes by email, whatever was chosen."""
        of = KINDS[kind]
        return EMAIL if of.urgent else self.ways.get(kind, of.way)

    def is_quiet(self, now: datetime, calendar: Calendar) -> bool:
        """Tell whether nothing but what is urgent is sent now."""
        local = now.astimezone(calendar.tz)
        if self.quiet_days and not calendar.is_working(local.date()):
            return True
        return is_between(local.time(), self.quiet_from, self.quiet_to)


HOUSE = Wishes()
"""What holds where neither a person nor a place has chosen."""

WARNED = MappingProxyType({1: "1 hour", 2: "2 hours", 4: "4 hours", 8: "8 hours", 16: "16 hours"})
"""How long before a limit one can be warned, in hours of opening."""

_PLAIN = tuple(one.name for one in fields(Wishes) if one.name != "ways")


def changed_by(wishes: Wishes, choices: AlertChoices | None) -> Wishes:
    """Return wishes with what somebody, or a place, has chosen otherwise."""
    if choices is None:
        return wishes
    known = {kind.name: choices.ways[kind.name] for kind in CHOSEN if choices.ways.get(kind.name) in kind.ways}
    given: dict[str, Any] = {name: getattr(choices, name) for name in _PLAIN if getattr(choices, name) is not None}
    return replace(wishes, ways={**wishes.ways, **known}, **given)


class AllWishes:
    """What everybody has chosen, read at once."""

    def __init__(self, rows: Iterable[AlertChoices]) -> None:
        found = list(rows)
        self._of_places = {row.path: row for row in found if row.path is not None}
        self._of_people = {row.staff_id: row for row in found if row.staff_id is not None}

    def of(self, staff: Staff) -> Wishes:
        """Return how somebody is told."""
        return changed_by(self.of_places(staff), self._of_people.get(staff.pk))

    def of_places(self, staff: Staff) -> Wishes:
        """Return how somebody is told who has chosen nothing: as the nearest place has it in which they hold a post."""
        return self._at({post.path for post in staff.held_posts})

    def above(self, path: str) -> Wishes:
        """Return what would hold at a place if nothing were chosen there."""
        return self._at({path.rpartition("/")[0]})

    def _at(self, paths: Iterable[str]) -> Wishes:
        # The place above comes first, so that what the nearer one says of a part takes its place.
        over = [place for place in self._of_places if any(is_within(path, place) for path in paths if path)]
        wishes = HOUSE
        for place in sorted(over, key=lambda place: (place.count("/"), place)):
            wishes = changed_by(wishes, self._of_places[place])
        return wishes

    def all_warn_hours(self) -> set[int]:
        """Return every length of warning that somebody may have."""
        chosen = (row.warn_hours for row in (*self._of_places.values(), *self._of_people.values()))
        return {HOUSE.warn_hours, *(hours for hours in chosen if hours is not None)}
