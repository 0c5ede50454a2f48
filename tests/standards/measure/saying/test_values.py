"""A figure as plain values, whole and as one row of a table (C15)."""

from dataclasses import replace
from datetime import date

from answerable.standards.charter.promises import Charter, Strength
from answerable.standards.measure.figure import Apart, Count, NotMeasured, Sampled, Share, Spread, Survey, Wait
from answerable.standards.measure.formula import Formula, NothingYet
from answerable.standards.measure.saying.values import COLUMNS, row_of, values_of
from answerable.standards.measure.small import Held
from answerable.standards.vocabulary.feeds import READ
from tests.standards.measure.some import LATER, MONDAY, NINE_TO_FIVE, SPRING, promise, terms

PERCENT = Formula("share-kept", "A figure", "Kept out of all.", version="2", fed_by=NothingYet(READ))
SECONDS = Formula("mean-wait-answered", "A figure", "The mean wait.", unit="seconds", fed_by=NothingYet(READ))
CALLS = Formula("phone-outcomes", "A figure", "How calls ended.", unit="calls", fed_by=NothingYet(READ))
CHARTER = Charter("s9", "A council", "Standards", "3", "draft", date(2020, 1, 1), "S9", NINE_TO_FIVE, (promise(),))

SAME = {
    "promise": "P-1",
    "charter": "3",
    "draft": True,
    "strength": "will",
    "target": "",
    "period": {"first": "2026-04-01", "last": "2026-06-30"},
    "zone": "Europe/London",
    "counted_at": "2026-07-01T08:00:00+00:00",
    "provisional": False,
    "beside": [],
}
NOTHING_APART = {
    "overdue": 0,
    "set_aside_late": {},
    "corrected_late": 0,
    "running": 0,
    "paused": 0,
    "not_required": 0,
    "void": {},
    "excluded": {},
}
NO_SHARE = {"numerator": None, "denominator": None}


def test_a_share_is_given_with_all_it_was_made_of_and_all_that_was_set_aside():
    apart = Apart(
        1, 2, 3, 4, {"Another law.": 5}, {"Spam.": 6, "Test.": 7}, {"taken back": 8, "left out: duplicate": 9}, 10
    )
    held = replace(terms(">= 85 %", Strength.AIM, now=MONDAY), about="P-2")
    beside = Share(formula=PERCENT, terms=terms(), numerator=0, denominator=0)
    share = Share(formula=PERCENT, terms=held, numerator=17, denominator=20, apart=apart, beside=(beside,))
    formula = {"id": "share-kept", "words": "Kept out of all.", "unit": "%", "version": "2"}
    assert values_of(share, CHARTER) == {
        **SAME,
        "about": "P-2",
        "said": "85.0 %",
        "name": "A figure (P-2)",
        "verdict": "met aim",
        "met": True,
        "n": 20,
        "numerator": 17,
        "denominator": 20,
        "strength": "aim",
        "target": ">= 85 %",
        "counted_at": "2026-05-11T08:00:00+00:00",
        "provisional": True,
        "formula": formula,
        "apart": {
            "overdue": 1,
            "running": 2,
            "paused": 3,
            "not_required": 4,
            "void": {"Another law.": 5},
            "excluded": {"Spam.": 6, "Test.": 7},
            "set_aside_late": {"taken back": 8, "left out: duplicate": 9},
            "corrected_late": 10,
        },
        "beside": [
            {
                "said": "not measured",
                "name": "A figure",
                "verdict": "not measured",
                "n": 0,
                "numerator": 0,
                "denominator": 0,
                "formula": formula,
                "apart": NOTHING_APART,
            }
        ],
    }


def test_a_wait_is_given_with_its_spread_and_those_who_got_nothing_for_theirs():
    spread, gave_up = Spread(2, 6_000_000, 2_000_000, 4_000_000, 4_000_000), Spread(1, 9_000_000, *[9_000_000] * 3)
    wait = Wait(formula=SECONDS, terms=terms(), spread=spread, unserved=gave_up, unserved_are="gave up")
    assert values_of(wait, CHARTER) == {
        **SAME,
        **NO_SHARE,
        "name": "A figure",
        "said": "3.0 seconds",
        "verdict": "",
        "met": None,
        "n": 2,
        "formula": {"id": "mean-wait-answered", "words": "The mean wait.", "unit": "seconds", "version": "1"},
        "apart": NOTHING_APART,
        "waits": {
            **{"n": 2, "total": 6_000_000, "median": 2_000_000, "ninetieth": 4_000_000, "longest": 4_000_000},
            "said": {"median": "2.0 seconds", "90th percentile": "4.0 seconds", "longest": "4.0 seconds"},
        },
        "unserved": {
            "are": "gave up",
            **{"n": 1, "total": 9_000_000, "median": 9_000_000, "ninetieth": 9_000_000, "longest": 9_000_000},
            "said": {"median": "9.0 seconds", "90th percentile": "9.0 seconds", "longest": "9.0 seconds"},
        },
        "said_with_unserved": "5.0 seconds",
    }
    assert "unserved" not in values_of(replace(wait, unserved=Spread()), CHARTER)


def test_a_count_is_given_by_name_and_in_total():
    count = Count(formula=CALLS, terms=terms(), counts={"answered": 3, "engaged": 1}, total=4)
    values = values_of(count, CHARTER)
    assert (values["counts"], values["total"], values["n"]) == ({"answered": 3, "engaged": 1}, 4, 4)


def test_a_survey_is_given_with_its_question_and_how_many_were_asked_and_answered():
    survey = Survey(
        formula=PERCENT, terms=terms(), numerator=3, denominator=4, question="Were you happy?", asked=9, answered=4
    )
    values = values_of(survey, CHARTER)
    assert (values["question"], values["asked"], values["answered"]) == ("Were you happy?", 9, 4)
    assert (values["numerator"], values["denominator"]) == (3, 4)


def test_a_wait_beside_which_something_is_held_back_is_given_with_what_that_is():
    wait = Wait(formula=SECONDS, terms=terms(), spread=Spread(5), apart=Apart(held=("running",)))
    assert values_of(wait, CHARTER)["held_back"] == (
        "Held back, for they are so few that they could tell who somebody is: not due yet."
    )


def test_what_is_not_measured_is_given_with_the_reason():
    nothing = NotMeasured(formula=PERCENT, terms=terms(), why="This needs a survey.")
    values = values_of(nothing, CHARTER)
    assert (values["said"], values["verdict"], values["n"], values["why"], values["numerator"]) == (
        "not measured",
        "not measured",
        0,
        "This needs a survey.",
        None,
    )


def test_a_row_of_a_table_has_every_column_and_says_what_was_set_aside_with_its_reasons():
    apart = Apart(
        1, 2, 3, 4, {"Another law.": 5}, {"Spam.": 6, "Test.": 7}, {"taken back": 8, "left out: duplicate": 9}, 10
    )
    held = replace(terms(">= 85 %", now=LATER), about="P-2")
    share = Share(formula=PERCENT, terms=held, numerator=17, denominator=20, apart=apart)
    row = row_of(values_of(share, CHARTER), council="s9", words="We answer.", local="A day is ours.")
    assert sorted(row) == sorted(COLUMNS)
    assert row == {
        "council": "s9",
        "charter_version": "3",
        "first_on": SPRING.first.isoformat(),
        "last_on": SPRING.last.isoformat(),
        "counted_at": "2026-07-01T08:00:00+00:00",
        "provisional": "no",
        "promise": "P-1",
        "about": "P-2",
        "words": "We answer.",
        "local": "A day is ours.",
        "strength": "will",
        "formula": "share-kept",
        "formula_version": "2",
        "how_counted": "Kept out of all.",
        "said": "85.0 %",
        "numerator": 17,
        "denominator": 20,
        "n": 20,
        "target": ">= 85 %",
        "name": "A figure (P-2)",
        "verdict": "kept",
        "why_not_measured": "",
        "overdue": 1,
        "running": 2,
        "paused": 3,
        "not_required": 4,
        "void": "5: Another law.",
        "excluded": "6: Spam.; 7: Test.",
        "set_aside_late": "9: left out: duplicate; 8: taken back",
        "corrected_late": 10,
        "kept_by_machine": "",
        "kept_by_person": "",
        "held_back": "",
        "not_made": "",
    }


def test_a_figure_from_before_corrections_were_counted_has_none_in_its_row():
    values = values_of(Share(formula=PERCENT, terms=terms(), numerator=1, denominator=2), CHARTER)
    apart = {name: number for name, number in values["apart"].items() if name != "corrected_late"}
    row = row_of({**values, "apart": apart}, council="s9", words="We answer.", local="")
    assert (row["corrected_late"], row["overdue"]) == (0, 0)


def test_a_row_says_why_there_is_no_figure_and_that_a_period_is_not_over():
    nothing = NotMeasured(formula=PERCENT, terms=terms(now=MONDAY), why="This needs a survey.")
    row = row_of(values_of(nothing, CHARTER), council="s9", words="We answer.", local="A day is ours.")
    assert (row["provisional"], row["about"], row["why_not_measured"], row["void"], row["numerator"]) == (
        "yes",
        "",
        "This needs a survey.",
        "",
        None,
    )


def test_what_a_machine_kept_what_was_not_made_and_what_is_held_back_is_given():
    checks = Sampled(formula=PERCENT, terms=terms(">= 99.9 %"), numerator=1, denominator=4, missing=2)
    values = values_of(replace(checks, by_machine=1), CHARTER)
    assert (values["missing"], values["needed"], values["kept_by"]) == (2, 1000, {"machine": 1, "person": 0})
    sample = replace(checks, formula=replace(PERCENT, is_sample=True))
    assert ("interval" in values, values_of(sample, CHARTER)["interval"]) == (False, "4.5 % to 70.0 %")
    row = row_of(values, council="s9", words="We answer.", local="")
    assert (row["not_made"], row["kept_by_machine"], row["kept_by_person"], row["held_back"]) == (2, 1, 0, "")
    held = Held(formula=PERCENT, terms=terms(), whole=20, between=(16, 19))
    row = row_of(values_of(held, CHARTER), council="s9", words="We answer.", local="")
    assert (row["said"], row["numerator"], row["denominator"]) == ("80.0 % to 95.0 %", None, 20)
    assert row["held_back"] == held.why


def test_a_machine_s_test_is_named_for_what_was_tested():
    checks = Sampled(formula=PERCENT, terms=replace(terms(), over="Forms that came in."), numerator=1, denominator=1)
    assert values_of(checks, CHARTER)["name"] == "Forms that came in"
    assert values_of(replace(checks, terms=terms()), CHARTER)["name"] == "A figure"
