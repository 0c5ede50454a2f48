"""A piece of what was written around the words that were looked for, with each of them marked."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from answerable.contacts.models import Message
from answerable.finding.asking import LookedFor, Phrase
from answerable.finding.queries import said_in
from answerable.finding.words import NUMBER, POSTCODE, figures_of, word_of, words_in

AROUND = 90
"""Characters that are shown before and after what was found."""


class Piece(NamedTuple):
    """Some of an excerpt. It is text, as it was written: whoever shows it escapes it."""

    text: str
    is_marked: bool


Span = tuple[int, int, Phrase]


def excerpt(written: Iterable[Message], wanted: LookedFor) -> list[Piece]:
    """Return the piece of all that was written of a contact that has most of what was looked for, or nothing."""
    texts = [said_in(one) for one in written]
    best: tuple[int, str, list[Span]] = (0, "", [])
    for text in texts:
        spans = list(_spans(text, wanted.phrases))
        terms = sum(any(phrase in term for *_, phrase in spans) for term in wanted.terms)
        if terms > best[0]:
            best = (terms, text, spans)
    _, text, spans = best
    return pieces(text, spans) if spans else []


def marked(text: str, wanted: LookedFor) -> list[Piece]:
    """Return a whole line with the words marked that were looked for."""
    return pieces(text, list(_spans(text, wanted.phrases)), whole=True)


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


def _spans(text: str, phrases: Sequence[Phrase]) -> Iterable[Span]:
    """Give what of a text was looked for: from where to where, and as part of which phrase."""
    words = [(phrase, place, word) for phrase in phrases for place, word in enumerate(phrase.words)]
    for found, start, end in words_in(text):
        for phrase, place, word in words:
            is_last = place == len(phrase.words) - 1
            if found == word or (phrase.goes_on and is_last and found.startswith(word)):
                yield start, end, phrase
    for number in NUMBER.finditer(text):
        for phrase in phrases:
            if figures_of(number[0]).startswith(phrase.words[0]):
                yield number.start(), number.end(), phrase
    for postcode in POSTCODE.finditer(text):
        for phrase in phrases:
            if phrase.words == (word_of(postcode[1] + postcode[2]),):
                yield postcode.start(), postcode.end(), phrase
