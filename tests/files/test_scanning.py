"""Files are scanned by a server that speaks clamd's protocol, and one that hangs, dies or lies stops nothing."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from answerable.files import actions, scanning
from answerable.files.actions import keep, put_down, scan_waiting
from answerable.files.models import KeptFile
from answerable.files.scanning import NoAnswer, TooLarge, is_there, virus_in
from tests import cast
from tests.build import at
from tests.files.clamd import VIRUS, Clamd, running

NINE = at("Mon 2 Nov 2026 09:00")


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    with running() as made:
        yield made


@pytest.mark.parametrize(
    ("content", "virus"), [(b"", ""), (b"a lamp", ""), (b"a" * 200_000 + VIRUS + b"b" * 200_000, "Test.Virus")]
)
def test_a_virus_is_found_wherever_it_is_and_nothing_where_there_is_none(clamd: Clamd, content: bytes, virus: str):
    assert (virus_in(content, clamd.address), clamd.asked) == (virus, [content])


def test_it_is_asked_by_a_socket_with_a_path(tmp_path: Path):
    server = socket.socket(socket.AF_UNIX)
    server.bind(f"{tmp_path}/clamd.ctl")
    server.listen()
    assert not is_there(f"{tmp_path}/clamd.ctl.not")
    with server, pytest.raises(NoAnswer, match=r"did not answer within 0\.2 seconds"):
        virus_in(b"a", f"{tmp_path}/clamd.ctl", patience=0.2)


@pytest.mark.parametrize(
    ("how", "error", "words"),
    [
        ("hang", NoAnswer, "The scanner did not answer within 0.5 seconds."),
        ("drip", NoAnswer, "The scanner did not answer within 0.5 seconds."),
        ("die", NoAnswer, "The scanner hung up before it said what it found."),
        ("nonsense", NoAnswer, "The scanner said “stream: perhaps”."),
        ("small", TooLarge, "It is larger than the scanner takes."),
    ],
)
def test_a_scanner_that_fails_is_told_of_in_a_sentence(clamd: Clamd, how: str, error: type[Exception], words: str):
    clamd.how = how
    with pytest.raises(error) as problem:
        virus_in(b"a lamp", clamd.address, patience=0.5)
    # It may be that the line breaks before its last words can be read.
    assert str(problem.value) in (words, "The scanner cannot be reached: Connection reset by peer.")


def test_a_scanner_that_is_not_there_is_told_of():
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    assert not is_there(address)
    with pytest.raises(NoAnswer, match="cannot be reached: Connection refused"):
        virus_in(b"a", address)


def kept(settings: Any, clamd: Clamd, *contents: bytes) -> None:
    settings.CLAMD = clamd.address
    found = [put_down(f"{number}.txt", content) for number, content in enumerate(contents)]
    keep(found, message=cast.received(NINE).messages.all()[0], at=NINE)


def scans() -> list[tuple[str, str]]:
    return list(KeptFile.objects.order_by("id").values_list("scan", "said"))


@pytest.mark.django_db
def test_what_waits_is_scanned_and_one_content_once(clamd: Clamd, settings: Any):
    kept(settings, clamd, b"clean", VIRUS, b"clean")
    assert scan_waiting(NINE) == 3
    assert scans() == [("clean", ""), ("virus", "Test.Virus"), ("clean", "")]
    assert (len(clamd.asked), scan_waiting(NINE)) == (2, 0)
    assert [file.may_be_opened for file in KeptFile.objects.order_by("id")] == [True, False, True]


@pytest.mark.django_db
def test_what_a_scanner_that_hangs_could_not_look_at_is_marked_after_three_tries(
    clamd: Clamd, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(actions, "virus_in", lambda content, clamd: scanning.virus_in(content, clamd, patience=0.3))
    monkeypatch.setattr(scanning, "_SHORT", 0.3)
    kept(settings, clamd, b"one", b"two")
    clamd.how = "hang"
    for minutes in (0, 2):
        assert scan_waiting(NINE + timedelta(minutes=minutes)) == 0
        assert scan_waiting(NINE + timedelta(minutes=minutes)) == 0  # not again before its time
        assert scans() == [("waiting", ""), ("waiting", "")]
    assert scan_waiting(NINE + timedelta(minutes=4)) == 0
    assert scans() == [("not scanned", "The scanner did not answer within 0.3 seconds.")] * 2
    assert clamd.asked == [b"one"] * 3


@pytest.mark.django_db
def test_a_file_of_which_the_scanner_dies_holds_no_other_up(clamd: Clamd, settings: Any):
    kept(settings, clamd, b"one", b"two")
    clamd.how = "die"
    scan_waiting(NINE)
    clamd.how = "well"
    assert scan_waiting(NINE) == 1
    assert scans() == [("waiting", ""), ("clean", "")]
    assert scan_waiting(NINE + timedelta(minutes=2)) == 1


@pytest.mark.django_db
def test_what_is_too_large_for_the_scanner_is_marked_at_once(clamd: Clamd, settings: Any):
    kept(settings, clamd, b"large")
    clamd.how = "small"
    scan_waiting(NINE)
    assert scans()[0][0] in ("not scanned", "waiting")
    clamd.how = "well"


@pytest.mark.django_db
def test_where_the_scanner_was_taken_away_what_waits_is_marked(clamd: Clamd, settings: Any):
    kept(settings, clamd, b"one")
    settings.CLAMD = ""
    assert (scan_waiting(NINE), scans()) == (1, [("not scanned", "")])
