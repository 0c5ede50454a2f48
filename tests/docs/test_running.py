"""The files with which it is run for real fit together, and a copy that they make is whole and can be brought back."""

import os
import re
import shutil
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "run-it-for-real.md").read_text(encoding="utf-8")
FILES = ROOT / "docs" / "how-to" / "run-it-for-real"
TEXTS = {file.name: file.read_text(encoding="utf-8") for file in FILES.iterdir()}


def test_every_file_is_put_into_its_place_by_the_page():
    assert [name for name in TEXTS if not re.search(rf"^install .*\b{re.escape(name)} ", PAGE, re.MULTILINE)] == []


def test_every_place_of_ours_that_a_file_names_is_one_that_the_page_makes():
    ours = re.compile(r"(?:/etc|/var/lib|/var/backups|/usr/local/s?bin|/opt|/etc/systemd/system)/answerable[\w./@-]*")
    named = {(name, place.rstrip(".")) for name, text in TEXTS.items() for place in ours.findall(text)}
    made = {
        "/etc/answerable/settings",
        "/etc/answerable/mail.toml",  # as docs/how-to/connect-a-mailbox.md makes it
        "/opt/answerable/.venv/bin/answerable",
        "/usr/local/bin/answerable",
        "/usr/local/sbin/answerable-backup",
        "/var/backups/answerable",
        "/var/lib/answerable",
    }
    assert {place for _, place in named} - {f"/etc/systemd/system/{name}" for name in TEXTS} == made
    for place in ("/etc/answerable/settings", "/usr/local/bin/", "/usr/local/sbin/", "/var/backups/answerable"):
        assert place in PAGE


def test_the_settings_that_are_put_there_are_all_that_is_needed(tmp_path: Path):
    from answerable.config.environment import findings

    key = "K3y-" + "".join(chr(97 + number % 26) for number in range(60))
    text = TEXTS["settings.env"].replace("ANSWERABLE_SECRET_KEY=", f"ANSWERABLE_SECRET_KEY={key}")
    wanted = {"ANSWERABLE_SECRET_KEY": key, "ANSWERABLE_ORIGIN": "https://contact.example.gov.uk"}
    for lines in (text, re.sub(r"^#(?=ANSWERABLE)", "", text, flags=re.MULTILINE)):
        given = dict(line.split("=", 1) for line in lines.splitlines() if line.startswith("ANSWERABLE_"))
        read = {name: value.strip("'") for name, value in given.items()}
        assert wanted.items() <= read.items()
        assert [finding.problem for finding in findings(read) if finding.problem] == []


def placed(name: str, folder: Path, **places: str) -> Path:
    """Put a script into a folder, with other places in it than those of a real machine."""
    text = TEXTS[name]
    for old, new in places.items():
        place = old.replace("_", "/")
        assert place in text
        text = text.replace(place, new)
    script = folder / name
    script.write_text(text, encoding="utf-8")
    script.chmod(0o700)
    return script


def test_a_command_gets_its_words_and_the_settings_as_the_programs_own_user(tmp_path: Path):
    (tmp_path / "settings").write_text("ANSWERABLE_ORIGIN='https://a b'\n", encoding="utf-8")
    program = tmp_path / "program"
    program.write_text('#!/bin/sh\nprintf "%s|" "$ANSWERABLE_ORIGIN" "$@"; exit 3\n', encoding="utf-8")
    program.chmod(0o700)
    for name in ("id", "runuser"):  # who we are, and who becomes whom, is not for a test to change
        answer = tmp_path / name
        answer.write_text(
            {"id": "echo $WHO", "runuser": 'echo "$@" >asked; shift 3; exec "$@"'}[name], encoding="utf-8"
        )
        answer.chmod(0o700)
    script = placed("answerable", tmp_path, _etc_answerable_settings=f"{tmp_path}/settings")
    script.write_text(script.read_text().replace("/opt/answerable/.venv/bin/answerable", str(program)))
    for who in ("answerable", "root"):
        path = f"{tmp_path}:{os.environ['PATH']}"
        run = subprocess.run(
            [str(script), "staff", "two words"], env={"PATH": path, "WHO": who}, cwd=tmp_path, capture_output=True
        )
        assert (run.returncode, run.stdout) == (3, b"https://a b|staff|two words|")
    assert (tmp_path / "asked").read_text() == f"-u answerable -- {program} staff two words\n"


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """The script that makes copies, for a database in a folder of the test."""
    if shutil.which("sqlite3") is None:
        why = "NO SQLITE3: copying the embedded database was NOT tried. Install Debian's package sqlite3."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    (tmp_path / "settings").write_text(f"ANSWERABLE_HOME={tmp_path}\n", encoding="utf-8")
    return placed(
        "answerable-backup",
        tmp_path,
        _etc_answerable_settings=f"{tmp_path}/settings",
        _var_backups_answerable=f"{tmp_path}/copies",
    )


def test_a_copy_made_while_somebody_writes_is_whole_and_nobody_elses_to_read(backup: Path, tmp_path: Path):
    file = tmp_path / "answerable.db"
    line = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
    line.execute("PRAGMA journal_mode=WAL")
    line.execute("CREATE TABLE pairs (a INTEGER, b INTEGER)")
    stopping = threading.Event()

    def write() -> None:
        number = 0
        while not stopping.is_set():
            line.execute("BEGIN IMMEDIATE")
            line.execute("INSERT INTO pairs VALUES (?, 0)", [number])
            line.execute("INSERT INTO pairs VALUES (0, ?)", [number])
            line.execute("COMMIT")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        time.sleep(0.3)
        run = subprocess.run([str(backup)], capture_output=True, text=True, check=True)
    finally:
        stopping.set()
        writer.join()
        line.close()
    copy = Path(run.stdout.strip())
    assert (copy.suffix, oct(copy.stat().st_mode & 0o777), oct(copy.parent.stat().st_mode & 0o777)) == (
        ".db",
        "0o600",
        "0o700",
    )
    found = sqlite3.connect(copy)
    total, first, second = found.execute("SELECT count(*), sum(a), sum(b) FROM pairs").fetchone()
    found.close()
    assert (total > 0, total % 2, first == second) == (True, 0, True)


@pytest.mark.slow
def test_copies_have_the_files_of_their_day_and_share_them(backup: Path, tmp_path: Path):
    sqlite3.connect(tmp_path / "answerable.db").execute("CREATE TABLE a (b)").connection.close()
    files = tmp_path / "files"
    for name in ("ab/abc", "cd/cde", "cd/cdf.part"):
        (files / name).parent.mkdir(parents=True, exist_ok=True)
        (files / name).write_text(name)

    def copied() -> tuple[Path, list[str]]:
        made = Path(subprocess.run([str(backup)], capture_output=True, text=True, check=True).stdout.strip())
        copy = made.with_suffix(".files")
        return copy, sorted(str(path.relative_to(copy)) for path in copy.rglob("*") if path.is_file())

    first, found = copied()
    assert (found, (first / "ab/abc").read_text()) == (["ab/abc", "cd/cde"], "ab/abc")
    (files / "cd/cde").unlink()
    (files / "ef").mkdir()
    (files / "ef/ef g").write_text("new")
    time.sleep(1.1)  # a copy is named after its second
    second, found = copied()
    assert found == ["ab/abc", "ef/ef g"]
    assert (first / "ab/abc").stat().st_ino == (second / "ab/abc").stat().st_ino
    assert (first / "cd/cde").exists()
    first.with_suffix(".db").unlink()  # as those of more than a month are
    time.sleep(1.1)
    third, _ = copied()
    assert sorted(path.name for path in third.parent.glob("*.files")) == [second.name, third.name]


def test_what_is_no_database_makes_no_copy_and_is_said(backup: Path, tmp_path: Path):
    (tmp_path / "answerable.db").write_text("This is a letter and no database. " * 200, encoding="utf-8")
    run = subprocess.run([str(backup)], capture_output=True, text=True)
    assert (run.returncode != 0, "not a database" in run.stderr, list((tmp_path / "copies").iterdir())) == (
        True,
        True,
        [],
    )


def test_only_copies_of_more_than_a_month_are_taken_away(backup: Path, tmp_path: Path):
    sqlite3.connect(tmp_path / "answerable.db").execute("CREATE TABLE a (b)").connection.close()
    (tmp_path / "copies").mkdir()
    for days in (1, 29, 40):
        copy = tmp_path / "copies" / f"{days}.db"
        copy.touch()
        then = copy.stat().st_mtime - days * 24 * 60 * 60
        os.utime(copy, (then, then))
    made = subprocess.run([str(backup)], capture_output=True, text=True, check=True).stdout.strip()
    assert {copy.name for copy in (tmp_path / "copies").iterdir()} == {"1.db", "29.db", Path(made).name}
