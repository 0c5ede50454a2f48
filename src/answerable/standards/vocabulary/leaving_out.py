"""The grounds on which a contact is left out of the figures (C10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingOut:
    """One ground, by its ``code``.

    ``title`` is its name on the desk, and ``because`` what is told of it, after "We closed this, because". Where
    ``somebody_waits``, a customer may have waited for an answer, so that a promise broken before it was left out
    counts as broken all the same; where nobody does, it is left out and counted as left out late. ``is_told`` is
    whether the customer is written to.
    """

    code: str
    title: str
    because: str
    somebody_waits: bool = True
    is_told: bool = False


LEAVING_OUT: Mapping[str, LeavingOut] = MappingProxyType(
    {
        one.code: one
        for one in (
            LeavingOut(code="spam", title="Spam", because="we took it for unwanted mail"),
            LeavingOut(
                code="bounce",
                title="A message about our own message",
                because="it was a machine's message about a message of ours",
                somebody_waits=False,
            ),
            LeavingOut(
                code="duplicate",
                title="The same as another contact",
                because="we had been told of the same matter already",
                is_told=True,
            ),
            LeavingOut(
                code="misdirected",
                title="Meant for another body",
                because="it is for another body to answer, and not for us",
                is_told=True,
            ),
            LeavingOut(
                code="test",
                title="A test of ours",
                because="it was a test of ours",
                somebody_waits=False,
            ),
            LeavingOut(
                code="mystery shop",
                title="A mystery shop",
                because="it was written to see how we answer",
                somebody_waits=False,
            ),
        )
    }
)
"""Every ground by its code."""


def somebody_waits(code: object) -> bool:
    """Tell whether a customer may wait behind what is left out on a ground; on one that is not known, they may."""
    known = LEAVING_OUT.get(str(code))
    return known is None or known.somebody_waits
