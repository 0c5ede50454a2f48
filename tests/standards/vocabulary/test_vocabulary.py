"""What the house knows of each thing it speaks of: whole, in plain words, and nowhere twice."""

import re

import pytest

from answerable.standards.vocabulary.channels import CHANNELS, Touch
from answerable.standards.vocabulary.details import DATES, DETAILS, PARTS, WHY_LATE, Holds, is_in_words
from answerable.standards.vocabulary.fact_kind import Noted
from answerable.standards.vocabulary.facts import (
    BEGINNINGS,
    FACTS,
    FAMILIES,
    FULL_REPLY,
    IN_COURSE,
    LADDER,
    LETTERS,
    SET_ASIDE,
    fact_named,
    noun,
    stopping_facts,
)
from answerable.standards.vocabulary.kinds import COMPLAINTS, KINDS
from tests.build import at, on

REGISTERS = {"channels": CHANNELS, "kinds": KINDS, "facts": FACTS, "details": DETAILS}


@pytest.mark.parametrize("name", REGISTERS)
def test_everything_stands_under_its_own_name(name: str):
    assert [one for one, value in REGISTERS[name].items() if value.name != one] == []


@pytest.mark.parametrize(
    ("stop", "facts"),
    [
        ("acknowledgement", {"acknowledged", "responded", "replied", "resolved"}),
        ("response", {"responded", "replied", "resolved"}),
        ("full reply", {"replied", "resolved"}),
        ("resolution", {"resolved"}),
        ("greeted", {"greeted"}),
        ("acknowledged", {"acknowledged"}),
    ],
)
def test_a_higher_stop_satisfies_a_lower_clock(stop: str, facts: set[str]) -> None:
    assert stopping_facts(stop) == facts


@pytest.mark.parametrize(
    ("stop", "fact"),
    [("acknowledgement", "acknowledged"), ("response", "responded"), ("full reply", "replied"), ("greeted", "greeted")],
)
def test_a_stop_names_one_fact(stop: str, fact: str) -> None:
    assert fact_named(stop) == fact


def test_a_full_reply_is_a_reply_or_what_was_asked_for() -> None:
    assert stopping_facts("full reply") == FULL_REPLY == {"replied", "resolved"}


def test_every_word_is_in_one_vocabulary_only_once() -> None:
    assert len(FACTS) == sum(len(facts) for facts in FAMILIES.values())
    assert set(LADDER) & set(FACTS) == set()
    assert {stop for rung in LADDER for stop in stopping_facts(rung)} < set(FACTS)


def test_a_call_begins_by_ringing_and_a_visit_by_arriving() -> None:
    assert BEGINNINGS == {"phone": "ringing", "reception": "arrived"}
    assert {channel.begins for channel in CHANNELS.values()} <= set(FACTS)


@pytest.mark.parametrize(
    ("stop", "said"),
    [
        ("response", "response"),
        ("replied", "full reply"),
        ("made_safe", "work that makes it safe"),
        ("record_agreed", "record agreed"),
    ],
)
def test_every_stop_has_a_name(stop: str, said: str) -> None:
    assert noun(stop) == said


def test_no_fact_is_named_or_supposed_with_an_underscore() -> None:
    assert [fact.name for fact in FACTS.values() if "_" in fact.noun + fact.happened] == []


def test_every_fact_has_words_for_staff_and_for_residents_without_a_code() -> None:
    wordless = [fact.name for fact in FACTS.values() if not (fact.meaning and fact.told and fact.staff and fact.plain)]
    coded = [fact.name for fact in FACTS.values() if re.search(r"\b[A-Z]\d", fact.meaning + fact.staff + fact.plain)]
    assert (wordless, coded) == ([], [])


def test_what_a_fact_answers_and_where_it_happens_is_known() -> None:
    assert {fact.answers for fact in FACTS.values()} - {""} < set(FACTS)
    assert {channel for fact in FACTS.values() for channel in fact.channels} < set(CHANNELS)


def test_what_is_said_of_a_fact_is_a_detail_under_its_own_name() -> None:
    strange = [(fact.name, one.name) for fact in FACTS.values() for one in fact.details if one.name not in DETAILS]
    assert strange == []
    assert FACTS["delay_told"].detail("reason") is WHY_LATE
    assert FACTS["extended"].detail("reason") is DETAILS["reason"]
    assert FACTS["queued"].detail("reason") is None


def test_the_parts_of_a_letter_come_in_its_order() -> None:
    assert list(PARTS) == [
        "complaint",
        "decision",
        "being_done",
        "steps",
        "reason",
        "remedy",
        "outstanding",
        "next_step",
        "by_when",
        "recourse",
        "ombudsman",
        "investigator",
        "responder",
        "owner",
        "contact",
        "reference",
    ]


def test_every_part_has_a_label_and_words_for_an_empty_box() -> None:
    assert [part.name for part in PARTS.values() if not (part.label and part.missing)] == []


def test_every_date_says_how_it_is_led_up_to() -> None:
    assert {name: DETAILS[name].before for name in DATES} == {
        "by_when": "by",
        "slot": "at",
        "until": "until",
        "asked_at": "in their message of",
        "fact_at": "of",
        "right_at": "and really",
    }
    assert [one.name for one in DETAILS.values() if one.holds is Holds.DAY] == ["until"]


@pytest.mark.parametrize(
    ("name", "fitting", "misfits"),
    [
        ("reason", ["The records are abroad", ""], [True, 3, None, ["why"]]),
        ("told", [True, False], ["yes", 1, None]),
        ("until", [on("Mon 2 Nov 2026")], [at("Mon 2 Nov 2026 10:00"), "2026-11-02", None]),
        (
            "slot",
            [on("Mon 2 Nov 2026"), at("Mon 2 Nov 2026 10:00")],
            [at("Mon 2 Nov 2026 10:00").replace(tzinfo=None), "10:00", True],
        ),
        ("kinds", [["complaint"], ()], ["complaint", None, {"complaint"}]),
    ],
)
def test_a_detail_holds_what_it_is_for_and_nothing_else(
    name: str, fitting: list[object], misfits: list[object]
) -> None:
    fits = DETAILS[name].fits
    assert ([fits(one) for one in fitting], [fits(one) for one in misfits]) == (
        [True] * len(fitting),
        [False] * len(misfits),
    )


def test_what_nobody_notes_by_hand_says_what_to_do_instead() -> None:
    by_hand = {Noted.OFFICER, Noted.MANAGER}
    assert [fact.name for fact in FACTS.values() if (fact.noted in by_hand) == bool(fact.act)] == []
    assert [fact.act for fact in FACTS.values() if fact.act and not fact.act.endswith(".")] == []


def test_a_letter_is_a_fact_of_its_own_and_what_arrives_or_has_an_act_of_its_own_is_not_noted_in_the_course() -> None:
    assert LETTERS == ("acknowledged", "responded", "replied", "delay_told")
    assert set(FACTS) - set(IN_COURSE) == {
        *("received", "ringing", "arrived"),
        *("duty_told", "typed", "moved", "excluded", "withdrawn", "put_back", "struck"),
        *("answer_disputed", "work_disputed"),
    }
    assert frozenset({"excluded", "withdrawn"}) == SET_ASIDE


def test_all_kinds_of_complaint_are_known_as_such() -> None:
    assert frozenset(name for name in KINDS if name.endswith("complaint")) == COMPLAINTS


def test_residents_can_choose_among_the_kinds_that_they_can_tell_apart_by_what_they_want_to_do() -> None:
    chosen = [kind.name for kind in KINDS.values() if kind.choice]
    assert chosen == [
        "enquiry",
        "complaint",
        "compliment",
        "suggestion",
        "comment",
        "foi",
        "sar",
        "data-rights",
        "homelessness-review",
        "penalty-charge",
    ]
    assert [kind.name for kind in KINDS.values() if kind.why_named] == chosen[5:]


def test_every_channel_is_a_way_to_ring_to_write_or_to_meet_but_for_our_own() -> None:
    assert [channel.name for channel in CHANNELS.values() if channel.touch is Touch.WITHIN] == ["internal"]
    assert [channel.name for channel in CHANNELS.values() if channel.touch is Touch.RINGING] == ["phone", "voicemail"]
    assert [channel.name for channel in CHANNELS.values() if channel.touch is Touch.MEETING] == [
        "reception",
        "visit",
        "elsewhere",
    ]


def test_what_people_write_in_words_of_their_own_can_be_told_from_codes_days_and_references() -> None:
    assert {name for name in DETAILS if is_in_words(name)} == {
        *("complaint", "decision", "being_done", "steps", "reason", "remedy", "outstanding", "next_step", "recourse"),
        *("ombudsman", "investigator", "responder", "owner", "contact", "why"),
    }
    assert is_in_words("something that the vocabulary does not know")
