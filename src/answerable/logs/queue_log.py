"""The queue log of an Asterisk telephone system: an event a line, put together as one call a record."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

from answerable.logs.errors import LineError
from answerable.logs.lines import LONGEST

NAME = "queue_log"
"""What the name of such a file holds, as the telephone system names it."""

_BEGINS = "ENTERQUEUE"
_FACTS = {
    "CONNECT": "answered",
    "ABANDON": "abandoned",
    "BLINDTRANSFER": "transferred",
    "ATTENDEDTRANSFER": "transferred",
}
_OVER = ("COMPLETECALLER", "COMPLETEAGENT", "ABANDON", "EXITWITHTIMEOUT", "EXITEMPTY", "EXITWITHKEY", *list(_FACTS)[2:])

Call = dict[str, Any]


def read_calls(stream: BinaryIO) -> Iterator[tuple[int, Call | LineError]]:
    """Yield each call as a record, with the number of the line by which it was over.

    A call that is not over at the end of the file comes as far as it had got; of one that began before the file,
    nothing is known but its end, and it is passed over. What cannot be read comes as the LineError to report. Only the
    calls of the moment are in memory.
    """
    going: dict[str, Call] = {}
    number = 0
    while line := stream.readline(LONGEST):
        number += 1
        parts = line.decode("utf-8", "replace").rstrip("\r\n").split("|")
        if parts == [""]:
            continue
        try:
            at = datetime.fromtimestamp(float(parts[0]), UTC)
            _, id, _, _, event = parts[:5]
        except (ValueError, OverflowError, OSError):
            yield (
                number,
                LineError(f"It is no line of a {NAME}: 1795323253|1795323253.0|queue|agent|EVENT|... Mend it."),
            )
            continue
        if event == _BEGINS and id not in going:
            begun = [{"what": what, "at": at.isoformat()} for what in ("ringing", "queued")]
            phone = {"phone": parts[6]} if len(parts) > 6 and parts[6] else {}
            going[id] = {"id": id, "channel": "phone", "facts": begun, **phone}
        elif event in _FACTS and id in going:
            going[id]["facts"].append({"what": _FACTS[event], "at": at.isoformat()})
        if event in _OVER and id in going:
            yield number, going.pop(id)
    for call in going.values():
        yield number, call


def record_of(call: Call | LineError) -> Call:
    """Return a call that could be read. Raises LineError."""
    if isinstance(call, LineError):
        raise call
    return call
