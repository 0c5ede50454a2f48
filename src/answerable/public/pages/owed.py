"""The promises owed to one contact, each with how it came out and the working behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from answerable.standards.charter.promises import Charter, Strength
from answerable.standards.explaining.explain import Explanation, explain
from answerable.standards.judging.outcome import Clock, Measure, State, is_not_owed_yet
from answerable.standards.measure.saying.words import SIGNS

_MET = {State.KEPT: True, State.BROKEN: False}
_WORDS = {
    State.KEPT: ("Kept", "Aim met"),
    State.BROKEN: ("Broken", "Aim missed"),
    State.RUNNING: ("Running", "Running"),
    State.DUE_SOON: ("Due soon", "Due soon"),
    State.EXPOSED: ("One way is left to keep it", "One way is left to meet it"),
    State.PAUSED: ("The clock is stopped", "The clock is stopped"),
    State.NOT_REQUIRED: ("Not required", "Not required"),
    State.VOID: ("Does not apply", "Does not apply"),
    State.EXCLUDED: ("Not counted", "Not counted"),
    State.UNCOUNTED: ("No date can be given yet", "No date can be given yet"),
}
_NOT_OWED = (State.NOT_REQUIRED, State.VOID, State.EXCLUDED)


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One promise: its words, how it stands, and the working of each clock that it has here."""

    id: str
    words: str
    sign: str
    state: str
    says: str
    workings: tuple[Explanation, ...]
    draft: bool


@dataclass(frozen=True, slots=True)
class OwedLines:
    """What was promised by a date, what each message must say, and what is not owed here."""

    dated: tuple[OwedLine, ...]
    said: tuple[OwedLine, ...]
    not_owed: tuple[OwedLine, ...]


def owed_lines(clocks: Sequence[Clock], *, reference: str, charter: Charter) -> OwedLines:
    """Put every clock of a contact into one of the three lists, in the order of the charter."""

    def line(clock: Clock) -> OwedLine:
        return _line([clock], reference, charter)

    content = [clock for clock in clocks if clock.measure is Measure.CONTENT and clock.state not in _NOT_OWED]
    other = [clock for clock in clocks if clock.measure is not Measure.CONTENT]
    promises = dict.fromkeys(clock.promise.id for clock in content)
    return OwedLines(
        dated=tuple(line(clock) for clock in other if _is_owed(clock)),
        said=tuple(
            _line([clock for clock in content if clock.promise.id == id], reference, charter) for id in promises
        ),
        not_owed=tuple(line(clock) for clock in clocks if not _is_owed(clock)),
    )


def _line(clocks: Sequence[Clock], reference: str, charter: Charter) -> OwedLine:
    """Make one line of the clocks of one promise; more than one when it is about each of several messages."""
    worst = next((clock for clock in clocks if clock.state is State.BROKEN), clocks[-1])
    workings = tuple(explain(clock, contact=reference, charter=charter, whole_seconds=True) for clock in clocks)
    headline = workings[clocks.index(worst)].headline
    return OwedLine(
        id=worst.promise.id,
        words=worst.promise.words,
        sign=SIGNS[_MET.get(worst.state)],
        state=_state(worst),
        says=headline if len(clocks) == 1 else _of_messages(clocks),
        workings=workings,
        draft=charter.draft and not worst.promise.statutory,
    )


def _state(clock: Clock) -> str:
    if is_not_owed_yet(clock):
        return "Owed only if our answer is late"
    return _WORDS[clock.state][clock.promise.strength is not Strength.WILL]


def _is_owed(clock: Clock) -> bool:
    return clock.state not in _NOT_OWED and not is_not_owed_yet(clock)


def _of_messages(clocks: Iterable[Clock]) -> str:
    states = [clock.state for clock in clocks]
    return f"{states.count(State.KEPT)} of our {len(states)} messages gave all that they must."
