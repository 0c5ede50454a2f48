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


def address_of(key: str, to: str = "contact") -> str:
    """Return the address at which a council of the demonstration is written to, or a service of it that has its own."""
    return f"{to}@{key}.localhost"


def addresses_of(key: str) -> list[str]:
    """Return all addresses of a council: first its own, then those of the services that its form offers."""
    offered = read("places")["councils"][key].get("offers", [])
    return [address_of(key), *(address_of(key, service) for service in offered)]


def email_of(name: str) -> str:
    """Return the address by which a member of staff signs in: "maya.rowe@staff.example"."""
    return f"{name.lower().replace(' ', '.')}@staff.example"
