"""Who looked at what, in one row for an hour."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.evidence.actions import forget_looks, look
from answerable.evidence.models import Look
from tests.build import at

pytestmark = pytest.mark.django_db

NINE = at("Mon 2 Nov 2026 09:00")
SAM = {"council": "s5", "about": "7K3Q-92MX", "by": "sam@council.example", "internet_address": "192.0.2.1"}


def looked(at: Any, what: Look.What = Look.What.READ, **changes: str) -> None:
    look(what, at=at, **SAM | changes)


def kept() -> list[tuple[Any, ...]]:
    return list(Look.objects.order_by("id").values_list("what", "about", "asked_for", "hour", "at", "times"))


def test_the_looks_of_one_hour_are_one_row_with_their_number_and_the_last_moment():
    last = NINE + timedelta(minutes=59, seconds=59)
    for moment in (NINE + timedelta(minutes=10), NINE + timedelta(minutes=30), last):
        looked(moment)
    assert kept() == [("read", "7K3Q-92MX", "", NINE, last, 3)]
    row = Look.objects.get()
    assert (row.council, row.by, row.internet_address) == ("s5", "sam@council.example", "192.0.2.1")
    assert str(row) == "2026-11-02 09:59 sam@council.example: Read a contact 7K3Q-92MX"


def test_another_hour_person_contact_place_council_or_deed_is_a_row_of_its_own():
    looked(NINE)
    looked(NINE + timedelta(hours=1))
    for name, value in (
        ("about", "8K3Q-92MX"),
        ("by", "priya@council.example"),
        ("internet_address", "192.0.2.2"),
        ("council", "s1"),
        ("asked_for", "Robin"),
    ):
        looked(NINE, **{name: value})
    looked(NINE, Look.What.TOOK_EMAIL)
    assert [one[-1] for one in kept()] == [1] * 8


def test_a_look_is_one_statement_the_first_as_the_later_ones():
    for _ in range(2):
        with CaptureQueriesContext(connection) as made:
            looked(NINE)
        assert len(made) == 1


def test_what_was_asked_for_is_kept_as_one_line_of_what_can_be_read():
    looked(NINE, Look.What.SEARCHED, about="", asked_for="Robin\x00 \u202eReed\n" + "x" * 300)
    assert kept() == [("searched", "", "Robin Reed " + "x" * 189, NINE, NINE, 1)]


def test_looks_are_forgotten_that_ended_before_a_moment_and_no_others():
    looked(NINE - timedelta(seconds=1))
    looked(NINE)
    assert forget_looks(Look.objects.filter(at__lt=NINE)) == 1
    assert [one[3] for one in kept()] == [NINE]
    assert forget_looks(Look.objects.filter(at__lt=NINE)) == 0
