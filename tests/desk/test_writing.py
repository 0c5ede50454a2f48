"""What an officer writes is sent once, and only with what the council promised that it would say."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection

from answerable.charters import COUNCILS
from answerable.contacts import actions
from answerable.contacts.actions.writing import AlreadyWritten
from answerable.contacts.models import Contact, Message, Outgoing
from answerable.contacts.parts import parts_of
from answerable.desk.forms.writing import SORTS, Writing
from answerable.standards.vocabulary.kinds import KINDS
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, carried, filled, text

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

RECEIVED = "Mon 2 Nov 2026 09:00"


def arrived(key: str = "s5", **changes: Any) -> Contact:
    """Receive a message whose automatic acknowledgement, if there is one, has left."""
    contact = cast.received(RECEIVED, key=key, **changes)
    cast.everything_sent("Mon 2 Nov 2026 09:01")
    return contact


def said(**changes: Any) -> dict[str, Any]:
    """Return every part a message can need, and a body; None leaves a part out."""
    fields = {"body": "We will mend it.", **cast.parts(), **changes}
    return {name: value for name, value in fields.items() if value is not None}


def without(part: str) -> dict[str, Any]:
    """Return the same with one part left empty."""
    return said(**{part: None if part == "by_when" else ""})


def written(contact: Contact) -> list[str]:
    """Return what has been written by people, in order."""
    return [message.sort for message in contact.messages.exclude(by=None)]


def content(contact: Contact, promise: str) -> list[str]:
    """Return how the messages people wrote stand against what a promise says they must carry."""
    clocks = contact.clocks.filter(promise=promise, measure="content").exclude(about__by=None)
    return [clock.state for clock in clocks]


CALL = {"spoke_to": "Robin Reed", "number": "01632 960 111"}
MISSING = [
    pytest.param(
        "reply", "owner", "Enter who is dealing with it: S5-25 asks for this", marks=pytest.mark.promise("S5-25")
    ),
    pytest.param(
        "reply",
        "contact",
        "Enter a telephone number for questions: S5-26 asks for this",
        marks=pytest.mark.promise("S5-26"),
    ),
    pytest.param(
        "reply", "being_done", "Say what is being done: S5-27 asks for this", marks=pytest.mark.promise("S5-27")
    ),
    pytest.param(
        "reply", "next_step", "Say what happens next: S5-28 asks for this", marks=pytest.mark.promise("S5-28")
    ),
    pytest.param("reply", "by_when", "Enter by when: S5-28 asks for this", marks=pytest.mark.promise("S5-28")),
    pytest.param("hold", "reason", "Say why it will be late: S5-29 asks for this", marks=pytest.mark.promise("S5-29")),
    pytest.param("hold", "by_when", "Enter by when: S5-28 and S5-29 ask for this", marks=pytest.mark.promise("S5-29")),
]


@pytest.mark.parametrize(("what", "part", "error"), MISSING)
def test_a_message_without_a_promised_part_is_refused_and_nothing_is_sent(sam: Desk, what: str, part: str, error: str):
    contact = arrived()
    response = sam.at("Tue 3 Nov 2026 10:00").write(contact, what, ending="work", **without(part))
    page = response.content.decode()
    field = f"write-{part}-day" if part == "by_when" else f"write-{part}"
    assert response.status_code == 200
    assert f'<a href="#{field}">{error}</a>' in page
    assert f'id="{field}"' in page
    assert "We will mend it." in page
    assert written(contact) == []
    assert Outgoing.objects.exclude(state="sent").count() == 0


@pytest.mark.parametrize(
    ("what", "promises"),
    [
        pytest.param(what, [promise], marks=pytest.mark.promise(promise))
        for what in ("reply", "hold", "acknowledge")
        for promise in ("S5-25", "S5-26", "S5-27", "S5-28")
    ],
)
def test_a_message_with_every_promised_part_is_sent_and_keeps_the_promise(sam: Desk, what: str, promises: list[str]):
    contact = arrived()
    response = sam.at("Tue 3 Nov 2026 10:00").write(contact, what, ending="work", **said(by_when=date(2026, 11, 11)))
    assert response.status_code == 302
    assert [content(contact, promise) for promise in promises] == [[]]
    cast.everything_sent("Tue 3 Nov 2026 10:01")
    assert [content(contact, promise) for promise in promises] == [["kept"]]


@pytest.mark.promise("S5-28")
def test_a_reply_that_ends_the_matter_needs_no_next_step(sam: Desk):
    contact = arrived()
    sam.at("Tue 3 Nov 2026 10:00").write(contact, "reply", ending="ends", **said(next_step="", by_when=None))
    cast.everything_sent("Tue 3 Nov 2026 10:01")
    contact.refresh_from_db()
    assert content(contact, "S5-28") == ["not required"]
    assert (contact.outcome, contact.closed_at) == ("answered", at("Tue 3 Nov 2026 10:00"))


@pytest.mark.promise("S5-29")
def test_a_delay_notice_before_the_reply_is_due_keeps_its_promise_and_its_date_becomes_one(sam: Desk):
    contact = arrived()
    sam.at("Wed 11 Nov 2026 16:00").write(contact, "hold", **said(by_when=date(2026, 11, 20)))
    cast.everything_sent("Wed 11 Nov 2026 16:01")
    derived = contact.clocks.get(promise="S5-28", measure="derived", about__what="delay_told")
    assert cast.states(contact) == {"S5-22": "kept", "S5-24": "due soon", "S5-29": "kept"}
    assert (derived.state, derived.due) == ("running", at("Fri 20 Nov 2026 23:59:59"))


@pytest.mark.promise("S5-29")
def test_a_delay_notice_sent_too_late_is_broken_and_shown_to_be(sam: Desk):
    contact = arrived()
    sam.at("Thu 12 Nov 2026 09:00").write(contact, "hold", **said())
    cast.everything_sent("Thu 12 Nov 2026 09:01")
    assert cast.states(contact) == {"S5-22": "kept", "S5-24": "broken", "S5-29": "broken"}
    assert "Promise S5-29 broken: notice of delay · 11 Nov, 23:59" in sam.contact(contact)


@pytest.mark.promise("S5-22")
@pytest.mark.promise("S5-24")
def test_a_reply_in_seven_working_days_keeps_the_promise_and_one_a_minute_later_breaks_it(sam: Desk):
    prompt, late = arrived(), arrived()
    for contact, when in ((prompt, "Wed 11 Nov 2026 23:58"), (late, "Thu 12 Nov 2026 00:00")):
        sam.at(when).write(contact, "reply", ending="ends", **said(by_when=None))
        cast.everything_sent(when)
    assert (cast.states(prompt), cast.states(late)) == (
        {"S5-22": "kept", "S5-24": "kept", "S5-29": "not required"},
        {"S5-22": "kept", "S5-24": "broken", "S5-29": "broken"},
    )


@pytest.mark.promise("S5-22")
def test_an_acknowledgement_by_hand_keeps_the_two_days_where_no_machine_may_answer(sam: Desk):
    contact = cast.received(RECEIVED, answerable=False)
    assert "Acknowledge or reply in full today (S5-22)." in sam.at("Wed 4 Nov 2026 10:00").contact(contact)
    sam.write(contact, "acknowledge", **said(body="", by_when=date(2026, 11, 11)))
    cast.everything_sent("Wed 4 Nov 2026 10:05")
    assert cast.states(contact)["S5-22"] == "kept"


@pytest.mark.promise("S1-14")
@pytest.mark.promise("S1-15")
@pytest.mark.parametrize(
    ("part", "error"),
    [
        ("next_step", "Say what happens next: S1-14 and S1-15 ask for this"),
        ("by_when", "Enter by when: S1-14 and S1-15 ask for this"),
    ],
)
def test_an_acknowledgement_that_does_not_say_what_next_and_by_when_is_refused(desk_of: Any, part: str, error: str):
    alex = desk_of(council="s1").at("Mon 2 Nov 2026 12:00")
    contact = cast.received(RECEIVED, key="s1", answerable=False)
    assert error in text(alex.write(contact, "acknowledge", **without(part)))
    assert written(contact) == []


@pytest.mark.promise("S1-14")
@pytest.mark.promise("S1-15")
@pytest.mark.promise("S1-16")
def test_an_acknowledgement_then_a_reply_keep_the_one_day_the_date_and_the_five_days(desk_of: Any):
    alex = desk_of(council="s1").at("Tue 3 Nov 2026 16:00")
    contact = cast.received(RECEIVED, key="s1", answerable=False)
    alex.write(contact, "acknowledge", **said(by_when=date(2026, 11, 6)))
    cast.everything_sent("Tue 3 Nov 2026 16:01")
    alex.at("Fri 6 Nov 2026 15:00").write(contact, "reply", ending="ends", body="It is mended.")
    cast.everything_sent("Fri 6 Nov 2026 15:01")
    states = cast.states(contact)
    assert (states["S1-14"], states["S1-16"]) == ("kept", "kept")
    assert cast.clock(contact, "S1-15", "derived").state == "kept"


@pytest.mark.promise("S3-05")
def test_a_complaint_to_s3_is_acknowledged_with_who_looks_into_it_and_who_answers(desk_of: Any):
    alex = desk_of(council="s3").at("Mon 2 Nov 2026 12:00")
    contact = cast.received(RECEIVED, key="s3", kinds=("complaint",), answerable=False)
    form = alex.open(f"contacts/{contact.reference}/", write="acknowledge").context["writing"]
    assert {bound.name: (bound.label, bound.help_text) for bound in form.asked} == {
        "investigator": ("Who looks into it", "S3-05 asks for this"),
        "responder": ("Who will answer", "S3-05 asks for this"),
    }
    refused = text(alex.write(contact, "acknowledge", **said(body="", investigator="", responder=" ")))
    assert (
        "There is a problem Enter who looks into it: S3-05 asks for this Enter who will answer: S3-05 asks for this"
        in refused
    )
    assert written(contact) == []
    sent = alex.write(contact, "acknowledge", **said(body="", by_when=date(2026, 11, 11)))
    assert (sent.status_code, written(contact)) == (302, ["acknowledgement"])
    cast.everything_sent("Mon 2 Nov 2026 12:01")
    assert content(contact, "S3-05") == ["kept"]
    assert "Who looks into it: Jo Lane, Standards\nWho will answer: Al Moss" in contact.messages.last().body


@pytest.mark.slow
@pytest.mark.any_database  # every kind is asked for in the same words, which the other tests here try on both
@pytest.mark.parametrize("what", SORTS)
@pytest.mark.parametrize("council", COUNCILS)
def test_every_sort_of_letter_about_every_kind_of_contact_is_sent_or_says_what_it_lacks(
    desk_of: Any, council: str, what: str
):
    """The form has a box for each part that may be lacking. The page is asked once for each set of parts there is."""
    alex = desk_of(council=council).at("Mon 2 Nov 2026 12:00")
    first_way, closes = SORTS[what].ways[-1]
    tried: set[frozenset[str]] = set()
    for kind in KINDS:
        contact = cast.received(RECEIVED, key=council, kinds=(kind,), answerable=False, email="")
        asked = {way: parts_of(contact, *way[:1], closes=way[1]) for way in SORTS[what].ways}
        names = {part.detail.name for parts in asked.values() for part in parts} - {"reference"}
        assert names <= set(Writing(contact, what, by=alex.staff).fields), (kind, names)
        if names in tried:
            continue
        tried.add(frozenset(names))
        fields = {
            "token": f"{kind} 1",
            "newest": "99999999",
            **CALL,
            "step": "send",
            "ending": "part",
            "body": "We have it in hand.",
        }
        lacking = {part.detail.missing for part in asked[first_way, closes] if part.detail.name != "reference"}
        empty = alex.press(contact, what, **fields)
        assert empty.status_code == (200 if lacking else 302), kind
        assert [words for words in lacking if words not in text(empty)] == [], kind
        full = alex.press(
            contact, what, **filled(fields | {"token": f"{kind} 2"} | cast.parts(by_when=date(2026, 11, 3)))
        )
        assert full.status_code == 302, (kind, text(full))


@pytest.mark.promise("S2-31")
@pytest.mark.promise("S2-34")
def test_a_question_is_a_response_within_the_day_and_does_not_end_the_matter(desk_of: Any):
    alex = desk_of(council="s2").at("Tue 3 Nov 2026 16:00")
    contact = arrived("s2")
    assert cast.states(contact)["S2-34"] == "due soon", "an automatic acknowledgement is no response"
    alex.write(contact, "ask", body="Which lamp is it?", waits="on")
    cast.everything_sent("Tue 3 Nov 2026 16:01")
    contact.refresh_from_db()
    assert cast.states(contact)["S2-34"] == "kept"
    assert [fact.what for fact in contact.facts.all()] == ["received", "acknowledged", "responded", "paused"]
    assert contact.closed_at is None


def test_a_question_without_words_is_refused(sam: Desk):
    contact = arrived()
    page = text(sam.at("Tue 3 Nov 2026 10:00").write(contact, "ask", **said(body="")))
    assert "There is a problem Write your question" in page


@pytest.mark.promise("S3-30")
@pytest.mark.parametrize("part", ["steps", "by_when"])
def test_a_delay_notice_of_s3_says_the_steps_and_the_date_or_is_not_sent(desk_of: Any, part: str):
    alex = desk_of(council="s3").at("Fri 13 Nov 2026 10:00")
    contact = arrived("s3")
    refused = alex.write(contact, "hold", **without(part))
    assert refused.status_code == 200
    assert "S3-30 asks for this" in text(refused)
    assert written(contact) == []
    alex.write(contact, "hold", **said())
    cast.everything_sent("Fri 13 Nov 2026 10:01")
    assert cast.states(contact)["S3-30"] == "kept"


@pytest.mark.promise("S4-28")
@pytest.mark.promise("S4-27")
def test_a_delay_notice_of_s4_names_its_target_date_which_is_then_a_promise_and_cures_nothing(desk_of: Any):
    alex = desk_of(council="s4").at("Mon 16 Nov 2026 10:00")
    contact = arrived("s4")
    assert "Enter by when: S4-28 asks for this" in text(alex.write(contact, "hold", **without("by_when")))
    assert written(contact) == []
    alex.write(contact, "hold", **said(by_when=date(2026, 11, 27)))
    cast.everything_sent("Mon 16 Nov 2026 10:01")
    alex.at("Fri 27 Nov 2026 10:00").write(contact, "reply", ending="ends", body="It is mended.")
    cast.everything_sent("Fri 27 Nov 2026 10:01")
    states = cast.states(contact)
    derived = contact.clocks.get(measure="derived", about__what="delay_told")
    assert (states["S4-27"], states["S4-28"], derived.state) == ("broken", "kept", "kept")


@pytest.mark.promise("S4-27")
def test_a_reply_of_s4_on_the_fourteenth_day_is_in_time(desk_of: Any):
    alex = desk_of(council="s4").at("Mon 16 Nov 2026 23:00")
    contact = arrived("s4")
    alex.write(contact, "reply", ending="ends", body="It is mended.")
    cast.everything_sent("Mon 16 Nov 2026 23:01")
    assert cast.states(contact)["S4-27"] == "kept"


def test_pressing_the_button_twice_sends_once(sam: Desk):
    contact = arrived()
    sam.at("Tue 3 Nov 2026 10:00")
    fields = filled({**sam.hidden(contact, "reply"), "ending": "ends", **said(by_when=None)})
    sam.send(contact, "reply", **fields)
    ticked = {"step": "send", "answered": "The street lamp outside number 4 is out."}
    again = sam.client.post(f"/s5/desk/contacts/{contact.reference}/reply/", fields | ticked, follow=True)
    assert written(contact) == ["reply"]
    assert "This was sent already, and was not sent again." in text(again)


def test_other_words_in_a_form_that_was_sent_are_kept_and_can_be_sent_too(sam: Desk):
    contact = arrived()
    sam.at("Tue 3 Nov 2026 10:00")
    fields = filled({**sam.hidden(contact, "reply"), "ending": "part", **said(by_when=date(2026, 11, 11))})
    sam.send(contact, "reply", **fields)
    refused = sam.press(contact, "reply", **fields | {"step": "send", "body": "And another thing."})
    assert refused.status_code == 200
    assert "And another thing." in text(refused)
    assert written(contact) == ["reply"]
    renewed = carried(refused.content.decode())
    sam.send(contact, "reply", **fields | {"body": "And another thing."} | renewed)
    assert written(contact) == ["reply", "reply"]


def test_a_form_of_one_contact_sent_about_another_is_asked_for_again(sam: Desk):
    contact, other = arrived(), arrived()
    sam.at("Tue 3 Nov 2026 10:00")
    typed = {"ending": "part", **said(by_when=date(2026, 11, 11))}
    fields = filled({**sam.hidden(contact, "reply"), **typed})
    sam.send(contact, "reply", **fields)
    of_other = filled({**sam.hidden(other, "reply"), **typed, "token": fields["token"]})
    refused = sam.send(other, "reply", **of_other)
    assert refused.status_code == 200
    assert "A message was sent from this form already. To send this one too, send it again." in text(refused)
    assert not other.messages.filter(sort="reply").exists()
    sam.send(other, "reply", **of_other | carried(refused.content.decode()))
    assert other.messages.filter(sort="reply").count() == 1


def test_a_date_that_has_passed_is_refused_beside_the_date(sam: Desk):
    contact = arrived()
    refused = sam.at("Tue 3 Nov 2026 10:00").write(contact, "hold", **said(by_when=date(2026, 11, 2)))
    error = "Cannot promise 2 November 2026: it has passed. Give today or a later day."
    assert f'<a href="#write-by_when-day">{error}</a>' in refused.content.decode()
    assert written(contact) == []


def test_a_date_that_is_none_is_refused_and_stays_as_it_was_typed(sam: Desk):
    contact = arrived()
    fields = filled(said()) | {"by_when-day": "31", "by_when-month": "11"}
    refused = sam.at("Tue 3 Nov 2026 10:00").write(contact, "hold", **fields)
    assert "The date by when must be a real date, like 27 March 2026" in text(refused)
    assert 'name="by_when-day" type="text" value="31"' in refused.content.decode()


def test_a_reply_to_what_a_colleague_has_just_closed_is_refused_and_its_words_are_kept(sam: Desk):
    contact = arrived()
    hidden = sam.at("Tue 3 Nov 2026 10:00").hidden(contact, "reply")
    actions.close(
        contact,
        outcome=Contact.Outcome.SPAM,
        why="So it is",
        by=cast.staff("Priya Shah"),
        at=at("Tue 3 Nov 2026 10:01"),
    )
    refused = sam.press(contact, "reply", **filled({**hidden, "ending": "ends", **said()}))
    assert refused.status_code == 200
    assert f"Cannot write about {contact.reference}: it is closed." in text(refused)
    assert "We will mend it." in text(refused)
    assert written(contact) == []


def test_what_a_reply_does_has_to_be_said(sam: Desk):
    contact = arrived()
    refused = sam.at("Tue 3 Nov 2026 10:00").write(contact, "reply", **said())
    assert '<a href="#write-ending">Choose what this reply does</a>' in refused.content.decode()
    assert 'id="write-ending"' in refused.content.decode()


def test_a_reply_in_part_is_a_response_and_leaves_the_full_reply_owed(sam: Desk):
    contact = arrived()
    sam.at("Tue 3 Nov 2026 10:00").write(contact, "reply", ending="part", **said(by_when=date(2026, 11, 11)))
    cast.everything_sent("Tue 3 Nov 2026 10:01")
    contact.refresh_from_db()
    assert [fact.what for fact in contact.facts.all()] == ["received", "acknowledged", "responded"]
    assert (cast.states(contact)["S5-24"], contact.closed_at) == ("running", None)


def test_a_customer_without_an_address_reads_the_reply_on_their_own_page(sam: Desk):
    contact = cast.received(RECEIVED, channel="letter", email="")
    response = sam.at("Tue 3 Nov 2026 10:00").write(contact, "reply", ending="ends", **said(by_when=None))
    page = text(sam.client.get(response.url))
    assert "Your reply is on the customer's own page. They gave no email address, so nothing was sent." in page
    assert cast.states(contact)["S5-13"] == "kept"


def test_the_form_begins_with_the_writer_and_the_day_the_full_reply_is_due(sam: Desk):
    contact = arrived()
    page = sam.at("Tue 3 Nov 2026 10:00").open(f"contacts/{contact.reference}/", write="acknowledge")
    form = page.context["writing"]
    assert [form[name].value() for name in ("owner", "contact", "by_when", "body")] == [
        "Sam Field",
        "01632 960 010",
        date(2026, 11, 11),
        None,
    ]


def test_the_form_asks_for_the_parts_with_the_promises_that_ask_for_them(sam: Desk):
    contact = arrived()
    form = sam.at("Tue 3 Nov 2026 10:00").open(f"contacts/{contact.reference}/").context["writing"]
    assert {bound.name: bound.help_text for bound in form.asked} == {
        "being_done": "S5-27 asks for this",
        "next_step": "S5-28 asks for this, unless this ends the matter",
        "by_when": "S5-28 asks for this, unless this ends the matter",
        "owner": "S5-25 asks for this",
        "contact": "S5-26 asks for this",
    }
    assert [bound.name for bound in form.others] == [
        "complaint", "decision", "reason", "remedy", "outstanding", "recourse", "ombudsman",
    ]  # fmt: skip


def test_what_was_sent_by_a_browser_has_plain_line_ends(sam: Desk):
    contact = arrived()
    sam.at("Tue 3 Nov 2026 10:00").write(
        contact, "ask", **said(body="One thing\r\nTwo things", by_when=date(2026, 11, 11))
    )
    assert "One thing\nTwo things" in Message.objects.get(sort="question").body


def test_opening_the_address_of_a_form_leads_to_the_form(sam: Desk):
    contact = arrived()
    response = sam.open(f"contacts/{contact.reference}/hold/")
    assert response.url == f"/s5/desk/contacts/{contact.reference}/?write=hold#write"


@pytest.mark.django_db(transaction=True)
def test_two_that_send_one_form_at_the_same_moment_send_once():
    contact, sam = arrived(), cast.staff()

    def send(_: int) -> str:
        try:
            fresh = Contact.objects.get(id=contact.id)
            given = {"body": "It is mended.", "parts": cast.parts(), "by": sam, "at": at("Tue 3 Nov 2026 10:00")}
            actions.reply(fresh, full=True, closes=True, token="one", **given)
            return "sent"
        except AlreadyWritten:
            return "sent already"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, range(4))) == ["sent", "sent already", "sent already", "sent already"]
    assert written(contact) == ["reply"]


def test_the_desk_says_by_when_the_answer_is_due_and_offers_that_date_in_an_acknowledgement(desk_of: Any):
    contact = cast.received("Sat 28 Nov 2026 10:00", channel="letter", email="", kinds=("complaint",))
    alex = desk_of().at("Sat 28 Nov 2026 11:00")
    assert "A full reply is due by Friday 18 December 2026." in alex.contact(contact)
    assert "A full reply is due by Friday 11 December 2026." in alex.contact(contact, write="acknowledge")
    page = alex.open(f"contacts/{contact.reference}/", write="acknowledge").content.decode()
    assert re.findall(r'name="by_when-(\w+)" type="text" value="(\d+)"', page) == [
        ("day", "11"),
        ("month", "12"),
        ("year", "2026"),
    ]


def test_a_response_that_is_due_is_not_called_a_full_reply(desk_of: Any):
    contact = cast.received("Sat 28 Nov 2026 10:00", "s2", email="")
    alex = desk_of(council="s2").at("Sat 28 Nov 2026 11:00")
    assert "A response is due by Monday 30 November 2026." in alex.contact(contact)
