# ruff: noqa: E501 - a sentence that is shown on one line is compared as one line
"""The working in words, whole, for every way in which a promise can come out."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from answerable.charters import COUNCILS, charter_of
from answerable.standards.charter.clock_rules import Condition, DatesKept, Effect, Extension, StoppedBy
from answerable.standards.charter.promises import ContentRule, Force, Replacement, Strength
from answerable.standards.explaining.explain import RULES, Explanation, Ground, Step, explain
from answerable.standards.explaining.moments import Moments
from answerable.standards.judging.clock import judge, judge_all
from answerable.standards.judging.outcome import State
from answerable.standards.time.counting import Counting, DueAt, OnDayOff, RingEnds, Start
from answerable.standards.time.duration import CalendarDays, Months, WorkingDays
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.kinds import KINDS
from tests.build import ENGLAND, LONDON, at, calendar, charter, contact, fact, notice, on, promise, rule, week

TITLED = calendar(title="Working days, England and Wales")
RECEIVED = fact("received", "Fri 18 Dec 2026 18:30")
OTHER = Replacement("S9-16", frozenset({"foi"}), frozenset({"S9-24"}), "The law gives twenty working days")
FEE = StoppedBy("fee_asked", "fee_paid", Effect.SKIPS_WORKING_DAYS, "We asked for a fee", Months(1))
CLARITY = StoppedBy("clarification_asked", "clarified", Effect.STARTS_AGAIN, "We asked what you mean")
WHICH = StoppedBy(
    "clarification_asked", "clarified", Effect.MOVES_BY_CALENDAR_DAYS, "We asked which information you mean"
)
IDENTITY = StoppedBy("identity_asked", "identified", Effect.STARTS_AGAIN, "We asked you to show who you are")
PAUSE = StoppedBy("paused", "resumed", Effect.MOVES_BY_OPEN_TIME, "We waited for you")


def explained(asked, now, *facts, opening=RECEIVED, kinds=("enquiry",), channel="email", **changes):
    """Explain the first clock of one promise on one contact."""
    mine = charter(asked, **changes)
    [clock, *_] = judge_all(contact(channel, opening, *facts, kinds=kinds), charter=mine, now=at(now))
    return explain(clock, contact="C-1", charter=mine)


def promised(within, stop="full reply", **changes):
    """A promise with a limit; what is not of a clock's rule is the promise's own."""
    own = {
        name: changes.pop(name) for name in ("id", "words", "strength", "source", "force", "kind") if name in changes
    }
    return promise(
        rule(within, stop, **{"calendar": TITLED, **changes}), **{"id": "S9-24", "words": "We answer you.", **own}
    )


def in_lines(text):
    """Take the margin off a text in a test."""
    return re.sub(r"^ {4}", "", text.strip("\n"), flags=re.MULTILINE).rstrip() + "\n"


def steps_of(*args, **more):
    return told(explained(*args, **more))


def told(found):
    """Say each step, and behind it what it rests on."""
    return [f"{step.says} [{', '.join(step.rests_on)}]" for step in found.steps]


MONDAY = fact("received", "Mon 2 Nov 2026 10:00")
THURSDAY = fact("received", "Thu 26 Mar 2026 10:00")
CLOSED = calendar(title="Working days in law", closures_count=True, closures={on("Wed 4 Nov 2026"): "Moving house"})
LUNCH = calendar(hours=week("09:00-12:30 13:30-17:00"))
ROLLS = OnDayOff.NEXT_WORKING_DAY
TEN_MORE = Extension("extended", by=WorkingDays(10), needs=("reason",))
THREE_MONTHS = Extension("extended", to=Months(3))
COMPLEX = Condition("declared_complex", reason="Declared complex in time")
FEE_PAID = [fact("fee_asked", "Thu 5 Nov 2026 09:00"), fact("fee_paid", "Fri 6 Nov 2026 09:00")]
PAUSED = [fact("paused", "Mon 2 Nov 2026 12:00"), fact("resumed", "Mon 2 Nov 2026 14:30")]
CLARIFIED = [fact("clarification_asked", "Tue 3 Nov 2026 09:00"), fact("clarified", "Thu 5 Nov 2026 09:00")]
IDENTIFIED = [fact("identity_asked", "Tue 3 Nov 2026 09:00"), fact("identified", "Thu 5 Nov 2026 09:00")]


# ---- the whole text ----


def test_a_promise_kept_is_explained_from_the_answer_down_to_the_days():
    asked = promised("2 working days", source="line 37")
    assert explained(asked, "Mon 4 Jan 2027 09:00", fact("replied", "Tue 22 Dec 2026 10:00")).as_text() == in_lines("""
    We kept this promise. It was due at the end of Tuesday 22 December 2026. The full reply came in time.

    Our promise S9-24: We answer you.
    Test standards (A council of our own), version 1, in force since Thursday 1 January 2026.

    1. It began on Friday 18 December 2026 at 18:30: the council's system accepted the contact.
    2. Friday 18 December 2026 is the day it reached us, which is not counted.
    3. The limit is 2 working days. Weekends and bank holidays do not count.
    4. It falls due at the end of Tuesday 22 December 2026.
    5. The full reply came on Tuesday 22 December 2026 at 10:00.
    6. We kept this promise. The full reply came in time.

    Day by day:
      Friday 18 December 2026      The day it reached us, which is not counted
      Saturday 19 December 2026    not counted: Saturday
      Sunday 20 December 2026      not counted: Sunday
      Monday 21 December 2026      Working day 1
      Tuesday 22 December 2026     Working day 2

    What the steps rest on:
      step 1: C3: A contact is received when the council's system accepts it, not when somebody opens it.
      steps 2 and 4: C2: The day of receipt is not counted, unless a limit begins with it; the last day runs to midnight.
      steps 3 and 4: S9 line 37
      step 3: calendar: Working days, England and Wales
      step 5: C5: A fuller answer also stops a lesser one's clock; an automatic message stops an acknowledgement at most.
    """)


def test_a_draft_promise_to_what_came_too_late_is_explained_from_the_answer_down_to_the_days():
    asked = promised("1 working day", "acknowledgement", start=Start.NEXT_OPEN)
    assert explained(asked, "Tue 22 Dec 2026 09:00", status="draft").as_text() == in_lines("""
    There is still time to keep this promise. It is due at the end of Tuesday 22 December 2026. The acknowledgement is not yet due.

    Our promise S9-24: We answer you.
    Test standards (A council of our own), version 1, a draft - not yet a promise.

    1. It began on Friday 18 December 2026 at 18:30: the council's system accepted the contact.
    2. Monday 21 December 2026 stands for the day it reached us, which is not counted: what comes after the cut-off or on a day off counts from the next working day.
    3. The limit is 1 working day. Weekends and bank holidays do not count.
    4. It falls due at the end of Tuesday 22 December 2026.
    5. There is still time to keep this promise. The acknowledgement is not yet due.

    Day by day:
      Friday 18 December 2026      not counted: too late in the day
      Saturday 19 December 2026    not counted: Saturday
      Sunday 20 December 2026      not counted: Sunday
      Monday 21 December 2026      Stands for the day it reached us, which is not counted
      Tuesday 22 December 2026     Working day 1

    What the steps rest on:
      steps 1 and 2: C3: A contact is received when the council's system accepts it, not when somebody opens it.
      step 2: start rule NEXT_OPEN
      steps 3 and 4: S9 line 1
      step 3: calendar: Working days, England and Wales
      step 4: C2: The day of receipt is not counted, unless a limit begins with it; the last day runs to midnight.
    """)


def test_an_aim_missed_is_explained_from_the_answer_down_to_the_days():
    asked = promised("1 working day", strength=Strength.AIM)
    assert explained(
        asked, "Wed 4 Nov 2026 09:00", fact("replied", "Wed 4 Nov 2026 00:00"), opening=MONDAY
    ).as_text() == in_lines("""
    We missed this aim. It fell due at the end of Tuesday 3 November 2026. The full reply came late.

    Our promise S9-24: We answer you.
    Test standards (A council of our own), version 1, in force since Thursday 1 January 2026.

    1. It began on Monday 2 November 2026 at 10:00: the council's system accepted the contact.
    2. Monday 2 November 2026 is the day it reached us, which is not counted.
    3. The limit is 1 working day. Weekends and bank holidays do not count.
    4. It falls due at the end of Tuesday 3 November 2026.
    5. The full reply came on Wednesday 4 November 2026 at 00:00.
    6. We missed this aim. The full reply came late.

    Day by day:
      Monday 2 November 2026       The day it reached us, which is not counted
      Tuesday 3 November 2026      Working day 1

    What the steps rest on:
      step 1: C3: A contact is received when the council's system accepts it, not when somebody opens it.
      steps 2 and 4: C2: The day of receipt is not counted, unless a limit begins with it; the last day runs to midnight.
      steps 3 and 4: S9 line 1
      step 3: calendar: Working days, England and Wales
      step 5: C5: A fuller answer also stops a lesser one's clock; an automatic message stops an acknowledgement at most.
    """)


def test_an_acknowledgement_exposed_is_explained_from_the_answer_down_to_the_days():
    asked = promised("1 working day", "acknowledgement", unless_full_reply_within="10 working days", id="S9-12")
    assert explained(asked, "Wed 11 Nov 2026 09:00", opening=MONDAY).as_text() == in_lines("""
    This promise can still be kept in one way. It fell due at the end of Tuesday 3 November 2026. The acknowledgement is late; only a full reply in time can still save this. That is due at the end of Monday 16 November 2026.

    Our promise S9-12: We answer you.
    Test standards (A council of our own), version 1, in force since Thursday 1 January 2026.

    1. It began on Monday 2 November 2026 at 10:00: the council's system accepted the contact.
    2. Monday 2 November 2026 is the day it reached us, which is not counted.
    3. The limit is 1 working day. Weekends and bank holidays do not count.
    4. It falls due at the end of Tuesday 3 November 2026.
    5. Nothing is owed if the full reply comes within 10 working days; that is due at the end of Monday 16 November 2026.
    6. This promise can still be kept in one way. The acknowledgement is late; only a full reply in time can still save this.

    Day by day:
      Monday 2 November 2026       The day it reached us, which is not counted
      Tuesday 3 November 2026      Working day 1

    What the steps rest on:
      step 1: C3: A contact is received when the council's system accepts it, not when somebody opens it.
      steps 2 and 4: C2: The day of receipt is not counted, unless a limit begins with it; the last day runs to midnight.
      steps 3 and 4: S9 line 1
      step 3: calendar: Working days, England and Wales
      step 5: C6: An acknowledgement owed only when the answer takes long is kept by either of the two.
    """)


def test_a_law_with_a_fee_is_explained_from_the_answer_down_to_the_days():
    asked = promised(
        "4 working days", calendar=CLOSED, stopped_by=(CLARITY, FEE), force=Force.LAW, source="FOIA s.10 (V)"
    )
    assert explained(asked, "Mon 9 Nov 2026 09:00", *FEE_PAID, opening=MONDAY).as_text() == in_lines("""
    There is still time to keep this promise. It is due at the end of Tuesday 10 November 2026. The full reply is not yet due.

    Our promise S9-24: We answer you.
    From the law.

    1. It began on Monday 2 November 2026 at 10:00: the council's system accepted the contact.
    2. Monday 2 November 2026 is the day it reached us, which is not counted.
    3. The limit is 4 working days. Weekends and bank holidays do not count. Days on which the council's offices are shut count too.
    4. We asked for a fee. That took from Thursday 5 November 2026 at 09:00 to Friday 6 November 2026 at 09:00: the working days among these, both ends included, do not count.
    5. It falls due at the end of Tuesday 10 November 2026.
    6. There is still time to keep this promise. The full reply is not yet due.

    Day by day:
      Monday 2 November 2026       The day it reached us, which is not counted
      Tuesday 3 November 2026      Working day 1
      Wednesday 4 November 2026    Working day 2
      Thursday 5 November 2026     not counted: We asked for a fee
      Friday 6 November 2026       not counted: We asked for a fee
      Saturday 7 November 2026     not counted: Saturday
      Sunday 8 November 2026       not counted: Sunday
      Monday 9 November 2026       Working day 3
      Tuesday 10 November 2026     Working day 4

    What the steps rest on:
      step 1: C3: A contact is received when the council's system accepts it, not when somebody opens it.
      steps 2 and 5: C2: The day of receipt is not counted, unless a limit begins with it; the last day runs to midnight.
      steps 3, 4 and 5: FOIA s.10
      step 3: calendar: Working days in law
    """)


def test_a_code_with_an_extension_is_explained_from_the_answer_down_to_the_days():
    asked = promised(
        "4 working days",
        counts_from="acknowledged",
        counts_from_within="5 working days",
        extension=replace(TEN_MORE, by=WorkingDays(2)),
        id="CODE",
    )
    assert explained(
        asked,
        "Fri 3 Apr 2026 09:00",
        fact("acknowledged", "Fri 27 Mar 2026 09:00"),
        fact("extended", "Thu 2 Apr 2026 09:00", reason=1),
        opening=THURSDAY,
    ).as_text() == in_lines("""
    There is still time to keep this promise. It is due at the end of Wednesday 8 April 2026. The full reply is not yet due.

    Our promise CODE: We answer you.
    Test standards (A council of our own), version 1, in force since Thursday 1 January 2026.

    1. It began on Thursday 26 March 2026 at 10:00: the council's system accepted the contact.
    2. It is counted from Friday 27 March 2026 at 09:00, when it was acknowledged.
    3. Friday 27 March 2026 is the day the count began, which is not counted.
    4. The limit is 4 working days. Weekends and bank holidays do not count.
    5. It was first due at the end of Thursday 2 April 2026.
    6. Before that, on Thursday 2 April 2026 at 09:00, it was extended by 2 working days.
    7. It falls due at the end of Wednesday 8 April 2026.
    8. There is still time to keep this promise. The full reply is not yet due.

    Day by day:
      Friday 27 March 2026         The day the count began, which is not counted
      Saturday 28 March 2026       not counted: Saturday
      Sunday 29 March 2026         not counted: Sunday
      Monday 30 March 2026         Working day 1
      Tuesday 31 March 2026        Working day 2
      Wednesday 1 April 2026       Working day 3
      Thursday 2 April 2026        Working day 4
      Friday 3 April 2026          not counted: Good Friday
      Saturday 4 April 2026        not counted: Saturday
      Sunday 5 April 2026          not counted: Sunday
      Monday 6 April 2026          not counted: Easter Monday
      Tuesday 7 April 2026         Working day 1 of the extension
      Wednesday 8 April 2026       Working day 2 of the extension

    What the steps rest on:
      step 1: C3: A contact is received when the council's system accepts it, not when somebody opens it.
      steps 2, 4, 5, 6 and 7: S9 line 1
      steps 3 and 7: C2: The day of receipt is not counted, unless a limit begins with it; the last day runs to midnight.
      step 4: calendar: Working days, England and Wales
    """)


def test_working_hours_with_a_lunch_break_and_a_pause_is_explained_from_the_answer_down_to_the_days():
    asked = promised("9 working hours", calendar=LUNCH, stopped_by=(PAUSE,))
    assert explained(asked, "Mon 2 Nov 2026 16:00", *PAUSED, opening=MONDAY).as_text() == in_lines("""
    There is still time to keep this promise. It is due on Tuesday 3 November 2026 at 14:30. The full reply is not yet due.

    Our promise S9-24: We answer you.
    Test standards (A council of our own), version 1, in force since Thursday 1 January 2026.

    1. It began on Monday 2 November 2026 at 10:00: the council's system accepted the contact.
    2. The limit is 9 working hours, counted while the doors are open.
    3. We waited for you. That took from Monday 2 November 2026 at 12:00 to Monday 2 November 2026 at 14:30: the time for which the doors were open in between does not count.
    4. It falls due on Tuesday 3 November 2026 at 14:30.
    5. There is still time to keep this promise. The full reply is not yet due.

    Day by day:
      Monday 2 November 2026       Open 09:00 to 12:30 and 13:30 to 17:00: 4 hours 30 minutes counted, and not the 1 hour 30 minutes for which the clock stood still
      Tuesday 3 November 2026      Open 09:00 to 12:30 and 13:30 to 17:00: 4 hours 30 minutes counted

    What the steps rest on:
      step 1: C3: A contact is received when the council's system accepts it, not when somebody opens it.
      steps 2, 3 and 4: S9 line 1
      step 2: calendar: england-and-wales
    """)


def test_a_month_that_moved_off_a_day_off_is_explained_from_the_answer_down_to_the_days():
    asked = promised(
        "1 month", stopped_by=(IDENTITY, WHICH), on_day_off=ROLLS, force=Force.LAW, source="UK GDPR art. 12(3) (V)"
    )
    assert explained(asked, "Fri 6 Nov 2026 09:00", *IDENTIFIED, opening=MONDAY).as_text() == in_lines("""
    There is still time to keep this promise. It is due at the end of Monday 7 December 2026. The full reply is not yet due.

    Our promise S9-24: We answer you.
    From the law.

    1. It began on Monday 2 November 2026 at 10:00: the council's system accepted the contact.
    2. We asked you to show who you are. That took from Tuesday 3 November 2026 at 09:00 to Thursday 5 November 2026 at 09:00: the limit began again at its end.
    3. So it is counted from Thursday 5 November 2026 at 09:00.
    4. Thursday 5 November 2026 is the day the count began, which is not counted.
    5. The limit is 1 month: to the same date, or the last day of a month that is too short.
    6. Its last day, Saturday 5 December 2026, is a day off, so it moves to the next working day. It falls due at the end of Monday 7 December 2026.
    7. There is still time to keep this promise. The full reply is not yet due.

    What the steps rest on:
      step 1: C3: A contact is received when the council's system accepts it, not when somebody opens it.
      steps 2, 3, 5 and 6: UK GDPR art. 12(3)
      steps 4 and 6: C2: The day of receipt is not counted, unless a limit begins with it; the last day runs to midnight.
    """)


def test_what_cannot_be_counted_yet_is_said_without_a_date():
    late = fact("received", "Mon 22 Mar 2027 09:00")
    said = explained(
        promised("10 working days"), "Wed 24 Mar 2027 09:00", fact("replied", "Tue 23 Mar 2027 09:00"), opening=late
    )
    assert (said.due, said.days, said.as_dict()["due"]) == (None, (), None)
    assert said.as_text() == in_lines("""
    Nobody can say yet when this is due. Cannot count past 31 March 2027, the last day whose bank holidays are held; this promise reaches 7 April 2027.

    Our promise S9-24: We answer you.
    Test standards (A council of our own), version 1, in force since Thursday 1 January 2026.

    1. It began on Monday 22 March 2027 at 09:00: the council's system accepted the contact.
    2. The limit is 10 working days. Weekends and bank holidays do not count.
    3. The full reply came on Tuesday 23 March 2027 at 09:00.
    4. Nobody can say yet when this is due. Cannot count past 31 March 2027, the last day whose bank holidays are held; this promise reaches 7 April 2027.

    What the steps rest on:
      step 1: C3: A contact is received when the council's system accepts it, not when somebody opens it.
      step 2: S9 line 1
      step 2: calendar: Working days, England and Wales
      step 3: C5: A fuller answer also stops a lesser one's clock; an automatic message stops an acknowledgement at most.
    """)


# ---- the steps, pattern by pattern ----


LONG = calendar(known_until=date(2028, 12, 31))
BEGAN = "It began on Monday 2 November 2026 at 10:00: the council's system accepted the contact. [C3]"
BEGINS = "Monday 2 November 2026 is the day it began, which is not counted. [C2]"
BEGINS = "Monday 2 November 2026 is the day it began, which is not counted. [C2]"
BEGINS = "Monday 2 November 2026 is the day it began, which is not counted. [C2]"
NOUGHT = "Monday 2 November 2026 is the day it reached us, which is not counted. [C2]"
FIVE = "The limit is 5 working days. Weekends and bank holidays do not count. [S9 line 1, calendar: Working days, England and Wales]"
TEN = "The limit is 10 working days. Weekends and bank holidays do not count. [S9 line 1, calendar: Working days, England and Wales]"
MONTH = "The limit is 1 month: to the same date, or the last day of a month that is too short. [S9 line 1]"
BY_9 = "It falls due at the end of Monday 9 November 2026. [C2, S9 line 1]"
OR_REPLY = "Nothing is owed if the full reply comes within 10 working days; that is due at the end of Monday 16 November 2026. [C6]"
RUNNING = "There is still time to keep this promise. The full reply is not yet due. []"


@pytest.mark.parametrize(
    ("asked", "now", "facts", "opening", "steps"),
    [
        pytest.param(
            promised("14 days"),
            "Tue 3 Nov 2026 09:00",
            [],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                "The limit is 14 days; every day counts, weekends and holidays too. [S9 line 1]",
                "It falls due at the end of Monday 16 November 2026. [C2, S9 line 1]",
                RUNNING,
            ],
            id="calendar days",
        ),
        pytest.param(
            promised("6 weeks"),
            "Tue 3 Nov 2026 09:00",
            [],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                "The limit is 6 weeks; every day counts, weekends and holidays too. [S9 line 1]",
                "It falls due at the end of Monday 14 December 2026. [C2, S9 line 1]",
                RUNNING,
            ],
            id="weeks",
        ),
        pytest.param(
            promised("11 months", "reviewed", opens="restricted", calendar=LONG),
            "Tue 3 Nov 2026 09:00",
            [],
            fact("restricted", "Mon 2 Nov 2026 10:00"),
            [
                "It began on Monday 2 November 2026 at 10:00: a restriction was decided. [S9 line 1]",
                BEGINS,
                "The limit is 11 months: to the same date, or the last day of a month that is too short. [S9 line 1]",
                "It falls due at the end of Saturday 2 October 2027. [C2, S9 line 1]",
                "There is still time to keep this promise. The review is not yet due. []",
            ],
            id="months",
        ),
        pytest.param(
            promised("2 months", first_day=1),
            "Tue 3 Nov 2026 09:00",
            [],
            MONDAY,
            [
                BEGAN,
                "Monday 2 November 2026 is the first day. [C2]",
                "The limit is 2 months: to the day before the same date, or the last day of a month that is too short. [S9 line 1]",
                "It falls due at the end of Friday 1 January 2027. [C2, S9 line 1]",
                RUNNING,
            ],
            id="months from the first day",
        ),
        pytest.param(
            promised("same day", due_at=DueAt.CLOSE_OF_BUSINESS),
            "Mon 2 Nov 2026 11:00",
            [],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                "The limit is the same day. [S9 line 1]",
                "It falls due on Monday 2 November 2026 at 17:00. [S9 line 1]",
                RUNNING,
            ],
            id="same day",
        ),
        pytest.param(
            promised("24 hours", "acknowledgement"),
            "Wed 4 Nov 2026 09:00",
            [fact("responded", "Tue 3 Nov 2026 10:00")],
            MONDAY,
            [
                BEGAN,
                "The limit is 24 hours; every hour counts, day and night. [S9 line 1]",
                "It falls due on Tuesday 3 November 2026 at 10:00. [S9 line 1]",
                "The acknowledgement, or a fuller answer that counts as one, came on Tuesday 3 November 2026 at 10:00. [C5]",
                "We kept this promise. The acknowledgement came in time. []",
            ],
            id="hours",
        ),
        pytest.param(
            promised("300 seconds", "greeted", opens="arrived"),
            "Mon 2 Nov 2026 11:00",
            [fact("greeted", "Mon 2 Nov 2026 10:04:30.25")],
            fact("arrived", "Mon 2 Nov 2026 10:00:00.5"),
            [
                "It began on Monday 2 November 2026 at 10:00:00.5: the visitor reached the reception. [S9 line 1]",
                "The limit is 5 minutes. [S9 line 1]",
                "It falls due on Monday 2 November 2026 at 10:05:00.5. [S9 line 1]",
                "The greeting came on Monday 2 November 2026 at 10:04:30.25. [C5]",
                "We kept this promise. The greeting came in time. []",
            ],
            id="seconds",
        ),
        pytest.param(
            promised("4 rings", "answered", opens="ringing"),
            "Mon 2 Nov 2026 11:00",
            [fact("answered", "Mon 2 Nov 2026 10:00:12")],
            fact("ringing", "Mon 2 Nov 2026 10:00"),
            [
                "It began on Monday 2 November 2026 at 10:00: the call began to ring at the council. [S9 line 1]",
                "The limit is 4 rings of 3 seconds; the last is over when the next would start. [S9 line 1]",
                "From Monday 2 November 2026 at 10:00:12 on it is too late. [S9 line 1]",
                "The answer to the call came on Monday 2 November 2026 at 10:00:12. [C5]",
                "We broke this promise. The answer to the call came late. []",
            ],
            id="rings",
        ),
        pytest.param(
            promised("7 rings", "answered", opens="ringing", ring_ms=3300, ring_ends=RingEnds.BURST),
            "Mon 2 Nov 2026 11:00",
            [],
            fact("ringing", "Mon 2 Nov 2026 10:00"),
            [
                "It began on Monday 2 November 2026 at 10:00: the call began to ring at the council. [S9 line 1]",
                "The limit is 7 rings of 3.3 seconds; the last is over when its own sound stops. [S9 line 1]",
                "From Monday 2 November 2026 at 10:00:20.8 on it is too late. [S9 line 1]",
                "We broke this promise. The answer to the call did not come by the due moment. []",
            ],
            id="rings to the burst",
        ),
        pytest.param(
            promised("5 days", on_day_off=ROLLS),
            "Tue 3 Nov 2026 09:00",
            [],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                "The limit is 5 days; every day counts, weekends and holidays too. [S9 line 1]",
                "Its last day, Saturday 7 November 2026, is a day off, so it moves to the next working day. It falls due at the end of Monday 9 November 2026. [C2, S9 line 1]",
                RUNNING,
            ],
            id="a day off",
        ),
        pytest.param(
            promised("4 days", on_day_off=ROLLS),
            "Tue 3 Nov 2026 09:00",
            [],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                "The limit is 4 days; every day counts, weekends and holidays too. [S9 line 1]",
                "It falls due at the end of Friday 6 November 2026. [C2, S9 line 1]",
                RUNNING,
            ],
            id="no day off",
        ),
        pytest.param(
            promised("5 days", "appointment_offered", measured_to="slot"),
            "Wed 4 Nov 2026 09:00",
            [fact("appointment_offered", "Tue 3 Nov 2026 09:00", slot=at("Fri 6 Nov 2026 10:00"))],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                "The limit is 5 days; every day counts, weekends and holidays too. [S9 line 1]",
                "It falls due at the end of Saturday 7 November 2026. [C2, S9 line 1]",
                "The appointment is for Friday 6 November 2026 at 10:00. [C5]",
                "We kept this promise. The appointment came in time. []",
            ],
            id="an appointment",
        ),
        pytest.param(
            promised("20 working days", only_if=COMPLEX),
            "Wed 4 Nov 2026 09:00",
            [fact("declared_complex", "Tue 3 Nov 2026 09:00")],
            MONDAY,
            [
                BEGAN,
                "It applies because a manager declared the case complex. [S9 line 1]",
                NOUGHT,
                "The limit is 20 working days. Weekends and bank holidays do not count. [S9 line 1, calendar: Working days, England and Wales]",
                "It falls due at the end of Monday 30 November 2026. [C2, S9 line 1]",
                RUNNING,
            ],
            id="a complex case",
        ),
        pytest.param(
            promised("10 working days", lifted_by=COMPLEX),
            "Wed 4 Nov 2026 09:00",
            [fact("declared_complex", "Tue 3 Nov 2026 09:00")],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                TEN,
                "It falls due at the end of Monday 16 November 2026. [C2, S9 line 1]",
                "Nothing was owed under this promise. Declared complex in time. []",
            ],
            id="lifted",
        ),
        pytest.param(
            promised("5 working days", stopped_by=(CLARITY,)),
            "Fri 6 Nov 2026 09:00",
            [*CLARIFIED],
            MONDAY,
            [
                BEGAN,
                "We asked what you mean. That took from Tuesday 3 November 2026 at 09:00 to Thursday 5 November 2026 at 09:00: the limit began again at its end. [S9 line 1]",
                "So it is counted from Thursday 5 November 2026 at 09:00. [S9 line 1]",
                "Thursday 5 November 2026 is the day the count began, which is not counted. [C2]",
                FIVE,
                "It falls due at the end of Thursday 12 November 2026. [C2, S9 line 1]",
                RUNNING,
            ],
            id="begun again",
        ),
        pytest.param(
            promised("1 month", stopped_by=(WHICH,), on_day_off=ROLLS),
            "Fri 6 Nov 2026 09:00",
            [*CLARIFIED],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                MONTH,
                "We asked which information you mean. That took from Tuesday 3 November 2026 at 09:00 to Thursday 5 November 2026 at 09:00: the date moved by these days, both ends included. [S9 line 1]",
                "Its last day, Saturday 5 December 2026, is a day off, so it moves to the next working day. It falls due at the end of Monday 7 December 2026. [C2, S9 line 1]",
                RUNNING,
            ],
            id="moved by days",
        ),
        pytest.param(
            promised("5 working days", stopped_by=(FEE,)),
            "Wed 4 Nov 2026 09:00",
            [fact("fee_asked", "Tue 3 Nov 2026 09:00")],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                FIVE,
                "We asked for a fee. That was on Tuesday 3 November 2026 at 09:00, and there is no answer yet: the clock stands still. [S9 line 1]",
                "Without an answer it lapses at the end of Thursday 3 December 2026. [S9 line 1]",
                "Without the wait it would fall due at the end of Monday 9 November 2026. [C2, S9 line 1]",
                "The clock of this promise stands still. We asked for a fee. []",
            ],
            id="waiting",
        ),
        pytest.param(
            promised("5 working days", stopped_by=(FEE,), source="s.10"),
            "Mon 7 Dec 2026 09:00",
            [fact("fee_asked", "Tue 3 Nov 2026 09:00")],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                "The limit is 5 working days. Weekends and bank holidays do not count. [S9 s.10, calendar: Working days, England and Wales]",
                "We asked for a fee. That was on Tuesday 3 November 2026 at 09:00, and there is no answer yet: the clock stands still. [S9 s.10]",
                "Without an answer it lapses at the end of Thursday 3 December 2026. [S9 s.10]",
                "Without the wait it would fall due at the end of Monday 9 November 2026. [C2, S9 s.10]",
                "This promise does not apply here. The matter lapsed: what we asked for did not come in the time allowed. []",
            ],
            id="lapsed",
        ),
        pytest.param(
            promised("1 month", extension=THREE_MONTHS),
            "Wed 4 Nov 2026 09:00",
            [fact("extended", "Tue 3 Nov 2026 09:00")],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                MONTH,
                "It was first due at the end of Wednesday 2 December 2026. [S9 line 1]",
                "Before that, on Tuesday 3 November 2026 at 09:00, it was extended to 3 months. [S9 line 1]",
                "It falls due at the end of Tuesday 2 February 2027. [C2, S9 line 1]",
                RUNNING,
            ],
            id="extended to",
        ),
        pytest.param(
            promised("1 month", extension=THREE_MONTHS),
            "Wed 4 Nov 2026 09:00",
            [fact("extended", "Tue 3 Nov 2026 09:00", until=on("Fri 18 Dec 2026"))],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                MONTH,
                "It was first due at the end of Wednesday 2 December 2026. [S9 line 1]",
                "Before that, on Tuesday 3 November 2026 at 09:00, it was extended to 3 months, or until the day we named if that is sooner. [S9 line 1]",
                "It falls due at the end of Friday 18 December 2026. [C2, S9 line 1]",
                RUNNING,
            ],
            id="extended to a day",
        ),
        pytest.param(
            promised(
                "10 working days",
                counts_from="acknowledged",
                counts_from_within="5 working days",
                start=Start.NEXT_OPEN,
            ),
            "Tue 3 Nov 2026 09:00",
            [],
            MONDAY,
            [
                BEGAN,
                "It is counted from the end of Monday 9 November 2026, the last day on which it could be acknowledged in time. [S9 line 1]",
                "Monday 9 November 2026 is the day the count began, which is not counted. [C2]",
                TEN,
                "It falls due at the end of Monday 23 November 2026. [C2, S9 line 1]",
                RUNNING,
            ],
            id="not acknowledged",
        ),
        pytest.param(
            promised("10 working days", counts_from="acknowledged"),
            "Wed 4 Nov 2026 09:00",
            [fact("acknowledged", "Tue 3 Nov 2026 09:00")],
            MONDAY,
            [
                BEGAN,
                "It is counted from Tuesday 3 November 2026 at 09:00, when it was acknowledged. [S9 line 1]",
                "Tuesday 3 November 2026 is the day the count began, which is not counted. [C2]",
                TEN,
                "It falls due at the end of Tuesday 17 November 2026. [C2, S9 line 1]",
                RUNNING,
            ],
            id="acknowledged at any time",
        ),
        pytest.param(
            promised("10 working days", counts_from="acknowledged", stopped_by=(CLARITY,)),
            "Fri 6 Nov 2026 09:00",
            [fact("acknowledged", "Mon 2 Nov 2026 11:00"), *CLARIFIED],
            MONDAY,
            [
                BEGAN,
                "We asked what you mean. That took from Tuesday 3 November 2026 at 09:00 to Thursday 5 November 2026 at 09:00: the limit began again at its end. [S9 line 1]",
                "So it is counted from Thursday 5 November 2026 at 09:00. [S9 line 1]",
                "Thursday 5 November 2026 is the day the count began, which is not counted. [C2]",
                TEN,
                "It falls due at the end of Thursday 19 November 2026. [C2, S9 line 1]",
                RUNNING,
            ],
            id="begun again after an acknowledgement",
        ),
        pytest.param(
            promised("10 working days", counts_from="acknowledged", stopped_by=(CLARITY,)),
            "Mon 9 Nov 2026 09:00",
            [*CLARIFIED, fact("acknowledged", "Fri 6 Nov 2026 11:00")],
            MONDAY,
            [
                BEGAN,
                "We asked what you mean. That took from Tuesday 3 November 2026 at 09:00 to Thursday 5 November 2026 at 09:00: the limit began again at its end. [S9 line 1]",
                "It is counted from Friday 6 November 2026 at 11:00, when it was acknowledged. [S9 line 1]",
                "Friday 6 November 2026 is the day the count began, which is not counted. [C2]",
                TEN,
                "It falls due at the end of Friday 20 November 2026. [C2, S9 line 1]",
                RUNNING,
            ],
            id="begun again before an acknowledgement",
        ),
        pytest.param(
            promised("5 working days", "acknowledgement", unless_full_reply_within="same day"),
            "Tue 3 Nov 2026 09:00",
            [fact("replied", "Mon 2 Nov 2026 11:00")],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                FIVE,
                BY_9,
                "Nothing is owed if the full reply comes the same day; that is due at the end of Monday 2 November 2026. [C6]",
                "The full reply came on Monday 2 November 2026 at 11:00. [C5]",
                "Nothing was owed under this promise. The full reply came so soon that no acknowledgement was owed. []",
            ],
            id="contingent, not required",
        ),
        pytest.param(
            promised("5 working days", "acknowledgement", unless_full_reply_within="10 working days"),
            "Wed 4 Nov 2026 09:00",
            [fact("acknowledged", "Tue 3 Nov 2026 11:00")],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                FIVE,
                BY_9,
                OR_REPLY,
                "The acknowledgement, or a fuller answer that counts as one, came on Tuesday 3 November 2026 at 11:00. [C5]",
                "We kept this promise. The acknowledgement came in time. []",
            ],
            id="contingent, kept",
        ),
        pytest.param(
            promised("5 working days", "acknowledgement", unless_full_reply_within="10 working days"),
            "Tue 17 Nov 2026 09:00",
            [],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                FIVE,
                BY_9,
                OR_REPLY,
                "We broke this promise. The acknowledgement did not come by the due moment. []",
            ],
            id="contingent, broken",
        ),
        pytest.param(
            promised("5 working days", "acknowledgement", unless_full_reply_within="10 working days"),
            "Fri 13 Nov 2026 09:00",
            [fact("declared_late", "Wed 11 Nov 2026 10:00")],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                FIVE,
                BY_9,
                OR_REPLY,
                "An officer declared that it would not, so the promise was broken on Wednesday 11 November 2026 at 10:00. [C6]",
                "We broke this promise. The acknowledgement did not come by the due moment. []",
            ],
            id="contingent, declared",
        ),
        pytest.param(
            promised("5 working days", "acknowledgement", unless_full_reply_within="10 working days"),
            "Fri 13 Nov 2026 09:00",
            [fact("declared_late", "Wed 11 Nov 2026 10:00"), fact("replied", "Thu 12 Nov 2026 10:00")],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                FIVE,
                BY_9,
                OR_REPLY,
                "The full reply came on Thursday 12 November 2026 at 10:00. [C5]",
                "Nothing was owed under this promise. The full reply came so soon that no acknowledgement was owed. []",
            ],
            id="contingent, declared and yet replied",
        ),
        pytest.param(
            promised("5 working days", "acknowledgement", lifted_by=COMPLEX),
            "Wed 4 Nov 2026 09:00",
            [fact("declared_complex", "Tue 3 Nov 2026 09:00"), fact("acknowledged", "Tue 3 Nov 2026 11:00")],
            MONDAY,
            [
                BEGAN,
                NOUGHT,
                FIVE,
                BY_9,
                "The acknowledgement, or a fuller answer that counts as one, came on Tuesday 3 November 2026 at 11:00. [C5]",
                "Nothing was owed under this promise. Declared complex in time. []",
            ],
            id="not required for another reason",
        ),
        pytest.param(
            promised(
                "5 working days", "acknowledgement", opens="escalated", source="Code section 6 (S); extension 6.15 (K)"
            ),
            "Wed 4 Nov 2026 09:00",
            [],
            fact("escalated", "Mon 2 Nov 2026 10:00"),
            [
                "It began on Monday 2 November 2026 at 10:00: the customer asked for stage two. [S9 Code section 6; extension 6.15]",
                BEGINS,
                "The limit is 5 working days. Weekends and bank holidays do not count. [S9 Code section 6; extension 6.15, calendar: Working days, England and Wales]",
                "It falls due at the end of Monday 9 November 2026. [C2, S9 Code section 6; extension 6.15]",
                "There is still time to keep this promise. The acknowledgement is not yet due. []",
            ],
            id="a stage two",
        ),
    ],
)
def test_each_pattern_is_explained_step_by_step(asked, now, facts, opening, steps):
    assert steps_of(asked, now, *facts, opening=opening) == steps


# ---- promises beside others, dates and messages ----


REPLY = promised("10 working days", id="S9-13", source="line 2", due_soon=1)
NOTICE = promise(notice(REPLY), "S9-29", words="We tell you.", source="line 9")
DATES = promise(DatesKept(ENGLAND), "S9-28", words="We keep dates.", rule=ContentRule("", ("acknowledged",)))
WRITES = promise(
    None, "S9-25", words="We say who.", kind=("rule",), rule=ContentRule("", ("acknowledged",), ("owner", "by_when"))
)
TOLD = fact("delay_told", "Tue 10 Nov 2026 09:00")


@pytest.mark.parametrize(
    ("facts", "now", "headline", "last"),
    [
        (
            [TOLD],
            "Wed 18 Nov 2026 09:00",
            "We kept this promise. It was due at the end of Monday 16 November 2026. The notice of delay came in time.",
            [
                "The notice of delay came on Tuesday 10 November 2026 at 09:00. [C5]",
                "We kept this promise. The notice of delay came in time. []",
            ],
        ),
        (
            [TOLD, fact("replied", "Fri 13 Nov 2026 09:00")],
            "Wed 18 Nov 2026 09:00",
            "Nothing was owed under this promise. The full reply was sent in time, so no notice of delay was owed.",
            [
                "The notice of delay came on Tuesday 10 November 2026 at 09:00. [C5]",
                "Nothing was owed under this promise. The full reply was sent in time, so no notice of delay was owed. []",
            ],
        ),
        (
            [],
            "Tue 3 Nov 2026 09:00",
            "Nothing is owed under this promise so far. Owed only if the full reply will not be sent in time. It would be due at the end of Monday 16 November 2026.",
            ["Nothing is owed under this promise so far. Owed only if the full reply will not be sent in time. []"],
        ),
        (
            [],
            "Fri 13 Nov 2026 09:00",
            "Nothing is owed under this promise so far. Owed only if the full reply will not be sent in time. It would be due at the end of Monday 16 November 2026.",
            ["Nothing is owed under this promise so far. Owed only if the full reply will not be sent in time. []"],
        ),
    ],
)
def test_a_notice_of_delay_shows_the_count_of_the_reply_it_speaks_of(facts, now, headline, last):
    found = explained(NOTICE, now, *facts, opening=MONDAY)
    assert (found.promise, found.words, found.headline) == ("S9-29", "We tell you.", headline)
    assert told(found) == [
        BEGAN,
        "A notice of delay is due when the full reply is due: We answer you. [C7, S9 line 9]",
        NOUGHT,
        TEN.replace("line 1,", "line 2,"),
        "It falls due at the end of Monday 16 November 2026. [C2, S9 line 2]",
        *last,
    ]
    assert [day.number for day in found.days if day.number] == list(range(1, 11))


GIVEN = fact("acknowledged", "Tue 3 Nov 2026 09:00", by_when=on("Fri 6 Nov 2026"))


def test_a_date_we_gave_is_explained_by_what_was_said_and_done():
    assert explained(
        DATES, "Mon 9 Nov 2026 09:00", GIVEN, fact("replied", "Thu 5 Nov 2026 09:00"), opening=MONDAY
    ) == Explanation(
        contact="C-1",
        promise="S9-28",
        words="We keep dates.",
        headline="We kept this promise. It was due at the end of Friday 6 November 2026. Done by the date given.",
        steps=(
            Step(
                "On Tuesday 3 November 2026 at 09:00 we gave a date, which falls due at the end of Friday 6 November 2026.",
                ("C8", "S9 line 1"),
            ),
            Step("What it was given for was done on Thursday 5 November 2026 at 09:00.", ("C8",)),
            Step("We kept this promise. Done by the date given."),
        ),
        days=(),
        from_version="Test standards (A council of our own), version 1, in force since Thursday 1 January 2026.",
        due=at("Fri 6 Nov 2026 23:59:59"),
        state=State.KEPT,
    )


def test_a_date_that_no_promise_of_the_charter_watches_rests_on_a_counting_rule():
    mine = charter()
    [clock] = judge_all(contact("email", MONDAY, GIVEN), charter=mine, now=at("Wed 4 Nov 2026 09:00"))
    found = explain(clock, contact="C-1", charter=mine)
    assert (found.promise, found.from_version) == (
        "TOLD",
        "Test standards (A council of our own), version 1, in force since Thursday 1 January 2026.",
    )
    assert told(found) == [
        "On Tuesday 3 November 2026 at 09:00 we gave a date, which falls due at the end of Friday 6 November 2026. [C8]",
        "There is still time to keep this promise. The date given has not passed. []",
    ]


def test_a_message_is_explained_by_what_it_had_to_give():
    found = explained(WRITES, "Mon 9 Nov 2026 09:00", GIVEN, opening=MONDAY)
    assert found.headline == "We broke this promise. The message did not give: who is dealing with it."
    assert told(found) == [
        "On Tuesday 3 November 2026 at 09:00: we said we have it. [S9 line 1]",
        "It has to give who is dealing with it and by when. [S9 line 1]",
        "We broke this promise. The message did not give: who is dealing with it. []",
    ]
    assert (found.days, found.due) == ((), at("Tue 3 Nov 2026 09:00"))


# ---- the headline ----


@pytest.mark.parametrize(
    ("facts", "now", "will", "aim"),
    [
        (
            [],
            "Tue 3 Nov 2026 09:00",
            "There is still time to keep this promise. It is due at the end of Monday 9 November 2026. The full reply is not yet due.",
            "There is still time to meet this aim",
        ),
        (
            [],
            "Fri 6 Nov 2026 09:00",
            "This promise is due soon. It is due at the end of Monday 9 November 2026. The full reply is due soon.",
            "This aim is due soon",
        ),
        (
            [fact("replied", "Tue 3 Nov 2026 09:00")],
            "Fri 6 Nov 2026 09:00",
            "We kept this promise. It was due at the end of Monday 9 November 2026. The full reply came in time.",
            "We met this aim",
        ),
        (
            [],
            "Tue 10 Nov 2026 09:00",
            "We broke this promise. It fell due at the end of Monday 9 November 2026. The full reply did not come by the due moment.",
            "We missed this aim",
        ),
        (
            [fact("fee_asked", "Tue 3 Nov 2026 09:00")],
            "Fri 6 Nov 2026 09:00",
            "The clock of this promise stands still. We asked for a fee. Without that it would be due at the end of Monday 9 November 2026.",
            "The clock of this aim stands still",
        ),
        (
            [fact("withdrawn", "Tue 3 Nov 2026 09:00")],
            "Fri 6 Nov 2026 09:00",
            "This promise does not apply here. The customer took the matter back before it fell due.",
            "This aim does not apply here",
        ),
        (
            [fact("excluded", "Tue 3 Nov 2026 09:00", code="test")],
            "Fri 6 Nov 2026 09:00",
            "This promise is not counted here. Left out of the figures: test.",
            "This aim is not counted here",
        ),
        (
            [fact("declared_complex", "Tue 3 Nov 2026 09:00")],
            "Fri 6 Nov 2026 09:00",
            "Nothing was owed under this promise. Declared complex in time.",
            "Nothing was owed under this aim",
        ),
    ],
)
def test_the_headline_gives_the_verdict_the_date_and_the_reason(facts, now, will, aim):
    asked = promised("5 working days", stopped_by=(FEE,), lifted_by=COMPLEX, due_soon=1)
    assert explained(asked, now, *facts, opening=MONDAY).headline == will
    for strength in (Strength.AIM, Strength.WHERE_POSSIBLE):
        said = explained(replace(asked, strength=strength), now, *facts, opening=MONDAY).headline
        assert said == f"{aim}{will[will.index('.') :]}"


def test_an_exposed_promise_says_by_when_it_can_still_be_saved():
    asked = promised(
        "5 working days", "acknowledgement", unless_full_reply_within="10 working days", strength=Strength.AIM
    )
    assert explained(asked, "Wed 11 Nov 2026 09:00", opening=MONDAY).headline == (
        "This aim can still be met in one way. It fell due at the end of Monday 9 November 2026. The acknowledgement is late; "
        "only a full reply in time can still save this. That is due at the end of Monday 16 November 2026."
    )


@pytest.mark.parametrize(
    ("facts", "now", "said"),
    [
        (
            [],
            "Tue 10 Nov 2026 09:00",
            "We promised to try, so there is no verdict. It fell due at the end of Monday 9 November 2026. The full reply did not come by the due moment.",
        ),
        (
            [fact("replied", "Tue 3 Nov 2026 09:00")],
            "Fri 6 Nov 2026 09:00",
            "We promised to try, so there is no verdict. It was due at the end of Monday 9 November 2026. The full reply came in time.",
        ),
        (
            [],
            "Tue 3 Nov 2026 09:00",
            "There is still time to meet this aim. It is due at the end of Monday 9 November 2026. The full reply is not yet due.",
        ),
    ],
)
def test_who_promised_only_to_try_is_given_no_verdict(facts, now, said):
    asked = promised("5 working days", strength=Strength.BEST_EFFORT)
    assert explained(asked, now, *facts, opening=MONDAY).headline == said


def test_a_void_promise_says_what_takes_its_place():
    found = explained(
        promised("5 working days"), "Tue 3 Nov 2026 09:00", opening=MONDAY, kinds=("foi",), replacements=(OTHER,)
    )
    assert found.headline == "This promise does not apply here. The law gives twenty working days."
    assert found.steps[-1] == Step("This promise does not apply here. The law gives twenty working days.")


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("Thu 31 Dec 2026 23:59:59", "at the end of Thursday 31 December 2026"),
        ("Thu 31 Dec 2026 23:59:58", "on Thursday 31 December 2026 at 23:59:58"),
        ("Thu 31 Dec 2026 23:58:59", "on Thursday 31 December 2026 at 23:58:59"),
        ("Thu 31 Dec 2026 22:59:59", "on Thursday 31 December 2026 at 22:59:59"),
        ("Thu 31 Dec 2026 18:30", "on Thursday 31 December 2026 at 18:30"),
        ("Thu 31 Dec 2026 18:30:20.5", "on Thursday 31 December 2026 at 18:30:20.5"),
        ("Thu 31 Dec 2026 18:30:00.25", "on Thursday 31 December 2026 at 18:30:00.25"),
        ("Thu 31 Dec 2026 18:30:20", "on Thursday 31 December 2026 at 18:30:20"),
    ],
)
def test_a_due_moment_is_said_as_people_say_it(moment, said):
    assert Moments(LONDON).due(at(moment)) == said


def test_a_page_tells_moments_in_whole_seconds():
    moment, local = at("Thu 31 Dec 2026 18:30:20.5"), Moments(LONDON, whole_seconds=True)
    assert (local.at(moment), local.due(moment)) == (
        "Thursday 31 December 2026 at 18:30:20",
        "on Thursday 31 December 2026 at 18:30:20",
    )
    assert local.at(at("Thu 31 Dec 2026 18:30:00.25")) == "Thursday 31 December 2026 at 18:30"
    assert local.due(at("Thu 31 Dec 2026 23:59:59.9")) == "at the end of Thursday 31 December 2026"


def test_a_whole_working_can_be_told_in_whole_seconds():
    asked = promised("300 seconds", "greeted", opens="arrived")
    mine = charter(asked)
    facts = [fact("arrived", "Mon 2 Nov 2026 10:00:00.5"), fact("greeted", "Mon 2 Nov 2026 10:04:30.25")]
    [clock] = judge_all(contact("reception", *facts), charter=mine, now=at("Mon 2 Nov 2026 11:00"))
    found = explain(clock, contact="C-1", charter=mine, whole_seconds=True)
    assert found.headline == (
        "We kept this promise. It was due on Monday 2 November 2026 at 10:05. The greeting came in time."
    )
    assert [step.says for step in found.steps] == [
        "It began on Monday 2 November 2026 at 10:00: the visitor reached the reception.",
        "The limit is 5 minutes.",
        "It falls due on Monday 2 November 2026 at 10:05.",
        "The greeting came on Monday 2 November 2026 at 10:04:30.",
        "We kept this promise. The greeting came in time.",
    ]


def test_the_calendar_stands_apart_by_its_title_or_else_by_its_name():
    for made, name in ((TITLED, "Working days, England and Wales"), (ENGLAND, "england-and-wales")):
        found = explained(promised("5 working days", calendar=made), "Tue 3 Nov 2026 09:00", opening=MONDAY)
        assert found.steps[2] == Step(
            "The limit is 5 working days. Weekends and bank holidays do not count.", ("S9 line 1", f"calendar: {name}")
        )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Weekends and bank holidays do not count."),
        ({"holidays": {}}, "Weekends do not count."),
        (
            {"closures": {on("Tue 29 Dec 2026"): "Closed"}},
            "Weekends, bank holidays and days on which we are closed do not count.",
        ),
        (
            {"closures": {on("Tue 29 Dec 2026"): "Closed"}, "closures_count": True},
            "Weekends and bank holidays do not count. Days on which the council's offices are shut count too.",
        ),
        ({"weekdays": frozenset({0, 1, 2, 3, 6}), "holidays": {}}, "Fridays and Saturdays do not count."),
        ({"weekdays": frozenset(range(6))}, "Sundays and bank holidays do not count."),
        ({"weekdays": frozenset(range(7)), "holidays": {}}, "Every day counts."),
    ],
)
def test_a_limit_in_working_days_says_which_days_do_not_count(changes, said):
    asked = promised("5 working days", calendar=calendar(**changes))
    assert (
        explained(asked, "Tue 3 Nov 2026 09:00", opening=MONDAY).steps[2].says == f"The limit is 5 working days. {said}"
    )


def test_the_day_after_which_days_are_counted_is_named_by_what_happened_on_it():
    stage = promised("5 working days", opens="escalated")
    assert explained(stage, "Tue 3 Nov 2026 09:00", opening=fact("escalated", "Mon 2 Nov 2026 10:00")).steps[1] == Step(
        "Monday 2 November 2026 is the day it began, which is not counted.", ("C2",)
    )


def test_a_backstop_is_told_as_the_latest_of_what_is_to_be_agreed():
    asked = promised("5 months", backstop=True)
    headline = explained(asked, "Tue 3 Nov 2026 09:00", opening=fact("received", "Mon 5 Oct 2026 10:00")).headline
    assert headline == (
        "There is still time to keep this promise. When is to be agreed with you: at the latest at the end of Friday "
        "5 March 2027. The full reply is not yet due."
    )
    kept = explained(
        asked,
        "Wed 4 Nov 2026 09:00",
        fact("replied", "Tue 3 Nov 2026 09:00"),
        opening=fact("received", "Mon 5 Oct 2026 10:00"),
    )
    assert kept.headline == (
        "We kept this promise. It was due at the end of Friday 5 March 2027. The full reply came in time."
    )


@pytest.mark.parametrize(
    ("start", "received", "late"),
    [
        (
            Start.NEXT_OPEN,
            "Sat 31 Oct 2026 10:00",
            "what comes after the cut-off or on a day off counts from the next working day",
        ),
        (Start.NEXT_WORKING_DAY, "Sat 31 Oct 2026 10:00", "what comes on a day off counts from the next working day"),
        (Start.AFTER_CUT_OFF, "Fri 30 Oct 2026 18:00", "what comes after the cut-off counts from the next working day"),
    ],
)
def test_a_start_rule_is_told_where_it_moved_day_nought(start, received, late):
    for first_day, name in ((0, "the day it reached us, which is not counted"), (1, "the first day")):
        asked = promised("5 working days", start=start, first_day=first_day)
        steps = steps_of(asked, "Tue 3 Nov 2026 09:00", opening=fact("received", received))
        assert steps[1] == f"Monday 2 November 2026 stands for {name}: {late}. [C3, start rule {start.value}]"


# ---- as plain values ----


SMALL = promised("1 working day", source="line 37")


def test_a_working_is_read_out_as_plain_values():
    found = explained(SMALL, "Sat 19 Dec 2026 09:00").as_dict()
    assert json.loads(json.dumps(found)) == {
        "contact": "C-1",
        "promise": "S9-24",
        "words": "We answer you.",
        "state": "running",
        "due": "2026-12-21T23:59:59+00:00",
        "headline": "There is still time to keep this promise. It is due at the end of Monday 21 December 2026. The full reply is not yet due.",
        "version": "Test standards (A council of our own), version 1, in force since Thursday 1 January 2026.",
        "steps": [
            {
                "says": "It began on Friday 18 December 2026 at 18:30: the council's system accepted the contact.",
                "rests_on": ["C3"],
            },
            {
                "says": "Friday 18 December 2026 is the day it reached us, which is not counted.",
                "rests_on": ["C2"],
            },
            {
                "says": "The limit is 1 working day. Weekends and bank holidays do not count.",
                "rests_on": ["S9 line 37", "calendar: Working days, England and Wales"],
            },
            {"says": "It falls due at the end of Monday 21 December 2026.", "rests_on": ["C2", "S9 line 37"]},
            {"says": "There is still time to keep this promise. The full reply is not yet due.", "rests_on": []},
        ],
        "struck": [],
        "rules": {name: RULES[name] for name in ("C3", "C2")},
        "days": [
            {"on": "2026-12-18", "number": 0, "why": "The day it reached us, which is not counted"},
            {"on": "2026-12-19", "number": None, "why": "Saturday"},
            {"on": "2026-12-20", "number": None, "why": "Sunday"},
            {"on": "2026-12-21", "number": 1, "why": "Working day 1"},
        ],
    }


def test_the_due_moment_is_told_in_the_time_of_the_calendar():
    asked = promised("24 hours")
    found = explained(asked, "Tue 2 Jun 2026 10:00", opening=fact("received", "Mon 1 Jun 2026 10:00"))
    assert found.due.isoformat() == found.as_dict()["due"] == "2026-06-02T10:00:00+01:00"


def test_a_working_without_days_has_no_table():
    found = explained(promised("24 hours"), "Tue 3 Nov 2026 09:00", opening=MONDAY)
    assert ("Day by day" in found.as_text(), found.as_dict()["days"]) == (False, [])


def test_what_the_steps_rest_on_stands_apart_from_them_once_each():
    steps = (Step("A.", ("C3",)), Step("B.", ("C2", "line 1")), Step("C."), Step("D.", ("line 1", "C2")))
    found = replace(explained(SMALL, "Sat 19 Dec 2026 09:00"), steps=steps)
    assert found.grounds == (
        Ground("C3", RULES["C3"], (1,)),
        Ground("C2", RULES["C2"], (2, 4)),
        Ground("line 1", "", (2, 4)),
    )
    assert [ground.where for ground in found.grounds] == ["step 1", "steps 2 and 4", "steps 2 and 4"]
    assert found.as_dict()["rules"] == {"C3": RULES["C3"], "C2": RULES["C2"]}


def test_no_sentence_of_a_working_holds_a_code():
    codes = re.compile(r"\bC\d+\b|\bline \d|\[|\(S\d|NEXT_OPEN")
    found = explained(promised("2 working days", start=Start.NEXT_OPEN), "Sat 19 Dec 2026 09:00")
    assert [one for one in (found.headline, *(step.says for step in found.steps)) if codes.search(one)] == []
    assert found.steps[1].rests_on == ("C3", "start rule NEXT_OPEN")


# ---- in the calendar's own zone ----


AUCKLAND = calendar(title="Working days, Auckland", zone="Pacific/Auckland")


def test_every_moment_is_told_in_the_zone_of_the_calendar_that_counts():
    asked = promised("5 working days", calendar=AUCKLAND, stopped_by=(FEE, CLARITY), extension=TEN_MORE)
    facts = [
        fact("clarification_asked", "Tue 3 Nov 2026 11:30"),
        fact("clarified", "Wed 4 Nov 2026 11:30"),
        fact("extended", "Thu 5 Nov 2026 11:30", reason=1),
        fact("fee_asked", "Fri 6 Nov 2026 11:30"),
        fact("replied", "Mon 9 Nov 2026 11:30"),
    ]
    assert steps_of(asked, "Tue 10 Nov 2026 09:00", *facts, opening=fact("received", "Mon 2 Nov 2026 11:30")) == [
        "It began on Tuesday 3 November 2026 at 00:30: the council's system accepted the contact. [C3]",
        "We asked what you mean. That took from Wednesday 4 November 2026 at 00:30 to Thursday 5 November 2026 at 00:30: the limit began again at its end. [S9 line 1]",
        "So it is counted from Thursday 5 November 2026 at 00:30. [S9 line 1]",
        "Thursday 5 November 2026 is the day the count began, which is not counted. [C2]",
        "The limit is 5 working days. Weekends and bank holidays do not count. [S9 line 1, calendar: Working days, Auckland]",
        "We asked for a fee. That was on Saturday 7 November 2026 at 00:30, and there is no answer yet: the clock stands still. [S9 line 1]",
        "Without an answer it lapses at the end of Monday 7 December 2026. [S9 line 1]",
        "It was first due at the end of Thursday 12 November 2026. [S9 line 1]",
        "Before that, on Friday 6 November 2026 at 00:30, it was extended by 10 working days. [S9 line 1]",
        "Without the wait it would fall due at the end of Thursday 26 November 2026. [C2, S9 line 1]",
        "The full reply came on Tuesday 10 November 2026 at 00:30. [C5]",
        "We kept this promise. The full reply came in time. []",
    ]


def test_an_exposed_promise_is_told_in_the_zone_of_its_calendar():
    asked = promised("1 working day", "acknowledgement", calendar=AUCKLAND, unless_full_reply_within="2 working days")
    late = fact("acknowledged", "Wed 4 Nov 2026 11:30")
    found = explained(asked, "Thu 5 Nov 2026 10:00", late, opening=fact("received", "Mon 2 Nov 2026 11:30"))
    assert found.headline == (
        "This promise can still be kept in one way. It fell due at the end of Wednesday 4 November 2026. The acknowledgement is "
        "late; only a full reply in time can still save this. That is due at the end of Thursday 5 November 2026."
    )
    assert [step.says for step in found.steps][4:6] == [
        "Nothing is owed if the full reply comes within 2 working days; that is due at the end of Thursday 5 November 2026.",
        "The acknowledgement, or a fuller answer that counts as one, came on Thursday 5 November 2026 at 00:30.",
    ]
    declared = fact("declared_late", "Wed 4 Nov 2026 11:45")
    found = explained(asked, "Thu 5 Nov 2026 10:00", late, declared, opening=fact("received", "Mon 2 Nov 2026 11:30"))
    assert found.steps[5].says == (
        "An officer declared that it would not, so the promise was broken on Thursday 5 November 2026 at 00:45."
    )


def test_a_month_that_rolls_is_told_in_the_zone_of_its_calendar():
    asked = promised("1 month", calendar=AUCKLAND, on_day_off=ROLLS)
    steps = steps_of(asked, "Tue 10 Nov 2026 09:00", opening=fact("received", "Wed 4 Nov 2026 11:30"))
    assert steps[-2] == (
        "Its last day, Saturday 5 December 2026, is a day off, so it moves to the next working day. "
        "It falls due at the end of Monday 7 December 2026. [C2, S9 line 1]"
    )


@pytest.mark.parametrize(
    ("zone", "received"), [("Europe/London", "Mon 2 Nov 2026 10:00"), ("America/Los_Angeles", "Tue 3 Nov 2026 02:00")]
)
def test_the_day_off_from_which_an_extension_moved_is_counted_from_the_first_due_day(zone, received):
    longer = Extension("extended", by=CalendarDays(8))
    asked = promised("4 days", calendar=calendar(zone=zone), on_day_off=ROLLS, extension=longer, first_day=0)
    told = fact("extended", "Tue 3 Nov 2026 09:00")
    steps = steps_of(asked, "Wed 4 Nov 2026 09:00", told, opening=fact("received", received))
    assert steps[3:6] == [
        "It was first due at the end of Friday 6 November 2026. [S9 line 1]",
        steps[4],
        "Its last day, Saturday 14 November 2026, is a day off, so it moves to the next working day. "
        "It falls due at the end of Monday 16 November 2026. [C2, S9 line 1]",
    ]


def test_the_day_off_from_which_an_extended_limit_moved_is_counted_from_its_own_beginning():
    asked = promised("1 month", on_day_off=ROLLS, extension=Extension("extended", to=Months(2)))
    told = fact("extended", "Wed 4 Nov 2026 09:00")
    steps = steps_of(asked, "Thu 5 Nov 2026 09:00", told, opening=fact("received", "Tue 3 Nov 2026 10:00"))
    assert steps[-2] == (
        "Its last day, Sunday 3 January 2027, is a day off, so it moves to the next working day. "
        "It falls due at the end of Monday 4 January 2027. [C2, S9 line 1]"
    )


def test_a_last_day_that_is_no_day_off_did_not_move():
    longer = Extension("extended", by=CalendarDays(5))
    asked = promised("10 days", on_day_off=ROLLS, extension=longer)
    steps = steps_of(asked, "Wed 4 Nov 2026 09:00", fact("extended", "Tue 3 Nov 2026 09:00"), opening=MONDAY)
    assert steps[-2] == "It falls due at the end of Tuesday 17 November 2026. [C2, S9 line 1]"


def test_messages_and_dates_are_told_in_the_zone_of_the_charter_s_calendar():
    given = fact("acknowledged", "Tue 3 Nov 2026 11:30", by_when=on("Fri 6 Nov 2026"))
    mine = charter(WRITES, calendar=AUCKLAND)
    case = contact("email", MONDAY, given, fact("replied", "Thu 5 Nov 2026 11:30"))
    clocks = judge_all(case, charter=mine, now=at("Fri 6 Nov 2026 09:00"))
    said = [explain(clock, contact="C-1", charter=mine).steps[:-1] for clock in clocks]
    assert [[step.says for step in steps] for steps in said] == [
        [
            "On Wednesday 4 November 2026 at 00:30: we said we have it.",
            "It has to give who is dealing with it and by when.",
        ],
        [
            "On Wednesday 4 November 2026 at 00:30 we gave a date, which falls due at the end of Friday 6 November 2026.",
            "What it was given for was done on Friday 6 November 2026 at 00:30.",
        ],
    ]


def test_what_counts_from_the_end_of_a_limit_that_began_late_says_its_last_day():
    asked = promised(
        "2 working days", counts_from="acknowledged", counts_from_within="1 working day", start=Start.NEXT_OPEN
    )
    steps = steps_of(asked, "Tue 3 Nov 2026 09:00", opening=fact("received", "Mon 2 Nov 2026 18:00"))
    assert steps[1] == (
        "It is counted from the end of Wednesday 4 November 2026, the last day on which it could be acknowledged in time. [S9 line 1]"
    )


def test_what_is_owed_only_if_the_reply_takes_longer_counts_both_limits_alike():
    asked = promised(
        "1 working day", "acknowledgement", unless_full_reply_within="2 working days", start=Start.NEXT_OPEN
    )
    steps = steps_of(asked, "Tue 3 Nov 2026 09:00", opening=fact("received", "Mon 2 Nov 2026 18:00"))
    assert steps[4] == (
        "Nothing is owed if the full reply comes within 2 working days; that is due at the end of Thursday 5 November 2026. [C6]"
    )


def test_an_extension_that_was_not_given_is_not_told_of():
    plain, asked = promised("5 working days"), promised("5 working days", extension=TEN_MORE)
    now = "Tue 3 Nov 2026 09:00"
    assert steps_of(asked, now, opening=MONDAY) == steps_of(plain, now, opening=MONDAY)


def test_a_response_may_be_a_fuller_answer_and_a_full_reply_is_one():
    for stop, came in (("response", "response, or a fuller answer that counts as one,"), ("full reply", "full reply")):
        replied = fact("replied", "Tue 3 Nov 2026 09:00")
        steps = steps_of(promised("5 working days", stop), "Wed 4 Nov 2026 09:00", replied, opening=MONDAY)
        assert steps[-2] == f"The {came} came on Tuesday 3 November 2026 at 09:00. [C5]"


# ---- the five councils ----


STORIES = [
    [],
    ["acknowledged", "replied"],
    ["clarification_asked"],
    ["clarification_asked", "clarified", "extended"],
    ["fee_asked", "identity_asked"],
    ["declared_complex", "escalated", "acknowledged", "extended", "delay_told"],
    ["declared_late", "delay_told", "callback_agreed", "callback_agreed"],
    ["withdrawn"],
    ["excluded"],
    ["restricted", "decision_sent", "appealed", "reviewed", "outcome_sent"],
    ["investigated", "summary_sent", "made_safe", "record_agreed", "panel_asked", "panel_met", "panel_reported"],
    ["arrived", "greeted", "colleague_asked", "colleague_unavailable", "appointment_offered", "ringing", "answered"],
]
SAID = {
    "reason": "Illness", "told": True, "by_when": on("Fri 13 Nov 2026"), "until": on("Wed 11 Nov 2026"), "next_step": "A visit",
    "slot": on("Thu 5 Nov 2026"), "named": True, "code": "duplicate",
}  # fmt: skip
BAD = re.compile(r"_|  |\.\.|\. \.|None|\bcame in time came\b|[^.]$|^[^A-Z]")


@pytest.mark.slow
@pytest.mark.parametrize("council", COUNCILS)
def test_every_promise_of_every_council_is_explained_in_clean_sentences(council):
    mine = charter_of(council)
    said = set()
    for story in STORIES:
        facts = [fact(what, f"Tue 3 Nov 2026 09:{n:02}", **SAID) for n, what in enumerate(story)]
        for channel in ("email", "letter", "phone", "reception", "visit", "facebook", "voicemail"):
            case = contact(channel, MONDAY, *facts, kinds=KINDS)
            for now in ("Tue 3 Nov 2026 12:00", "Mon 30 Nov 2026 12:00"):
                clocks = [*judge_all(case, charter=mine, now=at(now))]
                clocks += [one for asked in mine.promises for one in judge(asked, case, now=at(now))]
                for clock in clocks:
                    found = explain(clock, contact="C-1", charter=mine)
                    said |= {found.headline, found.from_version, *(step.says for step in found.steps)}
                    said |= {f"{day.why}." for day in found.days}
    said = {one for one in said if not one.startswith(("it makes up", "too late"))}
    assert [one for one in sorted(said) if BAD.search(one)] == []


def test_a_promise_is_told_in_its_words_for_the_channel_that_is_asked_for():
    mine = promise(rule("10 working days"), words="We answer you.", said_on=(("web", "We answer your form."),))
    bound = charter(mine)
    [clock] = judge_all(contact("web", MONDAY), charter=bound, now=at("Tue 3 Nov 2026 10:00"))
    told = [explain(clock, contact="C-1", charter=bound, channel=channel).words for channel in ("", "email", "web")]
    assert told == ["We answer you.", "We answer you.", "We answer your form."]


def test_what_a_message_must_say_is_told_without_the_days_of_the_clock_beside_it():
    both = promise(rule("10 working days"), kind=("rule", "clock"), rule=ContentRule("", ("replied",), ("reason",)))
    bound = charter(both)
    case = contact("email", MONDAY, fact("replied", "Wed 4 Nov 2026 10:00", reason="x"))
    _, of_message = judge_all(case, charter=bound, now=at("Thu 5 Nov 2026 10:00"))
    told = explain(of_message, contact="C-1", charter=bound)
    assert (told.headline, told.days) == ("We kept this promise. The message gave all it must.", ())


def test_every_channel_is_told_of():
    assert {"email", "letter", "phone", "reception", "visit", "facebook", "voicemail"} <= set(CHANNELS)
    assert {what for story in STORIES for what in story} <= set(FACTS)


def test_another_reading_of_a_limit_is_shown_and_not_judged_by():
    made = rule(
        "5 days",
        "appointment_offered",
        counting=Counting(start=Start.NEXT_OPEN),
        variant=WorkingDays(5),
        calendar=ENGLAND,
    )
    (clock,) = judge(
        promise(made),
        contact("phone", fact("received", "Fri 3 Jul 2026 18:30")),
        now=at("Mon 6 Jul 2026 09:00"),
    )
    steps = explain(clock, contact="C-1", charter=charter(clock.promise)).steps
    assert [step for step in steps if step.says.startswith("Read as")] == [
        Step(
            "Read as 5 working days it would fall due at the end of Monday 13 July 2026; it is judged by 5 days.",
            ("S9 line 1",),
        )
    ]
