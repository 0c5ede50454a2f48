"""Somebody outside is asked by a link, answers once, is reminded twice; and what was asked goes with the contact."""

import re
from datetime import date
from typing import Any

import pytest

from answerable.asking import actions
from answerable.asking.actions import CannotAsk, answer_outside, ask_again, ask_outside, remind, take_back
from answerable.asking.models import OutsideLink, OutsideQuestion
from answerable.asking.queries import OutsideAnswer, QuestionStands, answers_after, opened_by, standing
from answerable.contacts.models import Contact, FactRow, Message
from answerable.contacts.queries import spoken_to_customer
from answerable.evidence.models import Entry
from answerable.finding import asking
from answerable.finding.actions import index_waiting
from answerable.finding.queries import found
from answerable.memos.models import Memo
from tests import cast
from tests.build import at

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

MONDAY, TUESDAY = at("Mon 2 Nov 2026 09:00"), at("Tue 3 Nov 2026 09:00")
FRIDAY = date(2026, 11, 6)
ASKED = "Was the bin in Hill Street emptied on Tuesday?"


def ask(contact: Contact | None = None, **changes: Any) -> OutsideQuestion:
    given = {"name": "Jo Bright", "email": "jo@depot.example", "question": ASKED, "by_on": FRIDAY, "by": cast.staff()}
    return ask_outside(contact or cast.received(MONDAY), **{**given, "at": MONDAY} | changes)


def secrets() -> list[str]:
    """Return the secrets of all links that were sent, the newest last."""
    return [re.findall(r"/contacts/asked/([\w-]+)/", memo.body)[0] for memo in Memo.objects.order_by("id")]


def test_the_email_says_who_asks_about_which_reference_and_by_when_and_nothing_of_the_matter():
    asked = ask()
    memo, (secret,) = Memo.objects.get(), secrets()
    assert (memo.to, memo.council_id, memo.try_at) == ("jo@depot.example", "s5", MONDAY)
    assert memo.subject == f"[{asked.contact.reference}] A question to you from Sam Field, {memo.council.name}"
    for said in (memo.subject, memo.body):
        assert not re.search("bin|Hill|lamp|Robin|Reed|home.example", said, re.IGNORECASE)
    for said in ("Sam Field", asked.contact.reference, "Friday 6 November 2026", "01632 960 010"):
        assert said in memo.body
    assert opened_by("s5", secret) == opened_by("s5", secret.lower().replace("-", "")) == asked
    assert (opened_by("s1", secret), opened_by("s5", secret[:-1])) == (None, None)
    assert secret not in str(list(OutsideLink.objects.values())) + str(list(Entry.objects.values()))


def test_asking_and_answering_move_no_clock_and_note_no_fact_and_the_customer_is_shown_neither():
    contact = cast.received(MONDAY)
    before = (cast.states(contact), FactRow.objects.count(), contact.next_due)
    asked = ask(contact)
    answer_outside(asked, words="No. The lorry broke down.", at=TUESDAY)
    contact.refresh_from_db()
    assert (cast.states(contact), FactRow.objects.count(), contact.next_due) == before
    assert not {one.sort for one in spoken_to_customer(contact)} & {"asked outside", "answer from outside"}


def test_an_answer_is_taken_once_and_recorded_as_by_nobody_signed_in():
    asked = ask()
    answer_outside(asked, words=" <b>No</b>. ", at=TUESDAY)
    with pytest.raises(actions.LinkOver):
        answer_outside(asked, words="Yes.", at=TUESDAY)
    asked.refresh_from_db()
    assert asked.answer is not None
    told = (asked.answer.sort, asked.answer.by, asked.answer.body, asked.answer.from_name, asked.answer.from_address)
    assert told == ("answer from outside", None, "<b>No</b>.", "Jo Bright", "jo@depot.example")
    assert Message.objects.filter(sort="answer from outside").count() == 1
    acts = Entry.objects.filter(about=asked.contact.reference, what__contains="outside").order_by("id")
    assert list(acts.values_list("what", "by", "at")) == [
        ("asked outside", "sam.field@council.example", MONDAY),
        ("was answered from outside", "", TUESDAY),
    ]
    sam = cast.staff()
    assert answers_after(0, 10) == [OutsideAnswer(asked.answer.pk, sam.pk, asked.contact_id, TUESDAY)]
    assert answers_after(asked.answer.pk, 10) == []


def test_a_question_taken_back_or_asked_again_is_answered_by_no_old_link():
    asked, sam = ask(), cast.staff()
    again = ask_again(asked, by_on=date(2026, 11, 9), by=sam, at=TUESDAY)
    old, new = secrets()
    assert [standing(opened_by("s5", one), now=TUESDAY) for one in (old, new)] == [  # type: ignore[arg-type]
        QuestionStands.TAKEN_BACK,
        QuestionStands.OPEN,
    ]
    assert (again.question.body, again.by_on) == (ASKED, date(2026, 11, 9))
    assert (take_back(again, by=sam, at=TUESDAY), take_back(again, by=sam, at=TUESDAY)) == (True, False)
    for one in (asked, again):
        with pytest.raises(actions.LinkOver):
            answer_outside(one, words="No.", at=TUESDAY)
    assert not Message.objects.filter(sort="answer from outside").exists()


def test_nothing_is_asked_again_that_was_answered_meanwhile_or_of_a_closed_contact():
    asked, sam = ask(), cast.staff()
    answer_outside(asked, words="No.", at=TUESDAY)
    with pytest.raises(CannotAsk, match="Jo Bright has answered this meanwhile"):
        ask_again(asked, by_on=FRIDAY, by=sam, at=TUESDAY)
    Contact.objects.update(closed_at=TUESDAY)
    with pytest.raises(CannotAsk, match="is closed"):
        ask(asked.contact, at=TUESDAY)


def test_a_link_lasts_to_the_end_of_the_fourteenth_day_after_the_day():
    asked = ask()
    stands = [standing(asked, now=at(when)) for when in ("Fri 6 Nov 2026 23:59", "Sat 7 Nov 2026 00:00")]
    assert stands == [QuestionStands.OPEN, QuestionStands.LATE]
    stands = [standing(asked, now=at(when)) for when in ("Fri 20 Nov 2026 23:59", "Sat 21 Nov 2026 00:00")]
    assert stands == [QuestionStands.LATE, QuestionStands.PAST]
    with pytest.raises(actions.LinkOver):
        answer_outside(asked, words="No.", at=at("Sat 21 Nov 2026 00:00"))


def test_a_form_sent_twice_asks_once():
    contact = cast.received(MONDAY)
    assert ask(contact, token="t" * 24) == ask(contact, token="t" * 24)
    assert Memo.objects.count() == 1


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"name": "  "}, "name", "Enter the name"),
    ({"name": "J" * 101}, "name", "100 letters or fewer"),
    ({"name": "Jo\x00Bright"}, "name", "and nothing else"),
    ({"email": "jo"}, "email", "like name@example.com"),
    ({"email": "jo@depot.example\nBcc: all@x.example"}, "email", "like name@example.com"),
    ({"email": "ro.bin+x@HOME.example"}, "email", "the customer's own address"),
    ({"email": "Contact@s5.example"}, "email", "a mailbox of ours"),
    ({"question": " "}, "question", "Enter your question"),
    ({"question": "x" * 3001}, "question", "3,000 characters or fewer. It is 1 too long"),
    ({"question": "Did robin reed ring you?"}, "question", "the customer's name"),
    ({"question": "Mail robin@home.example"}, "question", "the customer's email address"),
    ({"by_on": date(2026, 11, 1)}, "by_on", "has passed"),
    ({"by_on": date(2027, 1, 2)}, "by_on", "within the next 60 days"),
    ({"shown": [999_999]}, "shown", "no message of the customer's"),
]


def test_what_cannot_be_asked_is_refused_with_a_sentence():
    contact = cast.received(MONDAY)
    for wrong, about, says in WRONG:
        with pytest.raises(CannotAsk) as problem:
            ask(contact, **wrong)
        assert problem.value.about == about
        assert says in str(problem.value)
    assert (OutsideQuestion.objects.count(), Memo.objects.count()) == (0, 0)


def test_a_line_break_in_a_name_reaches_no_header():
    ask(name="Jo\r\nBcc: all@x.example")
    assert OutsideQuestion.objects.get().name == "Jo Bcc: all@x.example"


def test_the_customers_telephone_number_and_address_go_nowhere_unasked():
    contact = cast.received(MONDAY, phone="01632 960 123")
    assert contact.customer is not None
    contact.customer.address = "4 Mill Lane"
    contact.customer.save()
    with pytest.raises(CannotAsk, match="This holds the customer's address and telephone number"):
        ask(contact, question="Ring (01632) 960123 at 4 mill lane.")
    ask(contact, question="Who is at 14 Mill Lanes?")


def reminded(when: str) -> int:
    return remind(at(when)) + remind(at(when))


def test_they_are_reminded_on_the_working_day_before_and_on_the_first_one_after_once_each():
    ask(by_on=date(2026, 11, 9))  # a Monday
    days = ["Mon 2", "Thu 5", "Fri 6", "Sat 7", "Mon 9", "Tue 10", "Wed 11"]
    assert [reminded(f"{day} Nov 2026 07:00") for day in days] == [0, 0, 1, 0, 0, 1, 0]
    first, before, after = Memo.objects.order_by("id")
    assert "Reminder: your answer is needed by Monday 9 November 2026" in before.subject
    assert "Reminder: your answer was needed by Monday 9 November 2026" in after.subject
    assert (before.try_at, after.try_at) == (at("Fri 6 Nov 2026 08:00"), at("Tue 10 Nov 2026 08:00"))
    assert {opened_by("s5", secret) for secret in secrets()} == {OutsideQuestion.objects.get()}
    assert len({first.key, before.key, after.key}) == 3


def test_two_workers_at_once_remind_once(monkeypatch: pytest.MonkeyPatch):
    asked, thursday = ask(), at("Thu 5 Nov 2026 09:00")
    monkeypatch.setattr(actions, "to_remind", lambda now: [asked, asked])
    assert remind(thursday) == 1


def test_nobody_is_reminded_of_what_is_over_nor_on_the_day_on_which_they_were_asked():
    ask(by_on=date(2026, 11, 3))
    assert reminded("Mon 2 Nov 2026 15:00") == 0
    OutsideQuestion.objects.update(ended_at=TUESDAY)
    assert reminded("Wed 4 Nov 2026 09:00") == 0
    asked = ask(by_on=FRIDAY)
    Contact.objects.filter(id=asked.contact_id).update(closed_at=TUESDAY)
    assert reminded("Thu 5 Nov 2026 09:00") == 0


def test_the_answer_is_found_by_its_words_from_the_moment_it_came():
    asked = ask()
    while index_waiting():
        pass
    answer_outside(asked, words="The gearbox had seized.", at=TUESDAY)
    for _ in range(2):
        assert found("s5", ["s5"], asking.asked("gearbox")).contacts == [asked.contact]
        assert found("s5", ["s5/customer-services/roads"], asking.asked("gearbox")).contacts == []
        while index_waiting():
            pass
