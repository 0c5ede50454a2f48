"""What of a council can be changed on screen: which fields of which rows, and what each is called."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from answerable.councils.models import Council, Mailbox, Service, Team
from answerable.councils.urgent import said_of_numbers

Place: TypeAlias = Council | Service | Team | Mailbox
"""A row that has settings."""

SETTINGS: Mapping[type[Place], Mapping[str, str]] = MappingProxyType(
    {
        Council: {
            "phone": "Telephone number",
            "address": "Address",
            "opening": "Opening hours",
            "duty_address": "Duty address",
            "urgent_numbers": "Urgent numbers",
        },
        Service: {
            "name": "Name",
            "takes_forms": "Team that takes what the form brings",
            "public_title": "What residents choose",
            "public_hint": "Hint under it",
        },
        Team: {"name": "Name", "answers_name": "Who answers", "answers_phone": "Their telephone number"},
        Mailbox: {"team": "Team", "name": "What the charter calls it"},
    }
)
"""The fields of each, with what a page calls them. What else there is of them, only the council's file says."""


def called(place: Place) -> str:
    """Return what the record, and the command that reads a council's file, call a row."""
    if isinstance(place, Mailbox):
        return f"mailbox {place.address}"
    return f"{type(place).__name__.lower()} {place.path}"


def setting_of(place: Place, name: str) -> str:
    """Return what one setting of a row is called: "team s5/roads/post: name"."""
    return f"{called(place)}: {name}"


def values_of(place: Place) -> dict[str, Any]:
    """Return the settings of a row as they are."""
    return {name: getattr(place, name) for name in SETTINGS[type(place)]}


def in_words(value: Any) -> str:
    """Return a setting in words: numbers with what they are for, a team by its path."""
    if isinstance(value, list):
        return said_of_numbers(value)
    if value is None:
        return ""
    return value.path if isinstance(value, Team) else str(value)


def as_seen(place: Place) -> str:
    """Return the settings of a row as a page carries them, to tell whether a colleague changed any meanwhile."""
    return json.dumps({name: in_words(value) for name, value in values_of(place).items()}, sort_keys=True)
