"""Which column of somebody else's CSV file holds what: a mapping in TOML that turns each row into a record."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from answerable.logs.cells import Cells, MappedFact, Reading, Row
from answerable.logs.errors import LineError
from answerable.standards.reading.file_table import CharterError, FileTable
from answerable.standards.vocabulary.channels import CHANNELS

if TYPE_CHECKING:
    import _csv

ENCODINGS = ("utf-8", "cp1252", "iso-8859-1", "iso-8859-15")
"""How the letters of a file may be written; cp1252 is what Excel on Windows saves."""

TEXTS = ("subject", "message", "name", "email", "phone", "needs")
"""What a contact is kept with beside what happened, where a log has it: each key names the column."""


@dataclass(frozen=True, slots=True)
class Columns:
    """A mapping. ``named`` are the columns it needs, each with the refusal of a file that lacks it.

    ``header`` names the columns of a file whose first line does not. ``said`` finds what a contact is, by key.
    ``judged_by`` holds the council, or the rule and the calendar, that every row is judged by.
    """

    file: str
    delimiter: str
    encoding: str
    named: Mapping[str, CharterError]
    id: Reading
    said: Mapping[str, Reading]
    facts: tuple[MappedFact, ...]
    judged_by: Mapping[str, Any] = field(default_factory=dict)
    header: Sequence[str] = ()

    def record_of(self, row: Row | LineError) -> dict[str, Any]:
        """Turn a row into a record. A fact whose moment is blank did not happen. Raises LineError."""
        if isinstance(row, LineError):
            raise row
        id = self.id(row)
        if id is None:
            raise LineError("It has no id: that cell is blank. Fill it in.")
        record: dict[str, Any] = {"id": id, "facts": []}
        for key, reading in self.said.items():
            value = reading(row)
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
        header = list(columns.header) or [name.strip() for name in next(reader, [])]
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
    reader = Cells(whole)
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
    said = {
        "channel": reader.word(whole, "channel", CHANNELS),
        "kinds": reader.kinds(whole),
        "mailbox": reader.word(whole, "mailbox", None),
        "team": reader.word(whole, "team", None),
        **{key: reader.column(whole, key, name) for key in TEXTS if (name := whole.take(key, str, None)) is not None},
    }
    columns = Columns(
        file=file,
        delimiter=reader.delimiter,
        encoding=whole.take_word("encoding", ENCODINGS, "utf-8"),
        named=reader.named,
        id=id,
        said=said,
        facts=facts,
        judged_by=judged_by,
        header=whole.take_list("header", None, []),
    )
    whole.close()
    return columns
