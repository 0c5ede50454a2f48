"""What happened to a contact, in plain words and in order: facts, and the messages both ways."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from answerable.contacts.clocks import fact_of
from answerable.contacts.models import FactRow, Message, Outgoing
from answerable.standards.facts import FACTS, Fact
from answerable.standards.words import say_day, say_list

_WRITTEN = {
    "acknowledged": "We told you that we have your message",
    "responded": "We wrote to you",
    "replied": "We answered in full",
    "delay_told": "We told you that our answer will be late",
}
"""Facts that a message to the customer is; the message stands for them."""

_HAPPENED = _WRITTEN | {
    "resolved": "What you asked for was done",
    "typed": "We changed what kind of message this is",
    "declared_late": "We saw that we could not answer in time",
    "declared_complex": "We decided that this is complex and needs longer",
    "extended": "We took longer, as the law allows",
    "paused": "We stopped to wait for you",
    "resumed": "We went on",
    "excluded": "We set this aside",
    "withdrawn": "You took this back",
}

_SORTS = {
    Message.Sort.FROM_CUSTOMER: "You wrote to us",
    Message.Sort.ACKNOWLEDGEMENT: _WRITTEN["acknowledged"],
    Message.Sort.QUESTION: "We asked you something",
    Message.Sort.DELAY: _WRITTEN["delay_told"],
    Message.Sort.REPLY: "We wrote to you",
}

_ARRIVED = {
    "email": "Your email reached us",
    "web": "Your form reached us",
    "letter": "Your letter reached us",
    "phone": "You rang us",
    "voicemail": "You left us a message by telephone",
    "reception": "You came to see us",
    "visit": "We met you",
}

_KINDS = {
    "foi": "request for information",
    "foi-review": "review of our answer to a request for information",
    "eir": "request for information about the environment",
    "eir-review": "review of our answer to a request for information about the environment",
    "sar": "request for your own information",
    "dp-complaint": "complaint about how we used your information",
    "sen-complaint": "complaint about special educational needs",
    "ehc": "request to assess a child's special educational needs",
}

_OURS = re.compile(r" \([A-Z]\d+\)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, and what was written if anything was."""

    at: datetime
    title: str
    lines: tuple[str, ...] = ()
    body: str = ""
    attachments: tuple[str, ...] = ()


def timeline(channel: str, facts: Sequence[FactRow], messages: Sequence[Message]) -> list[Entry]:
    """Return everything that happened, the oldest first. A fact that is a message is shown once, as the message."""
    written = [(message, _facts_of(message, facts)) for message in messages]
    shown = {row.id for _, own in written for row in own}
    entries = [_message(channel, message, own) for message, own in written]
    entries += [_fact(channel, fact_of(row)) for row in facts if row.id not in shown]
    return sorted(entries, key=lambda entry: entry.at)


def _facts_of(message: Message, facts: Iterable[FactRow]) -> list[FactRow]:
    if message.sort == Message.Sort.FROM_CUSTOMER:
        return [row for row in facts if row.what == "received" and row.at == message.at]
    outgoing = _outgoing(message)
    left = {message.at, outgoing.sent_at} if outgoing else {message.at}
    return [row for row in facts if row.what in _WRITTEN and row.at in left]


def _outgoing(message: Message) -> Outgoing | None:
    return getattr(message, "outgoing", None)


def _message(channel: str, message: Message, own: Sequence[FactRow]) -> Entry:
    title = _SORTS[Message.Sort(message.sort)]
    if own and message.sort == Message.Sort.FROM_CUSTOMER:
        title = _arrived(channel)
    elif own and message.sort == Message.Sort.REPLY:
        title = _WRITTEN[own[0].what]
    outgoing = _outgoing(message)
    sent_at = outgoing.sent_at if outgoing else None
    return Entry(sent_at or message.at, title, tuple(_sending(outgoing)), message.body, tuple(message.attachments))


def _sending(outgoing: Outgoing | None) -> Iterator[str]:
    if outgoing is not None and outgoing.state in (Outgoing.State.WAITING, Outgoing.State.SENDING):
        yield f"It is on its way to you by {outgoing.carrier}."
    if outgoing is not None and outgoing.state == Outgoing.State.FAILED:
        yield f"We could not send it to you by {outgoing.carrier}. You can read it here."


def _fact(channel: str, fact: Fact) -> Entry:
    if fact.what == "received":
        return Entry(fact.at, _arrived(channel))
    title = _HAPPENED.get(fact.what) or _OURS.sub("", FACTS[fact.what])
    return Entry(fact.at, title, tuple(_details(fact)))


def _arrived(channel: str) -> str:
    return _ARRIVED.get(channel, "Your message reached us")


def _details(fact: Fact) -> Iterator[str]:
    if fact.what == "typed":
        yield f"It is now: {say_list([say_kind(kind) for kind in fact.details.get('kinds', ())])}."
    if fact.details.get("code"):
        yield f"Reason: {fact.details['code']}."
    if fact.details.get("reason"):
        yield f"Reason: {str(fact.details['reason']).rstrip('.')}."
    by_when = fact.details.get("by_when")
    if isinstance(by_when, date):
        yield f"By when: {say_day(by_when)}."


def say_kind(kind: str) -> str:
    """Say what kind of contact it is."""
    return _KINDS.get(kind, kind.replace("-", " "))
