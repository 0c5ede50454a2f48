"""Somebody else's CSV file, read through a mapping."""

import io
import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from answerable.logs.errors import LineError
from answerable.logs.mapping import read_columns, read_rows
from answerable.standards.reading.file_table import CharterError

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
BOSTON = (HOW_TO / "boston-mapping.toml").read_text(encoding="utf-8")

# Invented, in the shape of a published file: blanks, missing targets, odd seconds, quoted commas.
REQUESTS = b"""\
case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_title,source
R-1,2022-01-03 12:13:47,2022-01-04 12:13:47,2022-01-03 15:02:10,ONTIME,"Pothole, large",Citizens Connect App
R-2,2022-07-02 09:17:38,,2022-07-04 08:30:31,ONTIME,Sign Repair,Constituent Call
R-3,2022-01-03 16:48:09,2022-01-04 16:48:09, ,OVERDUE,Needle Pickup,City Worker App
"""

SMALL = """\
format = 1
zone = "Europe/London"
id = "ref"
channel = "letter"

[[facts]]
what = "received"
at = "came"
"""


def records(csv: bytes, mapping: str) -> list[tuple[int, dict[str, Any] | str]]:
    columns = read_columns(mapping, "mapping.toml")
    found: list[tuple[int, dict[str, Any] | str]] = []
    for number, row in read_rows(io.BytesIO(csv), columns):
        try:
            found.append((number, columns.record_of(row)))
        except LineError as error:
            found.append((number, str(error)))
    return found


def test_each_row_becomes_a_record_in_the_time_of_its_zone():
    assert records(REQUESTS, BOSTON) == [
        (
            2,
            {
                "id": "R-1",
                "channel": "web",
                "facts": [
                    {"what": "received", "at": "2022-01-03T17:13:47+00:00"},
                    {
                        "what": "acknowledged",
                        "at": "2022-01-03T17:13:47+00:00",
                        "by_when": "2022-01-04T17:13:47+00:00",
                        "automatic": True,
                    },
                    {"what": "replied", "at": "2022-01-03T20:02:10+00:00"},
                ],
            },
        ),
        (
            3,
            {
                "id": "R-2",
                "channel": "phone",
                "facts": [
                    {"what": "received", "at": "2022-07-02T13:17:38+00:00"},
                    {"what": "acknowledged", "at": "2022-07-02T13:17:38+00:00", "automatic": True},
                    {"what": "replied", "at": "2022-07-04T12:30:31+00:00"},
                ],
            },
        ),
        (
            4,
            {
                "id": "R-3",
                "channel": "internal",
                "facts": [
                    {"what": "received", "at": "2022-01-03T21:48:09+00:00"},
                    {
                        "what": "acknowledged",
                        "at": "2022-01-03T21:48:09+00:00",
                        "by_when": "2022-01-04T21:48:09+00:00",
                        "automatic": True,
                    },
                ],
            },
        ),
    ]


def test_the_page_that_explains_a_mapping_shows_the_one_that_is_there():
    page = (HOW_TO / "judge-another-citys-log.md").read_text(encoding="utf-8")
    shown = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    assert tomllib.loads(shown[1]) == tomllib.loads(BOSTON)


def test_kinds_and_mailbox_may_stand_in_columns_and_words_may_be_mapped():
    mapping = """\
format = 1
zone = "Europe/London"
delimiter = ";"
blank = ["n/a"]
id = "ref"
channel = { column = "how" }
mailbox = { column = "box", values = { "Group" = "contact-group" } }
kinds = { column = "what", values = { "Grumble" = "complaint" }, otherwise = "enquiry" }
council = "s5"

[[facts]]
what = "received"
at = "came"
details = { named = true, owner = { column = "who" } }
"""
    csv = (
        "\ufeffref;how;box;what;came;who\n"
        "1;email;Group;Grumble;2026-12-18T18:30;n/a\n"
        "2;letter;n/a;Else;2026-12-18T19:30+01:00;Ann\n"
    )
    fact = {"what": "received", "at": "2026-12-18T18:30:00+00:00", "named": True}
    assert records(csv.encode(), mapping) == [
        (2, {"id": "1", "channel": "email", "kinds": ["complaint"], "mailbox": "contact-group", "facts": [fact]}),
        (3, {"id": "2", "channel": "letter", "kinds": ["enquiry"], "facts": [{**fact, "owner": "Ann"}]}),
    ]
    assert read_columns(mapping, "mapping.toml").judged_by == {"council": "s5"}


def test_kinds_may_be_the_same_for_every_row():
    mapping = SMALL.replace("[[facts]]", 'kinds = ["foi"]\n[[facts]]')
    assert records(b"ref,came\n1,2026-12-18T18:30\n", mapping)[0][1]["kinds"] == ["foi"]


def test_a_mapping_may_bring_its_own_rule_and_calendar():
    assert read_columns(BOSTON, "mapping.toml").judged_by == {
        "rule": {"derived": True},
        "calendar": {"zone": "America/New_York", "title": "Boston, every weekday"},
    }


def test_bad_rows_are_refused_and_the_next_is_read():
    csv = b'ref,came\n1,2026-12-18T18:30,extra\n2\n\n3,soon\n4,2026-12-18\n5,2026-12-18T18:30\n"6,2026'
    refused = [(number, said) for number, said in records(csv, SMALL) if isinstance(said, str)]
    assert refused == [
        (2, "It has 3 cells where the header has 2. Put a cell that holds a ',' in quotes."),
        (3, "It has 1 cells where the header has 2. Put a cell that holds a ',' in quotes."),
        (5, "'came' cannot be at 'soon'. Write a moment such as 2026-12-18T18:30:00+00:00."),
        (6, "'came' is at '2026-12-18', a day without a time. Add one: 2026-12-18T09:00:00."),
        (8, "It is not CSV: unexpected end of data. Check the quotation marks."),
    ]


LETTER = {"id": "1", "channel": "letter", "facts": [{"what": "received", "at": "2026-12-18T18:30:00+00:00"}]}
WHOLE = "A cell in quotes holds whole rows. Check the quotation marks: one is missing or too many."


def since(csv: bytes, mapping: str = SMALL) -> list[tuple[int, int | None, str]]:
    """Give each row that was refused: its last line, its first if that is another, and why."""
    columns = read_columns(mapping, "mapping.toml")
    rows = list(read_rows(io.BytesIO(csv), columns))
    return [(number, row.since, str(row)) for number, row in rows if isinstance(row, LineError)]


def row_of(n: int, title: str = "Pothole") -> str:
    return f"{n},{title},2026-12-18T18:30\n"


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ('"Pothole', 'Big "hole"', "It is not CSV: ',' expected after '\"'. Check the quotation marks."),
        ('"Pothole', '"Pothole', "It is not CSV: ',' expected after '\"'. Check the quotation marks."),
        ('"Pothole', 'Pothole"', WHOLE),
    ],
)
def test_rows_between_two_stray_quotation_marks_do_not_vanish(first: str, last: str, why: str):
    rows = [row_of(1), row_of(2, first), *(row_of(n) for n in range(3, 53)), row_of(53, last), row_of(54)]
    csv = ("ref,title,came\n" + "".join(rows)).encode()
    assert since(csv) == [(54, 3, why)]
    assert [number for number, said in records(csv, SMALL) if isinstance(said, dict)] == [2, 55]


def test_two_rows_in_one_cell_are_seen_too():
    csv = "ref,title,came\n" + row_of(1, '"Pothole') + row_of(2, 'Hole"')
    assert since(csv.encode()) == [(3, 2, WHOLE)]


def test_a_quotation_mark_that_is_never_closed_is_told_with_all_its_lines():
    csv = "ref,title,came\n" + row_of(1, '"Pothole') + "".join(row_of(n) for n in range(2, 100))
    assert since(csv.encode()) == [(100, 2, "It is not CSV: unexpected end of data. Check the quotation marks.")]


def test_a_cell_of_several_lines_is_a_cell():
    mapping = SMALL.replace("[[facts]]", 'kinds = ["foi"]\n[[facts]]')
    csv = b'ref,title,came\n1,"One, or more\nlines, ""quoted"", and\n9,8,7\nno more",2026-12-18T18:30\n'
    assert records(csv, mapping) == [(5, {**LETTER, "kinds": ["foi"]})]
    last = b'ref,came,title\n1,2026-12-18T18:30,"One\nor two"\n'
    assert records(last, SMALL) == [(3, LETTER)]


def test_letters_that_are_not_utf_8_are_refused_and_read_in_the_encoding_that_is_named():
    csv = "ref,came\nZoë 1,2026-12-18T18:30\n1,2026-12-18T18:30\n".encode("cp1252")
    assert records(csv, SMALL) == [
        (2, 'It is not utf-8. Say how the file is written in the mapping: encoding = "cp1252", say.'),
        (3, LETTER),
    ]
    named = SMALL.replace('id = "ref"', 'id = "ref"\nencoding = "cp1252"')
    assert records(csv, named)[0] == (2, {**LETTER, "id": "Zoë 1"})
    with pytest.raises(CharterError, match=r"'encoding' does not know 'cp1253'\. Did you mean 'cp1252'\?"):
        read_columns(named.replace("cp1252", "cp1253"), "mapping.toml")


def test_of_two_columns_with_one_name_that_is_needed_neither_is_taken():
    with pytest.raises(CharterError) as refused:
        records(b"ref,came,came\n1,2026-12-18T18:30,2026-12-19T18:30\n", SMALL)
    assert str(refused.value) == "mapping.toml: The file has more than one column 'came'. Name them apart."
    assert records(b"ref,came,x,x\n1,2026-12-18T18:30,a,b\n", SMALL) == [(2, LETTER)]


def test_a_first_line_that_is_not_csv_is_refused():
    with pytest.raises(CharterError) as refused:
        records(b'"ref"x,came\n', SMALL)
    assert str(refused.value) == (
        "mapping.toml: The first line of the file is not CSV: ',' expected after '\"'. Mend it."
    )


def test_blank_cells_are_refused_in_words_that_fit_a_table():
    assert records(b"ref,came\n,2026-12-18T18:30\n1,\n", SMALL) == [
        (2, "It has no id: that cell is blank. Fill it in."),
        (3, "Nothing happened: every cell that the mapping takes a time from is blank. Fill one in."),
    ]


def test_a_mapping_saved_on_windows_is_read():
    assert records(b"ref,came\n1,2026-12-18T18:30\n", "\ufeff" + SMALL) == [(2, LETTER)]


def test_a_cell_too_large_for_csv_is_refused_and_the_next_row_is_read():
    csv = b"ref,came\n1," + b"x" * 200_000 + b"\n2,2026-12-18T18:30\n"
    (first, refusal), (second, record) = records(csv, SMALL)
    assert (first, refusal) == (2, "It is not CSV: field larger than field limit (131072). Check the quotation marks.")
    assert (second, record) == (
        3,
        {"id": "2", "channel": "letter", "facts": [{"what": "received", "at": "2026-12-18T18:30:00+00:00"}]},
    )


def test_a_time_in_another_format_is_refused_by_its_column():
    mapping = SMALL.replace('id = "ref"', 'id = "ref"\ntime_format = "%d/%m/%Y %H:%M"')
    assert records(b"ref,came\n1,18/12/2026 18:30\n2,12/18/2026 18:30\n", mapping) == [
        (2, {"id": "1", "channel": "letter", "facts": [{"what": "received", "at": "2026-12-18T18:30:00+00:00"}]}),
        (3, "'came' holds '12/18/2026 18:30', not a time written as %d/%m/%Y %H:%M."),
    ]


@pytest.mark.parametrize(
    ("csv", "line", "missing", "columns"),
    [(b"ref,arrived\n", 8, "came", "ref, arrived"), (b"", 3, "ref", "none, for the file is empty")],
)
def test_a_file_without_a_column_that_is_named_is_refused(csv: bytes, line: int, missing: str, columns: str):
    with pytest.raises(CharterError) as refused:
        records(csv, SMALL)
    assert str(refused.value) == (
        f"mapping.toml, line {line}: The file has no column '{missing}'. The columns are: {columns}."
    )


@pytest.mark.parametrize(
    ("was", "is_now", "refusal"),
    [
        ('zone = "Europe/London"', 'zone = "London"', "mapping.toml, line 2: 'London' is not a time zone. "),
        ('zone = "Europe/London"', "", "mapping.toml, line 1: 'zone' is missing. "),
        ('channel = "letter"', 'channel = "leter"', "mapping.toml, line 4: 'channel' does not know 'leter'. "),
        ('channel = "letter"', "channel = 7", "mapping.toml, line 4: 'channel' cannot be 7. Write a word, or a table "),
        ('channel = "letter"', 'channel = { colum = "how" }', "mapping.toml, line 1, channel: 'column' is missing. "),
        (
            'channel = "letter"',
            'channel = { column = "how", values = { "x" = "leter" } }',
            "mapping.toml, line 4, channel: 'values' does not know 'leter'. Did you mean 'letter'?",
        ),
        ('channel = "letter"', 'kinds = "foi"', "mapping.toml, line 4: 'kinds' cannot be 'foi'. Write a list such as "),
        ('channel = "letter"', 'kinds = ["fio"]', "mapping.toml, line 4: 'kinds' does not know 'fio'. "),
        (
            'channel = "letter"',
            'delimiter = ";;"',
            "mapping.toml, line 4: 'delimiter' is one character, such as , or ;.",
        ),
        ('channel = "letter"', 'chanel = "letter"', "mapping.toml, line 4: 'chanel' is not a key of this table. "),
        ('what = "received"', 'what = "recieved"', "mapping.toml, line 7: 'what' does not know 'recieved'. "),
        ('at = "came"', 'when = "came"', "mapping.toml, line 6: 'at' is missing. "),
        (
            'at = "came"',
            'at = "came"\ndetails = { owner = { col = "who" } }',
            'mapping.toml, line 9: owner of received names no column. Write { column = "..." }.',
        ),
        ('[[facts]]\nwhat = "received"\nat = "came"\n', "", "mapping.toml, line 1: There are no facts. "),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused_with_file_line_and_remedy(was: str, is_now: str, refusal: str):
    with pytest.raises(CharterError) as refused:
        read_columns(SMALL.replace(was, is_now), "mapping.toml")
    assert str(refused.value).startswith(refusal)


CALLS = (HOW_TO / "old-logs" / "calls.toml").read_text(encoding="utf-8")


def test_a_call_log_says_how_long_after_its_two_columns_of_a_moment_what_happened_and_only_where_it_did():
    found = records((HOW_TO / "old-logs" / "calls.csv").read_bytes(), CALLS)
    assert [number for number, _ in found] == [2, 3, 4, 5]
    first, second = found[0][1], found[1][1]
    assert first == {
        "id": "900101",
        "channel": "phone",
        "kinds": ["enquiry"],
        "subject": "General",
        "phone": "01632 960101",
        "facts": [
            {"what": "ringing", "at": "2026-11-02T09:00:12+00:00"},
            {"what": "queued", "at": "2026-11-02T09:00:12+00:00"},
            {"what": "answered", "at": "2026-11-02T09:00:26+00:00"},
        ],
    }
    assert isinstance(second, dict)
    assert second["facts"][-1] == {"what": "abandoned", "at": "2026-11-02T09:04:11+00:00"}


def test_a_file_without_a_header_is_read_by_the_names_that_the_mapping_gives():
    cdr = (HOW_TO / "old-logs" / "cdr.toml").read_text(encoding="utf-8")
    assert records((HOW_TO / "old-logs" / "cdr.csv").read_bytes(), cdr) == [
        (
            1,
            {
                "id": "1795323298.2",
                "channel": "phone",
                "phone": "07700900123",
                "facts": [
                    {"what": "ringing", "at": "2026-11-22T04:54:58+00:00"},
                    {"what": "abandoned", "at": "2026-11-22T04:55:01+00:00"},
                ],
            },
        )
    ]


@pytest.mark.parametrize(
    ("text", "seconds"), [("34", 34), ("34.5", 34.5), ("0:34", 34), ("01:00:34", 3634), ("0", 0), ("", None)]
)
def test_a_length_of_time_is_in_seconds_or_in_hours_minutes_and_seconds(text: str, seconds: float | None):
    mapping = SMALL + '[[facts]]\nwhat = "replied"\nat = "came"\nafter = "wait"\n'
    ((_, found),) = records(f"ref,came,wait\nR,2026-11-02T09:00:00,{text}\n".encode(), mapping)
    assert isinstance(found, dict)
    replied = [one["at"] for one in found["facts"][1:]]
    begun = datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert replied == ([] if seconds is None else [(begun + timedelta(seconds=seconds)).isoformat()])


@pytest.mark.parametrize("text", ["soon", "-3", "1:2:3:4", "nan", "1e99"])
def test_what_is_no_length_of_time_is_refused(text: str):
    mapping = SMALL + '[[facts]]\nwhat = "replied"\nat = "came"\nafter = "wait"\n'
    ((_, found),) = records(f"ref,came,wait\nR,2026-11-02T09:00:00,{text}\n".encode(), mapping)
    assert found == f"'wait' holds '{text}', not a length of time. Write seconds, or 00:00:34."


@pytest.mark.parametrize("said", ['"Answered"', '{ column = "Outcome" }', '{ column = "Outcome", is = "Answered" }'])
def test_only_if_is_refused_where_it_is_not_written_so(said: str):
    with pytest.raises(CharterError, match="only_if"):
        read_columns(f"{SMALL}only_if = {said}\n", "mapping.toml")
