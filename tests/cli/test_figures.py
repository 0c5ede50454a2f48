"""`answerable figures`: a log in, every figure of a charter out, and every line accounted for."""

import csv
import io
from pathlib import Path
from typing import Any

import orjson
import pytest

from answerable.charters import COUNCILS, charter_of
from answerable.standards.judging.messages import TOLD
from answerable.standards.measure.saying.values import COLUMNS
from demonstration.year import made_year
from tests.cli.asking import Answer, ask

NOW = ("--now", "2027-02-01T09:00")
QUARTER = ("--council", "s5", "--period", "2026/27-Q3", *NOW)
AT = "As things stood on Monday 1 February 2027 at 09:00."


def letter(id: str, replied: str | None = None, **more: Any) -> dict[str, Any]:
    facts = [{"what": "received", "at": "2026-11-02T10:00"}]
    facts += [{"what": "replied", "at": replied}] if replied else []
    return {"id": id, "channel": "letter", "facts": facts, **more}


KEPT, LATE, NEVER = letter("C-1", "2026-11-05T10:00"), letter("C-2", "2026-11-30T10:00"), letter("C-3")
SPAM = letter("C-4")
SPAM["facts"].append({"what": "excluded", "at": "2026-11-02T10:05", "code": "spam"})


def log(folder: Path, *records: object, name: str = "log.jsonl") -> Path:
    path = folder / name
    lines = [line if isinstance(line, bytes) else orjson.dumps(line) for line in records]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def lines_of(answer: Answer) -> list[str]:
    return [line.rstrip() for line in answer.out.splitlines()]


def rows_of(answer: Answer, promise: str) -> list[dict[str, str]]:
    return [row for row in csv.DictReader(io.StringIO(answer.out)) if row["promise"] == promise]


def test_every_figure_is_printed_with_what_it_is_of_and_what_was_left_out(tmp_path: Path):
    answer = ask("figures", log(tmp_path, KEPT, LATE, NEVER, SPAM), *QUARTER)
    said = lines_of(answer)
    assert said[:2] == [
        f"2026/27-Q3, 1 October 2026 to 31 December 2026. {AT}",
        "s5: A county council. Customer care standards, version 1.",
    ]
    row = said.index(next(line for line in said if line.startswith(" S5-13")))
    assert [" ".join(line.split()) for line in said[row : row + 2]] == [
        "S5-13 33.3 % (1 of 3) still open, limit past 1 (counted as missed); Kept 1 time, broken 2 times "
        "share-kept, version 1",
        "left out 1 (spam: 1)",
    ]
    headings = [line for line in said if line and not line.startswith(" ")]
    assert headings[2:] == [
        "Time limits, and what messages must say",
        "Figures over the whole period",
        "Late replies: three figures that must not be mixed",
        "The same calls by each formula in use",
        "What the law, codes and guidance ask",
        "Not measured",
        "How it was counted",
        "How each formula works",
    ]
    assert " S5-01     Nothing collects this yet: answers to surveys." in said
    assert (answer.said, answer.code) == ("4 lines read: 4 counted, 0 refused.\n", 0)


def test_a_draft_says_that_it_is_one_and_a_target_stands_under_its_verdict(tmp_path: Path):
    call = {
        "id": "P-1",
        "channel": "phone",
        "facts": [{"what": "ringing", "at": "2026-11-04T10:00:00"}, {"what": "answered", "at": "2026-11-04T10:00:18"}],
    }
    said = lines_of(ask("figures", log(tmp_path, call), "--council", "s3", "--period", "2026-11", *NOW))
    assert said[1].endswith("draft - not yet a promise.")
    row = said.index(next(line for line in said if line.startswith(" S3-14")))
    assert "18.0 seconds" in said[row]
    assert "met aim" in said[row]
    assert "Target: under 300 seconds" in said[row + 1]


def test_figures_are_given_as_json_with_all_that_is_needed_to_work_them_out_again(tmp_path: Path):
    given = ask("figures", log(tmp_path, KEPT, LATE, NEVER, SPAM, b"junk"), *QUARTER, "--json").json()
    figures = given.pop("figures")
    promises, local = given.pop("promises"), given.pop("local")
    charter = charter_of("s5")
    assert local == {one.id: one.local for one in (*charter.promises, TOLD) if one.local}
    assert given == {
        "council": "s5",
        "name": "A county council",
        "charter": {"title": "Customer care standards", "version": "1", "status": "adopted"},
        "period": {"name": "2026/27-Q3", "first_on": "2026-10-01", "last_on": "2026-12-31"},
        "counted_at": "2027-02-01T09:00:00+00:00",
        "lines": {"read": 5, "counted": 4, "refused": 1},
        "channels": {"letter": 4},
        "left_out": {"spam": 1},
    }
    assert promises == {promise.id: promise.words for promise in charter_of("s5").promises}
    (figure,) = [one for one in figures if one["promise"] == "S5-13"]
    assert (figure["numerator"], figure["denominator"], figure["apart"]["overdue"], figure["apart"]["excluded"]) == (
        1,
        3,
        1,
        {"Left out of the figures: spam.": 1},
    )
    assert (figure["formula"]["id"], figure["formula"]["version"]) == ("share-kept", "1")
    (survey,) = [one for one in figures if one["promise"] == "S5-01"]
    assert (survey["said"], survey["why"]) == (
        "not measured",
        "Nothing collects this yet: answers to surveys.",
    )


@pytest.mark.parametrize("council", COUNCILS)
def test_csv_and_json_have_a_figure_or_a_reason_for_every_promise(tmp_path: Path, council: str):
    words = ("figures", log(tmp_path, *made_year(3, 300)), "--council", council, "--period", "2025/26", *NOW, "-q")
    table = list(csv.DictReader(io.StringIO(ask(*words, "--csv").out)))
    figures = ask(*words, "--json").json()["figures"]
    assert list(table[0]) == list(COLUMNS)
    assert [(row["promise"], row["formula"], row["said"]) for row in table] == [
        (one["promise"], one["formula"]["id"], one["said"]) for one in figures
    ]
    assert {promise.id for promise in charter_of(council).promises} - {row["promise"] for row in table} == set()
    assert [row["promise"] for row in table if (row["said"] == "not measured") and row["n"] != "0"] == []
    assert [row["promise"] for row in table if not row["words"]] == []


def test_a_row_of_csv_says_all_about_one_figure(tmp_path: Path):
    answer = ask("figures", log(tmp_path, KEPT, LATE, NEVER, SPAM), *QUARTER, "--csv")
    (row,) = rows_of(answer, "S5-13")
    assert row["how_counted"].startswith("Promises kept, out of all kept or broken")
    assert row["words"].startswith("Send us a letter")
    assert row | {"how_counted": "", "words": ""} == {
        "council": "s5",
        "charter_version": "1",
        "first_on": "2026-10-01",
        "last_on": "2026-12-31",
        "counted_at": "2027-02-01T09:00:00+00:00",
        "provisional": "no",
        "promise": "S5-13",
        "about": "",
        "words": "",
        "local": "",
        "strength": "will",
        "formula": "share-kept",
        "formula_version": "1",
        "how_counted": "",
        "said": "33.3 %",
        "numerator": "1",
        "denominator": "3",
        "n": "3",
        "target": "",
        "name": "Kept",
        "verdict": "",
        "kept_by_machine": "",
        "kept_by_person": "",
        "held_back": "",
        "not_made": "",
        "why_not_measured": "",
        "overdue": "1",
        "set_aside_late": "",
        "corrected_late": "0",
        "running": "0",
        "paused": "0",
        "not_required": "0",
        "void": "",
        "excluded": "1: Left out of the figures: spam.",
    }
    assert answer.said == "4 lines read: 4 counted, 0 refused.\n"


def test_the_page_is_one_file_written_whole_that_says_what_it_was_made_from(tmp_path: Path):
    page = tmp_path / "figures.html"
    answer = ask("figures", log(tmp_path, KEPT, LATE, b"junk"), *QUARTER, "--page", page)
    html = page.read_text(encoding="utf-8")
    wanted = [
        "<h1>A county council: what was promised, and what was kept</h1>",
        f"<p>2026/27-Q3, 1 October 2026 to 31 December 2026. {AT}</p>",
        "Made from log.jsonl: 3 lines read: 2 counted, 1 refused.",
        "All 2 contacts of the log, by how they came",
        'id="council-s5-1"',
    ]
    assert [words for words in wanted if words not in html] == []
    assert (answer.out, answer.code) == ("", 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["figures.html", "log.jsonl"]


def test_the_page_may_be_had_with_a_file_of_figures_and_from_a_stream(tmp_path: Path):
    page = tmp_path / "figures.html"
    answer = ask("figures", "-", *QUARTER, "--csv", "--page", page, given=orjson.dumps(KEPT))
    assert rows_of(answer, "S5-13")[0]["said"] == "100.0 %"
    assert "Made from standard input: 1 line read: 1 counted, 0 refused." in page.read_text(encoding="utf-8")


def test_a_bad_line_is_reported_by_number_the_rest_is_counted_and_none_is_lost(tmp_path: Path):
    path = log(tmp_path, KEPT, b"junk", b"", {**NEVER, "channel": "lettre"}, LATE, KEPT)
    answer = ask("figures", path, *QUARTER, "--csv")
    assert (rows_of(answer, "S5-13")[0]["numerator"], rows_of(answer, "S5-13")[0]["denominator"]) == ("1", "2")
    first, *others = answer.said.splitlines()
    assert first.startswith("Line 2: It is not JSON")
    assert others == [
        "Line 4: 'lettre' is not a channel. Did you mean 'letter'?",
        "Line 6: 'C-1' was counted on line 1. Put all that happened to a contact on one line, or give each an id of "
        "its own.",
        "5 lines read: 2 counted, 3 refused.",
    ]
    assert answer.code == 1


def test_when_quiet_bad_lines_are_still_reported(tmp_path: Path):
    answer = ask("figures", log(tmp_path, KEPT, {**NEVER, "channel": "lettre"}), *QUARTER, "--csv", "--quiet")
    assert answer.said == "Line 2: 'lettre' is not a channel. Did you mean 'letter'?\n"
    assert answer.code == 1


def test_a_period_that_is_not_over_says_so(tmp_path: Path):
    words = ("figures", log(tmp_path, KEPT), "--council", "s5", "--period", "2026/27-Q3", "--now", "2026-12-31T09:00")
    assert lines_of(ask(*words))[0].endswith(
        "As things stood on Thursday 31 December 2026 at 09:00, before the period was over."
    )
    assert {row["provisional"] for row in csv.DictReader(io.StringIO(ask(*words, "--csv").out))} == {"yes"}


def test_a_moment_without_an_offset_is_local_time(tmp_path: Path):
    words = ("figures", log(tmp_path, KEPT), "--council", "s5", "--period", "2026-07", "--now", "2026-07-31T00:30")
    assert ask(*words, "--json").json()["counted_at"] == "2026-07-30T23:30:00+00:00"
    assert "As things stood on Friday 31 July 2026 at 00:30, before" in lines_of(ask(*words))[0]


def test_a_table_without_a_row_is_left_out(tmp_path: Path):
    """S2 promises no notice of delay."""
    said = lines_of(ask("figures", log(tmp_path, KEPT), "--council", "s2", "--period", "2026/27-Q3", *NOW))
    assert "Figures over the whole period" in said
    assert "Late replies: three figures that must not be mixed" not in said


def test_a_period_in_which_nothing_happened_is_asked_about(tmp_path: Path):
    words = ("--council", "s5", "--period", "2026-01-01..2026-03-31", *NOW)
    assert ask("figures", log(tmp_path, KEPT), *words, "--csv").said.splitlines() == [
        "Nothing in this log began or fell due in the period 1 January 2026 to 31 March 2026. Is --period right?",
        "1 line read: 1 counted, 0 refused.",
    ]


def test_an_empty_log_has_figures_of_nothing():
    answer = ask("figures", "-", *QUARTER, "--csv", given="")
    assert {row["n"] for row in csv.DictReader(io.StringIO(answer.out))} == {"0"}
    assert (answer.said, answer.code) == ("0 lines read: 0 counted, 0 refused.\n", 0)


def test_a_log_of_csv_is_read_through_a_mapping_which_may_name_the_council(tmp_path: Path):
    mapping = tmp_path / "mapping.toml"
    facts = '[[facts]]\nwhat = "received"\nat = "came"\n[[facts]]\nwhat = "replied"\nat = "went"\n'
    head = 'zone = "Europe/London"\nid = "ref"\nchannel = "letter"\ncouncil = "S5"\n'
    mapping.write_text(f"format = 1\n{head}{facts}", encoding="utf-8")
    path = tmp_path / "ours.csv"
    path.write_text("ref,came,went\n1,2026-11-02T10:00,2026-11-05T10:00\n2,2026-11-02T10:00,\n3,then,\n")
    answer = ask("figures", path, "--mapping", mapping, "--period", "2026/27-Q3", *NOW, "--csv")
    assert [(row["numerator"], row["denominator"]) for row in rows_of(answer, "S5-13")] == [("1", "2")]
    assert answer.said.splitlines() == [
        "Line 4: 'came' cannot be at 'then'. Write a moment such as 2026-12-18T18:30:00+00:00.",
        "3 lines read: 2 counted, 1 refused.",
    ]
    other = ask("figures", path, "--mapping", mapping, "--council", "s1", "--period", "2026/27-Q3", *NOW, "--csv")
    assert {row["council"] for row in csv.DictReader(io.StringIO(other.out))} == {"s1"}


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("--council", "s5"), "Missing option '--period'."),
        (("--period", "2026-11"), "Give --council: figures are those of one council's charter."),
        (("--council", "s6", "--period", "2026-11"), "'s6' is not known here. "),
        (("--council", "s5", "--period", "2026-Q3"), "--period: '2026-Q3' may be a quarter of the calendar or of"),
        (
            ("--council", "s5", "--period", "2026-11-02..2026-11-01"),
            "--period: A period cannot end on 1 November 2026, before it begins on 2 November 2026.",
        ),
        (
            ("--council", "s5", "--period", "2011/12"),
            "s5: No version of the charter was in force on 31 March 2012. Give a later --period.",
        ),
        (("--council", "s5", "--period", "2026-11", "--json", "--csv"), "Give --json or --csv, not both."),
    ],
)
def test_what_is_asked_wrongly_is_refused_before_any_line_is_read(tmp_path: Path, words: tuple[str, ...], refusal: str):
    answer = ask("figures", log(tmp_path, b"junk"), *words)
    assert (answer.out, answer.code) == ("", 2)
    assert refusal in " ".join(answer.said.split())
    assert "Line 1" not in answer.said


def test_a_mapping_that_names_no_council_there_is_is_refused(tmp_path: Path):
    mapping = tmp_path / "mapping.toml"
    facts = '[[facts]]\nwhat = "received"\nat = "came"\n'
    mapping.write_text(f'format = 1\nzone = "Europe/London"\nid = "ref"\nchannel = "web"\ncouncil = "s9"\n{facts}')
    answer = ask("figures", log(tmp_path, b"ref,came"), "--mapping", mapping, "--period", "2026-11")
    assert (answer.code, "'s9' is not a council." in answer.said) == (2, True)


def test_a_page_that_cannot_be_written_is_said_and_is_wrong_use(tmp_path: Path):
    answer = ask("figures", log(tmp_path, KEPT), *QUARTER, "--page", "/nowhere/figures.html")
    assert (answer.code, answer.out) == (2, "")
    assert "Cannot write /nowhere/figures.html: No such file or directory. Write it elsewhere." in answer.said


def test_what_reaches_past_the_calendar_is_left_out_with_the_reason(tmp_path: Path):
    email = {**letter("C-1"), "channel": "email", "facts": [{"what": "received", "at": "2028-12-04T10:00"}]}
    words = ("--council", "s2", "--period", "2028/29", "--now", "2031-01-03T12:00")
    answer = ask("figures", log(tmp_path, email), *words, "--csv")
    rows = {row["formula"]: row for row in csv.DictReader(answer.out.splitlines()) if row["promise"] == "S2-30"}
    assert (answer.code, rows["percentiles-response"]["said"]) == (0, "not measured")
    assert rows["percentiles-response"]["excluded"] == "1: It reaches days whose bank holidays are not known."


def test_the_help_says_how_a_quarter_is_named():
    said = ask("figures", "--help").out
    assert "2026/27-Q1 is April to June 2026" in said
