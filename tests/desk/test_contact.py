"""The page of a contact shows all that an officer needs to answer it, to those who may see it and to nobody else."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.channels.email.read import read
from answerable.contacts import actions
from answerable.contacts.clocks import reckon
from answerable.contacts.models import Contact, Outgoing
from answerable.councils.models import Mailbox
from answerable.customers.proof import Proof
from answerable.inbox.models import Incoming
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, text

pytestmark = pytest.mark.django_db


RAW = b"From: robin@home.example\r\n\r\n<script>alert(1)</script>"


def kept_email(contact: Contact, number: int = 0) -> Incoming:
    """Keep an email as it came, as what a contact was made of."""
    return Incoming.objects.create(
        channel="email",
        mailbox=Mailbox.objects.get(council_id=contact.council_id),
        council_id=contact.council_id,
        external_id=f"<{contact.reference}@home.example>",
        digest=str(number),
        raw=RAW,
        arrived_at=contact.received_at,
        kept_at=contact.received_at,
        try_at=contact.received_at,
        state=Incoming.State.READ,
        contact=contact,
    )


def test_the_top_says_what_it_is_who_wrote_how_to_treat_them_and_who_has_it(sam: Desk):
    contact = cast.received(needs="Large print", welfare="A baby is cold", phone="01632 960 555")
    page = sam.at("Tue 3 Nov 2026 10:00").contact(contact)
    said = [
        "Welfare: A baby is cold",
        "Street lamp",
        f"{contact.reference} · Email · Enquiry · received Monday 2 November 2026 at 9am",
        "From Robin Reed · robin@home.example · 01632 960 555",
        "How to treat them: Large print",
        "Held by nobody",
    ]
    assert [words in page for words in said] == [True] * len(said)


def test_each_clock_opens_to_its_whole_working_which_is_escaped_once(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    page = sam.at("Tue 3 Nov 2026 10:00").open(f"contacts/{contact.reference}/").content.decode()
    workings = re.findall(r'<section class="working">.*?</section>', page, re.S)
    assert len(workings) == 3
    assert [re.findall(r"<h3[ >].*?</h3>", working) for working in workings] == [
        [f'<h3 class="govuk-heading-s">{headline}</h3>']
        for headline in (
            "This promise is due soon. It is due at the end of Wednesday 4 November 2026. The acknowledgement is due "
            "soon.",
            "There is still time to keep this promise. It is due at the end of Wednesday 11 November 2026. The full "
            "reply is not yet due.",
            "Nothing is owed under this promise so far. Owed only if the full reply will not be sent in time. It would "
            "be due at the end of Wednesday 11 November 2026.",
        )
    ]
    assert "Our promise S5-24:" in workings[1]
    assert "the council&#x27;s system accepted the contact" in workings[1]
    assert "&lt;section" not in page and "&amp;#x27;" not in page


def test_a_working_tells_no_parts_of_a_second(sam: Desk):
    contact = cast.received(at("Mon 2 Nov 2026 09:00:07.25"))
    page = sam.at("Tue 3 Nov 2026 10:00").contact(contact)
    assert "It began on Monday 2 November 2026 at 09:00:07: the council's system accepted" in page


def test_clocks_are_judged_at_the_moment_the_page_is_opened(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    assert "S5-22 acknowledgement · Wed 4 Nov · in 2 days" in sam.at("Mon 2 Nov 2026 10:00").contact(contact)
    page = sam.at("Thu 5 Nov 2026 10:00").contact(contact)
    assert "S5-22 acknowledgement · Wed 4 Nov · broken, 1 day late" in page


def test_a_breach_stands_at_its_true_moment_with_the_moment_it_was_noticed(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    reckon(contact, now=at("Thu 5 Nov 2026 08:30"))
    cast.everything_sent("Thu 5 Nov 2026 09:00")
    page = sam.at("Thu 5 Nov 2026 10:00").contact(contact)
    breach = (
        "Promise S5-22 broken: acknowledgement · 4 Nov, 23:59 · The acknowledgement came late. Noticed 5 Nov, 08:30."
    )
    assert breach in page
    sent = "Acknowledgement · Automatic · 5 Nov, 09:00 · Sent, written 2 Nov, 09:00; by Wednesday 11 November 2026"
    assert page.index(sent) < page.index(breach) < page.index("Received: email")


def test_what_was_done_late_stays_as_late_as_it_was(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    cast.everything_sent("Fri 6 Nov 2026 09:00")
    page = sam.at("Mon 9 Nov 2026 09:00").contact(contact)
    assert "S5-22 acknowledgement · Wed 4 Nov · broken, 2 days late The acknowledgement came late." in page


def test_a_message_that_lacked_a_part_is_broken_and_not_late(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    outgoing = Outgoing.objects.get()
    outgoing.facts = [["acknowledged", {"automatic": True}]]
    outgoing.save()
    cast.everything_sent("Mon 2 Nov 2026 09:01")
    page = sam.at("Mon 9 Nov 2026 09:00").contact(contact)
    assert "S5-27 what a message must say · Mon 2 Nov · broken The message did not give: what is being done." in page


@pytest.mark.any_database  # it is about the moments; the next test prompts on both
@pytest.mark.parametrize(
    ("now", "prompt"),
    [
        ("Fri 6 Nov 2026 09:00", ""),
        ("Sun 8 Nov 2026 09:00", "To do. Full reply by Monday 16 November 2026, or acknowledge by tomorrow (S5-12)."),
        ("Mon 9 Nov 2026 09:00", "To do. Full reply by Monday 16 November 2026, or acknowledge today (S5-12)."),
        ("Tue 10 Nov 2026 09:00", "To do. Full reply by Monday 16 November 2026: nothing less keeps S5-12 now."),
    ],
)
def test_a_letter_prompts_for_its_acknowledgement_while_there_is_time(sam: Desk, now: str, prompt: str):
    contact = cast.received("Mon 2 Nov 2026 09:00", channel="letter", email="")
    page = sam.at(now).contact(contact)
    assert re.findall(r"To do\. [^.]*\.", page) == ([prompt] if prompt else [])


@pytest.mark.promise("S5-29")
def test_an_officer_is_prompted_to_send_a_delay_notice_while_it_can_still_be_kept(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    cast.everything_sent("Mon 2 Nov 2026 09:01")
    assert "To do. Reply in full, or say that it will be late, today (S5-29)." in sam.at(
        "Wed 11 Nov 2026 09:00"
    ).contact(contact)


def test_each_message_says_how_far_it_has_got(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    outgoing = Outgoing.objects.get()

    def line() -> str:
        return re.search(r"Acknowledgement · Automatic · 2 Nov, (.*?) What it says", sam.contact(contact))[1]

    sam.at("Mon 2 Nov 2026 12:00")
    said = [line()]
    for change in (
        {"problem": "451 try later"},
        {"state": "sending", "problem": ""},
        {"state": "sent", "sent_at": at("Mon 2 Nov 2026 10:41")},
        {"state": "failed", "problem": "550 no such mailbox"},
    ):
        Outgoing.objects.filter(id=outgoing.id).update(**change)
        said.append(line())
    assert said == [
        "09:00 · Waiting to be sent",
        "09:00 · Waiting to be sent. The last try failed: 451 try later",
        "09:00 · Being sent",
        "10:41 · Sent, written 2 Nov, 09:00",
        "10:41 · Sent, and came back: 550 no such mailbox",
    ]


def test_a_message_still_waiting_is_shown_where_the_next_would_be_written(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    cast.everything_sent("Mon 2 Nov 2026 09:01")
    actions.hold(contact, body="", parts=cast.parts(), by=sam.staff, at=at("Tue 3 Nov 2026 09:00"))
    page = sam.at("Tue 3 Nov 2026 09:01").contact(contact)
    assert "Not sent. Delay notice by Sam Field, 3 Nov, 09:00: Waiting to be sent" in page


def test_a_message_that_could_not_be_sent_is_shown_there_until_another_has_been(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    actions.fail(Outgoing.objects.get(), problem="550 no such mailbox", at=at("Mon 2 Nov 2026 09:01"))
    failed = "Not sent. Acknowledgement by the system, 2 Nov, 09:00: Could not be sent: 550 no such mailbox"
    assert failed in sam.at("Tue 3 Nov 2026 10:00").contact(contact)
    actions.acknowledge(
        contact, body="", parts=cast.parts(by_when=date(2026, 11, 6)), by=sam.staff, at=at("Tue 3 Nov 2026 10:00")
    )
    assert failed not in sam.contact(contact)


def test_whoever_would_write_over_a_colleague_is_told_who_has_it(sam: Desk):
    contact = cast.received()
    actions.take(contact, by=cast.staff("Priya Shah"), at=at("Tue 3 Nov 2026 09:00"))
    assert "Priya Shah has this. Speak to them before you write." in sam.at("Tue 3 Nov 2026 10:00").contact(contact)


def test_what_a_stranger_wrote_is_only_text(sam: Desk):
    contact = cast.received(body="<script>alert(1)</script>", subject="<b>Hello</b>", attachments=("<i>a</i>.pdf",))
    page = sam.at("Tue 3 Nov 2026 10:00").open(f"contacts/{contact.reference}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "Came with it: &lt;i&gt;a&lt;/i&gt;.pdf" in re.sub(r"\s+", " ", re.sub(r"</?(p|ul|li)\b[^>]*>", "", page))
    assert "<script>alert(1)" not in page
    assert "<b>Hello</b>" not in page


def test_the_customers_other_contacts_are_listed_within_what_the_reader_may_see(sam: Desk):
    contact = cast.received(subject="This one")
    cast.received(subject="Seen by me")
    cast.received(subject="Of another team", team="roads")
    cast.received(subject="Somebody else's", email="jo@home.example", name="Jo")
    page = sam.at("Tue 3 Nov 2026 10:00").contact(contact)
    found = [subject for subject in ("Seen by me", "Of another team", "Somebody else's") if subject in page]
    assert found == ["Seen by me"]


def test_a_contact_outside_the_readers_paths_is_not_found_and_says_nothing(desk_of: Any):
    contact = cast.received(subject="About my divorce")
    colleague = desk_of("Rhoda Roads", path="s5/customer-services/roads").at("Tue 3 Nov 2026 10:00")
    for page in (f"contacts/{contact.reference}/", "contacts/2222-2222/"):
        response = colleague.open(page)
        assert response.status_code == 404
        assert "divorce" not in response.content.decode()
    assert colleague.press(contact, "reply", body="Hello", ending="ends").status_code == 404
    assert contact.messages.exclude(by=None).count() == 0


def test_an_auditor_reads_it_and_finds_nothing_to_press(desk_of: Any):
    contact = cast.received()
    page = desk_of("Au Ditor", role=Role.AUDITOR, path="s5").at("Tue 3 Nov 2026 10:00").contact(contact)
    assert "The street lamp outside number 4 is out." in page
    assert [word for word in ("Write to the customer", "Take", "Manage") if word in page] == []


def test_a_closed_contact_has_no_form_and_says_how_it_ended(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    actions.close(contact, outcome=Contact.Outcome.SPAM, why="So it is", by=sam.staff, at=at("Mon 2 Nov 2026 10:00"))
    page = sam.at("Tue 3 Nov 2026 10:00").contact(contact)
    assert "closed 2 Nov, 10:00: Spam" in page
    assert "Write to the customer" not in page


def test_an_email_as_it_came_is_handed_over_as_a_file_and_never_shown(sam: Desk):
    contact = cast.received()
    email = kept_email(contact)
    response = sam.open(f"contacts/{contact.reference}/emails/{email.id}/")
    assert response.content == RAW
    assert {
        name: response.headers[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    } == {
        "Content-Type": "message/rfc822",
        "Content-Disposition": f'attachment; filename="{contact.reference}-{email.id}.eml"',
        "X-Content-Type-Options": "nosniff",
    }
    assert "Email of 2 Nov 2026, 09:00" in sam.at("Tue 3 Nov 2026 10:00").contact(contact)


def test_a_copy_of_our_own_letter_is_not_handed_over_as_an_email_that_came(sam: Desk):
    contact = cast.received()
    email = kept_email(contact)
    email.state = email.State.OURS
    email.save()
    assert "Email of 2 Nov 2026, 09:00" not in sam.at("Tue 3 Nov 2026 10:00").contact(contact)


def test_who_gave_no_name_has_no_other_contacts(sam: Desk):
    contact = cast.received(name="", email="", phone="")
    cast.received(name="", email="", phone="")
    page = sam.at("Tue 3 Nov 2026 10:00").open(f"contacts/{contact.reference}/")
    assert page.context["others"] == []


def test_an_email_of_another_contact_is_not_found_under_this_one(sam: Desk):
    mine = cast.received()
    theirs = kept_email(cast.received(team="roads"))
    assert sam.open(f"contacts/{mine.reference}/emails/{theirs.id}/").status_code == 404
    assert sam.open(f"contacts/{theirs.contact.reference}/emails/{theirs.id}/").status_code == 404


def test_a_long_story_asks_the_database_as_often_as_a_short_one(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    sam.at("Tue 3 Nov 2026 10:00")

    def asked() -> int:
        with CaptureQueriesContext(connection) as made:
            sam.contact(contact)
        return len(made)

    asked()  # a charter is read once in each process
    short = asked()
    for n in range(3):
        moment = at(f"Mon 2 Nov 2026 1{n}:00")
        actions.hold(contact, body="", parts=cast.parts(), by=cast.staff(f"Writer {n}"), at=moment)
        cast.everything_sent(moment)
        actions.note_down(contact, body="Rang them", by=cast.staff(f"Writer {n}"), at=moment)
        cast.received(moment, subject=f"Another {n}")
        kept_email(contact, number=n)
    assert asked() == short


def test_what_a_message_quotes_is_folded_away_below_what_is_new(sam: Desk):
    contact = cast.received(body="It is the left one.\n\nOn 2 Nov 2026 the council wrote:\n> Which lamp is it?")
    page = sam.at("Tue 3 Nov 2026 10:00").contact(contact)
    assert page.index("It is the left one.") < page.index("What it quotes") < page.index("Which lamp is it?")


def test_what_may_happen_next_is_said_with_who_notes_it_and_what_comes_of_it(desk_of: Any):
    alex = desk_of(council="s3").at("Tue 3 Nov 2026 09:00")
    contact = cast.received("Mon 2 Nov 2026 09:00", key="s3", kinds=("complaint",), answerable=False)
    response = alex.open(f"contacts/{contact.reference}/")
    said = {one.what: one.says for one in response.context["next"]}
    assert said == {
        "Acknowledged": "By Tue 3 Nov. It must give: who looks into it, who will answer. "
        "It is asked for by S3-04, S3-26 and LGSCO-1-ACK. It moves LGSCO-1-REPLY to Tue 17 Nov.",
        "Extended": "By Mon 23 Nov. A manager notes it. It must give: why, how to reach the ombudsman. "
        "Tell the customer in a notice of delay. It moves LGSCO-1-REPLY to Mon 7 Dec.",
        "Told that it will be late": "It must give: why it will be late, how to reach the ombudsman.",
        "Replied in full": "By Mon 16 Nov. It must give: why, the complaint, and its stage, what we decided, "
        "what we do to put it right, what is still to be done, if you are not content. "
        "It is asked for by S3-04, S3-06, S3-26, LGSCO-1-ACK and LGSCO-1-REPLY.",
        "Responded": "It is asked for by S3-04, S3-26 and LGSCO-1-ACK. It moves LGSCO-1-REPLY to Tue 17 Nov.",
        "Done: what was asked for has been carried out": "It is asked for by S3-04, S3-06, S3-26, LGSCO-1-ACK and "
        "LGSCO-1-REPLY.",
        "Declared complex": "A manager notes it. It must give: why, the customer was told. "
        "It starts S3-07 (due Mon 30 Nov). It ends S3-06.",
    }
    assert "What may happen next (7)" in text(response)


def test_what_begins_a_stage_says_so_and_whom_it_is_for(desk_of: Any):
    alex = desk_of(council="s3").at("Tue 3 Nov 2026 10:00")
    contact = cast.received("Mon 2 Nov 2026 09:00", key="s3", kinds=("complaint",), answerable=False, email="")
    actions.reply(
        contact,
        body="No, and why.",
        parts=cast.parts(),
        full=True,
        closes=True,
        by=alex.staff,
        at=at("Tue 3 Nov 2026 09:00"),
    )
    page = alex.contact(contact)
    assert (
        "Taken to stage two. It begins: Stage two of the Code, held by somebody not involved before. It starts "
        "LGSCO-2-ACK (due Tue 10 Nov), LGSCO-2-REPLY (due Tue 8 Dec) and LGSCO-TOTAL (due Mon 25 Jan 2027)." in page
    )


def test_where_nothing_more_can_come_nothing_is_said_of_it(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    actions.close(contact, outcome=Contact.Outcome.SPAM, why="So it is", by=sam.staff, at=at("Mon 2 Nov 2026 10:00"))
    assert "What may happen next" not in sam.at("Tue 3 Nov 2026 10:00").contact(contact)


def rows(desk: Desk, contact: Contact) -> list[tuple[str, str, str]]:
    """Return the rows of a contact's timeline, from the top: their look, their title and what they say."""
    page = desk.open(f"contacts/{contact.reference}/")
    return [(one.look, one.title, one.says) for one in page.context["timeline"]]


def test_one_event_is_one_row_and_the_newest_is_at_the_top(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    cast.everything_sent("Mon 2 Nov 2026 09:00:20")
    ask = {"parts": cast.parts(by_when=date(2026, 11, 10)), "by": sam.staff, "waits": True}
    actions.ask(contact, body="Which lamp is it?", at=at("Mon 2 Nov 2026 10:00"), **ask)
    cast.everything_sent("Mon 2 Nov 2026 10:00:20")
    actions.add(
        contact, cast.arrival(body="The left one"), at=at("Mon 2 Nov 2026 11:00"), now=at("Mon 2 Nov 2026 11:00")
    )
    actions.note_down(contact, body="Rang the yard", by=sam.staff, at=at("Mon 2 Nov 2026 11:30"))
    reply = {"parts": cast.parts(), "by": sam.staff, "full": True, "closes": True}
    actions.reply(contact, body="It is mended.", at=at("Mon 2 Nov 2026 12:00"), **reply)
    cast.everything_sent("Mon 2 Nov 2026 12:00:20")
    assert rows(sam.at("Mon 2 Nov 2026 13:00"), contact) == [
        ("ours", "Replied in full", "Sent; closed"),
        ("note", "Note for colleagues", ""),
        ("theirs", "Message from the customer", "it ended our wait"),
        ("ours", "Question to the customer", "Sent; by Tuesday 10 November 2026; we wait for the customer"),
        ("house", "Acknowledgement", "Sent; by Wednesday 11 November 2026"),
        ("theirs", "Message from the customer", "Received: email"),
    ]


def test_what_two_colleagues_wrote_at_one_moment_stays_each_ones_own(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00", email="", answerable=False)
    for name in ("Sam Field", "Priya Shah"):
        ask = {"parts": cast.parts(by_when=date(2026, 11, 10)), "by": cast.staff(name), "waits": False}
        actions.ask(contact, body="Which lamp is it?", at=at("Mon 2 Nov 2026 10:00"), **ask)
    said = "On the customer's own page; by Tuesday 10 November 2026"
    assert rows(sam.at("Mon 2 Nov 2026 13:00"), contact)[:2] == [("ours", "Question to the customer", said)] * 2


def test_what_somebody_wrote_stands_out_and_the_letter_around_it_is_folded(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    reply = {"parts": cast.parts(), "by": sam.staff, "full": True, "closes": True}
    actions.reply(contact, body=" It is mended. ", at=at("Mon 2 Nov 2026 12:00"), **reply)
    newest = sam.at("Mon 2 Nov 2026 13:00").open(f"contacts/{contact.reference}/").context["timeline"][0]
    assert (newest.body, newest.fold) == ("It is mended.", "The letter as it went")
    assert newest.folded.startswith("Dear Robin Reed,\n\nIt is mended.\n\nThe complaint, and its stage: ")


def test_a_matter_closed_without_a_letter_says_so_once(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00", answerable=False)
    actions.close(contact, outcome=Contact.Outcome.SPAM, why="So it is", by=sam.staff, at=at("Mon 2 Nov 2026 12:00"))
    assert rows(sam.at("Mon 2 Nov 2026 13:00"), contact) == [
        ("house", "Left out of the figures", "Spam"),
        ("theirs", "Message from the customer", "Received: email"),
    ]


def test_a_call_that_nobody_wrote_of_is_a_row_of_the_house(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00", answerable=False)
    actions.happen(
        contact,
        what="declared_late",
        at=at("Mon 2 Nov 2026 10:00"),
        details={"reason": "The records are abroad"},
        by=sam.staff,
        now=at("Mon 2 Nov 2026 10:30"),
    )
    assert rows(sam.at("Mon 2 Nov 2026 13:00"), contact)[0] == (
        "house",
        "Declared: the limit for the reply cannot be met",
        "The records are abroad; noted 2 Nov, 10:30",
    )


WITH_FILES = (
    b"From: robin@home.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/plain\r\n\r\nSee the lamp\r\n"
    b"--b\r\nContent-Type: text/html; name=a.html\r\nContent-Disposition: attachment; filename=a.html\r\n\r\n"
    b"<script>alert(1)</script>\r\n"
    b"--b\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n"
    b"Content-Disposition: attachment; filename*=utf-8''lamp%E2%80%AEgpj%00.exe\r\n\r\n/9j/AAE=\r\n--b--\r\n"
)


def with_files() -> tuple[Contact, Incoming]:
    """Receive an email with two attachments, the name of the second with a mark that turns its direction."""
    names = read(WITH_FILES).attachments
    contact = cast.received("Mon 2 Nov 2026 09:00", message_id="<1@h>", attachments=names)
    email = kept_email(contact)
    Incoming.objects.filter(id=email.id).update(raw=WITH_FILES, external_id="<1@h>")
    return contact, email


def test_what_came_with_an_email_is_handed_over_as_a_file_that_no_browser_shows(sam: Desk):
    contact, email = with_files()
    page = sam.at("Tue 3 Nov 2026 10:00").open(f"contacts/{contact.reference}/").content.decode()
    below = f"/s5/desk/contacts/{contact.reference}/emails/{email.id}/attachments/"
    assert re.findall(rf'href="{below}(\d)/" download>(.*?)</a>', page) == [("0", "a.html"), ("1", "lampgpj.exe")]
    answers = [sam.open(f"contacts/{contact.reference}/emails/{email.id}/attachments/{n}/") for n in (0, 1)]
    assert [answer.content for answer in answers] == [b"<script>alert(1)</script>", b"\xff\xd8\xff\x00\x01"]
    assert [answer.headers["Content-Disposition"] for answer in answers] == [
        'attachment; filename="a.html"',
        'attachment; filename="lampgpj.exe"',
    ]
    for answer in answers:
        assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == (
            "application/octet-stream",
            "nosniff",
        )
        assert answer.headers["Cache-Control"] == "no-store"


def test_an_attachment_that_is_not_there_or_of_another_contact_is_not_found(sam: Desk, desk_of: Any):
    contact, email = with_files()
    other = cast.received()
    for reference, id, number in (
        (contact.reference, email.id, 2),
        (contact.reference, 99, 0),
        (other.reference, email.id, 0),
    ):
        answer = sam.at("Tue 3 Nov 2026 10:00").open(f"contacts/{reference}/emails/{id}/attachments/{number}/")
        assert answer.status_code == 404
    roads = desk_of("Rhoda Roads", path="s5/customer-services/roads")
    assert roads.open(f"contacts/{contact.reference}/emails/{email.id}/attachments/0/").status_code == 404


def test_what_came_with_an_email_that_has_no_id_is_found_by_its_moment(sam: Desk):
    contact, email = with_files()
    Incoming.objects.filter(id=email.id).update(external_id="")
    contact.messages.filter(sort="from customer").update(message_id="")
    page = sam.at("Tue 3 Nov 2026 10:00").open(f"contacts/{contact.reference}/").content.decode()
    assert f"emails/{email.id}/attachments/0/" in page


def test_an_attachment_of_which_no_email_is_kept_is_only_named(sam: Desk):
    contact = cast.received(attachments=("lamp.jpg",))
    page = sam.at("Tue 3 Nov 2026 10:00").open(f"contacts/{contact.reference}/").content.decode()
    assert "lamp.jpg" in page
    assert "/attachments/" not in page


def test_a_request_whose_bank_holidays_are_not_known_yet_has_a_page_that_says_so(sam: Desk):
    contact = cast.received("Fri 1 Dec 2028 10:00", kinds=("foi",), channel="web")
    page = sam.at("Mon 4 Dec 2028 10:00").contact(contact)
    assert "not due before Mon 1 Jan 2029; the bank holidays after that are not known yet" in page
    assert "Cannot count past 31 December 2028, the last day whose bank holidays are held" in page


def test_whoever_only_says_who_they_are_is_shown_as_that(sam: Desk):
    contact = cast.received(channel="web")
    page = sam.at("Tue 3 Nov 2026 10:00").contact(contact)
    assert "Says it is from Robin Reed, not proved · robin@home.example" in page
    assert "Message from the customer · Says it is from Robin Reed (robin@home.example), not proved" in page


@pytest.mark.parametrize(
    ("proof", "shown"),
    [
        (Proof.PASSED, "Mallory (mallory@evil.example), who is not the customer"),
        (Proof.NOT_TOLD, "Says it is from Mallory (mallory@evil.example), not proved"),
        (Proof.FAILED, "Says it is from Mallory (mallory@evil.example), but our mail server found that it is not"),
    ],
)
def test_what_a_stranger_adds_never_stands_under_the_customers_name(sam: Desk, proof: Proof, shown: str):
    contact = cast.received()
    more = cast.arrival(name="Mallory", email="mallory@evil.example", proof=proof, by_stranger=True)
    moment = at("Mon 2 Nov 2026 11:00")
    actions.add(contact, more, at=moment, now=moment)
    page = sam.at("Tue 3 Nov 2026 10:00").contact(contact)
    assert f"Message from somebody else · {shown}" in page
    assert page.count("Message from the customer · Robin Reed") == 1


def test_marks_that_turn_or_hide_words_are_taken_out_of_subjects_and_names(sam: Desk):
    contact = cast.received(subject="Invoice \u202efdp.exe\u2066 \x07now", name="Robin\u202e Reed\u200b")
    assert (contact.subject, contact.customer.name) == ("Invoice fdp.exe now", "Robin Reed")
    assert contact.messages.first().subject == "Invoice fdp.exe now"
