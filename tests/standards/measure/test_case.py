"""Each case that a figure counts is handed on, so that anybody can count the figure again (C15)."""

from datetime import date, timedelta
from typing import Any

from answerable.standards.judging.clock import judge_all
from answerable.standards.measure.case import Case
from answerable.standards.measure.observations import Observation
from answerable.standards.measure.results import Results
from answerable.standards.vocabulary.feeds import FORM, SURVEY
from tests.standards.measure.some import LATER, MONDAY, SPRING, aggregate, contact, promise
from tests.standards.measure.test_observations import SATISFIED
from tests.standards.measure.test_results import ACKNOWLEDGE, NOTICE, REPLY, charter

DAY = 86_400.0
SOON = MONDAY + timedelta(days=1)


def noted(*promises: Any, contacts: tuple[Any, ...] = (), seen: tuple[Observation, ...] = ()) -> list[Case]:
    """Return every case of a charter's figures, in the order in which they were handed on."""
    cases: list[Case] = []
    one = charter(*promises)
    results = Results(one, period=SPRING, now=LATER, note=cases.append)
    for each in contacts:
        results.add(each, judge_all(each, charter=one, now=LATER))
    for observation in seen:
        results.observe(observation)
    results.close()
    return cases


def brief(cases: list[Case]) -> list[tuple[str, ...]]:
    return [(one.formula, one.state, one.reason, one.by) for one in cases]


def test_a_clock_is_handed_on_with_its_moments_and_who_kept_it():
    email = contact("email", ("received", 0.0), ("acknowledged", 60.0, {"automatic": True}), ("replied", DAY))
    acknowledged, replied = noted(ACKNOWLEDGE, REPLY, contacts=(email,))
    assert acknowledged == Case(
        "X-0",
        "",
        "share-kept",
        "kept",
        "The acknowledgement came in time.",
        opened=MONDAY,
        due=acknowledged.due,
        decided=acknowledged.due,
        stopped=MONDAY + timedelta(minutes=1),
        by="machine",
    )
    assert (replied.promise, replied.stopped, replied.by) == ("X-1", SOON, "")


def test_a_late_reply_that_was_told_of_in_time_is_kept_in_one_of_three_figures_by_what_told_it():
    told = {"by_when": date(2026, 5, 22), "reason": "staff away"}
    late = contact("email", ("received", 0.0), ("delay_told", DAY, told), ("replied", 15 * DAY))
    cases = [one for one in noted(REPLY, NOTICE, contacts=(late,)) if one.about == "X-1"]
    assert [(one.formula, one.state, one.stopped) for one in cases] == [
        ("delay-replied-in-time", "broken", MONDAY + timedelta(days=15)),
        ("delay-replied-or-told", "kept", SOON),
        ("delay-revised-date-met", "broken", MONDAY + timedelta(days=15)),
    ]


def test_contacts_are_handed_on_by_how_they_were_counted():
    comers = (
        contact("email", ("received", 0.0), ("resolved", DAY), id="1"),
        contact("email", ("received", 0.0), ("withdrawn", DAY), id="2"),
        contact("email", ("received", 0.0), ("excluded", DAY, {"code": "spam"}), id="3"),
        contact("email", ("received", 0.0, {"after": "1"}), id="4", began=SOON),
    )
    settled = [aggregate(id, id=f"X-{n}") for n, id in enumerate(("share-answered", "count", "share-resolved-first"))]
    assert brief(noted(*settled, contacts=comers)) == [
        ("share-answered", "kept", "", ""),
        ("count", "counted", "enquiry", ""),
        ("share-answered", "void", "The customer took the matter back before an answer.", ""),
        ("count", "counted", "enquiry", ""),
        ("share-resolved-first", "broken", "", ""),
        ("share-answered", "excluded", "Left out of the figures: spam.", ""),
        ("count", "excluded", "Left out of the figures: spam.", ""),
        ("share-resolved-first", "excluded", "Left out of the figures: spam.", ""),
        ("share-answered", "broken", "", ""),
        ("count", "counted", "enquiry", ""),
        ("share-resolved-first", "excluded", "It came back about an earlier contact.", ""),
        ("share-resolved-first", "broken", "It came back.", ""),
    ]


def test_waits_are_handed_on_in_microseconds_with_those_who_still_wait():
    comers = (contact("email", ("received", 0.0), ("replied", 3600.0)), contact("email", ("received", 0.0), id="2"))
    served, waiting = noted(aggregate("percentiles-response", id="X-1"), contacts=comers)
    assert (served.state, served.wait, waiting.state) == ("served", 3600 * 10**6, "waiting")
    assert waiting.wait is not None
    assert waiting.wait > served.wait


def test_what_was_observed_is_handed_on_and_so_is_how_often_nothing_was():
    looks = (
        Observation("form", SPRING.ends - 4 * FORM.every, passed=True),
        Observation("form", SPRING.ends - 3 * FORM.every, passed=False),
        Observation(SURVEY.name, MONDAY, answer="satisfied", promise="X-1"),
        Observation(SURVEY.name, MONDAY, answer="neither", promise="X-1"),
        Observation(SURVEY.name, MONDAY, answer="blue", promise="X-1"),
        Observation(SURVEY.name, MONDAY, promise="X-1"),
    )
    form = aggregate("availability", id="X-0", checks=("form",))
    asked = aggregate("survey-top-two", id="X-1", evidence=SATISFIED.evidence)
    answers = aggregate("count-answers", id="X-2")
    cases = noted(form, asked, answers, seen=looks)
    assert [(one.formula, one.state, one.reason, one.number) for one in cases] == [
        ("availability", "kept", "", 1),
        ("availability", "broken", "", 1),
        ("survey-top-two", "kept", "satisfied", 1),
        ("count-answers", "counted", "", 1),
        ("survey-top-two", "broken", "neither", 1),
        ("count-answers", "counted", "", 1),
        ("survey-top-two", "excluded", "not one of the answers", 1),
        ("count-answers", "counted", "", 1),
        ("survey-top-two", "asked", "", 1),
        ("count-answers", "asked", "", 1),
        ("availability", "not made", "form: not tried.", 2),
    ]


def test_each_promise_that_is_measured_or_not_is_handed_on():
    cases = noted(aggregate("share-measured", id="X-9"), REPLY, promise("X-2", kind=("rule",)))
    assert [(one.promise, one.reason, one.state) for one in cases] == [
        ("X-9", "X-9", "kept"),
        ("X-9", "X-1", "kept"),
        ("X-9", "X-2", "broken"),
    ]
