"""Moments in the words of a working: in the time of the calendar that counts, to the part of a second or not."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from answerable.standards.words import say_day, say_moment


@dataclass(frozen=True, slots=True)
class Moments:
    """How the moments of one working are told. Whoever reads a page is helped by no part of a second."""

    zone: tzinfo
    whole_seconds: bool = False

    def on(self, moment: datetime) -> date:
        """Return the local day of a moment."""
        return moment.astimezone(self.zone).date()

    def at(self, moment: datetime) -> str:
        """Say a moment: "Friday 18 December 2026 at 18:30", with its seconds and their parts where it has any."""
        local = moment.astimezone(self.zone)
        if self.whole_seconds or not local.microsecond:
            return say_moment(local)
        return f"{say_day(local.date())} at {local:%H:%M:%S.%f}".rstrip("0")

    def due(self, moment: datetime) -> str:
        """Say a due moment as people do: "at the end of Thursday 31 December 2026", "on Saturday ... at 18:30"."""
        if self.ends_a_day(moment):
            return f"at the end of {say_day(self.on(moment))}"
        return f"on {self.at(moment)}"

    def ends_a_day(self, moment: datetime) -> bool:
        """Tell whether a moment is in the last second of a local day."""
        local = moment.astimezone(self.zone)
        return (local.hour, local.minute, local.second) == (23, 59, 59)
