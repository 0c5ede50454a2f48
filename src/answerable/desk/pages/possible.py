"""What may happen next to a contact, a plain sentence or two for each: who notes it, by when, and what comes of it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from answerable.contacts.actions.checking import can_be_noted
from answerable.desk.pages.chips import short_day
from answerable.standards.judging.possible import Bearing, Does, Possible
from answerable.standards.vocabulary.fact_kind import Noted
from answerable.standards.words import say_list


class Next(NamedTuple):
    """One fact that may come next: its name on the desk, all that there is to say of it, and how to note it by hand.

    ``by_hand`` is its name where the reader may note it so, and otherwise empty.
    """

    what: str
    says: str
    by_hand: str


def what_next(found: Sequence[Possible], *, now: datetime, noting: Collection[Noted] = ()) -> list[Next]:
    """Put into words what may happen next, in its order, for a reader who may note some facts by hand."""
    by_hand = [one.fact.name if can_be_noted(one.fact) and one.fact.noted in noting else "" for one in found]
    return [
        Next(one.fact.staff, " ".join(_sentences(one, now)), name) for one, name in zip(found, by_hand, strict=True)
    ]


def _sentences(one: Possible, now: datetime) -> Iterator[str]:
    if one.until is not None:
        yield f"By {short_day(one.until, now)}."
    if one.fact.noted is Noted.MANAGER:
        yield "A manager notes it."
    if one.needs:
        yield f"It must give: {', '.join(detail.label.lower() for detail in one.needs)}."
    if one.letter is not None and one.letter is not one.fact:
        yield f"Tell the customer in a {one.letter.noun}."
    for stage in one.opens:
        yield f"It begins: {stage.name}, held by {stage.held_by.value}."
    for does, words in _WORDS.items():
        bearings = [bearing for bearing in one.bearings if bearing.does is does]
        if bearings:
            yield words.format(say_list([_promise(bearing, now) for bearing in bearings]))


_WORDS: Mapping[Does, str] = {
    Does.STOPS: "It is asked for by {}.",
    Does.OPENS: "It starts {}.",
    Does.MOVES: "It moves {}.",
    Does.PAUSES: "It stops the clock of {}.",
    Does.LIFTS: "It ends {}.",
}


def _promise(bearing: Bearing, now: datetime) -> str:
    if bearing.does is Does.OPENS:
        return f"{bearing.promise.id} (due {short_day(bearing.then, now)})"
    return f"{bearing.promise.id}{f' to {short_day(bearing.then, now)}' if bearing.does is Does.MOVES else ''}"
