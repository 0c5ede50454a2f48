"""What somebody leaves behind: a contact with a word of theirs in every place that can hold one, and what is left."""

from datetime import date, datetime
from typing import Any

from django.db import connection

from answerable.asking.actions import answer_outside, ask_outside
from answerable.contacts import actions as contacts
from answerable.contacts.actions.flagging import settle_flags
from answerable.contacts.models import Contact, Flood, FloodAct, Message, Outgoing, Proposal, WelfareFlag
from answerable.councils.models import Mailbox
from answerable.customers.models import Customer
from answerable.files import actions as files
from answerable.files.models import KeptFile
from answerable.inbox.models import Incoming
from answerable.marks import actions as marks
from answerable.memos.models import Memo
from answerable.people.models import Staff
from answerable.retention.actions import lift_hold, place_hold
from answerable.retention.models import Hold
from answerable.updates.actions import begin_updates
from tests import cast
from tests.build import at

WORD = "Zyxwvut"
"""A word that nobody else writes."""

CLOSED = "Tue 10 Nov 2026 10:00"
"""When the contact of ``a_life`` is closed; its customer keeps nothing open."""


def a_life(key: str = "s5", word: str = WORD, **changes: Any) -> Contact:
    """Return a closed contact with a word of its customer's in every place that says something of people."""
    opened, closed = at("Mon 2 Nov 2026 09:00"), at(CLOSED)
    cast.council(key)
    sam = cast.staff(path=f"{key}/customer-services/post")
    given: dict[str, Any] = {
        "subject": f"{word} lamp",
        "place": f"4 {word} Lane",
        "body": f"There is no heating, and {word} is ill.",
        "name": f"Robin {word}",
        "email": f"{word.lower()}@home.example",
        "phone": f"01632 960 100 {word}"[:40],
        "needs": f"{word} needs large print",
        "welfare": f"{word} may freeze",
        "message_id": f"<{word}@home.example>",
        "attachments": (f"{word}.pdf",),
    }
    contact = cast.received(opened, key, **{**given, **changes})
    Customer.objects.filter(id=contact.customer_id).update(address=f"4 {word} Lane")
    raw = {"channel": "email", "council_id": key, "mailbox": Mailbox.objects.get(council_id=key), "raw": word.encode()}
    Incoming.objects.create(
        **raw,
        contact=contact,
        external_id=f"<{word}@home.example>",
        digest="1",
        arrived_at=opened,
        kept_at=opened,
        try_at=opened,
        state=Incoming.State.READ,
        notice=f"{word} had more",
        problem=f"{word} at first",
    )
    flag = WelfareFlag.objects.get(contact=contact)
    settle_flags(contact, up_to=flag.id, is_confirmed=True, reason=f"{word} is cold", by=sam, at=opened)
    WelfareFlag.objects.update(found=[["heating", f"{word} is cold"]])
    cast.everything_sent("Mon 2 Nov 2026 09:05")
    begin_updates(contact, at=opened)
    contacts.mark_welfare(contact, reason=f"{word} rang", by=sam, at=opened)
    contacts.note_down(contact, body=f"{word} rang again", by=sam, at=at("Tue 3 Nov 2026 09:00"))
    marks.add_tag(contact, name=f"{word}-lane", by=sam, at=opened)
    marks.write_note(contact, body="@sam.field rings them", by=sam, at=at("Tue 3 Nov 2026 09:10"))
    marks.watch(contact, by=sam, at=opened)
    marks.remind(contact, on=date(2026, 11, 9), part="", why=f"{word} rings", by=sam, at=opened)
    asked = ask_outside(
        contact,
        name=f"Al {word}",
        email=f"{word.lower()}@depot.example",
        question=f"Did {word} ring you?",
        by_on=date(2026, 11, 5),
        by=sam,
        at=opened,
    )
    answer_outside(asked, words=f"{word} did.", at=opened)
    Memo.objects.all().delete()  # as the worker does some weeks after it was sent
    contacts.end_keys(contact, why=f"{word} lost it", by=sam, at=at("Tue 3 Nov 2026 09:30"))
    contacts.move(
        contact,
        to=cast.team_of(key, "roads"),
        reason=f"{word} asks for roads",
        by=sam,
        at=at("Tue 3 Nov 2026 10:00"),
    )
    contacts.move(contact, to=cast.team_of(key), reason=f"{word} again", by=sam, at=at("Tue 3 Nov 2026 11:00"))
    contact.refresh_from_db()
    proposal: dict[str, Any] = {"what": "excluded", "details": {"code": "spam", "why": f"{word} is spam"}, "by": sam}
    Proposal.objects.create(
        contact=contact, **proposal, at=opened, decided_by=sam, decided_at=opened, refusal=f"{word} is not"
    )
    contact = Contact.objects.get(id=contact.id)
    contacts.reply(
        contact,
        body=f"Dear {word}, it is mended.",
        parts=cast.parts(being_done=f"{word} has been sent a card", remedy=f"We are sorry, {word}"),
        full=True,
        closes=True,
        by=sam,
        at=closed,
    )
    cast.everything_sent(closed)
    for outgoing in Outgoing.objects.filter(message__contact=contact):
        outgoing.problem, outgoing.in_reply_to, outgoing.to = f"No {word}", f"<{word}@x>", f"{word.lower()}@x.example"
        outgoing.save()
    contacts.keep_draft(
        contact,
        sort=Message.Sort.REPLY,
        fields={"body": f"And {word}"},
        newest=0,
        token="t",
        by=sam,
        at=closed,
    )
    theirs = contact.messages.filter(sort=Message.Sort.FROM_CUSTOMER).get()
    files.keep([files.put_down(f"{word}.pdf", f"%PDF- {word}".encode())], message=theirs, at=opened)
    KeptFile.objects.update(said=f"{word} was found")
    contacts.make_key(contact, at=closed)
    put_in_a_flood(contact, why=f"{word} wrote them all", by=sam, when=opened)
    boss = cast.staff("Jo Lane", role="manager", path=key)
    place_hold(
        contact,
        ground=Hold.Ground.LITIGATION,
        why=f"{word} may sue",
        review_on=date(2027, 1, 1),
        all_of_customer=True,
        by=boss,
        at=closed,
    )
    lift_hold(contact, Hold.objects.get().id, why=f"{word} did not", by=boss, at=closed)
    contact.refresh_from_db()
    return contact


def put_in_a_flood(contact: Contact, *, why: str, by: Staff, when: datetime) -> None:
    """Have been decided about a contact together with others, once, in one act."""
    flood = Flood.objects.create(
        council=contact.council, by=Flood.By.CALLER, who="0", began_at=when, last_at=when, is_alike=True, ended_at=when
    )
    FloodAct.objects.create(flood=flood, what=FloodAct.What.BACK, why=why, by=by, at=when, up_to=0, done_at=when)
    Contact.objects.filter(id=contact.id).update(flood=flood)
    contact.refresh_from_db()


def found_in_database(word: str) -> list[str]:
    """Return every column of every table in which a word stands, in letters of either case or in bytes."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            found += [
                f"{table}.{name}"
                for row in cursor.fetchall()
                for name, value in zip(columns, row, strict=True)
                if word.lower() in _as_text(value)
            ]
    return sorted(set(found))


def _as_text(value: Any) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", "replace").lower()
    return str(value).lower()


def plain_life(closed: datetime, **changes: Any) -> Contact:
    """Return a contact of nothing but a message, which was closed at a moment as taken back."""
    contact = cast.received("Mon 2 Nov 2026 09:00", **changes)
    cast.everything_sent("Mon 2 Nov 2026 09:01")
    Contact.objects.filter(id=contact.id).update(closed_at=closed, outcome=Contact.Outcome.WITHDRAWN)
    contact.kinds.update(closed_at=closed)
    contact.refresh_from_db()
    return contact
