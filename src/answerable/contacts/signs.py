"""Words in a message that may mean that somebody could come to harm. They are found and shown; a person decides."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

FILE = "welfare-words.toml"
MOST = 10
"""How many signs of one message are shown: more say nothing that ten do not."""


class WelfareSign(NamedTuple):
    """What some words may be about, and the words as they stand in the message: "food or money", "no food"."""

    about: str
    words: str


def signs_in(*texts: str) -> list[WelfareSign]:
    """Return the signs in some texts, each once, in the order of the list of words."""
    read = " . ".join(_plainly(text) for text in texts)
    read = _false_friends().sub(" . ", read)
    found = (WelfareSign(about, match[0]) for about, words in _signs() for match in words.finditer(read))
    return list(dict.fromkeys(found))[:MOST]


def new_words(text: str, before: Iterable[str]) -> str:
    """Return a text without those lines that repeat what was written before: quoted ones, and those of six words.

    A short line that nobody marked as quoted may have been typed again, and is kept.
    """
    known = " ".join(" ".join(one.split()) for one in before)
    return "\n".join(line for line in text.split("\n") if not _repeats(line, known))


def _repeats(line: str, known: str) -> bool:
    words = " ".join(line.lstrip("> \t").split())
    is_quoted = line.startswith(">") or words.count(" ") >= 5
    return bool(words) and is_quoted and words in known


_SHORT = re.compile(r"\b(is|are|was|were|do|does|did|have|has|had|could|would|should|wo|ca)nt\b")
_FULL = {"wo": "will not", "ca": "can not"}
_TOKEN = re.compile(r"[^\W_]+|[.!?;:]|\n\s*\n")


def _plainly(text: str) -> str:
    """Return the words of a text in small letters, with one space between and a stop where a sentence ends."""
    small = text.lower().translate({ord(mark): None for mark in "'’‘`´"}).replace("cannot", "can not")
    small = _SHORT.sub(lambda match: _FULL.get(match[1], f"{match[1]} not"), small)
    return " ".join(token if token[0].isalnum() else "." for token in _TOKEN.findall(small))


@cache
def _list() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath(FILE).read_text(encoding="utf-8"))


@cache
def _signs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((sign["about"], _any_of(sign["phrases"])) for sign in _list()["sign"])


@cache
def _false_friends() -> re.Pattern[str]:
    return _any_of(_list()["false_friends"])


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_phrase(phrase) for phrase in phrases)})\b")


def _phrase(phrase: str) -> str:
    """Return the pattern of a phrase: its words with their endings, and up to four others where it has dots."""
    parts = [_word(word) if word != "..." else word for word in phrase.split()]
    return " ".join(parts).replace(" ... ", r"(?: \w+){0,4} ")


def _word(word: str) -> str:
    return f"(?:{'|'.join(form for one in word.split('/') for form in _forms(one))})"


_SHORTEST = 3
"""Letters of a word that has endings: "no" and "is" have none."""


def _forms(word: str) -> Iterator[str]:
    """Yield a word with its English endings: freeze, freezes, freezing; baby, babies; hit, hitting."""
    yield word
    if len(word) < _SHORTEST:
        return
    if word.endswith("e"):
        yield from (f"{word[:-1]}{ending}" for ending in ("es", "ed", "ing"))
    elif re.search(r"[^aeiou]y$", word):
        yield from (f"{word[:-1]}{ending}" for ending in ("ies", "ied", "ying"))
    else:
        yield from (f"{word}{ending}" for ending in ("s", "es", "ed", "ing"))
        if re.search(r"[^aeiou][aeiou][bdglmnprt]$", word):
            yield from (f"{word}{word[-1]}{ending}" for ending in ("ed", "ing"))
