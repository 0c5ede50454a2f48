"""What an officer types is kept until it is sent, and is read through before that."""

from datetime import date

import pytest

from answerable.contacts import actions
from answerable.contacts.models import Contact, DraftLetter
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, carried, filled, text
from tests.public.residents import page_of

pytestmark = pytest.mark.django_db

WORDS = "The plumber comes on Friday."


def arrived(**changes) -> Contact:
    contact = cast.received("Mon 2 Nov 2026 09:00", **changes)
    cast.everything_sent("Mon 2 Nov 2026 09:01")
    return contact


def draft(sam: Desk, contact: Contact, what: str = "reply", **fields) -> object:
    return sam.press(contact, f"{what}/draft", **filled(sam.hidden(contact, what) | {"body": WORDS} | fields))


def boxes(sam: Desk, contact: Contact, what: str = "reply") -> dict[str, object]:
    form = sam.open(f"contacts/{contact.reference}/", write=what).context["writing"]
    return {name: form[name].value() for name in ("body", "owner", "by_when", "next_step")}


def test_a_draft_is_there_again_however_wrong_and_another_sort_of_letter_has_its_own(sam: Desk):
    contact = arrived()
    sam.at("Tue 3 Nov 2026 10:00")
    answer = draft(
        sam, contact, **{"ending": "work", "owner": "", "by_when-day": "31", "by_when-month": "11", "next_step": ""}
    )
    assert answer.url == f"/s5/desk/contacts/{contact.reference}/?write=reply#write"
    draft(sam, contact, "ask", body="Which lamp is it?", waits="on")
    assert boxes(sam, contact) == {"body": WORDS, "owner": "", "by_when": ("31", "11", ""), "next_step": ""}
    assert boxes(sam, contact, "ask")["body"] == "Which lamp is it?"
    form = sam.open(f"contacts/{contact.reference}/", write="ask").context["writing"]
    assert form["waits"].value() is True
    page = sam.contact(contact)
    assert "Reply (draft) Acknowledge Ask a question (draft) Say it will be late" in page
    assert "Your draft of 3 Nov, 10:00. Only you can read it." in page


def test_the_script_is_answered_with_nothing_and_what_is_kept_is_replaced(sam: Desk):
    contact = arrived()
    sam.at("Tue 3 Nov 2026 10:00")
    first, second = draft(sam, contact, quietly="yes"), draft(sam, contact, body="Something else.", quietly="yes")
    assert (first.status_code, second.status_code) == (204, 204)
    assert boxes(sam, contact)["body"] == "Something else."
    assert DraftLetter.objects.count() == 1


def test_a_draft_outlives_an_ended_session_and_signing_in_leads_back_to_it(sam: Desk):
    contact = arrived()
    draft(sam.at("Tue 3 Nov 2026 10:00"), contact)
    sam.client.logout()
    sent_away = sam.press(contact, "reply", body="More.")
    assert sent_away.url == f"/account/sign-in/?next=/s5/desk/contacts/{contact.reference}/reply/"
    sam.client.force_login(sam.staff)
    back = sam.client.get(f"/s5/desk/contacts/{contact.reference}/reply/")
    assert WORDS in text(sam.client.get(back.url))


def test_a_letter_that_is_sent_leaves_no_draft_and_its_page_can_leave_none_behind_it(sam: Desk):
    contact = arrived()
    hidden = sam.at("Tue 3 Nov 2026 10:00").hidden(contact, "ask")
    draft(sam, contact, "reply")
    form = filled(hidden | {"body": "Which lamp is it?"} | cast.parts(by_when=date(2026, 11, 6)))
    sam.press(contact, "ask/draft", **form)
    sam.send(contact, "ask", **form)
    sam.press(contact, "ask/draft", **form, quietly="yes")
    assert [one.sort for one in DraftLetter.objects.all()] == ["reply"]


def test_a_draft_that_is_thrown_away_is_gone_and_another_sort_stays(sam: Desk):
    contact = arrived()
    sam.at("Tue 3 Nov 2026 10:00")
    assert "Throw the draft away" not in sam.contact(contact, write="reply")
    draft(sam, contact)
    draft(sam, contact, "ask", body="Which lamp is it?")
    assert "Throw the draft away" in sam.contact(contact, write="reply")
    draft(sam, contact, forget="yes")
    assert [one.sort for one in DraftLetter.objects.all()] == ["question"]
    assert "Your draft is thrown away." in sam.contact(contact, write="reply")
    assert boxes(sam, contact)["body"] is None


def test_the_page_opens_with_what_its_reader_wrote_last_and_of_colleagues_with_a_reply(sam: Desk, desk_of):
    contact = arrived()
    draft(sam.at("Tue 3 Nov 2026 10:00"), contact, "reply")
    draft(sam.at("Tue 3 Nov 2026 10:05"), contact, "ask", body="Which lamp is it?")
    assert sam.open(f"contacts/{contact.reference}/").context["writing"].what == "ask"
    assert desk_of("Priya Shah").open(f"contacts/{contact.reference}/").context["writing"].what == "reply"


def test_a_colleague_sees_that_there_is_a_draft_and_not_what_it_says(sam: Desk, desk_of):
    contact = arrived()
    draft(sam.at("Tue 3 Nov 2026 10:00"), contact)
    page = desk_of("Priya Shah").contact(contact)
    assert "Sam Field has begun to write (reply, 3 Nov, 10:00). Speak to them before you write." in page
    assert WORDS not in page
    assert "(draft)" not in page
    auditor = desk_of("Ada Quill", role=Role.AUDITOR, path="s5").contact(contact)
    assert WORDS not in auditor


def test_the_resident_never_sees_a_draft(sam: Desk, client):
    contact = arrived()
    draft(sam.at("Tue 3 Nov 2026 10:00"), contact)
    page = client.get(page_of(contact))
    assert page.status_code == 200
    assert (WORDS in text(page), "draft" in text(page).lower()) == (False, False)


def test_what_came_since_a_draft_was_kept_is_shown_above_it(sam: Desk):
    contact = arrived()
    draft(sam.at("Tue 3 Nov 2026 10:00"), contact)
    later = at("Tue 3 Nov 2026 12:00")
    actions.add(contact, cast.arrival(body="Do not come."), at=later, now=later)
    page = sam.at("Tue 3 Nov 2026 14:00").contact(contact)
    shown = page.index("New since you began to write Message from the customer · 3 Nov, 12:00 Do not come.")
    assert shown < page.index(WORDS)


def test_what_is_written_after_a_notice_of_delay_may_name_its_day_and_none_later(sam: Desk):
    contact = arrived()
    sam.at("Tue 3 Nov 2026 10:00").write(contact, "hold", body=WORDS, **cast.parts(by_when=date(2026, 11, 20)))
    cast.everything_sent("Tue 3 Nov 2026 10:00")
    fields = {"ending": "part", "body": WORDS}
    refused = text(sam.write(contact, "reply", **fields, **cast.parts(by_when=date(2026, 11, 23))))
    assert "Cannot promise Monday 23 November 2026: we owe a full answer by Wednesday 11 November 2026." in refused
    sam.write(contact, "reply", **fields, **cast.parts(by_when=date(2026, 11, 20)))
    assert "By when: Friday 20 November 2026" in contact.messages.get(sort="reply").body


def test_a_letter_is_read_through_exactly_as_it_then_goes(sam: Desk):
    contact = arrived(body="When will you mend the lamp? It is dark. Who pays for my torch?")
    fields = {"ending": "ends", "body": WORDS, "owner": "Sam Field", "contact": "01632 960 010"}
    fields["being_done"] = "The lamp is on the electrician's list"
    read = sam.at("Tue 3 Nov 2026 10:00").press(contact, "reply", **filled(sam.hidden(contact, "reply") | fields))
    letter = read.context["letter"]
    said = text(read)
    assert "How it goes As an email to robin@home.example Date Tuesday 3 November 2026" in said
    assert letter.body.startswith(
        "Dear Robin Reed,\n\nThe plumber comes on Friday.\n\nWhat is being done: The lamp is on"
    )
    assert "\n\nYours sincerely,\n\nSam Field\nThe post team, A county council\n01632 960 002\n\n" in letter.body
    assert contact.messages.exclude(by=None).count() == 0
    sam.press(
        contact,
        "reply",
        **carried(read.content.decode()),
        answered=["When will you mend the lamp?", "Who pays for my torch?"],
    )
    message = contact.messages.get(sort="reply")
    assert (message.subject, message.body) == (letter.subject, letter.body)


def test_changing_it_finds_every_box_as_it_was(sam: Desk):
    contact = arrived()
    fields = {"ending": "part", "body": WORDS, **cast.parts(by_when=date(2026, 11, 6))}
    sam.at("Tue 3 Nov 2026 10:00").press(contact, "reply", **filled(sam.hidden(contact, "reply") | fields))
    assert boxes(sam, contact) == {
        "body": WORDS,
        "owner": "Sam Field",
        "by_when": ("6", "11", "2026"),
        "next_step": "The electrician comes to look",
    }


def test_a_full_reply_goes_only_when_each_point_is_said_to_be_answered(sam: Desk):
    contact = arrived(body="When will you mend the lamp? It is dark. Who pays for my torch?")
    fields = {"ending": "ends", "body": WORDS, **cast.parts(by_when="", next_step="")}
    read = sam.at("Tue 3 Nov 2026 10:00").press(contact, "reply", **filled(sam.hidden(contact, "reply") | fields))
    for ticked in ([], ["When will you mend the lamp?"], ["Something else"]):
        again = sam.press(contact, "reply", **carried(read.content.decode()), answered=ticked)
        assert (again.status_code, contact.messages.exclude(by=None).count()) == (200, 0)
    assert "There is a problem Choose from the list" in text(again)
    part = sam.send(
        contact,
        "reply",
        **filled(sam.hidden(contact, "reply") | fields | {"ending": "part"} | cast.parts(by_when=date(2026, 11, 6))),
    )
    assert part.status_code == 302
    assert contact.facts.last().what != "replied"


@pytest.mark.parametrize(
    ("day", "error"),
    [
        (date(2026, 11, 2), "Cannot promise 2 November 2026: it has passed. Give today or a later day."),
        (
            date(2026, 11, 7),
            "Cannot promise Saturday 7 November 2026: we do not work on that day (Saturday). Give a working day.",
        ),
        (
            date(2026, 11, 12),
            "Cannot promise Thursday 12 November 2026: we owe a full answer by Wednesday 11 November 2026. Give that "
            "day or an earlier one, or choose “Say it will be late” and say why.",
        ),
        (
            date(2036, 11, 3),
            "Cannot promise Monday 3 November 2036: it is more than half a year away. Give a nearer day, by which they "
            "hear from us again.",
        ),
    ],
)
def test_a_date_that_we_should_not_promise_is_refused_with_what_to_do(sam: Desk, day: date, error: str):
    contact = arrived()
    refused = sam.at("Tue 3 Nov 2026 10:00").write(contact, "acknowledge", **{"body": "", **cast.parts(by_when=day)})
    assert f'<a href="#write-by_when-day">{error}</a>' in refused.content.decode()
    assert contact.messages.exclude(by=None).count() == 0


@pytest.mark.parametrize(
    ("day", "goes"),
    [
        (date(2026, 12, 25), False),  # Christmas Day
        (date(2026, 12, 29), True),
        (date(2027, 5, 6), True),  # 184 days
        (date(2027, 5, 7), False),
    ],
)
def test_a_notice_of_delay_may_give_a_later_day_but_a_working_one_within_half_a_year(sam: Desk, day: date, goes: bool):
    contact = arrived()
    answer = sam.at("Tue 3 Nov 2026 10:00").write(contact, "hold", **{"body": "", **cast.parts(by_when=day)})
    assert answer.status_code == (302 if goes else 200)


def test_the_day_that_is_promised_already_may_be_given_though_nobody_works_on_it(desk_of):
    contact = cast.received("Sat 31 Oct 2026 09:00", key="s4", channel="letter", email="")
    alex = desk_of(council="s4").at("Mon 2 Nov 2026 10:00")
    form = alex.open(f"contacts/{contact.reference}/", write="acknowledge").context["writing"]
    assert form["by_when"].value() == date(2026, 11, 14), "a Saturday, the fourteenth day"
    parts = cast.parts(by_when=date(2026, 11, 14))
    assert alex.write(contact, "acknowledge", **{"body": "", **parts}).status_code == 302
