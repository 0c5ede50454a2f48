"""Calls by how they ended, and the figures the same calls make by one formula and another (C12, B.17)."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from answerable.standards.charter.promises import Strength
from answerable.standards.facts import Contact, Fact
from answerable.standards.measure.cohort import NOT_KNOWN
from answerable.standards.measure.figure import Apart, Count, Share, Spread, Wait
from answerable.standards.measure.formulas import formula_of
from answerable.standards.measure.phone import FORMULAS, Call, Calls, Ended, hours, read_call
from answerable.standards.time.calendar import CannotCount
from tests.standards.measure.some import LATER, MONDAY, NINE_TO_FIVE, at, contact, promise, terms
from tests.standards.measure.test_results import charter

SECOND = 1_000_000
OUT_OF_HOURS = "It came outside the published opening hours."
RINGING, QUEUED = ("ringing", 0.0), ("queued", 10.0)


def call(*facts, began=MONDAY + timedelta(hours=1)) -> Contact:
    return contact("phone", *facts, began=began)


def answered(after: float, **more) -> Contact:
    return call(RINGING, QUEUED, ("answered", 10 + after), **more)


def abandoned(after: float) -> Contact:
    return call(RINGING, QUEUED, ("abandoned", 10 + after))


@pytest.mark.parametrize(
    ("facts", "read"),
    [
        ([RINGING, QUEUED, ("answered", 25.5)], Call(Ended.ANSWERED, 15_500_000)),
        ([RINGING, ("answered", 25.5)], Call(Ended.ANSWERED, 25_500_000)),
        ([RINGING, ("answered", 2, {"automatic": True}), QUEUED, ("answered", 30)], Call(Ended.ANSWERED, 20 * SECOND)),
        ([RINGING, QUEUED, ("queued", 20), ("answered", 30)], Call(Ended.ANSWERED, 20 * SECOND)),
        ([RINGING, QUEUED, ("ringing", 25), ("answered", 30)], Call(Ended.ANSWERED, 20 * SECOND)),
        ([RINGING, QUEUED, ("abandoned", 14.999999)], Call(Ended.SHORT, 4_999_999)),
        ([RINGING, QUEUED, ("abandoned", 15)], Call(Ended.ABANDONED, 5 * SECOND)),
        ([RINGING, ("abandoned", 3)], Call(Ended.IN_MENU, 3 * SECOND)),
        ([RINGING, QUEUED, ("voicemail_left", 40)], Call(Ended.VOICEMAIL, 30 * SECOND)),
        ([RINGING, QUEUED, ("callback_agreed", 40)], Call(Ended.CALLBACK, 30 * SECOND)),
        ([RINGING, QUEUED, ("callback_agreed", 40), ("called_back", 900)], Call(Ended.CALLBACK, 30 * SECOND, True)),
        ([RINGING, QUEUED, ("answered", 12), ("callback_agreed", 40)], Call(Ended.ANSWERED, 2 * SECOND)),
        ([RINGING, ("resolved", 9, {"automatic": True})], Call(Ended.SELF_SERVED)),
        ([("ringing", 0, {"blocked": True})], Call(Ended.BLOCKED)),
        ([RINGING, QUEUED], Call(Ended.NO_END)),
        ([RINGING, QUEUED, ("resolved", 40)], Call(Ended.NO_END)),
        ([("received", 0), RINGING, ("answered", 9)], Call(Ended.ANSWERED, 9 * SECOND)),
        ([("received", 0), ("answered", 9)], None),
        ([], None),
    ],
)
def test_a_call_is_what_first_ended_it_and_waits_from_joining_the_queue(facts, read):
    assert read_call(call(*facts), NINE_TO_FIVE) == read


A_THOUSAND = [
    *[answered(20)] * 860,
    *[answered(20.001)] * 140,
    *[abandoned(4.9)] * 10,
    *[abandoned(20)] * 10,
    *[abandoned(20.001)] * 40,
]
"""B.17: 1,000 answered, 860 of them in 20 seconds; 60 abandoned, 20 of them in time, 10 of those within 5 seconds."""


def counting(contacts, main="phone-answered-of-offered", target=None, now=LATER, **more):
    calls = Calls(terms(target, now=now), NINE_TO_FIVE, main, **more)
    for one in contacts:
        calls.add(one)
    return calls.figure()


def to_the_nearest(share: Fraction | None) -> str:
    """Round as others print: half up."""
    assert share is not None
    return f"{float(Fraction(int(share * 1000 + Fraction(1, 2)), 10))} %"


def test_five_service_levels_and_two_rates_of_answering_come_of_the_same_thousand_calls():
    """Printed rounded down, as we do, and to the nearest, as the trade prints the same fractions (B.17)."""
    figure = counting(A_THOUSAND)
    shares = [one for one in (figure, *figure.beside) if isinstance(one, Share)]
    assert [
        (one.formula.id, one.numerator, one.denominator, one.said, to_the_nearest(one.share)) for one in shares
    ] == [
        ("phone-answered-of-offered", 1000, 1060, "94.3 %", "94.3 %"),
        ("phone-answered-of-offered-less-short", 1000, 1050, "95.2 %", "95.2 %"),
        ("phone-abandoned-of-offered", 60, 1060, "5.6 %", "5.7 %"),
        ("phone-level-abandoned-in-time-as-kept", 880, 1060, "83.0 %", "83.0 %"),
        ("phone-level-of-answered", 860, 1000, "86.0 %", "86.0 %"),
        ("phone-level-of-all", 860, 1060, "81.1 %", "81.1 %"),
        ("phone-level-less-abandoned-in-time", 860, 1040, "82.6 %", "82.7 %"),
        ("phone-level-short-as-kept", 870, 1060, "82.0 %", "82.1 %"),
    ]


ONE_OF_EACH = [
    answered(1),
    abandoned(9),
    abandoned(1),
    call(RINGING, ("abandoned", 3)),
    call(RINGING, ("resolved", 9, {"automatic": True})),
    call(RINGING, QUEUED, ("callback_agreed", 40)),
    call(RINGING, QUEUED, ("voicemail_left", 40)),
    call(("ringing", 0, {"blocked": True})),
    call(RINGING, QUEUED),
]


def of(formula: str, part: int, whole: int, apart: Apart = Apart(), now=LATER) -> Share:  # noqa: B008 - frozen
    return Share(formula=formula_of(formula), terms=terms(now=now), numerator=part, denominator=whole, apart=apart)


def test_all_calls_are_all_but_those_the_menu_served():
    """Of one call of each sort, the nine but one are offered, and one of them is answered."""
    ended = dict.fromkeys([one.value for one in Ended], 1)
    assert counting(ONE_OF_EACH) == Share(
        formula=formula_of("phone-answered-of-offered"),
        terms=terms(),
        numerator=1,
        denominator=8,
        beside=(
            of("phone-answered-of-offered-less-short", 1, 7),
            of("phone-abandoned-of-offered", 3, 8),
            of("phone-level-abandoned-in-time-as-kept", 3, 3),
            of("phone-level-of-answered", 1, 1),
            of("phone-level-of-all", 1, 3),
            of("phone-level-less-abandoned-in-time", 1, 1),
            of("phone-level-short-as-kept", 2, 3),
            Count(formula=formula_of("phone-outcomes"), terms=terms(), counts=ended, total=9),
        ),
    )


def test_calls_are_told_by_how_they_ended_in_plain_words():
    assert counting([*ONE_OF_EACH, answered(2)], "phone-outcomes").counts == {
        "answered": 2,
        "abandoned in the queue": 1,
        "abandoned in under 5 seconds": 1,
        "abandoned in the menu": 1,
        "served by the menu": 1,
        "call back accepted": 1,
        "message left": 1,
        "engaged": 1,
        "no end on record": 1,
    }


@pytest.mark.promise("S2-28")
@pytest.mark.parametrize(
    ("by_when", "called", "counts"),
    [
        (None, "Tue 19 May 2026 23:59:59", True),
        (None, "Tue 19 May 2026 23:59:59.5", True),
        (None, "Wed 20 May 2026 00:00", False),
        (None, "Mon 18 May 2026 10:01", True),
        (None, "Mon 8 Jun 2026 10:00", False),
        (None, "Mon 18 May 2026 09:00", False),
        (date(2026, 5, 19), "Tue 19 May 2026 23:59:59.5", True),
        (date(2026, 5, 18), "Tue 19 May 2026 00:00", False),
        (at("Mon 18 May 2026 16:00"), "Mon 18 May 2026 16:00", True),
        (at("Mon 18 May 2026 16:00"), "Mon 18 May 2026 16:00:00.1", False),
        (date(2026, 6, 8), "Mon 8 Jun 2026 10:00", False),
    ],
)
def test_a_call_back_weeks_later_is_no_answered_call(by_when, called, counts):
    facts = call_back("Mon 18 May 2026", called, **({} if by_when is None else {"by_when": by_when}))
    assert read_call(facts, NINE_TO_FIVE) == Call(Ended.CALLBACK, 60 * SECOND, counts)


def call_back(day: str, called: str, **said) -> Contact:
    """A call at ten, with a call back agreed a minute later."""
    agreed = Fact("ringing", at(f"{day} 10:00")), Fact("callback_agreed", at(f"{day} 10:01"), said)
    return Contact.of("c", "phone", ["enquiry"], [*agreed, Fact("called_back", at(called))])


@pytest.mark.parametrize(("called", "counts"), [("Sun 31 Dec 2028 23:59:59", True), ("Mon 1 Jan 2029 00:00", False)])
def test_a_call_back_is_counted_as_far_as_the_calendar_knows(called, counts):
    assert read_call(call_back("Fri 29 Dec 2028", called), NINE_TO_FIVE) == Call(Ended.CALLBACK, 60 * SECOND, counts)


def test_a_call_back_counts_as_answered_only_when_it_reached_the_caller():
    agreed = (RINGING, QUEUED, ("callback_agreed", 40))
    reached = call(*agreed, ("called_back", 900))
    assert counting([reached, reached, call(*agreed)]).share == Fraction(2, 3)


def test_84_96_per_cent_of_calls_answered_misses_85_and_only_the_main_figure_has_a_target():
    figure = counting([*[answered(1)] * 2124, *[abandoned(9)] * 376], target=">= 85 %")
    assert (figure.said, figure.verdict, {one.verdict for one in figure.beside}) == ("84.9 %", "broken", {""})


@pytest.mark.parametrize("formula", [formula.id for formula in FORMULAS])
def test_a_charter_may_choose_any_formula_of_the_telephone(formula: str):
    figure = counting(A_THOUSAND, formula)
    assert [one.formula.id for one in (figure, *figure.beside)].count(formula) == 1
    assert figure.formula == formula_of(formula)


def test_a_limit_on_callers_who_give_up_can_be_held_to():
    figures = [counting(A_THOUSAND, "phone-abandoned-of-offered", target) for target in ("<= 5 %", "<= 10 %")]
    assert [(one.said, one.verdict) for one in figures] == [("5.6 %", "broken"), ("5.6 %", "kept")]


def test_the_mean_is_over_calls_answered_and_callers_who_gave_up_are_shown_beside():
    calls = [answered(60), answered(300), abandoned(2), abandoned(1000), *ONE_OF_EACH[3:]]
    figure = counting(calls, "mean-wait-answered", "< 180 seconds")
    ended = dict.fromkeys([one.value for one in Ended], 1) | {"answered": 2}
    outcomes = Count(formula=formula_of("phone-outcomes"), terms=terms(), counts=ended, total=10)
    assert figure == Wait(
        formula=formula_of("mean-wait-answered"),
        terms=terms("< 180 seconds"),
        spread=Spread(2, 360 * SECOND, 60 * SECOND, 300 * SECOND, 300 * SECOND),
        unserved=Spread(2, 1002 * SECOND, 2 * SECOND, 1000 * SECOND, 1000 * SECOND),
        unserved_are="gave up in the queue",
        beside=(of("phone-level-of-answered", 0, 2), outcomes),
    )
    assert (figure.said, figure.said_with_unserved, figure.verdict) == ("180.0 seconds", "340.5 seconds", "broken")


def test_as_soon_as_we_can_has_percentiles_and_no_verdict():
    calls = Calls(terms(strength=Strength.BEST_EFFORT), NINE_TO_FIVE, "percentiles-wait")
    for after in range(1, 11):
        calls.add(answered(after))
    figure = calls.figure()
    assert isinstance(figure, Wait)
    assert figure.say_spread(figure.spread) == {
        "median": "5.0 seconds",
        "90th percentile": "9.0 seconds",
        "longest": "10.0 seconds",
    }
    assert (figure.formula.id, figure.said, figure.n, figure.verdict) == ("percentiles-wait", "5.5 seconds", 10, "")


def test_calls_out_of_hours_those_left_out_and_those_that_never_rang_are_counted_apart():
    opens, shuts = at("Mon 11 May 2026 09:00"), at("Mon 11 May 2026 17:00")
    moment = timedelta(microseconds=1)
    spam = ("excluded", 60, {"code": "spam"})
    figure = counting(
        [
            *(answered(1, began=began) for began in (opens - moment, opens, shuts - moment, shuts)),
            answered(1, began=at("Sat 16 May 2026 12:00")),
            call(RINGING, QUEUED, ("answered", 11), spam),
            *[call(("received", 0), ("replied", 60))] * 2,
        ]
    )
    assert (figure.numerator, figure.denominator, figure.apart) == (
        2,
        2,
        Apart(
            excluded={
                OUT_OF_HOURS: 3,
                "Left out of the figures: spam.": 1,
                "The telephone system has no record of the call.": 2,
            }
        ),
    )
    assert [one.apart for one in figure.beside] == [figure.apart] * 8


def test_a_call_without_an_end_is_running_for_a_day_and_counts_as_unanswered_after_that():
    lost = call(RINGING, QUEUED)
    a_day_on = MONDAY + timedelta(hours=25)
    figures = [counting([lost, lost], now=now) for now in (a_day_on - timedelta(microseconds=1), a_day_on)]
    assert [(one.numerator, one.denominator, one.apart) for one in figures] == [
        (0, 0, Apart(running=2)),
        (0, 2, Apart()),
    ]


def test_a_call_counts_in_the_period_in_which_it_rang_and_only_as_far_as_is_known():
    calls = [answered(5, began=at("Tue 31 Mar 2026 16:59:59")), answered(5, began=at("Wed 1 Jul 2026 09:00"))]
    assert counting(calls, now=at("Thu 2 Jul 2026 09:00")).denominator == 0
    assert counting([answered(5)], now=MONDAY + timedelta(hours=1, seconds=12)).apart == Apart(running=1)


def test_only_calls_that_a_promise_is_owed_to_are_counted():
    assert counting([answered(1)], owed=promise(channels="email")).denominator == 0


def test_unless_told_otherwise_the_main_figure_is_calls_answered_of_those_offered():
    assert Calls(terms(), NINE_TO_FIVE).figure() == counting([])


@pytest.mark.parametrize("main", ["phone-outcomes", "phone-answered-of-offered", "percentiles-wait"])
def test_calls_on_a_day_the_calendar_does_not_hold_are_left_out(main: str):
    until_before = replace(NINE_TO_FIVE, known_until=MONDAY.date() - timedelta(days=1))
    calls = Calls(terms(), until_before, main)
    calls.add(answered(1))
    assert (calls.figure().n, calls.figure().apart.excluded) == (0, {NOT_KNOWN: 1})


def test_the_day_of_a_call_is_that_of_its_own_place():
    """Half past midnight on 1 July by British Summer Time is still June in UTC."""
    until_june = replace(NINE_TO_FIVE, known_until=date(2026, 6, 30))
    with pytest.raises(CannotCount):
        Calls(terms(), until_june, "phone-outcomes").take(answered(1), at("Wed 1 Jul 2026 00:30"))


def test_the_phone_has_hours_of_its_own_where_the_charter_publishes_some():
    late = replace(NINE_TO_FIVE, name="late")
    one = charter(services={"phone": late})
    assert (hours(one, "phone"), hours(one, "reception")) == (late, NINE_TO_FIVE)
