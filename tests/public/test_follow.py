"""A contact's own page says how it stands, opens with its secret alone, and gives nothing else away."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from answerable.charters import charter_of
from answerable.contacts import actions
from answerable.contacts.models import Contact, Outgoing
from tests import cast
from tests.build import at, on
from tests.public.residents import heading, page_of, problems, the_clock_says, token, words

pytestmark = pytest.mark.django_db

MONDAY = "Mon 2 Nov 2026 09:00"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.council()
    the_clock_says(at("Fri 6 Nov 2026 12:00"), monkeypatch)


def by_form(**changes: Any) -> Contact:
    return cast.received(MONDAY, channel="web", **{"email": "", **changes})


def answered(contact: Contact, when: str) -> None:
    actions.reply(
        contact, body="It is mended.", parts=cast.parts(), full=True, closes=True, by=cast.staff(), at=at(when)
    )


def read(client: Client, contact: Contact) -> Any:
    return client.get(page_of(contact))


def test_while_a_promise_runs_the_page_says_by_when_and_how_many_days_are_left(client: Client):
    response = read(client, contact := by_form())
    assert heading(response) == "We promised you a full answer by Wednesday 11 November 2026. 3 working days are left."
    assert f"Your contact {contact.reference}" in words(response)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (
            "Tue 10 Nov 2026 12:00",
            "We promised you a full answer by Wednesday 11 November 2026. 1 working day is left.",
        ),
        ("Wed 11 Nov 2026 23:00", "We promised you a full answer by Wednesday 11 November 2026. It is due today."),
        (
            "Thu 12 Nov 2026 00:00",
            "We should have answered by Wednesday 11 November 2026, and we have not. We still owe you a full answer.",
        ),
    ],
)
def test_the_page_says_it_to_the_day(client: Client, monkeypatch: pytest.MonkeyPatch, moment: str, said: str):
    the_clock_says(at(moment), monkeypatch)
    assert heading(read(client, by_form())) == said


def test_a_request_under_a_law_that_counts_days_says_how_many_days_are_left(client: Client):
    response = read(client, by_form(kinds=("sar",)))
    assert heading(response) == "We promised you a full answer by Wednesday 2 December 2026. 26 days are left."


def test_when_we_answered_in_time_the_page_says_so(client: Client):
    contact = by_form()
    answered(contact, "Wed 4 Nov 2026 15:00")
    response = read(client, contact)
    assert heading(response) == "We answered on Wednesday 4 November 2026, in time."
    assert "✓ Kept: If you email us about anything but a complaint" in words(response)


def test_when_we_answered_late_the_page_says_so_and_keeps_saying_so(client: Client, monkeypatch: pytest.MonkeyPatch):
    the_clock_says(at("Mon 23 Nov 2026 12:00"), monkeypatch)
    contact = by_form()
    answered(contact, "Fri 13 Nov 2026 15:00")
    response = read(client, contact)
    assert heading(response) == (
        "We should have answered by Wednesday 11 November 2026. We answered on Friday 13 November 2026, which was late."
    )
    assert "✗ Broken: If you email us about anything but a complaint" in words(response)


def test_a_later_date_that_we_gave_stands_beside_the_one_we_promised(client: Client, monkeypatch: pytest.MonkeyPatch):
    contact, sam = by_form(), cast.staff()
    told = cast.parts(by_when=on("Fri 20 Nov 2026"))
    actions.hold(contact, body="We are sorry.", parts=told, by=sam, at=at("Thu 5 Nov 2026 09:00"))
    assert "We told you to expect our answer by Friday 20 November 2026." in words(read(client, contact))
    the_clock_says(at("Mon 23 Nov 2026 12:00"), monkeypatch)
    assert "by Friday 20 November 2026. We did not keep to that either." in words(read(client, contact))


def test_a_notice_that_is_owed_only_if_we_are_late_is_not_shown_as_a_promise_that_runs(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    contact = by_form()
    said = words(read(client, contact))
    notice = f"Owed only if our answer is late: {charter_of('s5').promise('S5-29').words}"
    assert said.index("What is not owed here") < said.index(notice)
    assert "Nothing is owed under this promise so far. Owed only if the full reply will not be sent in time." in said
    the_clock_says(at("Thu 12 Nov 2026 12:00"), monkeypatch)
    said = words(read(client, contact))
    assert said.index(f"Broken: {charter_of('s5').promise('S5-29').words}") < said.index("What has happened")
    assert "Owed only if our answer is late" not in said


def test_a_response_is_not_called_an_answer(client: Client, monkeypatch: pytest.MonkeyPatch):
    the_clock_says(at(MONDAY), monkeypatch)
    response = read(client, by_form(key="s2"))
    assert heading(response) == "We aim to give you a response by Tuesday 3 November 2026. 1 working day is left."


def test_where_no_date_is_promised_the_page_does_not_make_one_up(client: Client):
    response = read(client, by_form(key="s4"))
    assert heading(response) == (
        "We have your message. We have promised no date for an answer to this kind of message."
    )


def test_what_is_a_draft_is_called_a_draft_and_the_law_is_not(client: Client):
    response = read(client, by_form(key="s3", kinds=("enquiry", "foi")))
    said = words(response)
    assert "draft - not yet a promise. Our standards are a draft." in said
    assert "we aim to answer you in full within ten working days. draft - not yet a promise" in said
    law = said[said.index(f"Running: {charter_of('s3').promise('FOI').words}") :]
    assert "draft - not yet a promise" not in law[: law.index("How we worked this out: promise FOI")]


def test_a_contact_that_was_set_aside_or_taken_back_says_so(client: Client):
    spam, taken_back = by_form(), by_form()
    close_at = at("Wed 4 Nov 2026 09:00")
    actions.close(spam, outcome=Contact.Outcome.DUPLICATE, by=cast.staff(), at=close_at)
    actions.close(taken_back, outcome=Contact.Outcome.WITHDRAWN, by=cast.staff(), at=close_at)
    assert heading(read(client, spam)) == "We closed this on Wednesday 4 November 2026. The same as an earlier contact."
    assert heading(read(client, taken_back)) == "You took this back on Wednesday 4 November 2026."


def test_a_question_that_waits_is_said_and_the_working_day_goes_on(client: Client):
    contact = by_form()
    ask_at = at("Tue 3 Nov 2026 09:00")
    actions.ask(
        contact,
        body="Which lamp is it?",
        parts=cast.parts(by_when=date(2026, 11, 6)),
        waits=True,
        by=cast.staff(),
        at=ask_at,
    )
    assert "We have asked you something, and need your answer to go on." in words(read(client, contact))
    client.post(f"{page_of(contact)}add/", {"message": "Number 4.", "token": token(client, f"{page_of(contact)}add/")})
    assert "We have asked you something, and need" not in words(read(client, contact))


def test_every_promise_has_its_working(client: Client):
    said = words(read(client, by_form()))
    assert "How we worked this out: promise S5-24" in said
    assert "Wednesday 11 November 2026 Working day 7" in said
    assert "Saturday 7 November 2026 not counted: Saturday" in said


def test_the_timeline_says_what_happened_in_order_and_each_thing_once(client: Client):
    contact = by_form()
    actions.ask(
        contact,
        body="Which lamp is it?",
        parts=cast.parts(by_when=date(2026, 11, 6)),
        waits=False,
        by=cast.staff(),
        at=at("Tue 3 Nov 2026 09:00"),
    )
    actions.retype(contact, kinds=["complaint"], by=cast.staff(), at=at("Tue 3 Nov 2026 10:00"))
    answered(contact, "Wed 4 Nov 2026 15:00")
    said = words(read(client, contact))
    titles = [
        "Your form reached us Monday 2 November 2026 at 9am The street lamp outside number 4 is out.",
        "We told you that we have your message Monday 2 November 2026 at 9am",
        "We asked you something Tuesday 3 November 2026 at 9am",
        "We changed what kind of message this is Tuesday 3 November 2026 at 10am It is now: complaint.",
        "We answered in full Wednesday 4 November 2026 at 3pm",
    ]
    places = [said.index(title) for title in titles]
    assert places == sorted(places)
    assert [said.count(title.partition(" Mon")[0].partition(" Tue")[0].partition(" Wed")[0]) for title in titles] == [
        1
    ] * len(titles)


def test_a_letter_on_its_way_and_one_that_could_not_be_sent_say_so(client: Client):
    contact = by_form(email="robin@home.example")
    assert "It is on its way to you by email." in words(read(client, contact))
    actions.fail(Outgoing.objects.get(), problem="No such address: secret-detail", at=at("Tue 3 Nov 2026 09:00"))
    said = words(read(client, contact))
    assert "We could not send it to you by email. You can read it here." in said
    assert "secret-detail" not in said


def test_notes_for_colleagues_and_email_addresses_of_staff_are_not_on_the_page(client: Client):
    contact, sam = by_form(), cast.staff()
    actions.take(contact, by=sam, at=at("Tue 3 Nov 2026 09:00"))
    actions.note_down(contact, body="He shouts.", by=sam, at=at("Tue 3 Nov 2026 09:00"))
    answered(contact, "Wed 4 Nov 2026 15:00")
    response = read(client, contact)
    assert "Sam Field, the post team. Telephone: 01632 960 010" in words(response)
    html = response.content.decode()
    assert [secret for secret in ("He shouts", sam.email, "@council.example") if secret in html] == []


def test_before_anybody_holds_it_the_page_names_whoever_answers_for_the_team(client: Client):
    assert "Alex Morgan, the post team. Telephone: 01632 960 002" in words(read(client, by_form()))


@pytest.mark.parametrize("page", ["", "sent/", "add/", "wrong/"])
def test_a_wrong_secret_and_a_reference_there_is_not_get_the_same_answer(client: Client, page: str):
    contact, other = by_form(), by_form()
    tries = [
        f"/s5/contacts/{contact.reference}/{other.secret}/{page}",
        f"/s5/contacts/{contact.reference}/x/{page}",
        f"/s5/contacts/2222-2222/{contact.secret}/{page}",
    ]
    responses = [client.get(one) for one in tries]
    assert [response.status_code for response in responses] == [404, 404, 404]
    assert len({response.content for response in responses}) == 1
    assert heading(responses[0]) == "We cannot open that page"
    assert contact.reference not in responses[0].content.decode()


def test_a_wrong_secret_cannot_write(client: Client):
    contact = by_form()
    given = {"message": "x", "token": "t" * 24}
    assert client.post(f"/s5/contacts/{contact.reference}/wrong/add/", given).status_code == 404
    assert contact.messages.filter(sort="from customer").count() == 1


def test_a_page_whose_address_is_a_secret_is_not_kept_listed_or_told_to_others(client: Client):
    contact = by_form()
    for page, referrer in (("", "no-referrer"), ("sent/", "no-referrer"), ("add/", "same-origin")):
        headers = client.get(page_of(contact) + page).headers
        assert (headers["Cache-Control"], headers["X-Robots-Tag"], headers["Referrer-Policy"]) == (
            "private, no-store",
            "noindex, nofollow",
            referrer,
        )


def test_something_can_be_added_once(client: Client):
    contact = by_form()
    where = f"{page_of(contact)}add/"
    given = {"message": "At number 4.", "token": token(client, where)}
    first, second = (client.post(where, given) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] == f"{page_of(contact)}?added"
    response = client.get(first.headers["Location"])
    assert "We have added what you wrote." in words(response)
    assert words(response).count("At number 4.") == 1


def test_something_added_to_a_closed_matter_leads_to_a_page_of_its_own(client: Client):
    contact = by_form()
    answered(contact, "Wed 4 Nov 2026 15:00")
    where = f"{page_of(contact)}add/"
    response = client.post(where, {"message": "It is out again.", "token": token(client, where)}, follow=True)
    new = Contact.objects.get(follows=contact)
    assert heading(response) == "We have your message"
    assert f"You wrote to us again about this: {new.reference}." in words(read(client, contact))
    assert new.secret not in read(client, contact).content.decode()


def test_what_went_wrong_becomes_a_complaint_that_follows(client: Client):
    contact = by_form()
    where = f"{page_of(contact)}wrong/"
    response = client.post(where, {"message": "Nobody came.", "token": token(client, where)}, follow=True)
    complaint = Contact.objects.get(follows=contact)
    assert complaint.came_as == ["complaint"]
    assert f"Your reference {complaint.reference}" in words(response)


@pytest.mark.parametrize(
    ("page", "given", "said"),
    [
        ("add/", {"message": ""}, ["Enter what you would like to add"]),
        ("wrong/", {"message": " "}, ["Enter what went wrong"]),
        ("add/", {"message": "x", "website": "x"}, ["Clear the box that must be left empty, and send again"]),
    ],
)
def test_nothing_is_added_where_something_is_missing(client: Client, page: str, given: dict[str, str], said: list[str]):
    where = page_of(by_form()) + page
    response = client.post(where, given | {"token": token(client, where)})
    assert (problems(response), Contact.objects.count()) == (said, 1)


def test_a_reference_and_its_code_or_the_whole_link_lead_to_the_page(client: Client):
    contact = by_form()
    reference = contact.reference.replace("-", " ").lower().replace(" ", "")
    for secret in (contact.secret, f" {contact.secret} ", f"https://council.example{page_of(contact)}"):
        response = client.post("/s5/contacts/", {"reference": reference, "secret": secret})
        assert response.headers["Location"] == page_of(contact)


def test_whoever_has_lost_one_of_them_is_not_told_which(client: Client):
    contact = by_form()
    tries = [(contact.reference, "wrong"), ("2222-2222", contact.secret), ("nothing", "wrong")]
    said = [problems(client.post("/s5/contacts/", {"reference": one, "secret": two})) for one, two in tries]
    assert said == [["We cannot find a contact with this reference and this code. Check them both"]] * 3
    assert problems(client.post("/s5/contacts/", {})) == ["Enter your reference", "Enter your secret code"]


def test_a_page_asks_the_database_the_same_for_one_message_as_for_three(client: Client):
    contact = by_form(email="robin@home.example")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert read(client, contact).status_code == 200
        return len(queries)

    asked()  # the charter is read once in each process
    one = asked()
    for day in ("Tue 3 Nov 2026 09:00", "Wed 4 Nov 2026 09:00"):
        actions.ask(
            contact,
            body="Which lamp is it?",
            parts=cast.parts(by_when=date(2026, 11, 6)),
            waits=False,
            by=cast.staff(),
            at=at(day),
        )
    assert asked() == one == 5
