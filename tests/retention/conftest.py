"""A file of deletions of each test's own."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def deletions(tmp_path: Path, settings: Any) -> Path:
    settings.DELETIONS = tmp_path / "deletions.jsonl"
    return tmp_path / "deletions.jsonl"
