"""What a contact's own page begins with: what we last said to the customer, and what we need from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from answerable.contacts.models import Contact, FactRow, Message, Outgoing
from answerable.public.pages.attached import Enclosed
from answerable.public.pages.timeline import Told, told_in
from answerable.standards.vocabulary.facts import FACTS, FULL_REPLY

LONG = 900
"""A letter of more characters than this is shown by its beginning, and the rest is folded."""


class Letter(NamedTuple):
    """A letter of ours: what it was, when it went, and its words. What is long is in two parts, ``rest`` folded.

    ``by_machine`` is true of what a computer wrote by itself, which is folded whole.
    """

    id: int
    title: str
    at: datetime
    lines: tuple[str, ...]
    beginning: str
    rest: str
    by_machine: bool
    files: Sequence[Enclosed] = ()


@dataclass(frozen=True, slots=True)
class Latest:
    """The top of the page. ``needs`` say what we wait for the customer to do; ``letters`` are shown in their order."""

    heading: str
    needs: tuple[str, ...]
    letters: tuple[Letter, ...]


def latest(
    contact: Contact,
    facts: Sequence[FactRow],
    messages: Sequence[Message],
    files: Mapping[int, Sequence[Enclosed]] = MappingProxyType({}),
) -> Latest:
    """Return our newest letter, after a question of ours that still waits for its answer, each with its ``files``."""
    ours = [message for message in messages if message.sort != Message.Sort.FROM_CUSTOMER]
    asked = () if contact.closed_at is not None else tuple(_asked(facts))
    waits = FACTS["paused"].asks in asked
    question, newest = _open_question(contact, facts, messages, waits=waits), ours[-1] if ours else None
    shown = [message for message in (question, newest if newest is not question else None) if message is not None]
    letters = tuple(
        _letter(message, told_in(contact.channel, message, facts), files.get(message.id, ())) for message in shown
    )
    needs = asked or (("We need your answer to this.",) if question is not None else ())
    heading = "We need something from you" if needs else letters[0].title if letters else "We have your message"
    return Latest(heading, needs, letters)


def _open_question(
    contact: Contact, facts: Sequence[FactRow], messages: Sequence[Message], *, waits: bool
) -> Message | None:
    """Return our newest question, if the customer has not written since and no full answer has overtaken it.

    What a machine of theirs wrote answers nothing: while we still wait (``waits``), the question stays open.
    """
    question = next((one for one in reversed(messages) if one.sort == Message.Sort.QUESTION), None)
    if question is None or contact.closed_at is not None:
        return None
    answered = not waits and any(one.sort == Message.Sort.FROM_CUSTOMER and one.at >= question.at for one in messages)
    answered = answered or any(row.what in FULL_REPLY and row.at >= question.at for row in facts)
    return None if answered else question


def _asked(facts: Sequence[FactRow]) -> list[str]:
    """Say what we have asked for and not had yet."""
    happened = [row.what for row in facts]
    answer_to = {fact.answers: name for name, fact in FACTS.items() if fact.answers}
    last = {name: place for place, name in enumerate(happened)}
    return [
        FACTS[what].asks
        for what, place in last.items()
        if FACTS[what].asks and place > max(last.get(answer_to[what], -1), *(last.get(one, -1) for one in FULL_REPLY))
    ]


def _letter(message: Message, told: Told, files: Sequence[Enclosed]) -> Letter:
    outgoing: Outgoing | None = getattr(message, "outgoing", None)
    by_machine = message.by_id is None if outgoing is None else outgoing.automatic
    cut = _cut(message.body)
    beginning, rest = message.body[:cut].rstrip(), message.body[cut:].lstrip()
    return Letter(message.id, told.title, told.at, told.lines, beginning, rest, by_machine, files)


def _cut(body: str) -> int:
    """Return where to fold a letter: at the end of a paragraph, a line or a word; at its end if it is not long."""
    if len(body) <= LONG:
        return len(body)
    ends = (body.rfind(end, LONG // 3, LONG) for end in ("\n\n", "\n", " "))
    return next((place for place in ends if place > 0), LONG)
