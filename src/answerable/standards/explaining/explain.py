"""The working behind one clock in plain English, good enough to send to a resident who disputes the date.

One structure, ``Explanation``, holds it as values. It is read out here as text and as plain values; pages have one
template for it. Nothing is worked out while showing it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from answerable.standards.charter.clock_rules import Timed
from answerable.standards.charter.promises import Charter, Promise
from answerable.standards.explaining.days import Day, days_of
from answerable.standards.explaining.moments import Moments
from answerable.standards.explaining.working import Step, message_steps, say_verdict, timed_steps
from answerable.standards.facts import Fact, struck_out
from answerable.standards.judging.leading import is_backstop
from answerable.standards.judging.outcome import Clock, Measure, State, is_not_owed_yet
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.words import say_day, say_list

__all__ = ["RULES", "Explanation", "Ground", "Step", "explain", "say_struck"]

RULES = {
    "C2": "The day of receipt is not counted, unless a limit begins with it; the last day runs to midnight.",
    "C3": "A contact is received when the council's system accepts it, not when somebody opens it.",
    "C5": "A fuller answer also stops a lesser one's clock; an automatic message stops an acknowledgement at most.",
    "C6": "An acknowledgement owed only when the answer takes long is kept by either of the two.",
    "C7": "A notice of delay keeps its own promise and does not cure the late reply.",
    "C8": "A date given to a customer is a promise of its own.",
}
"""The counting rules a working can rest on, in one sentence each."""


class Ground(NamedTuple):
    """What some steps, numbered from 1, rest on: a counting rule with its sentence, a clause, or a calendar."""

    name: str
    says: str
    steps: tuple[int, ...]

    @property
    def where(self) -> str:
        """Say which steps rest on it: "step 1", "steps 2 and 4"."""
        return f"{'step' if len(self.steps) == 1 else 'steps'} {say_list([str(number) for number in self.steps])}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one promise to one contact came out, from the answer down to the days that were counted.

    ``due`` is None where no calendar knows the days it reaches yet. ``struck`` says what was struck out.
    """

    contact: str
    promise: str
    words: str
    headline: str
    steps: tuple[Step, ...]
    days: tuple[Day, ...]
    from_version: str
    due: datetime | None
    state: str
    struck: tuple[str, ...] = ()

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """Return all that the steps rest on, in the order in which they first do."""
        found: dict[str, list[int]] = {}
        for number, step in enumerate(self.steps, 1):
            for name in step.rests_on:
                found.setdefault(name, []).append(number)
        return tuple(Ground(name, RULES.get(name, ""), tuple(steps)) for name, steps in found.items())

    def as_text(self) -> str:
        """Read it out as plain text, for a letter or a terminal."""
        lines = [self.headline, "", f"Our promise {self.promise}: {self.words}", self.from_version, ""]
        lines += [f"{n}. {step.says}" for n, step in enumerate(self.steps, 1)]
        if self.struck:
            lines += ["", "Struck out:", *(f"  {says}" for says in self.struck)]
        if self.days:
            lines += ["", "Day by day:"]
            lines += [f"  {say_day(day.on):<28} {day.says()}" for day in self.days]
        lines += ["", "What the steps rest on:"]
        lines += [f"  {ground.where}: {': '.join(filter(None, ground[:2]))}" for ground in self.grounds]
        return "\n".join(lines) + "\n"

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON; days and moments as ISO 8601 text."""
        return {
            "contact": self.contact,
            "promise": self.promise,
            "words": self.words,
            "state": self.state,
            "due": self.due.isoformat() if self.due else None,
            "headline": self.headline,
            "version": self.from_version,
            "steps": [{"says": step.says, "rests_on": list(step.rests_on)} for step in self.steps],
            "struck": list(self.struck),
            "rules": {ground.name: ground.says for ground in self.grounds if ground.says},
            "days": [{"on": day.on.isoformat(), "number": day.number, "why": day.why} for day in self.days],
        }


def explain(
    clock: Clock,
    *,
    contact: str,
    charter: Charter,
    channel: str = "",
    whole_seconds: bool = False,
    noted: Sequence[Fact] = (),
) -> Explanation:
    """Put the working of a clock into words. ``contact`` is the reference a resident would quote.

    The promise is in its words for a ``channel``, where that is given. ``noted`` is all that was noted, where something
    of it was struck out.
    """
    watched = clock.beside or clock.promise
    rule = watched.clock if clock.measure is Measure.TIMED and isinstance(watched.clock, Timed) else None
    say = Moments((charter.calendar if rule is None else rule.calendar).tz, whole_seconds)
    return Explanation(
        contact=contact,
        promise=clock.promise.id,
        words=clock.promise.words_on(channel),
        headline=_headline(clock, say),
        steps=tuple(message_steps(clock, charter, say) if rule is None else timed_steps(clock, rule, charter, say)),
        days=() if rule is None or not clock.reckoning.counted else days_of(rule, clock.reckoning),
        from_version=_version(clock.promise, charter),
        due=clock.due.astimezone(say.zone) if clock.reckoning.counted else None,
        state=clock.state,
        struck=tuple(_struck(noted, clock.corrected, say)),
    )


def say_struck(noted: Sequence[Fact], zone: tzinfo) -> list[str]:
    """Say what was struck out of all that was noted of a contact, a sentence for each."""
    return list(_struck(noted, None, Moments(zone)))


def _struck(noted: Sequence[Fact], corrected: Fact | None, say: Moments) -> Iterator[str]:
    for place, strike in struck_out(noted).items():
        fact, why = noted[place], strike.details.get("why")
        because = f": {why}" if why else ""
        was = " Until then this promise was broken." if strike == corrected else ""
        yield (
            f"“{FACTS[fact.what].staff}” of {say.at(fact.at)} was struck out on {say.at(strike.at)}{because}. It is as "
            f"if it had never been noted.{was}"
        )


_WITHOUT_A_DATE = (State.NOT_REQUIRED, State.VOID, State.EXCLUDED, State.UNCOUNTED)


def _headline(clock: Clock, say: Moments) -> str:
    verdict = say_verdict(clock)
    if clock.measure is Measure.CONTENT or clock.state in _WITHOUT_A_DATE:
        return f"{verdict}. {clock.reason}"
    fell_due = say.due(clock.due)
    if is_not_owed_yet(clock):
        return f"{verdict}. {clock.reason} It would be due {fell_due}."
    if clock.state is State.PAUSED:
        return f"{verdict}. {clock.reason} Without that it would be due {fell_due}."
    if clock.state is State.EXPOSED:
        return f"{verdict}. It fell due {fell_due}. {clock.reason} That is due {say.due(clock.decided)}."
    if is_backstop(clock) and clock.state not in (State.KEPT, State.BROKEN):
        return f"{verdict}. When is to be agreed with you: at the latest {fell_due}. {clock.reason}"
    # What was kept early may have a day to come: "was due" is right before it and after it.
    due = {State.KEPT: "It was due", State.BROKEN: "It fell due"}.get(clock.state, "It is due")
    return f"{verdict}. {due} {fell_due}. {clock.reason}"


def _version(promise: Promise, charter: Charter) -> str:
    if promise.force is not None:
        return promise.force.sentence
    return f"{charter.title} ({charter.name}), version {charter.version}, {charter.since}."
