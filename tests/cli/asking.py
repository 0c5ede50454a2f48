"""Asking the command line a question within a test, and what it answered."""

from typing import Any, NamedTuple

import orjson
from click.testing import CliRunner

from answerable.cli import main


class Answer(NamedTuple):
    """What came out, what was said beside it, and the exit code."""

    out: str
    said: str
    code: int

    def json(self) -> Any:
        """Return the output as one JSON value."""
        return orjson.loads(self.out)

    def lines(self) -> list[dict[str, Any]]:
        """Return the output as JSON lines."""
        return [orjson.loads(line) for line in self.out.splitlines()]


def ask(*words: object, given: bytes | str | None = None) -> Answer:
    """Run a command as a user would, with ``given`` on standard input."""
    result = CliRunner().invoke(main, [str(word) for word in words], input=given)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Answer(result.stdout, result.stderr, result.exit_code)
