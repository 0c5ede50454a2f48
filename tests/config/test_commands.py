"""The commands that run the processes: what they start, and what they say when the settings are missing."""

import os
import secrets
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core import management

from answerable.cli import main
from answerable.config import web
from tests import cast
from tests.cli.asking import ask
from tests.program import upgraded

PROGRAM = str(Path(sys.executable).parent / "answerable")


def run(*words: str, folder: Path, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run a command as a deployment does: with its own settings, and not with those of the tests."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("ANSWERABLE_", "DJANGO_"))}
    environment |= {"ANSWERABLE_HOME": str(folder), **settings}
    return subprocess.run([PROGRAM, *words], env=environment, cwd=folder, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("command", ["web", "worker", "dispatcher", "migrate"])
def test_without_its_settings_nothing_starts_and_the_message_says_what_to_write(command: str, tmp_path: Path):
    ended = run(command, folder=tmp_path)
    assert (ended.returncode, ended.stdout, [line.partition(":")[0] for line in ended.stderr.splitlines()]) == (
        2,
        "",
        [
            "Error",
            "ANSWERABLE_ORIGIN is missing",
            "The settings are listed in docs/reference/settings.md, and answerable doctor looks at each.",
        ],
    )
    assert ended.stderr.startswith("Error: ANSWERABLE_SECRET_KEY is missing: ")


@pytest.mark.slow
def test_migrating_again_changes_nothing_and_lays_out_the_static_files(tmp_path: Path):
    settings = {"ANSWERABLE_SECRET_KEY": secrets.token_urlsafe(50), "ANSWERABLE_ORIGIN": "https://contact.s5.example"}
    for _ in range(2):
        ended = run("migrate", folder=tmp_path, **settings)
        assert (ended.returncode, ended.stdout.splitlines()[-1]) == (
            0,
            "The tables and the static files are up to date.",
        )
    assert "No migrations to apply." in ended.stdout
    assert (tmp_path / "static" / "staticfiles.json").exists()


@pytest.mark.django_db
def test_migrating_says_which_laws_and_bank_holidays_of_a_new_program_nobody_is_judged_by_yet(tmp_path: Path):
    cast.council("s5"), cast.council("s1")
    with upgraded(tmp_path / "charters") as program:
        assert said_at_the_end_of_migrating() == []
        program.change("procedures/foi.toml", "format = 1", "format = 1  # and a correction")
        program.change("procedures/ehc.toml", "format = 1", "format = 1  # and a correction")
        assert said_at_the_end_of_migrating() == [
            "The charter s1 version 1 goes on as it was published, and this program has other words in "
            "procedures/foi.toml. For contacts received from then on, publish it with a version of its own.",
            "The charter s5 version 1 goes on as it was published, and this program has other words in "
            "procedures/ehc.toml and procedures/foi.toml. For contacts received from then on, publish it with a "
            "version of its own.",
        ]
        program.proclaim("2026-11-09", "A coronation", "2026-11-04")
        assert said_at_the_end_of_migrating()[0] == (
            "This program's bank-holidays.toml is not taken in yet. To count by it, run: answerable calendar learn"
        )


def said_at_the_end_of_migrating() -> list[str]:
    """Return what is said after the tables are up to date, without making them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(management, "call_command", lambda *words, **options: None)
        lines = ask("migrate").out.splitlines()
    assert lines[0] == "The tables and the static files are up to date."
    return lines[1:]


def test_the_commands_that_only_count_do_not_wait_for_the_web_framework_to_load(tmp_path: Path):
    count = (
        "import sys; from answerable.cli import main; list(main.commands.values()); "
        "print([name for name in sys.modules if name == 'django'])"
    )
    ended = subprocess.run([sys.executable, "-c", count], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout == "[]\n"


def test_no_command_waits_for_the_others_to_load():
    load = "import sys; from answerable.cli import main; main.commands['due']; print(*sys.modules, sep='\\n')"
    ended = subprocess.run([sys.executable, "-c", load], capture_output=True, text=True, timeout=60, check=True)
    files = {name.rpartition(".")[2] for name in ended.stdout.split() if name.startswith("answerable.cli.")}
    assert files & {name.replace("-", "_") for name in main.commands} == {"due"}


def serving(monkeypatch: pytest.MonkeyPatch, engine: str, processors: int) -> list[str]:
    """Return the command that serves the pages on a machine."""
    monkeypatch.setattr(web, "settings", SimpleNamespace(DATABASES={"default": {"ENGINE": engine}}))
    monkeypatch.setattr(web.os, "cpu_count", lambda: processors)
    return web.command("127.0.0.1:8000", ["--workers", "7"])


@pytest.mark.parametrize(
    ("engine", "processors", "workers"),
    [
        ("django.db.backends.sqlite3", 16, "2"),
        ("django.db.backends.postgresql", 2, "5"),
        ("django.db.backends.postgresql", 16, "9"),
    ],
)
def test_there_are_as_many_workers_as_the_database_can_make_use_of(monkeypatch, engine, processors, workers):
    line = serving(monkeypatch, engine, processors)
    assert line[:6] == [sys.executable, "-m", "gunicorn", "answerable.config.wsgi", "--bind", "127.0.0.1:8000"]
    assert line[line.index("--workers") + 1] == workers


def test_what_is_passed_on_to_gunicorn_comes_last_and_wins(monkeypatch):
    assert serving(monkeypatch, "django.db.backends.sqlite3", 2)[-2:] == ["--workers", "7"]
