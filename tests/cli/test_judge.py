"""`answerable judge`: logs in, verdicts out, and nothing stops at a bad line."""

import csv
import io
from pathlib import Path

import orjson
import pytest

from demonstration.year import made_year
from tests.cli.asking import ask

NOW = ("--now", "2027-02-01T09:00")
FIGURES = " Of a period, answerable figures can count "

GOOD = {
    "id": "C-1",
    "channel": "email",
    "kinds": ["enquiry"],
    "facts": [
        {"what": "received", "at": "2026-12-18T18:30:00+00:00"},
        {"what": "replied", "at": "2027-01-04T10:00:00+00:00", "owner": "A", "contact": "01632 960001"},
    ],
}
LATE = {**GOOD, "id": "C-2", "facts": [GOOD["facts"][0]]}


def log(folder: Path, *records: object, name: str = "log.jsonl") -> Path:
    path = folder / name
    lines = [line if isinstance(line, bytes) else orjson.dumps(line) for line in records]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def states(lines: list[dict[str, object]]) -> list[tuple[object, object, object]]:
    return [(line["id"], line["promise"], line["state"]) for line in lines]


TIMED = [
    ("C-1", "S5-22", "broken"),
    ("C-1", "S5-24", "broken"),
    ("C-1", "S5-29", "broken"),
    ("C-2", "S5-22", "broken"),
    ("C-2", "S5-24", "broken"),
    ("C-2", "S5-29", "broken"),
]


def test_each_clock_is_one_line_of_json(tmp_path: Path):
    answer = ask("judge", log(tmp_path, GOOD, LATE), "--council", "s5", *NOW)
    timed = [line for line in answer.lines() if line["measure"] == "timed"]
    assert states(timed) == TIMED
    assert answer.said.startswith(f"2 contacts, 10 clocks: broken 8, kept 2.{FIGURES}")
    assert answer.code == 0
    assert timed[1] == {
        "id": "C-1",
        "line": 1,
        "council": "s5",
        "promise": "S5-24",
        "measure": "timed",
        "state": "broken",
        "reason": "The full reply came late.",
        "due": "2026-12-31T23:59:59+00:00",
        "stopped": "2027-01-04T10:00:00+00:00",
        "elapsed_working_seconds": (7 * 8 + 1) * 3600,
    }


def test_the_summary_is_said_beside_the_output_and_not_when_quiet(tmp_path: Path):
    path = log(tmp_path, LATE, {**LATE, "channel": "visit"})
    words = ("judge", path, "--council", "s2", *NOW)
    summary = "2 contacts, 1 clock: broken 1. 1 contact had no clock at that moment."
    assert ask(*words).said.startswith(f"{summary}{FIGURES}")
    assert ask(*words, "--quiet").said == ""


def test_a_bad_line_is_reported_by_number_and_the_rest_goes_on(tmp_path: Path):
    bad = {**GOOD, "channel": "emial"}
    answer = ask("judge", log(tmp_path, GOOD, b"junk", b"", bad, LATE), "--council", "s5", *NOW)
    assert [line for line in states(answer.lines()) if line[1] in ("S5-22", "S5-24", "S5-29")] == TIMED
    assert answer.code == 1
    first, second, summary = answer.said.splitlines()
    assert first.startswith("Line 2: It is not JSON")
    assert second == "Line 4: 'emial' is not a channel. Did you mean 'email'?"
    assert f"2 lines could not be judged.{FIGURES}" in summary


def test_the_summary_says_which_figures_the_log_could_give(tmp_path: Path):
    call = {"id": "1", "channel": "phone", "facts": [{"what": "ringing", "at": "2026-12-18T09:00:00+00:00"}]}
    answered = {**call, "facts": [*call["facts"], {"what": "answered", "at": "2026-12-18T09:00:09+00:00"}]}
    without, having = (ask("judge", log(tmp_path, one), "--council", "s2", *NOW).said for one in (call, answered))
    assert "S2-28" not in without
    assert "promises from it: " in having
    assert "S2-28" in having.partition("promises from it: ")[2]


@pytest.mark.parametrize(
    ("by", "remedy"),
    [
        (("--council", "s5"), "clocks cannot be counted yet. Add the year to charters/bank-holidays.toml."),
        (
            ("--within", "10 working days", "--stop", "full reply"),
            "1 clock cannot be counted yet. Give the calendar a later 'known_until', and name the days off until then "
            "in 'holidays'.",
        ),
    ],
)
def test_clocks_that_cannot_be_counted_yet_end_with_3_and_what_to_do(by: tuple[str, ...], remedy: str, tmp_path: Path):
    far = log(tmp_path, {**GOOD, "facts": [{"what": "received", "at": "2028-12-29T09:00:00"}]})
    answer = ask("judge", far, *by, "--now", "2028-12-29T10:00")
    assert {(line["state"], line["due"]) for line in answer.lines()} == {("uncounted", None)}
    assert answer.code == 3
    assert remedy in answer.said
    assert ask("judge", far, *by, "--now", "2028-12-29T10:00", "-q", "--format", "table").code == 3


def test_bad_lines_may_be_json_on_standard_error_or_in_a_file(tmp_path: Path):
    path = log(tmp_path, b"[]")
    told = {"line": 1, "error": 'It is not a JSON object. Write each contact as {"id": ..., "facts": [...]}.'}
    assert orjson.loads(ask("judge", path, "--council", "s5", "--json", "-q").said) == told
    errors = tmp_path / "errors.jsonl"
    assert ask("judge", path, "--council", "s5", "--errors", errors, "-q").said == ""
    assert orjson.loads(errors.read_bytes()) == told


def test_standard_input_is_read_with_a_dash():
    answer = ask("judge", "-", "--council", "s2", *NOW, given=orjson.dumps(LATE))
    assert states(answer.lines()) == [("C-2", "S2-34", "broken")]


def test_an_empty_log_is_judged():
    assert ask("judge", "-", "--council", "s2", given="") == (
        "",
        f"0 contacts, 0 clocks.{FIGURES}0 of 36 promises from it.\n",
        0,
    )


def test_csv_has_a_row_for_each_clock_and_no_formulas(tmp_path: Path):
    path = log(tmp_path, {**LATE, "id": "=1+1"})
    answer = ask("judge", path, "--council", "s2", "--format", "csv", *NOW)
    assert list(csv.DictReader(io.StringIO(answer.out))) == [
        {
            "id": "'=1+1",
            "line": "1",
            "council": "s2",
            "promise": "S2-34",
            "measure": "timed",
            "state": "broken",
            "reason": "The response did not come by the due moment.",
            "due": "2026-12-21T23:59:59+00:00",
            "decided": "",
            "stopped": "",
            # 23 long days and 4 short Fridays, and a quarter of an hour of Monday
            "elapsed_working_seconds": str(int((23 * 8.5 + 4 * 8 + 0.25) * 3600)),
            "net_working_seconds": "",
            "passed_over": "",
            "corrected_late": "",
        }
    ]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\n="])
def test_no_cell_of_csv_is_a_formula_however_it_begins(tmp_path: Path, begins: str):
    answer = ask("judge", log(tmp_path, {**LATE, "id": f"{begins}1+1"}), "--council", "s2", "--format", "csv", *NOW)
    assert [row["id"] for row in csv.DictReader(io.StringIO(answer.out, newline=""))] == [f"'{begins}1+1"]


def test_a_table_is_for_people(tmp_path: Path):
    out = ask("judge", log(tmp_path, LATE), "--council", "s2", "--format", "table", *NOW).out
    assert [line.rstrip() for line in out.splitlines()][3] == (
        " C-2       S2-34     s2        broken   Mon 21 Dec 2026             "
        "The response did not come by the due moment."
    )


def test_a_file_is_written_whole_and_nothing_else_is_left(tmp_path: Path):
    out = tmp_path / "verdicts.jsonl"
    answer = ask("judge", log(tmp_path, LATE), "--council", "s2", "--out", out, "-q", *NOW)
    assert answer == ("", "", 0)
    assert states([orjson.loads(line) for line in out.read_bytes().splitlines()]) == [("C-2", "S2-34", "broken")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.jsonl", "verdicts.jsonl"]


def test_a_log_may_be_judged_onto_itself(tmp_path: Path):
    path = log(tmp_path, LATE)
    assert ask("judge", path, "--council", "s2", "--out", path, "-q", *NOW).code == 0
    assert states([orjson.loads(line) for line in path.read_bytes().splitlines()]) == [("C-2", "S2-34", "broken")]


def test_a_device_is_written_straight_away(tmp_path: Path):
    assert ask("judge", log(tmp_path, LATE), "--council", "s2", "--out", "/dev/null", "-q", *NOW).code == 0
    assert Path("/dev/null").is_char_device()


def test_a_rule_of_one_s_own_may_be_given(tmp_path: Path):
    path = log(tmp_path, LATE)
    words = ("judge", path, "--within", "3 working hours", "--stop", "response", "--hours", "mon-fri 10:00-12:00", *NOW)
    (line,) = ask(*words).lines()
    assert (line["council"], line["promise"], line["due"]) == (None, "RULE", "2026-12-22T11:00:00+00:00")


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ((), "2026-12-21T23:59:59+00:00"),
        (("--start", "NEXT_OPEN"), "2026-12-22T23:59:59+00:00"),
        (("--start", "NEXT_OPEN", "--cut-off", "19:00"), "2026-12-21T23:59:59+00:00"),
        (("--first-day", "1"), "2026-12-18T23:59:59+00:00"),
        (("--due-at", "close of business"), "2026-12-21T17:00:00+00:00"),
        (("--zone", "America/New_York"), "2026-12-21T23:59:59-05:00"),
        (("--calendar", "every-day"), "2026-12-19T23:59:59+00:00"),
        (("--calendar", "every-day", "--zone", "Europe/Paris"), "2026-12-19T23:59:59+01:00"),
    ],
)
def test_the_settings_of_a_rule_are_options(tmp_path: Path, words: tuple[str, ...], due: str):
    (line,) = ask("judge", log(tmp_path, LATE), "--within", "1 working day", "--stop", "response", *words, *NOW).lines()
    assert line["due"] == due


@pytest.mark.parametrize("head", ["", "format = 1\n[calendars.ours]\n"])
def test_a_calendar_may_stand_in_a_file(tmp_path: Path, head: str):
    table = "[calendars.ours.closures]" if head else "[closures]"
    text = f'{head}holidays = ["england-and-wales"]\n{table}\n2026-12-21 = "Stocktaking"\n'
    ours = tmp_path / "ours.toml"
    ours.write_text(text, encoding="utf-8")
    words = ("--within", "1 working day", "--stop", "response", "--calendar", ours)
    (line,) = ask("judge", log(tmp_path, LATE), *words, *NOW).lines()
    assert line["due"] == "2026-12-22T23:59:59+00:00"


REQUESTS = """\
case_enquiry_id,open_dt,target_dt,closed_dt,source
R-1,2022-01-03 12:13:47,2022-01-04 12:13:47,2022-01-03 15:02:10,Citizens Connect App
R-2,2022-01-01 09:17:38,2022-01-04 08:30:00,2022-01-04 08:30:31,Constituent Call
R-3,2022-01-04 10:05:00,,2022-01-04 11:42:16,Self Service
R-4,sometime,,,Self Service
"""
BOSTON = Path(__file__).parents[2] / "docs" / "how-to" / "boston-mapping.toml"


def test_another_city_s_log_is_read_through_a_mapping(tmp_path: Path):
    path = tmp_path / "requests.csv"
    path.write_text(REQUESTS, encoding="utf-8")
    answer = ask("judge", path, "--mapping", BOSTON, "--now", "2022-12-31T00:00")
    assert [(line["line"], line["id"], line["state"], line["due"]) for line in answer.lines()] == [
        (2, "R-1", "kept", "2022-01-04T12:13:47-05:00"),
        (3, "R-2", "broken", "2022-01-04T08:30:00-05:00"),
    ]
    assert answer.said.splitlines() == [
        "Line 5: 'open_dt' holds 'sometime', not a time written as %Y-%m-%d %H:%M:%S.",
        "3 contacts, 2 clocks: broken 1, kept 1. 1 contact had no clock at that moment. 1 line could not be judged.",
    ]


def test_options_come_before_a_mapping(tmp_path: Path):
    path = tmp_path / "requests.csv"
    path.write_text(REQUESTS, encoding="utf-8")
    words = ("judge", path, "--mapping", BOSTON, "--now", "2022-12-31T00:00", "-q")
    own = ask(*words, "--within", "1 working day", "--stop", "full reply").lines()
    assert [(line["measure"], line["due"]) for line in own][:1] == [("timed", "2022-01-04T23:59:59-05:00")]
    assert {line["council"] for line in ask(*words, "--council", "s1").lines()} == {"s1"}


def test_a_mapping_may_name_the_council(tmp_path: Path):
    mapping = tmp_path / "mapping.toml"
    facts = '[[facts]]\nwhat = "received"\nat = "came"\n'
    mapping.write_text(f'format = 1\nzone = "Europe/London"\nid = "ref"\nchannel = "web"\ncouncil = "S2"\n{facts}')
    path = tmp_path / "ours.csv"
    path.write_text("ref,came\n1,2026-12-18T18:30\n")
    (line,) = ask("judge", path, "--mapping", mapping, *NOW).lines()
    assert (line["promise"], line["due"]) == ("S2-34", "2026-12-21T23:59:59+00:00")


def test_an_invented_year_is_judged_without_a_bad_line(tmp_path: Path):
    path = log(tmp_path, *made_year(seed=3, contacts=300))
    for council in ("s1", "s2", "s3", "s4", "s5"):
        assert ask("judge", path, "--council", council, "--now", "2026-04-01T00:00", "-q").code == 0


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("--within", "10 worky days", "--stop", "response"), "rule: Cannot read '10 worky days' as a length of time."),
        (("--within", "10 working days"), "rule: 'stop' is missing."),
        (("--stop", "response"), "--stop belongs to a rule. Give its --within too."),
        (("--cut-off", "17:00"), "--cut-off belongs to a rule. Give its --within too."),
        (("--council", "s5", "--within", "1 day", "--stop", "response"), "Give --council or a rule of your own"),
        (("--council", "s5", "--calendar", "scotland"), "Give --council or a rule of your own"),
        (("--within", "1 day", "--stop", "response", "--calendar", "mars"), "There is no calendar 'mars', and no such"),
        (("--within", "1 day", "--stop", "response", "--hours", "9-5"), "'9-5' are not opening hours."),
        (("--within", "1 day", "--stop", "response", "--zone", "Mars"), "'Mars' is not a time zone."),
        (("--council", "s5", "--format", "table", "--out", "x"), "A table goes to the screen."),
        (("--council", "s5", "--out", "/nowhere/x"), "Cannot write /nowhere/x: No such file or directory."),
    ],
)
def test_what_is_asked_wrongly_is_refused_before_any_line_is_read(tmp_path: Path, words: tuple[str, ...], refusal: str):
    answer = ask("judge", log(tmp_path, b"junk"), *words)
    assert (answer.out, answer.code) == ("", 2)
    assert refusal in answer.said
    assert "Line 1" not in answer.said


def test_files_that_cannot_be_used_are_refused(tmp_path: Path):
    broken = tmp_path / "broken.toml"
    broken.write_text("zone = ", encoding="utf-8")
    path = log(tmp_path, GOOD)
    assert "does not exist" in ask("judge", tmp_path / "none.jsonl", "--council", "s5").said
    mapping = ask("judge", path, "--mapping", broken)
    assert (mapping.code, "broken.toml: Not valid TOML" in mapping.said) == (2, True)
    calendar = ask("judge", path, "--within", "1 day", "--stop", "response", "--calendar", broken)
    assert (calendar.code, "broken.toml: Not valid TOML" in calendar.said) == (2, True)
    two = tmp_path / "two.toml"
    two.write_text("[calendars.a]\n[calendars.b]\n", encoding="utf-8")
    calendar = ask("judge", path, "--within", "1 day", "--stop", "response", "--calendar", two)
    assert (calendar.code, "must hold one calendar" in calendar.said) == (2, True)
    columns = ask("judge", path, "--mapping", BOSTON)
    assert (columns.code, "The first line of the file is not CSV" in columns.said) == (2, True)


def test_csv_without_a_mapping_is_refused_once(tmp_path: Path):
    path = tmp_path / "cases.CSV"
    path.write_text("ref,came\n1,2026-12-18T18:30\n", encoding="utf-8")
    answer = ask("judge", path, "--council", "s5")
    assert (answer.code, answer.out) == (2, "")
    assert answer.said.endswith("cases.CSV is CSV. Say which column holds what with --mapping: see docs/how-to.\n")


def test_several_lines_that_were_read_as_one_are_told_and_counted_as_so_many(tmp_path: Path):
    path, mapping = tmp_path / "cases.csv", tmp_path / "mapping.toml"
    path.write_text('ref,came\n"1,2026-12-18T18:30\n2,2026-12-18T18:30\n3,2026-12-18T18:30\n', encoding="utf-8")
    mapping.write_text(
        'format = 1\nzone = "Europe/London"\nid = "ref"\nchannel = "letter"\n'
        '[[facts]]\nwhat = "received"\nat = "came"\n',
        encoding="utf-8",
    )
    why = "It is not CSV: unexpected end of data. Check the quotation marks."
    words = "judge", path, "--mapping", mapping, "--council", "s5", *NOW
    answer = ask(*words)
    assert answer.code == 1
    assert answer.said.splitlines()[0] == f"Lines 2 to 4: {why}"
    assert "3 lines could not be judged." in answer.said
    assert orjson.loads(ask(*words, "--json", "-q").said) == {"line": 2, "until": 4, "error": why}
    figures = ask("figures", path, "--mapping", mapping, "--council", "s5", "--period", "2026/27-Q3", *NOW)
    assert "3 refused" in figures.said or "3 lines" in figures.said


def test_a_reply_before_the_receipt_is_counted_in_the_summary(tmp_path: Path):
    early = {**GOOD, "facts": [*GOOD["facts"], {"what": "replied", "at": "2026-12-01T09:00:00"}]}
    answer = ask("judge", log(tmp_path, early), "--within", "10 working days", "--stop", "full reply", *NOW)
    assert [line["passed_over"] for line in answer.lines()] == ["replied"]
    assert "1 clock passed over something from before it began: see passed_over in the output" in answer.said
