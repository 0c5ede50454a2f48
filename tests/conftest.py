"""What holds for every test: no network, and invented cases that are the same every time."""

import socket
from collections.abc import Iterator
from typing import NoReturn

import pytest
from hypothesis import settings

# quick: the same cases on every run, so a test that passed does not fail for
# nothing. thorough: many more, and different ones each time, for a night.
settings.register_profile("quick", max_examples=60, derandomize=True, database=None, deadline=None)
settings.register_profile("thorough", max_examples=3_000, deadline=None)
settings.load_profile("quick")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Fail any test that opens a connection or looks up a name.

    The failure is not an `Exception`, so that code which forgives a bad line
    cannot forgive this. A program the test starts is not covered.
    """

    def refuse(*args: object, **kwargs: object) -> NoReturn:
        pytest.fail(f"A test tried to use the network: {args[-1]!r}. Give it what it needs from a file.")

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, refuse)
        for name in ("create_connection", "getaddrinfo", "gethostbyname"):
            patch.setattr(socket, name, refuse)
        yield
