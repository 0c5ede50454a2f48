"""A link reads. To write takes a code too, where an address is proved; a new link goes to that address alone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from answerable.contacts import actions
from answerable.contacts.actions.opening import CODE_LASTS, MOST_A_DAY, as_it_leaves
from answerable.contacts.models import Contact, Message, Outgoing
from tests import cast
from tests.build import at
from tests.public.residents import heading, page_of, problems, send, the_clock_says, token, words

pytestmark = pytest.mark.django_db

MONDAY = "Mon 2 Nov 2026 09:00"
NOW = at("Fri 6 Nov 2026 12:00")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.council()
    the_clock_says(NOW, monkeypatch)


def asked_for(sort: Message.Sort) -> list[Outgoing]:
    return list(Outgoing.objects.filter(message__sort=sort).order_by("id"))


def last_words(letter: Outgoing) -> str:
    """Let a letter leave, and return the last word of it, which is a code or a link."""
    said = as_it_leaves(letter, at=NOW).split()[-1]
    actions.settle(letter, sent_at=NOW, at=NOW)
    return said


def ask_for_link(client: Client, reference: str) -> Any:
    return client.post("/s5/contacts/new-link/", {"reference": reference})


@pytest.mark.parametrize("page", ["add/", "wrong/"])
def test_a_leaked_link_reads_and_cannot_write_without_the_code_sent_to_the_proven_address(client: Client, page: str):
    contact = cast.received(MONDAY)
    where = page_of(contact)
    assert client.get(where).status_code == 200
    confirm = f"{where}confirm/?then={page.rstrip('/')}"
    assert client.get(where + page).headers["Location"] == confirm
    typed = {"message": "Drop it.", "token": "t" * 24}
    refused = client.post(where + page, typed)
    assert problems(refused) == [
        "Before you send this, enter a code in another window: it is asked for on the page below"
    ]
    assert "Drop it." in refused.content.decode()
    assert (Contact.objects.count(), contact.messages.filter(sort="from customer").count()) == (1, 1)

    client.post(confirm, {"send": "yes"})
    (letter,) = asked_for(Message.Sort.CODE)
    code = last_words(letter)
    assert re.fullmatch(r"\w{4}-\w{4}", code)
    assert code not in letter.message.body
    wrong = "This code does not fit, or its half an hour is over. Check it, or ask for another"
    assert problems(client.post(confirm, {"code": "0000-0000"})) == [wrong]
    assert client.post(confirm, {"code": f" {code.lower().replace('-', ' ')} "}).headers["Location"] == where + page
    given = {"message": "Number 4.", "token": token(client, where + page)}
    assert client.post(where + page, given).status_code == 302
    assert Message.objects.filter(body="Number 4.").count() == 1
    stranger = Client()
    assert problems(stranger.post(confirm, {"code": code})) == [wrong]
    assert stranger.get(where + page).headers["Location"] == confirm


def test_a_code_is_of_one_contact_and_of_half_an_hour_and_opens_no_page(client: Client):
    mine, theirs = cast.received(MONDAY), cast.received(MONDAY, email="vera@home.example")
    for contact in (mine, theirs):
        actions.send_key(contact, Message.Sort.CODE, at=NOW)
    my_code, their_code = (last_words(letter) for letter in asked_for(Message.Sort.CODE))
    assert not actions.use_code(mine, their_code, at=NOW)
    assert not actions.use_code(mine, my_code, at=NOW + CODE_LASTS)
    assert client.get(f"/s5/contacts/{mine.reference}/{my_code}/").status_code == 404
    key = page_of(mine).rstrip("/").rpartition("/")[2]
    assert not actions.use_code(mine, key, at=NOW)
    assert [actions.use_code(mine, my_code, at=NOW + CODE_LASTS - timedelta(seconds=1)) for _ in range(2)] == [
        True,
        False,
    ]


def test_whoever_proved_no_address_writes_with_their_link_alone(client: Client):
    on_paper = cast.received(MONDAY, channel="letter", email="")
    assert client.get(f"{page_of(on_paper)}add/").status_code == 200


def test_whoever_sent_the_form_writes_from_the_same_browser_without_a_code(client: Client):
    cast.received(MONDAY)  # Robin, who has proved the address
    where = send(client).request["PATH_INFO"].removesuffix("sent/")
    contact = Contact.objects.get(channel="web")
    contact.customer.is_proven = True
    contact.customer.save()
    assert client.get(f"{where}add/").status_code == 200
    assert Client().get(f"{where}add/").status_code == 302


def test_a_new_link_goes_to_the_proven_address_alone_with_one_answer_to_all(client: Client):
    proved = cast.received(MONDAY)
    nothing = cast.received(MONDAY, channel="letter", email="")
    claimed = cast.received(MONDAY, channel="web", email="else@home.example")
    cast.everything_sent(MONDAY)
    references = [proved.reference.lower().replace("-", " "), nothing.reference, claimed.reference, "2222-2222", "x"]
    answers = [ask_for_link(client, one) for one in references]
    assert {(answer.status_code, words(answer)) for answer in answers} == {(200, words(answers[0]))}
    assert heading(answers[0]) == "Get a new link"
    (letter,) = asked_for(Message.Sort.LINK)
    assert (letter.message.contact, letter.carrier, letter.to) == (proved, "email", "")
    link = last_words(letter)
    assert link.startswith(f"http://testserver/s5/contacts/{proved.reference}/")
    assert client.get(link).status_code == 200
    assert "new link" not in words(client.get(page_of(proved)))
    assert problems(ask_for_link(client, "")) == ["Enter your reference"]


def test_links_and_codes_are_sent_one_at_a_time_and_five_a_day_and_open_nothing_that_is_closed(client: Client):
    contact = cast.received(MONDAY)
    for sort in (Message.Sort.LINK, Message.Sort.CODE):
        for _ in range(2):
            actions.send_key(contact, sort, at=NOW)
        assert len(asked_for(sort)) == 1
        for _ in range(MOST_A_DAY + 1):
            cast.everything_sent(NOW)
            actions.send_key(contact, sort, at=NOW)
        assert len(asked_for(sort)) == MOST_A_DAY
        actions.send_key(contact, sort, at=NOW + timedelta(days=1))
        assert len(asked_for(sort)) == MOST_A_DAY + 1
    Contact.objects.update(closed_at=NOW, outcome="answered")
    actions.fail(asked_for(Message.Sort.LINK)[-1], problem="Nobody of that name.", at=NOW)
    contact.refresh_from_db()
    assert contact.closed_at == NOW
