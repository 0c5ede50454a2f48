"""The council's page is read from outside once an hour, and has to give all four ways to find the council."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from answerable.channels.checks.trying import missing, try_details
from answerable.channels.checks.visit import read
from answerable.config.clock import the_moment_it_is
from answerable.councils.models import Council
from answerable.observations.models import ObservationRow
from tests import cast
from tests.channels.checks.counting import counted, outcomes, said

pytestmark = pytest.mark.django_db(transaction=True)

ALL = "Ring 01632 960 001, see www.s1.example, come to The Council House, 1 High Street: Monday to Friday, 9am to 5pm"


@pytest.fixture
def now(live_server: Any, settings: Any) -> datetime:
    settings.ORIGIN = live_server.url
    cast.council("s1")
    return the_moment_it_is()


@pytest.mark.promise("S1-37")
def test_a_page_that_says_where_to_find_the_council_keeps_the_promise(now: datetime):
    Council.objects.update(opening="Monday to Friday\n9am to 5pm", address="The Council House\n1 High Street & more")
    try_details(now)
    assert outcomes() == [("details", True, "")]
    assert said(counted("s1", now), "S1-37") == ("100.0 %", 1, 1, "")


@pytest.mark.promise("S1-37")
def test_a_page_that_leaves_something_out_breaks_the_promise(now: datetime):
    Council.objects.update(phone="", opening=" ")
    try_details(now)
    assert outcomes() == [("details", False, "The page does not give the telephone number, the opening hours.")]
    assert said(counted("s1", now), "S1-37") == ("0.0 %", 0, 1, "")


@pytest.mark.parametrize(
    ("lost", "name"),
    [
        ("01632 960 001", "the telephone number"),
        ("www.s1.example", "the web site"),
        ("The Council House, 1 High Street", "the address"),
        ("Monday to Friday, 9am to 5pm", "the opening hours"),
    ],
)
def test_each_of_the_four_is_looked_for(lost: str, name: str):
    council = cast.council("s1")
    assert missing(council, ALL) == ""
    assert missing(council, ALL.replace(lost, "")) == f"The page does not give {name}."


def test_what_a_page_says_is_what_can_be_read_on_it():
    page = read(
        "/", "<style>01632</style><p title='x'>At&nbsp;<b>nine</b><br>or ten</p><script>'www'</script> &amp; so"
    )
    assert (page.words, page.fields) == ("At nine or ten & so", None)


def test_a_page_that_does_not_come_has_failed(now: datetime, settings: Any):
    settings.ORIGIN = f"{settings.ORIGIN}/nowhere"
    try_details(now)
    assert outcomes() == [("details", False, f"{settings.ORIGIN}/s1/ answered 404 Not Found.")]


def test_the_page_is_read_once_an_hour(now: datetime):
    for minutes in (0, 0, 59, 60):
        try_details(now + timedelta(minutes=minutes))
    assert list(ObservationRow.objects.order_by("id").values_list("at", flat=True)) == [now, now + timedelta(hours=1)]
