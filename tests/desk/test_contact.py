"""The page of a contact shows all that an officer needs to answer it, to those who may see it and to nobody else."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.contacts import actions
from answerable.contacts.clocks import reckon
from answerable.contacts.models import Contact, Outgoing
from answerable.councils.models import Mailbox
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
    assert page.index("Received: email") < page.index(breach) < page.index("Acknowledged · 5 Nov, 09:00")


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
        return re.search(r"Acknowledgement · Automatic · 2 Nov, 09:00 · (.*?) What it says", sam.contact(contact))[1]

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
        "Waiting to be sent",
        "Waiting to be sent. The last try failed: 451 try later",
        "Being sent",
        "Sent 2 Nov, 10:41",
        "Could not be sent: 550 no such mailbox",
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
    assert "Came with it: &lt;i&gt;a&lt;/i&gt;.pdf" in page
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
    actions.close(contact, outcome=Contact.Outcome.SPAM, by=sam.staff, at=at("Mon 2 Nov 2026 10:00"))
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
        "Extended": "By Mon 23 Nov. A manager notes it. It must give: why. Tell the customer in a notice of delay. "
        "It moves LGSCO-1-REPLY to Mon 7 Dec.",
        "Told that it will be late": "It must give: why it will be late, if you are not content.",
        "Replied in full": "By Mon 16 Nov. It must give: if you are not content. "
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
    actions.close(contact, outcome=Contact.Outcome.SPAM, by=sam.staff, at=at("Mon 2 Nov 2026 10:00"))
    assert "What may happen next" not in sam.at("Tue 3 Nov 2026 10:00").contact(contact)
