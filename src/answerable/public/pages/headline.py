"""Where a contact stands, in a sentence for its page: what was promised, and whether it was kept."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

from answerable.contacts.clocks import set_aside_by
from answerable.contacts.endings import said_of_end
from answerable.contacts.models import Contact
from answerable.design.templatetags.words import day
from answerable.standards.charter.clock_rules import Timed
from answerable.standards.charter.promises import Charter, Strength
from answerable.standards.facts import Fact
from answerable.standards.judging.leading import day_of, gives_answer, is_backstop, leading
from answerable.standards.judging.outcome import Clock, Measure, State
from answerable.standards.time.calendar import Calendar
from answerable.standards.time.duration import WorkingDays
from answerable.standards.vocabulary.facts import FACTS, FULL_REPLY, SET_ASIDE
from answerable.standards.vocabulary.standing import DISPUTED
from answerable.standards.words import say_count, say_day


def headline(
    contact: Contact, clocks: Sequence[Clock], facts: Sequence[Fact], *, charter: Charter, now: datetime
) -> str:
    """Say how a contact stands, in one or two plain sentences. A draft charter has promised nothing yet (C18)."""
    aside = set_aside_by(contact, facts)
    if aside is not None:
        return said_of_end(contact, aside)
    again = _again(facts)
    if again is not None:
        told = next((clock for clock in clocks if clock.about == again), None)
        opened = f"{FACTS[again.what].plain}, and we opened this again."
        return f"{opened} {_said(told, charter, now)}" if told is not None else opened
    clock = leading(clocks)
    return _said(clock, charter, now) if clock is not None else _with_no_date(clocks, facts)


def _again(facts: Sequence[Fact]) -> Fact | None:
    """Return what the customer said is not so, where we have not answered or done it since."""
    last = [fact for fact in facts if fact.what in (*FULL_REPLY, *DISPUTED)][-1:]
    return last[0] if last and last[0].what in DISPUTED else None


def beside(clocks: Sequence[Clock], *, charter: Charter) -> list[str]:
    """Say what belongs beside the first sentence: that it was late though set aside, and a later date that we gave."""
    said = []
    late = leading(clock for clock in clocks if clock.aside is not None and clock.aside.what in SET_ASIDE)
    if late is not None:
        said.append(f"{_said_late(late, charter)} That counts as a promise broken.")
    main = leading(clocks)
    if main is None or main.stopped is not None:
        return said
    told = [clock for clock in clocks if clock.measure is Measure.DERIVED and _is_delay(clock)]
    if told and told[-1] is not main:
        day_told = say_day(day_of(told[-1], charter))
        missed = " We did not keep to that either." if told[-1].state is State.BROKEN else ""
        said.append(f"We told you to expect our answer by {day_told}.{missed}")
    return said


def _said(clock: Clock, charter: Charter, now: datetime) -> str:
    zone = charter.calendar.tz
    due, stopped = say_day(_on(clock.due, zone)), clock.stopped and say_day(_on(clock.stopped, zone))
    done, did, thing = (
        ("answered", "answered", "a full answer")
        if gives_answer(clock)
        else ("written to you", "wrote to you", "a response")
    )
    match clock.state:
        case State.KEPT:
            return f"We {did} on {stopped}, in time."
        case State.BROKEN if stopped:
            return f"We should have {done} by {due}. We {did} on {stopped}, which was late."
        case State.BROKEN:
            return f"We should have {done} by {due}, and we have not. We still owe you {thing}."
        case State.PAUSED:
            return f"We are waiting for you. {clock.reason}"
        case _ if is_backstop(clock):
            return f"We have still to agree with you when you get our answer. The latest is {due}."
        case _:
            is_aim = clock.promise.strength is not Strength.WILL or (charter.draft and not clock.promise.statutory)
            will = "aim to give you" if is_aim else "promised you"
            return f"We {will} {thing} by {due}. {_left(clock, charter.calendar, now)}"


def _said_late(clock: Clock, charter: Charter) -> str:
    """Say of what was set aside afterwards that it was late."""
    due = say_day(_on(clock.due, charter.calendar.tz))
    done = "answered" if gives_answer(clock) else "written to you"
    return f"We should have {done} by {due}, and had not."


def _with_no_date(clocks: Sequence[Clock], facts: Sequence[Fact]) -> str:
    answered = [fact for fact in facts if fact.what in FULL_REPLY]
    if answered:
        return f"We answered on {day(answered[0].at)}."
    if any(clock.state is State.UNCOUNTED for clock in clocks):
        return "We have your message. We cannot give you a date yet: the bank holidays of that time are not known."
    return "We have your message. We have promised no date for an answer to this kind of message."


def _left(clock: Clock, calendar: Calendar, now: datetime) -> str:
    """Say how many days are left, in the days that the promise counts."""
    today, due = _on(now, calendar.tz), _on(clock.due, calendar.tz)
    if due <= today:
        return "It is due today."
    rule = clock.promise.clock
    if isinstance(rule, Timed) and isinstance(rule.within, WorkingDays):
        number, unit = _working_days(rule.calendar, today, due), "working day"
    else:
        number, unit = (due - today).days, "day"
    return f"{say_count(number, unit)} {'is' if number == 1 else 'are'} left."


def _working_days(calendar: Calendar, after: date, until: date) -> int:
    days = (after + timedelta(days=number) for number in range(1, (until - after).days + 1))
    return sum(calendar.is_working(one) for one in days)


def _is_delay(clock: Clock) -> bool:
    return clock.about is not None and clock.about.what == "delay_told"


def _on(moment: datetime, zone: tzinfo | None) -> date:
    return moment.astimezone(zone).date()
