"""Names, addresses and texts of the demonstration, none of them real, from the files beside this one."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

PASSWORD = "everybody can read this"  # everybody's, of people who are not there
SECRET = "ANSWERABLEANSWERABLEANSWERABLE22"
"""What everybody's one-time codes are made from, in base 32."""


@cache
def read(name: str) -> Mapping[str, Any]:
    """Return what a file of the demonstration holds: "places", "letters" or "texts"."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def address_of(key: str) -> str:
    """Return the address at which a council of the demonstration is written to."""
    return f"contact@{key}.localhost"


def email_of(name: str) -> str:
    """Return the address by which a member of staff signs in: "maya.rowe@staff.example"."""
    return f"{name.lower().replace(' ', '.')}@staff.example"
