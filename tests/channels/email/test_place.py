from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from answerable.channels.email.actions import keep, look
from answerable.channels.email.memo import send_memos
from answerable.contacts.actions import claim, reply
from answerable.contacts.models import Contact, Message, Outgoing
from answerable.councils.models import Council, Mailbox
from answerable.desk.pages.timeline import sending
from answerable.inbox.models import Incoming
from answerable.inbox.queries import in_trouble
from answerable.memos.actions import write_memo
from answerable.memos.models import Memo
from demonstration.mailroom import Mailroom
from tests import cast
from tests.build import at
from tests.channels.email.bounces import FAILED, NOT_FAILED, exim, exim_by_reference, postfix, qmail
from tests.channels.email.odd_mail import bounce, letter, mailbox
from tests.channels.taking_in import take_in_all

MONDAY = at("Mon 2 Nov 2026 09:00")
LATER = MONDAY + timedelta(hours=1)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def council() -> Iterator[None]:
    cast.council("s5")
    yield


def arrives(raw: bytes, *, at: Any = MONDAY, key: str = "s5") -> Incoming | None:
    position = look(Mailbox.objects.get(address=f"contact@{key}.example"), uid_validity=1, at=at)
    return keep(position, uid=position.last_uid + 1, raw=raw, arrived_at=at, at=at)


def comes_in(raw: bytes, *, at: Any = MONDAY) -> Contact:
    """Let a message arrive and be read, and return the contact that it belongs to."""
    incoming = arrives(raw, at=at)
    assert incoming is not None
    assert take_in_all(at=at) == 1
    incoming.refresh_from_db()
    assert incoming.contact is not None
    return incoming.contact


def first_letter(contact: Contact) -> Outgoing:
    found = Outgoing.objects.filter(message__contact=contact).order_by("id").first()
    assert found is not None
    return found


def states() -> list[str]:
    return list(Incoming.objects.order_by("id").values_list("state", flat=True))


def test_an_email_becomes_a_contact_with_its_words_and_an_acknowledgement_in_the_outbox() -> None:
    contact = comes_in(letter())
    message = contact.messages.get(sort=Message.Sort.FROM_CUSTOMER)
    assert (contact.path, contact.mailbox, contact.received_at) == (
        "s5/customer-services/post",
        "contact-group",
        MONDAY,
    )
    assert (message.subject, message.body, message.message_id) == ("Lamp", "The lamp is out.", "<1@h>")
    assert contact.customer is not None
    assert (contact.customer.name, contact.customer.email) == ("Robin Reed", "robin@home.example")
    assert first_letter(contact).automatic
    assert states() == ["read"]


def test_all_of_a_mailbox_of_66_messages_with_16_odd_ones_become_contacts_and_none_stops_another() -> None:
    kept = [arrives(raw) for raw in mailbox()]
    assert len(kept) == 66 and None not in kept
    assert take_in_all(at=LATER) == 66
    assert states() == ["read"] * 66
    assert Contact.objects.count() == 66
    assert take_in_all(at=LATER) == 0


def test_the_same_message_twice_is_one_contact() -> None:
    assert arrives(letter()) is not None
    assert arrives(b"Received: by another way\r\n" + letter()) is None
    assert take_in_all(at=LATER) == 1


def test_an_answer_to_our_letter_goes_on_with_its_contact() -> None:
    contact = comes_in(letter())
    ours = first_letter(contact).message.message_id
    assert comes_in(letter(f"In-Reply-To: {ours}", id="<2@h>", subject="Re: anything"), at=LATER) == contact
    assert contact.messages.filter(sort=Message.Sort.FROM_CUSTOMER).count() == 2
    assert Outgoing.objects.count() == 1


def test_the_customers_own_earlier_message_leads_to_their_contact_and_nobody_else_there() -> None:
    contact = comes_in(letter())
    assert comes_in(letter("References: <1@h>", id="<2@h>")) == contact
    assert comes_in(letter("References: <1@h>", id="<3@h>", by="stranger@else.example")) != contact


def test_whoever_answers_our_letter_from_another_address_is_named_in_the_contact() -> None:
    contact = comes_in(letter())
    answer = letter(f"References: {first_letter(contact).message.message_id}", id="<2@h>", by="Kim <kim@work.example>")
    assert comes_in(answer) == contact
    last = contact.messages.order_by("id").last()
    assert last is not None
    assert (last.from_name, last.from_address, last.by_stranger) == ("Kim", "kim@work.example", True)
    assert last.body == "The lamp is out."


@pytest.mark.promise("S4-31")
def test_the_reference_leads_the_customer_to_their_contact() -> None:
    contact = comes_in(letter())
    again = letter(id="<2@h>", subject=f"About {contact.reference.lower().replace('-', '')}")
    assert comes_in(again) == contact


def test_a_stranger_who_quotes_a_reference_does_not_get_into_the_contact() -> None:
    contact = comes_in(letter())
    other = comes_in(letter(id="<2@h>", subject=f"[{contact.reference}]", by="stranger@else.example"))
    assert other != contact
    assert other.follows is None
    assert contact.messages.filter(sort=Message.Sort.FROM_CUSTOMER).count() == 1


def test_a_reference_or_an_id_of_another_council_leads_nowhere() -> None:
    cast.council("s2")
    theirs = cast.received(key="s2", email="robin@home.example", message_id="<s2@h>")
    mine = comes_in(letter("In-Reply-To: <s2@h>", id="<2@h>", subject=f"[{theirs.reference}]"))
    assert mine.council_id == "s5"


def test_an_answer_after_the_matter_was_closed_is_a_new_contact_that_follows_it() -> None:
    contact = comes_in(letter())
    officer = cast.staff()
    reply(contact, body="It is mended.", parts=cast.parts(), full=True, closes=True, by=officer, at=LATER)
    after = comes_in(letter(id="<2@h>", subject=f"Re: [{contact.reference}]"), at=LATER + timedelta(minutes=1))
    assert after != contact
    assert after.follows == contact


@pytest.mark.parametrize(
    "raw",
    [
        letter("Auto-Submitted: auto-replied"),
        letter("Precedence: bulk"),
        letter(by="no-reply@shop.example"),
        letter(by="contact@s5.example"),
        letter(by="nobody in particular"),
    ],
    ids=["automatic", "bulk", "no-reply", "our own address", "no address"],
)
def test_what_no_machine_may_answer_is_a_contact_and_is_not_answered(raw: bytes) -> None:
    contact = comes_in(raw)
    assert [fact.what for fact in contact.facts.all()] == ["received"]
    assert Outgoing.objects.count() == 0


def test_one_address_is_acknowledged_five_times_a_day_and_its_sixth_message_is_still_a_contact() -> None:
    for number in range(6):
        arrives(letter(id=f"<{number}@h>"))
    assert take_in_all(at=MONDAY) == 6
    assert (Contact.objects.count(), Outgoing.objects.count()) == (6, 5)
    comes_in(letter(id="<6@h>"), at=MONDAY + timedelta(days=1))
    assert Outgoing.objects.count() == 6


def test_a_copy_of_our_own_letter_is_no_contact_and_settles_a_letter_in_doubt() -> None:
    contact = comes_in(letter())
    ours = first_letter(contact)
    assert claim(ours, at=LATER)
    arrives(letter(by="Council <contact@s5.example>", id=ours.message.message_id), at=LATER)
    assert take_in_all(at=LATER + timedelta(minutes=1)) == 1
    ours.refresh_from_db()
    assert (ours.state, ours.sent_at) == (Outgoing.State.SENT, LATER)
    assert [fact.what for fact in contact.facts.all()] == ["received", "acknowledged"]
    assert states() == ["read", "ours"]
    assert Contact.objects.count() == 1


def test_a_message_that_bears_the_id_of_our_letter_but_is_not_from_us_is_read_like_any() -> None:
    ours = first_letter(comes_in(letter()))
    comes_in(letter(id=ours.message.message_id, by="stranger@else.example"))
    assert states() == ["read", "read"]
    ours.refresh_from_db()
    assert ours.state == Outgoing.State.WAITING


def test_a_letter_that_will_never_arrive_has_failed_and_makes_no_new_contact() -> None:
    contact = comes_in(letter())
    ours = first_letter(contact)
    assert claim(ours, at=LATER)
    assert comes_in(bounce(about=ours.message.message_id), at=LATER) == contact
    ours.refresh_from_db()
    assert (ours.state, ours.problem) == (Outgoing.State.FAILED, "5.1.1 smtp; 550 Nobody of that name")
    assert Contact.objects.count() == 1


def test_a_bounce_of_a_letter_that_left_is_put_before_somebody() -> None:
    contact = comes_in(letter())
    cast.everything_sent(MONDAY)
    ours = first_letter(contact)
    assert comes_in(bounce(about=ours.message.message_id), at=LATER) == contact
    ours.refresh_from_db()
    assert ours.state == Outgoing.State.FAILED
    assert sending(ours.message) == "Sent, and came back: 5.1.1 smtp; 550 Nobody of that name"
    assert [message.sort for message in contact.messages.all()] == ["from customer", "acknowledgement"]


@pytest.mark.parametrize(
    "changes", [{"status": "4.4.1", "action": "delayed"}, {"recipient": "contact@s5.example"}], ids=["delay", "copy"]
)
def test_a_delay_and_a_bounce_of_our_own_copy_change_nothing(changes: dict[str, str]) -> None:
    contact = comes_in(letter())
    ours = first_letter(contact)
    assert claim(ours, at=LATER)
    assert comes_in(bounce(about=ours.message.message_id, **changes), at=LATER) == contact
    ours.refresh_from_db()
    assert ours.state == Outgoing.State.SENDING
    assert Contact.objects.count() == 1


def test_an_email_that_cannot_be_read_is_a_contact_of_the_team_it_came_to_for_a_person() -> None:
    raw = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(31))
    contact = comes_in(b"Subject: nested\r\nMessage-ID: <1@h>\r\n" + raw)
    assert (contact.subject, contact.path, contact.mailbox, contact.channel, contact.received_at) == (
        "A message that could not be read",
        "s5/customer-services/post",
        "contact-group",
        "email",
        MONDAY,
    )
    assert contact.messages.get().body.startswith(
        "This message came to contact@s5.example and could not be read. It has parts within parts, more than 30 deep. "
        "It is kept as it came. It begins:\n\nSubject: nested"
    )
    assert (states(), Outgoing.objects.count()) == (["unreadable"], 0)


def test_the_team_that_has_the_mailbox_when_a_message_is_taken_in_has_the_contact() -> None:
    arrives(letter())
    Mailbox.objects.update(team=cast.team_of(team="roads"))
    assert take_in_all(at=LATER) == 1
    assert Contact.objects.get().path == "s5/customer-services/roads"


def test_an_answer_to_the_word_to_whoever_is_on_duty_is_a_note_and_never_the_customers() -> None:
    Council.objects.update(duty_address="duty@s5.example")
    contact = cast.received(MONDAY, channel="web", welfare="A baby is cold")
    word = Outgoing.objects.get(to="duty@s5.example").message
    raw = letter(f"In-Reply-To: {word.message_id}", by="Pat Night <pat@council.example>")
    assert comes_in(raw, at=LATER) == contact
    note = contact.messages.get(sort=Message.Sort.NOTE)
    assert note.body.startswith(
        "[From Pat Night pat@council.example, in answer to the word to whoever is on duty.]\n\nThe lamp is out."
    )
    assert contact.messages.filter(sort=Message.Sort.FROM_CUSTOMER).count() == 1
    assert Contact.objects.count() == 1


def sent_memo(about: str, room: Mailroom) -> tuple[Memo, str]:
    """Have a memo sent, and return it with its message id."""
    key = f"asked {about}"
    council = Council.objects.get(key="s5")
    write_memo(council=council, to="kim@depot.example", subject=f"[{about}] A question", body="?", key=key, at=MONDAY)
    assert send_memos(MONDAY) == 1
    [raw] = room.mail_of("kim@depot.example")
    return Memo.objects.get(), str(message_from_bytes(raw)["Message-ID"])


def test_an_answer_by_email_to_a_question_by_link_is_a_note_and_no_contact(room: Mailroom) -> None:
    contact = cast.received(MONDAY)
    _, id = sent_memo(contact.reference, room)
    before = Outgoing.objects.count()
    raw = letter(f"In-Reply-To: {id}", by="Kim Dale <kim@depot.example>")
    assert comes_in(raw, at=LATER) == contact
    assert contact.messages.get(sort=Message.Sort.NOTE).body.startswith(
        "[From Kim Dale kim@depot.example, in answer to our email to them, and not by its link.]\n\nThe lamp is out."
    )
    assert (Contact.objects.count(), Outgoing.objects.count()) == (1, before)


@pytest.mark.parametrize("change", [("memo-", "memo-9"), ("@", "0@")], ids=["another memo", "another secret"])
def test_whoever_makes_up_the_id_of_an_email_to_another_service_gets_into_nothing(
    room: Mailroom, change: tuple[str, str]
) -> None:
    contact = cast.received(MONDAY)
    _, id = sent_memo(contact.reference, room)
    raw = letter(f"In-Reply-To: {id.replace(*change, 1)}", by="Kim <kim@depot.example>")
    assert comes_in(raw, at=LATER) != contact


def test_an_answer_to_an_alert_about_several_contacts_is_read_by_somebody(room: Mailroom) -> None:
    cast.received(MONDAY)
    _, id = sent_memo("alerts", room)
    comes_in(letter(f"In-Reply-To: {id}", by="Kim Dale <kim@depot.example>"), at=LATER)
    assert Contact.objects.count() == 2


def test_what_is_said_to_colleagues_of_an_erased_contact_is_a_new_one(room: Mailroom) -> None:
    Council.objects.update(duty_address="duty@s5.example")
    contact = cast.received(MONDAY, channel="web", welfare="A baby is cold")
    word = Outgoing.objects.get(to="duty@s5.example").message.message_id
    _, id = sent_memo(contact.reference, room)
    Contact.objects.update(erased_at=MONDAY)
    for number, answered in enumerate((word, id)):
        raw = letter(f"In-Reply-To: {answered}", by="Kim <kim@depot.example>", id=f"<{number}@k>")
        assert comes_in(raw, at=LATER) != contact


def test_a_question_by_link_that_does_not_arrive_is_told_to_those_who_wait_for_the_answer(room: Mailroom) -> None:
    contact = cast.received(MONDAY)
    memo, id = sent_memo(contact.reference, room)
    assert comes_in(bounce(about=id), at=LATER) == contact
    memo.refresh_from_db()
    assert memo.is_given_up
    assert "550" in memo.problem
    note = contact.messages.get(sort=Message.Sort.NOTE)
    assert note.body == f"[Our email to kim@depot.example did not arrive, and will not: {memo.problem}]"


def test_a_question_by_link_that_is_late_is_not_given_up(room: Mailroom) -> None:
    contact = cast.received(MONDAY)
    memo, id = sent_memo(contact.reference, room)
    arrives(bounce(about=id, action="delayed", status="4.4.1"), at=LATER)
    assert take_in_all(at=LATER) == 1
    memo.refresh_from_db()
    notes = contact.messages.filter(sort=Message.Sort.NOTE)
    assert (memo.is_given_up, states(), notes.count()) == (False, ["report"], 0)


def test_word_to_whoever_is_on_duty_is_no_acknowledgement_that_the_customer_was_sent() -> None:
    Council.objects.update(duty_address="duty@s5.example")
    for _ in range(3):
        cast.received(MONDAY, channel="web", welfare="A baby is cold")
    assert Outgoing.objects.count() == 6
    contact = comes_in(letter(), at=LATER)
    assert Outgoing.objects.filter(message__contact=contact, automatic=True).count() == 1


def made(how: Callable[[str], str], about: str) -> bytes:
    return how(about).replace("\n", "\r\n").encode()


@pytest.mark.any_database  # it is about their words; the tests of a bounce above try on both what comes of it
@pytest.mark.parametrize(("how", "why"), FAILED.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_each_mail_server_is_understood_that_could_not_deliver_a_letter(how: Callable[[str], str], why: str) -> None:
    contact = comes_in(letter())
    cast.everything_sent(MONDAY)
    ours = first_letter(contact)
    assert comes_in(made(how, ours.message.message_id), at=LATER) == contact
    ours.refresh_from_db()
    assert (ours.state, ours.problem) == (Outgoing.State.FAILED, why)
    assert (Contact.objects.count(), Outgoing.objects.count(), contact.messages.count()) == (1, 1, 2)


@pytest.mark.any_database  # it is about their words; the tests of a bounce above try on both what comes of it
@pytest.mark.parametrize("how", NOT_FAILED, ids=lambda one: one.__name__)
def test_each_mail_server_is_understood_that_goes_on_trying_or_has_delivered(how: Callable[[str], str]) -> None:
    contact = comes_in(letter())
    cast.everything_sent(MONDAY)
    ours = first_letter(contact)
    assert comes_in(made(how, ours.message.message_id), at=LATER) == contact
    ours.refresh_from_db()
    assert (ours.state, ours.problem) == (Outgoing.State.SENT, "")
    assert (Contact.objects.count(), Outgoing.objects.count(), contact.messages.count()) == (1, 1, 2)


@pytest.mark.parametrize("how", [*FAILED, *NOT_FAILED], ids=lambda one: one.__name__)
def test_a_report_about_no_letter_of_ours_is_no_contact_and_is_shown_to_who_looks_after_the_mail(
    how: Callable[[str], str],
) -> None:
    assert arrives(made(how, "<somebody-elses@elsewhere.example>")) is not None
    assert take_in_all(at=MONDAY) == 1
    assert (states(), Contact.objects.count(), Outgoing.objects.count()) == (["report"], 0, 0)
    assert [one.state for one in in_trouble("s5", ["s5"])] == ["report"]


@pytest.mark.any_database  # it is about their words; the tests of a bounce above try on both what comes of it
@pytest.mark.parametrize("how", [exim, qmail, postfix])
def test_our_own_copy_that_came_back_is_no_failure_in_words_either(how: Callable[[str], str]) -> None:
    contact = comes_in(letter())
    cast.everything_sent(MONDAY)
    ours = first_letter(contact)
    raw = how(ours.message.message_id).replace("robin@home.example", "contact@s5.example")
    assert comes_in(made(lambda _: raw, ""), at=LATER) == contact
    ours.refresh_from_db()
    assert ours.state == Outgoing.State.SENT


def test_of_a_thread_the_letter_that_came_back_has_failed_and_not_the_one_before_it() -> None:
    contact = comes_in(letter())
    cast.everything_sent(MONDAY)
    first = first_letter(contact)
    reply(contact, body="It is mended.", parts=cast.parts(), full=True, closes=True, by=cast.staff(), at=LATER)
    cast.everything_sent(LATER)
    second = Outgoing.objects.exclude(id=first.pk).get()
    raw = exim_by_reference(second.message.message_id).replace("<older@s5.example>", first.message.message_id)
    assert comes_in(made(lambda _: raw, ""), at=LATER + timedelta(minutes=1)) == contact
    assert [one.state for one in Outgoing.objects.order_by("id")] == [Outgoing.State.SENT, Outgoing.State.FAILED]


def test_of_the_contacts_that_a_message_names_it_goes_on_with_the_newest() -> None:
    old = comes_in(letter())
    new = comes_in(letter(id="<2@h>"), at=LATER)
    soon = LATER + timedelta(minutes=1)
    both = f"[{new.reference}] Re: [{old.reference}] Lamp"
    ours = [first_letter(contact).message.message_id for contact in (new, old)]
    assert [
        comes_in(letter(id="<3@h>", subject=both), at=soon),
        comes_in(letter(f"References: {ours[0]} {ours[1]}", id="<4@h>"), at=soon),
        comes_in(letter(f"In-Reply-To: {ours[1]}", id="<5@h>", subject=f"Re: [{new.reference}]"), at=soon),
        comes_in(letter(f"In-Reply-To: {ours[1]}", id="<6@h>", subject=f"Re: [{old.reference}]"), at=soon),
    ] == [new, new, new, old]


@pytest.mark.parametrize(
    ("mark", "header", "is_spam"),
    [
        ("X-Spam-Flag: YES", "X-Spam-Flag: YES", True),
        ("X-Spam-Flag: YES", "X-Spam-Flag: NO", False),
        ("X-Spam-Status: Yes", "X-Spam-Status: Yes, score=9.1 required=5.0", True),
        ("X-MS-Exchange-Organization-SCL: 5", "X-MS-Exchange-Organization-SCL: 6", True),
        ("X-MS-Exchange-Organization-SCL: 5", "X-MS-Exchange-Organization-SCL: -1", False),
        ("X-MS-Exchange-Organization-SCL: 5", "X-MS-Exchange-Organization-SCL: odd", False),
        ("X-MS-Exchange-Organization-SCL: 5", "X-Spam-Flag: YES", False),
        (None, "X-Spam-Flag: YES", False),
    ],
)
def test_what_the_councils_own_gateway_marks_as_spam_is_shown_as_such_and_not_answered(
    mark: str | None, header: str, is_spam: bool, settings: Any, tmp_path: Path
) -> None:
    file = tmp_path / "mail.toml"
    said = f'spam = "{mark}"\n' if mark else ""
    file.write_text(f'["contact@s5.example"]\nimap = "imap://127.0.0.1"\nsmtp = "smtp://127.0.0.1"\n{said}')
    settings.MAIL_FILE = str(file)
    contact = comes_in(letter(header))
    told = "[The mail server in front of this mailbox thinks that this is spam, so no machine has answered it.]\n\n"
    assert (contact.messages.earliest("id").body, Outgoing.objects.count()) == (
        told * is_spam + "The lamp is out.",
        int(not is_spam),
    )


RESULTS = "Authentication-Results: mx.s5.example; dmarc={} header.from={}"


def checked(result: str, *headers: str, domain: str = "home.example", **said: str) -> bytes:
    """Return a message of which the council's own server says what it found."""
    return letter(RESULTS.format(result, domain), *headers, **said)


@pytest.fixture
def checking() -> None:
    Mailbox.objects.update(checked_by="mx.s5.example")


@pytest.mark.usefixtures("checking")
def test_somebody_elses_address_to_answer_to_is_not_them_though_they_know_the_reference() -> None:
    vera = comes_in(checked("pass", by="Vera Vale <vera@home.example>"))
    forged = checked(
        "pass",
        "Reply-To: Vera Vale <vera@home.example>",
        domain="evil.example",
        by="Vera Vale <mallory@evil.example>",
        id="<2@h>",
        subject=f"[{vera.reference}]",
    )
    contact = comes_in(forged, at=LATER)
    assert contact != vera
    assert contact.customer is not None
    assert (contact.customer.email, contact.customer_id == vera.customer_id) == ("mallory@evil.example", False)
    message = contact.messages.get(sort=Message.Sort.FROM_CUSTOMER)
    assert message.body == (
        "[It asks for answers to vera@home.example, which says nothing of who wrote it.]\n\nThe lamp is out."
    )
    assert vera.messages.filter(sort=Message.Sort.FROM_CUSTOMER).count() == 1


@pytest.mark.usefixtures("checking")
@pytest.mark.parametrize(
    ("raw", "proof", "is_proven", "letters"),
    [
        (checked("pass"), "passed", True, 1),
        (checked("fail"), "failed", False, 0),
        (checked("none"), "not told", False, 1),
        (checked("pass", domain="evil.example"), "not told", False, 1),
        (letter("Authentication-Results: mx.evil.example; dmarc=pass header.from=home.example"), "not told", False, 1),
        (letter("Authentication-Results: mx.evil.example; dmarc=fail header.from=home.example"), "not told", False, 1),
        (letter(), "not told", False, 1),
    ],
    ids=["passed", "failed", "none", "of another domain", "passed elsewhere", "failed elsewhere", "nothing"],
)
def test_only_what_the_councils_own_server_found_proves_who_wrote(
    raw: bytes, proof: str, is_proven: bool, letters: int
) -> None:
    contact = comes_in(raw)
    assert contact.customer is not None
    message = contact.messages.get(sort=Message.Sort.FROM_CUSTOMER)
    assert (message.proof, contact.customer.is_proven) == (proof, is_proven)
    assert Outgoing.objects.count() == letters


def test_where_no_server_is_named_nothing_is_believed() -> None:
    assert comes_in(checked("pass")).messages.filter(proof="not told").count() == 1


@pytest.mark.usefixtures("checking")
def test_a_message_of_which_our_server_says_that_it_is_false_is_never_the_customers() -> None:
    contact = comes_in(checked("pass"))
    named = comes_in(checked("fail", id="<2@h>", subject=f"[{contact.reference}]"))
    assert (named != contact, named.customer_id != contact.customer_id) == (True, True)
    ours = first_letter(contact).message.message_id
    assert comes_in(checked("fail", f"In-Reply-To: {ours}", id="<3@h>")) == contact
    last = contact.messages.order_by("id").last()
    assert last is not None
    assert (last.proof, last.by_stranger) == ("failed", True)


@pytest.mark.usefixtures("checking")
def test_what_somebody_else_says_in_a_customers_name_fills_nothing_of_what_is_known_of_them() -> None:
    vera = comes_in(checked("pass", by="<robin@home.example>")).customer
    other = comes_in(letter(id="<2@h>", by="Mallory <robin@home.example>")).customer
    assert vera is not None and other is not None
    vera.refresh_from_db()
    assert (vera.name, vera.is_proven, other.name, other.is_proven) == ("", True, "Mallory", False)
