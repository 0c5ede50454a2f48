"""Reading what strangers wrote, in a process of its own, which a message can end and nothing else suffers."""

import os
import pickle
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from subprocess import DEVNULL, Popen, TimeoutExpired
from typing import TypeVar

from answerable.inbox.budget import MEGABYTE, Budget, CannotRead, OverBudget
from answerable.inbox.child import Answer

_Value = TypeVar("_Value")


def here(read: Callable[[bytes], _Value], raw: bytes) -> _Value:
    """Return what bytes mean, read in this process: for what we wrote ourselves, and for tests."""
    return read(raw)


class _Child:
    """One process that reads, and the line on which it is asked."""

    def __init__(self, budget: Budget, module: str) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = Popen(
                # -P: what lies in the folder that we were started in is no part of the program.
                [sys.executable, "-P", "-m", "answerable.inbox.child", str(budget.memory), module],
                stdin=theirs.fileno(),
                stdout=DEVNULL,
                env=_environment(),
            )
        ours.settimeout(budget.patience)
        self.talk = ours.makefile("rwb")
        self._line = ExitStack()
        self._line.enter_context(ours)
        self._line.enter_context(self.talk)

    def end(self) -> int:
        """End it, whatever it does, and return the exit code."""
        with suppress(OSError):  # what was not said to a process that is gone
            self._line.close()
        self.process.kill()
        return self.process.wait()

    def how_it_ended(self) -> int:
        """Return the exit code of one that has left the line; below nought it is a signal."""
        with suppress(TimeoutExpired):
            self.process.wait(timeout=1)
        return self.end()


class Reader:
    """Reads within a budget. Its process starts with the first message, reads on, and is replaced when it ends.

    It is a new program and no copy of ours: it has no connection to the database, none of our settings, and nothing in
    its memory but what reading needs. That takes a quarter of a second to load, so another stands ready to follow it.
    """

    def __init__(self, budget: Budget | None = None) -> None:
        self.budget = budget or Budget()
        self._child: _Child | None = None
        self._spare: _Child | None = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, read: Callable[[bytes], _Value], raw: bytes) -> _Value:
        """Return what bytes mean.

        Raises OverBudget when that would cost too much, and CannotRead when reading failed or its process went away.
        """
        if len(raw) > self.budget.length:
            raise OverBudget(f"It is longer than {self.budget.length / MEGABYTE:.0f} MB.")
        how, found, trace = self._ask(read, raw, self.budget.seconds_for(raw))
        if how == "read":
            value: _Value = found
            return value
        if how == "over":
            self._end()
            raise OverBudget(found)
        error = CannotRead(found)
        error.add_note(trace)
        raise error

    def close(self) -> None:
        """End its processes. The next message starts others."""
        self._end()
        if self._spare is not None:
            self._spare.end()
            self._spare = None

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    def _ask(self, read: Callable[[bytes], _Value], raw: bytes, seconds: float) -> Answer:
        child = self._child = self._child or self._follow(read.__module__)
        try:
            pickle.dump((read, raw, seconds), child.talk, pickle.HIGHEST_PROTOCOL)
            child.talk.flush()
            answer: Answer = pickle.load(child.talk)
        except TimeoutError:
            self._end()
            raise CannotRead(f"It was not read within {self.budget.patience:.0f} seconds.") from None
        except (EOFError, OSError, pickle.UnpicklingError):  # it is gone, perhaps in the middle of its answer
            code, self._child = child.how_it_ended(), None
            if code == -signal.SIGPROF:
                raise OverBudget(f"Reading it takes more than {seconds:.1f} seconds of processor time.") from None
            how = f"by {signal.Signals(-code).name}" if code < 0 else f"with {code}"
            raise CannotRead(f"The process that read it ended {how}.") from None
        except BaseException:  # what comes on this line now is no answer to the next message
            self._end()
            raise
        return answer

    def _follow(self, module: str) -> _Child:
        """Return the process that stood ready, and start another that will."""
        ready, self._spare = self._spare, None
        child = ready or _Child(self.budget, module)
        self._spare = _Child(self.budget, module)
        return child


def _environment() -> dict[str, str]:
    """Return what the process is told: where the program is, as we found it, and none of the deployment's settings."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("ANSWERABLE_")}
    return others | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
