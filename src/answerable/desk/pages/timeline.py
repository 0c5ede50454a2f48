"""What happened to a contact, the newest first: one event is one row, whatever was noted of it beside."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from answerable.channels.email.quoting import parted
from answerable.contacts.clocks import struck_at
from answerable.contacts.models import Contact, FactRow, Message, Outgoing, Proposal, WelfareFlag
from answerable.contacts.queries import flags_of
from answerable.customers.proof import Proof
from answerable.design.templatetags.words import moment_short
from answerable.desk.pages.attached import Attached, attached, with_pictures
from answerable.desk.pages.clocks import ClocksShown
from answerable.desk.pages.mentions import with_mentions
from answerable.files.queries import files_of
from answerable.marks.queries import MentionShown
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.details import CODE, DATES, FACT, FACT_PLACE, WHY, Detail, Holds
from answerable.standards.vocabulary.fact_kind import Noted
from answerable.standards.vocabulary.facts import FACTS, SET_ASIDE
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.vocabulary.leaving_out import LEAVING_OUT
from answerable.standards.vocabulary.standing import STRUCK
from answerable.standards.words import say_day, say_list, visible


class Happened(NamedTuple):
    """One thing that happened. ``look`` is "theirs", "ours" or "note" for what a person wrote; "house" or "breach".

    ``body`` are the words that a person wrote, and ``folded`` what stands behind a line to open: the message it quotes,
    the letter as it went, or what a machine wrote, as ``fold`` says.
    """

    at: datetime
    look: str
    title: str
    by: str
    says: str = ""
    body: str = ""
    fold: str = ""
    folded: str = ""
    attachments: tuple[Attached, ...] = ()
    mentions: Sequence[MentionShown] = ()

    @property
    def pieces(self) -> Sequence[tuple[str, Attached | None]]:
        """The body in pieces: words, and the pictures that stand between them. Whom a note mentions is marked."""
        if self.mentions:
            return [(with_mentions(self.body, self.mentions), None)]
        return with_pictures(self.body, self.attachments)

    @property
    def below(self) -> Sequence[Attached]:
        """What came or went with it, with the pictures that do not stand in the body already."""
        above = [picture for _, picture in self.pieces if picture is not None]
        return [file._replace(picture=False) if file in above else file for file in self.attachments]


MESSAGES = {
    Message.Sort.FROM_CUSTOMER: "Message from the customer",
    Message.Sort.ACKNOWLEDGEMENT: "Acknowledgement",
    Message.Sort.QUESTION: "Question to the customer",
    Message.Sort.DELAY: "Delay notice",
    Message.Sort.REPLY: "Reply",
    Message.Sort.NOTICE: "Notice of what we did",
    Message.Sort.CALL: "Telephone call",
    Message.Sort.NOTE: "Note for colleagues",
    Message.Sort.TO_DUTY: "Word to whoever is on duty",
    Message.Sort.LINK: "New link to their page, which they asked for",
    Message.Sort.CODE: "Code to write with, which they asked for",
    Message.Sort.UPDATE: "Word that something has happened, as they asked",
    Message.Sort.ASKED_OUTSIDE: "Question to somebody outside",
    Message.Sort.OUTSIDE_ANSWER: "Answer from outside",
}


def timeline(
    contact: Contact,
    clocks: ClocksShown,
    emails: Mapping[str | datetime, int],
    *,
    mentions: Mapping[int, Sequence[MentionShown]],
    asked: Mapping[int, str],
) -> list[Happened]:
    """Return what happened, the newest first; the contact must come with its facts, its messages and the outbox.

    ``emails`` are the numbers of the emails that came, by their ids, and by the moment of those that have none;
    ``mentions`` are whom notes mention, by the number of the note; and ``asked`` what ``pages.asking`` says of
    questions to somebody outside and of answers, by the messages' ids.
    """
    facts, messages = list(contact.facts.all()), list(contact.messages.all())
    files = files_of(messages)
    own = _own_facts(contact, messages, facts)
    shown = {row.id for rows in own.values() for row in rows}
    apart = [row for row in facts if row.id not in shown]
    # What happened at one moment stays in this order: it came, it was written, what that was, and what we told of it.
    gone = struck_at(facts)
    moments = [
        *(
            _struck(_message(contact, message, own[message.id], asked), own[message.id], gone)._replace(
                attachments=attached(message, files.get(message.id, ()), emails),
                mentions=mentions.get(message.id, ()),
            )
            for message in messages
        ),
        *(_struck(_fact(contact, row), [row], gone) for row in apart),
        *_looked_at(flags_of(contact)),
        *_proposals(contact),
        *_breaches(clocks),
        *_end(contact, messages, apart),
    ]
    return sorted(moments, key=lambda moment: (moment.at, moment.title == MESSAGES[Message.Sort.NOTICE]))[::-1]


def _struck(happened: Happened, rows: Iterable[FactRow], gone: Mapping[int, datetime]) -> Happened:
    """Say beside what happened that it, or a fact that it was, was struck out since."""
    struck = [
        f"{FACTS[row.what].staff.lower()}: struck out {moment_short(gone[row.id])}" for row in rows if row.id in gone
    ]
    return happened._replace(says="; ".join(filter(None, [happened.says, *struck])))


def _own_facts(
    contact: Contact, messages: Iterable[Message], facts: Sequence[FactRow]
) -> Mapping[int, Sequence[FactRow]]:
    """Return the facts that each message is, by the message's id: what it was as it left, or came."""
    own: dict[int, list[FactRow]] = {}
    taken: set[int] = set()
    for message in messages:
        own[message.id] = [row for row in facts if row.id not in taken and _is_of(contact, message, row)]
        taken |= {row.id for row in own[message.id]}
    return own


def _is_of(contact: Contact, message: Message, row: FactRow) -> bool:
    match Message.Sort(message.sort):
        case Message.Sort.FROM_CUSTOMER:
            return row.at == message.at and row.what in (CHANNELS[contact.channel].begins, "resumed")
        case Message.Sort.TO_DUTY:
            is_one = row.what == "duty_told"
        case _ if message.sort in Message.AMONG_US:
            return False
        case _:
            is_one = FACTS[row.what].noted is Noted.WRITING or row.what == "paused"
    return is_one and row.by_id == message.by_id and row.at in (message.at, _sent_at(message))


def _sent_at(message: Message) -> datetime | None:
    outgoing = getattr(message, "outgoing", None)
    return outgoing.sent_at if outgoing else None


def sending(message: Message) -> str:
    """Say how far a message of ours has got; when it was sent is the moment at which it stands."""
    outgoing = getattr(message, "outgoing", None)
    if outgoing is None:
        return "On the customer's own page"
    if outgoing.state == Outgoing.State.SENT:
        is_late = (outgoing.sent_at - message.at).total_seconds() >= 60
        return f"Sent, written {moment_short(message.at)}" if is_late else "Sent"
    if outgoing.state == Outgoing.State.FAILED:
        how = "Sent, and came back" if outgoing.sent_at else "Could not be sent"
        return f"{how}: {outgoing.problem or 'no reason was given'}"
    tried = f". The last try failed: {outgoing.problem}" if outgoing.problem else ""
    return f"{outgoing.get_state_display()}{tried}"


def unsent(contact: Contact) -> list[str]:
    """Say what of ours has not left: what waits, so that nobody writes it twice, and the last if it cannot be sent."""
    ours = [message for message in contact.messages.all() if hasattr(message, "outgoing")]
    waits = (Outgoing.State.WAITING, Outgoing.State.SENDING)
    return [
        f"{MESSAGES[Message.Sort(message.sort)]} by {message.by or 'the system'}, {moment_short(message.at)}: "
        f"{sending(message)}"
        for message in ours
        if message.outgoing.state in waits
        or (message.outgoing.state == Outgoing.State.FAILED and (message is ours[-1] or message.outgoing.to))
    ]


def _fact(contact: Contact, row: FactRow) -> Happened:
    channel, title = CHANNELS[contact.channel], FACTS[row.what].staff
    if row.what == channel.begins:
        title = f"{title}: {channel.title.lower()}"
    late = f"noted {moment_short(row.noted_at)}" if (row.noted_at - row.at).total_seconds() >= 60 else ""
    says = "; ".join(filter(None, [said_of(row), late]))
    return Happened(row.at, "house", title, str(row.by or ""), says, body=row.said.get(WHY.name, ""))


def said_of(row: FactRow) -> str:
    """Say the details that the words of the message do not say already."""
    kind = FACTS[row.what]
    given = ((detail, row.said[detail.name]) for detail in kind.details if row.said.get(detail.name))
    said = (_detail(detail, value, is_written=kind.noted is Noted.WRITING) for detail, value in given)
    return ", ".join(filter(None, said))


def _detail(detail: Detail, value: Any, *, is_written: bool) -> str:
    if detail in (WHY, FACT_PLACE):
        return ""  # what a person wrote stands below
    if detail is FACT:
        return FACTS[value].staff if value in FACTS else str(value)
    if detail is CODE:
        return LEAVING_OUT[value].title if value in LEAVING_OUT else str(value)
    if detail.holds is Holds.KINDS:
        return say_list([KINDS[kind].title for kind in value])
    if detail.name in DATES:
        return f"{detail.before} {say_day(datetime.fromisoformat(value).date())}"
    return str(value) if detail.holds is Holds.WORDS and not is_written else ""


_BY_LINK = "by the link in our email, not signed in: whoever has the link could write this"

_WAITS = {"paused": "we wait for the customer", "resumed": "it ended our wait"}


def _message(contact: Contact, message: Message, own: Sequence[FactRow], asked: Mapping[int, str]) -> Happened:
    sort = Message.Sort(message.sort)
    if sort is Message.Sort.FROM_CUSTOMER:
        return _theirs(contact, message, own)
    if sort is Message.Sort.NOTE:
        return Happened(message.at, "note", MESSAGES[sort], str(message.by or "By email"), body=message.body)
    if sort is Message.Sort.ASKED_OUTSIDE:
        says = asked.get(message.pk, "")
        return Happened(message.at, "note", MESSAGES[sort], str(message.by), says, body=message.body)
    if sort is Message.Sort.OUTSIDE_ANSWER:
        who = f"{visible(message.from_name)} ({message.from_address})"
        says = "; ".join(filter(None, [asked.get(message.pk), _BY_LINK]))
        return Happened(message.at, "note", MESSAGES[sort], who, says, body=message.body)
    title = FACTS[own[0].what].staff if own and sort is Message.Sort.REPLY else MESSAGES[sort]
    closes = "closed" if contact.closed_at == message.at else ""
    told = [_WAITS.get(row.what) or said_of(row) for row in own]
    is_persons = message.by is not None
    words = message.words if is_persons and message.words else message.body if is_persons else ""
    return Happened(
        at=_sent_at(message) or message.at,
        look="ours" if is_persons else "house",
        title=title,
        by=str(message.by or "Automatic"),
        says="; ".join(filter(None, [sending(message), *told, closes])),
        body=words,
        fold="The letter as it went" if is_persons else "What it says",
        folded="" if words == message.body else message.body,
    )


def _theirs(contact: Contact, message: Message, own: Sequence[FactRow]) -> Happened:
    words = parted(message.body)
    channel = CHANNELS[contact.channel]
    told = [_WAITS.get(row.what) or f"{FACTS[row.what].staff}: {channel.title.lower()}" for row in own]
    flag: WelfareFlag | None = getattr(message, "welfare_flag", None)
    noticed = f"may be urgent: {flag}" if flag else ""
    on_page = "written on its own page" if message.proof == Proof.LINK.value else ""
    return Happened(
        at=message.at,
        look="theirs",
        title="Message from somebody else" if message.by_stranger else MESSAGES[Message.Sort.FROM_CUSTOMER],
        by=_from(contact, message),
        says="; ".join(filter(None, [*told, on_page, noticed])),
        body=words.new,
        fold="What it quotes",
        folded=words.old,
    )


def is_unproved(message: Message) -> bool:
    """Tell whether whoever wrote a message to us is only who they say they are."""
    return Proof(message.proof) in (Proof.NOT_TOLD, Proof.FAILED)


def _from(contact: Contact, message: Message) -> str:
    """Say who wrote a message to us, as what it is: proved, or only said."""
    name, address = visible(message.from_name), message.from_address
    said = f"{name} ({address})" if name and address else name or address
    if not is_unproved(message):
        return f"{said}, who is not the customer" if message.by_stranger else str(contact.customer or _NO_NAME)
    if not said:
        return _NO_NAME
    failed = message.proof == Proof.FAILED.value
    return f"Says it is from {said}, {'but our mail server found that it is not' if failed else 'not proved'}"


_NO_NAME = "Somebody who gave no name"


def _looked_at(flags: Iterable[WelfareFlag]) -> Iterator[Happened]:
    for flag in flags:
        if flag.looked_at is not None:
            said = "Said to be about welfare" if flag.is_confirmed else "Said not to be urgent"
            yield Happened(
                flag.looked_at, "house", said, str(flag.looked_by), "; ".join(filter(None, [flag.reason, str(flag)]))
            )


def _breaches(clocks: ClocksShown) -> Iterable[Happened]:
    for shown in (*clocks.waiting, *clocks.settled, *clocks.content):
        if shown.broke_at is not None:
            noticed = f"Noticed {moment_short(shown.noticed_at)}." if shown.noticed_at else "Not noticed until now."
            title = f"Promise {shown.chip.promise} broken: {shown.chip.what}"
            yield Happened(shown.broke_at, "breach", title, "", f"{shown.reason} {noticed}")


def _proposals(contact: Contact) -> Iterator[Happened]:
    """Give what was proposed for a second person, and what they said."""
    for one in contact.proposals.all():
        what = proposed(one)
        yield Happened(one.at, "house", f"Proposed: {what}", str(one.by), body=one.details["why"])
        if one.decided_at is not None:
            said = "Agreed" if one.agreed else "Refused"
            yield Happened(one.decided_at, "house", f"{said}: {what}", str(one.decided_by), body=one.refusal)


def proposed(one: Proposal) -> str:
    """Say what is proposed, as it stands after a colon: "leave it out: Spam"."""
    details = said_of(FactRow(what=one.what, details=one.details))
    return f"{PROPOSED[one.what]}{f' ({details})' if details else ''}"


PROPOSED = {
    "excluded": "leave it out",
    "withdrawn": "close it as taken back",
    "typed": "give it another kind",
    STRUCK: "strike out what was noted wrongly",
}
"""What somebody proposes to do, by the fact that it would be."""


def _end(contact: Contact, messages: Iterable[Message], apart: Iterable[FactRow]) -> Iterable[Happened]:
    """Say that it was closed, unless a message or a fact of that moment did it and says so."""
    by_message = any(message.at == contact.closed_at for message in messages if message.sort == Message.Sort.REPLY)
    by_fact = any(row.at == contact.closed_at for row in apart if row.what in {*SET_ASIDE, "resolved"})
    if contact.closed_at is not None and not (by_message or by_fact):
        yield Happened(contact.closed_at, "house", f"Closed: {contact.get_outcome_display()}", "")
