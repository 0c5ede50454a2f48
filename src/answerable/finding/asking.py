"""What somebody types to find a contact, read into what is looked for. Nothing that can be typed is wrong."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from answerable.finding.words import FEWEST_FIGURES, NUMBER, POSTCODE, figures_of, marks_in, word_of, words_in

MOST_CHARACTERS, MOST_TERMS = 200, 12
"""How much of what is typed is looked for."""

FEWEST_LETTERS = 3
"""Of a word that is looked for by how it begins: what is shorter is looked for as it stands."""

_QUOTED = re.compile(r'"([^"]*)"|\u201c([^\u201d]*)\u201d')


class Phrase(NamedTuple):
    """Words that stand one after another; with ``goes_on`` the last may be only how a word begins."""

    words: tuple[str, ...]
    goes_on: bool

    def is_in(self, document: str) -> bool:
        """Tell whether a document has it, whose words have a space before and after each."""
        return f" {' '.join(self.words)}{'' if self.goes_on else ' '}" in document


class LookedFor(NamedTuple):
    """What is looked for: of each term one phrase must be there. ``is_cut`` is whether more was typed than that."""

    terms: tuple[tuple[Phrase, ...], ...]
    is_cut: bool = False

    def is_in(self, document: str) -> bool:
        """Tell whether a document has all of it."""
        return all(any(phrase.is_in(document) for phrase in term) for term in self.terms)

    @property
    def phrases(self) -> list[Phrase]:
        """All that may be found of it."""
        return [phrase for term in self.terms for phrase in term]


def asked(typed: str) -> LookedFor:
    """Read what somebody typed: numbers and postcodes however they are written, "words in quotes" in their order.

    A word is one that begins so; what hangs together by a sign, such as an email address, stands in that order.
    """
    terms = list(dict.fromkeys(_terms(typed[:MOST_CHARACTERS])))
    return LookedFor(tuple(terms[:MOST_TERMS]), len(typed) > MOST_CHARACTERS or len(terms) > MOST_TERMS)


def _terms(typed: str) -> Iterator[tuple[Phrase, ...]]:
    quoted = [found[1] or found[2] or "" for found in _QUOTED.finditer(typed)]
    yield from ((Phrase(words, goes_on=False),) for words in map(_words, quoted) if words)
    rest = _QUOTED.sub(" ", typed)
    for postcode in POSTCODE.finditer(rest):
        yield (Phrase((word_of(postcode[1] + postcode[2]),), goes_on=False),)
    rest = POSTCODE.sub(" ", rest)
    for number in NUMBER.finditer(rest):
        yield _number(number[0])
    for together in NUMBER.sub(" ", rest).split():
        words = _words(together)
        if words:
            yield (_phrase(words),)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word, _, _ in words_in(text))


def _phrase(words: tuple[str, ...]) -> Phrase:
    return Phrase(words, goes_on=len(words[-1]) >= FEWEST_LETTERS)


def _number(typed: str) -> tuple[Phrase, ...]:
    """Return a number as a telephone number, without what leads to the country, or as the figures that it is."""
    figures = re.sub(r"^(00)?44", "", re.sub(r"\D", "", typed)).lstrip("0")
    as_typed = _phrase(_words(typed))
    if len(figures) < FEWEST_FIGURES:
        return (as_typed,)
    return (Phrase((figures_of(figures),), goes_on=True), as_typed)


def document(text: str, marks: tuple[str, ...] = ()) -> str:
    """Return all that a text and some marks are found by, with a space before and after each."""
    words = [word for word, _, _ in words_in(text)]
    return f" {' '.join([*words, *dict.fromkeys(marks_in(text)), *marks])} "


def as_fts5(wanted: LookedFor, marks: tuple[tuple[str, ...], ...]) -> str:
    """Write what is looked for as SQLite's FTS5 reads it. ``marks`` are sets of which one each must be there."""
    terms = [" OR ".join(map(_in_fts5, term)) for term in wanted.terms]
    terms += [" OR ".join(f'"{mark}"' for mark in some) for some in marks]
    return " AND ".join(f"({term})" for term in terms)


def _in_fts5(phrase: Phrase) -> str:
    return " + ".join(f'"{word}"' for word in phrase.words) + ("*" if phrase.goes_on else "")


def as_tsquery(wanted: LookedFor, marks: tuple[tuple[str, ...], ...]) -> str:
    """Write what is looked for as PostgreSQL's text search reads it. ``marks`` are as above."""
    terms = [" | ".join(map(_in_tsquery, term)) for term in wanted.terms]
    terms += [" | ".join(f"'{mark}'" for mark in some) for some in marks]
    return " & ".join(f"({term})" for term in terms)


def _in_tsquery(phrase: Phrase) -> str:
    words = [f"'{word}'" for word in phrase.words]
    return "(" + " <-> ".join(words) + (":*" if phrase.goes_on else "") + ")"
