"""One line as another system sent it: what it says. It asks nobody anything."""

from typing import Any

from answerable.logs.errors import LineError
from answerable.logs.lines import record_of


def read(raw: bytes) -> dict[str, Any] | str:
    """Return the record of a line, or what is wrong with the line, in a sentence."""
    try:
        return record_of(raw)
    except LineError as error:
        return str(error)
