"""How long what is kept of people is kept: a value for each rule, and what a council's file changes of them (B.16).

Periods are counted in days of London, to the corresponding day: what was closed on 3 May 2026 and is kept for 3 years
goes on 3 May 2029.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from answerable.standards.reading.file_table import FileTable
from answerable.standards.time.counting import add_months
from answerable.standards.words import say_count

MOST_YEARS = 100
_WORDS = re.compile(r"(\d{1,5}) (day|month|year)s?")
_DAY = timedelta(days=1)


class KeptFor(NamedTuple):
    """A length of time for which something is kept: "6 years"."""

    number: int
    unit: str

    def __str__(self) -> str:
        return say_count(self.number, self.unit)

    def before(self, today: date) -> date:
        """Return the last day on which what ended then has been kept long enough today."""
        if self.unit == "day":
            return today - self.number * _DAY
        return add_months(today, -self.number * (12 if self.unit == "year" else 1))

    def over_on(self, ended_on: date) -> date:
        """Return the day on which what ended on a day has been kept long enough."""
        if self.unit == "day":
            return ended_on + self.number * _DAY
        day = add_months(ended_on, self.number * (12 if self.unit == "year" else 1))
        while self.before(day) < ended_on:  # 29 February, and the ends of short months
            day += _DAY
        return day


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """A rule of retention: what it is of, for how long it is kept unless the council's file says otherwise, and why.

    ``since`` is what the time is counted from. ``source`` is where the default comes from: a practice of councils, or
    this program's own choice.
    """

    name: str
    title: str
    since: str
    default: KeptFor
    source: str


_CLOSED = "it was closed"

KEEPING: Mapping[str, Keeping] = MappingProxyType(
    {
        one.name: one
        for one in (
            Keeping(
                name="complaint",
                title="Complaints",
                since=_CLOSED,
                default=KeptFor(6, "year"),
                source="Islington, Teignbridge and Gateshead keep them so long (B.16)",
            ),
            Keeping(
                name="enquiry",
                title="Enquiries, requests for a service, and whatever else is written to us",
                since=_CLOSED,
                default=KeptFor(3, "year"),
                source="Coventry keeps them so long (B.16)",
            ),
            Keeping(
                name="information",
                title="Requests for information, and about one's own information",
                since=_CLOSED,
                default=KeptFor(3, "year"),
                source="Darlington keeps them so long (B.16)",
            ),
            Keeping(
                name="restriction",
                title="Restrictions on how somebody may contact us",
                since="it ended",
                default=KeptFor(2, "year"),
                source="our choice: as long as it holds, and one or two years to look back on it (B.16)",
            ),
            Keeping(
                name="mail",
                title="What arrived and became no contact: copies of our letters, reports about letters of others",
                since="it arrived",
                default=KeptFor(90, "day"),
                source="our choice: long enough to look into what went wrong",
            ),
            Keeping(
                name="draft",
                title="Letters that somebody began and did not send",
                since="it was last kept",
                default=KeptFor(90, "day"),
                source="our choice",
            ),
            Keeping(
                name="key",
                title="Keys to a resident's own page, of which only digests are kept",
                since="the latest on which it could open it",
                default=KeptFor(30, "day"),
                source="our choice",
            ),
            Keeping(
                name="look",
                title="Who of staff read, searched and took away what",
                since="they last did within the hour",
                default=KeptFor(2, "year"),
                source="our choice: as long as a log of visits (B.16)",
            ),
        )
    }
)
"""Every rule by its name, which is its key in the council's file. That of a contact is ``ContactKind.kept_as``."""


def parse_kept(words: str) -> KeptFor:
    """Read "6 years", "18 months" or "90 days". Raises ValueError with what to write."""
    found = _WORDS.fullmatch(words.strip())
    kept = KeptFor(int(found[1]), found[2]) if found else None
    if kept is None or not kept.number:
        raise ValueError(f"Cannot keep anything for '{words}'. Write a whole number of days, months or years: 6 years.")
    if kept.number > MOST_YEARS * {"day": 365, "month": 12, "year": 1}[kept.unit]:
        raise ValueError(f"'{words}' is longer than {MOST_YEARS} years. Write a shorter time.")
    return kept


def kept_for(rule: str, changed: Mapping[str, str]) -> KeptFor:
    """Return how long a council keeps what a rule is of; ``changed`` are the words of its file, by rule."""
    return parse_kept(changed[rule]) if rule in changed else KEEPING[rule].default


def longest(rules: set[str], changed: Mapping[str, str]) -> str:
    """Return which of some rules keeps longest: what is several things at once is kept as the one kept longest."""
    any_day = date(2000, 1, 1)
    return max(sorted(rules), key=lambda rule: kept_for(rule, changed).over_on(any_day))


def read_keeping(whole: FileTable) -> tuple[dict[str, str], bool]:
    """Return what the file says under [retention]: the times by their rules, and whether what is over goes daily."""
    place = whole.take_table("retention")
    if place is None:
        return {}, False
    daily = bool(place.take("daily", bool, False))
    said: dict[str, str] = {}
    for rule in KEEPING:
        words = place.take(rule, str, None)
        if words is not None:
            try:
                said[rule] = str(parse_kept(words))
            except ValueError as error:
                raise place.refuse(str(error), rule) from None
    place.close()
    return said, daily
