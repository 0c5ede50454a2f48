"""The commands that run the processes: what they start, and what they say when the settings are missing."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from answerable.config import web

PROGRAM = str(Path(sys.executable).parent / "answerable")


def run(*words: str, folder: Path, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run a command as a deployment does: with its own settings, and not with those of the tests."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("ANSWERABLE_", "DJANGO_"))}
    environment |= {"ANSWERABLE_HOME": str(folder), **settings}
    return subprocess.run([PROGRAM, *words], env=environment, cwd=folder, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("command", ["web", "worker", "dispatcher", "migrate"])
def test_without_a_secret_key_nothing_starts_and_the_message_says_where_the_settings_are(command: str, tmp_path: Path):
    ended = run(command, folder=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "Error: Cannot read the settings:" in ended.stderr
    assert "docs/how-to/run-it-for-real.md" in ended.stderr


def test_an_address_of_a_database_that_cannot_be_used_is_refused_in_a_sentence(tmp_path: Path):
    ended = run("migrate", folder=tmp_path, ANSWERABLE_SECRET_KEY="x", ANSWERABLE_DATABASE="mysql://here")
    assert ended.returncode == 2
    assert "Cannot use the database 'mysql:'" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.slow
def test_migrating_makes_the_tables_and_lays_out_the_static_files_and_again_changes_nothing(tmp_path: Path):
    for _ in range(2):
        ended = run("migrate", folder=tmp_path, ANSWERABLE_SECRET_KEY="x")
        assert (ended.returncode, ended.stdout.splitlines()[-1]) == (
            0,
            "The tables and the static files are up to date.",
        )
    assert "No migrations to apply." in ended.stdout
    assert (tmp_path / "answerable.db").exists()
    assert (tmp_path / "static" / "staticfiles.json").exists()


def test_the_commands_that_only_count_do_not_wait_for_the_web_framework_to_load(tmp_path: Path):
    count = "import sys; from answerable.cli import main; print([name for name in sys.modules if name == 'django'])"
    ended = subprocess.run([sys.executable, "-c", count], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout == "[]\n"


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
