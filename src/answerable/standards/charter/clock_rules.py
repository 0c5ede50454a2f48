"""How a promise is timed on one contact: four kinds of rule, of which none can hold what belongs to another.

A ``Deadline`` gives something a limit. A ``Contingent`` is owed only when the full reply takes long (C6), a ``Notice``
only when the reply it speaks of is late (C7). ``DatesKept`` has no limit of its own: each date we give is one (C8).
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from answerable.standards.time.calendar import Calendar
from answerable.standards.time.counting import PLAIN, Counting
from answerable.standards.time.duration import Duration, WorkingDays
from answerable.standards.vocabulary.facts import FULL_REPLY, stopping_facts

if TYPE_CHECKING:
    from answerable.standards.charter.promises import Promise


class Effect(StrEnum):
    """What a stopped clock does to the limit: four mechanics that law keeps apart (B.3, B.5)."""

    STARTS_AGAIN = "starts again"
    """The whole limit runs anew from the answer: FOI clarification, SAR identity."""
    SKIPS_WORKING_DAYS = "skips working days"
    """The working days from asking to answer, both included, are disregarded: FOI fees notice."""
    MOVES_BY_CALENDAR_DAYS = "moves by calendar days"
    """The date moves by the calendar days from asking to answer, both included: SAR clarification."""
    MOVES_BY_OPEN_TIME = "moves by open time"
    """The moment moves by the time the doors were open in between: a published local pause (C9)."""


@dataclass(frozen=True, slots=True)
class StoppedBy:
    """A pair of facts between which a clock stands still, and what that does to its limit.

    With ``lapses_after``, the matter lapses when the second fact has not come by then.
    """

    asked: str
    answered: str
    effect: Effect
    reason: str
    lapses_after: Duration | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """How far a limit may be extended: ``to`` a limit from the same start, or ``by`` one from the first due date.

    The notice counts only if given by the first due moment and with the details it needs (B.2, B.5). Where it is to be
    ``told_anew``, a clock that starts again starts with its first limit, and only a later notice extends that.
    """

    fact: str
    to: Duration | None = None
    by: Duration | None = None
    needs: tuple[str, ...] = ()
    told_anew: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A declaration on which a clock depends: made within a limit of its opening, with its details."""

    fact: str
    within: Duration | None = None
    needs: tuple[str, ...] = ()
    reason: str = ""


SAME_DAY = WorkingDays(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaiting:
    """What a clock waits for: a rung of the ladder or one fact, and what a message must carry to be it.

    ``stops`` are the facts that ``stop`` stands for. An automatic message counts only where ``automatic`` lets it, and
    then with ``automatic_needs`` as well (C5).
    """

    stop: str
    needs: tuple[str, ...] = ()
    automatic: bool = True
    automatic_needs: tuple[str, ...] = ()
    stops: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out once what the judging asks of every contact."""
        object.__setattr__(self, "stops", stopping_facts(self.stop))

    @property
    def is_answer(self) -> bool:
        """Tell whether only what answers the customer in full will do, and not a response or an acknowledgement."""
        return self.stops <= FULL_REPLY


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed(Awaiting):
    """What every time limit has. Each field is a key of the charter format, by the same name but for ``opens``.

    With ``even_before`` what stops or lifts it counts though it came before the clock opened. ``variant`` is another
    reading of the limit, shown beside it and never judged. ``due_soon`` is in working days before the due day.
    """

    within: Duration
    calendar: Calendar
    counting: Counting = PLAIN
    opens: str = "received"
    counts_from: str | None = None
    counts_from_within: Duration | None = None
    only_if: Condition | None = None
    lifted_by: Condition | None = None
    void_by: Condition | None = None
    in_hours: bool = False
    even_before: bool = False
    variant: Duration | None = None
    stopped_by: tuple[StoppedBy, ...] = ()
    extension: Extension | None = None
    due_soon: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Timed):
    """Something is done within a limit.

    ``measured_to`` is the detail of the stop that must fall within it, and ``left`` the fact that says the person went
    away. Where ``stop_after`` is named, only what comes after that fact stops it: the answer of stage two, whether or
    not stage one was answered. A ``backstop`` is the latest for a date that is to be agreed with the customer.
    """

    measured_to: str | None = None
    left: str | None = None
    nth: int = 1
    stop_after: str | None = None
    backstop: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contingent(Timed):
    """An acknowledgement that is owed only when the full reply takes longer than a limit of its own (C6)."""

    unless_full_reply_within: Duration


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Awaiting):
    """A notice of delay: due when the replies it speaks of are due, and owed only if they have not come (C7)."""

    notice_for: "tuple[Promise, ...]"


@dataclass(frozen=True, slots=True)
class DatesKept:
    """Each date that we give is a promise of its own; the calendar says when its day ends (C8)."""

    calendar: Calendar


ClockRule: TypeAlias = Deadline | Contingent | Notice | DatesKept


def hears(rule: Timed | Notice) -> frozenset[str]:
    """Return the facts that can change how a clock stands, besides those that set a contact aside or give it kinds.

    They are what it waits for; what opens, lifts, holds up or extends it; and for some what else could come first.
    """
    if isinstance(rule, Notice):
        replies = (promise.clock for promise in rule.notice_for)
        return rule.stops.union(*(hears(reply) for reply in replies if isinstance(reply, Timed)))
    conditions = (rule.only_if, rule.lifted_by, rule.void_by, rule.extension)
    pairs = (fact for by in rule.stopped_by for fact in (by.asked, by.answered))
    named = rule.stops.union((one.fact for one in conditions if one is not None), pairs)
    others = (rule.opens, rule.counts_from, *((rule.left, rule.stop_after) if isinstance(rule, Deadline) else ()))
    full = FULL_REPLY if isinstance(rule, Contingent) else frozenset()
    return named.union(full, (fact for fact in others if fact))
