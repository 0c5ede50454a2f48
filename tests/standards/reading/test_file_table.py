"""A mistake in a file is refused with the file, the line, whose table it is, what is wrong and what to do."""

from datetime import date
from enum import StrEnum
from typing import Any

import pytest

from answerable.standards.reading.file_table import REQUIRED, CharterError, FileTable
from answerable.standards.time.duration import CalendarDays, WorkingDays
from tests.build import on

TEXT = """\
format = 1
# word = "in a comment"
word = "green"
number = 3
yes = true
day = 2026-11-02
moment = 2026-11-02T09:00:00
limit = "10 working days"
time = "17:00"
words = ["green", "red"]
mixed = ["green", 3]
empty = []
inline = { word = "green", other = 1 }

[table]
word = "red"   # word = "green"
limit = "soon"

[table.within]
word = "blue"

[dotted.name]
word = "red"

[[row]]
id = "A"
word = "green"

[[row]]   # the second
id = "B"
word = "red"
inner = { word = "blue" }
"""


class Colour(StrEnum):
    GREEN = "green"
    RED = "red"


def whole(text: str = TEXT) -> FileTable:
    return FileTable.of(text, "colours.toml")


def refusal(ask: Any, *arguments: Any, **named: Any) -> str:
    """Return the whole message with which a question is refused."""
    with pytest.raises(CharterError) as refused:
        ask(*arguments, **named)
    assert refused.value.__cause__ is None
    return str(refused.value)


def test_a_file_that_is_not_toml_is_refused_with_the_line_to_mend() -> None:
    assert refusal(FileTable.of, "format = 1\nword = \n", "colours.toml") == (
        "colours.toml: Not valid TOML: Invalid value (at line 2, column 8). Mend the line it names."
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "colours.toml, line 1: 'format' is missing. Add format = a whole number."),
        (
            "\nformat = 2",
            "colours.toml, line 2: This program reads format 1 only. Write: format = 1.",
        ),
        ("format = '1'", "colours.toml, line 1: 'format' cannot be '1'. It must be a whole number."),
        ("format = true", "colours.toml, line 1: 'format' cannot be True. It must be a whole number."),
    ],
)
def test_a_file_of_another_format_is_refused(text: str, message: str) -> None:
    assert refusal(whole, text) == message


@pytest.mark.parametrize(
    ("key", "kind", "value"),
    [
        ("word", str, "green"),
        ("number", int, 3),
        ("yes", bool, True),
        ("day", date, on("Mon 2 Nov 2026")),
        ("words", list, ["green", "red"]),
        ("inline", dict, {"word": "green", "other": 1}),
        ("word", object, "green"),
        ("number", object, 3),
    ],
)
def test_a_value_is_taken_by_its_key(key: str, kind: type, value: object) -> None:
    assert whole().take(key, kind) == value
    assert whole().take(key, kind, "default") == value


@pytest.mark.parametrize(
    ("key", "kind", "message"),
    [
        ("number", str, "line 4: 'number' cannot be 3. It must be text in quotes."),
        ("yes", int, "line 5: 'yes' cannot be True. It must be a whole number."),
        ("number", bool, "line 4: 'number' cannot be 3. It must be true or false."),
        ("word", list, "line 3: 'word' cannot be 'green'. It must be a list in square brackets."),
        ("word", date, "line 3: 'word' cannot be 'green'. It must be a date such as 2026-04-01."),
        ("word", dict, "line 3: 'word' cannot be 'green'. It must be a table."),
    ],
)
def test_a_value_of_another_kind_is_refused(key: str, kind: type, message: str) -> None:
    assert refusal(whole().take, key, kind) == f"colours.toml, {message}"
    assert refusal(whole().take, key, kind, None) == f"colours.toml, {message}"


def test_a_moment_is_not_a_date() -> None:
    assert refusal(whole().take, "moment", date) == (
        "colours.toml, line 7: 'moment' cannot be datetime.datetime(2026, 11, 2, 9, 0). "
        "It must be a date such as 2026-04-01."
    )


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        (str, "text in quotes"),
        (int, "a whole number"),
        (bool, "true or false"),
        (list, "a list in square brackets"),
        (date, "a date such as 2026-04-01"),
        (dict, "a table"),
        (object, "the value in words, a number, or true or false"),
    ],
)
def test_a_key_that_must_be_there_is_refused_with_what_to_add(kind: type, form: str) -> None:
    assert refusal(whole().take, "none", kind) == f"colours.toml, line 1: 'none' is missing. Add none = {form}."
    assert refusal(whole().take, "none", kind, REQUIRED).endswith(f"Add none = {form}.")


@pytest.mark.parametrize("default", [None, "", 0, False, "green"])
def test_a_key_that_may_be_left_out_has_its_default(default: object) -> None:
    assert whole().take("none", str, default) is default


def test_each_key_is_taken_once() -> None:
    place = whole()
    assert place.take("word", str) == "green"
    assert place.take("word", str, "gone") == "gone"


def test_a_list_of_words_is_taken() -> None:
    assert whole().take_list("words") == ("green", "red")
    assert whole().take_list("words", ["green", "red", "blue"]) == ("green", "red")
    assert whole().take_list("empty", ["green"]) == ()
    assert whole().take_list("none", None, ["green"]) == ("green",)


@pytest.mark.parametrize(
    ("key", "among", "message"),
    [
        ("none", None, "line 1: 'none' is missing. Add none = a list in square brackets."),
        ("word", None, "line 3: 'word' cannot be 'green'. It must be a list in square brackets."),
        ("mixed", None, "line 11: 'mixed' holds 3. Each of its parts must be text in quotes."),
        ("words", ["green", "blue"], "line 10: 'words' does not know 'red'. Did you mean 'green'?"),
        ("words", ["violet", "yellow"], "line 10: 'words' does not know 'green'. Use violet or yellow."),
        ("words", ["greens", "red"], "line 10: 'words' does not know 'green'. Did you mean 'greens'?"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(key: str, among: list[str] | None, message: str) -> None:
    assert refusal(whole().take_list, key, among) == f"colours.toml, {message}"


def test_a_text_is_taken_if_there_is_room_for_it() -> None:
    assert whole().take_short("word", 5) == "green"
    assert whole().take_short("none", 5, None) is None
    assert refusal(whole().take_short, "word", 4) == (
        "colours.toml, line 3: 'word' has 5 characters, and there is room for 4. Shorten it."
    )
    assert refusal(whole().take_short, "none", 4) == (
        "colours.toml, line 1: 'none' is missing. Add none = text in quotes."
    )


@pytest.mark.parametrize("text", ['word = "gre\\u0000en"', 'word = ["red", "gre\\u0000en"]'])
def test_a_character_that_no_database_takes_is_refused(text: str) -> None:
    place = whole(f"format = 1\n{text}")
    ask = place.take_list if "[" in text else place.take
    assert refusal(ask, "word", *([] if "[" in text else [object])) == (
        "colours.toml, line 2: 'word' holds a NUL, which no text can hold. Take it out."
    )


def test_one_word_of_a_vocabulary_is_taken() -> None:
    assert whole().take_word("word", ["red", "green"]) == "green"
    assert whole().take_word("word", {"red": 1, "green": 2}, "red") == "green"
    assert whole().take_word("none", ["red"], None) is None
    assert whole().take_word("none", ["red"], "outside the vocabulary") == "outside the vocabulary"


@pytest.mark.parametrize(
    ("among", "remedy"),
    [
        (["gren", "red"], "Did you mean 'gren'?"),
        (["mauve", "blue", "gray"], "Use mauve, blue or gray."),
        (["grass", "mauve"], "Use grass or mauve."),
        (["grown", "red"], "Did you mean 'grown'?"),
        (["green apple", "greens", "red"], "Did you mean 'greens'?"),
        (["Green"], "Did you mean 'Green'?"),
        (["x"], "Use x."),
    ],
)
def test_a_word_nobody_knows_is_refused_with_the_nearest_or_with_all(among: list[str], remedy: str) -> None:
    message = f"colours.toml, line 3: 'word' does not know 'green'. {remedy}"
    assert refusal(whole().take_word, "word", among) == message
    assert refusal(whole().take_word, "word", iter(among), None) == message


def test_half_alike_is_near_enough() -> None:
    assert refusal(whole("format = 1\nword = 'abcd'").take_word, "word", ["abxy"]) == (
        "colours.toml, line 2: 'word' does not know 'abcd'. Did you mean 'abxy'?"
    )
    assert refusal(whole("format = 1\nword = 'abcde'").take_word, "word", ["abxyz"]) == (
        "colours.toml, line 2: 'word' does not know 'abcde'. Use abxyz."
    )


def test_a_word_that_must_be_there_is_refused_with_what_to_add() -> None:
    assert refusal(whole().take_word, "none", ["red"]) == (
        "colours.toml, line 1: 'none' is missing. Add none = text in quotes."
    )


def test_an_answer_is_one_of_an_enumeration() -> None:
    assert whole().take_choice("word", Colour, Colour.RED) is Colour.GREEN
    assert whole().take_choice("none", Colour, Colour.RED) is Colour.RED
    assert refusal(whole("format = 1\nword = 'blue'").take_choice, "word", Colour, Colour.RED) == (
        "colours.toml, line 2: 'word' does not know 'blue'. Use green or red."
    )
    assert refusal(whole().take_choice, "number", Colour, Colour.RED) == (
        "colours.toml, line 4: 'number' cannot be 3. It must be text in quotes."
    )


def test_a_length_of_time_is_taken() -> None:
    assert whole().take_duration("limit") == WorkingDays(10)
    assert whole().take_duration("limit", None) == WorkingDays(10)
    assert whole().take_duration("none", None) is None
    assert whole().duration("limit", "14 days") == CalendarDays(14)


def test_a_length_of_time_that_cannot_be_read_is_refused() -> None:
    forms = (
        "Cannot read 'green' as a length of time. Write a whole number and a unit: 10 working days, 3 working hours, "
        "90 working minutes, 24 hours, 14 days, 20 weeks, 11 months, 300 seconds, 5 minutes, 4 rings, or: same day."
    )
    assert refusal(whole().take_duration, "word") == f"colours.toml, line 3: {forms}"
    assert refusal(whole().take_duration, "number") == (
        "colours.toml, line 4: 'number' cannot be 3. It must be text in quotes."
    )
    assert refusal(whole().take_duration, "none") == (
        "colours.toml, line 1: 'none' is missing. Add none = text in quotes."
    )


def test_a_time_of_day_is_taken_in_minutes() -> None:
    assert whole().take_minutes("time", None) == 17 * 60
    assert whole().take_minutes("time", 540) == 17 * 60
    assert whole().take_minutes("none", 540) == 540
    assert whole().take_minutes("none", None) is None
    assert refusal(whole().take_minutes, "number", None) == (
        "colours.toml, line 4: 'number' cannot be 3. It must be text in quotes."
    )


@pytest.mark.parametrize(
    ("words", "minutes"),
    [("00:00", 0), ("00:01", 1), ("09:00", 540), ("9:00", 540), ("17:30", 1050), ("23:59", 1439), ("24:00", 1440)],
)
def test_a_time_of_day_is_read(words: str, minutes: int) -> None:
    assert whole().minutes("time", words) == minutes


@pytest.mark.parametrize(
    "words",
    ["", "9:0", "24:01", "25:00", "09:60", "23:60", "00:99", "0900", "09.00", "09:00 ", " 09:00", "9am", "109:00"],
)
def test_what_is_not_a_time_of_day_is_refused(words: str) -> None:
    assert refusal(whole().minutes, "time", words) == (
        f"colours.toml, line 9: '{words}' is not a time of day. Write it as 09:00 or 17:30, up to 24:00."
    )


def test_a_table_within_is_a_place_of_its_own() -> None:
    table = whole().take_table("table")
    assert table is not None
    assert (table.file, table.line, table.who) == ("colours.toml", 15, "")
    assert table.take("word", str) == "red"
    within = table.take_table("within")
    assert within is not None
    assert (
        refusal(within.take, "word", int)
        == "colours.toml, line 20: 'word' cannot be 'blue'. It must be a whole number."
    )
    assert whole().take_table("none") is None
    assert refusal(whole().take_table, "word") == "colours.toml, line 3: 'word' cannot be 'green'. It must be a table."


def test_tables_can_be_taken_all_at_once_by_name() -> None:
    text = "format = 1\n[hours]\ndesk = { word = 'a' }\nphone = { word = 'b' }\n[hours.chat]\nword = 'c'\n"
    hours = whole(text).take_table("hours")
    assert hours is not None
    places = hours.take_named()
    assert [(name, place.line, place.take("word", str)) for name, place in places.items()] == [
        ("desk", 3, "a"),
        ("phone", 4, "b"),
        ("chat", 5, "c"),
    ]
    hours.close()
    assert hours.take_named() == {}
    other = whole("format = 1\n[hours]\ndesk = { word = 'a' }\nphone = 3\n").take_table("hours")
    assert other is not None
    assert refusal(other.take_named) == "colours.toml, line 4: 'phone' cannot be 3. It must be a table."


def test_tables_taken_by_name_belong_to_the_same_promise() -> None:
    row = whole("format = 1\n[[row]]\nid = 'A'\ninner = { word = 3 }\n").take_tables("row", "id")[0]
    row.take("id", str)
    assert refusal(row.take_named()["inner"].take, "word", str) == (
        "colours.toml, line 4, row A: 'word' cannot be 3. It must be text in quotes."
    )


def test_a_list_of_tables_is_a_list_of_places() -> None:
    rows = whole().take_tables("row", "id")
    assert [(row.line, row.who) for row in rows] == [(25, "row A"), (29, "row B")]
    assert refusal(rows[1].take, "word", int) == (
        "colours.toml, line 31, row B: 'word' cannot be 'red'. It must be a whole number."
    )
    assert [row.who for row in whole().take_tables("row")] == ["", ""]
    assert whole().take_tables("none") == []


def test_a_table_within_a_table_of_a_list_belongs_to_the_same_promise() -> None:
    inner = whole().take_tables("row", "id")[1].take_table("inner")
    assert inner is not None
    assert (inner.line, inner.who) == (32, "row B")


def test_a_table_without_an_id_is_told_so() -> None:
    row = whole("format = 1\n\n[[row]]\nword = 'red'\n").take_tables("row", "id")[0]
    assert refusal(row.take, "id", str) == (
        "colours.toml, line 3, row without an id: 'id' is missing. Add id = text in quotes."
    )


def test_tables_in_curly_brackets_stand_on_the_line_of_their_list() -> None:
    text = "format = 1\n\nrow = [{ id = 'A' }, { id = 'B' }]\n"
    assert [(row.line, row.who) for row in whole(text).take_tables("row", "id")] == [
        (3, "row A"),
        (3, "row B"),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("row = [3]", "'row' must be tables, each under [[row]] or in curly brackets."),
        ("row = [{ id = 'A' }, 'B']", "'row' must be tables, each under [[row]] or in curly brackets."),
        ("row = 3", "'row' cannot be 3. It must be a list in square brackets."),
    ],
)
def test_a_list_of_anything_else_is_refused(line: str, message: str) -> None:
    assert refusal(whole(f"format = 1\n{line}").take_tables, "row", "id") == f"colours.toml, line 2: {message}"


@pytest.mark.parametrize(
    ("keys", "known", "message"),
    [
        (["format", "colour"], ["colour"], None),
        (["color"], ["colour", "size"], "line 2: 'color' is not a key of this table. Did you mean 'colour'?"),
        (
            ["weight"],
            ["size", "colour"],
            "line 2: 'weight' is not a key of this table. The keys here are colour, format and size.",
        ),
        # Three fifths alike is near enough, less is not.
        (["abcde"], ["abcxy"], "line 2: 'abcde' is not a key of this table. Did you mean 'abcxy'?"),
        (["abcdef"], ["abcxyz"], "line 2: 'abcdef' is not a key of this table. The keys here are abcxyz and format."),
        (["size", "sizes"], ["size"], "line 3: 'sizes' is not a key of this table. Did you mean 'size'?"),
    ],
)
def test_a_key_that_nobody_knows_is_refused(keys: list[str], known: list[str], message: str | None) -> None:
    text = "format = 1\n" + "".join(f"{key} = 'x'\n" for key in keys if key != "format")
    place = whole(text)
    for key in known:
        place.take(key, str, None)
    if message is None:
        place.close()
    else:
        assert refusal(place.close) == f"colours.toml, {message}"


def test_a_table_that_was_looked_for_is_a_known_key() -> None:
    place = whole("format = 1\nclok = 3\n")
    assert place.take_table("clock") is None
    assert refusal(place.close) == "colours.toml, line 2: 'clok' is not a key of this table. Did you mean 'clock'?"


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("format = 1\nword='x'", "word", 2),
        ("format = 1\nword   =  'x'", "word", 2),
        ("format = 1\n  word = 'x'", "word", 2),
        ("format = 1\nother = { word = 1 }", "word", 2),
        ("format = 1\nother = {word = 1, last = 2}", "last", 2),
        ("format = 1\n# word = 1\nword = 2", "word", 3),
        ("format = 1\nsword = 1\nword = 2", "word", 3),
        ("format = 1\nwords = 1\nword = 2", "word", 3),
        ("format = 1\n[word]", "word", 2),
        ("format = 1\n[ word ]", "word", 2),
        ("format = 1\n[a.word]", "word", 2),
        ("format = 1\n[word.a]", "word", 2),
        ("format = 1\nword.a = 1", "word", 2),
        ("format = 1\na-b = 1", "a-b", 2),
        ("format = 1\nfirst = 1\n[[row]]\nword = 1", "word", 1),
        ("format = 1\nfirst = 1\n  [[row]]\nword = 1", "word", 1),
        ("format = 1\nfirst = 1\nlast = 1", "last", 3),
        ("format = 1\nfirst = 1", "absent", 1),
        ("format = 1\nfirst = 1", "f.rst", 1),
    ],
)
def test_the_line_of_a_key_is_where_it_stands(text: str, key: str, line: int) -> None:
    assert str(whole(text).refuse("No.", key)) == f"colours.toml, line {line}: No."


def test_a_refusal_without_a_key_names_the_line_where_the_table_begins() -> None:
    assert str(whole().refuse("No.")) == "colours.toml, line 1: No."
    row = whole().take_tables("row", "id")[0]
    assert str(row.refuse("No.")) == "colours.toml, line 25, row A: No."
    assert str(row.refuse("No.", "word")) == "colours.toml, line 27, row A: No."
    # Beyond the table the line is not looked for.
    assert str(row.refuse("No.", "inner")) == "colours.toml, line 25, row A: No."


def test_a_refusal_names_its_key_where_it_is_one() -> None:
    assert (CharterError("Add a promise.").key, CharterError("It is empty.", "words").key) == ("", "words")
