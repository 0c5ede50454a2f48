"""An SMTP server that can be told to answer wrongly, or to hang up."""

import socket
from collections.abc import Callable, Mapping
from threading import Thread
from types import TracebackType

HANG_UP = "hang up"


class RudeServer:
    """Answers each SMTP command by its first word, by default kindly.

    ``answers`` maps a command, or the end of the letter ("."), to what is said instead, or to ``HANG_UP``.
    ``on_letter`` is given each letter once all of it is there, before that is answered.
    """

    def __init__(
        self, answers: Mapping[str, str] | None = None, on_letter: Callable[[bytes], None] = lambda raw: None
    ) -> None:
        self.answers, self.on_letter = dict(answers or {}), on_letter
        self.commands: list[str] = []
        self._door = socket.create_server(("127.0.0.1", 0))
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
                talk.write(b"220 rude\r\n")
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
        if words != HANG_UP:
            talk.write(f"{words}\r\n".encode())
        return words != HANG_UP
