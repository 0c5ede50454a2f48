"""Corners that invented cases seldom reach, each small enough to check by hand; weekdays stand beside their dates."""

from datetime import UTC, datetime

import pytest

from answerable.standards.charter.clock_rules import Effect, Extension, StoppedBy
from answerable.standards.charter.promises import Promise, Strength
from answerable.standards.facts import Contact, Fact
from answerable.standards.judging.clock import judge
from answerable.standards.time.calendar import Calendar
from answerable.standards.time.counting import AtClosing, Counting, DueAt, Start, due, working_days_before
from answerable.standards.time.duration import Months, Weeks, WorkingDays, WorkingMinutes
from tests.build import rule

OFFICE = Calendar("Monday to Friday, nine to five")
UNTIL_MIDNIGHT = Calendar("nine to midnight", hours=(((9 * 60, 24 * 60),),) * 5 + ((), ()))
CLARIFY = StoppedBy("clarification_asked", "clarified", Effect.MOVES_BY_CALENDAR_DAYS, "what is meant")
IDENTIFY = StoppedBy("identity_asked", "identified", Effect.STARTS_AGAIN, "who asks")
PAUSE = StoppedBy("paused", "resumed", Effect.MOVES_BY_OPEN_TIME, "we wait")


def on(words):
    """Read "Mon 2 Nov 2026 10:00" as UTC, and check that it is a Monday."""
    moment = datetime.strptime(words, "%a %d %b %Y %H:%M").replace(tzinfo=UTC)
    assert f"{moment:%a}" == words[:3]
    return moment


def end_of(words):
    return on(f"{words} 23:59").replace(second=59)


def promise(stop="full reply", calendar=OFFICE, **limit):
    return Promise(
        id="P-1",
        words="We do it in time.",
        kind=("clock",),
        strength=Strength.WILL,
        channels=frozenset({"all"}),
        source="invented",
        clock=rule(stop=stop, calendar=calendar, **limit),
    )


def stands(promise, now, **facts):
    happened = [Fact(what, on(when)) for what, when in facts.items()]
    clock = judge(promise, Contact.of("1", "email", {"enquiry"}, happened), now=on(now))[0]
    return clock.state.value, clock.due


@pytest.mark.parametrize("first", ["identity", "clarification"])
def test_days_lost_to_clarification_count_from_the_fresh_start_whichever_was_asked_first(first):
    asked = ["Tue 3 Nov 2026 10:00", "Wed 4 Nov 2026 10:00"]
    identity_asked, clarification_asked = asked if first == "identity" else reversed(asked)
    # Identified on 12 November: raw date 12 December; then 12, 13 and 14 November do not count.
    assert stands(
        promise(within=Months(1), stopped_by=(CLARIFY, IDENTIFY)),
        "Mon 16 Nov 2026 10:00",
        received="Mon 2 Nov 2026 10:00",
        identity_asked=identity_asked,
        clarification_asked=clarification_asked,
        identified="Thu 12 Nov 2026 10:00",
        clarified="Sat 14 Nov 2026 10:00",
    ) == ("running", end_of("Tue 15 Dec 2026"))


def test_an_extension_keeps_the_days_lost_to_clarification_after_a_fresh_start():
    assert stands(
        promise(within=Months(1), stopped_by=(CLARIFY, IDENTIFY), extension=Extension("extended", to=Months(3))),
        "Mon 16 Nov 2026 12:00",
        received="Mon 2 Nov 2026 10:00",
        identity_asked="Tue 3 Nov 2026 10:00",
        clarification_asked="Wed 4 Nov 2026 10:00",
        identified="Thu 12 Nov 2026 10:00",
        clarified="Sat 14 Nov 2026 10:00",
        extended="Mon 16 Nov 2026 10:00",
    ) == ("running", end_of("Mon 15 Feb 2027"))


def test_a_reply_sent_while_the_clock_stood_still_stays_kept_once_the_customer_answers():
    pausing = promise(within=WorkingDays(4), stopped_by=(PAUSE,))
    facts = {
        "received": "Mon 2 Nov 2026 10:00",
        "paused": "Fri 6 Nov 2026 20:00",
        "replied": "Sat 7 Nov 2026 10:00",
        "resumed": "Sun 8 Nov 2026 12:00",
    }
    looks = ["Sat 7 Nov 2026 12:00", "Sun 8 Nov 2026 13:00"]
    assert [stands(pausing, now, **facts)[0] for now in looks] == ["kept", "kept"]


def test_an_appointment_offered_too_late_breaks_nothing_while_a_sooner_one_may_still_be_offered():
    offered = promise("appointment_offered", within=WorkingDays(10), measured_to="slot")
    facts = [
        Fact("received", on("Mon 2 Nov 2026 10:00")),
        Fact("appointment_offered", on("Tue 3 Nov 2026 10:00"), {"slot": on("Mon 30 Nov 2026 10:00")}),
        Fact("appointment_offered", on("Wed 4 Nov 2026 10:00"), {"slot": on("Mon 9 Nov 2026 10:00")}),
    ]
    contact = Contact.of("1", "email", {"appointment"}, facts)
    looks = [on("Tue 3 Nov 2026 12:00"), on("Wed 4 Nov 2026 12:00"), on("Tue 17 Nov 2026 12:00")]
    assert [judge(offered, contact, now=now)[0].state.value for now in looks] == ["running", "kept", "kept"]


def test_an_automatic_message_is_never_the_full_reply_that_saves_an_acknowledgement():
    contingent = promise("acknowledgement", within=WorkingDays(5), unless_full_reply_within=WorkingDays(10))
    facts = [
        Fact("received", on("Mon 2 Nov 2026 10:00")),
        Fact("replied", on("Wed 11 Nov 2026 10:00"), {"automatic": True}),
    ]
    clock = judge(contingent, Contact.of("1", "email", {"enquiry"}, facts), now=on("Mon 30 Nov 2026 10:00"))[0]
    assert clock.state.value == "broken"


@pytest.mark.parametrize("start", [Start.ACTUAL, Start.NEXT_OPEN, Start.AFTER_CUT_OFF])
def test_ten_working_days_after_a_due_day_are_ten_whatever_is_said_of_late_arrivals(start):
    extended = promise(
        within=WorkingDays(10),
        counting=Counting(start=start),
        extension=Extension("extended", by=WorkingDays(10)),
    )
    assert stands(
        extended, "Wed 4 Nov 2026 10:00", received="Mon 2 Nov 2026 10:00", extended="Tue 3 Nov 2026 10:00"
    ) == ("running", end_of("Mon 30 Nov 2026"))


@pytest.mark.parametrize("start", [Start.ACTUAL, Start.NEXT_OPEN, Start.AFTER_CUT_OFF])
def test_a_reply_nobody_acknowledged_is_counted_from_the_day_the_acknowledgement_was_due(start):
    code = promise(
        within=WorkingDays(10),
        counting=Counting(start=start),
        counts_from="acknowledged",
        counts_from_within=WorkingDays(5),
    )
    assert stands(code, "Wed 4 Nov 2026 10:00", received="Mon 2 Nov 2026 10:00") == (
        "running",
        end_of("Mon 23 Nov 2026"),
    )


def test_a_time_that_was_shown_twice_is_not_due_before_itself_on_a_day_that_never_shows_it():
    instant = Counting(due_at=DueAt.INSTANT)
    shown = [on("Sun 25 Oct 2026 00:30"), on("Sun 25 Oct 2026 01:30")]  # 01:30 twice on the wall in London
    # Twenty-two weeks later the wall goes from 00:59 to 02:00.
    assert [due(Weeks(22), opened, OFFICE, instant) for opened in shown] == [on("Sun 28 Mar 2027 01:30")] * 2


def test_an_office_that_closes_at_midnight_is_due_at_the_end_of_its_own_day():
    close = Counting(due_at=DueAt.CLOSE_OF_BUSINESS)
    moves = StoppedBy("paused", "resumed", Effect.MOVES_BY_CALENDAR_DAYS, "we wait")
    assert stands(
        promise(within=WorkingDays(2), calendar=UNTIL_MIDNIGHT, counting=close, stopped_by=(moves,)),
        "Tue 3 Nov 2026 12:00",
        received="Mon 2 Nov 2026 10:00",
        paused="Mon 2 Nov 2026 11:00",
        resumed="Mon 2 Nov 2026 12:00",
    ) == ("running", on("Fri 6 Nov 2026 00:00"))  # Wednesday and one day more is Thursday, to its midnight


def test_the_day_before_one_that_is_due_when_the_doors_close_at_midnight_is_the_day_before():
    close = Counting(due_at=DueAt.CLOSE_OF_BUSINESS)
    due_at = due(WorkingDays(1), on("Tue 3 Nov 2026 10:00"), UNTIL_MIDNIGHT, close)
    assert (due_at, working_days_before(due_at, 1, UNTIL_MIDNIGHT)) == (
        on("Thu 5 Nov 2026 00:00"),
        on("Tue 3 Nov 2026 00:00"),
    )


@pytest.mark.parametrize(
    ("at_closing", "expected"),
    [(AtClosing.DUE_THEN, "Tue 1 Jan 2019 00:30"), (AtClosing.NEXT_OPENING, "Tue 1 Jan 2019 09:00")],
)
def test_no_working_time_at_all_is_up_at_once_even_before_the_doors_have_ever_opened(at_closing, expected):
    found = due(WorkingMinutes(0), on("Tue 1 Jan 2019 00:30"), OFFICE, Counting(at_closing=at_closing))
    assert found == on(expected)
