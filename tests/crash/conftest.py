"""What marks the crash tests, and has them begin first: they take longest, and mostly wait."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "crash: real processes are killed at random moments; it takes a minute or two.")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("crash") is None)
