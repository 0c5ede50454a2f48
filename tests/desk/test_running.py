"""Calls and visits that go on are rows at the top of the desk, and what happens in them is noted at a tap."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.contacts import actions
from answerable.contacts.actions.checking import NotAllowed, NotByHand, OutOfTurn
from answerable.contacts.actions.meeting import AlreadyKnown
from answerable.contacts.models import Contact
from answerable.contacts.preparing import AlreadyClosed
from answerable.customers.models import Customer
from answerable.evidence.models import Entry
from answerable.people.models import Role
from tests import cast
from tests.build import at, on
from tests.desk import by_hand
from tests.desk.by_hand import row_of, tapped
from tests.desk.sitting import Desk, carried, text

pytestmark = pytest.mark.django_db

TEN = "Tue 3 Nov 2026 10:00"


def begun(desk: Desk, way: str = "phone") -> Contact:
    return by_hand.begun(desk, way, TEN)


def taps(desk: Desk, contact: Contact) -> list[str]:
    row = row_of(desk, contact)
    return [one.name for one in row.taps] if row else []


def happened(contact: Contact) -> list[str]:
    return [f"{row.what} {row.at:%H:%M:%S}" for row in contact.facts.all()]


def test_a_call_rings_is_answered_and_gets_what_it_asked_for(sam: Desk):
    call = begun(sam)
    assert (row_of(sam, call).last, taps(sam, call)) == (
        "Ringing",
        ["answered", "abandoned", "voicemail_left", "callback_agreed"],
    )
    tapped(sam, call, "answered", "Tue 3 Nov 2026 10:00:09")
    assert taps(sam, call) == ["transferred", "callback_agreed", "resolved", "delay_told"]
    done = tapped(sam, call, "resolved", "Tue 3 Nov 2026 10:04")
    assert happened(call) == ["ringing 10:00:00", "answered 10:00:09", "resolved 10:04:00"]
    assert done["Location"] == f"/s5/desk/contacts/{call.reference}/about/"
    call.refresh_from_db()
    assert (call.outcome, call.closed_at, row_of(sam, call)) == ("done", at("Tue 3 Nov 2026 10:04"), None)
    assert [one.what for one in Entry.objects.filter(about=call.reference).order_by("id")] == [
        *("began a contact", "noted", "noted", "closed"),
    ]


def test_a_visitor_comes_is_greeted_told_the_wait_and_seen(sam: Desk):
    visit = begun(sam, "reception")
    assert taps(sam, visit) == [
        *("greeted", "wait_told", "colleague_asked", "colleague_named", "seen", "appointment_offered", "left"),
    ]
    for name, when in (("greeted", "10:02"), ("wait_told", "10:03"), ("colleague_asked", "10:04")):
        tapped(sam, visit, name, f"Tue 3 Nov 2026 {when}")
    assert taps(sam, visit)[3:6] == ["colleague_met", "colleague_unavailable", "seen"]
    for name, when in (("colleague_met", "10:09"), ("seen", "10:10")):
        tapped(sam, visit, name, f"Tue 3 Nov 2026 {when}")
    tapped(
        sam,
        visit,
        "delay_told",
        "Tue 3 Nov 2026 10:20",
        reason="The plan is with the surveyor",
        by_when=on("Fri 6 Nov 2026"),
    )
    assert happened(visit)[-2:] == ["seen 10:10:00", "delay_told 10:20:00"]
    visit.refresh_from_db()
    assert (visit.closed_at, row_of(sam, visit)) == (None, None)
    assert visit.facts.last().said == {"reason": "The plan is with the surveyor", "by_when": "2026-11-06"}


def test_somebody_asked_for_by_name_is_away_by_name(sam: Desk):
    visit = begun(sam, "reception")
    tapped(sam, visit, "colleague_named", "Tue 3 Nov 2026 10:01")
    tapped(sam, visit, "colleague_unavailable", "Tue 3 Nov 2026 10:02")
    assert [row.said for row in visit.facts.exclude(what="arrived")] == [{"named": True}, {"named": True}]
    assert cast.states(visit)["S5-32"] == "void"
    assert "colleague_unavailable" not in taps(sam, visit)
    tapped(sam, visit, "colleague_asked", "Tue 3 Nov 2026 10:03")
    assert "colleague_unavailable" in taps(sam, visit)


@pytest.mark.parametrize(("way", "name"), [("phone", "abandoned"), ("reception", "left")])
def test_who_goes_before_anybody_met_them_leaves_nothing_that_waits(sam: Desk, way: str, name: str):
    contact = begun(sam, way)
    done = tapped(sam, contact, name, "Tue 3 Nov 2026 10:01")
    contact.refresh_from_db()
    assert (contact.outcome, done["Location"]) == ("unmet", f"/s5/desk/#run-{contact.reference}")
    assert row_of(sam, contact) is None


def test_a_message_that_is_left_is_a_contact_that_waits(desk_of: Any):
    desk = desk_of(council="s1")
    call = begun(desk)
    done = tapped(desk, call, "voicemail_left", "Tue 3 Nov 2026 10:01")
    message = Contact.objects.get(channel="voicemail")
    assert done["Location"] == f"/s1/desk/contacts/{message.reference}/about/"
    assert (message.follows, message.closed_at, message.next_due) == (call, None, at("Wed 4 Nov 2026 23:59:59"))


def test_a_call_back_agreed_for_two_is_due_at_two(sam: Desk):
    call = begun(sam)
    tapped(sam, call, "answered", "Tue 3 Nov 2026 10:00:09")
    page = sam.open(f"contacts/{call.reference}/tap/callback_agreed/")
    assert page.context["form"]["by_when"].value() == on("Tue 3 Nov 2026")
    past = tapped(
        sam, call, "callback_agreed", "Tue 3 Nov 2026 10:02", by_when=on("Tue 3 Nov 2026"), by_when_time="10:01"
    )
    assert "That has passed. Give a time that is still to come" in text(past)
    tapped(sam, call, "callback_agreed", "Tue 3 Nov 2026 10:02", by_when=on("Tue 3 Nov 2026"), by_when_time="2pm")
    call.refresh_from_db()
    assert (call.next_due, call.closed_at, row_of(sam, call)) == (at("Tue 3 Nov 2026 14:00"), None, None)
    assert call.reference in text(sam.open())


def test_a_call_passed_on_is_the_other_teams_from_then_on_and_goes_on_there(sam: Desk):
    call = begun(sam)
    tapped(sam, call, "answered", "Tue 3 Nov 2026 10:00:09")
    to = "s5/customer-services/roads"
    assert "Choose a team" in text(tapped(sam, call, "transferred", "Tue 3 Nov 2026 10:01"))
    tapped(sam, call, "transferred", "Tue 3 Nov 2026 10:01", to=to)
    call.refresh_from_db()
    assert (call.path, call.facts.last().said) == (to, {"team": "the roads team"})
    assert row_of(sam, call) is None
    desk = Desk(cast.staff("Ro Ads", path=to), "s5", sam._patch)
    assert taps(desk, call) == ["transferred", "callback_agreed", "resolved", "delay_told"]


def test_a_tap_pressed_twice_notes_once(sam: Desk):
    call = begun(sam)
    drawn = str(row_of(sam, call).drawn)
    for second in ("09", "10"):
        sam.at(f"Tue 3 Nov 2026 10:00:{second}").press(call, "tap/answered", drawn=drawn)
    to = {"to": "s5/customer-services/post"}
    drawn = str(row_of(sam, call).drawn)
    for second in ("20", "21"):
        sam.at(f"Tue 3 Nov 2026 10:00:{second}").press(call, "tap/transferred", drawn=drawn, **to)
    assert happened(call) == ["ringing 10:00:00", "answered 10:00:09", "transferred 10:00:20"]
    tapped(sam, call, "transferred", "Tue 3 Nov 2026 10:05", **to)
    assert happened(call)[-1] == "transferred 10:05:00"


def test_a_button_pressed_twice_begins_one_call(sam: Desk):
    token = carried(sam.at(TEN).open().content.decode())["token"]
    for _ in range(2):
        sam.client.post("/s5/desk/new/phone/now/", {"token": token})
    assert Contact.objects.count() == 1


def test_what_a_colleague_noted_meanwhile_is_said(sam: Desk):
    call = begun(sam)
    tapped(sam, call, "abandoned", "Tue 3 Nov 2026 10:00:09")
    said = sam.client.post(f"/s5/desk/contacts/{call.reference}/tap/answered/", {"drawn": "0"}, follow=True)
    assert f"Cannot note “Answered”: {call.reference} is closed. Open it again first." in text(said)
    assert len(happened(call)) == 2


def noted(contact: Contact, name: str, **changes: Any) -> Any:
    given: dict[str, Any] = {"drawn": 10**9, "by": cast.staff(), "now": at("Tue 3 Nov 2026 10:01"), **changes}
    return actions.tap(contact, name=name, **given)


@pytest.mark.parametrize(
    ("way", "before", "name", "refusal", "said"),
    [
        (
            "phone",
            ["answered"],
            "abandoned",
            OutOfTurn,
            "Cannot note “Hung up unanswered”: “Answered” was noted before",
        ),
        ("phone", [], "resolved", OutOfTurn, "note “Answered” first."),
        ("phone", ["abandoned"], "answered", AlreadyClosed, "is closed. Open it again first."),
        ("phone", [], "greeted", NotByHand, "it is nothing that happens while such a contact goes on."),
        ("reception", ["seen"], "left", OutOfTurn, "“Seen” was noted before, and it cannot follow that."),
        ("reception", [], "colleague_met", ValueError, "nothing waits for it"),
        ("reception", ["greeted", "delay_told"], "seen", OutOfTurn, "“Told that it will be late” ended it before."),
    ],
)
def test_a_fact_out_of_its_turn_is_refused(
    sam: Desk, way: str, before: list[str], name: str, refusal: type[ValueError], said: str
):
    contact = begun(sam, way)
    for one in before:
        noted(contact, one)
    facts = happened(contact)
    with pytest.raises(refusal) as refused:
        noted(contact, name)
    assert said in str(refused.value)
    assert happened(contact) == facts


def test_a_contact_of_another_team_or_council_is_not_tapped(sam: Desk, desk_of: Any):
    call = begun(desk_of("Ro Ads", path="s5/customer-services/roads"))
    assert tapped(sam, call, "answered", TEN).status_code == 404
    with pytest.raises(NotAllowed):
        noted(call, "answered")
    mine, elsewhere = begun(sam), cast.council("s1")
    noted(mine, "answered")
    with pytest.raises(NotAllowed, match="choose a team of the same council"):
        noted(mine, "transferred", to=cast.team_of(elsewhere.key))


def test_what_goes_on_is_shown_to_those_whose_queue_it_is_and_no_longer_than_a_day(sam: Desk, desk_of: Any):
    call = begun(sam)
    analyst = desk_of("An Alyst", role=Role.ANALYST, path="s5").at(TEN)
    row = row_of(analyst, call)
    assert (row.taps, row.sees, "A call rings" in text(analyst.open())) == ((), False, False)
    assert row_of(desk_of("Ro Ads", path="s5/customer-services/roads").at(TEN), call) is None
    assert row_of(sam.at("Wed 4 Nov 2026 09:59:59"), call) is not None
    assert row_of(sam.at("Wed 4 Nov 2026 10:00"), call) is None


def test_what_was_tapped_wrongly_is_struck_out_and_goes_on(sam: Desk):
    call = begun(sam)
    tapped(sam, call, "abandoned", "Tue 3 Nov 2026 10:00:09")
    wrong, boss = call.facts.get(what="abandoned"), cast.staff("Ruth Boss", Role.MANAGER)
    call.refresh_from_db()
    actions.strike(call, fact=wrong, why="I hit the wrong key", by=boss, at=at("Tue 3 Nov 2026 10:00:15"))
    call.refresh_from_db()
    assert (call.closed_at, row_of(sam.at("Tue 3 Nov 2026 10:00:16"), call).last) == (None, "Ringing")
    tapped(sam, call, "answered", "Tue 3 Nov 2026 10:00:18")
    assert cast.states(call)["S5-06"] == "kept"
    tapped(sam, call, "resolved", "Tue 3 Nov 2026 10:05")
    assert row_of(sam, call) is None


def test_twenty_that_go_on_ask_the_database_no_oftener_than_one(sam: Desk):
    begun(sam)
    sam.open()
    counts = []
    for more in (0, 19):
        for _ in range(more):
            begun(sam, "reception")
        with CaptureQueriesContext(connection) as seen:
            assert len(sam.open().context["running"]) == more + 1
        counts.append(len(seen))
    assert counts[0] == counts[1]


# ---- who it was, and what about ----


def described(desk: Desk, contact: Contact, who: str = "new", **fields: Any) -> Any:
    address = f"/{desk.council}/desk/contacts/{contact.reference}/about/?who={who}"
    given = {"name": "Lee Wood", "subject": "Bins", "kind": "enquiry", **fields}
    return desk.client.post(address, given)


def test_whom_a_call_was_with_is_said_while_it_goes_on_or_after(sam: Desk):
    call = begun(sam)
    assert "who is it?" in text(sam.open(f"contacts/{call.reference}/about/"))
    assert (
        described(
            sam, call, body="They are full.", needs="Large print", place="Mill Lane", kind="complaint"
        ).status_code
        == 302
    )
    call.refresh_from_db()
    assert call.place == "Mill Lane"
    assert (str(call.customer), call.customer.needs, call.subject) == ("Lee Wood", "Large print", "Bins")
    assert [one.body for one in call.messages.all()] == ["They are full."]
    assert [one.kind for one in call.kinds.all()] == ["complaint"]
    row = row_of(sam, call)
    assert (row.who, row.subject) == ("Lee Wood", "Bins")
    page = sam.open(f"contacts/{call.reference}/about/")
    assert ("name" in page.context["form"].fields, "Lee Wood" in text(page)) == (False, True)


def test_who_is_known_is_chosen_and_nobody_is_made(sam: Desk):
    known = cast.received("Mon 2 Nov 2026 09:00").customer
    call = begun(sam)
    described(sam, call, str(known.pk), name="")
    call.refresh_from_db()
    assert (call.customer, Customer.objects.count()) == (known, 1)


def test_two_who_say_at_once_who_it_was_are_not_both_believed(sam: Desk):
    one, other = (cast.received(email=f"{name}@home.example").customer for name in ("a", "b"))
    call = begun(sam)
    said = {"told": {}, "subject": "Bins", "body": "", "kind": "enquiry", "by": sam.staff, "at": at(TEN)}
    actions.describe(Contact.objects.get(id=call.id), customer=one, **said)
    with pytest.raises(AlreadyKnown, match="a colleague has said it is Robin Reed"):
        actions.describe(call, customer=other, **said)


def test_the_row_is_there_and_can_be_worked_without_scripts(sam: Desk):
    call = begun(sam)
    page = sam.open().content.decode()
    assert re.search(r"10:00:00</span> <b class=\"running__seconds\" data-since=\"2026-11-03T10:00:00\+00:00\"", page)
    assert f'formaction="contacts/{call.reference}/tap/answered/" name="drawn"' in page
    assert f'href="/s5/desk/contacts/{call.reference}/tap/callback_agreed/"' in page


# ---- at the same moment ----


@pytest.mark.django_db(transaction=True)
def test_of_two_who_note_what_excludes_each_other_at_the_same_moment_one_is_refused():
    cast.council()
    sam, call = cast.staff(), _ringing()

    def press(name: str) -> str:
        try:
            fresh = Contact.objects.get(id=call.id)
            actions.tap(fresh, name=name, drawn=10**9, by=sam, now=at("Tue 3 Nov 2026 10:00:09"))
            return "noted"
        except (OutOfTurn, AlreadyClosed):
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, ["answered", "abandoned"])) == ["noted", "refused"]
    assert call.facts.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_twice_at_the_same_moment_begins_one_contact():
    cast.council()
    sam = cast.staff()

    def send(_: int) -> str:
        try:
            return _ringing(by=sam, token="once").reference
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(send, range(4)))) == 1
    assert Contact.objects.count() == 1


def _ringing(**changes: Any) -> Contact:
    arrival = cast.arrival(channel="phone", subject="", body="", name="", email="")
    given: dict[str, Any] = {"details": {}, "by": cast.staff(), "at": at(TEN), "now": at(TEN), **changes}
    return actions.begin(arrival, **given)


def test_what_goes_on_stands_once_whatever_the_queue_is_asked_for(sam: Desk):
    waits = cast.received("Mon 2 Nov 2026 09:00")
    call = begun(sam)
    for asked in ("", "?channel=phone", "?due=late"):
        page = sam.open(asked).context
        assert [row.reference for row in page["running"]] == [call.reference]
        assert call.reference not in [row.reference for row in page["rows"]]
    tapped(sam, call, "callback_agreed", "Tue 3 Nov 2026 10:02", by_when=on("Tue 3 Nov 2026"), by_when_time="14:00")
    page = sam.open().context
    assert (page["running"], [row.reference for row in page["rows"]]) == ([], [call.reference, waits.reference])


def test_a_row_that_goes_on_says_what_it_would_among_those_that_wait(sam: Desk, desk_of: Any):
    arrival = cast.arrival(channel="phone", subject="", body="There is no heating here", name="", email="")
    call = actions.begin(arrival, details={}, by=None, at=at(TEN), now=at(TEN))
    actions.take(call, by=cast.staff("Priya Shah"), at=at(TEN))
    actions.mark_welfare(call, reason="Lives alone", by=cast.staff("Priya Shah"), at=at(TEN))
    said = text(sam.at(TEN).open())
    assert "Welfare: Lives alone May be urgent: heating, water or power (“no heating”)" in said
    assert ("held by Priya Shah" in said, "Nothing else waits." in said) == (True, True)
    auditor = desk_of("Ali Analyst", role=Role.ANALYST).at(TEN).open().context["running"][0]
    assert (auditor.is_marked, auditor.welfare) == (True, "")
    assert auditor.flagged == "its words wait to be looked at"


def test_what_was_struck_out_is_no_tap_pressed_before(sam: Desk):
    call = begun(sam)
    drawn = row_of(sam, call).drawn
    tapped(sam, call, "answered", "Tue 3 Nov 2026 10:00:09")
    strike = {"why": "Not this call", "by": cast.staff(), "at": at("Tue 3 Nov 2026 10:00:20")}
    assert actions.strike(call, fact=call.facts.get(what="answered"), **strike) is None
    sam.at("Tue 3 Nov 2026 10:00:30").press(call, "tap/answered", drawn=str(drawn))
    assert [row.what for row in call.facts.order_by("id")] == ["ringing", "answered", "struck", "answered"]


def test_a_call_that_is_passed_on_a_second_time_says_so_to_whoever_supervises(sam: Desk, desk_of: Any):
    call = begun(sam)
    boss = desk_of("Ruth Boss", role=Role.MANAGER, path="s5")
    alert = "times: see that it stays with the right person"
    tapped(sam, call, "answered", "Tue 3 Nov 2026 10:00:09")
    for number, to in enumerate(("s5/customer-services/roads", "s5/customer-services/post"), 1):
        tapped(boss, call, "transferred", f"Tue 3 Nov 2026 10:0{number}", to=to)
        assert (f"Passed on {number} {alert}" in text(boss.open())) is (number == 2)
        tapped(boss, call, "answered", f"Tue 3 Nov 2026 10:0{number}:30")
