"""What a text is made of, for whoever looks for something in it: the same words here, in both databases, in a question.

A word is found however it is written: "O’Brien" and "obrien", "Lamps" and "lamp", "café" and "cafe". A telephone number
and a postcode are found with and without what people put between their parts.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

LONGEST = 40
"""Characters of a word by which it is looked for."""

FEWEST_FIGURES = 6
"""Figures of a telephone number by which it is looked for: fewer are part of many."""

FIGURES = "_"
"""What the mark of a telephone number begins with, and no word does."""

_STOP = {
    *("a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "do", "for", "from", "has", "have", "he"),
    *("her", "his", "i", "if", "in", "is", "it", "its", "me", "my", "of", "on", "or", "our", "she", "so", "that"),
    *("the", "their", "them", "there", "they", "this", "to", "us", "was", "we", "were", "which", "with", "would"),
    *("you", "your"),
}
"""Words that nearly every message has: they say nothing of any."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
NUMBER = re.compile(r"(?<![^\W_])\+?\(?\d(?:[ ()./-]{0,3}\d){5,16}(?![^\W_])")
POSTCODE = re.compile(r"(?<![^\W_])([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})(?![^\W_])", re.IGNORECASE)


def word_of(written: str) -> str:
    """Return a word as it is looked for: small letters without accents or apostrophes, and of many things one."""
    if written.isascii():  # nearly all, and there are very many
        word = written.replace("'", "").lower()[:LONGEST]
    else:
        plain = unicodedata.normalize("NFKD", written).casefold()
        word = "".join(letter for letter in plain if letter.isalnum())[:LONGEST]
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]
    return word


def says_something(word: str) -> bool:
    """Tell whether a word is one to look for."""
    return bool(word) and word not in _STOP


def words_in(text: str, initials: frozenset[str] | None = None) -> Iterator[tuple[str, int, int]]:
    """Give each word of a text that says something, as it is looked for, and from where to where it stands.

    With ``initials`` those may be left out that begin, as they are looked for, with none of these.
    """
    for found in (_WORD if initials is None else _beginning(initials)).finditer(text):
        word = word_of(found[0])
        if says_something(word):
            yield word, found.start(), found.end()


@lru_cache(maxsize=100)
def _beginning(initials: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern of the words that begin with some letters, or with one that may become one of them."""
    plain = "".join(sorted(f"{letter}{letter.upper()}" for letter in initials if letter.isascii() and letter.isalnum()))
    begins = rf"(?:[{plain}]|{_NOT_PLAIN})" if plain else _NOT_PLAIN
    return re.compile(rf"(?<![^\W_])(?<![^\W_]['\u2019]){begins}[^\W_]*(?:['\u2019][^\W_]+)*")


_NOT_PLAIN = r"[^\W\x00-\x7f]"


def figures_of(number: str) -> str:
    """Return the mark of a telephone number: its figures from the last to the first.

    So its end is found by how the mark begins, whatever stands before: +44, 0044, 0, or no code at all.
    """
    return f"{FIGURES}{re.sub(r'[^0-9]', '', number)[::-1]}"


def marks_in(text: str) -> Iterator[str]:
    """Give what a text is found by beside its words: its telephone numbers, and its postcodes in one piece."""
    for number in NUMBER.finditer(text):
        yield figures_of(number[0])
    for postcode in POSTCODE.finditer(text):
        yield word_of(postcode[1] + postcode[2])
