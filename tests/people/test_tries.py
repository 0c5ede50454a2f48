"""A wrong try costs a wait that grows and ends; what is kept of those that failed does not grow without end."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from answerable.people import actions
from answerable.people.actions import TooSoon, signing_in
from answerable.people.models import Delay, FailedSignIn
from tests.build import at

pytestmark = pytest.mark.django_db

NOW = at("Mon 2 Nov 2026 09:00")
WHO = "sam@council.example"


def waits(tries: int) -> list[int]:
    """Return how many seconds each of some wrong tries costs, when each comes at the first moment it may."""
    moment, found = NOW, []
    for _ in range(tries):
        actions.await_turn(WHO, device="", at=moment)
        until = Delay.objects.get().until
        found.append(int((until - moment).total_seconds()))
        moment = until
    return found


def test_the_fifth_wrong_try_costs_half_a_minute_and_each_after_it_twice_as_much_up_to_a_quarter_of_an_hour():
    assert waits(13) == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900, 900]


def test_a_try_before_its_turn_is_refused_to_the_last_moment_and_costs_no_more():
    waits(5)
    until = NOW + timedelta(seconds=30)
    for early in (timedelta(seconds=30), timedelta(microseconds=1)):
        with pytest.raises(TooSoon) as refused:
            actions.await_turn(WHO, device="", at=until - early)
        assert refused.value.until == until
    actions.await_turn(WHO, device="", at=until)


def test_wrong_tries_of_more_than_a_day_ago_no_longer_count():
    waits(6)
    until = Delay.objects.get().until
    actions.await_turn(WHO, device="", at=until + timedelta(days=1, seconds=1))
    assert Delay.objects.get().tries == 1


def test_each_device_and_each_address_is_counted_apart_and_an_address_however_it_is_written():
    waits(5)
    actions.await_turn(WHO, device="a" * 32, at=NOW)
    actions.await_turn("boss@council.example", device="", at=NOW)
    with pytest.raises(TooSoon):
        actions.await_turn(" SAM@Council.example", device="", at=NOW)


def note(email: str = WHO, place: str = "203.0.113.9", is_heard: bool = True) -> None:
    actions.note_failure(email, internet_address=place, at=NOW, is_heard=is_heard)


def kept() -> list[tuple[str, str, int, int]]:
    return [(row.email, row.internet_address, row.wrong, row.unheard) for row in FailedSignIn.objects.order_by("id")]


def test_many_tries_of_a_day_for_one_address_from_one_place_are_one_row():
    for is_heard in (True, True, False):
        note("Sam@council.example", is_heard=is_heard)
    note(place="203.0.113.10")
    assert kept() == [(WHO, "203.0.113.9", 2, 1), (WHO, "203.0.113.10", 1, 0)]


def test_a_day_has_so_many_rows_and_what_is_beyond_is_counted_in_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(signing_in, "ROWS_A_DAY", 2)
    for number in range(5):
        note(f"{number}@council.example")
    note("0@council.example")
    assert kept() == [
        ("0@council.example", "203.0.113.9", 2, 0),
        ("1@council.example", "203.0.113.9", 1, 0),
        ("", "", 3, 0),
    ]


def test_an_address_longer_than_any_is_kept_as_far_as_there_is_room():
    note(f"{'a' * 300}@council.example")
    assert kept() == [("a" * 254, "203.0.113.9", 1, 0)]


def test_failed_tries_are_forgotten_after_ninety_days_and_waits_a_day_after_they_are_over():
    note()
    waits(5)
    day, until = localdate(NOW), NOW + timedelta(seconds=30)
    actions.forget_failures(at=until + timedelta(days=1))
    assert (FailedSignIn.objects.get().day, Delay.objects.count()) == (day, 1)
    actions.forget_failures(at=until + timedelta(days=1, seconds=1))
    assert (FailedSignIn.objects.count(), Delay.objects.count()) == (1, 0)
    actions.forget_failures(at=NOW + timedelta(days=90))
    assert FailedSignIn.objects.count() == 1
    actions.forget_failures(at=NOW + timedelta(days=91))
    assert FailedSignIn.objects.count() == 0
