"""`answerable charter check`: what a charter holds, or why it is refused."""

from pathlib import Path

import pytest

from answerable.charters import COUNCILS, text_of
from tests.cli.asking import ask


def written(folder: Path, name: str, was: str = "", is_now: str = "") -> Path:
    path = folder / "ours.toml"
    path.write_text(text_of(name).replace(was, is_now, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("council", COUNCILS)
def test_each_charter_that_is_shipped_can_be_used(tmp_path: Path, council: str):
    answer = ask("charter", "check", written(tmp_path, f"{council}.toml"), "--json")
    told = answer.json()
    assert (answer.code, told["usable"], told["error"], told["council"]) == (0, True, None, council)


def test_a_charter_is_summed_up(tmp_path: Path):
    path = written(tmp_path, "s3.toml")
    told = ask("charter", "check", path, "--json").json()
    assert (told["name"], told["status"], told["promises"]) == (
        "A council drafting new standards",
        "draft - not yet a promise",
        38,
    )
    assert told["by_kind"] == {"clock": 8, "aggregate": 4, "rule": 11, "evidence": 5, "web": 4, "publication": 6}
    lines = ask("charter", "check", path).out.splitlines()
    assert lines[:3] == [f"{path} can be used.", "  council: s3", "  name: A council drafting new standards"]
    assert "  by kind: clock 8, aggregate 4, rule 11, evidence 5, web 4, publication 6" in lines


def test_a_statutory_procedure_is_a_charter_too(tmp_path: Path):
    told = ask("charter", "check", written(tmp_path, "procedures/sar.toml"), "--json").json()
    assert told == {
        "file": str(tmp_path / "ours.toml"),
        "usable": True,
        "error": None,
        "promises": 1,
        "by_kind": {"clock": 1},
        "live": ["SAR"],
        "from_a_log": [],
        "not_measured": [],
        "limits_of_our_own": [],
        "stages": [],
    }
    assert "  not measured: none" in ask("charter", "check", tmp_path / "ours.toml").out.splitlines()


def test_the_stages_of_a_procedure_are_named(tmp_path: Path):
    said = ask("charter", "check", written(tmp_path, "procedures/lgsco-code.toml")).out.splitlines()
    assert "  stages: Stage one of the Code and Stage two of the Code" in said


def test_a_refusal_names_file_line_promise_and_remedy_and_ends_with_1(tmp_path: Path):
    path = written(tmp_path, "s5.toml", "7 working days", "7 worky days")
    line = text_of("s5.toml")[: text_of("s5.toml").index("7 working days")].count("\n") + 1
    answer = ask("charter", "check", path)
    assert (answer.out, answer.code) == ("", 1)
    assert answer.said.startswith(
        f"{path}, line {line}, promise S5-24: Cannot read '7 worky days' as a length of time."
    )
    told = ask("charter", "check", path, "--json")
    assert (told.code, told.json()) == (1, {"file": str(path), "usable": False, "error": answer.said.strip()})


def test_what_is_not_text_is_refused(tmp_path: Path):
    path = tmp_path / "ours.toml"
    path.write_bytes(b"\xff\xfe")
    answer = ask("charter", "check", path)
    assert (answer.code, "Not text in UTF-8" in answer.said) == (1, True)


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path):
    assert ask("charter", "check", tmp_path / "none.toml").code == 2


CLOSED = '[[closures]]\ndate = 2026-12-29\nreason = "Closed"\n\n'


@pytest.mark.parametrize(
    ("closures", "refusal"),
    [
        (CLOSED * 2, "29 December 2026 is closed twice. Keep one of the two."),
        (CLOSED.replace("Closed", ""), "'reason' is empty. Say it in words."),
        (
            CLOSED.replace("2026", "2062"),
            "ours.toml: 29 December 2062 is named as a closure or a special day, and bank holidays are held until "
            "31 December 2028. Check its year.",
        ),
        (
            CLOSED.replace("closures", "special_days").replace("reason", 'hours = "9:00-12:00"\nreason') * 2,
            "29 December 2026 has hours of its own twice. Keep one of the two.",
        ),
        ('[settings.due_soon]\nvalue = "0 days"\n', "'0 days' is no time at all."),
    ],
)
def test_what_nobody_can_have_meant_is_refused(tmp_path: Path, closures: str, refusal: str):
    path = tmp_path / "ours.toml"
    text = text_of("s5.toml")
    if "settings" in closures:
        text = text.replace('due_soon = { value = "1 working day"', 'due_soon = { value = "0 days"')
        closures = ""
    path.write_text("\ufeff" + text.replace("[[promise]]", f"{closures}[[promise]]", 1), encoding="utf-8")
    answer = ask("charter", "check", path)
    assert (answer.code, refusal in answer.said) == (1, True), answer.said


def test_a_charter_saved_on_windows_can_be_used(tmp_path: Path):
    path = tmp_path / "ours.toml"
    path.write_text("\ufeff" + text_of("s5.toml"), encoding="utf-8")
    assert ask("charter", "check", path).code == 0


@pytest.mark.parametrize(
    ("was", "is_now", "refusal"),
    [
        ("phone-answered-of-offered", "phone-answerd-of-offered", "Did you mean 'phone-answered-of-offered'?"),
        ('target = ">= 85 %"', 'target = ">=85%"', "Cannot read '>=85%' as a target. Write a comparison"),
    ],
)
def test_a_mistyped_formula_or_target_is_refused_before_anybody_publishes_it(
    tmp_path: Path, was: str, is_now: str, refusal: str
):
    answer = ask("charter", "check", written(tmp_path, "s2.toml", was, is_now))
    assert (answer.code, refusal in answer.said) == (1, True)
