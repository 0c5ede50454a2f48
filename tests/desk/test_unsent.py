"""What was typed survives a lost session: it is there again for whoever typed it, and for nobody else."""

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from answerable.contacts import actions
from answerable.contacts.models import Contact, DraftLetter, FactRow, FloodAct, HandOver, Message
from answerable.evidence.models import Entry
from answerable.people.actions import forget_all_unsent, forget_unsent_about
from answerable.people.models import Role, Staff, Unsent
from answerable.people.unsent import SIGNED_OUT
from answerable.retention.models import Hold
from answerable.texts.actions import write_text
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, carried, just_signed_in, text
from tests.desk.test_counting import PERIOD, one_of_two_kept
from tests.desk.test_floods import flooded
from tests.desk.test_keeping import held

pytestmark = pytest.mark.django_db

CAME, NOW = "Mon 2 Nov 2026 09:00", "Wed 4 Nov 2026 10:00"
WORDS = "Words that took a while to type"
WHY = {"why": WORDS}


class Controls(HTMLParser):
    """What the forms of a page hold: the values of each field, by its name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.held: dict[str, set[str]] = defaultdict(set)
        self._within = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag == "input" and (said.get("type") not in ("radio", "checkbox") or "checked" in said):
            self.held[name].add(said.get("value", ""))
        if tag in ("textarea", "select"):
            self._within = name
        if tag == "option" and "selected" in said:
            self.held[self._within].add(said.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._within and self.lasttag == "textarea":
            self.held[self._within].add(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            self._within = ""


def day(name: str, number: str = "6", month: str = "11", year: str = "2026") -> dict[str, str]:
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


def arrived() -> Contact:
    contact = cast.received(CAME)
    cast.everything_sent(CAME)
    return contact


def of_contact(verb: str, **fields: Any) -> Callable[[], tuple[str, dict[str, Any]]]:
    return lambda: (f"contacts/{arrived().reference}/{verb}/", fields)


def _closed() -> Contact:
    contact = arrived()
    actions.close(contact, outcome=Contact.Outcome.SPAM, why="An offer", by=cast.staff(), at=at(CAME))
    return contact


def _proposed() -> tuple[str, dict[str, Any]]:
    contact = cast.received("Mon 5 Oct 2026 09:00")
    actions.close(contact, outcome=Contact.Outcome.SPAM, why="An offer", by=cast.staff(), at=at(NOW))
    return f"contacts/{contact.reference}/refuse/", WHY


def _urgent() -> tuple[str, dict[str, Any]]:
    contact = cast.received(CAME, body="There is no heating here")
    return f"contacts/{contact.reference}/words/", {"up_to": "1", "says": "no", "reason": WORDS}


def _joined() -> tuple[str, dict[str, Any]]:
    one, other = arrived(), cast.received(CAME, email="r@reed.example")
    actions.join_customers(one, other=other, why="Same number", by=cast.staff(), at=at(NOW))
    return f"contacts/{one.reference}/part/", WHY


def _held() -> tuple[str, dict[str, Any]]:
    contact = arrived()
    return f"contacts/{contact.reference}/kept/lift/", {"hold": str(held(contact).pk), **WHY}


def _struck() -> tuple[str, dict[str, Any]]:
    contact = arrived()
    actions.retype(contact, kinds=["foi"], why="A request", by=cast.staff(), at=at(NOW))
    fact = str(contact.facts.get(what="typed").pk)
    return f"contacts/{contact.reference}/strike/", {"fact": fact, **WHY, "step": "do"}


def _call() -> Contact:
    call = cast.arrival(channel="phone", subject="", body="", name="", email="")
    begun = actions.begin(call, details={}, by=None, at=at(NOW), now=at(NOW))
    drawn = begun.facts.get().pk
    actions.tap(begun, name="answered", drawn=drawn, details={}, to=None, by=cast.staff(), now=at(NOW))
    return begun


def _tap() -> tuple[str, dict[str, Any]]:
    call = _call()
    drawn = str(call.facts.order_by("-id")[0].pk)
    return f"contacts/{call.reference}/tap/callback_agreed/", {
        "drawn": drawn,
        **day("by_when"),
        "by_when_time": "14:05",
    }


def _about() -> tuple[str, dict[str, Any]]:
    return f"contacts/{_call().reference}/about/?who=new", {
        "name": "Lee Wood",
        "phone": "01632 960 777",
        "subject": WORDS,
    }


def _colleague() -> str:
    return str(cast.staff("Priya Shah").pk)


def _several(what: str, **fields: Any) -> Callable[[], tuple[str, dict[str, Any]]]:
    return lambda: ("several/", {"what": what, "more": arrived().reference, "step": "do", **fields})


def _standard_text() -> int:
    boss = cast.staff("Ruth Boss", Role.MANAGER, "s5")
    given = {"owner": boss, "by": boss, "review_on": date(2027, 2, 1), "at": at(NOW)}
    return write_text(path="s5", title="Lamps", words="It is mended.", **given).pk


def _flood() -> tuple[str, dict[str, Any]]:
    newest = flooded()
    up_to = str(Contact.objects.order_by("-id")[0].id)
    return f"floods/{newest.id}/aside/", {"up_to": up_to, "code": "spam", **WHY}


def _count() -> tuple[str, dict[str, Any]]:
    one_of_two_kept()
    return f"count/?period={PERIOD}", WHY


LETTER = {"token": "t1", "subject": WORDS, "body": "All of the letter", "name": "Lee Wood", "kind": "complaint"}
TYPED: dict[str, Callable[[], tuple[str, dict[str, Any]]]] = {
    "new contact": lambda: ("new/letter/?who=new", {**LETTER, **day("on"), "hour": "09:15"}),
    "who a call was with": _about,
    "tap": _tap,
    "happened": of_contact("happened/clarification_asked", **day("on", "3"), hour="09:15"),
    "strike": _struck,
    "several, answered": _several("answer", token="t", newest="1", body=WORDS),
    "several, closed": _several("close", outcome="spam", why=WORDS),
    "several, assigned": lambda: (
        "several/",
        {"what": "assign", "more": arrived().reference, "step": "do", "to": _colleague()},
    ),
    "hand over": lambda: ("hand-over/", {"holder": _colleague(), **day("from_on", "9")}),
    "split": of_contact("split", token="t", subject=WORDS, body="The rest of it", kinds="foi"),
    "join": of_contact("join", other="7K3Q-92MX", why=WORDS),
    "together": of_contact("together", same_as="7K3Q-92MX"),
    "part": _joined,
    "assign": lambda: (f"contacts/{arrived().reference}/assign/", {"to": _colleague()}),
    "move": of_contact("move", reason=WORDS),
    "note": of_contact("note", body=WORDS),
    "welfare": of_contact("welfare", reason=WORDS),
    "words that may be urgent": _urgent,
    "kinds": of_contact("kinds", kinds="foi", why=WORDS),
    "close": of_contact("close", outcome="spam", why=WORDS),
    "reopen": lambda: (f"contacts/{_closed().reference}/reopen/", WHY),
    "refuse": _proposed,
    "end links": of_contact("end-links", why=WORDS),
    "correct": of_contact("correct", name="Robin Reed-Smith", why=WORDS),
    "hold": of_contact("kept/hold", ground="ombudsman", of="contact", why=WORDS, **day("review_on")),
    "lift": _held,
    "erase": lambda: (f"contacts/{_closed().reference}/kept/erase/", {"ground": "objection", "reference": "7K3Q"}),
    "flood": _flood,
    "count": _count,
    "reply": of_contact("reply", body=WORDS, token="t", newest="1"),
    "draft": of_contact("reply/draft", body=WORDS, token="t", newest="1"),
    "draft thrown away": of_contact("reply/draft", body=WORDS, token="t", newest="1", forget="yes"),
    "standard text": lambda: ("texts/new/", {"title": "Lamps", "words": WORDS, **day("review_on", "9", "3", "2027")}),
    "standard text changed": lambda: (f"texts/{_standard_text()}/", {"title": "Lamps", "words": WORDS}),
}


@pytest.fixture
def jo(desk_of: Any, tmp_path: Any, settings: Any) -> Desk:
    """Somebody who may do everything in the whole council."""
    settings.DELETIONS = tmp_path / "deletions.jsonl"
    for role in Role:
        desk = desk_of("Jo Lane", role=role, path="s5")
    return desk.at("Tue 5 Jan 2027 10:00")


def whose(desk: Desk) -> str:
    """Return what each form of a page says of for whom the page was made."""
    return carried(desk.open().content.decode())["whose"]


def lose_sessions() -> None:
    Session.objects.all().delete()


def signed_in(staff: Staff, client: Client | None = None) -> Client:
    client = client or Client()
    client.force_login(staff)
    just_signed_in(client)
    return client


def done() -> tuple[Any, ...]:
    """Return all that a form of the desk could have done."""
    rows = (FactRow, Message, Contact, FloodAct, HandOver, Hold)
    return *(model.objects.count() for model in rows), Entry.objects.exclude(what__contains="session").count()


def post_signed_out(desk: Desk, address: str, fields: dict[str, Any]) -> str:
    """Send a form when the session is gone, and return where one is led once one has signed in."""
    sent = {**fields, "whose": whose(desk)}
    lose_sessions()
    answer = desk.client.post(f"/s5/desk/{address}", sent)
    assert answer.status_code == 302
    found = re.fullmatch(rf"{reverse('account_login')}\?next=(/account/unsent/\d+/)", answer["Location"])
    assert found, answer["Location"]
    return found[1]


def on_any(name: str) -> Any:
    """Return a form that is tried on one database: it is kept in the same row as any, and its page opens on both."""
    return pytest.param(name, marks=pytest.mark.any_database)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name if name in ("tap", "several, answered") else on_any(name) for name in TYPED])
def test_what_was_typed_is_there_again_for_whoever_typed_it_and_nothing_is_done(jo: Desk, name: str):
    address, fields = TYPED[name]()
    back = post_signed_out(jo, address, fields)
    before = done()
    page = signed_in(jo.staff).get(back, follow=True)
    held = Controls(page.content.decode()).held
    left_to_the_page = ("token", "newest", "step", "up_to", "drawn", "more", "what", "forget")
    typed = {key: value for key, value in fields.items() if key not in left_to_the_page}
    assert {key for key, value in typed.items() if value not in held[key]} == set(), page.redirect_chain
    assert SIGNED_OUT in text(page) or name.startswith("draft")
    assert done() == before


def test_nobody_else_is_led_to_what_was_typed(jo: Desk):
    address, fields = TYPED["note"]()
    back = post_signed_out(jo, address, fields)
    priya = signed_in(cast.staff("Priya Shah"))
    page = priya.get(back, follow=True)
    assert page.redirect_chain == [(reverse("account"), 302)]
    assert "What was typed there is kept for whoever typed it, and for nobody else." in text(page)
    (kept,) = Unsent.objects.all()
    for method in (priya.get, priya.post):
        page = method(f"/s5/desk/{address}?kept={kept.pk}", {"kept": kept.pk}, follow=True)
        assert WORDS not in page.content.decode()
    assert Unsent.objects.count() == 1
    assert WORDS in signed_in(jo.staff).get(back, follow=True).content.decode()


def test_what_was_typed_into_one_form_fills_in_no_other(jo: Desk):
    address, fields = TYPED["note"]()
    back = post_signed_out(jo, address, fields)
    number = back.split("/")[-2]
    client, reference = signed_in(jo.staff), address.split("/")[1]
    for other in (f"contacts/{reference}/kinds/", f"contacts/{arrived().reference}/note/", "hand-over/"):
        assert WORDS not in client.get(f"/s5/desk/{other}?kept={number}", follow=True).content.decode()
        client.post(f"/s5/desk/{other}", {"kept": number, "body": "Other", "kinds": "foi", "why": "It asks"})
    assert WORDS in client.get(back, follow=True).content.decode()


@pytest.mark.parametrize("with_token_of", ["before", "nobody"])
def test_a_page_from_before_somebody_signed_in_again_does_nothing_and_loses_nothing(jo: Desk, with_token_of: str):
    """Signing in gives every form another token: what stands in a page that was open before no longer fits."""
    address, fields = TYPED["note"]()
    client = signed_in(jo.staff, Client(enforce_csrf_checks=True))
    page = client.get(f"/s5/desk/{address.removesuffix('note/')}").content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    sent = {**fields, "whose": carried(page)["whose"], "csrfmiddlewaretoken": token}
    if with_token_of == "nobody":
        client.cookies.pop("form")
    else:
        client.cookies["form"] = "x" * 32
    before = done()
    page = client.post(f"/s5/desk/{address}", sent, follow=True)
    assert WORDS in Controls(page.content.decode()).held["body"]
    assert (SIGNED_OUT in text(page), done()) == (True, before)
    (shown,) = (found for found in re.findall(r"<form.*?</form>", page.content.decode(), re.S) if WORDS in found)
    again = {**fields, **carried(shown), "csrfmiddlewaretoken": re.findall(r'retoken" value="([^"]+)"', shown)[0]}
    assert client.post(f"/s5/desk/{address}", again).status_code == 302
    assert (Message.objects.filter(body=WORDS).count(), Unsent.objects.count()) == (1, 0)


def test_a_page_of_somebody_else_is_not_sent_in_the_name_of_who_signed_in_after_them(jo: Desk):
    address, fields = TYPED["note"]()
    sent = {**fields, "whose": whose(jo), "csrfmiddlewaretoken": "x" * 64}
    priya = signed_in(cast.staff("Priya Shah"), Client(enforce_csrf_checks=True))
    page = priya.post(f"/s5/desk/{address}", sent, follow=True)
    assert (page.redirect_chain[-1][0], Message.objects.filter(body=WORDS).count()) == (reverse("account"), 0)
    assert Unsent.objects.get().staff == jo.staff


@pytest.mark.parametrize("forged", [{}, {"whose": "1"}, {"whose": "1:nonsense"}, {"whose": ""}])
def test_nothing_is_kept_of_what_does_not_say_for_whom_its_page_was_made(jo: Desk, forged: dict[str, str]):
    address, fields = TYPED["note"]()
    lose_sessions()
    answer = jo.client.post(f"/s5/desk/{address}", {**fields, **forged})
    assert answer["Location"] == f"{reverse('account_login')}?next=/s5/desk/{address}"
    assert Unsent.objects.count() == 0


def test_half_an_hour_away_keeps_it_too_and_whoever_signs_in_by_another_way_is_told(jo: Desk, settings: Any):
    settings.IDLE = timedelta(minutes=30)
    address, fields = TYPED["note"]()
    sent = {**fields, "whose": whose(jo.at("Tue 5 Jan 2027 10:00"))}
    answer = jo.at("Tue 5 Jan 2027 10:31").client.post(f"/s5/desk/{address}", sent, follow=True)
    assert "You are signed out: you did nothing here for 30 minutes. What you had typed is kept." in text(answer)
    client = signed_in(jo.staff)
    client.get(reverse("account"))
    page = client.get("/s5/desk/").content.decode()
    (back,) = re.findall(r'could not send is kept until the day after. <a class="govuk-link" href="([^"]+)">', page)
    assert "What you had typed at 5 Jan, 10:31 and could not send" in page
    assert WORDS in client.get(back, follow=True).content.decode()


def test_a_button_that_was_pressed_signed_out_leads_to_its_page_and_is_not_pressed(jo: Desk):
    contact = arrived()
    back = post_signed_out(jo, f"contacts/{contact.reference}/take/", {})
    page = signed_in(jo.staff).get(back, follow=True)
    assert page.redirect_chain[-1][0] == f"/s5/desk/contacts/{contact.reference}/"
    contact.refresh_from_db()
    assert (contact.held_by, Unsent.objects.count()) == (None, 0)
    for button in ("new/phone/now/", "hand-over/call-off/", "signed-in/end/"):
        jo.client.force_login(jo.staff), just_signed_in(jo.client)
        back = post_signed_out(jo, button, {"token": "t"})
        page = signed_in(jo.staff).get(back, follow=True)
        assert (page.status_code, Unsent.objects.count()) == (200, 0), page.redirect_chain
    assert Contact.objects.count() == 1


def test_a_draft_that_the_script_keeps_is_kept_once_and_is_a_draft_again(jo: Desk):
    contact = arrived()
    page = whose(jo)
    lose_sessions()
    for words in ("Dear", "Dear Robin", WORDS):
        sent = {"body": words, "token": "t", "newest": "1", "quietly": "yes", "whose": page}
        jo.client.post(f"/s5/desk/contacts/{contact.reference}/reply/draft/", sent)
    (kept,) = Unsent.objects.all()
    signed_in(jo.staff).get(reverse("unsent", args=[kept.pk]), follow=True)
    assert (DraftLetter.objects.get().fields["body"], Unsent.objects.count()) == (WORDS, 0)


def test_it_goes_after_a_day_with_its_contact_and_where_there_is_too_much(jo: Desk):
    address, fields = TYPED["note"]()
    page = whose(jo)
    lose_sessions()
    for number in range(22):
        jo.client.post(f"/s5/desk/{address}", {"body": f"Number {number}", "whose": page})
    assert [one.fields["body"] for one in Unsent.objects.order_by("id")][::19] == [["Number 2"], ["Number 21"]]
    jo.client.post(f"/s5/desk/{address}", {"body": "x" * 1_000_001, "whose": page})
    assert Unsent.objects.count() == 20
    assert forget_unsent_about(address.split("/")[1]) == 20
    jo.client.post(f"/s5/desk/{address}", {**fields, "whose": page})
    forget_all_unsent(at=at("Wed 6 Jan 2027 10:00"))
    assert Unsent.objects.count() == 1
    forget_all_unsent(at=at("Wed 6 Jan 2027 10:01"))
    assert Unsent.objects.count() == 0


def test_nothing_is_kept_of_forms_that_are_not_of_the_desk(jo: Desk):
    page = whose(jo)
    lose_sessions()
    jo.client.post(reverse("account_change_password"), {"password1": "s3cret words here", "whose": page})
    assert Unsent.objects.count() == 0
