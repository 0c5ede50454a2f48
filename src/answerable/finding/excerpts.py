"""A piece of what was written around the words that were looked for, with each of them marked."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from answerable.contacts.models import Message
from answerable.finding.asking import LookedFor, Phrase
from answerable.finding.queries import said_in
from answerable.finding.words import FIGURES, NUMBER, POSTCODE, figures_of, word_of, words_in

AROUND = 90
"""Characters that are shown before and after what was found."""


class Piece(NamedTuple):
    """Some of an excerpt. It is text, as it was written: whoever shows it escapes it."""

    text: str
    is_marked: bool


Span = tuple[int, int, Phrase]


class Marker:
    """Marks what is looked for where it stands. One serves a page of contacts: what is worked out of it is so once."""

    def __init__(self, wanted: LookedFor) -> None:
        self._terms, phrases = wanted.terms, wanted.phrases
        self._whole: dict[str, list[Phrase]] = {}
        self._begun = [(phrase.words[-1], phrase) for phrase in phrases if phrase.goes_on]
        for phrase in phrases:
            for word in phrase.words:
                self._whole.setdefault(word, []).append(phrase)
        self._initials = frozenset(word[0] for word in self._whole)
        self._figures = [(phrase.words[0], phrase) for phrase in phrases if phrase.words[0].startswith(FIGURES)]
        self._alone = [(phrase.words[0], phrase) for phrase in phrases if len(phrase.words) == 1]
        self._postcodes = any(any(map(str.isdigit, word)) for word, _ in self._alone)

    def excerpt(self, written: Iterable[Message]) -> list[Piece]:
        """Return the piece of all that was written of a contact that has most of what is looked for, or nothing."""
        best: tuple[int, str, list[Span]] = (0, "", [])
        for text in map(said_in, written):
            spans = list(self._spans(text))
            there = {phrase for *_, phrase in spans}
            terms = sum(not there.isdisjoint(term) for term in self._terms)
            if terms > best[0]:
                best = (terms, text, spans)
            if terms == len(self._terms):
                break  # none has more
        _, text, spans = best
        return pieces(text, spans) if spans else []

    def line(self, text: str) -> list[Piece]:
        """Return a whole line with what is looked for marked."""
        return pieces(text, list(self._spans(text)), whole=True)

    def _spans(self, text: str) -> Iterator[Span]:
        """Give what of a text is looked for: from where to where, and as part of which phrase."""
        for found, start, end in words_in(text, self._initials):
            for phrase in self._whole.get(found, ()):
                yield start, end, phrase
            for begun, phrase in self._begun:
                if found.startswith(begun) and found != begun:
                    yield start, end, phrase
        if self._figures:
            for number in NUMBER.finditer(text):
                figures = figures_of(number[0])
                for begun, phrase in self._figures:
                    if figures.startswith(begun):
                        yield number.start(), number.end(), phrase
        if self._postcodes:
            for postcode in POSTCODE.finditer(text):
                for word, phrase in self._alone:
                    if word == word_of(postcode[1] + postcode[2]):
                        yield postcode.start(), postcode.end(), phrase


def pieces(text: str, spans: Sequence[Span], *, whole: bool = False) -> list[Piece]:
    """Cut a text around what was found first, and mark what was found."""
    spans = sorted(spans, key=lambda span: span[:2])
    since, until = 0, len(text)
    if not whole:
        first = spans[0]
        since, until = _after_space(text, first[0] - AROUND), _before_space(text, first[1] + 2 * AROUND)
    made = [Piece("… ", False)] if since else []
    at = since
    for start, end, _ in spans:
        if start < at or end > until:
            continue
        made += [Piece(text[at:start], False), Piece(text[start:end], True)]
        at = end
    made += [Piece(text[at:until], False), *([Piece(" …", False)] if until < len(text) else [])]
    return [one for one in made if one.text]


def _after_space(text: str, place: int) -> int:
    """Return where the word after a place begins, or the text."""
    return text.find(" ", place) + 1 if place > 0 else 0


def _before_space(text: str, place: int) -> int:
    """Return where the word before a place ends, or the text; or the place where a word has no end."""
    return max(text.rfind(" ", place - AROUND, place), place - AROUND) if place < len(text) else len(text)
