"""An SMTP server that can be told to answer wrongly, or to hang up."""

import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Thread
from time import sleep
from types import TracebackType

HANG_UP = "hang up"
HANG = "say nothing, and keep the line"
DRIP = "go on for ever, a byte at a time"
SILENCE = "the first word of all, which is the server's"


class RudeServer:
    """Answers each SMTP command by its first word, by default kindly.

    ``answers`` maps a command, the end of the letter (".") or the greeting (``SILENCE``), to what is said instead, or
    to ``HANG_UP``, ``HANG`` or ``DRIP``.
    ``on_letter`` is given each letter once all of it is there, before that is answered.
    """

    def __init__(
        self,
        answers: Mapping[str, str] | None = None,
        on_letter: Callable[[bytes], None] = lambda raw: None,
        port: int = 0,
    ) -> None:
        self.answers, self.on_letter = dict(answers or {}), on_letter
        self.commands: list[str] = []
        self._door = socket.create_server(("127.0.0.1", port))
        self.port = int(self._door.getsockname()[1])
        self._thread = Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "RudeServer":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            with line, line.makefile("rwb", buffering=0) as talk:
                if not self._answer(talk, self.answers.get(SILENCE, "220 rude")):  # type: ignore[arg-type]
                    continue
                self._talk(talk)  # type: ignore[arg-type]  # makefile's own type is narrower than what it returns

    def _talk(self, talk: socket.SocketIO) -> None:
        while command := talk.readline().decode().strip():
            word = command.partition(" ")[0].upper()
            self.commands.append(command)
            usual = {"DATA": "354 go on", "QUIT": "221 bye"}.get(word, "250 OK")
            if not self._answer(talk, self.answers.get(command, self.answers.get(word, usual))):
                return
            if word == "DATA" and self.answers.get(word, "354").startswith("354"):
                lines: list[bytes] = []
                while (line := talk.readline()) not in (b".\r\n", b""):
                    lines.append(line)
                self.on_letter(b"".join(lines))
                if not self._answer(talk, self.answers.get(".", "250 OK")):
                    return

    @staticmethod
    def _answer(talk: socket.SocketIO, words: str) -> bool:
        if words == HANG:
            talk.read()  # until the other side gives up
            return False
        if words == DRIP:
            with suppress(OSError):
                while True:
                    talk.write(b"2")
                    sleep(0.1)
            return False
        if words != HANG_UP:
            talk.write(f"{words}\r\n".encode())
        return words != HANG_UP
