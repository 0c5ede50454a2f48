"""The working behind one clock in plain English, good enough to send to a resident who disputes the date.

One structure, ``Explanation``, is read out as text, HTML or JSON; nothing is worked out while showing it.
"""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import escape
from typing import Any

from answerable.standards.charter.clock_rules import Timed
from answerable.standards.charter.promises import Charter, Promise, Strength
from answerable.standards.explaining.days import Day, days_of
from answerable.standards.explaining.working import Step, clause, message_steps, say_due, timed_steps
from answerable.standards.judging.leading import is_backstop
from answerable.standards.judging.messages import TOLD
from answerable.standards.judging.outcome import Clock, Measure, State
from answerable.standards.words import say_day

__all__ = ["RULES", "Explanation", "Step", "explain", "say_due"]

RULES = {
    "C2": "The day of receipt is day nought, and the last day runs to midnight.",
    "C3": "A contact is received when the council's system accepts it, not when somebody opens it.",
    "C5": "A fuller answer also stops a lesser one's clock; an automatic message stops an acknowledgement at most.",
    "C6": "An acknowledgement owed only when the answer takes long is kept by either of the two.",
    "C7": "A notice of delay keeps its own promise and does not cure the late reply.",
    "C8": "A date given to a customer is a promise of its own.",
    "C20": "A promise runs, is kept, broken, not required, void, excluded or paused, each with its reason.",
}
"""The counting rules a working can cite, in one sentence each."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one promise to one contact came out, from the answer down to the days that were counted."""

    contact: str
    promise: str
    words: str
    headline: str
    steps: tuple[Step, ...]
    days: tuple[Day, ...]
    from_version: str
    due: datetime
    state: str

    def rules(self) -> dict[str, str]:
        """Return the counting rules that the steps cite, with what each one says."""
        cited = {word.strip(",") for step in self.steps for word in step.rule.split()}
        return {name: says for name, says in RULES.items() if name in cited}

    def as_text(self) -> str:
        """Read it out as plain text, for a letter or a terminal."""
        lines = [self.headline, "", f"Our promise {self.promise}: {self.words}", f"({self.from_version})", ""]
        lines += [f"{n}. {step.says} [{step.rule}]" for n, step in enumerate(self.steps, 1)]
        if self.days:
            lines += ["", "Day by day:"]
            lines += [f"  {say_day(day.on):<28} {day.says()}" for day in self.days]
        lines += ["", "The counting rules named above:"]
        lines += [f"  {name:<4} {says}" for name, says in self.rules().items()]
        return "\n".join(lines) + "\n"

    def as_html(self) -> str:
        """Read it out as a fragment of HTML with a heading, lists and a table; everything is escaped."""
        steps = "".join(f"<li>{escape(step.says)} <small>({escape(step.rule)})</small></li>" for step in self.steps)
        rules = "".join(f"<dt>{name}</dt><dd>{escape(says)}</dd>" for name, says in self.rules().items())
        return (
            f'<section class="explanation"><h2>{escape(self.headline)}</h2>'
            f"<p>Our promise {escape(self.promise)}: {escape(self.words)}</p><p>{escape(self.from_version)}</p>"
            f"<ol>{steps}</ol>{self._table()}<dl>{rules}</dl></section>"
        )

    def _table(self) -> str:
        if not self.days:
            return ""
        rows = "".join(
            f'<tr class="{"off" if day.number is None else "counted"}"><th scope="row">{escape(say_day(day.on))}</th>'
            f"<td>{escape(day.says())}</td></tr>"
            for day in self.days
        )
        return (
            '<table><caption>Day by day</caption><thead><tr><th scope="col">Day</th>'
            f'<th scope="col">What it counted as</th></tr></thead><tbody>{rows}</tbody></table>'
        )

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON; days and moments as ISO 8601 text."""
        return {
            "contact": self.contact,
            "promise": self.promise,
            "words": self.words,
            "state": self.state,
            "due": self.due.isoformat(),
            "headline": self.headline,
            "version": self.from_version,
            "steps": [{"says": step.says, "rule": step.rule} for step in self.steps],
            "rules": self.rules(),
            "days": [{"on": day.on.isoformat(), "number": day.number, "why": day.why} for day in self.days],
        }


def explain(clock: Clock, *, contact: str, charter: Charter) -> Explanation:
    """Put the working of a clock into words. ``contact`` is the reference a resident would quote."""
    watched = clock.beside or clock.promise
    rule = watched.clock if clock.measure is Measure.TIMED and isinstance(watched.clock, Timed) else None
    calendar = charter.calendar if rule is None else rule.calendar
    return Explanation(
        contact=contact,
        promise=clock.promise.id,
        words=clock.promise.words,
        headline=_headline(clock, calendar.tz),
        steps=tuple(message_steps(clock, calendar.tz) if rule is None else timed_steps(clock, watched, rule)),
        days=() if rule is None else days_of(rule, clock.reckoning),
        from_version=_version(clock.promise, charter),
        due=clock.due.astimezone(calendar.tz),
        state=clock.state,
    )


_VERDICTS = {
    State.KEPT: ("We kept this promise", "We met this aim"),
    State.BROKEN: ("We broke this promise", "We missed this aim"),
    State.RUNNING: ("This promise is running", "This aim is running"),
    State.DUE_SOON: ("This promise is due soon", "This aim is due soon"),
    State.EXPOSED: ("This promise can still be kept in one way", "This aim can still be met in one way"),
    State.PAUSED: ("The clock of this promise stands still", "The clock of this aim stands still"),
    State.NOT_REQUIRED: ("Nothing was owed under this promise", "Nothing was owed under this aim"),
    State.VOID: ("This promise does not apply here", "This aim does not apply here"),
    State.EXCLUDED: ("This promise is not counted here", "This aim is not counted here"),
}


def _headline(clock: Clock, zone: tzinfo) -> str:
    verdict = _VERDICTS[clock.state][clock.promise.strength is not Strength.WILL]
    if clock.promise.strength is Strength.BEST_EFFORT and clock.state in (State.KEPT, State.BROKEN):
        verdict = "We promised to try, so there is no verdict"
    if clock.measure is Measure.CONTENT or clock.state in (State.NOT_REQUIRED, State.VOID, State.EXCLUDED):
        return f"{verdict}. {clock.reason}"
    fell_due = say_due(clock.due.astimezone(zone))
    if clock.state is State.PAUSED:
        return f"{verdict}. {clock.reason} Without that it would be due {fell_due}."
    if clock.state is State.EXPOSED:
        last = say_due(clock.decided.astimezone(zone))
        return f"{verdict}. It fell due {fell_due}. {clock.reason} That is due {last}."
    if is_backstop(clock) and clock.state not in (State.KEPT, State.BROKEN):
        return f"{verdict}. When is to be agreed with you: at the latest {fell_due}. {clock.reason}"
    # What was kept early may have a day to come: "was due" is right before it and after it.
    due = {State.KEPT: "It was due", State.BROKEN: "It fell due"}.get(clock.state, "It is due")
    return f"{verdict}. {due} {fell_due}. {clock.reason}"


def _version(promise: Promise, charter: Charter) -> str:
    if promise.statutory:
        return f"From the law or a code made under it: {clause(promise)}."
    where = f"counting rule {promise.source}" if promise is TOLD else f"{charter.source} {clause(promise)}"
    draft = " Draft - not yet a promise." if charter.draft else ""
    return (
        f"{charter.title} ({charter.name}), version {charter.version}, in force since "
        f"{say_day(charter.in_force_from)}; {where}.{draft}"
    )
