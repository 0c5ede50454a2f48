"""`answerable promises`: all 188, how each is measured, and what is not, and why."""

from collections import Counter

import pytest

from tests.cli.asking import ask

# A.0, "Counts by primary kind".
COUNTED = {
    "s1": {"clock": 6, "aggregate": 3, "rule": 11, "evidence": 11, "web": 4, "publication": 2},
    "s2": {"clock": 1, "aggregate": 7, "rule": 11, "evidence": 15, "web": 2},
    "s3": {"clock": 8, "aggregate": 4, "rule": 11, "evidence": 5, "web": 4, "publication": 6},
    "s4": {"clock": 4, "aggregate": 1, "rule": 12, "evidence": 18, "register": 5},
    "s5": {"clock": 13, "rule": 12, "evidence": 9, "publication": 3},
}


@pytest.mark.parametrize("council", COUNTED)
def test_each_council_has_the_promises_of_its_document(council: str):
    told = ask("promises", "--council", council, "--json").json()
    assert Counter(one["kind"][0] for one in told) == COUNTED[council]


def test_together_they_are_188_and_the_summary_counts_them():
    out = ask("promises").out
    told = ask("promises", "--json").json()
    stands = Counter(one["measured"] for one in told)
    assert (len(told), sum(stands.values()), sum(one["live"] for one in told)) == (188, 188, stands["live"])
    assert out.splitlines()[-1] == (
        "188 promises: clock 32, aggregate 15, rule 57, evidence 58, web 10, register 5, publication 11. "
        f"Measured live: {stands['live']}; from a log: {stands['from a log']}; not measured: {stands['not measured']}."
    )


def test_a_promise_says_from_which_log_what_it_is_counted_from_can_come():
    told = {one["promise"]: one["from_a_log"] for one in ask("promises", "--json").json()}
    assert told["S5-13"] == ["post: the book of a post room"]
    assert told["S2-28"] == ["calls: the log of a telephone system"]
    assert told["S2-36"] == []


def test_every_promise_says_how_it_is_measured_by_what_and_what_is_missing_where_it_is_not_live():
    told = ask("promises", "--statutory", "--json").json()
    assert [one["promise"] for one in told if not one["measured_by"] or not one["feeds"]] == []
    assert [one["promise"] for one in told if one["live"] is not (one["why_not"] is None)] == []


@pytest.mark.parametrize(
    ("promise", "answer"),
    [
        ("S5-24", ("live", True, ["email", "messages", "web"], None)),
        ("S2-20", ("live", True, ["form"], None)),
        ("S1-02", ("live", True, ["charter"], None)),
        ("S5-13", ("live", True, ["post", "messages"], None)),
        ("S2-36", ("not measured", False, ["survey"], "Nothing collects this yet: answers to surveys.")),
        ("S1-12", ("live", True, ["form"], None)),
        ("S1-35", ("live", True, ["form"], None)),
        ("S4-11", ("live", True, ["form"], None)),
        ("S2-01", ("not measured", False, ["rule"], "Nothing collects this yet: whether this rule is followed.")),
    ],
)
def test_a_promise_says_where_it_stands(promise: str, answer: tuple[str, bool, list[str], str | None]):
    (told,) = [one for one in ask("promises", "--json").json() if one["promise"] == promise]
    assert (told["measured"], told["live"], told["feeds"], told["why_not"]) == answer


@pytest.mark.parametrize(
    ("promise", "measured_by"),
    [
        ("S5-24", ["clock: full reply within 7 working days, counted on england-and-wales."]),
        (
            "S5-12",
            [
                "clock: acknowledgement within 5 working days, unless the full reply comes within 10 working days, "
                "counted on england-and-wales."
            ],
        ),
        (
            "S5-06",
            [
                "clock: answer to the call within 7 rings of 'ringing', counted on england-and-wales.",
            ],
        ),
        (
            "S1-29",
            [
                "clock: notice of delay by the time S1-28 is due, if the reply is not there by then.",
                "rule: A message about a delay is sent only with a new date in it, "
                "and that date becomes a limit of its own.",
            ],
        ),
    ],
)
def test_a_measure_is_told_in_a_sentence(promise: str, measured_by: list[str]):
    (told,) = [one for one in ask("promises", "--json").json() if one["promise"] == promise]
    assert told["measured_by"][: len(measured_by)] == measured_by


def test_every_kind_has_a_sentence_of_its_own_and_ends_it_once():
    ways = [way for one in ask("promises", "--json").json() for way in one["measured_by"]]
    assert {way.partition(":")[0] for way in ways} == set(COUNTED["s1"]) | {"register"}
    assert [way for way in ways if not way.endswith((".", "?")) or ".." in way or "?." in way] == []


def test_the_law_is_told_when_asked_for():
    plain = ask("promises", "--council", "s2", "--json").json()
    told = ask("promises", "--council", "s2", "--statutory", "--json").json()
    assert [one["promise"] for one in told if one["statutory"]][:2] == ["LGSCO-1-ACK", "LGSCO-1-REPLY"]
    assert [one for one in told if not one["statutory"]] == plain


def test_only_what_is_not_live_may_be_asked_for_with_what_is_missing():
    told = ask("promises", "--unmeasured", "--json").json()
    assert [one["promise"] for one in told if one["live"]] == []
    table = ask("promises", "--unmeasured", "--council", "s5").out
    logged, not_measured = table.count("FROM A LOG: "), table.count("NOT MEASURED: ")
    assert (logged, not_measured > 5) == (0, True)
    assert table.splitlines()[-1].endswith(f"Measured live: 0; from a log: {logged}; not measured: {not_measured}.")
