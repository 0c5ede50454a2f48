"""A table of a TOML file that knows where it stands, so that a mistake is refused with file, line and remedy."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from answerable.standards.time.duration import Duration, parse
from answerable.standards.words import nearest, say_list

Choice = TypeVar("Choice", bound=StrEnum)
REQUIRED = object()

_KINDS = {
    str: "text in quotes",
    bool: "true or false",
    int: "a whole number",
    list: "a list in square brackets",
    date: "a date such as 2026-04-01",
    dict: "a table",
    object: "the value in words, a number, or true or false",
}

_STANDS_IN: Mapping[type, Any] = {
    str: "-", bool: False, int: 1, list: [], date: date(2020, 1, 1), dict: {}, object: "-",
}  # fmt: skip
"""What is read on with, instead of a value that was refused and told."""


class CharterError(ValueError):
    """A file of charters or calendars cannot be used. The message says where, why, and what to do next: a line each.

    ``key`` is the one that is refused, where it is one.
    """

    def __init__(self, why: str, key: str = "") -> None:
        super().__init__(why)
        self.key = key


class FileTable:
    """One table of a file. Each key is taken once, and ``close`` refuses what nobody took.

    A mistake is raised where it is found, unless ``told`` is a list: then a value that cannot be used is told there,
    and another stands in for it, so that the mistakes after it are found in the same run.
    """

    def __init__(
        self,
        file: str,
        lines: Sequence[str],
        line: int,
        who: str,
        table: Mapping[str, Any],
        told: list[CharterError] | None = None,
    ) -> None:
        """Hold a table that begins at ``line`` (1 is the first) and belongs to ``who``."""
        self.file, self.lines, self.line, self.who, self.told = file, lines, line, who, told
        self._left = dict(table)
        self._known: list[str] = []

    @classmethod
    def of(cls, text: str, file: str) -> "FileTable":
        """Parse a whole file. Raises CharterError where it is not TOML."""
        text = text.removeprefix("\ufeff")  # the mark that Windows puts before a text
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise CharterError(f"{file}: Not valid TOML: {error}. Mend the line it names.") from None
        place = cls(file, text.splitlines(), 1, "", table)
        if place.take("format", int) != 1:
            raise place.refuse("This program reads format 1 only. Write: format = 1.", "format")
        return place

    def refuse(self, why: str, key: str = "") -> CharterError:
        """Say where and why a file is refused; ``why`` ends with what to do."""
        who = f", {self.who}" if self.who else ""
        return CharterError(f"{self.file}, line {self._line_of(key)}{who}: {why}", key)

    def take(self, key: str, kind: type, default: Any = REQUIRED) -> Any:
        """Return the value of a key; any kind will do for ``object``. Raises CharterError."""
        return self._or(default, _STANDS_IN[kind], lambda: self._take(key, kind, default))

    def _or(self, default: Any, instead: Any, read: Callable[[], Any]) -> Any:
        """Return what is read; where it is refused and mistakes are told, its default or what stands in for it."""
        try:
            return read()
        except CharterError as error:
            if self.told is None:
                raise
            self.told.append(error)
            return instead if default is REQUIRED else default

    def _take(self, key: str, kind: type, default: Any) -> Any:
        self._known.append(key)
        if key not in self._left:
            if default is REQUIRED:
                raise self.refuse(f"'{key}' is missing. Add {key} = {_KINDS[kind]}.")
            return default
        value = self._left.pop(key)
        if kind is not object and type(value) is not kind:
            raise self.refuse(f"'{key}' cannot be {value!r}. It must be {_KINDS[kind]}.", key)
        self._refuse_nul(key, value)
        return value

    def take_text(self, key: str) -> str:
        """Return a text that must say something."""
        words: str = self.take(key, str)
        if not words.strip():
            raise self.refuse(f"'{key}' is empty. Say it in words.", key)
        return words

    def take_short(self, key: str, most: int, default: Any = REQUIRED) -> Any:
        """Return a text of at most so many characters."""
        words = self.take(key, str, default)
        if words is not default:
            self.short(key, words, most)
        return words

    def short(self, key: str, words: str, most: int) -> None:
        """Refuse a text that is longer than the room there is for it."""
        if len(words) > most:
            raise self.refuse(f"'{key}' has {len(words)} characters, and there is room for {most}. Shorten it.", key)

    def take_list(self, key: str, among: Iterable[str] | None = None, default: Any = REQUIRED) -> tuple[str, ...]:
        """Return a list of words, each of them ``among`` a vocabulary if one is given."""
        words = self.take(key, list, default)
        return tuple(word for word in words if self._or(REQUIRED, False, partial(self._is_one, key, word, among)))

    def _is_one(self, key: str, word: Any, among: Iterable[str] | None) -> bool:
        if type(word) is not str:
            raise self.refuse(f"'{key}' holds {word!r}. Each of its parts must be text in quotes.", key)
        self._refuse_nul(key, word)
        if among is not None:
            self.check(key, word, among)
        return True

    def take_word(self, key: str, among: Iterable[str], default: Any = REQUIRED) -> Any:
        """Return one word of a vocabulary."""
        told = len(self.told or ())
        word, vocabulary = self.take(key, str, default), list(among)
        if len(self.told or ()) > told and default is REQUIRED:
            return vocabulary[0]  # that it cannot be used was told already
        if word is not default:
            return (
                self._or(default, vocabulary[0], lambda: self._checked(key, word, vocabulary))
                if vocabulary
                else (self._checked(key, word, vocabulary))
            )
        return word

    def _checked(self, key: str, word: str, among: Iterable[str]) -> str:
        self.check(key, word, among)
        return word

    def take_choice(self, key: str, choice: type[Choice], default: Choice) -> Choice:
        """Return one of the answers to a question that has an enumeration of answers."""
        word = self.take(key, str, default.value)
        self.check(key, word, [one.value for one in choice])
        return choice(word)

    def take_duration(self, key: str, default: Any = REQUIRED) -> Any:
        """Return a length of time written in words."""
        told = len(self.told or ())
        words = self.take(key, str, default)
        if words is default:
            return words
        if len(self.told or ()) > told:
            return parse("1 day")
        return self._or(default, parse("1 day"), lambda: self.duration(key, words))

    def duration(self, key: str, words: str) -> Duration:
        """Read a length of time that stands under a key."""
        try:
            limit = parse(words)
        except ValueError as error:
            raise self.refuse(str(error), key) from None
        if not limit.number and words != "same day":
            raise self.refuse(f"'{words}' is no time at all. Write one at least, or: same day.", key)
        return limit

    def take_minutes(self, key: str, default: int | None) -> int | None:
        """Return a time of day such as "17:00" as minutes after midnight."""
        words = self.take(key, str, None)
        return default if words is None else self.minutes(key, words)

    def minutes(self, key: str, words: str) -> int:
        """Read a time of day that stands under a key; 24:00 is the end of the day."""
        found = re.fullmatch(r"(\d\d?):(\d\d)", words)
        minutes = int(found[1]) * 60 + int(found[2]) if found and int(found[2]) < 60 else 1441
        if minutes > 1440:
            raise self.refuse(f"'{words}' is not a time of day. Write it as 09:00 or 17:30, up to 24:00.", key)
        return minutes

    def check(self, key: str, word: str, among: Iterable[str]) -> None:
        """Refuse a word that is not in a vocabulary, and suggest the nearest that is."""
        vocabulary = list(among)
        if word not in vocabulary:
            near = nearest(word, vocabulary, 0.5)
            every = f"Use {say_list(vocabulary, 'or')}." if vocabulary else "There is none to name; leave it out."
            remedy = f"Did you mean '{near}'?" if near else every
            raise self.refuse(f"'{key}' does not know '{word}'. {remedy}", key)

    def take_table(self, key: str) -> "FileTable | None":
        """Return the table under a key, or None when there is none."""
        table = self.take(key, dict, None)
        return None if table is None else self._within(key, table)

    def _within(self, key: str, table: Mapping[str, Any]) -> "FileTable":
        return FileTable(self.file, self.lines, self._line_of(key), self.who, table, self.told)

    def take_named(self) -> dict[str, "FileTable"]:
        """Return every table not yet taken, by its key."""
        keys = tuple(self._left)
        return {key: self._within(key, self.take(key, dict)) for key in keys}

    def take_tables(self, key: str, name: str = "") -> list["FileTable"]:
        """Return the tables of a list, each named after its ``name`` key if it has one."""
        rows = self.take(key, list, [])
        lines = [n for n, line in enumerate(self.lines, 1) if line.split("#")[0].strip() == f"[[{key}]]"]
        places = []
        for n, row in enumerate(rows):
            if type(row) is not dict:
                raise self.refuse(f"'{key}' must be tables, each under [[{key}]] or in curly brackets.", key)
            who = f"{key} {row.get(name, 'without an id')}" if name else self.who
            line = lines[n] if n < len(lines) else self._line_of(key)
            places.append(FileTable(self.file, self.lines, line, who, row, self.told))
        return places

    def _refuse_nul(self, key: str, value: Any) -> None:
        """Refuse the one character that TOML can write and a database's text cannot hold."""
        if isinstance(value, str) and "\0" in value:
            raise self.refuse(f"'{key}' holds a NUL, which no text can hold. Take it out.", key)

    def close(self) -> None:
        """Refuse any key that nobody knows."""
        for key in self._left:
            near = nearest(key, self._known)
            remedy = f"Did you mean '{near}'?" if near else f"The keys here are {say_list(sorted(self._known))}."
            refused = self.refuse(f"'{key}' is not a key of this table. {remedy}", key)
            if self.told is None:
                raise refused
            self.told.append(refused)

    def _line_of(self, key: str) -> int:
        """Return the line on which a key stands in this table, or the line where the table begins."""
        if not key:
            return self.line
        stands = re.compile(rf"(?:^|[\s{{,.\[]){re.escape(key)}(?:\s*=|\s*\]|\s*\.)")
        for number in range(self.line, len(self.lines) + 1):
            line = self.lines[number - 1]
            if number > self.line and line.lstrip().startswith("[["):
                break
            if stands.search(line.split("#")[0]):
                return number
        return self.line
