"""A resident says on their page that our answer is none, or that it was not done: the same matter is opened again."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from answerable.contacts import actions
from answerable.contacts.models import Contact, Message
from answerable.evidence.models import Entry
from answerable.queues.queries import waiting_for
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk
from tests.figures.counted import counted, figure, parts_of
from tests.public.residents import page_of, send, stands, the_clock_says, token, words

pytestmark = pytest.mark.django_db

BESIDE = ("This is not a full answer", "It has not been done")
DONE = {"full": True, "closes": True}


def answered(key: str = "s5", **changes: Any) -> Contact:
    """Return an enquiry of Monday that was answered in full on Tuesday, and is closed."""
    contact = cast.received("Mon 2 Nov 2026 09:00", key, channel="web", email="", **changes)
    by = cast.staff(path=f"{key}/customer-services/post")
    actions.reply(
        contact, body="The lamp was mended.", parts=cast.parts(), by=by, at=at("Tue 3 Nov 2026 09:00"), **DONE
    )
    return contact


def say(client: Client, contact: Contact, page: str = "not-answered", message: str = "Which lamp?") -> Any:
    where = f"{page_of(contact)}{page}/"
    return client.post(where, {"message": message, "token": token(client, where)}, follow=True)


def offered(client: Client, contact: Contact) -> list[str]:
    said = words(client.get(page_of(contact)))
    return [one for one in BESIDE if one in said]


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.council()
    the_clock_says(at("Fri 6 Nov 2026 12:00"), monkeypatch)


@pytest.mark.parametrize(
    ("way", "what", "said"),
    [
        ("not-answered", "answer_disputed", "You told us that this is not a full answer"),
        ("not-done", "work_disputed", "You told us that it has not been done"),
    ],
)
def test_the_same_matter_is_opened_again_with_a_date_that_is_a_promise(client: Client, way: str, what: str, said: str):
    contact = answered()
    assert "If that is not so, tell us by Tuesday 1 December 2026" in words(client.get(page_of(contact)))
    assert offered(client, contact) == list(BESIDE)
    after = say(client, contact, way, "It is still dark at number 4.")
    contact.refresh_from_db()
    assert (contact.closed_at, contact.outcome, Contact.objects.count()) == (None, "", 1)
    told = contact.facts.get(what=what)
    assert (told.said, told.by) == ({"automatic": True, "by_when": "2026-11-17"}, None)
    # Seven working days from today, as any message to this council has that comes today (S5-24).
    by_then = "You get a full answer by Tuesday 17 November 2026."
    assert stands(after) == (
        f"{said}, and we opened this again. We promised you a full answer by Tuesday 17 November 2026. 11 days are "
        "left."
    )
    assert by_then in contact.messages.get(sort=Message.Sort.NOTICE).body
    assert contact.messages.filter(sort=Message.Sort.FROM_CUSTOMER).last().body == "It is still dark at number 4."
    assert offered(client, contact) == []
    assert [row.state for row in contact.clocks.filter(about=told)] == ["running"]
    assert contact.clocks.get(promise="S5-24").state == "kept"
    assert contact in waiting_for("s5", ["s5"], now=at("Fri 6 Nov 2026 12:00")).contacts
    opened = Entry.objects.get(what="opened again", about=contact.reference)
    assert "dark" not in str(opened.details)


def test_the_date_given_for_it_is_kept_by_a_full_answer_in_time_and_broken_by_a_day_later(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    kept, late = answered(), answered()
    for contact in (kept, late):
        say(client, contact)
    for contact, when in ((kept, "Tue 17 Nov 2026 23:00"), (late, "Wed 18 Nov 2026 00:00")):
        actions.reply(contact, body="It is lamp 4.", parts=cast.parts(), by=cast.staff(), at=at(when), **DONE)
    the_clock_says(at("Wed 18 Nov 2026 10:00"), monkeypatch)
    states = [one.clocks.get(about__what="answer_disputed").state for one in (kept, late)]
    assert states == ["kept", "broken"]
    assert offered(client, kept) == list(BESIDE)
    assert stands(client.get(page_of(kept))).startswith("We answered on")


@pytest.mark.promise("S2-07", through="house")
def test_what_is_said_not_to_be_answered_was_not_settled_the_first_time(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    """By the pages alone: the form, the desk's reply, the resident's page; and then the figure of the quarter."""
    cast.council("s2")
    desk = Desk(cast.staff(path="s2/customer-services/post"), "s2", monkeypatch)
    for name in ("Robin Reed", "Alex Roe"):
        send(client, "s2", reach={"name": name, "email": ""})
    first, second = Contact.objects.filter(council="s2").order_by("id")
    desk.at("Fri 6 Nov 2026 13:00")
    for contact in (first, second):
        desk.write(contact, "reply", ending="ends", body="The lamp was mended today.", **cast.parts())
    assert parts_of(figure(counted("s2"), "S2-07", "share-resolved-first")) == ("100.0 %", 2, 2)
    the_clock_says(at("Mon 9 Nov 2026 09:00"), monkeypatch)
    say(client, first, "not-done")
    assert parts_of(figure(counted("s2"), "S2-07", "share-resolved-first")) == ("50.0 %", 1, 2)


def test_it_can_be_said_once_of_each_answer_and_the_second_time_is_added(client: Client):
    contact = answered()
    say(client, contact)
    say(client, contact, "not-done", "And it hums.")
    assert [row.what for row in contact.facts.filter(what__endswith="disputed")] == ["answer_disputed"]
    assert contact.messages.filter(sort=Message.Sort.FROM_CUSTOMER).count() == 3
    assert contact.messages.filter(sort=Message.Sort.NOTICE).count() == 1


def test_a_photograph_goes_along(client: Client):
    contact = answered()
    where = f"{page_of(contact)}not-done/"
    photograph = SimpleUploadedFile("dark.png", b"\x89PNG\r\n\x1a\n night")
    given = {"message": "See for yourself.", "token": token(client, where), "added": photograph}
    assert client.post(where, given, follow=True).status_code == 200
    message = contact.messages.filter(sort=Message.Sort.FROM_CUSTOMER).last()
    assert (message.body, [one.name for one in message.files.all()]) == ("See for yourself.", ["dark.png"])
    assert contact.facts.filter(what="work_disputed").exists()


def test_pressing_send_twice_says_it_once(client: Client):
    contact = answered()
    where = f"{page_of(contact)}not-answered/"
    given = {"message": "Which lamp?", "token": token(client, where)}
    for _ in range(2):
        assert client.post(where, given, follow=True).status_code == 200
    assert contact.facts.filter(what="answer_disputed").count() == 1
    assert contact.messages.filter(sort=Message.Sort.FROM_CUSTOMER).count() == 2


def test_after_the_time_for_it_what_they_write_becomes_a_new_matter(client: Client, monkeypatch: pytest.MonkeyPatch):
    contact = answered()
    the_clock_says(at("Wed 2 Dec 2026 00:00"), monkeypatch)
    assert offered(client, contact) == []
    say(client, contact)
    contact.refresh_from_db()
    assert contact.closed_at is not None
    assert Contact.objects.get(follows=contact).messages.filter(body="Which lamp?").exists()


def test_nothing_is_offered_before_an_answer_and_of_what_was_left_out(client: Client):
    contact = cast.received("Mon 2 Nov 2026 09:00", channel="web", email="")
    assert offered(client, contact) == []
    actions.close(
        contact,
        outcome=Contact.Outcome.MISDIRECTED,
        why="It is for the bus",
        by=cast.staff(),
        at=at("Tue 3 Nov 2026 09:00"),
    )
    assert offered(client, contact) == []


def test_what_is_missing_has_to_be_said(client: Client):
    contact = answered()
    for page, problem in (("not-answered", "Enter what is missing"), ("not-done", "Enter what has not been done")):
        assert problem in words(say(client, contact, page, " "))
    assert contact.messages.filter(sort=Message.Sort.FROM_CUSTOMER).count() == 1


def test_an_answer_without_an_end_can_be_disputed_while_it_is_open(client: Client, monkeypatch: pytest.MonkeyPatch):
    sam = Desk(cast.staff(), "s5", monkeypatch)
    contact = cast.received("Mon 2 Nov 2026 09:00", channel="web", email="")
    given = {
        "ending": "work",
        "body": "We mend the lamp soon.",
        **cast.parts(by_when=cast.first_day(at("Thu 5 Nov 2026 09:00"))),
    }
    assert sam.at("Thu 5 Nov 2026 09:00").write(contact, "reply", **given).status_code == 302
    sam.at("Fri 6 Nov 2026 12:00")
    assert offered(client, contact) == ["This is not a full answer"]
    say(client, contact)
    assert contact.facts.filter(what="answer_disputed").count() == 1
    assert not Entry.objects.filter(what="opened again").exists()


def test_it_is_a_row_of_its_own_with_whoever_held_it_and_its_words_are_looked_through(client: Client):
    contact, another = answered(), cast.received("Tue 3 Nov 2026 09:30", channel="letter", email="")
    actions.put_together(another, other=contact, by=cast.staff(), at=at("Tue 3 Nov 2026 10:00"))
    contact.refresh_from_db()
    assert (contact.flood is None, contact.held_by) == (False, cast.staff())
    say(client, contact, message="It is dark.")
    contact.refresh_from_db()
    assert (contact.flood, contact.held_by, contact.is_welfare) == (None, cast.staff(), False)
    say(client, hungry := answered(), message="It is dark, and we have no food.")
    hungry.refresh_from_db()
    assert hungry.is_welfare
