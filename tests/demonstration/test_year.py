"""The invented year is the same for the same seed, and looks like a district's."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest

from answerable.standards.time.calendar import CannotCount
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.facts import BEGINNINGS, FACTS
from answerable.standards.vocabulary.kinds import KINDS
from demonstration.year import made_year

pytestmark = pytest.mark.slow

Line = dict[str, Any]

DRAMA = re.compile(r"01632 960\d{3}|020 7946 0\d{3}|07700 900\d{3}")
STARTS, ENDS = datetime(2025, 3, 31, 23, tzinfo=UTC), datetime(2026, 3, 31, 23, tzinfo=UTC)

USUAL = {
    "phone": (32_000, 34_000),
    "email": (11_500, 12_500),
    "web": (5_700, 6_300),
    "letter": (2_300, 2_700),
    "reception": (4_600, 5_200),
    "facebook": (300, 400),
    "social": (200, 300),
    "voicemail": (200, 400),
}


@pytest.fixture(scope="module")
def year() -> list[Line]:
    return list(made_year(2026))


def first(line: Line) -> datetime:
    return datetime.fromisoformat(line["facts"][0]["at"])


def names(line: Line) -> list[str]:
    return [fact["what"] for fact in line["facts"]]


def kinds(line: Line) -> list[str]:
    """The last kinds a contact was given (C17)."""
    found = line["kinds"]
    for fact in line["facts"]:
        found = fact.get("kinds", found)
    return found


def test_the_same_seed_makes_the_same_year():
    assert list(made_year(5, 800)) == list(made_year(5, 800))


def test_another_seed_makes_another_year():
    assert list(made_year(5, 800)) != list(made_year(6, 800))


def test_the_year_does_not_depend_on_the_order_of_sets():
    asked = "import json; from demonstration.year import made_year; print(json.dumps(list(made_year(5, 300))))"
    told = [
        subprocess.run(
            [sys.executable, "-c", asked],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]


def test_the_year_has_about_as_many_contacts_as_asked_for(year: list[Line]):
    assert 58_500 <= len(year) <= 61_500


def test_every_channel_has_its_share(year: list[Line]):
    found = Counter(line["channel"] for line in year)
    assert [channel for channel, (low, high) in USUAL.items() if not low <= found[channel] <= high] == []


def test_kinds_come_as_often_as_in_a_district(year: list[Line]):
    found = Counter(kind for line in year for kind in kinds(line))
    assert 500 <= found["foi"] + found["eir"] <= 650
    assert 150 <= found["complaint"] <= 260
    assert 45 <= found["sar"] <= 75


@pytest.mark.parametrize("contacts", [300, 5_000])
def test_a_smaller_year_still_has_every_planned_kind_and_channel(contacts: int):
    found = list(made_year(11, contacts))
    not_told = {
        *("foi-review", "eir-review", "data-rights", "penalty-charge"),
        *("homelessness-review", "homelessness-steps-review", "member-enquiry"),
    }
    assert set(KINDS) - {kind for line in found for kind in kinds(line)} <= not_told
    assert set(CHANNELS) - {line["channel"] for line in found} <= {"voicemail", "elsewhere"}


def test_contacts_come_in_order_of_their_first_moment_with_ids_in_order(year: list[Line]):
    assert [(a["id"], b["id"]) for a, b in pairwise(year) if first(a) > first(b) or a["id"] >= b["id"]] == []


def test_the_facts_of_a_contact_are_in_order(year: list[Line]):
    wrong = [
        line["id"]
        for line in year
        if any(datetime.fromisoformat(a["at"]) > datetime.fromisoformat(b["at"]) for a, b in pairwise(line["facts"]))
    ]
    assert wrong == []


def test_every_word_is_in_the_vocabulary(year: list[Line]):
    words = {name for line in year for name in names(line)}
    assert (
        words - set(FACTS),
        {kind for line in year for kind in line["kinds"] + kinds(line)} - set(KINDS),
        {line["channel"] for line in year} - set(CHANNELS),
    ) == (set(), set(), set())


def test_every_fact_there_can_be_happens_to_somebody_and_nothing_is_corrected_or_disputed(year: list[Line]):
    missing = set(FACTS) - {name for line in year for name in names(line)}
    assert missing == {"struck", "answer_disputed", "work_disputed"}


def test_every_contact_begins_as_its_channel_does(year: list[Line]):
    wrong = [line["id"] for line in year if names(line)[0] != BEGINNINGS.get(line["channel"], "received")]
    assert wrong == []


def test_every_fact_lies_inside_the_year_and_says_its_offset(year: list[Line]):
    moments = (datetime.fromisoformat(fact["at"]) for line in year for fact in line["facts"])
    assert [at for at in moments if at.tzinfo is None or not STARTS <= at < ENDS] == []


def test_moments_are_written_in_local_time(year: list[Line]):
    offsets = {
        (datetime.fromisoformat(fact["at"]).month in (5, 6, 7, 8, 9), fact["at"][-6:])
        for line in year
        for fact in line["facts"]
        if datetime.fromisoformat(fact["at"]).month not in (3, 10) and datetime.fromisoformat(fact["at"]).month != 4
    }
    assert offsets == {(True, "+01:00"), (False, "+00:00")}


def test_dates_given_are_days_or_moments_with_an_offset(year: list[Line]):
    for line in year:
        for fact in line["facts"]:
            for name in ("by_when", "until", "slot"):
                if "T" in fact.get(name, ""):
                    assert datetime.fromisoformat(fact[name]).tzinfo is not None
                elif name in fact:
                    date.fromisoformat(fact[name])


def test_a_line_can_be_written_as_json_and_read_back(year: list[Line]):
    assert json.loads(json.dumps(year[:2_000])) == year[:2_000]


def test_only_numbers_kept_for_drama_are_used(year: list[Line]):
    numbers = {fact[name] for line in year for fact in line["facts"] for name in ("caller", "contact") if name in fact}
    assert [number for number in numbers if not DRAMA.fullmatch(number)] == []


def test_letters_never_arrive_when_there_is_no_post(year: list[Line]):
    days = {first(line).date() for line in year if line["channel"] == "letter"}
    assert [day for day in days if day.weekday() > 4 or day in (date(2025, 12, 25), date(2025, 12, 26))] == []


def test_nobody_is_answered_on_the_phone_at_night_or_at_the_weekend(year: list[Line]):
    answered = [
        datetime.fromisoformat(fact["at"]) for line in year for fact in line["facts"] if fact["what"] == "answered"
    ]
    assert [at for at in answered if at.weekday() > 4 or not 8 <= at.hour < 18] == []


def test_the_peaks_of_a_year_are_there(year: list[Line]):
    calls = Counter(first(line).date() for line in year if line["channel"] == "phone")
    by_month = Counter(day.month for day in calls.elements())
    forms = Counter(first(line).strftime("%Y-%m-%d %H") for line in year if line["channel"] == "web")
    ordinary = sum(forms.values()) / (365 * 24)
    after_christmas = calls[date(2025, 12, 29)] / (sum(calls.values()) / 253)
    assert (
        by_month.most_common(1)[0][0],
        forms.most_common(1)[0][1] > 10 * ordinary,
        after_christmas > 1.5,
    ) == (3, True, True)


def test_some_are_still_open_when_the_year_ends(year: list[Line]):
    last = [line for line in year if line["channel"] == "email" and first(line).date() == date(2026, 3, 30)]
    unanswered = [line for line in last if not {"replied", "resolved", "excluded"} & set(names(line))]
    assert len(unanswered) > len(last) / 4


def test_nothing_but_a_second_stage_follows_the_answer_to_a_complaint(year: list[Line]):
    wrong = []
    for line in year:
        said = names(line)
        if "complaint" in line["kinds"] and "replied" in said and "escalated" not in said:
            after = said[said.index("replied") + 1 :]
            wrong += [line["id"]] if {"acknowledged", "extended", "delay_told"} & set(after) else []
    assert wrong == []


def test_what_follows_from_a_contact_names_an_earlier_one(year: list[Line]):
    begun = {line["id"]: first(line) for line in year}
    follows = [(line["facts"][0]["after"], line["id"]) for line in year if "after" in line["facts"][0]]
    repeats = [(fact["of"], line["id"]) for line in year for fact in line["facts"] if fact.get("code") == "duplicate"]
    assert (len(follows) > 500, len(repeats) > 100) == (True, True)
    assert [pair for pair in follows + repeats if begun[pair[0]] >= begun[pair[1]]] == []


def test_every_message_left_on_the_phone_becomes_a_contact(year: list[Line]):
    left = {line["id"] for line in year if "voicemail_left" in names(line)}
    assert {line["facts"][0]["after"] for line in year if line["channel"] == "voicemail"} == left


def test_another_year_can_be_made():
    found = list(made_year(3, 300, date(2024, 2, 29)))
    assert (found[0]["facts"][0]["at"][:7], found[-1]["facts"][0]["at"][:4]) == ("2024-02", "2025")


def test_a_year_without_known_bank_holidays_is_refused():
    with pytest.raises(CannotCount):
        next(made_year(3, 300, date(2031, 4, 1)))
