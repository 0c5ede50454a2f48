"""Asking ClamAV's daemon whether there is a virus in some bytes, by its own protocol (INSTREAM, clamd(8))."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

PATIENCE = 20.0
"""Seconds that it may take to scan one file, all in all."""

_SHORT = 3.0
"""Seconds that it may take to say that it is there."""

_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4_096


class NoAnswer(Exception):
    """The scanner could not be reached, or did not say what it found. The words say why."""


class TooLarge(Exception):
    """The scanner is set to take nothing so large."""


def virus_in(content: bytes, clamd: str, *, patience: float = PATIENCE) -> str:
    """Return the name of the virus that is in some bytes, or nothing where none was found.

    ``clamd`` is the path of its socket, or a name and a port. Raises NoAnswer, or TooLarge.
    """
    with _line_to(clamd, patience) as ask:
        pieces = (content[first : first + _CHUNK] for first in range(0, len(content), _CHUNK))
        said = ask([b"zINSTREAM\0", *(len(piece).to_bytes(4, "big") + piece for piece in pieces), bytes(4)])
    if "size limit exceeded" in said:
        raise TooLarge("It is larger than the scanner takes.")
    found = said.removeprefix("stream:").strip()
    if found == "OK":
        return ""
    if not found.endswith(" FOUND"):
        raise NoAnswer(f"The scanner said “{said[:100]}”.")
    return found.removesuffix(" FOUND")[:200]


def is_there(clamd: str) -> bool:
    """Tell whether the scanner answers at all."""
    try:
        with _line_to(clamd, _SHORT) as ask:
            return ask([b"zPING\0"]) == "PONG"
    except NoAnswer:
        return False


class _Ask:
    """One question to the scanner and its answer, before its time is over."""

    def __init__(self, line: socket.socket, ends: float) -> None:
        self._line, self._ends = line, ends

    def __call__(self, pieces: list[bytes]) -> str:
        answer = b""
        try:
            for piece in pieces:
                self._hurry()
                self._line.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it hangs up on what is too large, having said so
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            self._hurry()
            came = self._line.recv(_LONGEST_ANSWER)
            if not came:
                raise NoAnswer("The scanner hung up before it said what it found.")
            answer += came
        return answer.rstrip(b"\0").decode("utf-8", "replace").strip()

    def _hurry(self) -> None:
        left = self._ends - monotonic()
        if left <= 0:
            raise TimeoutError
        self._line.settimeout(left)


@contextmanager
def _line_to(clamd: str, patience: float) -> Iterator[_Ask]:
    try:
        with _connected(clamd, patience) as line:
            yield _Ask(line, monotonic() + patience)
    except TimeoutError:
        raise NoAnswer(f"The scanner did not answer within {patience:g} seconds.") from None
    except OSError as error:
        raise NoAnswer(f"The scanner cannot be reached: {error.strerror or type(error).__name__}.") from error


def _connected(clamd: str, patience: float) -> socket.socket:
    if not clamd.startswith("/"):
        host, _, port = clamd.rpartition(":")
        return socket.create_connection((host, int(port)), patience)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(patience)
    try:
        line.connect(clamd)
    except OSError:
        line.close()
        raise
    return line
