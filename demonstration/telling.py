"""What every story of a contact draws on: chance, working time, and the words of messages.

A story is a function of a ``Telling`` and an ``Arrival`` that makes a ``Story``. The same seed tells the same stories.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log
from random import Random
from typing import Any, NamedTuple, TypeVar

from demonstration.days import MINUTE, OFFICE_OPENS, OFFICE_SHUTS, SECOND, Days

Details = dict[str, Any]
Told = tuple[int, str, Details]
"""One fact: when, what, and its details."""

T = TypeVar("T")

SERVICES = ("council tax", "waste and recycling", "housing", "benefits", "planning", "environmental health",
            "parking", "elections", "licensing", "parks and leisure", "highways and flooding")  # fmt: skip
REASONS = ("waiting for another team", "staff away", "more letters than usual", "files kept elsewhere",
           "a visit is needed first", "advice is awaited")  # fmt: skip
STEPS = ("we are checking our records", "an officer will visit", "we have asked the contractor",
         "a manager is reading the papers", "we are collecting the figures")  # fmt: skip
NEXT = ("an officer will read it and answer", "we will look into it", "the team responsible will write to you")
BEING_DONE = ("an inspection is booked", "your account is being put right", "the crew has been told",
              "a repair has been ordered", "your papers are being checked")  # fmt: skip

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Coming(NamedTuple):
    """A contact about to arrive: when, how, about what sort of thing, and after which earlier contact if any.

    It gets its own ``id`` when it arrives.
    """

    at: int
    number: int
    channel: str
    topic: str
    service: str = ""
    after: str = ""
    id: str = ""


@dataclass(slots=True)
class Story:
    """What became of a contact. ``kinds`` are those it was first given; a "typed" fact may change them."""

    kinds: tuple[str, ...]
    facts: list[Told] = field(default_factory=list)
    mailbox: str | None = None


def earlier(facts: Sequence[Told], at: int) -> list[Told]:
    """Return the facts that came before a moment: nobody acknowledges or delays what has been answered."""
    return [fact for fact in facts if fact[0] < at]


class Telling:
    """The chance, the days and the arrivals still to come of one made year."""

    def __init__(self, seed: int, days: Days) -> None:
        self.rng = Random(seed)
        self.days = days
        self.chance = self.rng.random
        self.to_come: list[Coming] = []
        self.reference = ""
        self._officer = self._number = 0
        self._references = self.rng.randrange(1 << 25)
        self._followers = 0

    def pick(self, things: Sequence[T]) -> T:
        """Return one thing of several, each as likely."""
        return things[int(self.chance() * len(things))]

    def lag(self, median: float, spread: float) -> int:
        """Return a number of working days: half are below the median, and the tail is heavy (log-normal)."""
        return int(self.rng.lognormvariate(log(median), spread) + 0.5)

    def follow(self, at: int, channel: str, topic: str, service: str, after: str) -> None:
        """Let another contact arrive later because of this one."""
        self._followers += 1
        heapq.heappush(self.to_come, Coming(at, 1_000_000_000 + self._followers, channel, topic, service, after))

    def office(self, day: int) -> int:
        """Return a moment of a day's office hours."""
        into = OFFICE_OPENS + int(self.chance() * (OFFICE_SHUTS - OFFICE_OPENS))
        return self.days.moment(day, into // SECOND * SECOND)

    def later(self, at: int, number: int) -> int:
        """Return an office moment so many working days after another; 0 is the same day if it has time left."""
        days = self.days
        day = days.day_of(at)
        if number == 0:
            left = days.moment(day, OFFICE_SHUTS) - at
            if days.works[day] and left > 10 * MINUTE and days.within_day(at) >= OFFICE_OPENS:
                return at + (5 * MINUTE + int(self.chance() * (left - 5 * MINUTE))) // SECOND * SECOND
            number = 1
        return self.office(days.after(day, number))

    def on(self, at: int, number: int) -> str:
        """Write the date so many (one or more) working days after a moment."""
        return self.days.text[self.days.after(self.days.day_of(at), number)]

    def open_file(self) -> None:
        """Begin a new contact: it has its own reference and its own officer, with a number nobody has (B.17)."""
        self.reference = self._next_reference()
        self._officer = 1 + int(self.chance() * 9)
        self._number = int(self.chance() * 1000)

    def _next_reference(self) -> str:
        """Make a short reference that can be spoken, is not a row number, and ends in a check character."""
        self._references = (self._references * 1_664_525 + 1_013_904_223) % (1 << 25)
        digits = [self._references >> shift & 31 for shift in (20, 15, 10, 5, 0)]
        check = sum(weight * digit for weight, digit in zip((1, 3, 5, 7, 9), digits, strict=True)) % 32
        text = "".join(_LETTERS[digit] for digit in (*digits, check))
        return f"{text[:3]}-{text[3:]}"

    def officer(self, service: str) -> Details:
        """Say who deals with a matter and how to reach them."""
        return {"owner": f"Officer {self._officer}, {service}", "contact": f"01632 960{self._number:03}"}

    def caller(self) -> str:
        """Make a caller's number nobody has, from the ranges Ofcom keeps for drama (B.17)."""
        last = int(self.chance() * 1000)
        kind = self.chance()
        if kind < 0.55:
            return f"07700 900{last:03}"
        if kind < 0.95:
            return f"01632 960{last:03}"
        return f"020 7946 0{last:03}"
