"""How long visitors waited to be seen, and how many left unseen (S3-23, S4-21)."""

from datetime import date, timedelta

import pytest

from answerable.standards.measure.figure import Apart, Share, Spread, Wait
from answerable.standards.measure.formulas import formula_of
from answerable.standards.measure.visits import Visit, Visits, read_visit
from tests.standards.measure.some import LATER, MONDAY, contact, promise, terms

MINUTE = 60_000_000
ARRIVED = ("arrived", 0.0)


def visit(*facts, **more):
    return contact("reception", *facts, **more)


def booked(minutes: float) -> tuple[str, float, dict[str, object]]:
    """Arrive so many minutes before an appointment."""
    return ("arrived", 0.0, {"slot": MONDAY + timedelta(minutes=minutes)})


def counting(*visits, main="mean-wait-seen", target=None, now=LATER, owed=None):
    found = Visits(terms(target, now=now), main, owed)
    for one in visits:
        found.add(one)
    return found.figure()


@pytest.mark.parametrize(
    ("facts", "read"),
    [
        ([ARRIVED, ("greeted", 60), ("seen", 600)], Visit(True, 10 * MINUTE, False)),
        ([ARRIVED, ("left", 600)], Visit(False, 10 * MINUTE, False)),
        ([ARRIVED, ("greeted", 60)], Visit(False, None, False)),
        ([ARRIVED, ("seen", 600), ("left", 900)], Visit(True, 10 * MINUTE, False)),
        ([booked(4), ("seen", 600)], Visit(True, 6 * MINUTE, True)),
        ([booked(-4), ("seen", 600)], Visit(True, 10 * MINUTE, True)),
        ([booked(15), ("seen", 600)], Visit(True, 0, True)),
        ([("arrived", 0.0, {"slot": date(2026, 5, 11)}), ("seen", 600)], Visit(True, 10 * MINUTE, True)),
        ([booked(4)], Visit(False, None, True)),
        ([("received", 0)], None),
    ],
)
def test_a_wait_runs_from_arriving_or_from_the_appointment_if_that_is_later(facts, read):
    assert read_visit(visit(*facts)) == read


def walked_in(seen: int, all_: int, **apart) -> Share:
    return Share(
        formula=formula_of("share-seen"), terms=terms(), numerator=seen, denominator=all_, apart=Apart(**apart)
    )


def test_who_leaves_unseen_is_left_out_of_the_mean_and_shown_beside_with_the_wait():
    figure = counting(
        visit(ARRIVED, ("seen", 600)),
        visit(ARRIVED, ("seen", 1800)),
        visit(booked(5), ("seen", 1500)),
        visit(ARRIVED, ("left", 3600)),
        visit(ARRIVED, ("seen", 600), ("excluded", 900, {"code": "mystery shop"})),
        visit(("received", 0)),
        target="<= 1200 seconds",
    )
    shop = {"Left out of the figures: mystery shop.": 1}
    assert figure == Wait(
        formula=formula_of("mean-wait-seen"),
        terms=terms("<= 1200 seconds"),
        spread=Spread(3, 60 * MINUTE, 20 * MINUTE, 30 * MINUTE, 30 * MINUTE),
        unserved=Spread(1, 60 * MINUTE, 60 * MINUTE, 60 * MINUTE, 60 * MINUTE),
        unserved_are="left unseen",
        apart=Apart(excluded=shop),
        beside=(walked_in(2, 3, excluded=shop),),
    )
    assert (figure.said, figure.said_with_unserved, figure.verdict) == ("1200.0 seconds", "1800.0 seconds", "kept")


def test_a_moment_over_twenty_minutes_is_not_within_twenty_minutes():
    figure = counting(visit(ARRIVED, ("seen", 1200.000001)), target="<= 1200 seconds")
    assert (figure.said, figure.verdict) == ("1200.1 seconds", "broken")


def test_of_visits_without_an_appointment_so_many_were_seen():
    figure = counting(
        visit(ARRIVED, ("seen", 600)),
        visit(ARRIVED, ("left", 600)),
        visit(ARRIVED),
        visit(booked(5), ("seen", 600)),
        visit(booked(5), ("left", 600)),
        main="share-seen",
    )
    assert figure == walked_in(1, 3)


def test_only_the_main_figure_is_held_to_the_target():
    assert counting(visit(ARRIVED, ("seen", 60)), main="share-seen", target=">= 90 %").verdict == "kept"


def test_a_visit_without_an_end_is_running_for_a_day_and_unseen_after_that():
    a_day_on = MONDAY + timedelta(hours=24)
    figures = [
        counting(visit(ARRIVED), visit(ARRIVED), now=now) for now in (a_day_on - timedelta(microseconds=1), a_day_on)
    ]
    assert [(one.n, one.apart, one.beside[0].denominator) for one in figures] == [
        (0, Apart(running=2), 0),
        (0, Apart(excluded={"The visit has no end on record.": 2}), 2),
    ]
    assert figures[0].beside[0].apart == Apart(running=2)


def test_only_visits_that_a_promise_is_owed_to_are_counted():
    assert counting(visit(ARRIVED, ("seen", 60)), owed=promise(channels="visit")).n == 0
