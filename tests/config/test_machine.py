"""What the settings name is looked at before anything starts, and what is wrong is said with what to do."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from answerable.config import machine
from answerable.config.environment import Finding
from answerable.people.actions import deactivate, enrol
from tests import cast

pytestmark = [pytest.mark.slow, pytest.mark.any_database]

PROGRAM = str(Path(sys.executable).parent / "answerable")
KEY = "Zk3-vPq8sT_w1XyB5nR7uLcD2eFgH4jK6mA9oQ0iW"
MAIL = '["contact@s5.example"]\nimap = "imaps://a:secret@mail.example"\nsmtp = "smtps://a:secret@mail.example"\n'


def run(*words: str, home: Path, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run a command as a deployment does, with settings of its own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("ANSWERABLE_", "DJANGO_"))}
    given = {"SECRET_KEY": KEY, "ORIGIN": "https://contact.s5.example", "HOME": str(home)} | settings
    environment = kept | {f"ANSWERABLE_{name}": text for name, text in given.items()}
    return subprocess.run([PROGRAM, *words], env=environment, cwd="/", capture_output=True, text=True, timeout=60)


def refused(*words: str, home: Path, **settings: str) -> str:
    """Return the first thing that a command says when it ends with the code for wrong use, and no traceback."""
    ended = run(*words, home=home, **settings)
    assert (ended.returncode, ended.stdout, "Traceback" in ended.stderr) == (2, "", False)
    first, *_, last = ended.stderr.splitlines()
    assert last == "The settings are listed in docs/reference/settings.md, and answerable doctor looks at each."
    return first


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the tables have been made."""
    home = tmp_path_factory.mktemp("house")
    home.chmod(0o700)
    old = os.umask(0o022)  # as most shells have it
    try:
        assert run("migrate", home=home).stdout.endswith("The tables and the static files are up to date.\n")
    finally:
        os.umask(old)
    return home


def test_what_is_made_can_be_read_by_the_programs_user_alone(house: Path):
    made = [house / "answerable.db", house / "static", *house.glob("answerable.db-*")]
    assert {path.name: oct(path.stat().st_mode & 0o077) for path in made} == {path.name: "0o0" for path in made}


def test_all_is_well_in_a_house_that_was_made(house: Path):
    ended = run("doctor", home=house)
    lines = [line.split(maxsplit=1) for line in ended.stdout.splitlines()[3:] if line.strip()]
    assert (ended.returncode, ended.stderr, {mark for mark, _ in lines}) == (0, "", {"OK"})
    assert KEY not in ended.stdout


@pytest.mark.parametrize(
    "command", [["web"], ["worker"], ["dispatcher"], ["migrate"], ["council", __file__], ["staff", "list"]]
)
def test_a_server_that_is_not_there_is_said_in_a_sentence(command: list[str], house: Path):
    said = refused(*command, home=house, DATABASE="postgresql://me:secret@127.0.0.1:1/name")
    assert said.startswith("Error: Cannot reach the database of ANSWERABLE_DATABASE: connection failed: ")
    assert said.endswith("See that it is there, that it runs, and that the setting has its name, user and password.")
    assert "secret" not in said


def test_a_file_that_is_no_database_is_said_in_a_sentence(tmp_path: Path):
    (tmp_path / "answerable.db").write_text("This is a letter to the council, and longer than a page. " * 99)
    assert refused("migrate", home=tmp_path) == (
        "Error: Cannot reach the database of ANSWERABLE_DATABASE: file is not a database. See that it is there, that "
        "it runs, and that the setting has its name, user and password."
    )


def test_before_the_tables_are_made_nothing_else_starts_and_no_empty_database_is_left(tmp_path: Path):
    file = tmp_path / "answerable.db"
    assert refused("worker", home=tmp_path) == (
        f"Error: Cannot find the database {file}. For a new deployment, make its folder and run: answerable migrate"
    )
    assert not file.exists()
    file.touch()
    assert refused("worker", home=tmp_path) == (
        "Error: The tables are not there, or are those of an older version. Stop the processes and run: answerable "
        "migrate"
    )


def test_a_copy_beside_the_database_that_others_may_open_is_said_with_what_mends_it(house: Path):
    copy = house / "answerable.db.before"
    copy.touch(0o600)
    copy.chmod(0o640)
    try:
        looked = run("doctor", "--json", home=house)
    finally:
        copy.unlink()
    found = [(one["name"], one["problem"], one["stops"]) for one in json.loads(looked.stdout) if one["problem"]]
    why = f"Others on this machine may open {copy}. Run: chmod 600 {copy}"
    assert found == [("A file beside the database", why, False)]


def test_what_is_only_unwise_is_warned_of_and_stops_nothing(house: Path):
    for path, mode in ((house, 0o755), (house / "answerable.db", 0o644)):
        path.chmod(mode)
    try:
        ended, looked = run("staff", "list", home=house), run("doctor", "--json", home=house)
    finally:
        for path, mode in ((house, 0o700), (house / "answerable.db", 0o600)):
            path.chmod(mode)
    wanted = [
        f"Others on this machine may open {house}. Run: chmod 700 {house}",
        f"Others on this machine may open {house}/answerable.db. Run: chmod 600 {house}/answerable.db",
    ]
    assert (ended.returncode, ended.stderr.splitlines()[:2]) == (0, [f"Warning: {why}" for why in wanted])
    found = [(one["problem"], one["stops"]) for one in json.loads(looked.stdout) if one["problem"]]
    assert (looked.returncode, found) == (0, [(why, False) for why in wanted])


def found(name: str) -> Finding:
    """Return what is found, within this process, of one thing that the settings name."""
    (finding,) = (finding for finding in machine.findings() if finding.name == name)
    return finding


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "Cannot read {file} of ANSWERABLE_BREACHED: No such file or directory. Put it there."),
        (
            "hunter2\n",
            "Cannot use {file} of ANSWERABLE_BREACHED: each line must begin with a SHA-1, the least first. Sort it.",
        ),
        (
            f"{'B' * 40}:1\n{'A' * 40}:9\n",
            "Cannot use {file} of ANSWERABLE_BREACHED: each line must begin with a SHA-1, the least first. Sort it.",
        ),
        (f"{'A' * 40}:1\r\n{'B' * 40}:9\r\n", ""),
        (f"{'a' * 40}\n", ""),
    ],
)
def test_a_file_of_stolen_passwords_is_looked_at_before_somebody_chooses_one(
    content: str | None, problem: str, settings: Any, tmp_path: Path
):
    file = tmp_path / "pwned.txt"
    settings.BREACHED = str(file)
    if content:
        file.write_text(content)
    assert found("The file of ANSWERABLE_BREACHED") == Finding(
        "The file of ANSWERABLE_BREACHED", f"{file}", problem.format(file=file)
    )


@pytest.mark.django_db
def test_second_factors_that_no_key_fits_are_said_with_whose_they_are_and_stop_nothing(settings: Any):
    sam = cast.staff()
    enrol(sam, secret="JBSWY3DPEHPK3PXP", by=None, at=cast.LONG_AGO)
    assert found("The second factors") == Finding("The second factors", "encrypted, and a key fits each")
    settings.SECRET_KEY = KEY
    assert found("The second factors") == Finding(
        "The second factors",
        "unreadable",
        "These cannot sign in, for their second factors were encrypted with another secret key: "
        "sam.field@council.example. Add that key to ANSWERABLE_FORMER_KEYS, or let each begin again: answerable staff "
        "reset EMAIL",
        stops=False,
    )


@pytest.mark.django_db
def test_a_folder_that_is_not_there_stops_us(settings: Any, tmp_path: Path):
    settings.HOME = tmp_path / "gone"
    assert found("The folder of ANSWERABLE_HOME") == Finding(
        "The folder of ANSWERABLE_HOME",
        f"{tmp_path}/gone",
        f"Cannot use the folder {tmp_path}/gone of ANSWERABLE_HOME: it is not there. Make it.",
    )


@pytest.mark.django_db
def test_a_folder_of_somebody_else_stops_us(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path):
    settings.HOME = tmp_path
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path)  # root, which tests may be, may do anything
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    assert found("The folder of ANSWERABLE_HOME").problem == (
        f"Cannot write to the folder {tmp_path} of ANSWERABLE_HOME. Run this as the user who owns it, or give it to "
        f"the one who runs this: chown {user} {tmp_path}"
    )


@pytest.mark.django_db
def test_the_folder_of_files_is_made_with_the_first_of_them_and_must_be_one_that_we_may_write_to(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
):
    settings.FILES, name = tmp_path / "new" / "files", "The folder of ANSWERABLE_FILES"
    assert found(name) == Finding(name, f"{settings.FILES}, not there yet")
    settings.FILES.mkdir(parents=True, mode=0o700)
    assert found(name) == Finding(name, f"{settings.FILES}")
    settings.FILES.chmod(0o755)
    assert (found(name).stops, "chmod 700" in found(name).problem) == (False, True)
    monkeypatch.setattr(os, "access", lambda path, mode: path != settings.FILES)
    begins = f"Cannot write to the folder {settings.FILES} of ANSWERABLE_FILES. Run this as the user who owns it"
    assert found(name).problem.startswith(begins)
    (tmp_path / "a file").touch()
    settings.FILES = tmp_path / "a file" / "files"
    assert found(name).problem.startswith("Cannot write to the folder")


@pytest.mark.django_db
@pytest.mark.parametrize("content", [None, "[contact@s5.example]\n", MAIL.replace("imaps", "http")])
def test_a_mail_file_that_is_not_there_or_cannot_be_understood_stops_us(
    content: str | None, settings: Any, tmp_path: Path
):
    file = tmp_path / "mail.toml"
    settings.MAIL_FILE = str(file)
    if content:
        file.write_text(content, encoding="utf-8")
    finding = found("The file of ANSWERABLE_MAIL")
    assert (finding.now, finding.stops) == (str(file), True)
    assert finding.problem.startswith("Cannot ")
    assert str(file) in finding.problem
    assert "secret" not in finding.problem


@pytest.mark.django_db
@pytest.mark.parametrize(("mode", "is_refused"), [(0o600, False), (0o640, False), (0o644, True), (0o602, True)])
def test_a_mail_file_that_everybody_can_open_stops_us(mode: int, is_refused: bool, settings: Any, tmp_path: Path):
    file = tmp_path / "mail.toml"
    settings.MAIL_FILE = str(file)
    file.write_text(MAIL, encoding="utf-8")
    file.chmod(mode)
    why = f"Cannot use the mail file {file}: it holds passwords, and everybody may open it. Run: chmod o= {file}"
    wanted = (str(file), why) if is_refused else (f"{file}, mailboxes: 1", "")
    assert found("The file of ANSWERABLE_MAIL")[1:3] == wanted


def test_a_seal_key_that_others_may_read_or_that_is_lost_stops_us(tmp_path: Path, migrated: Path):
    tmp_path.chmod(0o700)
    shutil.copy(migrated, tmp_path / "answerable.db")
    made = run("migrate", home=tmp_path)
    key = tmp_path / "seal-key.pem"
    assert "which signs the seals of the record, is in" in made.stderr
    assert [oct(one.stat().st_mode & 0o777) for one in (key, tmp_path / "seal-key.pem.pub")] == ["0o600", "0o600"]
    key.chmod(0o640)
    why = f"Cannot use the seal key {key}: others may read it, and could forge. Run: chmod 600 {key}"
    assert refused("worker", home=tmp_path) == f"Error: {why}"
    assert run("migrate", home=tmp_path).stderr == f"Error: {why}\n"
    key.unlink()
    why = f"Cannot find the seal key {key}. Put it back; for a new deployment, run: answerable migrate"
    assert refused("worker", home=tmp_path) == f"Error: {why}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "mode", "problem"),
    [
        (b"secret\n", 0o600, ""),
        (b"secret", 0o640, ""),
        (None, 0o600, "Cannot read {file} of ANSWERABLE_DIRECTORY_SECRET: No such file or directory. Put it there."),
        (b"\xff\xfe", 0o600, "Cannot read {file} of ANSWERABLE_DIRECTORY_SECRET: it is no text. Put it there."),
        (
            b" \n",
            0o600,
            "Cannot use {file} of ANSWERABLE_DIRECTORY_SECRET: it is empty. Write the client's secret into it.",
        ),
        (
            b"secret",
            0o604,
            "Cannot use {file} of ANSWERABLE_DIRECTORY_SECRET: everybody may open it. Run: chmod o= {file}",
        ),
    ],
)
def test_the_secret_for_the_directory_is_there_and_is_one(
    content: bytes | None, mode: int, problem: str, settings: Any, tmp_path: Path
):
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
        file.chmod(mode)
    settings.DIRECTORY_ISSUER, settings.DIRECTORY_SECRET = "https://login.example", str(file)
    assert found("The file of ANSWERABLE_DIRECTORY_SECRET") == Finding(
        "The file of ANSWERABLE_DIRECTORY_SECRET", f"{file}", problem.format(file=file)
    )


@pytest.mark.django_db
def test_nothing_starts_where_nobody_could_sign_in_while_the_directory_is_away(settings: Any):
    settings.PASSWORD_ONLY_FOR = "sam.field@council.example"
    nobody = Finding(
        "Signing in with a password",
        "for nobody",
        "Nobody could sign in while the directory is away: sam.field@council.example of "
        "ANSWERABLE_PASSWORD_ONLY_FOR has "
        "no account here, or a closed one. Take the setting away, hire them with answerable staff hire, and then "
        "set it "
        "again.",
    )
    assert found("Signing in with a password") == nobody
    sam = cast.staff()
    assert found("Signing in with a password") == Finding(
        "Signing in with a password", "for sam.field@council.example alone"
    )
    settings.PASSWORD_ONLY_FOR = ""
    deactivate(sam, by=None, at=cast.LONG_AGO)
    settings.PASSWORD_ONLY_FOR = "sam.field@council.example"
    assert found("Signing in with a password") == nobody
