"""What a council says of privacy and accessibility on its pages: the keys of its file, and what it has not given yet.

The accessibility regulations fix the sentences of the statement (SI 2018/952, regulation 8); a council gives the facts
that stand in them. Its page says which of these are still missing, and only a real deployment refuses that.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from answerable.standards.reading.file_table import FileTable

PRIVACY: Mapping[str, str] = {
    "controller": "who decides how what you tell us is used, and where they can be reached",
    "officer": "who the data protection officer is, and how to reach them",
    "basis": "on what basis in law we use it",
    "retention": "how long we keep it",
}
"""The keys of [privacy], each with what it says, as the page names it where it is missing."""

COMPLIANCE = ("full", "partial", "none")
REASONS = ("not_accessible", "burden", "out_of_scope")
"""The lists of what is not accessible: by a fault, as too much to mend, and as outside the regulations."""

ACCESSIBILITY: Mapping[str, str] = {
    "compliance": "how far these pages comply with the standard",
    "tested_on": "when they were last tested",
    "tested_by": "who tested them",
    "tested_how": "how they were tested",
    "prepared_on": "when this statement was prepared",
    "reviewed_on": "when it was last reviewed",
}
"""The keys of [accessibility] that every statement must fill in, each with what it says."""

_CONTRADICTS = {
    True: "'compliance' is 'full', and something is listed that is not accessible. Take it out, or write: 'partial'.",
    False: "'compliance' is not 'full', and nothing is listed that is not accessible. List it under 'not_accessible'.",
}
_DAYS = frozenset({"tested_on", "prepared_on", "reviewed_on"})


def read_privacy(whole: FileTable) -> dict[str, str]:
    """Return what the file says under [privacy]; what it leaves out is left out."""
    place = whole.take_table("privacy")
    if place is None:
        return {}
    said = {key: _words(place, key) for key in PRIVACY}
    place.close()
    return {key: words for key, words in said.items() if words}


def read_accessibility(whole: FileTable) -> dict[str, Any]:
    """Return what the file says under [accessibility], its days as ISO 8601; what it leaves out is left out.

    Raises CharterError where it says that all is accessible and lists what is not, or the other way about.
    """
    place = whole.take_table("accessibility")
    if place is None:
        return {}
    said: dict[str, Any] = {"compliance": place.take_word("compliance", COMPLIANCE, "")}
    for key in ACCESSIBILITY:
        if key in _DAYS:
            day: date | None = place.take(key, date, None)
            said[key] = "" if day is None else day.isoformat()
        elif key != "compliance":
            said[key] = _words(place, key)
    said |= {key: list(place.take_list(key, None, [])) for key in REASONS}
    listed = any(said[key] for key in REASONS)
    if said["compliance"] and (said["compliance"] == "full") == listed:
        raise place.refuse(_CONTRADICTS[listed], "compliance")
    place.close()
    return {key: value for key, value in said.items() if value}


def missing(privacy: Mapping[str, Any], accessibility: Mapping[str, Any]) -> Iterator[str]:
    """Name the keys that are still to be given: "[privacy] officer"."""
    yield from (f"[privacy] {key}" for key in PRIVACY if not privacy.get(key))
    yield from (f"[accessibility] {key}" for key in ACCESSIBILITY if not accessibility.get(key))


def _words(place: FileTable, key: str) -> str:
    return str(place.take(key, str, "")).strip()
