"""What happened to a contact, in plain words and in order: facts, and the messages both ways."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from answerable.contacts.clocks import fact_of
from answerable.contacts.models import FactRow, Message, Outgoing
from answerable.standards.facts import Fact
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.details import Holds
from answerable.standards.vocabulary.fact_kind import Noted
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.words import say_day, say_list

_SORTS = {
    Message.Sort.FROM_CUSTOMER: "You wrote to us",
    Message.Sort.ACKNOWLEDGEMENT: FACTS["acknowledged"].plain,
    Message.Sort.QUESTION: "We asked you something",
    Message.Sort.DELAY: FACTS["delay_told"].plain,
    Message.Sort.REPLY: FACTS["responded"].plain,
    Message.Sort.CALL: "We spoke to you by telephone",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened, and what was written if anything was."""

    at: datetime
    title: str
    lines: tuple[str, ...] = ()
    body: str = ""
    attachments: tuple[str, ...] = ()


def timeline(channel: str, facts: Sequence[FactRow], messages: Sequence[Message]) -> list[Told]:
    """Return everything that happened, the oldest first. A fact that is a message is shown once, as the message."""
    written = [(message, _facts_of(channel, message, facts)) for message in messages]
    shown = {row.id for _, own in written for row in own}
    entries = [_message(channel, message, own) for message, own in written]
    entries += [_fact(channel, fact_of(row)) for row in facts if row.id not in shown]
    return sorted(entries, key=lambda entry: entry.at)


def _facts_of(channel: str, message: Message, facts: Iterable[FactRow]) -> list[FactRow]:
    if message.sort == Message.Sort.FROM_CUSTOMER:
        return [row for row in facts if row.what == CHANNELS[channel].begins and row.at == message.at]
    outgoing = _outgoing(message)
    left = {message.at, outgoing.sent_at} if outgoing else {message.at}
    return [row for row in facts if FACTS[row.what].noted is Noted.WRITING and row.at in left]


def _outgoing(message: Message) -> Outgoing | None:
    return getattr(message, "outgoing", None)


def _message(channel: str, message: Message, own: Sequence[FactRow]) -> Told:
    title = _SORTS[Message.Sort(message.sort)]
    if own and message.sort == Message.Sort.FROM_CUSTOMER:
        title = CHANNELS[channel].reached
    elif own and message.sort == Message.Sort.REPLY:
        title = FACTS[own[0].what].plain
    outgoing = _outgoing(message)
    sent_at = outgoing.sent_at if outgoing else None
    return Told(sent_at or message.at, title, tuple(_sending(outgoing)), message.body, tuple(message.attachments))


def _sending(outgoing: Outgoing | None) -> Iterator[str]:
    if outgoing is not None and outgoing.state in (Outgoing.State.WAITING, Outgoing.State.SENDING):
        yield f"It is on its way to you by {outgoing.carrier}."
    if outgoing is not None and outgoing.state == Outgoing.State.FAILED:
        yield f"We could not send it to you by {outgoing.carrier}. You can read it here."


def _fact(channel: str, fact: Fact) -> Told:
    if fact.what == CHANNELS[channel].begins:
        return Told(fact.at, CHANNELS[channel].reached)
    return Told(fact.at, FACTS[fact.what].plain, tuple(_details(fact)))


def _details(fact: Fact) -> Iterator[str]:
    """Say what residents read of a fact, each on a line: "Reason: the records are abroad."."""
    for detail in FACTS[fact.what].details:
        said = fact.details.get(detail.name)
        if not said:
            continue
        if detail.holds is Holds.KINDS:
            yield f"It is now: {say_list([KINDS[kind].plain for kind in said])}."
        elif detail.plain:
            yield f"{detail.plain}: {say_day(said) if isinstance(said, date) else str(said).rstrip('.')}."
