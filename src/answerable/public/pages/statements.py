"""The privacy page and the accessibility statement of a council, and what it has not given for them yet."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from answerable.councils.models import Council
from answerable.councils.statements import ACCESSIBILITY, PRIVACY
from answerable.standards.words import say_date

STANDARD = "the Web Content Accessibility Guidelines version 2.2 AA standard"


def privacy(council: Council) -> Mapping[str, Any]:
    """Return what the privacy page says."""
    return {"council": council, "privacy": council.privacy, "not_given": _not_given(PRIVACY, council.privacy)}


def accessibility(council: Council) -> Mapping[str, Any]:
    """Return what the accessibility statement says, in the sentences that the regulations fix."""
    said: Mapping[str, Any] = council.accessibility
    days = {name: say_date(date.fromisoformat(said[name])) for name in said if name.endswith("_on")}
    return {
        "council": council,
        "said": {**said, **days},
        "compliance": _compliance(said),
        "not_given": _not_given(ACCESSIBILITY, said),
    }


def _compliance(said: Mapping[str, Any]) -> str:
    """Say how far the pages comply. The words are fixed: fully, partially or not, and because of what."""
    causes = [name for name, keys in _CAUSES.items() if any(said.get(key) for key in keys)]
    because = " and ".join(causes)
    match said.get("compliance"):
        case "full":
            return f"This website is fully compliant with {STANDARD}."
        case "partial":
            return f"This website is partially compliant with {STANDARD}, due to the {because} listed below."
        case "none":
            return f"This website is not compliant with {STANDARD}. The {because} are listed below."
    return ""


_CAUSES = {"non-compliances": ("not_accessible",), "exemptions": ("burden", "out_of_scope")}


def _not_given(wanted: Mapping[str, str], said: Mapping[str, Any]) -> list[str]:
    return [words for key, words in wanted.items() if not said.get(key)]
