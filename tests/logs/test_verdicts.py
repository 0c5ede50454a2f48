"""Records in, verdicts out."""

from typing import Any

import orjson
import pytest

from answerable.charters import charter_of
from answerable.logs import LineError
from answerable.logs.verdicts import Bench, judged
from answerable.standards.judging.outcome import State
from tests.build import at
from tests.build import on as the_day

NOW = at("Mon 1 Feb 2027 09:00")
RECEIVED = {"what": "received", "at": "2026-12-18T18:30:00+00:00"}


def record(*facts: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"id": "C-1", "channel": "email", "facts": [RECEIVED, *facts], **changes}


def rows(said: dict[str, Any], bench: Bench) -> list[dict[str, Any]]:
    """Return the verdicts as they are written: through JSON."""
    made: list[dict[str, Any]] = orjson.loads(orjson.dumps(bench.verdicts(said, 7)))
    return made


def on(said: dict[str, Any], promise: str, council: str = "s5") -> dict[str, Any]:
    (row,) = [row for row in rows(said, Bench(NOW, council)) if row["promise"] == promise]
    return row


REPLIED = {"what": "replied", "at": "2026-12-21T10:30:00+00:00", "owner": "A. Officer", "contact": "01632 960001"}


def test_a_verdict_says_all_about_one_clock():
    assert on(record(REPLIED), "S5-24") == {
        "id": "C-1",
        "line": 7,
        "council": "s5",
        "promise": "S5-24",
        "measure": "timed",
        "state": "kept",
        "reason": "The full reply came in time.",
        "due": "2026-12-31T23:59:59+00:00",
        "stopped": "2026-12-21T10:30:00+00:00",
        "elapsed_working_seconds": 90 * 60,
    }


def test_without_a_stop_the_open_time_runs_to_now():
    row = on(record(), "S5-24")
    assert (row["state"], row["stopped"]) == ("broken", None)
    assert row["elapsed_working_seconds"] == 27 * 8 * 3600


def test_moments_are_in_local_time_with_their_offset():
    july = {"what": "received", "at": "2026-07-03T08:00:00Z"}
    assert on(record(facts=[july]), "S5-24")["due"] == "2026-07-14T23:59:59+01:00"


def test_the_moment_of_decision_is_there_where_it_is_another():
    letter = record(channel="letter")
    assert on(letter, "S5-12")["decided"] == "2027-01-06T23:59:59+00:00"
    assert "decided" not in on(letter, "S5-13")


def test_content_takes_no_time():
    row = on(record(REPLIED), "S5-25")
    assert (row["measure"], row["state"], row["elapsed_working_seconds"]) == ("content", "kept", None)


def test_what_is_void_or_excluded_has_no_elapsed_time():
    foi = record(kinds=["foi"])
    spam = record({"what": "excluded", "at": "2026-12-18T18:31:00+00:00", "code": "spam"})
    assert (on(foi, "S5-24")["state"], on(foi, "S5-24")["elapsed_working_seconds"]) == ("void", None)
    assert (on(spam, "S5-24")["state"], on(spam, "S5-24")["elapsed_working_seconds"]) == ("excluded", None)


def test_a_date_that_was_given_is_timed_on_the_council_s_own_hours():
    told = {"what": "callback_agreed", "at": "2026-12-21T09:30:00+00:00", "by_when": "2026-12-22"}
    called = {"what": "called_back", "at": "2026-12-22T10:00:00+00:00"}
    row = on(record(told, called), "TOLD")
    assert (row["measure"], row["state"], row["due"]) == ("derived", "kept", "2026-12-22T23:59:59+00:00")
    assert row["elapsed_working_seconds"] == 8 * 3600 + 1800


PAUSE = {
    "within": "10 working hours",
    "stop": "full reply",
    "stopped_by": [
        {"from": "paused", "to": "resumed", "effect": "moves by open time", "reason": "Awaiting the customer"},
        {"from": "clarification_asked", "to": "clarified", "effect": "moves by open time", "reason": "Asked"},
    ],
}


def test_time_in_which_a_clock_stood_still_is_counted_gross_and_net_and_each_second_once():
    said = record(
        {"what": "paused", "at": "2026-12-21T10:00:00"},
        {"what": "clarification_asked", "at": "2026-12-21T11:00:00"},
        {"what": "resumed", "at": "2026-12-21T12:00:00"},
        {"what": "clarified", "at": "2026-12-21T13:00:00"},
        {"what": "replied", "at": "2026-12-21T14:00:00"},
        rule=PAUSE,
    )
    (row,) = rows(said, Bench(NOW))
    assert (row["elapsed_working_seconds"], row["net_working_seconds"]) == (5 * 3600, 2 * 3600)


def test_a_clock_that_still_stands_still_is_net_of_it_up_to_now():
    said = record({"what": "paused", "at": "2026-12-21T10:00:00"}, rule=PAUSE)
    (row,) = rows(said, Bench(at("Mon 21 Dec 2026 12:00")))
    assert (row["state"], row["elapsed_working_seconds"], row["net_working_seconds"]) == ("paused", 3 * 3600, 3600)


def test_a_line_s_own_rule_and_calendar_come_before_all_else():
    said = record(
        council="s1",
        rule={"within": "1 working day", "stop": "response"},
        calendar={"zone": "Europe/Paris", "holidays": {"2026-12-21": "A day off"}},
    )
    (row,) = rows(said, Bench(NOW, "s5", {"within": "3 working days", "stop": "response"}))
    assert (row["council"], row["promise"], row["due"]) == (None, "RULE", "2026-12-22T23:59:59+01:00")


def test_a_line_without_a_rule_is_judged_by_the_one_that_was_given():
    (row,) = rows(record(), Bench(NOW, rule={"within": "1 working day", "stop": "response"}, calendar="scotland"))
    assert (row["promise"], row["state"], row["due"]) == ("RULE", "broken", "2026-12-21T23:59:59+00:00")


def test_a_rule_needs_no_channel():
    said = {"id": "1", "facts": [RECEIVED], "rule": {"within": "1 working day", "stop": "response"}}
    assert [row["due"] for row in rows(said, Bench(NOW))] == ["2026-12-21T23:59:59+00:00"]


def test_a_rule_may_watch_the_dates_that_were_given():
    told = {"what": "acknowledged", "at": "2026-12-18T18:30:00Z", "by_when": "2026-12-21T12:00:00Z"}
    said = record(told, rule={"derived": True})
    (row,) = rows(said, Bench(NOW))
    assert (row["measure"], row["state"], row["due"]) == ("derived", "broken", "2026-12-21T12:00:00+00:00")


def test_a_line_may_name_its_council():
    found = rows(record(council="S2"), Bench(NOW))
    assert {row["council"] for row in found} == {"s2"}


def test_the_council_that_was_asked_for_judges_every_line():
    assert {row["council"] for row in rows(record(council="s2"), Bench(NOW, "s5"))} == {"s5"}


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (record(), "It says neither its council nor its rule. "),
        (record(council="s6"), "'s6' is not a council. "),
        (record(council=5), "5 is not a council. Use s1, s2, s3, s4 or s5."),
        (record(calendar="scotland"), "It has a calendar but no rule. "),
        (
            record(rule={"within": "99999999999 days", "stop": "response"}),
            "It lies too far off to count (",
        ),
    ],
)
def test_a_line_that_nothing_can_judge_is_refused(said: dict[str, Any], refusal: str):
    with pytest.raises(LineError) as refused:
        Bench(NOW).verdicts(said, 1)
    assert str(refused.value).startswith(refusal)


def test_a_clock_past_the_calendar_is_uncounted_and_the_others_of_the_line_are_judged():
    late = Bench(at("Fri 29 Dec 2028 10:00"), "s5")
    found = late.verdicts(record(facts=[{**RECEIVED, "at": "2028-12-28T09:00"}]), 1)
    told = "Cannot count past 31 December 2028, the last day whose bank holidays are held; this promise reaches "
    assert [(row["promise"], row["state"], row["reason"], row["due"]) for row in found] == [
        ("S5-22", "uncounted", f"{told}1 January 2029.", None),
        ("S5-24", "uncounted", f"{told}8 January 2029.", None),
        ("S5-29", "uncounted", f"{told}8 January 2029.", None),
    ]
    assert {row["elapsed_working_seconds"] for row in found} == {9 * 3600}


TEN_DAYS = {"within": "10 working days", "stop": "full reply"}


def test_what_is_open_is_judged_though_this_moment_is_past_the_calendar():
    row = Bench(at("Fri 2 Feb 2029 10:00"), rule=TEN_DAYS).verdicts(record(), 1)[0]
    assert (row["state"], row["due"].date(), row["elapsed_working_seconds"]) == (
        "broken",
        the_day("Wed 6 Jan 2027"),
        None,
    )


def test_a_contact_from_before_the_held_bank_holidays_is_told_of_known_from():
    early = record(facts=[{**RECEIVED, "at": "2018-12-28T09:00"}])
    with pytest.raises(LineError) as refused:
        Bench(NOW, rule=TEN_DAYS).verdicts(early, 1)
    assert str(refused.value) == (
        "Cannot count from 28 December 2018: the calendar 'england-and-wales' begins on 1 January 2019. Check the "
        "date; or give the calendar an earlier 'known_from', and name the days off of those years in 'holidays'."
    )
    calendar = {"known_from": "2018-01-01", "holidays": {"2018-12-31": "Closed", "2019-01-01": "New Year's Day"}}
    row = Bench(NOW, rule=TEN_DAYS, calendar=calendar).verdicts(early, 1)[0]
    assert row["due"].date() == the_day("Tue 15 Jan 2019")


def test_a_contact_from_before_the_charter_is_refused():
    with pytest.raises(LineError) as refused:
        Bench(NOW, "s3").verdicts(record(facts=[{**RECEIVED, "at": "2022-03-31T09:00"}]), 1)
    assert str(refused.value) == (
        "s3: No version of the charter was in force on 31 March 2022. Check the date it began."
    )


def test_contacts_that_come_after_now_have_no_clock():
    assert Bench(at("Fri 18 Dec 2026 18:00"), "s5").verdicts(record(), 1) == []


def test_a_record_is_judged_by_the_version_of_the_charter_that_binds_it():
    contact, charter, clocks = judged(record(REPLIED), "s5", NOW)
    assert (contact.id, charter) == ("C-1", charter_of("s5"))
    assert [(clock.promise.id, clock.state) for clock in clocks[:2]] == [
        ("S5-22", State.KEPT),
        ("S5-24", State.KEPT),
    ]


@pytest.mark.promise("S4-38")
@pytest.mark.promise("S4-39")
@pytest.mark.promise("S4-40")
def test_a_restriction_of_two_years_is_judged_though_its_last_day_is_past_the_calendar():
    restricted = {"what": "restricted", "at": "2027-01-04T10:00", "until": "2029-01-03"}
    said = record(
        restricted, {"what": "extended", "at": "2027-12-20T10:00", "until": "2029-01-03"}, kinds=["restriction"]
    )
    found = rows({**said, "channel": "internal"}, Bench(at("Mon 10 Jan 2028 09:00"), "s4"))
    assert {row["promise"]: row["state"] for row in found}.items() >= {"S4-38": "broken", "S4-39": "broken"}.items()
    assert "uncounted" not in {row["state"] for row in found}


PAUSABLE = {
    **TEN_DAYS,
    "stopped_by": [{"from": "paused", "to": "resumed", "effect": "moves by open time", "reason": "x"}],
}


@pytest.mark.parametrize(
    ("facts", "rule", "passed_over"),
    [
        ([], PAUSABLE, None),
        ([("replied", "2026-12-17T09:00")], PAUSABLE, "replied"),
        ([("replied", "2026-12-17T09:00"), ("resolved", "2026-12-17T10:00")], TEN_DAYS, "replied resolved"),
        ([("replied", "2026-12-17T09:00")], {**TEN_DAYS, "even_before": True}, None),
        ([("paused", "2026-12-17T09:00")], PAUSABLE, "paused"),
        ([("paused", "2026-12-17T09:00"), ("resumed", "2026-12-21T09:00")], PAUSABLE, "paused"),
        ([("paused", "2026-12-17T09:00"), ("resumed", "2026-12-18T09:00")], PAUSABLE, None),
        ([("replied", "2026-12-19T09:00"), ("escalated", "2026-12-21T09:00")], {**TEN_DAYS, "from": "escalated"}, None),
        ([("acknowledged", "2026-12-17T09:00")], TEN_DAYS, None),
        ([("delay_told", "2026-12-17T09:00"), ("replied", "2026-12-17T09:00")], {"derived": True}, None),
    ],
)
def test_what_came_before_the_clock_began_is_not_passed_over_in_silence(
    facts: list[tuple[str, str]], rule: dict[str, Any], passed_over: str | None
):
    said = record(*({"what": what, "at": at_, "by_when": "2026-12-30"} for what, at_ in facts))
    found = Bench(NOW, rule=rule).verdicts(said, 1)
    assert [row.get("passed_over") for row in found][:1] == [passed_over]


def test_a_clock_that_was_broken_until_a_correction_says_so_and_one_that_was_not_does_not():
    late, wrong = {"what": "replied", "at": "2027-01-06T10:00"}, {"what": "received", "at": "2026-12-18T18:30"}
    struck = {"what": "struck", "at": "2027-01-07T10:00", "fact": "received", "fact_at": "2026-12-18T18:30"}
    said = {**record(), "facts": [wrong, {**wrong, "at": "2027-01-05T09:00"}, late, struck]}
    three = {"within": "3 working days", "stop": "full reply"}
    (row,) = Bench(NOW, rule=three).verdicts(said, 1)
    assert (row["state"], row["corrected_late"]) == ("kept", True)
    (row,) = Bench(NOW, rule=three).verdicts({**said, "facts": [*said["facts"][1:3]]}, 1)
    assert (row["state"], "corrected_late" in row) == ("kept", False)
