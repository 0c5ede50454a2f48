"""Reading is done in a process of its own, within a budget; what goes over it ends that process and nothing else."""

import resource
import signal
from collections.abc import Iterator
from functools import partial
from time import monotonic

import pytest

from answerable.channels.email.read import read as read_email
from answerable.inbox.budget import MEGABYTE, Budget, CannotRead, OverBudget
from answerable.inbox.reader import Reader, here
from tests.channels.email.odd_mail import mailbox
from tests.inbox.pigeon_post import read, read_with_ballast

pytestmark = pytest.mark.slow

SMALL = Budget(length=100, seconds=0.2, memory=256 * MEGABYTE, patience=20)


@pytest.fixture
def reader() -> Iterator[Reader]:
    with Reader(SMALL) as reader:
        yield reader


def whose(reader: Reader) -> str:
    """Return which process reads, and what it knows of the deployment's settings."""
    return reader(read, b"whose")


def test_what_is_read_in_the_other_process_is_what_is_read_here() -> None:
    with Reader() as reader:
        assert [reader(read_email, raw) for raw in mailbox()] == [here(read_email, raw) for raw in mailbox()]


def test_one_process_reads_message_after_message(reader: Reader) -> None:
    assert reader(read, b"coo") == "COO"
    assert len({whose(reader) for _ in range(5)}) == 1


def test_the_process_is_told_none_of_the_deployments_settings(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSWERABLE_SECRET_KEY", "told to nobody")
    assert whose(reader).endswith(" []")


def test_it_is_a_new_program_that_knows_nothing_but_how_to_read(reader: Reader) -> None:
    known = reader(read, b"modules").split()
    assert known == ["answerable", "answerable.inbox", "answerable.inbox.budget", "answerable.inbox.plain"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"spin", "Reading it takes more than 0.2 seconds of processor time."),
        (b"eat", "Reading it takes more than 256 MB of memory."),
        (b"tangle", "It is tied in more than one knot."),
        (b"x" * 101, "It is longer than 0 MB."),
    ],
    ids=["time", "memory", "its own measure", "length"],
)
def test_what_costs_too_much_is_refused_with_the_reason_and_the_next_is_read(
    reader: Reader, raw: bytes, said: str
) -> None:
    with pytest.raises(OverBudget) as refused:
        reader(read, raw)
    assert str(refused.value) == said
    assert reader(read, b"coo") == "COO"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"die", "The process that read it ended by SIGKILL."),
        (b"leave", "The process that read it ended with 3."),
        (b"poison", "RuntimeError: it is poisonous"),
    ],
)
def test_what_cannot_be_read_says_how_that_ended_and_the_next_is_read(reader: Reader, raw: bytes, said: str) -> None:
    with pytest.raises(CannotRead) as failed:
        reader(read, raw)
    assert str(failed.value) == said
    assert reader(read, b"coo") == "COO"


def test_the_log_of_a_fault_says_where_it_was(reader: Reader) -> None:
    with pytest.raises(CannotRead) as failed:
        reader(read, b"poison")
    (trace,) = failed.value.__notes__
    assert 'in read\n    raise RuntimeError("it is poisonous")' in trace


def test_nobody_waits_longer_than_their_patience() -> None:
    began = monotonic()
    with Reader(Budget(patience=1)) as reader:
        with pytest.raises(CannotRead, match=r"^It was not read within 1 seconds\.$"):
            reader(read, b"sleep")
        assert monotonic() - began < 20
        assert reader(read, b"coo") == "COO"


def test_a_longer_message_may_take_longer() -> None:
    assert [Budget().seconds_for(b"x" * length) for length in (0, MEGABYTE, 50 * MEGABYTE)] == [1.0, 1.1, 6.0]


def test_seconds_are_counted_for_each_message_and_not_for_the_process(reader: Reader) -> None:
    for _ in range(3):
        assert reader(read, b"work") == "worked"
    before = _spent_by_children()
    reader.close()
    assert _spent_by_children() - before > 0.3


def test_a_message_that_took_nearly_all_its_time_costs_the_next_none() -> None:
    slow_to_hand_over = partial(read_with_ballast, [()] * 40_000_000)
    with Reader(Budget(seconds=0.8)) as reader:
        assert reader(read, b"linger") == "LINGER"
        assert reader(slow_to_hand_over, b"coo") == "COO"


def _spent_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_the_process_ends_with_whoever_started_it(reader: Reader) -> None:
    number = int(whose(reader).split()[0])
    both = [child for child in (reader._child, reader._spare) if child is not None]
    assert [child.process.pid == number for child in both] == [True, False]
    for child in both:
        child._line.close()  # as when this process dies
    assert [child.process.wait(timeout=20) for child in both] == [0, 0]
    reader.close()


def test_another_process_stands_ready_to_follow_the_one_that_a_message_ends(reader: Reader) -> None:
    whose(reader)
    ready = reader._spare
    assert ready is not None
    with pytest.raises(OverBudget):
        reader(read, b"spin")
    assert int(whose(reader).split()[0]) == ready.process.pid
    assert reader._spare is not None and reader._spare is not ready
    reader.close()
    assert (ready.process.returncode, reader._spare) == (-signal.SIGKILL, None)


def test_ctrl_c_is_for_whoever_started_it(reader: Reader) -> None:
    whose(reader)
    assert reader._child is not None
    reader._child.process.send_signal(signal.SIGINT)
    assert reader(read, b"coo") == "COO"
