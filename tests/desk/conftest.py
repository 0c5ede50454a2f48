"""Who sits at the desk in these tests."""

from typing import Any

import pytest

from tests import cast
from tests.desk.sitting import Desk


@pytest.fixture
def sam(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An officer of the post team of s5."""
    cast.council()
    return Desk(cast.staff(), "s5", monkeypatch)


@pytest.fixture
def desk_of(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make the desk of anybody, with the arguments of ``cast.staff``."""

    def made(name: str = "Sam Field", council: str = "s5", **post: Any) -> Desk:
        cast.council(council)
        return Desk(cast.staff(name, **{"path": f"{council}/customer-services/post", **post}), council, monkeypatch)

    return made
