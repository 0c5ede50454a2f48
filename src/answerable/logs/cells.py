"""How the cells of a row are read, as a mapping says: its columns, the moments and words in them, and whole facts."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from answerable.logs.errors import LineError
from answerable.logs.moments import moment_of
from answerable.standards.reading.file_table import CharterError, FileTable
from answerable.standards.vocabulary.details import DATES
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.kinds import KINDS

Row = Mapping[str, str]
Reading = Callable[[Row], Any]
"""What a mapping does with a row to find one value; None is blank."""


@dataclass(frozen=True, slots=True)
class MappedFact:
    """One fact: where its moment and each of its details stand."""

    what: str
    at: Reading
    details: Mapping[str, Reading]


class Cells:
    """The settings that every column is read by, and the columns named so far."""

    def __init__(self, whole: FileTable) -> None:
        zone = whole.take("zone", str)
        try:
            self.zone = ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise whole.refuse(f"'{zone}' is not a time zone. Write a name such as Europe/London.", "zone") from None
        self.time_format = whole.take("time_format", str, None)
        self.blank = frozenset(whole.take_list("blank", None, [""])) | {""}
        self.delimiter = whole.take("delimiter", str, ",")
        if len(self.delimiter) != 1:
            raise whole.refuse("'delimiter' is one character, such as , or ;.", "delimiter")
        self.named: dict[str, CharterError] = {}

    def column(self, place: FileTable, key: str, name: str) -> Reading:
        """Read the text of a column, or None where it is blank."""
        self.named[name] = place.refuse(f"The file has no column '{name}'.", key)

        def read(row: Row) -> str | None:
            text = row[name].strip()
            return None if text in self.blank else text

        return read

    def moment(self, place: FileTable, key: str, name: str) -> Reading:
        """Read the moment in a column, which is local time in the mapping's zone unless it says otherwise.

        Where a day and its time stand in two columns, ``name`` is both, with a plus between: "Date + Time".
        """
        columns = [self.column(place, key, one.strip()) for one in name.split(" + ")]

        def read(row: Row) -> str | None:
            texts = [column(row) for column in columns]
            if texts[0] is None:
                return None
            text = " ".join(one for one in texts if one is not None)
            if self.time_format is None:
                return moment_of(text, self.zone, name).isoformat()
            try:
                moment = datetime.strptime(text, self.time_format)  # noqa: DTZ007 - it is given its zone below
            except ValueError:
                raise LineError(f"'{name}' holds '{text}', not a time written as {self.time_format}.") from None
            return moment_of(moment.isoformat(), self.zone, name).isoformat()

        return read

    def word(self, whole: FileTable, key: str, among: Collection[str] | None) -> Reading:
        """Read a word that is always the same, or that stands in a column, by its own words or through a table."""
        said = whole.take(key, object, None)
        if isinstance(said, dict):
            return self._through(FileTable(whole.file, whole.lines, _line(whole, key), key, said), among)
        if said is not None:
            if not isinstance(said, str):
                raise whole.refuse(f"'{key}' cannot be {said!r}. Write a word, or a table that names a column.", key)
            if among is not None:
                whole.check(key, said, among)
        return lambda row: said

    def _through(self, place: FileTable, among: Collection[str] | None) -> Reading:
        name = place.take("column", str)
        column = self.column(place, "column", name)
        values = place.take("values", dict, {})
        for word in values.values():
            if among is not None:
                place.check("values", word, among)
        otherwise = place.take_word("otherwise", among, None) if among else place.take("otherwise", str, None)
        place.close()

        def read(row: Row) -> Any:
            text = column(row)
            return values.get(text, otherwise if otherwise is not None else text)

        return read

    def kinds(self, whole: FileTable) -> Reading:
        """Read the kinds of a contact: a list that is always the same, or one kind by a column."""
        said = whole.take("kinds", object, None)
        if isinstance(said, dict):
            one = self._through(FileTable(whole.file, whole.lines, _line(whole, "kinds"), "kinds", said), KINDS)
            return lambda row: None if (kind := one(row)) is None else [kind]
        if said is not None and not isinstance(said, list):
            raise whole.refuse(f"'kinds' cannot be {said!r}. Write a list such as [\"complaint\"].", "kinds")
        for kind in said or ():
            whole.check("kinds", kind, KINDS)
        return lambda row: said

    def fact(self, place: FileTable) -> MappedFact:
        """Read where one fact stands."""
        what = place.take_word("what", FACTS)
        at = self._after(place, self.moment(place, "at", place.take("at", str)))
        at = self._only_if(place, at)
        details: dict[str, Reading] = {}
        for name, said in place.take("details", dict, {}).items():
            if isinstance(said, dict):
                column = said.get("column")
                if not isinstance(column, str):
                    raise place.refuse(f'{name} of {what} names no column. Write {{ column = "..." }}.', "details")
                details[name] = (self.moment if name in DATES else self.column)(place, "details", column)
            else:
                details[name] = _constant(said)
        place.close()
        return MappedFact(what, at, details)

    def _after(self, place: FileTable, at: Reading) -> Reading:
        """Read the moment that lies as long after another as a column says: seconds, or hours, minutes and seconds."""
        name = place.take("after", str, None)
        if name is None:
            return at
        column = self.column(place, "after", name)

        def read(row: Row) -> str | None:
            began, length = at(row), column(row)
            if began is None or length is None:
                return None
            return (datetime.fromisoformat(began) + _length(length, name)).isoformat()

        return read

    def _only_if(self, place: FileTable, at: Reading) -> Reading:
        """Read the moment of a fact that happened only where a column holds one of some words."""
        said = place.take("only_if", dict, None)
        if said is None:
            return at
        words = said.get("is")
        if not isinstance(said.get("column"), str) or not isinstance(words, list) or set(said) != {"column", "is"}:
            raise place.refuse('\'only_if\' is written { column = "Outcome", is = ["Answered"] }.', "only_if")
        column = self.column(place, "only_if", said["column"])
        return lambda row: at(row) if (column(row) or "") in words else None


def _length(text: str, name: str) -> timedelta:
    """Read a length of time: "34", "34.5", "0:34" or "00:00:34"."""
    try:
        parts = [float(part) for part in text.split(":")]
        if len(parts) <= 3 and all(0 <= part < 1_000_000 for part in parts):
            return timedelta(seconds=sum(part * 60**place for place, part in enumerate(reversed(parts))))
    except ValueError:
        pass
    raise LineError(f"'{name}' holds '{text}', not a length of time. Write seconds, or 00:00:34.")


def _constant(said: Any) -> Reading:
    return lambda row: said


def _line(place: FileTable, key: str) -> int:
    """Return the line on which a table begins."""
    header = f"[{key}]"
    return next((n for n, line in enumerate(place.lines, 1) if line.strip() == header), place.line)
