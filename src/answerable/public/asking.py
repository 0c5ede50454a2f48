"""What a request brings, beyond what Django knows of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django import forms
from django.contrib.sessions.backends.base import SessionBase
from django.http import Http404, HttpRequest
from django.utils.timezone import localtime

from answerable.contacts.actions.counting import count
from answerable.contacts.limits import Limit
from answerable.councils.models import Council
from answerable.councils.queries import council_at


class Asked(HttpRequest):
    """A request with the one moment at which it is answered, and with who calls, as far as our own proxy tells.

    The middleware in config/clock.py and config/entrance.py see to it.
    """

    now: datetime
    caller: str


def council_or_404(key: str) -> Council:
    """Return the council whose page this is, or have it said that there is no such page."""
    found = council_at(key)
    if found is None:
        raise Http404
    return found


def is_within(limit: Limit, form: forms.BaseForm, *, who: str, at: datetime) -> bool:
    """Count one more, or say on the form when to try again; whatever was typed stays on it.

    Where nobody says who calls, nobody is slowed down: all would be taken for one.
    """
    if not who or count(limit, who=who, at=at):
        return True
    form.add_error(
        None,
        f"Too much has come from here in a short time, so this is not sent yet. Wait until "
        f"{localtime(limit.again_at(at)):%H:%M} and press the button again. What you wrote is still here",
    )
    return False


TOO_MUCH = 429
"""The status of a page that asks to wait (RFC 6585)."""


_Kept = TypeVar("_Kept", dict[str, Any], list[Any], str)


def kept_in(session: SessionBase | Mapping[str, Any], name: str, sort: type[_Kept]) -> _Kept:
    """Return what a session keeps under a name, or nothing of its sort where it keeps none or something else there.

    It may have been kept by an earlier version of this program.
    """
    kept = session.get(name)
    return kept if isinstance(kept, sort) else sort()
