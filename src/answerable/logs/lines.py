"""Lines of a log, one at a time, and the record in each."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from answerable.logs.errors import LineError

LONGEST = 1_000_000
"""The longest line that is read, in bytes. A contact with a thousand facts takes about a tenth of it."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield each line that is not blank with its number, the first being 1.

    A line over the longest is cut there, so that memory stays small; ``record_of`` then refuses it.
    """
    number = 0
    while line := stream.readline(LONGEST + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(_BYTE_ORDER_MARK)
        rest = line
        while len(rest) > LONGEST and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST + 1)
        if not line.isspace() and line:
            yield number, line


def record_of(line: bytes) -> dict[str, Any]:
    """Read one line of JSON. Raises LineError."""
    if len(line) > LONGEST:
        raise LineError(f"The line is longer than {LONGEST:,} bytes. Is each contact on a line of its own?")
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise LineError(
            f"It is not JSON: {error}. Write each contact as one JSON object on a line of its own."
        ) from None
    if type(record) is not dict:
        raise LineError('It is not a JSON object. Write each contact as {"id": ..., "facts": [...]}.')
    return record
