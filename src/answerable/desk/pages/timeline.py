"""What happened to a contact, in order: what was written, the facts, and each promise broken when it broke."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from answerable.channels.email.quoting import Quoted, parted
from answerable.contacts.models import Contact, FactRow, Message, Outgoing
from answerable.design.templatetags.words import moment_short
from answerable.desk.pages.clocks import ClocksShown
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.details import DATES, Detail, Holds
from answerable.standards.vocabulary.fact_kind import Noted
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.words import say_day, say_list


class Happened(NamedTuple):
    """One thing that happened. ``look`` is "theirs", "ours", "note", "fact" or "breach"."""

    at: datetime
    look: str
    title: str
    by: str
    says: str = ""
    body: str = ""
    quoted: str = ""
    attachments: tuple[str, ...] = ()
    is_automatic: bool = False


_MESSAGES = {
    Message.Sort.FROM_CUSTOMER: "Message from the customer",
    Message.Sort.ACKNOWLEDGEMENT: "Acknowledgement",
    Message.Sort.QUESTION: "Question to the customer",
    Message.Sort.DELAY: "Delay notice",
    Message.Sort.REPLY: "Reply",
    Message.Sort.CALL: "Telephone call",
    Message.Sort.NOTE: "Note for colleagues",
}


def timeline(contact: Contact, clocks: ClocksShown) -> list[Happened]:
    """Return what happened, the oldest first; the contact must come with its facts, its messages and the outbox."""
    received, *facts = _facts(contact)
    # What happened at one moment stays in this order: it came, it was written, and what that was.
    moments = [received, *_messages(contact), *facts, *_breaches(clocks), *_end(contact)]
    return sorted(moments, key=lambda moment: moment.at)


def sending(message: Message) -> str:
    """Say how far a message of ours has got: "Sent 2 Nov, 10:41"."""
    outgoing = getattr(message, "outgoing", None)
    if outgoing is None:
        return f"On the customer's own page since {moment_short(message.at)}"
    if outgoing.state == Outgoing.State.SENT:
        return f"Sent {moment_short(outgoing.sent_at)}"
    if outgoing.state == Outgoing.State.FAILED:
        return f"Could not be sent: {outgoing.problem or 'no reason was given'}"
    tried = f". The last try failed: {outgoing.problem}" if outgoing.problem else ""
    return f"{outgoing.get_state_display()}{tried}"


def unsent(contact: Contact) -> list[str]:
    """Say what of ours has not left: what waits, so that nobody writes it twice, and the last if it cannot be sent."""
    ours = [message for message in contact.messages.all() if hasattr(message, "outgoing")]
    waits = (Outgoing.State.WAITING, Outgoing.State.SENDING)
    return [
        f"{_MESSAGES[Message.Sort(message.sort)]} by {message.by or 'the system'}, {moment_short(message.at)}: "
        f"{sending(message)}"
        for message in ours
        if message.outgoing.state in waits or (message is ours[-1] and message.outgoing.state == Outgoing.State.FAILED)
    ]


_NOT_SENT = (Message.Sort.FROM_CUSTOMER, Message.Sort.NOTE)


def _facts(contact: Contact) -> Iterator[Happened]:
    for row in contact.facts.all():
        channel, title = CHANNELS[contact.channel], FACTS[row.what].staff
        if row.what == channel.begins:
            title = f"{title}: {channel.title.lower()}"
        late = f"noted {moment_short(row.noted_at)}" if (row.noted_at - row.at).total_seconds() >= 60 else ""
        yield Happened(row.at, "fact", title, str(row.by or ""), "; ".join(filter(None, [_details(row), late])))


def _details(row: FactRow) -> str:
    """Say the details that the words of the message do not say already."""
    kind = FACTS[row.what]
    given = ((detail, row.details[detail.name]) for detail in kind.details if row.details.get(detail.name))
    said = (_detail(detail, value, is_written=kind.noted is Noted.WRITING) for detail, value in given)
    return ", ".join(filter(None, said))


def _detail(detail: Detail, value: Any, *, is_written: bool) -> str:
    if detail.holds is Holds.KINDS:
        return say_list([KINDS[kind].title for kind in value])
    if detail.name in DATES:
        return f"{detail.before} {say_day(datetime.fromisoformat(value).date())}"
    return str(value) if detail.holds is Holds.WORDS and not is_written else ""


def _messages(contact: Contact) -> Iterator[Happened]:
    for message in contact.messages.all():
        sort = Message.Sort(message.sort)
        theirs, note = sort is Message.Sort.FROM_CUSTOMER, sort is Message.Sort.NOTE
        words = parted(message.body) if theirs else Quoted(message.body, "")
        yield Happened(
            at=message.at,
            look="theirs" if theirs else "note" if note else "ours",
            title=_MESSAGES[sort],
            by=str(contact.customer or "Somebody who gave no name") if theirs else str(message.by or "Automatic"),
            says="" if sort in _NOT_SENT else sending(message),
            body=words.new,
            quoted=words.old,
            attachments=tuple(message.attachments),
            is_automatic=not theirs and message.by is None,
        )


def _breaches(clocks: ClocksShown) -> Iterable[Happened]:
    for shown in (*clocks.waiting, *clocks.settled, *clocks.content):
        if shown.broke_at is not None:
            noticed = f"Noticed {moment_short(shown.noticed_at)}." if shown.noticed_at else "Not noticed until now."
            title = f"Promise {shown.chip.promise} broken: {shown.chip.what}"
            yield Happened(shown.broke_at, "breach", title, "", f"{shown.reason} {noticed}")


def _end(contact: Contact) -> Iterable[Happened]:
    if contact.closed_at is not None:
        yield Happened(contact.closed_at, "fact", f"Closed: {contact.get_outcome_display()}", "")
