"""What happened to a contact, in plain words and in order: facts, and the messages both ways."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from answerable.channels.email.quoting import Quoted, parted
from answerable.contacts.clocks import fact_of, struck_at
from answerable.contacts.models import FactRow, Message, Outgoing
from answerable.design.templatetags.words import day
from answerable.public.pages.attached import Enclosed
from answerable.standards.facts import Fact
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.details import Holds
from answerable.standards.vocabulary.fact_kind import Noted
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.vocabulary.standing import STRUCK
from answerable.standards.words import say_day, say_list, visible

_SORTS = {
    Message.Sort.FROM_CUSTOMER: "You wrote to us",
    Message.Sort.ACKNOWLEDGEMENT: FACTS["acknowledged"].plain,
    Message.Sort.QUESTION: "We asked you something",
    Message.Sort.DELAY: FACTS["delay_told"].plain,
    Message.Sort.REPLY: FACTS["responded"].plain,
    Message.Sort.NOTICE: "We told you what we did",
    Message.Sort.CALL: "We spoke to you by telephone",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened, and what was written if anything was.

    ``body`` is all that was written. Of it ``words`` are a person's own, and ``folded`` what stands behind a line to
    open, which ``fold`` names: what they quote, our letter as it went, or what a machine of ours wrote. ``files`` went
    with a letter of ours, and ``attachments`` are the names of what came with theirs.
    """

    at: datetime
    title: str
    lines: tuple[str, ...] = ()
    body: str = ""
    attachments: tuple[str, ...] = ()
    words: str = ""
    fold: str = ""
    folded: str = ""
    files: Sequence[Enclosed] = ()


def timeline(
    channel: str,
    facts: Sequence[FactRow],
    messages: Sequence[Message],
    *,
    above: Container[int] = (),
    files: Mapping[int, Sequence[Enclosed]] = MappingProxyType({}),
) -> list[Told]:
    """Return everything that happened, the oldest first. A fact that is a message is shown once, as the message.

    The letters whose ids are in ``above`` stand on the page already, and are not written out a second time. ``files``
    are those of our letters, by their ids.
    """
    written = [(message, _facts_of(channel, message, facts)) for message in messages]
    shown = {row.id for _, own in written for row in own}
    entries = [
        replace(_message(channel, message, own, is_above=message.id in above), files=files.get(message.id, ()))
        for message, own in written
    ]
    gone = struck_at(facts)
    entries += [_fact(channel, fact_of(row), gone.get(row.id)) for row in facts if row.id not in shown]
    # A notice is of what was done at the same moment, and comes after it.
    return sorted(entries, key=lambda entry: (entry.at, entry.title == _SORTS[Message.Sort.NOTICE]))


def told_in(channel: str, message: Message, facts: Sequence[FactRow]) -> Told:
    """Return what one message was, when it went, and its words."""
    return _message(channel, message, _facts_of(channel, message, facts))


def _facts_of(channel: str, message: Message, facts: Iterable[FactRow]) -> list[FactRow]:
    if message.sort == Message.Sort.FROM_CUSTOMER:
        theirs = (CHANNELS[channel].begins, "resumed")
        return [row for row in facts if row.what in theirs and row.at == message.at]
    outgoing = _outgoing(message)
    left = {message.at, outgoing.sent_at} if outgoing else {message.at}
    return [row for row in facts if (FACTS[row.what].noted is Noted.WRITING or row.what == "paused") and row.at in left]


def _outgoing(message: Message) -> Outgoing | None:
    return getattr(message, "outgoing", None)


def _message(channel: str, message: Message, own: Sequence[FactRow], *, is_above: bool = False) -> Told:
    title = _SORTS[Message.Sort(message.sort)]
    is_theirs = message.sort == Message.Sort.FROM_CUSTOMER
    if is_theirs and any(row.what == CHANNELS[channel].begins for row in own):
        title = CHANNELS[channel].reached
    elif message.by_stranger:
        title = "Somebody else wrote to us about this"
    elif own and message.sort == Message.Sort.REPLY:
        title = FACTS[own[0].what].plain
    outgoing = _outgoing(message)
    sent_at = outgoing.sent_at if outgoing else None
    lines = (*_sending(outgoing), *(["It stands at the top of this page."] if is_above else []))
    words, fold = _parted(message)
    return Told(
        sent_at or message.at,
        title,
        lines,
        "" if is_above else message.body,
        tuple(visible(name) for name in message.attachments) if is_theirs else (),
        words="" if is_above else words.new,
        fold="" if is_above else fold,
        folded="" if is_above else words.old,
    )


def _parted(message: Message) -> tuple[Quoted, str]:
    """Return the words of a message that stand out, those that are folded away, and what to call these."""
    if message.sort == Message.Sort.FROM_CUSTOMER:
        return parted(message.body), "What it quotes"
    if message.by_id is None:
        return Quoted("", message.body), "What it says"
    return Quoted(message.words or message.body, message.body if message.words else ""), "The letter as it went"


def _sending(outgoing: Outgoing | None) -> Iterator[str]:
    if outgoing is not None and outgoing.state in (Outgoing.State.WAITING, Outgoing.State.SENDING):
        yield f"It is on its way to you by {outgoing.carrier}."
    if outgoing is not None and outgoing.state == Outgoing.State.FAILED:
        yield f"We could not send it to you by {outgoing.carrier}. You can read it here."


def _fact(channel: str, fact: Fact, struck: datetime | None = None) -> Told:
    lines = () if struck is None else (f"We had noted this wrongly, and struck it out on {day(struck)}.",)
    if fact.what == STRUCK:
        wrong = Fact(fact.details["fact"], fact.at)
        lines = (f"It said: “{_fact(channel, wrong).title}”.",)
    if fact.what == CHANNELS[channel].begins:
        return Told(fact.at, CHANNELS[channel].reached, lines)
    return Told(fact.at, FACTS[fact.what].plain, (*_details(fact), *lines))


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
