"""The form asks little, keeps what was answered, and takes it in once."""

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from answerable.contacts import actions as contacts
from answerable.contacts.models import Contact, Message, Outgoing
from answerable.councils.models import Council
from answerable.inbox.models import Incoming
from answerable.promises.models import Edition
from answerable.promises.queries import charter_in
from answerable.public.draft import say_needs
from answerable.public.forms import Needs
from tests import cast
from tests.build import at
from tests.channels.taking_in import take_in_all
from tests.public.residents import (
    a_page_of,
    address,
    answer,
    heading,
    opens,
    page_of,
    problems,
    send,
    the_clock_says,
    token,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def council() -> None:
    cast.council()


def test_a_form_is_asked_a_question_at_a_time_and_ends_with_the_answers(client: Client):
    answer(client, needs={"needs": ["large print", "sign language"], "words": "Polish"})
    said = words(client.get("/s5/contact/check/"))
    assert "What you want to do Ask a question, or ask us to do something Change what you want to do" in said
    assert "Your message The street lamp is out. Change" in said
    assert "Is anybody at risk? No Change" in said
    assert "Email address robin@home.example Change" in said
    assert "Telephone number Not given Change" in said
    assert "What you need from us Large print and British Sign Language. Polish Change" in said


@pytest.mark.promise("S3-13")
def test_whoever_sends_a_form_is_told_at_once_what_happens_next_and_by_when(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    the_clock_says(at("Mon 2 Nov 2026 09:00"), monkeypatch)
    cast.council("s3")
    response = send(client, "s3")
    contact = Contact.objects.get()
    assert heading(response) == "We have your message"
    assert f"Your reference {contact.reference}" in words(response)
    assert "Somebody in the post team reads your message and writes to you." in words(response)
    assert "We aim to give you a full answer by Monday 16 November 2026." in words(response)
    assert "draft - not yet a promise." in words(response)
    assert contact.clocks.get(promise="S3-13").state == "kept"


@pytest.mark.promise("S1-14")
@pytest.mark.promise("S1-15")
def test_the_page_after_the_form_says_what_happens_next_within_one_working_day(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    the_clock_says(at("Fri 18 Dec 2026 18:30"), monkeypatch)
    cast.council("s1")
    response = send(client, "s1")
    contact = Contact.objects.get()
    assert "We aim to give you a full answer by Tuesday 29 December 2026." in words(response)
    assert {row.measure: row.state for row in contact.clocks.filter(promise="S1-15")} == {
        "content": "kept",
        "derived": "running",
    }
    assert cast.clock(contact, "S1-14").state == "kept"


@pytest.mark.promise("S2-20")
@pytest.mark.parametrize("moment", ["Sun 27 Dec 2026 03:00", "Fri 25 Dec 2026 14:00", "Sun 25 Oct 2026 01:30 again"])
def test_the_form_can_be_sent_at_night_on_a_sunday_and_on_a_bank_holiday(
    client: Client, monkeypatch: pytest.MonkeyPatch, moment: str
):
    the_clock_says(at(moment), monkeypatch)
    cast.council("s2")
    assert heading(send(client, "s2")) == "We have your message"
    assert Contact.objects.get().received_at == at(moment)


@pytest.mark.promise("S2-17")
def test_the_form_can_be_sent_by_somebody_who_says_nothing_of_themselves(client: Client):
    response = send(client, reach={"name": "", "email": "", "phone": ""})
    assert heading(response) == "We have your message"
    assert Contact.objects.get().customer is None
    assert "Keep this link, or write down the reference and the code." in words(response)
    assert Outgoing.objects.count() == 0


def test_somebody_who_gives_an_address_is_written_to_as_well(client: Client):
    response = send(client)
    assert "We are also sending this to you by email." in words(response)
    assert Outgoing.objects.get().message.contact.customer.email == "robin@home.example"


@pytest.mark.any_database  # a form says it, before anything is written
@pytest.mark.parametrize(
    ("step", "given", "said"),
    [
        ("about", {}, ["Choose what you want to do"]),
        ("about", {"kind": "ticket"}, ["Choose what you want to do"]),
        ("message", {"message": " \n "}, ["Enter your message"]),
        ("message", {"message": "x" * 20_001}, ["Your message must be 20,000 characters or fewer. It is 1 too long"]),
        ("message", {"message": "x", "subject": "x" * 201}, ["Subject must be 200 characters or fewer"]),
        ("danger", {}, ["Choose yes if anybody is in danger or at risk of harm"]),
        ("danger", {"danger": "yes"}, ["Say who is at risk, and of what"]),
        (
            "danger",
            {"danger": "yes", "risk": "x" * 201},
            ["What you write about it must be 200 characters or fewer"],
        ),
        ("reach", {"email": "robin"}, ["Enter an email address in the correct format, like name@example.com"]),
        ("reach", {"phone": "none"}, ["Enter a telephone number, like 01632 960 001"]),
        ("reach", {"name": "x" * 201}, ["Your name must be 200 characters or fewer"]),
        ("needs", {"needs": ["gold"]}, ["Choose from the list, or write what you need in the box"]),
    ],
)
def test_what_is_wrong_is_said_in_words_that_can_be_used(
    client: Client, step: str, given: dict[str, Any], said: list[str]
):
    answer(client)
    response = client.post(address(step), given)
    assert (response.status_code, problems(response)) == (200, said)
    assert "<title>Error: " in response.content.decode()


def test_what_was_typed_is_still_there_after_an_error(client: Client):
    answer(client)
    response = client.post(address("reach"), {"name": "Róisín <b>", "email": "wrong", "phone": "01632 960 077"})
    html = response.content.decode()
    assert ('value="Róisín &lt;b&gt;"' in html, 'value="wrong"' in html, 'value="01632 960 077"' in html) == (
        True,
        True,
        True,
    )


def test_a_question_cannot_be_jumped_over(client: Client):
    assert client.get(address("reach")).headers["Location"] == "/s5/contact/"
    assert client.get("/s5/contact/check/").headers["Location"] == "/s5/contact/"
    client.post(address("about"), {"kind": "enquiry"})
    assert client.get(address("needs")).headers["Location"] == "/s5/contact/message/"


def test_a_changed_answer_leads_back_to_the_answers_and_keeps_the_others(client: Client):
    answer(client)
    assert b'value="robin@home.example"' in client.get(address("reach")).content
    response = client.post(address("reach"), {"email": "other@home.example"})
    assert response.headers["Location"] == "/s5/contact/check/"
    assert "other@home.example" in words(client.get("/s5/contact/check/"))
    assert "The street lamp is out." in words(client.get("/s5/contact/check/"))


def test_whatever_a_keyboard_or_a_machine_can_send_is_kept_as_it_was_meant(client: Client):
    send(
        client,
        message={
            "subject": "Lamp\r\nBcc: everybody@home.example",
            "message": "Nul\0 and bell\a gone.\r\n\r\nשלום 😀 👩‍👩‍👧 <script>alert(1)</script>",
        },
        reach={"name": "Robin\r\nReed", "email": "robin@home.example"},
    )
    contact = Contact.objects.get()
    assert contact.subject == "Lamp Bcc: everybody@home.example"
    assert contact.customer.name == "Robin Reed"
    body = contact.messages.get(sort=Message.Sort.FROM_CUSTOMER).body
    assert body == "Nul and bell gone.\n\nשלום 😀 👩‍👩‍👧 <script>alert(1)</script>"
    assert "\n" not in contact.messages.get(sort=Message.Sort.ACKNOWLEDGEMENT).subject


def test_the_longest_message_is_taken(client: Client):
    send(client, message={"message": "😀" * 20_000})
    assert len(Message.objects.get(sort=Message.Sort.FROM_CUSTOMER).body) == 20_000


def test_what_is_too_big_for_any_form_is_refused_and_not_a_fault_of_ours(client: Client):
    client.post(address("about"), {"kind": "enquiry"})
    response = client.post(address("message"), {"message": "x" * 3_000_000})
    assert (response.status_code, heading(response)) == (400, "We could not read what was sent")


def test_a_token_that_we_did_not_make_sends_nothing_and_says_what_to_do(client: Client):
    answer(client)
    response = client.post("/s5/contact/check/", {"token": "x"})
    assert problems(response) == [
        "Something that this page keeps for itself was lost. Load the page again and send it once more"
    ]
    assert client.post("/s5/contact/check/", {"token": "x" * 24}).headers["Location"] == "/s5/contact/check/"
    assert Contact.objects.count() == 0


def test_a_danger_puts_the_contact_first(client: Client):
    send(client, danger={"danger": "yes", "risk": "An old man has no heating"})
    contact = Contact.objects.get()
    assert (contact.is_welfare, contact.welfare) == (True, "An old man has no heating")


URGENT = "If somebody’s life is in danger now, call 999 . Do not wait for us."
OURS = "For anything else that cannot wait, call us on 01632 960 001 : Monday to Friday, 9am to 5pm."
DANGER = {"danger": {"danger": "yes", "risk": "An old man has no heating"}}


def test_the_numbers_stand_before_the_question_whether_anybody_is_in_danger(client: Client):
    assert OURS in words(client.get(address("about")))
    client.post(address("about"), {"kind": "enquiry"})
    client.post(address("message"), {"message": "He is cold"})
    page = words(client.get(address("danger")))
    assert page.index(URGENT) < page.index(OURS) < page.index("Is anybody in danger, or at risk of harm?")


def test_once_there_is_danger_every_page_begins_with_the_numbers(client: Client):
    answer(client, **DANGER)
    for where in (address("reach"), address("needs"), address("danger"), "/s5/contact/check/"):
        assert f"{URGENT} {OURS}" in words(client.get(where)).replace("! Warning ", "")
    answer(client)
    assert URGENT not in words(client.get(address("reach")))
    assert URGENT not in words(client.get("/s5/contact/check/"))


def test_the_page_after_the_form_begins_with_999_the_number_and_what_happens_now(client: Client):
    council = Council.objects.get()
    council.duty_address = "duty@s5.example"
    council.save()
    page = words(send(client, **DANGER))
    now = "We are sending word of it to whoever is on duty, now. Your message is at the top of our list."
    assert page.index(URGENT) < page.index(OURS) < page.index("We have your message") < page.index(now)
    assert page.index(now) < page.index("Your message is with")


def test_the_page_after_a_form_without_danger_names_no_emergency(client: Client):
    assert "999" not in words(send(client))


def test_a_risk_that_was_taken_back_is_not_kept(client: Client):
    send(client, danger={"danger": "no", "risk": "Nothing after all"})
    assert Contact.objects.get().is_welfare is False


@pytest.mark.parametrize(
    ("kind", "said"), [("foi", "The law on freedom of information"), ("sar", "Before we show anybody")]
)
def test_whoever_asks_for_information_is_told_why_a_name_helps(client: Client, kind: str, said: str):
    client.post(address("about"), {"kind": kind})
    client.post(address("message"), {"message": "Everything about lamps"})
    client.post(address("danger"), {"danger": "no"})
    assert said in words(client.get(address("reach")))


def test_the_button_pressed_again_leads_to_the_same_contact(client: Client):
    answer(client)
    given = {"token": token(client)}
    first, second = (client.post("/s5/contact/check/", given) for _ in range(2))
    for response in (first, second):
        assert opens(client, response.headers["Location"]) == "We have your message"
        assert response.headers["Location"].startswith(a_page_of(Contact.objects.get()))


def test_a_token_that_was_spent_opens_nothing_to_anybody_else(client: Client):
    answer(client)
    given = {"token": token(client)}
    client.post("/s5/contact/check/", given)
    stranger = Client()
    assert stranger.post("/s5/contact/check/", given).headers["Location"] == "/s5/contact/"
    answer(stranger)
    assert stranger.post("/s5/contact/check/", given).headers["Location"] == "/s5/contact/check/"
    assert Contact.objects.count() == 1


@pytest.fixture
def nothing_can_be_placed(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let no contact be made, until ``undo`` is called."""

    def fail(*_: object, **__: object) -> None:
        raise LookupError("No charter was in force.")

    monkeypatch.setattr(contacts, "receive_all", fail)
    return monkeypatch


def test_whoever_sends_what_cannot_be_placed_is_told_the_truth_and_led_to_it_once_it_can(
    client: Client, nothing_can_be_placed: pytest.MonkeyPatch
):
    response = send(client)
    assert (response.status_code, heading(response)) == (200, "We have your message")
    assert response.request["PATH_INFO"] == "/s5/contact/kept/"
    safe = "It is safe with us, and counts from the moment at which you sent it. You need not send it again."
    assert safe in words(response)
    assert (Contact.objects.count(), [kept.state for kept in Incoming.objects.all()]) == (0, ["waiting"])
    nothing_can_be_placed.undo()
    assert heading(client.get("/s5/contact/kept/")) == "We have your message"
    assert take_in_all(at=Incoming.objects.get().try_at) == 1
    assert client.get("/s5/contact/kept/").headers["Location"].startswith(a_page_of(Contact.objects.get()))
    assert Client().get("/s5/contact/kept/").status_code == 200  # somebody else is led nowhere


def test_the_button_pressed_again_after_it_could_not_be_placed_makes_the_contact(
    client: Client, nothing_can_be_placed: pytest.MonkeyPatch
):
    answer(client)
    given = {"token": token(client)}
    assert [client.post("/s5/contact/check/", given).headers["Location"] for _ in range(2)] == ["/s5/contact/kept/"] * 2
    nothing_can_be_placed.undo()
    places = [client.post("/s5/contact/check/", given).headers["Location"] for _ in range(2)]
    assert [opens(client, place) for place in places] == ["We have your message"] * 2
    assert len(set(places)) == 2  # each has a key of its own, for the first cannot be had again
    assert Incoming.objects.count() == 1


def test_the_page_after_a_form_that_was_taken_in_without_its_sender_names_no_date(
    client: Client, nothing_can_be_placed: pytest.MonkeyPatch
):
    answer(client)
    given = {"token": token(client)}
    client.post("/s5/contact/check/", given)
    nothing_can_be_placed.undo()
    take_in_all(at=Incoming.objects.get().try_at)
    said = words(client.post("/s5/contact/check/", given, follow=True))
    assert "What we have promised, and by when, is on your own page." in said
    assert "We have promised no date" not in said


def test_what_is_added_and_cannot_be_placed_is_kept_too(client: Client, monkeypatch: pytest.MonkeyPatch):
    contact = cast.received(channel="web")

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Whatever.")

    with monkeypatch.context() as patch:
        patch.setattr(contacts, "add", fail)
        where = page_of(contact) + "add/"
        response = client.post(where, {"message": "Number 4.", "token": token(client, where)}, follow=True)
    assert (response.request["PATH_INFO"], heading(response)) == ("/s5/contact/kept/", "We have your message")
    take_in_all(at=Incoming.objects.get().try_at)
    assert "Number 4." in words(client.get("/s5/contact/kept/", follow=True))


def test_the_answers_are_forgotten_when_they_are_sent(client: Client):
    send(client)
    assert "street lamp" not in str(dict(client.session)).lower()
    assert client.get("/s5/contact/check/").headers["Location"] == "/s5/contact/"


def test_answers_changed_in_another_window_are_shown_before_they_are_sent(client: Client):
    answer(client)
    shown = token(client)
    client.post(address("message"), {"message": "Two lamps are out."})
    response = client.post("/s5/contact/check/", {"token": shown}, follow=True)
    assert (heading(response), Contact.objects.count()) == ("Check your answers", 0)
    assert "Two lamps are out." in words(response)


def test_a_changed_message_is_not_taken_for_one_that_was_sent_before_a_crash(client: Client):
    answer(client)
    first = token(client)
    drafts = client.session["drafts"]
    client.post("/s5/contact/check/", {"token": first})
    session = client.session
    session["drafts"] = drafts  # as if the machine had stopped after the contact and before the answer
    session.save()
    client.post(address("message"), {"message": "The lamp is out, and the next one too."})
    client.post("/s5/contact/check/", {"token": token(client)})
    assert Contact.objects.count() == 2


def test_drafts_of_two_councils_do_not_mix(client: Client):
    cast.council("s1")
    answer(client)
    answer(client, "s1", message={"message": "For another council."})
    client.post("/s1/contact/check/", {"token": token(client, "/s1/contact/check/")})
    assert [contact.council_id for contact in Contact.objects.all()] == ["s1"]
    assert "The street lamp is out." in words(client.get("/s5/contact/check/"))


def test_a_machine_that_fills_in_every_box_is_refused_and_a_person_is_told_what_to_do(client: Client):
    answer(client)
    response = client.post("/s5/contact/check/", {"token": token(client), "website": "http://spam.example"})
    assert problems(response) == ["Clear the box that must be left empty, and send again"]
    assert Contact.objects.count() == 0
    assert "<div hidden>" not in response.content.decode()


def test_a_forged_form_is_refused_and_nothing_is_kept_of_whoever_only_opens_one():
    client = Client(enforce_csrf_checks=True)
    assert client.post("/s5/contact/", {"kind": "enquiry"}).status_code == 403
    contact = cast.received(channel="web")
    pages = [client.get(where) for where in ("/s5/contact/", "/s5/contacts/", f"{page_of(contact)}add/")]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert (list(client.cookies), Session.objects.count()) == (["form"], 0)
    assert (client.cookies["form"]["httponly"], client.cookies["form"]["max-age"]) == (True, "")


def test_the_form_is_sent_without_a_script_by_whoever_has_its_page():
    client = Client(enforce_csrf_checks=True)
    masked = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/s5/contact/").content.decode())
    sent = client.post("/s5/contact/", {"kind": "enquiry", "csrfmiddlewaretoken": masked[0]})
    assert (sent.status_code, sorted(client.cookies), Session.objects.count()) == (302, ["form", "sessionid"], 1)


def test_pages_that_are_only_read_set_no_cookie(client: Client):
    contact = cast.received(channel="web")
    for where in ("/", "/s5/", "/s5/promises/", page_of(contact)):
        client.get(where)
    assert list(client.cookies) == []


def test_a_question_there_is_not_and_a_council_there_is_not_are_not_found(client: Client):
    assert [
        client.get(where).status_code for where in ("/s5/contact/colour/", "/s9/contact/", "/s9/contact/check/")
    ] == [
        404,
        404,
        404,
    ]


def test_sending_asks_the_database_as_little_for_the_third_contact_as_for_the_first(client: Client):
    counts = []
    charter_in(Edition.objects.get())  # it is read once in each process
    for _ in range(3):
        answer(client)
        given = {"token": token(client)}
        with CaptureQueriesContext(connection) as asked:
            client.post("/s5/contact/check/", given)
        counts.append(len([query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]))
    assert counts[2] <= counts[0] <= 22


def test_whoever_is_told_that_their_message_is_kept_is_told_whom_to_call(client: Client):
    assert f"{URGENT} {OURS}" in words(client.get("/s5/contact/kept/"))


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"needs": ["another language"]}, "Enter which language"),
        ({"needs": ["a call back"]}, "Enter the telephone number to ring"),
        ({"needs": ["a call back"], "number": "0"}, "Enter a telephone number, like 01632 960 001"),
    ],
)
def test_a_call_asks_for_its_number_and_another_language_asks_which(given: dict[str, Any], error: str):
    form = Needs(given)
    assert [words for errors in form.errors.values() for words in errors] == [error]


def test_a_number_or_a_language_that_nobody_asked_for_is_not_kept():
    form = Needs({"needs": ["large print"], "number": "0", "language": "Polish"})
    assert form.is_valid()
    assert (form.cleaned_data["number"], form.cleaned_data["language"]) == ("", "")


def test_what_is_needed_is_said_with_its_language_and_its_number():
    form = Needs({"needs": ["another language", "a call back"], "number": "01632 960 111", "language": "Polish"})
    assert form.is_valid()
    assert say_needs(form.cleaned_data) == (
        "Another language, or an interpreter: Polish and A telephone call instead of writing: 01632 960 111"
    )
