"""The pages of the record: who did what, who looked at what, and what one did oneself."""

import csv
import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.contacts import actions
from answerable.evidence.actions import key_at, look, record, seal
from answerable.evidence.keys import public_file
from answerable.evidence.models import Entry, Look
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, text
from tests.evidence.tampering import tamper

pytestmark = pytest.mark.django_db

NOW = "Tue 3 Nov 2026 10:00"
MORNING = at("Mon 2 Nov 2026 09:00")


@pytest.fixture
def auditor(desk_of: Any) -> Desk:
    return desk_of("Au Ditor", role=Role.AUDITOR, path="s5").at(NOW)


def rows(response: Any) -> list[list[str]]:
    assert response.status_code == 200
    return [[cell for _, cell in row] for row in response.context["rows"]]


def lines(response: Any) -> list[list[str]]:
    return list(csv.reader(b"".join(response).decode().splitlines()))


def looked(
    about: str = "", by: str = "sam.field@council.example", what: Look.What = Look.What.READ, **more: Any
) -> None:
    look(what, **{"council": "s5", "about": about, "by": by, "internet_address": "192.0.2.1", "at": MORNING} | more)


def test_the_record_shows_what_was_done_at_this_council_and_at_no_other(auditor: Desk):
    contact, theirs = cast.received(), cast.received(key="s1")
    record("signed in", about=cast.staff().reference, by="sam.field@council.example", at=MORNING, how="by code")
    actions.take(contact, by=cast.staff(), at=at("Mon 2 Nov 2026 10:00"))
    actions.take(theirs, by=cast.staff("Stella Stranger", path="s1"), at=at("Mon 2 Nov 2026 10:00"))
    assert rows(auditor.open("record/", who="sam")) == [
        ["2 Nov 2026, 10:00", "sam.field@council.example", "took", contact.reference, "", ""],
        ["2 Nov 2026, 09:00", "sam.field@council.example", "signed in", "Sam Field", "how: by code", ""],
    ]
    page = text(auditor.open("record/"))
    assert "The system published a charter s5 " in page
    assert [one for one in ("stella", theirs.reference) if one in page] == []


def test_who_sees_one_team_sees_what_was_done_there_and_not_what_was_done_to_the_council(desk_of: Any):
    contact, roads = cast.received(), cast.received(team="roads")
    for one in (contact, roads):
        record("took", about=one.reference, at=MORNING)
    of_team = desk_of("Au Ditor", role=Role.AUDITOR, path="s5/customer-services/roads").at(NOW)
    assert [row[2:4] for row in rows(of_team.open("record/"))] == [["took", roads.reference]]


def test_the_record_says_whether_it_is_whole_when_it_is_asked(auditor: Desk, settings: Any, tmp_path: Path):
    settings.SEAL_KEY = tmp_path / "key"
    assert "Nothing is sealed yet." in text(auditor.open("record/"))
    record("set up a council", about="s5", at=at(NOW) - timedelta(hours=1))
    seal(at=at(NOW), key=key_at(settings.SEAL_KEY))
    page = text(auditor.open("record/"))
    assert "The newest seal is number 1, of" in page
    assert "The record is whole" not in page
    whole = "The record is whole. Every seal was signed with our key, and fits what it was put on."
    assert whole in text(auditor.open("record/", check="yes"))
    tamper("UPDATE evidence_seal SET previous = 'x'")
    page = text(auditor.open("record/", check="yes"))
    assert "The record has been changed." in page
    assert "Seal 1: it does not follow the seal before it" in page
    public_file(settings.SEAL_KEY).unlink()
    assert "Cannot read the public keys" in text(auditor.open("record/", check="yes"))


def test_the_record_is_filtered_by_who_what_contact_and_days(auditor: Desk):
    contact, other = cast.received(), cast.received()
    priya = cast.staff("Priya Shah")
    for day, one, what, by in (
        (1, contact, "took", cast.staff()),
        (2, contact, "gave back", cast.staff()),
        (2, other, "took", priya),
        (3, contact, "took", priya),
    ):
        record(what, about=one.reference, by=by.email, at=MORNING.replace(day=day))

    def found(**asked: str) -> list[tuple[str, str, str]]:
        shown = [(row[0].split()[0], row[1].split(".")[0], row[2]) for row in rows(auditor.open("record/", **asked))]
        return [one for one in shown if one[1] in ("sam", "priya")]

    assert found() == [
        ("3", "priya", "took"),
        ("2", "priya", "took"),
        ("2", "sam", "gave back"),
        ("1", "sam", "took"),
    ]
    assert (
        found(who="sam.field@council.example") == found(who="Sam") == [("2", "sam", "gave back"), ("1", "sam", "took")]
    )
    assert found(who="nobody") == []
    assert found(what="gave back") == [("2", "sam", "gave back")]
    typed = contact.reference.replace("-", " ").lower()
    assert found(contact=typed) == [("3", "priya", "took"), ("2", "sam", "gave back"), ("1", "sam", "took")]
    second = {"first-day": "2", "first-month": "11", "first-year": "2026"}
    until = {"last-day": "2", "last-month": "11", "last-year": "2026"}
    assert found(**second) == [("3", "priya", "took"), ("2", "priya", "took"), ("2", "sam", "gave back")]
    assert found(**second, **until) == [("2", "priya", "took"), ("2", "sam", "gave back")]
    assert found(**until, who="Priya", what="took") == [("2", "priya", "took")]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"contact": "7K3Q"}, "Enter a reference with its eight figures and letters, like 7K3Q-92MX"),
        ({"first-day": "31", "first-month": "11", "first-year": "2026"}, "The first day must be a real date"),
        ({"what": "stole"}, "Select a valid choice"),
    ],
)
def test_what_is_asked_for_wrongly_is_said_and_shows_no_rows(auditor: Desk, asked: dict[str, str], says: str):
    record("took", about="s5", at=MORNING)
    page = auditor.open("record/", **asked)
    assert (rows(page), says in text(page), "Download" in text(page)) == ([], True, False)
    assert auditor.open("record/csv/", **asked).status_code == 200
    assert Look.objects.filter(what="took record").count() == 0


def test_days_out_of_their_order_are_said(auditor: Desk):
    days = {"first-day": "3", "last-day": "2"}
    months = {
        f"{name}-{part}": value for name in ("first", "last") for part, value in (("month", "11"), ("year", "2026"))
    }
    assert "The last day must be the same as the first day, or after it" in text(
        auditor.open("record/", **days, **months)
    )


def test_each_page_has_a_hundred_rows_and_leads_to_the_newer_and_the_older(auditor: Desk):
    contact = cast.received()
    for n in range(250):  # of one moment three: pages end between rows of the same moment
        record("took", about=contact.reference, by="sam.field@council.example", at=MORNING + timedelta(minutes=n // 3))
    ids = list(Entry.objects.filter(by="sam.field@council.example").order_by("-at", "-id").values_list("at", "id"))
    assert len(ids) == 250

    def page(address: str = "?contact=" + contact.reference + "&what=took") -> tuple[int, str, str]:
        shown = auditor.client.get(f"/s5/desk/record/{address}")
        found = [
            unescape(link) for link in re.findall(r'href="(\?[^"]*(?:before|after)=[^"]*)"', shown.content.decode())
        ]
        newer = next((one for one in found if "after=" in one), "")
        return len(shown.context["rows"]), newer, next((one for one in found if "before=" in one), "")

    many, newer, older = page()
    assert (many, newer) == (100, "")
    many, newer, second = page(older)
    assert (many, "contact=" in newer) == (100, True)
    many, back, end = page(second)
    assert (many, end) == (50, "")
    many, first, again = page(back)
    assert (many, again) == (100, second)
    assert page(first) == (100, "", older)
    assert page(newer) == (100, "", older)


def test_a_place_that_nobody_wrote_is_the_beginning(auditor: Desk):
    record("set up a council", about="s5", at=MORNING)
    for place in ("x", "1", "1.2.3", "9" * 30 + ".1"):
        assert len(rows(auditor.open("record/", before=place, what="set up a council"))) == 1


def test_who_looked_at_a_contact_is_one_click_from_its_page_for_those_who_may_see_it(sam: Desk, desk_of: Any):
    contact = cast.received()
    manager = desk_of("Mona Ger", role=Role.MANAGER).at(NOW)
    link = f'href="/s5/desk/looks/?contact={contact.reference}"'
    page = f"contacts/{contact.reference}/"
    assert link not in sam.at(NOW).open(page).content.decode()
    assert link in manager.open(page).content.decode()
    assert rows(manager.open("looks/", contact=contact.reference)) == [
        ["3 Nov 2026, 10:00", "mona.ger@council.example", "Read a contact", contact.reference, "", "1", "127.0.0.1"],
        ["3 Nov 2026, 10:00", "sam.field@council.example", "Read a contact", contact.reference, "", "1", "127.0.0.1"],
    ]


def test_a_manager_sees_who_looked_at_the_contacts_of_the_team_and_what_its_people_searched_for(desk_of: Any):
    contact, roads = cast.received(), cast.received(team="roads")
    manager = desk_of("Mona Ger", role=Role.MANAGER).at(NOW)
    cast.staff("Rhoda Roads", path="s5/customer-services/roads")
    cast.staff()
    for one in (contact, roads):
        looked(one.reference, by="rhoda.roads@council.example")
    for by in ("sam.field@council.example", "rhoda.roads@council.example"):
        looked(by=by, what=Look.What.SEARCHED, asked_for=f"What {by[:3]} wants")
    looked(contact.reference, council="s1")
    assert [row[1:5] for row in rows(manager.open("looks/"))][1:] == [
        ["sam.field@council.example", "Searched for contacts", "", "What sam wants"],
        ["rhoda.roads@council.example", "Read a contact", contact.reference, ""],
    ]


def test_that_the_record_was_read_is_kept_with_what_was_asked_for(auditor: Desk):
    auditor.open("record/", who="sam")
    auditor.open("looks/")
    assert list(Look.objects.order_by("id").values_list("what", "asked_for", "by")) == [
        ("read record", "who=sam", "au.ditor@council.example"),
        ("read looks", "", "au.ditor@council.example"),
    ]


def test_what_is_asked_for_can_be_taken_away_whole_without_formulas_and_that_is_kept(
    auditor: Desk,
):
    contact = cast.received()
    for minute in range(120):
        record("took", about=contact.reference, by="sam.field@council.example", at=MORNING + timedelta(minutes=minute))
    looked(what=Look.What.SEARCHED, asked_for='=HYPERLINK("https://evil.example")')
    table = lines(auditor.open("record/csv/", what="took"))
    assert (table[0], len(table)) == (["When", "Who", "What", "About", "Details", "In words"], 121)
    assert table[-1] == [
        "2026-11-02T09:00:00+00:00",
        "sam.field@council.example",
        "took",
        contact.reference,
        "",
        "",
    ]
    assert [row[4] for row in lines(auditor.open("looks/csv/", what="searched"))] == [
        "Asked for",
        """'=HYPERLINK("https://evil.example")""",
    ]
    assert list(Look.objects.filter(what__startswith="took").order_by("id").values_list("what", "asked_for")) == [
        ("took record", "what=took"),
        ("took looks", "what=searched"),
    ]


def test_what_somebody_wrote_of_a_contact_is_for_those_who_may_read_contacts(auditor: Desk, desk_of: Any):
    contact = cast.received()
    actions.mark_welfare(contact, reason="Robin has no heat", by=cast.staff(), at=MORNING)
    record("ended a session", about=cast.staff().reference, at=MORNING, words={"why": "away too long"})
    admin = desk_of("Ad Min", role=Role.ADMINISTRATOR, path="s5").at(NOW)
    said = [["ended a session", "Sam Field", "", "why: away too long"], ["marked welfare", contact.reference, "", ""]]
    shown = [row[2:6] for row in rows(admin.open("record/")) if row[2] != "published a charter"]
    assert shown == said
    assert "Robin" not in str(lines(admin.open("record/csv/")))
    said[1][3] = "reason: Robin has no heat"
    assert [row[2:6] for row in rows(auditor.open("record/")) if row[2] != "published a charter"] == said
    assert '{"reason": "Robin has no heat"}' in str(lines(auditor.open("record/csv/", what="marked welfare")))


def test_everybody_reads_what_they_did_and_looked_at_themselves_and_nothing_of_others(sam: Desk):
    contact = cast.received()
    actions.take(contact, by=sam.staff, at=MORNING)
    record("took", about=contact.reference, by="priya.shah@council.example", at=MORNING)
    looked(contact.reference)
    looked(contact.reference, by="priya.shah@council.example")
    assert [row[1:4] for row in rows(sam.at(NOW).open("mine/"))] == [
        ["sam.field@council.example", "took", contact.reference]
    ]
    assert [row[1:4] for row in rows(sam.open("mine/looks/"))] == [
        ["sam.field@council.example", "Read a contact", contact.reference]
    ]
    assert "Who" not in [field.label for field in sam.open("mine/").context["form"]]
    assert rows(sam.open("mine/", who="priya")) == rows(sam.open("mine/"))


@pytest.mark.parametrize("book", ["record/", "looks/", "mine/", "mine/looks/"])
def test_a_page_of_one_row_and_of_fifty_asks_the_database_as_often(desk_of: Any, book: str):
    boss = desk_of("Au Ditor", role=Role.AUDITOR, path="s5").at(NOW)
    contact = cast.received()

    def asked() -> int:
        with CaptureQueriesContext(connection) as made:
            assert rows(boss.open(book))
        return len(made)

    boss.open(book)  # a session begins
    counts = []
    for many in (1, 50):
        for n in range(many):
            record("took", about=contact.reference, by=boss.staff.email, at=MORNING + timedelta(minutes=n))
            looked(contact.reference, by=boss.staff.email, at=MORNING + timedelta(hours=n))
        counts.append(asked())
    assert counts[0] == counts[1]
