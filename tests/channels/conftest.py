"""A mail server of the test's own, with the mailboxes of the five councils in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from answerable.charters import COUNCILS
from demonstration.mailroom import Mailroom

CONTACT = "contact@s5.example"


@pytest.fixture
def room(settings: Any, tmp_path: Path) -> Iterator[Mailroom]:
    with Mailroom() as room:
        file = tmp_path / "mail.toml"
        file.write_text("".join(room.settings_for(f"contact@{key}.example") for key in COUNCILS))
        settings.MAIL_FILE = str(file)
        yield room
