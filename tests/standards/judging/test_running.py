"""What can come next in a call or a visit that goes on, and why something out of order cannot."""

import pytest

from answerable.standards.facts import Contact, Fact
from answerable.standards.judging.running import ended_by, out_of_turn, taps_of
from answerable.standards.vocabulary.fact_kind import Noted
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.meetings import ENDS, MEETINGS, tap_named
from tests.build import at


def told(channel: str, *facts: str) -> Contact:
    """A contact of Monday 9 November 2026: "answered 10:01" for each fact."""
    read = [(what, at(f"Mon 9 Nov 2026 {when}")) for what, when in (fact.split() for fact in facts)]
    return Contact.of("C-1", channel, ["enquiry"], [Fact(what, when) for what, when in read])


def names(contact: Contact) -> list[str]:
    return [tap.name for tap in taps_of(contact, at("Mon 9 Nov 2026 12:00"))]


CALL, VISIT = ("phone", "ringing 10:00"), ("reception", "arrived 10:00")


@pytest.mark.parametrize(
    ("contact", "taps"),
    [
        (told(*CALL), "answered abandoned voicemail_left callback_agreed"),
        (told(*CALL, "answered 10:01"), "transferred callback_agreed resolved delay_told"),
        (told(*CALL, "abandoned 10:01"), ""),
        (told(*CALL, "answered 10:01", "callback_agreed 10:02"), ""),
        (told(*VISIT, "seen 10:05"), "greeted colleague_asked colleague_named appointment_offered resolved delay_told"),
        (told(*VISIT, "left 10:05"), ""),
        (told("email", "received 10:00"), ""),
    ],
)
def test_what_can_be_noted_next_is_what_has_not_been_and_whose_turn_it_is(contact: Contact, taps: str):
    assert names(contact) == taps.split()


def test_an_answer_can_be_noted_while_its_question_is_open_and_again_when_it_is_asked_again():
    asked = told(*VISIT, "colleague_asked 10:01")
    met = told(*VISIT, "colleague_asked 10:01", "colleague_met 10:02")
    again = told(*VISIT, "colleague_asked 10:01", "colleague_met 10:02", "colleague_asked 10:03")
    assert [{"colleague_met", "colleague_unavailable"} & {*names(one)} for one in (asked, met, again)] == [
        {"colleague_met", "colleague_unavailable"},
        set(),
        {"colleague_met", "colleague_unavailable"},
    ]


def test_it_ends_with_the_first_fact_that_ends_it():
    over = told(*CALL, "answered 10:01", "callback_agreed 10:02", "delay_told 10:03")
    assert [ended_by(one) and ended_by(one).what for one in (over, told(*CALL), told("email", "received 10:00"))] == [  # type: ignore[union-attr]  # None is falsy
        "callback_agreed",
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("contact", "what", "when", "why"),
    [
        (told(*CALL), "answered", "10:01", ""),
        (told("email", "received 10:00"), "answered", "10:01", ""),
        (told(*CALL), "called_back", "10:01", ""),
        (
            told(*CALL, "answered 10:01"),
            "abandoned",
            "10:02",
            "Cannot note “Hung up unanswered”: “Answered” was noted before, and it cannot follow that.",
        ),
        (
            told(*CALL, "answered 10:02"),
            "abandoned",
            "10:02",
            "Cannot note “Hung up unanswered”: “Answered” was noted before, and it cannot follow that.",
        ),
        (
            told(*CALL, "answered 10:03"),
            "abandoned",
            "10:02",
            "Cannot note “Hung up unanswered”: “Answered” came after it, by what is noted. Give a later moment.",
        ),
        (
            told(*CALL, "abandoned 10:01"),
            "answered",
            "10:02",
            "Cannot note “Answered”: “Hung up unanswered” ended it before. If that is wrong, put that right first.",
        ),
        (told(*CALL), "transferred", "10:02", "Cannot note “Passed on”: note “Answered” first."),
        (
            told(*VISIT),
            "delay_told",
            "10:02",
            "Cannot note “Told that it will be late”: note “Greeted” or “Seen” first.",
        ),
        (
            told(*VISIT, "seen 10:01"),
            "colleague_met",
            "10:02",
            "Cannot note “Colleague met the visitor”: nothing waits for it then. Note “Colleague asked for” first.",
        ),
        (told(*VISIT, "seen 10:10"), "greeted", "10:05", ""),
        (told(*CALL, "answered 10:02"), "resolved", "10:02", ""),
        (
            told("phone", "answered 10:01"),
            "abandoned",
            "10:02",
            "Cannot note “Hung up unanswered”: “Answered” was noted before, and it cannot follow that.",
        ),
        (
            told(*VISIT, "seen 10:10"),
            "wait_told",
            "10:11",
            "Cannot note “Told how long the wait may be”: “Seen” was noted before, and it cannot follow that.",
        ),
        (told(*CALL, "answered 10:01", "callback_agreed 10:02"), "callback_agreed", "10:30", ""),
    ],
)
def test_what_is_out_of_its_turn_says_why(contact: Contact, what: str, when: str, why: str):
    assert out_of_turn(contact, what, at(f"Mon 9 Nov 2026 {when}")) == why


def test_a_machines_pick_up_is_no_answer():
    machine = Fact("answered", at("Mon 9 Nov 2026 10:00"), {"automatic": True})
    contact = Contact.of("C-1", "phone", ["enquiry"], [*told(*CALL).facts, machine])
    assert out_of_turn(contact, "abandoned", at("Mon 9 Nov 2026 10:01")) == ""


def test_every_tap_is_a_fact_that_staff_may_tell_of_with_details_that_it_has_and_a_key_of_its_own():
    for channel, taps in MEETINGS.items():
        assert len({tap.key for tap in taps}) == len({tap.name for tap in taps}) == len(taps)
        for tap in taps:
            kind = FACTS[tap.fact]
            assert kind.noted in (Noted.OFFICER, Noted.WRITING)
            assert not kind.channels or channel in kind.channels
            assert {*tap.asks, *tap.must, *tap.says} <= {one.name for one in kind.details}
            assert {*tap.after, *tap.until} <= {one.fact for one in taps}
        assert {tap.fact for tap in taps if tap.ends} == ENDS[channel]


def test_what_stands_on_the_button_of_each_tap_is_said_in_its_order():
    assert {channel: [tap.words for tap in taps] for channel, taps in MEETINGS.items()} == {
        "phone": [
            "Answered",
            "Gave up",
            "Left a message",
            "Passed on to …",
            "Call back agreed for …",
            "Got what they asked for",
            "Went without, because …",
        ],
        "reception": [
            "Greeted",
            "Told the wait",
            "Colleague asked for",
            "Colleague asked for by name",
            "Colleague came",
            "Colleague is away",
            "Seen",
            "Appointment offered for …",
            "Got what they asked for",
            "Went without, because …",
            "Left unseen",
        ],
    }


def test_a_tap_is_found_by_its_name_on_its_channel():
    assert tap_named("reception", "colleague_named") is MEETINGS["reception"][3]
    assert [tap_named(*one) for one in (("phone", "greeted"), ("email", "answered"))] == [None, None]
