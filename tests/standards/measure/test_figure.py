"""How a figure says itself, and what verdict it comes to."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from answerable.standards.charter.promises import Strength
from answerable.standards.charter.target import Target
from answerable.standards.measure.figure import Apart, Count, NotMeasured, Share, Spread, Survey, Terms, Wait
from answerable.standards.measure.formulas import formula_of
from answerable.standards.measure.period import Period
from tests.standards.measure.some import LATER, SPRING, aggregate, promise, terms

SECOND = 1_000_000


def share(numerator: int, denominator: int, target: str | None = None, strength: Strength = Strength.WILL) -> Share:
    return Share(
        formula=formula_of("share-kept"),
        terms=terms(target, strength),
        numerator=numerator,
        denominator=denominator,
    )


def wait(spread: Spread, target: str | None = None, formula: str = "mean-wait-answered", **more: Spread) -> Wait:
    return Wait(formula=formula_of(formula), terms=terms(target), spread=spread, **more)


def survey(satisfied: int, valid: int, target: str | None = ">= 95 %", strength: Strength = Strength.AIM) -> Survey:
    return Survey(
        formula=formula_of("survey-top-two"),
        terms=terms(target, strength),
        numerator=satisfied,
        denominator=valid,
        question="How satisfied were you?",
        asked=300,
        answered=valid + 1,
    )


def test_84_96_per_cent_is_84_9_and_misses_85():
    figure = share(8496, 10000, ">= 85 %")
    assert (figure.n, figure.share, figure.value) == (10000, Fraction(8496, 10000), Fraction(8496, 100))
    assert (figure.said, figure.verdict) == ("84.9 %", "broken")


def test_a_share_just_under_its_target_never_prints_as_the_target():
    assert (share(849_999_999, 10**9, ">= 85 %").said, share(85, 100, ">= 85 %").said) == ("84.9 %", "85.0 %")


@pytest.mark.parametrize(
    ("strength", "met", "missed"),
    [
        (Strength.WILL, "kept", "broken"),
        (Strength.AIM, "met aim", "missed aim"),
        (Strength.WHERE_POSSIBLE, "met aim", "missed aim"),
        (Strength.BEST_EFFORT, "", ""),
    ],
)
def test_the_verdict_has_the_words_of_the_promises_strength(strength: Strength, met: str, missed: str):
    assert [share(numerator, 100, ">= 85 %", strength).verdict for numerator in (85, 84)] == [met, missed]


def test_without_a_target_there_is_a_figure_and_no_verdict():
    figure = share(1, 3)
    assert (figure.said, figure.verdict) == ("33.3 %", "")


@pytest.mark.parametrize("strength", list(Strength))
def test_nothing_counted_is_not_measured_whatever_the_strength(strength: Strength):
    figure = share(0, 0, ">= 85 %", strength)
    assert (figure.n, figure.share, figure.value, figure.said) == (0, None, None, "not measured")
    assert (figure.verdict, figure.interval, figure.said_interval) == ("not measured", None, "not measured")


def test_none_of_some_is_nought_and_not_unmeasured():
    figure = share(0, 7, ">= 85 %")
    assert (figure.share, figure.value, figure.said, figure.verdict) == (Fraction(0), Fraction(0), "0.0 %", "broken")


def test_an_interval_is_said_with_each_end_rounded_outwards():
    figures = [survey(38, 40), survey(0, 10), survey(10, 10)]
    assert [figure.said_interval for figure in figures] == [
        "83.4 % to 98.7 %",
        "0.0 % to 27.8 %",
        "72.2 % to 100.0 %",
    ]
    low, high = figures[0].interval or (0, 0)
    assert (round(low, 5), round(high, 5)) == (0.83496, 0.98618)


def test_a_count_of_all_there_was_has_no_interval_for_chance_has_no_part_in_it():
    assert (share(1, 1).interval, share(1, 1).said_interval) == (None, "not measured")


def test_a_survey_of_few_says_that_its_verdict_is_not_sure():
    assert [survey(38, 40).verdict, survey(37, 40).verdict, survey(20, 40).verdict] == [
        "met aim, but not for sure: the 95 % interval, 83.4 % to 98.7 %, spans the target",
        "missed aim, but not for sure: the 95 % interval, 80.1 % to 97.5 %, spans the target",
        "missed aim",
    ]


def test_a_survey_of_many_is_sure():
    assert [survey(9700, 10_000).verdict, survey(9300, 10_000).verdict] == ["met aim", "missed aim"]


def test_an_interval_that_only_touches_the_target_spans_it():
    assert [survey(0, 10, target).verdict for target in (">= 0 %", "> 0 %")] == [
        "met aim, but not for sure: the 95 % interval, 0.0 % to 27.8 %, spans the target",
        "missed aim, but not for sure: the 95 % interval, 0.0 % to 27.8 %, spans the target",
    ]
    assert survey(10, 10, ">= 100 %").verdict == (
        "met aim, but not for sure: the 95 % interval, 72.2 % to 100.0 %, spans the target"
    )


def test_a_survey_without_a_target_an_answer_or_a_verdict_is_not_unsure_of_one():
    assert [
        survey(38, 40, None).verdict,
        survey(0, 0).verdict,
        survey(38, 40, ">= 95 %", Strength.BEST_EFFORT).verdict,
    ] == ["", "not measured", ""]


def test_a_survey_says_how_many_answered():
    assert survey(38, 40).response_rate == "13.6 %"
    nobody = Survey(
        formula=formula_of("survey-top-two"),
        terms=terms(),
        numerator=0,
        denominator=0,
        question="?",
        asked=0,
        answered=0,
    )
    assert nobody.response_rate == "not measured"


def test_less_than_three_minutes_is_missed_by_exactly_three_minutes():
    means = [Spread(3, 540 * SECOND - 1), Spread(3, 540 * SECOND), Spread(3, 540 * SECOND + 1)]
    figures = [wait(mean, "< 180 seconds") for mean in means]
    assert [(figure.said, figure.verdict) for figure in figures] == [
        ("179.9999997 seconds", "kept"),
        ("180.0 seconds", "broken"),
        ("180.1 seconds", "broken"),
    ]
    assert (figures[1].n, figures[1].value) == (3, Fraction(180))


def test_within_twenty_minutes_is_kept_by_exactly_twenty_minutes():
    means = [Spread(1, 1200 * SECOND), Spread(1, 1200 * SECOND + 1)]
    figures = [wait(mean, "<= 1200 seconds", "mean-wait-seen") for mean in means]
    assert [(figure.said, figure.verdict) for figure in figures] == [
        ("1200.0 seconds", "kept"),
        ("1200.1 seconds", "broken"),
    ]


def test_a_wait_says_its_spread_and_its_mean_with_those_who_got_nothing():
    served, unserved = Spread(2, 30 * SECOND, 10 * SECOND, 20 * SECOND, 20_050_000), Spread(1, 70 * SECOND)
    figure = wait(served, unserved=unserved)
    assert (figure.said, figure.said_with_unserved) == ("15.0 seconds", "33.4 seconds")
    assert figure.say_spread(served) == {
        "median": "10.0 seconds",
        "90th percentile": "20.0 seconds",
        "longest": "20.1 seconds",
    }
    assert figure.say_spread(Spread()) == {
        "median": "not measured",
        "90th percentile": "not measured",
        "longest": "not measured",
    }


def test_nobody_served_is_not_measured_however_many_waited():
    figure = wait(Spread(), "< 180 seconds", unserved=Spread(2, 30 * SECOND))
    assert (figure.n, figure.value, figure.said, figure.said_with_unserved, figure.verdict) == (
        0,
        None,
        "not measured",
        "15.0 seconds",
        "not measured",
    )
    assert wait(Spread()).said_with_unserved == "not measured"


def test_working_time_is_said_in_working_hours():
    assert wait(Spread(1, 5400 * SECOND), formula="percentiles-response").said == "1.5 working hours"


def test_a_count_of_none_is_a_count():
    def count(total: int) -> Count:
        return Count(formula=formula_of("count"), terms=terms(), counts={"enquiry": total}, total=total)

    assert [(one.n, one.value, one.said, one.verdict) for one in map(count, (0, 1250))] == [
        (0, 0, "0 contacts", ""),
        (1250, 1250, "1,250 contacts", ""),
    ]


def test_what_is_not_measured_says_so():
    figure = NotMeasured(formula=formula_of("not-measured"), terms=terms(), why="Nobody looks.")
    assert (figure.n, figure.value, figure.said, figure.verdict, figure.why) == (
        0,
        None,
        "not measured",
        "not measured",
        "Nobody looks.",
    )


def test_nothing_is_set_aside_unless_said():
    figure = share(1, 2)
    assert (figure.apart, figure.beside, wait(Spread()).unserved, wait(Spread()).unserved_are) == (
        Apart(0, 0, 0, 0, {}, {}, {}),
        (),
        Spread(0, 0, 0, 0, 0),
        "",
    )


def test_the_terms_of_a_promise_are_its_strength_and_its_target():
    one = aggregate("phone-answered-of-offered", ">= 85 %", id="S2-28", strength=Strength.AIM)
    two = aggregate("percentiles-wait", id="S1-24", strength=Strength.BEST_EFFORT)
    three = promise("S5-24")
    found = [Terms.of(each, period=SPRING, now=LATER) for each in (one, two, three)]
    assert found == [
        Terms(SPRING, LATER, "S2-28", Strength.AIM, Target(">=", "85", "%"), over="of"),
        Terms(SPRING, LATER, "S1-24", Strength.BEST_EFFORT, None, over="of"),
        Terms(SPRING, LATER, "S5-24", Strength.WILL, None),
    ]


def test_a_figure_is_provisional_until_its_period_is_over():
    period = Period(date(2026, 4, 1), date(2026, 4, 1))
    instants = [period.ends - timedelta(microseconds=1), period.ends]
    assert [Terms(period, now).provisional for now in instants] == [True, False]
