"""The front door: help, version, exit codes, completion, and real processes with pipes and Ctrl-C."""

import os
import pty
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from answerable import cli
from answerable.cli import main
from answerable.cli.options import the_moment_it_is
from tests.cli.asking import ask

pytestmark = pytest.mark.slow

PROGRAM = Path(sys.executable).parent / "answerable"
RECORD = {"id": "C-1", "channel": "email", "facts": [{"what": "received", "at": "2026-12-18T18:30:00+00:00"}]}


def paths(command: object, name: str = "") -> list[list[str]]:
    """Return the words of every command."""
    inner = getattr(command, "commands", None)
    if inner is None:
        return [name.split()]
    return [words for sub, one in inner.items() for words in paths(one, f"{name} {sub}")]


def run(*words: object, given: bytes = b"", **settings: str) -> "subprocess.CompletedProcess[bytes]":
    """Run the program as a process of its own."""
    environment = {**os.environ, **settings}
    command = [str(PROGRAM), *map(str, words)]
    return subprocess.run(command, input=given, capture_output=True, env=environment, timeout=60, check=False)


def test_the_version_is_that_of_the_package():
    assert ask("--version") == (f"answerable {version('answerable')}\n", "", 0)


def test_help_shows_a_newcomer_where_to_begin_and_what_exit_codes_mean():
    out = ask("--help").out
    assert "Begin here:" in out
    assert "130  stopped with Ctrl-C" in out


@pytest.mark.parametrize("words", paths(main), ids=" ".join)
def test_every_command_has_help_with_an_example_and_its_exit_codes(words: list[str]):
    answer = ask(*words, "--help")
    assert answer.code == 0
    assert f"answerable {' '.join(words)} " in answer.out
    assert "Exit codes:" in answer.out


DO = {
    "completion",
    "web",
    "worker",
    "dispatcher",
    "migrate",
    "council",
    "addresses",
    "staff",
    "customer",
    "contacts key",
    "calendar learn",
    "seal-key",
    "index",
}
"""Commands that do something; the others answer a question."""


@pytest.mark.parametrize("words", [path for path in paths(main) if not {path[0], " ".join(path)} & DO], ids=" ".join)
def test_every_command_that_answers_a_question_writes_json(words: list[str]):
    assert "--json" in ask(*words, "--help").out


def test_a_command_that_is_not_there_is_wrong_use():
    assert ask("judgement").code == 2


def test_the_clock_is_aware():
    assert the_moment_it_is().utcoffset() is not None


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_script(shell: str):
    answer = ask("completion", shell)
    assert (answer.code, "_ANSWERABLE_COMPLETE" in answer.out) == (0, True)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("answerable ju", ["judge"]),
        ("answerable due --council ", ["s1", "s2", "s3", "s4", "s5"]),
        ("answerable explain --council s5 --promise s5-2", ["S5-22", "S5-23", "S5-24", "S5-28", "S5-29"]),
        ("answerable explain --promise awaab-i", ["AWAAB-INVESTIGATE"]),
    ],
)
def test_a_shell_is_offered_words(words: str, offered: list[str]):
    at = str(len(words.split(" ")) - 1)
    done = run(_ANSWERABLE_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=at)
    assert [line.partition(",")[2] for line in done.stdout.decode().splitlines()] == offered


def test_the_program_may_be_called_by_another_program():
    assert main.main(["--version"], standalone_mode=False) == 0


def test_ctrl_c_within_a_command_ends_with_130(monkeypatch: pytest.MonkeyPatch):
    def stop(*words: object, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.main.commands["promises"], "callback", stop)
    result = CliRunner().invoke(main, ["promises"])
    assert (result.exit_code, result.stderr.strip()) == (130, "Stopped.")


def test_a_process_ends_with_its_exit_code():
    codes = {
        (): 2,
        ("--version",): 0,
        ("due",): 2,
        ("due", "--received", "2031-01-01T09:00"): 3,
        ("charter", "check", str(Path(__file__))): 1,
    }
    assert {words: run(*words).returncode for words in codes} == codes


def test_a_pipe_has_no_colour_and_no_progress(tmp_path: Path):
    done = run(
        "judge", "-", "--council", "s5", "--format", "table", "--now", "2027-02-01T09:00", given=orjson.dumps(RECORD)
    )
    assert (done.returncode, b"\x1b" in done.stdout + done.stderr) == (0, False)
    said = "1 contact, 3 clocks: broken 3. Of a period, answerable figures can count "
    assert done.stderr.decode().startswith(said)


@pytest.mark.parametrize(("words", "shown"), [((), True), (("--quiet",), False)])
def test_a_terminal_shows_progress_unless_it_is_to_be_quiet(tmp_path: Path, words: tuple[str, ...], shown: bool):
    path = tmp_path / "log.jsonl"
    path.write_bytes((orjson.dumps(RECORD) + b"\n") * 3_000)
    ours, theirs = pty.openpty()
    command = [str(PROGRAM), "judge", str(path), "--council", "s2", *words]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs) as process:
        os.close(theirs)
        said = b""
        while chunk := _read(ours):
            said += chunk
        assert process.wait(60) == 0
    os.close(ours)
    assert (b"log.jsonl" in said, b"3,000 contacts" in said) == (shown, shown)


def _read(terminal: int) -> bytes:
    """Read what a terminal shows; nothing when the program at its other end has gone."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""


def test_verdicts_come_as_soon_as_lines_do():
    command = [str(PROGRAM), "judge", "-", "--council", "s2", "--now", "2027-02-01T09:00"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(orjson.dumps(RECORD) + b"\n")
        process.stdin.flush()
        assert orjson.loads(process.stdout.readline())["promise"] == "S2-34"
        process.stdin.close()
        assert process.wait(30) == 0


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path):
    path = tmp_path / "log.jsonl"
    path.write_bytes((orjson.dumps(RECORD) + b"\n") * 20_000)
    command = [str(PROGRAM), "judge", str(path), "--council", "s5", "-q", "--now", "2027-02-01T09:00"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert (process.wait(60), process.stderr.read()) == (141, b"")


def _as_a_terminal_starts_it() -> None:
    """Let Ctrl-C be heard: whoever runs these tests in the background has it ignored by all that they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_leaves_no_half_file_and_what_was_there_before(tmp_path: Path):
    out = tmp_path / "verdicts.jsonl"
    out.write_text("before")
    command = [str(PROGRAM), "judge", "-", "--council", "s5", "--out", str(out)]
    pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, preexec_fn=_as_a_terminal_starts_it) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write((orjson.dumps(RECORD) + b"\n") * 5_000)
        process.stdin.flush()
        while len(list(tmp_path.iterdir())) < 2:
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert (process.wait(60), process.stderr.read().strip()) == (130, b"Stopped.")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"verdicts.jsonl": "before"}
