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
from answerable.observations import actions as checks
from answerable.public.pages.files import COLUMNS
from answerable.public.pages.promises import groups
from answerable.public.views import promises as views
from answerable.standards.measure.formulas import standing
from answerable.standards.vocabulary.feeds import FORM
from tests import cast
from tests.build import at, on
from tests.cli.asking import ask
from tests.evidence.tampering import without_guards
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
    actions.close(spam, outcome=spam.Outcome.SPAM, why="So it is", by=sam, at=wednesday)
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
    assert "95 % sure" not in said
    assert "Promises kept, out of all kept or broken whose due moment lies in the period." in said
    assert "(Formula share-kept, version 1.)" in said
    assert "Still open with the limit past, and counted as broken: 1." in said
    assert "Not due yet, and not counted: 1." in said
    assert "Left out: 1 (spam)." in said
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
    why = "Nothing collects this yet: what audits find; what was published, and when."
    said = about(client.get("/s5/promises/"), "S5-04")
    assert f"Not measured. {why}" in said
    assert "Nothing to count yet" not in said
    rows = csv.DictReader(io.StringIO(client.get("/s5/promises.csv").content.decode()))
    missing = {row["promise"]: row["why_not_measured"] for row in rows}
    assert (missing["S5-04"], missing["S5-15"]) == (why, "Not connected: no letters are recorded here.")


def test_what_could_be_counted_and_nobody_brings_here_is_not_connected_until_the_first_comes(client: Client):
    a_quarter()
    said = about(client.get("/s5/promises/"), "S5-15")
    assert "Kept Not connected: no letters are recorded here." in said
    assert "Nothing to count yet" not in said
    cast.received("Mon 2 Mar 2026 09:00", channel="letter", email="")
    counted("s5")
    said = about(client.get("/s5/promises/"), "S5-15")
    assert "Nothing to count yet" in said
    assert "Not connected" not in said


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
    with without_guards():
        row.save()
    said = about(client.get("/s5/promises/"), "S5-06")
    assert "84.9 % (15,455 of 18,204), provisional ✗ Broken. The target is at least 85 %." in said


def test_every_figure_beside_another_says_what_it_is_a_figure_of(client: Client):
    a_quarter("s5")
    page = client.get("/s5/promises/S5-29/")
    names = re.findall(r"font-weight-bold[^>]*>([^<]+)</p>", page.content.decode())
    assert len(names) == len(set(names)) > 10
    other = charter_of("s5").promise("S5-24").words
    in_time = f"Replied in time: {other}"
    assert {in_time, f"Replied in time, or told in time that it would be late: {other}"} < set(names)


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


def test_guidance_and_codes_do_not_stand_under_the_law():
    found = {group.name: [line.id for line in group.lines] for group in groups(charter_of("s1"), [])}
    assert found["What a code that binds us asks of us"] == ["HO-1-ACK", "HO-1-REPLY", "HO-2-ACK", "HO-2-REPLY"]
    assert found["What guidance asks of us"] == [
        *("LGSCO-1-ACK", "LGSCO-1-REPLY", "LGSCO-2-ACK", "LGSCO-2-REPLY", "LGSCO-TOTAL"),
        *("FOI-REVIEW", "FOI-REVIEW-LIMIT"),
    ]
    assert {"FOI", "EIR", "SAR", "AWAAB-EMERGENCY"} < set(found["What the law asks of us"])


def test_a_council_without_homes_has_no_heading_for_a_code(client: Client):
    said = words(client.get("/s5/promises/"))
    assert ("What the law asks of us" in said, "What guidance asks of us" in said) == (True, True)
    assert "What a code that binds us asks of us" not in said


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
    made = a_quarter()
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
        "local": "",
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
        "kept_by_machine": "",
        "kept_by_person": "",
        "held_back": "",
        "not_made": "",
        "first_published_as": "",
        "changed_because": "",
        "clock_file_sha256": made.sha256,
        "why_not_measured": "",
        "overdue": "1",
        "set_aside_late": "",
        "corrected_late": "0",
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

    made = a_quarter()
    pages = ("/s5/promises/", "/s5/promises/S5-24/", "/s5/promises.csv", "/s5/promises.json", "/s5/counts/")
    pages += tuple(f"/s5/counts/{made.id}/{name}" for name in ("", "figures.csv", "figures.json", "clocks.csv"))
    one = {page: asked(page) for page in pages}
    counted("s5", "Wed 1 Jul 2026", "Wed 30 Sep 2026")
    counted("s5", "Wed 1 Apr 2026", "Tue 30 Jun 2026")
    assert {page: asked(page) for page in pages} == one
    assert max(one.values()) <= 6


def test_in_every_figure_of_an_acknowledgement_a_machine_is_told_from_a_person(client: Client):
    cast.received("Mon 2 Nov 2026 09:00")
    cast.everything_sent("Mon 2 Nov 2026 09:00")
    by_hand = cast.received("Mon 2 Nov 2026 09:00", channel="web", email="")
    moment = at("Mon 2 Nov 2026 10:00")
    told = cast.parts(by_when=on("Tue 10 Nov 2026"))
    actions.acknowledge(by_hand, body="We have it.", parts=told, by=cast.staff(), at=moment)
    counted("s5")
    rows = list(csv.DictReader(io.StringIO(client.get("/s5/promises.csv").content.decode())))
    split = [(row["kept_by_machine"], row["kept_by_person"]) for row in rows if row["kept_by_machine"]]
    assert [sum(map(int, pair)) for pair in split] == [int(row["numerator"]) for row in rows if row["kept_by_machine"]]
    assert ("2", "1") in split
    assert "Kept by a machine: 2 Kept by a person: 1" in words(client.get("/s5/promises/"))
    figures = json.loads(client.get("/s5/promises.json").content)["figures"]
    assert {"machine", "person"} == {who for figure in figures for who in figure.get("kept_by", {})}


def test_every_count_can_be_seen_and_a_figure_says_what_it_was_when_first_published(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    council = Council.objects.get(key="s5")
    first_on, last_on = on("Thu 1 Oct 2026"), on("Thu 31 Dec 2026")
    a_quarter()
    made = [
        count(council, first_on=first_on, last_on=last_on, at=at(when))
        for when in ("Thu 31 Dec 2026 09:00", "Fri 1 Jan 2027 09:00")
    ]
    cast.received("Mon 2 Nov 2026 09:00")
    made.append(count(council, first_on=first_on, last_on=last_on, at=at("Sat 2 Jan 2027 09:00")))
    the_clock_says(at("Sun 3 Jan 2027 09:00"), monkeypatch)
    said = words(client.get("/s5/counts/"))
    assert "Counted on Thursday 31 December 2026 at 9am , provisional." in said
    assert (
        "Counted on Saturday 2 January 2027 at 9am , the newest. Since the count of 1 January 2027: "
        "1 more thing noted of contacts."
    ) in said
    shown = [about(client.get(f"/s5/counts/{one.id}/"), "S5-24") for one in made]
    assert ["25.0 % (1 of 4)" in one for one in shown] == [False, False, True]
    assert (
        "First published on Friday 1 January 2027 at 9am as 33.3 % (1 of 3). Since the count of 1 January "
        "2027: 1 more thing noted of contacts."
    ) in shown[2]
    assert "There is a newer count of this quarter." in words(client.get(f"/s5/counts/{made[1].id}/"))
    assert "There is a newer count" not in words(client.get(f"/s5/counts/{made[2].id}/"))
    rows = csv.DictReader(io.StringIO(client.get(f"/s5/counts/{made[2].id}/figures.csv").content.decode()))
    (row,) = [row for row in rows if row["promise"] == "S5-24"]
    assert (row["said"], row["first_published_as"]) == ("25.0 %", "33.3 %")
    assert "1 more thing noted" in row["changed_because"]


def test_the_page_offers_what_it_was_counted_from_and_the_script_that_counts_again(client: Client):
    made = a_quarter()
    html = client.get("/s5/promises/").content.decode()
    given = re.findall(r'href="(/s5/counts/[^"]+)"', html)
    assert given == [
        f"/s5/counts/{made.id}/figures.csv",
        f"/s5/counts/{made.id}/clocks.csv",
        "/s5/counts/recount.py",
        f"/s5/counts/{made.id}/figures.json",
    ]
    assert {client.get(page).status_code for page in [*given, "/s5/counts/"]} == {200}
    assert client.get(given[2]).content.decode().startswith('"""Counts published figures again')


def test_of_a_provisional_count_of_an_earlier_day_the_page_says_what_is_kept(client: Client):
    council = Council.objects.get(key="s5")
    quarter = {"first_on": on("Thu 1 Oct 2026"), "last_on": on("Thu 31 Dec 2026")}
    old = count(council, **quarter, at=at("Sat 21 Nov 2026 12:00"))
    counted()
    assert "which is kept for the newest count of a running quarter" in words(client.get(f"/s5/counts/{old.id}/"))
    assert client.get(f"/s5/counts/{old.id}/clocks.csv").status_code == 404
    assert client.get(f"/s4/counts/{old.id}/").status_code == 404


def test_a_small_number_of_a_sensitive_kind_is_on_no_page_and_in_no_file(client: Client):
    cast.received("Mon 2 Nov 2026 09:00", kinds=("adult-care-complaint",))
    made = counted("s5")
    said = about(client.get("/s5/promises/"), "ASC-ACK")
    assert "held back" in said
    assert "Fewer than 5: the number is held back, because it could tell who somebody is." in said
    rows = csv.DictReader(io.StringIO(client.get(f"/s5/counts/{made.id}/figures.csv").content.decode()))
    (row,) = [row for row in rows if row["promise"] == "ASC-ACK" and row["formula"] == "share-kept"]
    assert [row[name] for name in ("said", "numerator", "denominator", "n", "overdue")] == [
        "held back", "", "", "0", "0",
    ]  # fmt: skip


@pytest.mark.promise("S2-03")
@pytest.mark.promise("S2-17")
@pytest.mark.promise("S2-20")
def test_a_figure_of_our_own_tests_is_named_for_what_was_tested_and_keeps_no_promise_by_itself(client: Client):
    made = checks.begin(FORM, council=cast.council("s2"), at=at("Sun 22 Nov 2026 11:50"))
    assert made is not None
    checks.settle(made, at=at("Sun 22 Nov 2026 11:51"))
    counted("s2")
    page = client.get("/s2/promises/")
    names = {
        "S2-03": "Tests of the form and of the mailboxes that arrived, out of all that were due, at every hour of the "
        "day",
        "S2-17": "Test forms with no name, no address and no group that arrived, out of all that were due",
    }
    for id, name in names.items():
        said = about(page, id)
        assert f"{name} 100.0 % (1 of 1), provisional No verdict: figures only. 95 % sure: between" in said
    said = about(page, "S2-20")
    assert "No verdict: it needs 1,000 that were due, and had 1. The target is at least 99.9 %." in said


def test_nothing_to_count_is_said_only_where_something_here_would_bring_it(client: Client):
    cast.council("s4")
    counted("s4")
    page = client.get("/s4/promises/")
    written, not_written = about(page, "S4-26"), about(page, "S4-22")
    assert "Not measured. Nothing collects this yet" in not_written and "Nothing to count yet" not in not_written
    assert "Not connected: no calls are recorded here." in written
    assert "Not measured" not in written and "Nothing to count yet" not in written


def test_the_settings_that_decide_a_figure_are_on_the_page(client: Client):
    said = words(client.get("/s5/promises/"))
    settings = said[said.rindex("What decides these figures") :]
    assert (
        "Start ACTUAL Ours, not the document’s: The document does not say what happens at 18:30 on a Friday."
        in settings
    )
    assert "Ring ms 3000" in settings
    assert "Abandoned calls count as offered" in settings
    assert "Working days are counted by this calendar: Working days, England and Wales." in settings


@pytest.mark.promise("S4-12", through="house")
@pytest.mark.promise("S4-14", through="house")
def test_how_quickly_complaints_are_dealt_with_and_how_many_there_were_is_shown(client: Client):
    cast.council("s4")
    kept = cast.received("Mon 2 Nov 2026 09:00", "s4", channel="web", email="", kinds=("complaint",))
    cast.received("Mon 2 Nov 2026 09:00", "s4", channel="web", email="", kinds=("complaint",))
    cast.received("Mon 2 Nov 2026 09:00", "s4", channel="web", email="")
    person, moment = cast.staff(path="s4/customer-services/post"), at("Wed 4 Nov 2026 09:00")
    actions.reply(kept, body="The lamp is mended.", parts=cast.parts(), full=True, closes=True, by=person, at=moment)
    counted("s4")
    page = client.get("/s4/promises/")
    assert "Answered or done in time" in about(page, "S4-12")
    assert "Contacts 2 contacts , provisional" in about(page, "S4-14")


def test_why_the_hours_of_the_website_are_not_measured_is_said_everywhere_alike(client: Client):
    cast.council("s3")
    why = (
        "Nothing collects this yet: tries of the whole website from outside, every minute (our own tests are of our "
        "pages alone)."
    )
    (told,) = [one for one in ask("promises", "--council", "s3", "--json").json() if one["promise"] == "S3-09"]
    row = FigureRow.objects.get(count=counted("s3"), promise="S3-09")
    assert (told["live"], told["why_not"], row.said, row.detail["why"]) == (False, why, "not measured", why)
    assert f"NOT MEASURED: {why}" in " ".join(ask("promises", "--council", "s3").out.split())
    assert f"Not measured. {why}" in about(client.get("/s3/promises/"), "S3-09")


@pytest.mark.promise("S1-02", through="house")
def test_how_many_promises_are_measured_as_things_happen_is_counted_from_the_charter(client: Client):
    cast.council("s1")
    made = counted("s1")
    row = FigureRow.objects.get(count=made, promise="S1-02")
    live = sum(standing(promise).live for promise in charter_of("s1").promises if not promise.statutory)
    assert (row.numerator, row.denominator, row.verdict) == (live, 37, "broken")
    assert f"({live} of 37), provisional" in about(client.get("/s1/promises/"), "S1-02")


def test_a_promise_that_begins_as_a_formula_does_stands_in_its_cell_as_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    row = dict.fromkeys(COLUMNS, "") | {COLUMNS[0]: "s5", COLUMNS[-1]: "=HYPERLINK(1)"}
    monkeypatch.setattr(views, "table", lambda *_: [row])
    said = client.get("/s5/promises.csv").content.decode()
    assert ("'=HYPERLINK(1)" in said, ",=HYPERLINK" in said) == (True, False)
