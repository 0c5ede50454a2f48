"""The form is tried from outside over HTTP, to its end; what comes in is known, counted as a check, and never seen."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from answerable.channels.checks import visit
from answerable.channels.checks.trying import fill_in, try_form
from answerable.channels.web import actions as web
from answerable.channels.web import checking, place
from answerable.channels.web.checking import IN_A_FORM
from answerable.channels.web.read import Answers
from answerable.config.clock import the_moment_it_is
from answerable.contacts.models import ClockRow, Contact, FactRow, Message, Outgoing
from answerable.councils.models import Council, Mailbox, Service, Team
from answerable.customers.models import Customer
from answerable.evidence.models import Entry
from answerable.figures.actions import count, count_what_changed
from answerable.inbox.models import Incoming
from answerable.observations.actions import begin, give_up
from answerable.observations.models import ObservationRow
from answerable.public.forms import CHOICES, About, Reach
from answerable.standards.vocabulary.feeds import DETAILS, FORM
from tests import cast
from tests.channels.checks.counting import counted, outcomes, said, waiting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.any_database]

QUARTER = timedelta(minutes=15)


@pytest.fixture
def now(live_server: Any, settings: Any) -> datetime:
    """Run the site of one council, S2, and return the moment it is: its pages read the clock themselves."""
    settings.ORIGIN = live_server.url
    cast.council("s2")
    return the_moment_it_is()


@pytest.mark.promise("S2-20")
@pytest.mark.promise("S2-17")
@pytest.mark.promise("S2-03")
def test_a_test_form_that_says_nothing_of_its_sender_comes_in_and_keeps_the_promises(now: datetime):
    try_form(now)
    assert outcomes() == [("form", True, "")]
    made = counted("s2", now)
    assert [said(made, id) for id in ("S2-20", "S2-17", "S2-03")] == [
        ("100.0 %", 1, 1, "no verdict: it needs 1,000 that were due, and had 1"),
        ("100.0 %", 1, 1, ""),
        ("100.0 %", 1, 1, ""),
    ]


BY_THE_FORM = (("s1", "S1-12"), ("s1", "S1-35"), ("s4", "S4-11"))


@pytest.mark.promise("S1-12", through="house")
@pytest.mark.promise("S1-35", through="house")
@pytest.mark.promise("S4-11", through="house")
@pytest.mark.parametrize(("key", "promise"), BY_THE_FORM)
def test_a_form_found_from_the_first_page_and_sent_without_an_account_keeps_them(
    now: datetime, client: Client, key: str, promise: str
):
    council = cast.council(key)
    made_by_turns(now)
    made = counted(key, now)
    assert said(made, promise) == ("100.0 %", 1, 1, "")
    assert ObservationRow.objects.get(council=council).passed is True
    count_what_changed(now + timedelta(minutes=1))
    shown = " ".join(client.get(f"/{key}/promises/").content.decode().split())
    assert "Tests of the form that were found from the first page and from each page of it" in shown
    assert "1 of 1" in shown


@pytest.mark.promise("S1-12", through="house")
@pytest.mark.promise("S1-35", through="house")
@pytest.mark.promise("S4-11", through="house")
@pytest.mark.parametrize(("key", "promise"), BY_THE_FORM)
def test_a_form_that_takes_no_complaint_breaks_them_and_so_does_each_test_that_was_not_made(
    now: datetime, monkeypatch: pytest.MonkeyPatch, key: str, promise: str
):
    council = cast.council(key)
    monkeypatch.setattr(checking, "kind_of", lambda check: "complaint")
    others = [(name, words) for name, words in CHOICES.items() if name != "complaint"]
    monkeypatch.setattr(About.base_fields["kind"], "choices", others)
    made_by_turns(now)
    check = ObservationRow.objects.get(council=council)
    assert (check.passed, check.problem.partition(":")[0]) == (False, "The form does not end")
    assert said(counted(key, now), promise) == ("0.0 %", 0, 1, "")
    first, last = localdate(now), localdate(now) + timedelta(days=14)
    assert said(count(council, first_on=first, last_on=last, at=now + timedelta(hours=1)), promise)[1:3] == (0, 4)


def made_by_turns(now: datetime) -> None:
    """Try the form of each of the two councils there are."""
    try_form(now)
    try_form(now)


@pytest.mark.parametrize("lost", ["/s2/", "/s2/contact/message/"])
def test_a_page_that_does_not_lead_to_the_form_has_failed(
    now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch, lost: str
):
    read = visit.read

    def without(url: str, html: str) -> visit.Page:
        page = read(url, html)
        return replace(page, links=frozenset()) if url == settings.ORIGIN + lost else page

    monkeypatch.setattr(visit, "read", without)
    try_form(now)
    assert outcomes() == [("form", False, f"{settings.ORIGIN}{lost} does not lead to the form.")]


def test_what_a_test_form_says_it_is_goes_by_turns():
    turns = [checking.kind_of(ObservationRow(mark=f"{number:024x}")) for number in range(6)]
    assert turns == ["enquiry", "complaint", "compliment", "suggestion", "comment", "enquiry"]
    assert set(turns) < set(CHOICES)


def test_a_test_form_is_not_sure_what_it_is_about(now: datetime):
    Service.objects.update(takes_forms=cast.team_of("s2"))
    try_form(now)
    assert outcomes() == [("form", True, "")]


def test_a_test_form_is_nobodys_contact(now: datetime):
    try_form(now)
    kept = (Contact, FactRow, ClockRow, Message, Customer, Outgoing)
    assert [model.__name__ for model in kept if model.objects.exists()] == []
    assert list(Incoming.objects.values_list("channel", "state", "contact")) == [("web", "ours", None)]
    assert (waiting("s2", now), Entry.objects.exclude(what="published a charter").count()) == ([], 0)
    limit = counted("s2", now).figures.get(promise="S2-34", formula="share-kept")
    assert (limit.denominator, limit.detail["apart"]["excluded"]) == (0, {})


@pytest.mark.promise("S2-20")
@pytest.mark.promise("S2-17")
@pytest.mark.promise("S2-03")
def test_a_form_that_asks_who_somebody_is_breaks_the_promises(now: datetime, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Reach.base_fields["name"], "required", True)
    try_form(now)
    ((what, passed, problem),) = outcomes()
    assert (what, passed, problem.partition(":")[0]) == ("form", False, "The form does not end")
    assert problem.endswith("/s2/contact/reach/ asks for more than what somebody wants and their message.")
    made = counted("s2", now)
    assert [said(made, id) for id in ("S2-20", "S2-17", "S2-03")] == [
        ("0.0 %", 0, 1, "no verdict: it needs 1,000 that were due, and had 1"),
        ("0.0 %", 0, 1, ""),
        ("0.0 %", 0, 1, ""),
    ]


def test_a_site_that_cannot_be_reached_has_failed(now: datetime, settings: Any):
    settings.ORIGIN = "http://127.0.0.1:1"
    try_form(now)
    ((_, passed, problem),) = outcomes()
    assert passed is False
    assert problem == "http://127.0.0.1:1/s2/ cannot be reached: [Errno 111] Connection refused."


def test_a_page_that_fails_has_failed(now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object, **__: object) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr(web, "keep", fail)
    try_form(now)
    assert outcomes() == [("form", False, f"{settings.ORIGIN}/s2/contact/check/ answered 500 Internal Server Error.")]
    assert Contact.objects.count() == 0


def test_a_form_that_is_kept_and_becomes_no_contact_has_failed(now: datetime):
    Mailbox.objects.all().delete()
    Team.objects.all().delete()
    try_form(now)
    assert outcomes() == [("form", False, "It was sent, and did not come in.")]
    assert list(Incoming.objects.values_list("channel", "state", "contact")) == [("web", "waiting", None)]


def test_a_site_that_is_too_slow_has_failed(now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(visit, "PATIENCE", 0)
    try_form(now)
    slow = f"{settings.ORIGIN}/s2/ had not answered 0 seconds after we began."
    assert outcomes() == [("form", False, slow)]


def test_a_form_that_was_sent_and_did_not_come_in_has_failed(now: datetime, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(place, "test_in", lambda *_: None)
    try_form(now)
    assert outcomes() == [("form", False, "It was sent, and did not come in.")]


def test_each_form_is_tried_once_a_quarter_of_an_hour_and_one_at_a_time(now: datetime):
    cast.council("s5")
    for moment in (now, now, now, now + QUARTER - timedelta(seconds=1), now + QUARTER):
        try_form(moment)
    assert list(ObservationRow.objects.order_by("id").values_list("council_id", "at", "passed")) == [
        ("s2", now, True),
        ("s5", now, True),
        ("s2", now + QUARTER, True),
    ]


def test_two_workers_do_not_both_begin_a_check(now: datetime):
    council = Council.objects.get()
    assert [begin(what, council=council, at=now) is None for what in (FORM, FORM, DETAILS)] == [
        False,
        True,
        False,
    ]


def test_a_check_that_was_cut_short_has_failed_and_what_comes_later_changes_that_no_more(now: datetime):
    check = begin(FORM, council=Council.objects.get(), at=now)
    give_up(FORM, at=now + QUARTER - timedelta(seconds=1))
    assert outcomes() == [("form", None, "")]
    give_up(FORM, at=now + QUARTER)
    late = [("form", False, "It was not known how it came out after 15 minutes.")]
    assert outcomes() == late
    fill_in(check)
    assert outcomes() == late
    assert waiting("s2", now) == []


def test_the_words_of_a_test_from_somebody_else_are_a_contact_like_any_other(now: datetime):
    begin(FORM, council=Council.objects.get(), at=now)
    message = f"{IN_A_FORM}0123456789abcdef"
    contact = web.send(Answers(kind="enquiry", message=message), council=Council.objects.get(), token="t" * 20, at=now)
    assert (contact.outcome, waiting("s2", now), outcomes()) == ("", [contact], [("form", None, "")])


@pytest.mark.promise("S2-20")
def test_the_public_reads_how_many_tests_of_the_form_arrived(now: datetime, client: Any, settings: Any):
    try_form(now)
    settings.ORIGIN = "http://127.0.0.1:1"
    try_form(now + QUARTER)
    count_what_changed(now + QUARTER + timedelta(minutes=1))
    page = client.get("/s2/promises/S2-20/").content.decode()
    assert "1 of 2" in page
    assert "Tests made by a machine of ours that arrived, out of all that were due." in page
