"""Each case that a figure counts is handed on, so that anybody can count the figure again (C15)."""

from datetime import date, datetime, timedelta
from typing import Any

from answerable.standards.charter.clock_rules import DatesKept
from answerable.standards.charter.promises import ContentRule
from answerable.standards.judging.clock import judge_all
from answerable.standards.judging.outcome import State
from answerable.standards.measure.case import Case
from answerable.standards.measure.observations import Observation
from answerable.standards.measure.results import Results
from answerable.standards.vocabulary.feeds import FORM, SURVEY
from answerable.standards.vocabulary.kinds import SENSITIVE
from tests.standards.measure.some import LATER, MONDAY, NINE_TO_FIVE, SPRING, aggregate, clock, contact, promise
from tests.standards.measure.test_observations import SATISFIED
from tests.standards.measure.test_results import ACKNOWLEDGE, HEADLINE, NOTICE, REPLY, charter, timed

DAY = 86_400.0
HOUR = 3600 * 10**6
SOON = MONDAY + timedelta(days=1)


def noted(
    *promises: Any, contacts: tuple[Any, ...] = (), seen: tuple[Observation, ...] = (), now: datetime = LATER
) -> list[Case]:
    """Return every case of a charter's figures, in the order in which they were handed on."""
    cases: list[Case] = []
    one = charter(*promises)
    results = Results(one, period=SPRING, now=now, note=cases.append)
    for each in contacts:
        results.add(each, judge_all(each, charter=one, now=now))
    for observation in seen:
        results.observe(observation)
    results.close()
    return cases


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
    assert [(one.formula, one.state, one.reason, one.stopped) for one in cases] == [
        ("delay-replied-in-time", "broken", "The full reply came late.", MONDAY + timedelta(days=15)),
        ("delay-replied-or-told", "kept", "The notice of delay came in time.", SOON),
        ("delay-revised-date-met", "broken", "Done after the date given.", MONDAY + timedelta(days=15)),
    ]


def test_contacts_are_handed_on_by_how_they_were_counted():
    comers = (
        contact("email", ("received", 0.0), ("resolved", DAY), id="1"),
        contact("email", ("received", 0.0), ("withdrawn", DAY), id="2", kinds="enquiry complaint"),
        contact("email", ("received", 0.0), ("excluded", DAY, {"code": "spam"}), id="3"),
        contact("email", ("received", 0.0), id="4"),
    )
    settled = aggregate("share-answered", id="X-0"), aggregate("count", id="X-1")
    spam = "Left out of the figures: spam."
    assert noted(*settled, contacts=comers) == [
        Case("X-0", "", "share-answered", "kept", opened=MONDAY, stopped=SOON),
        Case("X-1", "", "count", "counted", "enquiry", opened=MONDAY),
        Case("X-0", "", "share-answered", "void", "The customer took the matter back before an answer.", opened=MONDAY),
        Case("X-1", "", "count", "counted", "complaint, enquiry", opened=MONDAY),
        Case("X-0", "", "share-answered", "excluded", spam, opened=MONDAY),
        Case("X-1", "", "count", "excluded", spam, opened=MONDAY),
        Case("X-0", "", "share-answered", "broken", opened=MONDAY),
        Case("X-1", "", "count", "counted", "enquiry", opened=MONDAY),
    ]


def first_contact(state: str, reason: str = "", **moments: Any) -> Case:
    return Case("X-1", "", "share-resolved-first", state, reason, **{"opened": MONDAY, "stopped": MONDAY, **moments})


def test_first_contacts_are_handed_on_at_once_or_when_it_is_known_which_came_back():
    lately = LATER - timedelta(days=2)
    settled = ("received", 0.0), ("resolved", DAY)
    comers = (
        contact("email", *settled, id="settled"),
        contact("email", *settled, id="brought back"),
        contact("email", ("received", 0.0), id="not settled"),
        contact("email", ("received", 0.0, {"after": "brought back"}), id="again", began=SOON),
        contact("email", ("received", 0.0), id="a request", kinds="foi"),
        contact("phone", ("ringing", 0.0), ("abandoned", 9.0), id="nobody"),
        contact("email", *settled, id="lately", began=lately),
    )
    now = lately + timedelta(days=1)
    assert noted(aggregate("share-resolved-first", id="X-1"), contacts=comers, now=now) == [
        first_contact("broken"),
        first_contact("excluded", "It came back about an earlier contact.", opened=SOON, stopped=None),
        first_contact("excluded", "It is not of a kind that can be settled at once.", stopped=None),
        first_contact("excluded", "Nobody answered or saw the person.", stopped=None),
        first_contact("running", opened=lately, stopped=None),
        first_contact("kept"),
        first_contact("broken", "It came back."),
    ]


def test_waits_are_handed_on_in_microseconds_with_those_who_still_wait():
    """From nine to ten on Monday is one working hour; from nine on Monday to five on Tuesday are sixteen."""
    comers = (contact("email", ("received", 0.0), ("replied", 3600.0)), contact("email", ("received", 0.0), id="2"))
    evening = MONDAY + timedelta(days=1, hours=8)
    assert noted(aggregate("percentiles-response", id="X-1"), contacts=comers, now=evening) == [
        Case(
            "X-1", "", "percentiles-response", "served", opened=MONDAY, stopped=MONDAY + timedelta(hours=1), wait=HOUR
        ),
        Case("X-1", "", "percentiles-response", "waiting", opened=MONDAY, wait=16 * HOUR),
    ]


def test_of_waits_beside_others_those_about_welfare_alone_are_handed_on():
    harm = contact("email", ("received", 0.0, {"welfare": True}), ("replied", 3600.0))
    other = contact("email", ("received", 0.0), ("replied", 7200.0), id="2")
    ended = MONDAY + timedelta(hours=1)
    assert noted(aggregate("percentiles-response-welfare", id="X-1"), contacts=(harm, other)) == [
        Case("X-1", "", "percentiles-response-welfare", "served", opened=MONDAY, stopped=ended, wait=HOUR)
    ]


def test_what_was_observed_is_handed_on_and_so_is_how_often_nothing_was():
    last = SPRING.ends - 4 * FORM.every
    looks = (
        Observation("form", last, passed=True),
        Observation("form", last + FORM.every, passed=False),
        Observation(SURVEY.name, MONDAY, answer="satisfied", promise="X-1"),
        Observation(SURVEY.name, MONDAY, answer="neither", promise="X-1"),
        Observation(SURVEY.name, MONDAY, answer="blue", promise="X-1"),
        Observation(SURVEY.name, SOON, promise="X-1"),
    )
    form = aggregate("availability", id="X-0", checks=("form",))
    asked = aggregate("survey-top-two", id="X-1", evidence=SATISFIED.evidence)
    answers = aggregate("count-answers", id="X-2")
    assert noted(form, asked, answers, seen=looks) == [
        seen("X-0", "availability", "kept", last),
        seen("X-0", "availability", "broken", last + FORM.every),
        seen("X-1", "survey-top-two", "kept", MONDAY, "satisfied"),
        seen("X-2", "count-answers", "counted", MONDAY),
        seen("X-1", "survey-top-two", "broken", MONDAY, "neither"),
        seen("X-2", "count-answers", "counted", MONDAY),
        seen("X-1", "survey-top-two", "excluded", MONDAY, "not one of the answers"),
        seen("X-2", "count-answers", "counted", MONDAY),
        seen("X-1", "survey-top-two", "asked", SOON),
        seen("X-2", "count-answers", "asked", SOON),
        seen("X-0", "availability", "not made", SPRING.ends, "form: not tried.", number=2),
    ]


def seen(promise: str, formula: str, state: str, at: datetime, reason: str = "", number: int = 1) -> Case:
    """Return what was observed at a moment, which is both its beginning and its end."""
    return Case(promise, "", formula, state, reason, opened=at, stopped=at, number=number)


def test_each_promise_that_is_measured_or_not_is_handed_on():
    assert noted(aggregate("share-measured", id="X-9"), REPLY, promise("X-2", kind=("rule",))) == [
        Case("X-9", "", "share-measured", state, id, stopped=LATER)
        for id, state in (("X-9", "kept"), ("X-1", "kept"), ("X-2", "broken"))
    ]


def test_a_headline_hands_on_what_each_of_its_three_figures_counted_and_who_acknowledged():
    given = {"by_when": date(2026, 5, 20)}
    email = contact("email", ("received", 0.0), ("acknowledged", 60.0, given), ("replied", DAY))
    dates = promise("X-9", clock=DatesKept(NINE_TO_FIVE), rule=ContentRule("We keep the date", on=("acknowledged",)))
    cases = noted(HEADLINE, ACKNOWLEDGE, REPLY, dates, contacts=(email,))
    assert [(one.formula, one.state, one.by, one.stopped) for one in cases if one.promise == "X-4"] == [
        ("headline-acknowledgements", "kept", "person", MONDAY + timedelta(minutes=1)),
        ("headline-answers", "kept", "", SOON),
        ("headline-dates", "kept", "", SOON),
    ]
    assert [(one.promise, one.by) for one in cases if one.formula == "share-kept"] == [("X-0", "person"), ("X-1", "")]


def test_what_was_set_aside_after_its_limit_is_handed_on_as_broken_with_what_became_of_it():
    late = contact("email", ("received", 0.0), ("withdrawn", 30 * DAY))
    (case,) = noted(REPLY, contacts=(late,))
    assert (case.state, case.aside) == ("broken", "taken back")


def test_of_a_sensitive_matter_only_the_law_that_sets_a_promise_aside_is_not_named():
    cases: list[Case] = []
    ours = timed("X-2", 42, "full reply", contacts=frozenset({"ehc"}))
    results = Results(charter(REPLY, ours), period=SPRING, now=LATER, note=cases.append)
    void = clock(State.VOID, of=REPLY, reason="The law on special needs has its own limit.")
    for kinds in ("ehc", " ".join(SENSITIVE)):
        results.add(contact("email", kinds=kinds), [clock(of=REPLY), void, void._replace(promise=ours)])
    assert [(one.promise, one.state, one.reason) for one in cases] == [
        ("X-1", "kept", "so"),
        ("X-1", "void", "Another timescale applies."),
        ("X-2", "void", "The law on special needs has its own limit."),
    ] * 2
