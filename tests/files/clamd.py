"""A scanner of our own that speaks clamd's protocol, as its manual has it: it hangs, dies and lies when told to.

Each question is checked: the command with its NUL, chunks with their lengths, and an empty one at the end.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

VIRUS = b"X5O!P%@AP-a-test-virus"


class Clamd:
    """How it behaves: "well", "hang", "die" (half way), "nonsense", "small" (takes little), "drip" (a byte a time)."""

    def __init__(self) -> None:
        self.how = "well"
        self.asked: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self.stopping = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.stopping.set()
        self._socket.close()

    def _serve(self) -> None:
        while not self.stopping.is_set():
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._try_to_answer, args=[line], daemon=True).start()

    def _try_to_answer(self, line: socket.socket) -> None:
        with suppress(OSError):  # who asked may have gone
            self._answer(line)

    def _answer(self, line: socket.socket) -> None:
        with line, line.makefile("rb") as came:
            command = b""
            while not command.endswith(b"\0"):
                command += came.read(1)
            if command == b"zPING\0":
                if self.how != "hang":
                    line.sendall(b"PONG\0")
                return
            assert command == b"zINSTREAM\0"
            content = b""
            while True:
                length = int.from_bytes(came.read(4), "big")
                if self.how == "die":
                    return
                if self.how == "small" and length:
                    line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                    return
                if not length:
                    break
                content += came.read(length)
            self.asked.append(content)
            if self.how == "hang":
                self.stopping.wait(30)
            elif self.how == "drip":
                for _ in range(30):
                    line.sendall(b".")
                    self.stopping.wait(0.1)
            elif self.how == "nonsense":
                line.sendall(b"stream: perhaps\0")
            else:
                line.sendall(b"stream: Test.Virus FOUND\0" if VIRUS in content else b"stream: OK\0")


@contextmanager
def running() -> Iterator[Clamd]:
    made = Clamd()
    try:
        yield made
    finally:
        made.close()
