"""Clients that ask one thing after another over kept connections, and what their waits came to."""

import gzip
from collections.abc import Iterable, Iterator, Mapping
from http.client import HTTPConnection
from random import Random
from statistics import median, quantiles
from threading import Lock, Thread
from time import perf_counter, sleep
from typing import NamedTuple

from demonstration.mailroom import HERE

_PATIENCE = 60


class Ask(NamedTuple):
    """One request, and the status that its answer must have."""

    path: str
    headers: Mapping[str, str] = {}
    body: str | None = None
    status: int = 200


class Pressed(NamedTuple):
    """What it came to: waits in milliseconds, and answers a second of all clients together."""

    p50: float
    p95: float
    p99: float
    per_second: float
    answers: int


def press(port: int, asks: Iterable[Ask], *, clients: int, seconds: float, thinks: float = 0.0) -> Pressed:
    """Have so many clients ask until the time is over, or there is nothing left to ask. Raises the first failure.

    Each thinks before it asks, for so many seconds in the mean, as people do: now longer, now not at all.
    """
    pressing = _Pressing(port, iter(asks), perf_counter() + seconds, thinks)
    threads = [Thread(target=pressing.run, args=[Random(number)]) for number in range(clients)]  # the same each time
    began = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = perf_counter() - began
    if pressing.problem is not None:
        raise pressing.problem
    waits = [wait * 1000 for wait in pressing.waits]
    ends = quantiles(waits, n=100)
    return Pressed(median(waits), ends[94], ends[98], len(waits) / took, len(waits))


class _Pressing:
    def __init__(self, port: int, asks: Iterator[Ask], until: float, thinks: float) -> None:
        self._port, self._asks, self._until, self._thinks = port, asks, until, thinks
        self._lock = Lock()
        self.waits: list[float] = []
        self.problem: BaseException | None = None

    def run(self, chance: Random) -> None:
        connection = HTTPConnection(HERE, self._port, timeout=_PATIENCE)
        try:
            while self.problem is None and perf_counter() < self._until:
                with self._lock:
                    ask = next(self._asks, None)
                if ask is None:
                    return
                if self._thinks:
                    sleep(chance.expovariate(1 / self._thinks))
                began = perf_counter()
                _ask(connection, ask)
                self.waits.append(perf_counter() - began)
        except BaseException as error:
            self.problem = error
        finally:
            connection.close()


def weigh(port: int, ask: Ask) -> tuple[int, bytes]:
    """Return how many bytes an answer is on its way to a browser, and the answer itself."""
    connection = HTTPConnection(HERE, port, timeout=_PATIENCE)
    try:
        sent = _ask(connection, ask._replace(headers={**ask.headers, "Accept-Encoding": "gzip"}))
        return len(sent), gzip.decompress(sent) if sent[:2] == _GZIP else sent
    finally:
        connection.close()


_GZIP = b"\x1f\x8b"


def _ask(connection: HTTPConnection, ask: Ask) -> bytes:
    connection.request("GET" if ask.body is None else "POST", ask.path, ask.body, dict(ask.headers))
    response = connection.getresponse()
    said = response.read()
    if response.status != ask.status:
        raise RuntimeError(f"{ask.path} answered {response.status}, not {ask.status}: {said[:300]!r}")
    return said
