"""What we write is watched too: the dates we give, and what each message must carry."""

from dataclasses import replace

import pytest

from answerable.standards.charter.clock_rules import DatesKept
from answerable.standards.charter.promises import ContentRule, Replacement, Strength
from answerable.standards.judging.messages import TOLD, awaited, content, dates_told
from answerable.standards.judging.outcome import Clock, Measure, State
from answerable.standards.judging.reckoning import Reckoning
from answerable.standards.time.duration import ElapsedHours, Seconds, WorkingDays
from answerable.standards.vocabulary.facts import FULL_REPLY, stopping_facts
from tests.build import ENGLAND, at, contact, fact, on, owed, promise

DATED = DatesKept(ENGLAND)
KEEPS = promise(DATED)
FRIDAY, NOON = on("Fri 13 Nov 2026"), at("Fri 13 Nov 2026 12:00")


def told(now, *facts):
    """Judge every date given in some facts."""
    case = contact("email", *facts)
    dated = [one for one in case.facts if one.details.get("by_when")]
    return list(dates_told(KEEPS, DATED, case, at(now), dated))


def in_short(clocks):
    return [(clock.state.value, clock.reason) for clock in clocks]


# ---- dates ----


def test_the_promise_that_every_date_makes_is_the_same_everywhere():
    assert (TOLD.id, TOLD.words, TOLD.strength, TOLD.source) == (
        "TOLD",
        "When we give you a date, we keep to it.",
        Strength.WILL,
        "C8",
    )


@pytest.mark.parametrize(
    ("by_when", "due", "limit"),
    [(FRIDAY, at("Fri 13 Nov 2026 23:59:59"), WorkingDays(0)), (NOON, NOON, ElapsedHours(0))],
)
def test_a_date_we_gave_is_a_promise_of_its_own(by_when, due, limit):
    given = fact("acknowledged", "Tue 3 Nov 2026 09:00", by_when=by_when)
    done = at("Thu 12 Nov 2026 09:00")
    assert told("Mon 16 Nov 2026 09:00", given, fact("replied", "Thu 12 Nov 2026 09:00")) == [
        Clock(
            promise=KEEPS,
            state=State.KEPT,
            reason="Done by the date given.",
            due=due,
            decided=due,
            stopped=done,
            reckoning=Reckoning(given.at, given.at, due, due, limit),
            measure=Measure.DERIVED,
            about=given,
        )
    ]


@pytest.mark.parametrize(
    ("by_when", "replied", "now", "said"),
    [
        (FRIDAY, None, "Fri 13 Nov 2026 23:59:59.9", ("running", "The date given has not passed.")),
        (FRIDAY, None, "Sat 14 Nov 2026 00:00", ("broken", "Not done by the date given.")),
        (FRIDAY, "Fri 13 Nov 2026 23:59:59.9", "Sat 14 Nov 2026 00:00", ("kept", "Done by the date given.")),
        (FRIDAY, "Sat 14 Nov 2026 00:00", "Sat 14 Nov 2026 00:00", ("broken", "Done after the date given.")),
        (NOON, "Fri 13 Nov 2026 12:00", "Fri 13 Nov 2026 12:00", ("kept", "Done by the date given.")),
        (NOON, "Fri 13 Nov 2026 12:00:00.1", "Fri 13 Nov 2026 12:01", ("broken", "Done after the date given.")),
        (NOON, None, "Fri 13 Nov 2026 12:00:00.1", ("broken", "Not done by the date given.")),
        (FRIDAY, "Tue 3 Nov 2026 08:59", "Wed 4 Nov 2026 09:00", ("running", "The date given has not passed.")),
        (FRIDAY, "Tue 3 Nov 2026 09:00", "Wed 4 Nov 2026 09:00", ("kept", "Done by the date given.")),
    ],
)
def test_a_date_is_kept_to_the_end_of_its_day_and_a_time_to_the_instant(by_when, replied, now, said):
    given = fact("acknowledged", "Tue 3 Nov 2026 09:00", by_when=by_when)
    assert in_short(told(now, given, *([fact("replied", replied)] if replied else []))) == [said]


@pytest.mark.parametrize(
    ("given", "done", "kept"),
    [
        ("acknowledged", "replied", True),
        ("acknowledged", "resolved", True),
        ("acknowledged", "responded", False),
        ("delay_told", "replied", True),
        ("callback_agreed", "called_back", True),
        ("callback_agreed", "replied", False),
        ("replied", "resolved", True),
        ("replied", "replied", False),
        ("resolved", "replied", True),
    ],
)
def test_what_keeps_a_date_is_what_it_was_given_for(given, done, kept):
    facts = [fact(given, "Tue 3 Nov 2026 09:00", by_when=FRIDAY), fact(done, "Wed 4 Nov 2026 09:00")]
    assert [clock.state is State.KEPT for clock in told("Thu 5 Nov 2026 09:00", *facts)] == [kept]


def test_a_message_does_not_keep_the_date_it_gives():
    assert in_short(told("Thu 5 Nov 2026 09:00", fact("resolved", "Tue 3 Nov 2026 09:00", by_when=FRIDAY))) == [
        ("running", "The date given has not passed.")
    ]


def test_an_automatic_message_keeps_no_date():
    facts = [
        fact("acknowledged", "Tue 3 Nov 2026 09:00", by_when=FRIDAY),
        fact("replied", "Wed 4 Nov 2026 09:00", automatic=True),
    ]
    assert in_short(told("Thu 5 Nov 2026 09:00", *facts)) == [("running", "The date given has not passed.")]


def test_the_date_of_a_machine_that_had_read_nothing_is_kept_by_a_response_and_others_by_the_full_answer():
    dates = [
        fact("acknowledged", "Tue 3 Nov 2026 09:00", by_when=FRIDAY, automatic=True, unread=unread)
        for unread in (True, False)
    ]
    assert [awaited(given) for given in dates] == [stopping_facts("response"), FULL_REPLY]


def test_each_date_is_judged_on_its_own():
    facts = [
        fact("acknowledged", "Tue 3 Nov 2026 09:00", by_when=FRIDAY),
        fact("delay_told", "Fri 13 Nov 2026 09:00", by_when=on("Fri 20 Nov 2026")),
        fact("replied", "Wed 18 Nov 2026 09:00"),
    ]
    assert in_short(told("Mon 30 Nov 2026 09:00", *facts)) == [
        ("broken", "Done after the date given."),
        ("kept", "Done by the date given."),
    ]


@pytest.mark.parametrize(
    ("what", "details", "said"),
    [
        ("excluded", {"code": "test"}, ("excluded", "Left out of the figures: test.")),
        ("withdrawn", {}, ("void", "The customer took the matter back before it fell due.")),
    ],
)
def test_a_date_is_set_aside_with_its_contact(what, details, said):
    given = fact("acknowledged", "Tue 3 Nov 2026 09:00", by_when=FRIDAY)
    assert in_short(told("Mon 16 Nov 2026 09:00", given, fact(what, "Wed 4 Nov 2026 09:00", **details))) == [said]


def test_a_date_kept_stays_kept_when_the_matter_is_taken_back():
    given = fact("acknowledged", "Tue 3 Nov 2026 09:00", by_when=FRIDAY)
    facts = [fact("replied", "Wed 4 Nov 2026 09:00"), fact("withdrawn", "Thu 5 Nov 2026 09:00")]
    assert in_short(told("Mon 16 Nov 2026 09:00", given, *facts)) == [("kept", "Done by the date given.")]


# ---- content ----


WRITES = ContentRule(
    "Each message names somebody", ("acknowledged", "replied"), ("owner", "next_step", "by_when"), True
)
FULL = {"owner": "A", "next_step": "B", "by_when": FRIDAY}
OTHER = Replacement("S9-16", frozenset({"foi"}), frozenset({"S9-01"}), "The law gives twenty working days")


def judged(*facts, voided_by=None, rule=WRITES):
    mine = replace(owed(None, voided_by), promise=promise(None, kind=("rule",), rule=rule))
    return list(content(mine, rule, contact("email", *facts)))


def test_a_message_is_judged_at_the_moment_it_was_sent():
    sent = fact("replied", "Tue 3 Nov 2026 09:00", **FULL)
    assert judged(fact("received", "Mon 2 Nov 2026 09:00"), sent) == [
        Clock(
            promise=promise(None, kind=("rule",), rule=WRITES),
            state=State.KEPT,
            reason="The message gave all it must.",
            due=sent.at,
            decided=sent.at,
            stopped=sent.at,
            reckoning=Reckoning(sent.at, sent.at, sent.at, sent.at, Seconds(0)),
            measure=Measure.CONTENT,
            about=sent,
        )
    ]


NOTHING_GIVEN = "The message did not give: who is dealing with it, what happens next and by when."


@pytest.mark.parametrize(
    ("details", "said"),
    [
        (FULL, ("kept", "The message gave all it must.")),
        ({**FULL, "by_when": ""}, ("broken", "The message did not give: by when.")),
        ({"owner": "A"}, ("broken", "The message did not give: what happens next and by when.")),
        ({}, ("broken", NOTHING_GIVEN)),
        ({"closes": True}, ("not required", "The message closed the matter.")),
        (
            {"closes": False},
            ("broken", NOTHING_GIVEN),
        ),
    ],
)
def test_a_message_must_carry_what_the_rule_names(details, said):
    assert in_short(judged(fact("acknowledged", "Tue 3 Nov 2026 09:00", **details))) == [said]


def test_what_only_a_person_can_say_is_asked_of_no_machines_message():
    sent = [fact("replied", "Tue 3 Nov 2026 09:00", automatic=automatic) for automatic in (True, False)]
    assert [one.about for one in judged(*sent)] == [sent[1]]
    says = ContentRule("Each message says why", ("replied",), ("reason",))
    assert [one.about for one in judged(*sent, rule=says)] == sent


def test_a_message_that_closes_the_matter_is_excused_only_where_the_rule_says_so():
    rule = replace(WRITES, unless_closes=False)
    assert in_short(judged(fact("replied", "Tue 3 Nov 2026 09:00", closes=True), rule=rule))[0][0] == "broken"


def test_each_message_is_judged_and_only_those_the_rule_is_on():
    facts = [
        fact("acknowledged", "Tue 3 Nov 2026 09:00"),
        fact("responded", "Wed 4 Nov 2026 09:00"),
        fact("replied", "Thu 5 Nov 2026 09:00", **FULL),
    ]
    assert [(clock.about.what, clock.state.value) for clock in judged(*facts)] == [
        ("acknowledged", "broken"),
        ("replied", "kept"),
    ]


@pytest.mark.parametrize(
    ("voided_by", "details", "said"),
    [
        (OTHER, {"code": "test"}, ("void", "The law gives twenty working days.")),
        (None, {"code": "test"}, ("excluded", "Left out of the figures: test.")),
        (None, {}, ("excluded", "Left out of the figures: no code given.")),
    ],
)
def test_a_message_is_set_aside_with_its_contact(voided_by, details, said):
    facts = [fact("replied", "Tue 3 Nov 2026 09:00", closes=True), fact("excluded", "Wed 4 Nov 2026 09:00", **details)]
    assert in_short(judged(*facts, voided_by=voided_by)) == [said]
