"""The promises owed to one contact, each once, with how it came out and the working behind it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from answerable.standards.charter.promises import Charter, Strength
from answerable.standards.explaining.explain import Explanation, explain
from answerable.standards.judging.outcome import Clock, Measure, State, is_not_owed_yet
from answerable.standards.measure.saying.words import SIGNS

_MET = {State.KEPT: True, State.BROKEN: False}
_WORDS = {
    State.BROKEN: ("Broken", "Aim missed"),
    State.EXPOSED: ("One way is left to keep it", "One way is left to meet it"),
    State.DUE_SOON: ("Due soon", "Due soon"),
    State.RUNNING: ("Running", "Running"),
    State.PAUSED: ("The clock is stopped", "The clock is stopped"),
    State.KEPT: ("Kept", "Aim met"),
    State.NOT_REQUIRED: ("Not required", "Not required"),
    State.VOID: ("Does not apply", "Does not apply"),
    State.EXCLUDED: ("Not counted", "Not counted"),
    State.UNCOUNTED: ("No date can be given yet", "No date can be given yet"),
}
"""How a promise stands, the worst first: of several clocks the worst speaks for the promise."""
_NOT_OWED = (State.NOT_REQUIRED, State.VOID, State.EXCLUDED)


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One promise: its words, how it stands, and the working of each clock that it has here."""

    id: str
    words: str
    sign: str
    state: str
    says: tuple[str, ...]
    workings: tuple[Explanation, ...]
    local: str
    draft: bool


@dataclass(frozen=True, slots=True)
class OwedLines:
    """What was promised by a date, what each message must say, and what is not owed here."""

    dated: tuple[OwedLine, ...]
    said: tuple[OwedLine, ...]
    not_owed: tuple[OwedLine, ...]


def owed_lines(clocks: Sequence[Clock], *, reference: str, channel: str, charter: Charter) -> OwedLines:
    """Put every promise of a contact into one of the three lists, once, in the order of the charter.

    What is owed only if something else comes late is no promise until then, and is in none of them.
    """
    by_promise: dict[str, list[Clock]] = {}
    for clock in clocks:
        if not is_not_owed_yet(clock):
            by_promise.setdefault(clock.promise.id, []).append(clock)
    lists: tuple[list[OwedLine], list[OwedLine], list[OwedLine]] = ([], [], [])
    for mine in by_promise.values():
        owed = [clock for clock in mine if clock.state not in _NOT_OWED]
        place = 2 if not owed else 1 if all(clock.measure is Measure.CONTENT for clock in owed) else 0
        lists[place].append(_line(owed or mine, reference, channel, charter))
    return OwedLines(*map(tuple, lists))


def _line(clocks: Sequence[Clock], reference: str, channel: str, charter: Charter) -> OwedLine:
    """Make one line of the clocks of one promise; more than one when it is about each of several messages or dates."""
    worst = min(clocks, key=lambda clock: list(_WORDS).index(clock.state))
    promise = worst.promise
    workings = tuple(
        explain(clock, contact=reference, charter=charter, channel=channel, whole_seconds=True) for clock in clocks
    )
    return OwedLine(
        id=promise.id,
        words=promise.words_on(channel),
        sign=SIGNS[_MET.get(worst.state)],
        state=_WORDS[worst.state][promise.strength is not Strength.WILL],
        says=tuple(dict.fromkeys(_says(clocks, workings))),
        workings=workings,
        local=promise.local,
        draft=charter.draft and not promise.statutory,
    )


def _says(clocks: Sequence[Clock], workings: Sequence[Explanation]) -> Iterator[str]:
    """Say how each clock came out; of several messages that must say something, how many did."""
    about = [clock for clock in clocks if clock.measure is Measure.CONTENT]
    if len(about) > 1:
        yield _of_messages(about)
    for clock, working in zip(clocks, workings, strict=True):
        if len(about) == 1 or clock.measure is not Measure.CONTENT:
            yield working.headline


def _of_messages(clocks: Iterable[Clock]) -> str:
    states = [clock.state for clock in clocks]
    return f"{states.count(State.KEPT)} of our {len(states)} messages gave all that they must."
