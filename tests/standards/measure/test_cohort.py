"""Contacts by the period in which they began: volumes, answers, and working time to a response."""

from dataclasses import replace
from datetime import timedelta

import pytest

from answerable.standards.facts import Contact
from answerable.standards.measure.cohort import (
    NOT_KNOWN,
    Answered,
    Cohort,
    Responses,
    Volume,
    WelfareResponses,
    began_at,
)
from answerable.standards.measure.figure import Apart, Count, Share, Spread, Terms, Wait
from answerable.standards.measure.formulas import formula_of
from answerable.standards.measure.waits import Waits, wait_between
from tests.standards.measure.some import LATER, MONDAY, NINE_TO_FIVE, at, contact, promise, terms

HOUR = 3600
WORKING_HOUR = 3600 * 1_000_000
RECEIVED = ("received", 0.0)
SPAM = ("excluded", 60.0, {"code": "spam"})


def added(cohort, *contacts: Contact):
    for one in contacts:
        cohort.add(one)
    return cohort.figure()


@pytest.mark.parametrize(
    ("channel", "facts", "after"),
    [
        ("email", [("ringing", 0), ("arrived", 0), ("received", 5)], 5),
        ("phone", [("arrived", 0), ("ringing", 5)], 5),
        ("phone", [("received", 5), ("ringing", 9)], 5),
        ("reception", [("ringing", 0), ("arrived", 5), ("greeted", 9)], 5),
    ],
)
def test_a_contact_begins_by_being_received_by_ringing_or_by_arriving(channel: str, facts, after: int):
    assert began_at(contact(channel, *facts)) == MONDAY + timedelta(seconds=after)


def test_a_contact_that_has_not_begun_has_no_beginning():
    assert began_at(contact("email", ("replied", 5))) is None


def test_a_volume_is_what_began_in_the_period_whenever_it_is_due():
    moments = ["Tue 31 Mar 2026 23:59:59", "Wed 1 Apr 2026 00:00", "Tue 30 Jun 2026 23:59:59", "Wed 1 Jul 2026 00:00"]
    totals = [added(Volume(terms()), contact("email", RECEIVED, began=at(moment))).total for moment in moments]
    assert totals == [0, 1, 1, 0]


def test_what_is_left_out_is_counted_by_reason_and_what_is_of_two_kinds_under_both():
    figure = added(
        Volume(terms()),
        contact("letter", RECEIVED, kinds="foi complaint"),
        contact("email", RECEIVED, kinds="complaint"),
        contact("email", RECEIVED, SPAM),
        contact("email", RECEIVED, SPAM),
        contact("email", RECEIVED, ("excluded", 60)),
        contact("email", ("replied", 0)),
    )
    assert figure == Count(
        formula=formula_of("count"),
        terms=terms(),
        counts={"complaint": 2, "foi": 1},
        total=2,
        apart=Apart(excluded={"Left out of the figures: spam.": 2, "Left out of the figures: no code given.": 1}),
    )
    assert list(figure.counts) == ["complaint", "foi"]


def test_what_has_not_happened_yet_is_not_known():
    now = MONDAY + timedelta(seconds=30)
    assert added(Volume(terms(now=now)), contact("email", RECEIVED, SPAM)).total == 1
    assert added(Volume(terms(now=now)), contact("email", ("received", 31))).total == 0


def test_only_contacts_that_a_promise_is_owed_to_are_counted():
    owed = promise(channels="email letter", contacts=frozenset({"complaint", "comment"}))
    figure = added(
        Volume(terms(), owed),
        contact("email", RECEIVED, kinds="complaint foi"),
        contact("email", RECEIVED, kinds="foi"),
        contact("web", RECEIVED, kinds="complaint"),
    )
    assert (figure.total, figure.counts) == (1, {"complaint": 1, "foi": 1})


def test_a_cohort_cannot_be_made_without_saying_how_it_counts():
    with pytest.raises(TypeError, match="abstract"):
        Cohort(terms())


def test_every_comment_gets_an_answer_or_stays_unanswered_in_the_figure():
    replied, resolved = ("replied", HOUR), ("resolved", HOUR)
    figure = added(
        Answered(terms(">= 100 %")),
        contact("email", RECEIVED, replied),
        contact("email", RECEIVED, resolved, ("withdrawn", 2 * HOUR)),
        contact("email", RECEIVED, ("acknowledged", HOUR), ("responded", HOUR)),
        contact("email", RECEIVED, ("replied", HOUR, {"automatic": True})),
        contact("email", RECEIVED, ("withdrawn", HOUR)),
        contact("web", RECEIVED, ("withdrawn", HOUR)),
        contact("email", RECEIVED, SPAM, replied),
    )
    assert figure == Share(
        formula=formula_of("share-answered"),
        terms=terms(">= 100 %"),
        numerator=2,
        denominator=4,
        apart=Apart(
            overdue=2,
            void={"The customer took the matter back before an answer.": 2},
            excluded={"Left out of the figures: spam.": 1},
        ),
    )
    assert (figure.said, figure.verdict) == ("50.0 %", "broken")


def test_every_answer_given_keeps_the_promise_and_sets_nothing_aside():
    assert added(Answered(terms()), contact("email", RECEIVED, ("replied", 9))).apart == Apart()


def test_a_response_is_timed_in_working_hours_and_those_still_waiting_are_shown_beside():
    """Nine to five: from Monday 16:00 to Tuesday 10:00 is two working hours."""
    afternoon = at("Mon 11 May 2026 16:00")
    figure = added(
        Responses(terms(now=at("Mon 11 May 2026 18:00")), NINE_TO_FIVE),
        contact("email", RECEIVED, ("acknowledged", 9), ("responded", HOUR)),
        contact("email", RECEIVED, ("responded", 9, {"automatic": True}), ("replied", 2 * HOUR)),
        contact("email", RECEIVED, ("resolved", 4 * HOUR), ("responded", 5 * HOUR)),
        contact("web", ("responded", -5), RECEIVED, ("responded", 3 * HOUR)),
        contact("email", RECEIVED, ("replied", 18 * HOUR), began=afternoon),
        contact("email", RECEIVED, SPAM),
    )
    assert figure == Wait(
        formula=formula_of("percentiles-response"),
        terms=terms(now=at("Mon 11 May 2026 18:00")),
        spread=Spread(4, 10 * WORKING_HOUR, 2 * WORKING_HOUR, 4 * WORKING_HOUR, 4 * WORKING_HOUR),
        unserved=Spread(1, WORKING_HOUR, WORKING_HOUR, WORKING_HOUR, WORKING_HOUR),
        unserved_are="not yet answered, and their wait so far",
        apart=Apart(excluded={"Left out of the figures: spam.": 1}),
    )
    assert (figure.said, figure.say_spread(figure.spread)["90th percentile"]) == (
        "2.5 working hours",
        "4.0 working hours",
    )
    later = added(Responses(terms(), NINE_TO_FIVE), contact("email", RECEIVED, ("replied", 18 * HOUR), began=afternoon))
    assert later.spread.longest == 2 * WORKING_HOUR


def test_a_response_at_once_is_a_response():
    figure = added(Responses(terms(), NINE_TO_FIVE), contact("chat", RECEIVED, ("responded", 0.0)))
    assert (figure.n, figure.said) == (1, "0.0 working hours")


def waits(formula: str, held: Terms, *hours: int, **more) -> Wait:
    spread = Spread(
        len(hours), sum(hours) * WORKING_HOUR, *(some * WORKING_HOUR for some in (hours[0], *hours[-1:] * 2))
    )
    are = "not yet answered, and their wait so far"
    return Wait(formula=formula_of(formula), terms=held, spread=spread, unserved_are=are, **more)


def test_contacts_about_welfare_are_timed_apart_and_all_others_beside_them_without_their_target():
    harm, held = {"welfare": True}, terms("< 180 seconds")
    figure = added(
        WelfareResponses(held, NINE_TO_FIVE, promise(channels="email")),
        contact("email", ("received", 0.0, harm), ("replied", HOUR)),
        contact("email", RECEIVED, ("typed", 60.0, {"kinds": ("enquiry",), **harm}), ("replied", 2 * HOUR)),
        contact("email", ("received", 0.0, {"welfare": False}), ("replied", 3 * HOUR)),
        contact("web", ("received", 0.0, harm), ("replied", 4 * HOUR)),
        contact("web", RECEIVED, ("replied", 4 * HOUR)),
    )
    others = waits("percentiles-response-others", terms(), 3)
    ours = replace(held, is_sensitive=True)
    assert figure == waits("percentiles-response-welfare", ours, 1, 2, beside=(others,))


def test_a_wait_cannot_be_less_than_none():
    assert wait_between(MONDAY, MONDAY - timedelta(seconds=1)) == 0
    with pytest.raises(OverflowError):
        Waits().add(-1)


def test_only_messages_that_a_promise_is_owed_to_are_timed():
    owed = promise(channels="email")
    assert added(Responses(terms(), NINE_TO_FIVE, owed), contact("web", RECEIVED, ("replied", 9))).n == 0
    assert added(Answered(terms(), owed), contact("web", RECEIVED, ("replied", 9))).n == 0


def test_a_wait_that_reaches_past_the_calendar_is_left_out_and_the_others_are_counted():
    late = terms(now=at("Mon 1 Jan 2029 09:00"))
    answered, waiting = contact("email", RECEIVED, ("replied", HOUR)), contact("email", RECEIVED)
    cohort, cases = Responses(late, NINE_TO_FIVE), []
    cohort.note = cases.append
    figure = added(cohort, waiting, answered, waiting)
    assert (figure.n, figure.unserved.n, figure.apart.excluded) == (1, 0, {NOT_KNOWN: 2})
    assert [(case.state, case.reason, case.opened) for case in cases] == [
        ("excluded", NOT_KNOWN, MONDAY),
        ("served", "", MONDAY),
        ("excluded", NOT_KNOWN, MONDAY),
    ]
    assert late.now > LATER
