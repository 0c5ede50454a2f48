"""Failed sign-ins can be read by those who may, day by day, and show no council that another one is here."""

from typing import Any

import pytest

from answerable.people import actions
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.desk.sitting import text

pytestmark = pytest.mark.django_db

NOW = "Tue 3 Nov 2026 10:00"


def failed(email: str, when: str = NOW, is_heard: bool = True) -> None:
    actions.note_failure(email, internet_address="203.0.113.9", at=at(when), is_heard=is_heard)


@pytest.fixture
def several() -> None:
    stella = cast.staff("Stella Stranger", path="s1")
    stella.email = "stella@other.example"
    stella.save()
    cast.staff("Sam Field")
    for email in ("sam.field@council.example", "nobody@council.example", "stella@other.example", "who@other.example"):
        failed(email)
    failed("root@evil.example", is_heard=False)


def shown(desk_of: Any, path: str = "s5", **day: str) -> list[str]:
    page = desk_of("Au Ditor", role=Role.AUDITOR, path=path).at(NOW).open("failed-sign-ins/", **day)
    return [f"{one.email} {one.wrong} {one.unheard}" for one in page.context["tries"]]


def test_an_auditor_of_the_council_sees_its_staff_and_unknown_addresses_and_nothing_of_another_council(
    desk_of: Any, several: None
):
    assert sorted(shown(desk_of)) == [
        "nobody@council.example 1 0",
        "root@evil.example 0 1",
        "sam.field@council.example 1 0",
    ]


def test_an_auditor_of_a_team_sees_its_staff_alone(desk_of: Any, several: None):
    assert shown(desk_of, path="s5/customer-services/post") == ["sam.field@council.example 1 0"]


def test_another_day_is_asked_for_by_its_date(desk_of: Any):
    cast.staff("Sam Field")
    failed("sam.field@council.example", "Mon 2 Nov 2026 23:59")
    assert shown(desk_of) == []
    asked = {"day-day": "2", "day-month": "11", "day-year": "2026"}
    assert shown(desk_of, **asked) == ["sam.field@council.example 1 0"]
    page = text(desk_of("Au Ditor", role=Role.AUDITOR, path="s5").at(NOW).open("failed-sign-ins/", **asked))
    assert "Failed sign-ins on Monday 2 November 2026" in page
    assert "sam.field@council.example 203.0.113.9 23:59 23:59 1 0" in page


def test_a_day_that_is_none_is_said_and_today_is_shown(desk_of: Any):
    cast.staff("Sam Field")
    failed("sam.field@council.example")
    asked = {"day-day": "31", "day-month": "11", "day-year": "2026"}
    page = text(desk_of("Au Ditor", role=Role.AUDITOR, path="s5").at(NOW).open("failed-sign-ins/", **asked))
    assert "The day must be a real date, like 27 March 2026" in page
    assert "Failed sign-ins on Tuesday 3 November 2026" in page
