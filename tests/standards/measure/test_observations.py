"""Observations are counted by when they were made and with which instrument; without any there is no figure."""

from datetime import datetime, timedelta

import pytest

from answerable.standards.charter.promises import Evidence, Promise, Publication, Register, Strength, WebCheck
from answerable.standards.measure.figure import Apart, Count, NotMeasured, Sampled, Survey
from answerable.standards.measure.formulas import formula_of
from answerable.standards.measure.observations import (
    Answering,
    Observation,
    Passed,
    Surveyed,
    TopTwo,
    instruments_of,
    published,
)
from answerable.standards.measure.results import Results
from answerable.standards.time.duration import Months
from answerable.standards.vocabulary.feeds import AUDIT, FORM, MAILBOX, MYSTERY_SHOP, SURVEY
from tests.standards.measure.some import LATER, MONDAY, NINE_TO_FIVE, SPRING, aggregate, promise, terms
from tests.standards.measure.some import at as local
from tests.standards.measure.test_results import brief, charter

A_MOMENT = timedelta(microseconds=1)
AVAILABILITY = formula_of("availability")
QUESTION = "Overall, how satisfied were you with our service?"
AIM = terms(">= 95 %", Strength.AIM)
SATISFIED = promise("X-1", kind=("evidence",), evidence=Evidence(("survey",), QUESTION))


def found(instrument: str, passed: bool | None = None, *, answer: str = "", about: str = "") -> Observation:
    return Observation(instrument, MONDAY, passed, answer, about)


def tried(instrument: str, at: datetime, passed: bool, subject: str = "") -> Observation:
    return Observation(instrument, at, passed, subject=subject)


def figures(*promises: Promise, seen: list[Observation]):
    results = Results(charter(*promises), period=SPRING, now=LATER)
    for one in seen:
        results.observe(one)
    return results.figures()


def test_availability_is_of_the_checks_that_are_named_and_of_no_others():
    form = aggregate("availability", ">= 99.9 %", id="X-1", checks=("form",))
    both = aggregate("availability", id="X-2", checks=("form", "mailbox"))
    last = SPRING.ends - FORM.every
    seen = [tried("form", last - FORM.every, True), tried("form", last, False), tried("mailbox", last, True)]
    seen.append(tried("details", last, True))
    assert brief(figures(form, both, seen=seen)) == {"X-1": [("availability", 1, 2)], "X-2": [("availability", 2, 3)]}


def available(*moments: datetime, target: str = ">= 99.9 %", now: datetime = LATER, subject: str = "") -> Sampled:
    """Return the availability of a form that was open each time it was tried."""
    checks = Answering(AVAILABILITY, terms(target, now=now), (FORM, MAILBOX))
    for moment in moments:
        checks.add(tried("form", moment, True, subject))
    figure = checks.figure()
    assert isinstance(figure, Sampled)
    return figure


@pytest.mark.parametrize(
    ("tried_at", "numerator", "denominator"),
    [
        ([0.0], 1, 1),
        ([0.0, 15.0], 2, 2),
        ([0.0, 29.9], 2, 2),
        ([0.0, 30.0], 2, 3),
        ([0.0, 44.9], 2, 3),
        ([0.0, 15.0, 75.0], 3, 6),
    ],
)
def test_a_check_that_was_due_and_not_made_counts_as_failed_and_one_that_is_hardly_late_was_made(
    tried_at: list[float], numerator: int, denominator: int
):
    moments = [MONDAY + timedelta(minutes=after) for after in tried_at]
    figure = available(*moments, now=moments[-1] + timedelta(minutes=29))
    assert (figure.numerator, figure.denominator, figure.missing) == (numerator, denominator, denominator - numerator)


def test_two_checks_that_passed_when_thousands_were_due_keep_nothing():
    figure = available(SPRING.starts, SPRING.starts + FORM.every)
    assert (figure.said, figure.numerator, figure.denominator) == ("0.0 %", 2, 91 * 96)
    assert (figure.met, figure.verdict) == (False, "broken")


def test_a_way_in_that_was_tried_before_the_period_is_due_from_its_first_moment():
    sooner, later = SPRING.starts - timedelta(hours=1), SPRING.starts + timedelta(hours=1)
    figure = available(later, sooner, now=later)
    assert (figure.numerator, figure.denominator) == (1, 4)
    figure = available(SPRING.starts, now=later)
    assert (figure.numerator, figure.denominator) == (1, 4)


def test_a_way_in_that_was_tried_before_the_period_and_as_it_ended_was_not_tried_in_it():
    checks = Answering(AVAILABILITY, terms(), (FORM, MAILBOX))
    for moment in (SPRING.starts - A_MOMENT, SPRING.ends):
        checks.add(tried("mailbox", moment, True))
    checks.add(tried("form", SPRING.ends - FORM.every, True))
    assert (checks.figure().numerator, checks.figure().denominator) == (1, 1)


def test_of_two_ways_in_each_has_checks_of_its_own_due_and_one_not_tried_in_the_period_has_none():
    checks = Answering(AVAILABILITY, terms(now=MONDAY + 4 * FORM.every), (FORM, MAILBOX))
    for number in range(5):
        checks.add(tried("mailbox", MONDAY + number * FORM.every, True, "a@example.org"))
    checks.add(tried("mailbox", MONDAY, True, "b@example.org"))
    checks.add(tried("form", SPRING.starts - A_MOMENT, True))
    checks.add(tried("details", MONDAY, True))
    figure = checks.figure()
    assert (figure.numerator, figure.denominator) == (6, 9)


@pytest.mark.parametrize(
    ("target", "due", "verdict"),
    [
        (">= 99.9 %", 999, "no verdict: it needs 1,000 that were due, and had 999"),
        (">= 99.9 %", 1000, "kept"),
        (">= 95 %", 19, "no verdict: it needs 20 that were due, and had 19"),
        (">= 95 %", 20, "kept"),
        (">= 100 %", 1, "kept"),
    ],
)
def test_there_is_no_verdict_before_a_single_check_can_no_longer_decide_it(target: str, due: int, verdict: str):
    figure = available(
        *(MONDAY + number * FORM.every for number in range(due)), target=target, now=MONDAY + due * FORM.every
    )
    assert (figure.verdict, figure.met) == (verdict, True if verdict == "kept" else None)


def test_without_a_target_there_is_no_verdict_to_wait_for():
    checks = Answering(AVAILABILITY, terms(now=MONDAY), (FORM,))
    checks.add(tried("form", MONDAY, True))
    assert checks.figure().verdict == ""


def test_evidence_is_of_what_is_about_the_promise_and_a_share_of_many_is_of_all_that_its_instruments_found():
    polite = promise("X-1", kind=("evidence",), evidence=Evidence(("mystery shop", "survey"), "Polite?"))
    named = promise("X-2", kind=("evidence",), evidence=Evidence(("mystery shop",), "A name?"))
    every = aggregate("share-passed", id="X-3", evidence=Evidence(("mystery shop",), "One thing for each"))
    seen = [
        found("mystery shop", True, about="X-1"),
        found("survey", False, about="X-1"),
        found("audit", False, about="X-1"),
        found("mystery shop", False, about="X-2"),
        found("mystery shop", None, about="X-2"),
    ]
    assert brief(figures(polite, named, every, seen=seen)) == {
        "X-1": [("share-passed", 1, 2)],
        "X-2": [("share-passed", 0, 2)],
        "X-3": [("share-passed", 1, 3)],
    }


@pytest.mark.parametrize(
    ("at", "now", "is_counted"),
    [
        (SPRING.starts - A_MOMENT, LATER, False),
        (SPRING.starts, LATER, True),
        (SPRING.ends - A_MOMENT, LATER, True),
        (SPRING.ends, LATER, False),
        (MONDAY, MONDAY, True),
        (MONDAY + A_MOMENT, MONDAY, False),
    ],
)
def test_an_observation_belongs_to_the_period_in_which_it_was_made_and_not_to_the_future(at, now, is_counted):
    checks = Passed(AVAILABILITY, terms(now=now), (FORM,))
    checks.add(Observation("form", at, passed=True))
    assert checks.figure().n == int(is_counted)


def test_the_share_carries_its_formula_and_terms_and_is_held_to_its_target():
    checks = Answering(AVAILABILITY, terms(">= 99.9 %"), (FORM,))
    for number in range(1000):
        checks.add(tried("form", SPRING.ends - (number + 1) * FORM.every, number > 0))
    assert checks.figure() == Sampled(formula=AVAILABILITY, terms=terms(">= 99.9 %"), numerator=999, denominator=1000)
    assert checks.figure().verdict == "kept"
    checks.add(tried("form", SPRING.ends - 1001 * FORM.every, False))
    assert (checks.figure().said, checks.figure().verdict) == ("99.8 %", "broken")


@pytest.mark.parametrize(
    ("instruments", "why"),
    [
        ((FORM,), "Nothing was observed in this period."),
        ((SURVEY, MAILBOX), "Nothing was observed in this period."),
        ((SURVEY,), "Nothing collects this yet: answers to surveys."),
        ((AUDIT, SURVEY), "Nothing collects this yet: what audits find; answers to surveys."),
    ],
)
def test_where_nothing_was_observed_there_is_no_figure_and_not_one_of_nought(instruments, why: str):
    assert Passed(AVAILABILITY, terms(), instruments).figure() == NotMeasured(
        formula=AVAILABILITY, terms=terms(), why=why
    )


def test_a_promise_is_observed_by_its_checks_or_by_all_that_its_tables_name():
    everything = promise(
        kind=("evidence", "web", "register", "publication"),
        evidence=Evidence(("audit", "mystery shop"), "x"),
        web=WebCheck("x"),
        register=Register("x"),
        publication=Publication("x"),
    )
    assert [one.name for one in instruments_of(everything)] == [
        "audit", "mystery shop", "web", "register", "publication",
    ]  # fmt: skip
    assert instruments_of(aggregate("availability", checks=("mailbox", "form"), web=WebCheck("x"))) == (MAILBOX, FORM)
    assert instruments_of(promise()) == ()


def survey(answers: dict[str, int], *, asked: int) -> Survey | NotMeasured:
    """Ask so many, of whom some answer."""
    counting = TopTwo(AIM, SATISFIED, (SURVEY,))
    given = [answer for answer, number in answers.items() for _ in range(number)]
    for answer in [*given, *[""] * (asked - len(given))]:
        counting.add(found("survey", answer=answer, about="X-1"))
    return counting.figure()


def test_those_in_between_count_and_those_who_do_not_know_do_not():
    answers = {
        "very satisfied": 300,
        "satisfied": 80,
        "neither": 10,
        "dissatisfied": 6,
        "very dissatisfied": 4,
        "don't know": 25,
    }
    figure = survey(answers, asked=2000)
    assert figure == Survey(
        formula=formula_of("survey-top-two"),
        terms=AIM,
        numerator=380,
        denominator=400,
        apart=Apart(excluded={"don't know": 25}),
        question=QUESTION,
        asked=2000,
        answered=425,
    )
    assert (figure.said, figure.n, figure.response_rate, figure.verdict) == (
        "95.0 %",
        400,
        "21.2 %",
        "met aim, but not for sure: the 95 % interval, 92.4 % to 96.8 %, spans the target",
    )


def test_a_survey_nobody_answered_is_not_measured():
    figure = survey({}, asked=40)
    assert (figure.said, figure.verdict, figure.response_rate, figure.apart) == (
        "not measured",
        "not measured",
        "0.0 %",
        Apart(),
    )


def test_everybody_asked_may_answer():
    assert survey({"satisfied": 40}, asked=40).response_rate == "100.0 %"


def test_an_answer_that_is_not_on_the_scale_is_set_apart_and_stops_no_other():
    figure = survey({"satisfied": 3, "delighted": 2}, asked=10)
    assert (figure.numerator, figure.denominator, figure.answered) == (3, 3, 5)
    assert figure.apart == Apart(excluded={"not one of the answers": 2})


def test_a_survey_is_about_one_promise_and_asks_in_its_words_where_no_question_is_written():
    overall = aggregate("survey-top-two", id="X-1")
    asked = [found("survey", answer="satisfied", about=id) for id in ("X-1", "X-2", "X-2")]
    (figure,) = figures(overall, seen=asked)["X-1"]
    assert (figure.said, figure.n, figure.question) == ("100.0 %", 1, "We answer.")


def test_answers_are_counted_beside_the_number_of_people_asked():
    counting = Surveyed(formula_of("count-answers"), terms(), (SURVEY,))
    for answer in ("satisfied", "", "don't know", ""):
        counting.add(found("survey", answer=answer, about="X-7"))
    assert counting.figure() == Count(
        formula=formula_of("count-answers"), terms=terms(), counts={"asked": 4, "answered": 2}, total=2
    )


def test_a_charter_counts_answers_and_shops_by_their_own_formulas():
    answers = aggregate("count-answers", id="X-1")
    shops = promise("X-2", kind=("evidence",), evidence=Evidence(("mystery shop",), "Welcoming?"))
    seen = [found("survey", answer="neither", about="X-9"), found(MYSTERY_SHOP.name, True, about="X-2")]
    assert brief(figures(answers, shops, seen=seen)) == {
        "X-1": [("count-answers", -1, 1)],
        "X-2": [("share-passed", 1, 1)],
    }


@pytest.mark.parametrize(
    ("within", "at", "now", "passed"),
    [
        (Months(1), "Fri 31 Jul 2026 23:59", "Fri 31 Jul 2026 23:59", False),
        (Months(1), "Thu 30 Jul 2026 23:59", "Thu 30 Jul 2026 23:59", True),
        (Months(1), "Thu 30 Jul 2026 23:59:59", "Thu 30 Jul 2026 23:59:59", True),
        (Months(1), "", "Thu 30 Jul 2026 23:59:59", None),
        (Months(1), "", "Fri 31 Jul 2026 00:00", False),
        (None, "Sun 31 Jan 2027 09:00", "Sun 31 Jan 2027 09:00", True),
        (None, "", "Sun 31 Jan 2027 09:00", None),
    ],
)
def test_figures_are_published_in_time_or_not_once_that_is_known(within, at, now, passed):
    one = promise("X-1", kind=("publication",), publication=Publication("Figures", within=within, figures=True))
    when = local(at) if at else None
    found = list(published(one, SPRING.last, when, now=local(now), calendar=NINE_TO_FIVE))
    limit = local("Thu 30 Jul 2026 23:59:59")
    assert found == ([] if passed is None else [Observation("figures", when if passed else limit, passed, "", "X-1")])
    assert [each.name for each in instruments_of(one)] == ["figures"]


def test_where_no_publication_is_promised_none_is_late():
    assert list(published(promise(), SPRING.last, None, now=LATER, calendar=NINE_TO_FIVE)) == []
