"""What marks the crash tests, and has them begin first: they take longest, and mostly wait."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("crash") is None)
