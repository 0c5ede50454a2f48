"""Which column of somebody else's CSV file holds what: a mapping in TOML that turns each row into a record."""

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO
from zoneinfo import ZoneInfo

from answerable.logs.errors import LineError
from answerable.logs.moments import moment_of
from answerable.standards.reading.file_table import CharterError, FileTable
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.details import DATES
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.kinds import KINDS

if TYPE_CHECKING:
    import _csv

ENCODINGS = ("utf-8", "cp1252", "iso-8859-1", "iso-8859-15")
"""How the letters of a file may be written; cp1252 is what Excel on Windows saves."""

Row = Mapping[str, str]
Reading = Callable[[Row], Any]
"""What a mapping does with a row to find one value; None is blank."""


@dataclass(frozen=True, slots=True)
class MappedFact:
    """One fact: where its moment and each of its details stand."""

    what: str
    at: Reading
    details: Mapping[str, Reading]


@dataclass(frozen=True, slots=True)
class Columns:
    """A mapping. ``named`` are the columns it needs, each with the refusal of a file that lacks it.

    ``judged_by`` holds the council, or the rule and the calendar, that every row is judged by.
    """

    file: str
    delimiter: str
    encoding: str
    named: Mapping[str, CharterError]
    id: Reading
    channel: Reading
    kinds: Reading
    mailbox: Reading
    facts: tuple[MappedFact, ...]
    judged_by: Mapping[str, Any] = field(default_factory=dict)

    def record_of(self, row: Row | LineError) -> dict[str, Any]:
        """Turn a row into a record. A fact whose moment is blank did not happen. Raises LineError."""
        if isinstance(row, LineError):
            raise row
        id = self.id(row)
        if id is None:
            raise LineError("It has no id: that cell is blank. Fill it in.")
        record: dict[str, Any] = {"id": id, "facts": []}
        for key in ("channel", "kinds", "mailbox"):
            value = getattr(self, key)(row)
            if value is not None:
                record[key] = value
        for fact in self.facts:
            at = fact.at(row)
            if at is not None:
                found = {name: read(row) for name, read in fact.details.items()}
                said = {name: value for name, value in found.items() if value is not None}
                record["facts"].append({"what": fact.what, "at": at, **said})
        if not record["facts"]:
            raise LineError("Nothing happened: every cell that the mapping takes a time from is blank. Fill one in.")
        return record

    def is_record(self, cells: Sequence[str], header: Sequence[str]) -> bool:
        """Tell whether some cells would be a whole row of their own."""
        if len(cells) != len(header):
            return False
        try:
            self.record_of(dict(zip(header, cells, strict=True)))
        except LineError:
            return False
        return True


def read_rows(stream: BinaryIO, columns: Columns) -> Iterator[tuple[int, Row | LineError]]:
    """Yield each row with the number of its last line; one that cannot be read comes as the LineError to report.

    Raises CharterError when the file lacks a column that the mapping names, or has two of that name.
    """
    encoding = "utf-8-sig" if columns.encoding == "utf-8" else columns.encoding
    text = io.TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline="")
    try:
        yield from _rows(csv.reader(text, delimiter=columns.delimiter, strict=True), columns)
    finally:
        text.detach()  # whoever opened the stream closes it


def _rows(reader: "_csv.Reader", columns: Columns) -> Iterator[tuple[int, Row | LineError]]:
    try:
        header = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        raise CharterError(f"{columns.file}: The first line of the file is not CSV: {error}. Mend it.") from None
    for name, refusal in columns.named.items():
        if name not in header:
            raise CharterError(f"{refusal} The columns are: {', '.join(header) or 'none, for the file is empty'}.")
        if header.count(name) > 1:
            raise CharterError(f"{columns.file}: The file has more than one column '{name}'. Name them apart.")
    while True:
        before = reader.line_num
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield reader.line_num, _refused(f"It is not CSV: {error}. Check the quotation marks.", before, reader)
            continue
        if cells is None:
            return
        wrong = _wrong(cells, header, columns) if cells else None
        if wrong is not None:
            yield reader.line_num, _refused(wrong, before, reader)
        elif cells:
            yield reader.line_num, dict(zip(header, cells, strict=True))


def _refused(why: str, before: int, reader: "_csv.Reader") -> LineError:
    return LineError(why, since=before + 1 if reader.line_num > before + 1 else None)


def _wrong(cells: Sequence[str], header: Sequence[str], columns: Columns) -> str | None:
    """Say what is wrong with a row as a row, or return None when nothing is."""
    if len(cells) != len(header):
        wanted = f"It has {len(cells)} cells where the header has {len(header)}."
        return f"{wanted} Put a cell that holds a '{columns.delimiter}' in quotes."
    if any("\udc80" <= letter <= "\udcff" for cell in cells if not cell.isascii() for letter in cell):
        return f'It is not {columns.encoding}. Say how the file is written in the mapping: encoding = "cp1252", say.'
    if any(_swallows(n, cells, header, columns) for n, cell in enumerate(cells) if "\n" in cell):
        return "A cell in quotes holds whole rows. Check the quotation marks: one is missing or too many."
    return None


def _swallows(n: int, cells: Sequence[str], header: Sequence[str], columns: Columns) -> bool:
    """Tell whether a cell of several lines holds rows: the rest of its own, or others."""
    first, *others = cells[n].splitlines()
    rest = _split(first, columns)
    return (len(rest) > 1 and columns.is_record([*cells[:n], *rest], header)) or any(
        columns.is_record(_split(line, columns), header) for line in others
    )


def _split(line: str, columns: Columns) -> list[str]:
    return next(csv.reader([line], delimiter=columns.delimiter), [])


def read_columns(text: str, file: str) -> Columns:
    """Read a mapping. Raises CharterError with file, line and remedy."""
    whole = FileTable.of(text, file)
    reader = _Reader(whole)
    id = reader.column(whole, "id", whole.take("id", str))
    facts = tuple(reader.fact(place) for place in whole.take_tables("facts"))
    if not facts:
        raise whole.refuse('There are no facts. Add [[facts]] with what = "received" and at = "the column".')
    judged_by = {
        key: value
        for key, value in (
            ("council", whole.take("council", str, None)),
            ("rule", whole.take("rule", dict, None)),
            ("calendar", whole.take("calendar", object, None)),
        )
        if value is not None
    }
    columns = Columns(
        file=file,
        delimiter=reader.delimiter,
        encoding=whole.take_word("encoding", ENCODINGS, "utf-8"),
        named=reader.named,
        id=id,
        channel=reader.word(whole, "channel", CHANNELS),
        kinds=reader.kinds(whole),
        mailbox=reader.word(whole, "mailbox", None),
        facts=facts,
        judged_by=judged_by,
    )
    whole.close()
    return columns


class _Reader:
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
        """Read the moment in a column, which is local time in the mapping's zone unless it says otherwise."""
        column = self.column(place, key, name)

        def read(row: Row) -> str | None:
            text = column(row)
            if text is None:
                return None
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
        at = self.moment(place, "at", place.take("at", str))
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


def _constant(said: Any) -> Reading:
    return lambda row: said


def _line(place: FileTable, key: str) -> int:
    """Return the line on which a table begins."""
    header = f"[{key}]"
    return next((n for n, line in enumerate(place.lines, 1) if line.strip() == header), place.line)
