"""`answerable calendar`: which days are off, what differs, and which due moments moved (C19)."""

from pathlib import Path

import orjson
import pytest

from answerable.charters import text_of
from answerable.contacts.models import Contact
from answerable.promises.models import Edition
from answerable.promises.queries import HOLIDAYS, digest_of
from tests import cast
from tests.cli.asking import ask
from tests.program import upgraded


def test_a_year_is_told_with_its_days_off_and_working_days():
    told = ask("calendar", "show", "england-and-wales", "--year", "2026", "--json").json()
    assert told["off"] == [
        {"date": "2026-01-01", "weekday": "Thursday", "why": "New Year's Day"},
        {"date": "2026-04-03", "weekday": "Friday", "why": "Good Friday"},
        {"date": "2026-04-06", "weekday": "Monday", "why": "Easter Monday"},
        {"date": "2026-05-04", "weekday": "Monday", "why": "Early May bank holiday"},
        {"date": "2026-05-25", "weekday": "Monday", "why": "Spring bank holiday"},
        {"date": "2026-08-31", "weekday": "Monday", "why": "Summer bank holiday"},
        {"date": "2026-12-25", "weekday": "Friday", "why": "Christmas Day"},
        {"date": "2026-12-28", "weekday": "Monday", "why": "Boxing Day (substitute day)"},
    ]
    assert list(told["working_days"].values()) == [21, 20, 22, 20, 19, 22, 23, 20, 22, 22, 21, 21]
    assert (told["zone"], told["year"], told["working_days_in_all"]) == ("Europe/London", 2026, 253)


def test_the_same_is_told_in_tables():
    lines = [line.rstrip() for line in ask("calendar", "show", "s5", "--year", "2026").out.splitlines()]
    assert " Mon 28 Dec 2026   Boxing Day (substitute day)" in lines
    assert " December    21" in lines
    assert lines[-1] == "253 working days in 2026."


def test_without_a_year_it_is_this_one():
    assert 2026 <= ask("calendar", "show", "scotland", "--json").json()["year"] <= 2028


def test_a_calendar_may_stand_in_a_file(tmp_path: Path):
    ours = tmp_path / "ours.toml"
    ours.write_text('holidays = ["england-and-wales"]\n[closures]\n2026-12-29 = "Christmas closure"\n')
    answer = ask("calendar", "diff", "england-and-wales", ours, "--year", "2026", "--json")
    closure = {"date": "2026-12-29", "weekday": "Tuesday", "was_off": None, "is_off": "Christmas closure"}
    assert (answer.json(), answer.code) == ({"days": [closure], "moved": []}, 1)


def test_a_year_that_is_not_held_ends_with_3():
    answer = ask("calendar", "show", "scotland", "--year", "2031")
    assert (answer.out, answer.code) == ("", 3)
    assert ask("calendar", "diff", "scotland", "foi-uk", "--year", "2031").code == 3


def test_days_that_differ_are_told_with_the_reason_and_end_with_1():
    answer = ask("calendar", "diff", "england-and-wales", "adult-care", "--year", "2026")
    assert (answer.out.splitlines()[-1], answer.code) == ("0 days differ.", 0)
    answer = ask("calendar", "diff", "england-and-wales", "scotland", "--year", "2026")
    lines = [line.rstrip() for line in answer.out.splitlines()]
    assert " Mon 15 Jun 2026   working               World Cup bank holiday" in lines
    assert (lines[-1], answer.code) == ("6 days differ.", 1)


PROCLAIMED = ("calendar", "diff", "scotland", "--as-known-on", "2026-01-31", "--year", "2026")


def test_what_was_known_then_is_compared_with_what_is_known_now():
    answer = ask(*PROCLAIMED, "--json")
    holiday = {"date": "2026-06-15", "weekday": "Monday", "was_off": None, "is_off": "World Cup bank holiday"}
    assert (answer.json(), answer.code) == ({"days": [holiday], "moved": []}, 1)


def log(folder: Path) -> Path:
    received = {"what": "received", "at": "2026-05-20T10:00:00"}
    told = {"what": "acknowledged", "at": "2026-05-20T11:00:00", "by_when": "2026-06-12"}
    records = [
        {"id": "F-1", "channel": "email", "kinds": ["foi"], "facts": [received, told]},
        {"id": "F-2", "channel": "email", "kinds": ["foi"], "facts": [received]},
        {"id": "E-1", "channel": "email", "facts": [received]},
        {"id": "E-2", "channel": "emial", "facts": [received]},
    ]
    path = folder / "log.jsonl"
    path.write_bytes(b"\n".join([*map(orjson.dumps, records), b"junk"]))
    return path


def test_the_due_moments_that_moved_are_listed_and_bad_lines_reported(tmp_path: Path):
    words = (*PROCLAIMED, "--log", log(tmp_path), "--council", "s5", "--now", "2026-05-26T09:00")
    answer = ask(*words, "--json")
    moved = {"promise": "S5-16", "was_due": "2026-06-18T23:59:59+01:00", "due": "2026-06-19T23:59:59+01:00"}
    assert answer.json()["moved"] == [
        {"id": "F-1", **moved, "told": "2026-06-12T23:59:59+01:00"},
        {"id": "F-2", **moved, "told": None},
    ]
    wrong, junk = answer.said.splitlines()
    assert (wrong, answer.code) == ("Line 4: 'emial' is not a channel. Did you mean 'email'?", 1)
    assert junk.startswith("Line 5: It is not JSON")
    lines = [line.rstrip() for line in ask(*words).out.splitlines()]
    assert " F-1       S5-16     Thu 18 Jun 2026   Fri 19 Jun 2026   Fri 12 Jun 2026" in lines
    assert lines[-1] == "1 day differs. 2 due moments moved."


def test_a_council_s_own_calendar_needs_no_council_beside_it(tmp_path: Path):
    words = ("calendar", "diff", "S5", "--as-known-on", "2026-01-31", "--year", "2026", "--log", log(tmp_path))
    answer = ask(*words, "--now", "2026-05-26T09:00", "--json")
    assert (answer.json()["days"], len(answer.json()["moved"])) == ([], 2)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("show", "mars"), "There is no calendar 'mars', and no such file. The calendars are england-and-wales, "),
        (("diff", "scotland"), "Give two calendars, or one and --as-known-on."),
        (("diff", "scotland", "foi-uk", "--as-known-on", "2026-01-31"), "Give two calendars, or one and "),
        (("diff", "scotland", "foi-uk", "--log", __file__), "--log goes with --as-known-on, and needs --council "),
    ],
)
def test_what_is_asked_wrongly_is_refused_with_2(words: tuple[str, ...], refusal: str):
    answer = ask("calendar", *words)
    assert (answer.out, answer.code) == ("", 2)
    assert refusal in answer.said


@pytest.mark.django_db
def test_bank_holidays_are_taken_in_with_what_they_say_and_how_many_clocks_are_looked_at(tmp_path: Path):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    with upgraded(tmp_path / "charters") as program:
        program.proclaim("2026-11-09", "Bank holiday for a coronation", "2026-11-04")
        program.change(HOLIDAYS, "known_from = 2026-02-05", "known_from = 2026-02-05\nwithdrawn_on = 2026-03-02")
        answer = ask("calendar", "learn")
        digest = digest_of(text_of(HOLIDAYS))
        again = ask("calendar", "learn")
    looked = Contact.objects.get(id=contact.id).clocks.exclude(wake_at=None).values("wake_at").distinct()
    assert answer == (
        "Mon 15 Jun 2026, World Cup bank holiday (Scotland), is withdrawn.\n"
        "Mon 9 Nov 2026, Bank holiday for a coronation (England and Wales), is taken in.\n",
        "Bank holidays are known up to 31 December 2028. The worker looks again at 3 clocks; the record says which due "
        "dates moved.\n",
        0,
    )
    assert len(looked) == 1
    assert Edition.objects.get().holidays_id == digest
    assert again == ("", "Nothing to take in: every charter is read with these bank holidays already.\n", 0)


@pytest.mark.django_db
def test_a_history_that_lost_a_day_is_not_taken_in(tmp_path: Path):
    cast.council()
    before = Edition.objects.get().holidays_id
    with upgraded(tmp_path / "charters") as program:
        program.change(HOLIDAYS, "date = 2026-12-28", "date = 2026-12-29")
        answer = ask("calendar", "learn")
    assert (answer.out, answer.code, Edition.objects.get().holidays_id) == ("", 2, before)
    assert answer.said.startswith("Error: Cannot take in these bank holidays: 28 December 2026, Boxing Day")


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_taken_in(tmp_path: Path):
    cast.council()
    with upgraded(tmp_path / "charters") as program:
        program.change(HOLIDAYS, "date = 2026-12-28", "date = 2036-12-28")
        answer = ask("calendar", "learn")
    assert (answer.out, answer.code) == ("", 1)
    assert "2036-12-28 lies outside the file's known_from and known_until" in answer.said
