"""The engine is tried on a machine whose own zone is nobody's: it must never be asked."""

import os
import time
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="package", autouse=True)
def _far_from_here() -> Iterator[None]:
    """Let the machine stand on the Chatham Islands, twelve hours and three quarters ahead of Greenwich."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Pacific/Chatham"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()
