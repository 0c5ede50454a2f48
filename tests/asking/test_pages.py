"""An officer asks at the desk, somebody outside answers on the page of the link, and every wrong use of it is told."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from answerable.asking.models import OutsideLink, OutsideQuestion
from answerable.contacts.limits import Limit
from answerable.contacts.models import Contact, Message
from answerable.memos.models import Memo
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, carried, filled, text
from tests.public.residents import problems

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY = "Mon 2 Nov 2026 09:00", "Tue 3 Nov 2026 09:00"
ASKED = "Was the <b>bin</b> in Hill Street emptied on Tuesday?"
FIELDS = {"name": "Jo Bright", "email": "jo@depot.example", "question": ASKED, "by_on": date(2026, 11, 4)}


@pytest.fixture
def sam(monkeypatch: pytest.MonkeyPatch) -> Desk:
    cast.council()
    return Desk(cast.staff(), "s5", monkeypatch).at(MONDAY)


def ask(sam: Desk, contact: Contact, **changes: Any) -> Any:
    """Open the form, fill it in and send it."""
    page = sam.open(f"contacts/{contact.reference}/ask-outside/").content.decode()
    return sam.press(contact, "ask-outside", **filled(carried(page) | FIELDS | changes))


def link() -> str:
    """Return the address in the newest email."""
    return re.findall(r"https?://[^/]+(/\S+)", Memo.objects.latest("id").body)[0]


def asked(sam: Desk, **changes: Any) -> tuple[Contact, str]:
    contact = cast.received(MONDAY)
    assert ask(sam, contact, **changes).status_code == 302
    return contact, link()


def test_a_question_is_asked_answered_and_read(sam: Desk, client: Client):
    contact, where = asked(sam)
    shown = sam.contact(contact)
    assert "Asked outside Jo Bright, by 4 November 2026: waits" in shown
    sam.at(TUESDAY)
    page = client.get(where)
    assert "Was the &lt;b&gt;bin&lt;/b&gt; in Hill Street" in page.content.decode()
    for said in ("Sam Field", "01632 960 010", "Wednesday 4 November 2026", contact.reference):
        assert said in text(page)
    for said in ("Robin", "lamp", "home.example"):
        assert said not in text(page)
    assert client.post(where, {"answer": "No: the <i>lorry</i> broke down."}).headers["Location"] == where
    assert "Answered since you looked" in text(sam.open("asked/"))
    read = sam.open(f"contacts/{contact.reference}/").content.decode()
    assert "No: the &lt;i&gt;lorry&lt;/i&gt; broke down." in read
    assert "Jo Bright (jo@depot.example)" in read
    assert "by the link in our email, not signed in" in read
    assert "Answered since you looked" not in text(sam.open("asked/"))


def test_an_answer_that_nobody_read_for_a_month_is_no_news(sam: Desk, client: Client):
    _, where = asked(sam)
    sam.at(TUESDAY)
    client.post(where, {"answer": "No."})
    assert "Answered since you looked" in text(sam.at("Thu 3 Dec 2026 08:59").open("asked/"))
    assert "Answered since you looked" not in text(sam.at("Thu 3 Dec 2026 09:00").open("asked/"))


def test_the_page_of_a_link_is_kept_by_nobody_and_opening_it_changes_nothing(sam: Desk, client: Client):
    _, where = asked(sam)
    before = list(OutsideQuestion.objects.values()), Message.objects.count(), OutsideLink.objects.count()
    for method in (client.get, client.head, client.get):
        headers = method(where).headers
        told = [headers[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")]
        assert told == ["private, no-store", "noindex, nofollow", "same-origin"]
    assert before == (list(OutsideQuestion.objects.values()), Message.objects.count(), OutsideLink.objects.count())
    assert client.put(where).status_code == 405


def test_a_second_press_answers_once_and_says_thank_you_without_the_words(sam: Desk, client: Client):
    contact, where = asked(sam)
    sam.at(TUESDAY)
    for _ in range(2):
        page = client.post(where, {"answer": "No."}, follow=True)
        assert page.status_code == 200
        assert "You have answered this on Tuesday 3 November 2026 at 9am. Thank you." in text(page)
        assert not re.search("Hill Street|not sent", text(page))
    assert contact.messages.filter(sort="answer from outside").count() == 1


def test_another_answer_to_the_same_question_is_shown_back_as_not_sent(sam: Desk, client: Client):
    contact, where = asked(sam)
    client.post(where, {"answer": "No."})
    page = client.post(where, {"answer": "Yes, after all."})
    assert page.status_code == 409
    assert "What you have just typed was not sent Yes, after all." in text(page)
    assert contact.messages.filter(sort="answer from outside").count() == 1


def test_whoever_is_not_the_right_person_says_so_and_who_is(sam: Desk, client: Client):
    contact, where = asked(sam)
    client.post(where, {"who_is": "Ask Lee at the depot."})
    assert "they are not the one to ask; by the link in our email" in sam.contact(contact)
    assert "Ask Lee at the depot." in sam.contact(contact)
    other, where = asked(sam, name="Al Moss")
    client.post(where, {"who_is": ""})
    assert "they are not the one to ask" in sam.contact(other)


WRONG: list[tuple[dict[str, str], str]] = [
    ({"answer": " \r\n"}, "Enter your answer"),
    ({"answer": "\x00"}, "Enter your answer"),
    ({}, "Enter your answer"),
    ({"answer": "x" * 5001}, "Your answer must be 5,000 characters or fewer. It is 1 too long"),
    ({"who_is": "y" * 501}, "What you write must be 500 characters or fewer. It is 1 too long"),
]


def test_what_is_wrong_is_said_and_what_was_typed_stays(sam: Desk, client: Client):
    _, where = asked(sam)
    for typed, problem in WRONG:
        page = client.post(where, typed)
        assert problems(page) == [problem]
        assert "".join(typed.values()).strip("\0").strip() in page.content.decode()
    assert not Message.objects.filter(sort="answer from outside").exists()


def test_a_link_that_was_taken_back_is_late_or_mangled_says_so_and_how_to_reach_us(sam: Desk, client: Client):
    contact, where = asked(sam)
    for wrong in (where[:-3] + "/", where.replace("/s5/", "/s1/"), "/s5/contacts/asked/x/"):
        cast.council("s1")
        page = client.post(wrong, {"answer": "No."})
        assert page.status_code == 404
        assert "This link opens no question" in text(page)
        assert "01632 960 001" in text(page)
    sam.at("Thu 5 Nov 2026 09:00")
    assert "That day has passed, and your answer still helps" in text(client.get(where))
    sam.at("Thu 19 Nov 2026 09:00")
    page = client.get(where)
    assert "the link has ended since" in text(page)
    assert "ring Sam Field on 01632 960 010" in text(page)
    assert "Hill Street" not in text(page)
    asked_now = OutsideQuestion.objects.get()
    sam.at(TUESDAY).press(contact, f"asked/{asked_now.pk}/take-back")
    page = client.post(where, {"answer": "No."})
    assert (page.status_code, "Sam Field took the question back" in text(page)) == (409, True)
    assert "was not sent No." in text(page)
    assert "Asked outside" not in sam.contact(contact)


def test_asking_again_sends_a_new_link_and_ends_the_old_one(sam: Desk, client: Client):
    contact, old = asked(sam)
    number = OutsideQuestion.objects.get().pk
    page = sam.open(f"contacts/{contact.reference}/asked/{number}/again/")
    assert "Jo Bright (jo@depot.example) was asked: “Was the <b>bin</b>" in unescaped(page)
    sam.press(contact, f"asked/{number}/again", **filled({"by_on": date(2026, 11, 5)}))
    assert "sent you a newer email with another link" in text(client.get(old))
    assert client.get(link()).status_code == 200
    assert "Hill Street" in text(client.get(link()))


def unescaped(page: Any) -> str:
    return unescape(page.content.decode())


def test_only_ticked_words_are_shown_and_none_are_ticked_at_first(sam: Desk, client: Client):
    contact = cast.received(MONDAY, body="The lamp is out.\n\nOn Sunday, the council wrote:\n> Old words")
    page = sam.open(f"contacts/{contact.reference}/ask-outside/")
    assert "checked" not in page.content.decode()
    assert "The lamp is out." in text(page)
    assert "whatever it says of the customer, such as a name or an address, they read too" in text(page)
    contact.messages.create(sort="from customer", at=at(TUESDAY), body="I am a neighbour.", by_stranger=True)
    assert "neighbour" not in text(sam.open(f"contacts/{contact.reference}/ask-outside/"))
    ask(sam, contact, shown=contact.messages.get(sort="from customer", by_stranger=False).pk)
    page = client.get(link())
    assert "The lamp is out." in text(page)
    assert "Old words" not in text(page)
    assert "to Jo Bright (jo@depot.example), with 1 message of the customer's, needed by" in sam.contact(contact)


def test_an_answer_that_came_while_an_officer_wrote_is_read_before_their_letter_goes(sam: Desk, client: Client):
    contact, where = asked(sam)
    letter = {"body": "Which bin is it?"} | cast.parts(by_when=date(2026, 11, 6))
    letter = filled(sam.hidden(contact, "ask") | letter)
    client.post(where, {"answer": "The lorry broke down."})
    page = sam.press(contact, "ask", **letter)
    assert "1 message has come since you opened this page" in text(page)
    assert "Answer from outside, by a link · 2 Nov, 09:00 The lorry broke down." in text(page)


def test_a_day_after_the_customers_own_is_asked_about_once(sam: Desk):
    contact = cast.received(MONDAY)
    page = text(sam.open(f"contacts/{contact.reference}/ask-outside/"))
    own = re.findall(r"We owe the customer an answer by \w+ (\d+) November 2026", page)
    assert own
    assert "The customer's date stays: asking stops no clock and opens none." in page
    late = date(2026, 11, int(own[0])).replace(month=12)
    refused = ask(sam, contact, by_on=late)
    assert "This is after the customer's own date" in problems(refused)[0]
    assert Memo.objects.count() == 0
    again = carried(refused.content.decode())
    assert sam.press(contact, "ask-outside", **filled(again | FIELDS | {"by_on": late})).status_code == 302
    assert OutsideQuestion.objects.get().by_on == late


def test_what_is_wrong_with_a_question_is_said_at_its_field(sam: Desk):
    refused = ask(sam, cast.received(MONDAY), email="robin@home.example")
    assert "This is the customer's own address" in problems(refused)[0]
    assert 'id="ask-outside-email-error"' in refused.content.decode()
    assert "jo@depot" not in refused.content.decode()


def test_a_colleague_of_another_team_reaches_none_of_it(sam: Desk, monkeypatch: pytest.MonkeyPatch):
    contact, _ = asked(sam)
    number = OutsideQuestion.objects.get().pk
    lee = cast.staff("Lee Roads", Role.OFFICER, "s5/customer-services/roads")
    roads = Desk(lee, "s5", monkeypatch).at(MONDAY)
    for what in ("ask-outside", f"asked/{number}/again", f"asked/{number}/take-back"):
        assert roads.press(contact, what, **filled({"by_on": date(2026, 11, 5)})).status_code == 404
    assert contact.reference not in text(roads.open("asked/"))
    assert contact.reference in text(sam.open("asked/"))
    other = cast.received(MONDAY, team="roads")
    assert roads.press(other, f"asked/{number}/take-back").status_code == 404  # of another contact
    assert OutsideQuestion.objects.get().ended_at is None


def test_all_that_waits_stands_on_one_page_the_first_due_first(sam: Desk):
    contact, _ = asked(sam)
    other, _ = asked(sam, name="Al Moss", by_on=date(2026, 11, 3))
    shown = text(sam.at("Wed 4 Nov 2026 10:00").open("asked/"))
    assert shown.index(other.reference) < shown.index(contact.reference)
    assert re.search(r"Al Moss \(jo@depot.example\) Sam Field 3 November 2026 late", shown)
    assert "4 November 2026 late" not in shown


def test_a_caller_of_whom_too_much_comes_is_asked_to_wait_and_keeps_their_words(
    sam: Desk, monkeypatch: pytest.MonkeyPatch
):
    contact, where = asked(sam)
    for name in ("PAGES_OF_CALLER", "SENT_BY_CALLER"):
        monkeypatch.setattr(f"answerable.public.views.asked.{name}", Limit(name, 2, timedelta(minutes=10)))
    client = Client(REMOTE_ADDR="203.0.113.9")
    assert [client.get(where[:-4] + "/").status_code for _ in range(3)] == [404, 404, 429]
    page = client.get(where)
    assert (page.status_code, "Wait until 09:10 and open the link again" in text(page)) == (429, True)
    _, other = asked(sam)
    for address in (other, other, where):
        page = client.post(address, {"answer": "No lorry."})
    assert page.status_code == 302
    _, third = asked(sam)
    page = client.post(third, {"answer": "No lorry."})
    assert page.status_code == 429
    assert problems(page)[0].startswith("Too much has come from here")
    assert "No lorry." in page.content.decode()
    assert contact.messages.filter(sort="answer from outside").count() == 1
