"""Staff and permissions, in words for a page."""

from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from django.contrib.sessions.backends.base import SessionBase

from answerable.people.models import Role
from answerable.people.permissions import PERMISSIONS


class PermissionRow(NamedTuple):
    """One line of the page of permissions."""

    name: str
    says: str
    who: str


def permission_rows() -> list[PermissionRow]:
    """Return what may be done and by whom, in the order of permissions.py."""
    return [PermissionRow(one.name, one.says, _who(one.roles)) for one in PERMISSIONS.values()]


def desk_of(council: str) -> str:
    """Return the address of a council's desk, which config/urls.py gives it; this room is below the desk."""
    return f"/{council}/desk/"


def in_fours(secret: str) -> str:
    """Return a secret as groups of four letters, which can be copied by eye."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Mac OS X", "a Mac"),
    ("Linux", "Linux"),
)
"""What a browser calls itself, by what only it has in it: the first that fits, since each names those before it too."""


UNITS = (("hour", 3600), ("minute", 60), ("second", 1))


def browser_name(agent: str) -> str:
    """Say which browser it is, as far as it says so itself: "Firefox on Windows"."""
    browser = next((name for part, name in BROWSERS if part in agent), "Another browser")
    system = next((f" on {name}" for part, name in SYSTEMS if part in agent), "")
    return browser + system


def in_words(wait: timedelta) -> str:
    """Say how long something takes, in whole units and never too short: "30 seconds", "2 minutes", "12 hours"."""
    seconds = max(1, ceil(wait.total_seconds()))
    unit, of = next((unit, of) for unit, of in UNITS if seconds >= 2 * of or of == 1)
    amount = ceil(seconds / of)
    return f"{amount} {unit}" if amount == 1 else f"{amount} {unit}s"


def moment_in(session: SessionBase, name: str) -> datetime | None:
    """Return a moment that a session keeps, or None where it keeps none, or something else."""
    try:
        kept = datetime.fromisoformat(session.get(name, ""))
    except (TypeError, ValueError):
        return None
    return kept if kept.tzinfo else None


def _who(roles: frozenset[Role]) -> str:
    named = [role.label for role in Role if role in roles]
    return "Everybody with a post" if len(named) == len(Role) else ", ".join(named)
