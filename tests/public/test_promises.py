"""What was promised and what came of it is shown, with all that is needed to check it."""

import csv
import io
import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from answerable.charters import charter_of
from answerable.contacts import actions
from answerable.councils.models import Council
from answerable.figures.actions import count
from answerable.figures.models import FigureRow, PeriodCount
from tests import cast
from tests.build import at, on
from tests.public.residents import heading, the_clock_says, words

pytestmark = pytest.mark.django_db

NOW = at("Sun 22 Nov 2026 12:00")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.council()
    the_clock_says(NOW, monkeypatch)


def a_quarter(key: str = "s5") -> PeriodCount:
    """Two enquiries fell due, of which one was answered in time; one is not due yet, and one was spam."""
    kept, _, spam = (cast.received("Mon 2 Nov 2026 09:00", key, channel="web", email="") for _ in range(3))
    cast.received("Fri 20 Nov 2026 09:00", key, channel="web", email="")
    sam, wednesday = cast.staff(), at("Wed 4 Nov 2026 09:00")
    actions.reply(kept, body="It is mended.", parts=cast.parts(), full=True, closes=True, by=sam, at=wednesday)
    actions.close(spam, outcome=spam.Outcome.SPAM, by=sam, at=wednesday)
    return counted(key)


def counted(key: str = "s5", first: str = "Thu 1 Oct 2026", last: str = "Thu 31 Dec 2026") -> PeriodCount:
    return count(Council.objects.get(key=key), first_on=on(first), last_on=on(last), at=NOW)


def about(response: object, promise: str) -> str:
    """Return what the page says of one promise."""
    html = response.content.decode()  # type: ignore[attr-defined]  # the test client's response
    article = html[html.index(f'aria-labelledby="promise-{promise}"') :]
    shown = type("Part", (), {"content": f"<{article[: article.index('</article>')]}".encode()})
    return words(shown)


def test_every_promise_is_there_in_the_councils_own_words(client: Client):
    said = words(client.get("/s5/promises/"))
    assert [promise.id for promise in charter_of("s5").promises if promise.words not in said] == []


def test_a_promise_has_its_figure_its_verdict_and_how_it_was_counted(client: Client):
    a_quarter()
    said = about(client.get("/s5/promises/"), "S5-24")
    assert "S5-24. We promise this. Kept 50.0 % (1 of 2), provisional Kept 1 time, broken 1 time." in said
    assert "95 % sure: between 9.4 % and 90.6 %" in said
    assert "Promises kept, out of all kept or broken whose due moment lies in the period." in said
    assert "(Formula share-kept, version 1.)" in said
    assert "Still open with the limit past, and counted as broken: 1." in said
    assert "Not due yet, and not counted: 1." in said
    assert "Left out: 1. spam." in said
    assert "Counted on Sunday 22 November 2026 at midday. By version 1 of our promises." in said


def test_the_page_says_which_days_are_counted_and_that_they_are_not_over(client: Client):
    a_quarter()
    assert (
        "These figures are for Thursday 1 October 2026 to Thursday 31 December 2026. They were counted on Sunday 22 "
        "November 2026 at midday, over 4 contacts. They are provisional : the quarter is not over."
    ) in words(client.get("/s5/promises/"))


def test_what_is_not_measured_says_so_and_why(client: Client):
    a_quarter()
    said = about(client.get("/s5/promises/"), "S5-01")
    assert "Not measured. Nothing collects this yet: answers to surveys." in said


def test_a_promise_that_nobody_called_on_has_nothing_to_count(client: Client):
    a_quarter()
    assert "S5-16. We promise this. Kept Nothing to count yet." in about(client.get("/s5/promises/"), "S5-16")


def test_a_promise_about_what_nothing_here_takes_in_says_what_is_missing_and_not_that_there_was_nothing(client: Client):
    a_quarter()
    said = about(client.get("/s5/promises/"), "S5-15")
    assert "Not measured. Nothing collects this yet: letters that come by post." in said
    assert "Nothing to count yet" not in said
    rows = csv.DictReader(io.StringIO(client.get("/s5/promises.csv").content.decode()))
    assert [row["why_not_measured"] for row in rows if row["promise"] in ("S5-15", "S5-16")] == [
        "Nothing collects this yet: letters that come by post.",
        "",
    ]


def test_what_was_counted_all_the_same_is_shown(client: Client):
    cast.received("Mon 2 Nov 2026 09:00", channel="letter", email="", kinds=("complaint",))
    counted("s5")
    said = about(client.get("/s5/promises/"), "S5-15")
    assert "Nothing to count yet" in said
    assert "Not due yet, and not counted: 1." in said


@pytest.mark.promise("S2-30")
def test_how_quickly_messages_are_answered_is_published(client: Client):
    a_quarter("s2")
    said = about(client.get("/s2/promises/"), "S2-30")
    assert "Median: 17.0 working hours" in said
    assert "90th percentile: 17.0 working hours" in said


def test_a_target_that_was_missed_is_said_to_be_missed(client: Client):
    made = counted("s5")
    row = FigureRow.objects.get(count=made, promise="S5-06", formula="share-kept")
    row.said, row.verdict, row.numerator, row.denominator, row.n = "84.9 %", "broken", 15_455, 18_204, 18_204
    row.detail |= {"target": ">= 85 %", "met": False}
    row.save()
    said = about(client.get("/s5/promises/"), "S5-06")
    assert "84.9 % (15,455 of 18,204), provisional ✗ Broken. The target is at least 85 %." in said


def test_every_figure_beside_another_says_what_it_is_a_figure_of(client: Client):
    a_quarter("s5")
    page = client.get("/s5/promises/S5-29/")
    names = re.findall(r"font-weight-bold[^>]*>([^<]+)</p>", page.content.decode())
    assert len(names) == len(set(names)) > 10
    assert {"Replied in time (S5-24)", "Replied in time, or told in time that it would be late (S5-24)"} < set(names)


def test_before_anything_is_counted_the_page_says_so(client: Client):
    said = words(client.get("/s5/promises/"))
    assert "This quarter has not been counted yet." in said
    assert "provisional" not in said


def test_a_draft_is_called_a_draft_and_the_law_beside_it_is_not(client: Client):
    cast.council("s3")
    counted("s3")
    response = client.get("/s3/promises/")
    assert "These standards have not been adopted." in words(response)
    assert "S3-27. draft - not yet a promise." in about(response, "S3-27")
    assert "FOI. We promise this." in about(response, "FOI")


def test_a_promise_has_a_page_with_its_last_four_quarters(client: Client):
    a_quarter()
    for first, last in (
        ("Wed 1 Jul 2026", "Wed 30 Sep 2026"),
        ("Wed 1 Apr 2026", "Tue 30 Jun 2026"),
        ("Thu 1 Jan 2026", "Tue 31 Mar 2026"),
        ("Wed 1 Oct 2025", "Wed 31 Dec 2025"),
    ):
        counted("s5", first, last)
    response = client.get("/s5/promises/S5-24/")
    said = words(response)
    assert heading(response) == charter_of("s5").promise("S5-24").words
    assert "How we read it: The channel at receipt decides" in said
    starts = ["1 October 2026 to", "1 July 2026 to", "1 April 2026 to", "1 January 2026 to"]
    assert [said.index(start) for start in starts] == sorted(said.index(start) for start in starts)
    assert "1 October 2025 to" not in said
    assert "50.0 % (1 of 2)" in said


def test_a_promise_that_is_not_measured_has_a_page_that_says_why(client: Client):
    a_quarter()
    assert "Not measured. Nothing collects this yet: answers to surveys." in words(client.get("/s5/promises/S5-01/"))
    assert client.get("/s5/promises/S5-99/").status_code == 404


def test_the_table_has_a_row_for_every_figure_and_every_promise(client: Client):
    a_quarter()
    response = client.get("/s5/promises.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert {row["promise"] for row in rows} >= {promise.id for promise in charter_of("s5").promises}
    (row,) = [row for row in rows if row["promise"] == "S5-24"]
    formula = "Promises kept, out of all kept or broken whose due moment lies in the period."
    assert row["how_counted"].startswith(formula)
    assert row | {"words": "", "how_counted": ""} == {
        "council": "s5",
        "charter_version": "1",
        "first_on": "2026-10-01",
        "last_on": "2026-12-31",
        "counted_at": "2026-11-22T12:00:00+00:00",
        "provisional": "yes",
        "promise": "S5-24",
        "about": "",
        "words": "",
        "strength": "will",
        "formula": "share-kept",
        "formula_version": "1",
        "how_counted": "",
        "said": "50.0 %",
        "numerator": "1",
        "denominator": "2",
        "n": "2",
        "target": "",
        "name": "Kept",
        "verdict": "",
        "why_not_measured": "",
        "overdue": "1",
        "running": "1",
        "paused": "0",
        "not_required": "0",
        "void": "",
        "excluded": "1: Left out of the figures: spam.",
    }


def test_the_table_can_be_had_before_anything_is_counted(client: Client):
    rows = list(csv.DictReader(io.StringIO(client.get("/s5/promises.csv").content.decode())))
    assert [row["promise"] for row in rows] == [promise.id for promise in charter_of("s5").promises]
    assert {row["said"] for row in rows} == {"not measured"}


def test_the_json_holds_what_is_needed_to_work_a_figure_out_again(client: Client):
    a_quarter()
    given = json.loads(client.get("/s5/promises.json").content)
    assert (given["period"], given["contacts"]) == ({"first_on": "2026-10-01", "last_on": "2026-12-31"}, 4)
    (figure,) = [one for one in given["figures"] if one["promise"] == "S5-24"]
    assert (figure["numerator"], figure["denominator"], figure["apart"]["overdue"], figure["apart"]["excluded"]) == (
        1,
        2,
        1,
        {"Left out of the figures: spam.": 1},
    )


def test_the_json_can_be_had_before_anything_is_counted(client: Client):
    given = json.loads(client.get("/s5/promises.json").content)
    assert (given["period"], given["figures"], len(given["promises"])) == (None, [], len(charter_of("s5").promises))


def test_a_council_that_had_no_charter_by_today_has_no_promises_to_show(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    the_clock_says(at("Mon 2 Jan 2012 09:00"), monkeypatch)
    assert client.get("/s5/promises/").status_code == 404


def test_the_pages_ask_the_database_as_little_for_three_periods_as_for_one(client: Client):
    def asked(where: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(where).status_code == 200
        return len(queries)

    pages = ("/s5/promises/", "/s5/promises/S5-24/", "/s5/promises.csv", "/s5/promises.json")
    a_quarter()
    one = {page: asked(page) for page in pages}
    counted("s5", "Wed 1 Jul 2026", "Wed 30 Sep 2026")
    counted("s5", "Wed 1 Apr 2026", "Tue 30 Jun 2026")
    assert {page: asked(page) for page in pages} == one
    assert max(one.values()) <= 6
