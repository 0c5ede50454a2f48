"""What staff note of a call or a visit while it goes on, each at one tap, and what ends it.

A call runs from its first ring, and a visit from the door, until a fact that ``ends`` it. What is not done by then is a
contact that waits like any other: a call back by the time agreed, an answer by the day that was told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Any

LONGEST = timedelta(days=1)
"""A call or visit of which no end is noted by then has none on record, and runs no more (S3-23)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """One fact that can be noted of a call or visit that goes on.

    ``words`` stand on its button, and ``key`` presses it. One of the facts ``after`` has come before it (none named: at
    any time), and none of those in ``until`` has since: it comes once only where it is one of these. ``asks`` are the
    details to be filled in first, of which ``must`` may not be left empty, and ``says`` those that it always has;
    ``repeats`` is the fact whose details it takes over. ``to_team`` is whether it goes to a team that is chosen. What
    ``closes`` names is the outcome with which the contact is closed, where nothing more is to be done, and ``leaves``
    the channel of the contact that it leaves behind: a message for us to answer.
    """

    name: str
    fact: str
    words: str
    key: str
    after: frozenset[str] = frozenset()
    until: frozenset[str] = frozenset()
    asks: tuple[str, ...] = ()
    must: frozenset[str] = frozenset()
    says: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    repeats: str = ""
    to_team: bool = False
    ends: bool = False
    closes: str = ""
    leaves: str = ""


def _tap(fact: str, words: str, key: str, *, name: str = "", **more: Any) -> Tap:
    sets: dict[str, Any] = {at: frozenset(more.pop(at, ())) for at in ("after", "until", "must")}
    return Tap(name=name or fact, fact=fact, words=words, key=key, **sets, **more)


_GOT_IT, _WITHOUT = "Got what they asked for", "Went without, because …"

MEETINGS: Mapping[str, tuple[Tap, ...]] = MappingProxyType(
    {
        "phone": (
            _tap("answered", "Answered", "a", until=["answered"]),
            _tap("abandoned", "Gave up", "x", until=["answered"], ends=True, closes="unmet"),
            _tap(
                "voicemail_left",
                "Left a message",
                "v",
                until=["answered"],
                ends=True,
                closes="unmet",
                leaves="voicemail",
            ),
            _tap("transferred", "Passed on to …", "p", after=["answered"], to_team=True),
            _tap("callback_agreed", "Call back agreed for …", "b", asks=("by_when",), must=["by_when"], ends=True),
            _tap("resolved", _GOT_IT, "r", after=["answered"], ends=True, closes="done"),
            _tap(
                "delay_told", _WITHOUT, "u", after=["answered"], asks=("reason", "by_when"), must=["reason"], ends=True
            ),
        ),
        "reception": (
            _tap("greeted", "Greeted", "g", until=["greeted"]),
            _tap("wait_told", "Told the wait", "w", until=["seen"]),
            _tap("colleague_asked", "Colleague asked for", "o"),
            _tap(
                "colleague_asked",
                "Colleague asked for by name",
                "h",
                name="colleague_named",
                says={"named": True},
            ),
            _tap("colleague_met", "Colleague came", "i"),
            _tap(
                "colleague_unavailable",
                "Colleague is away",
                "y",
                after=["colleague_asked"],
                until=["colleague_met", "colleague_unavailable"],
                repeats="colleague_asked",
            ),
            _tap("seen", "Seen", "s", until=["seen"]),
            _tap("appointment_offered", "Appointment offered for …", "d", asks=("slot",), must=["slot"]),
            _tap("resolved", _GOT_IT, "r", after=["seen"], ends=True, closes="done"),
            _tap(
                "delay_told",
                _WITHOUT,
                "u",
                after=["greeted", "seen"],
                asks=("reason", "by_when"),
                must=["reason"],
                ends=True,
            ),
            _tap("left", "Left unseen", "x", until=["seen"], ends=True, closes="unmet"),
        ),
    }
)
"""What can be tapped of a contact while it goes on, by its channel, in the order in which it happens."""

ENDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {channel: frozenset(tap.fact for tap in taps if tap.ends) for channel, taps in MEETINGS.items()}
)
"""The facts that end a call or a visit: it runs until the first of them."""

TO_TEAM = frozenset(tap.fact for taps in MEETINGS.values() for tap in taps if tap.to_team)
"""The facts by which a call or a visit is passed on to another team."""


def tap_named(channel: str, name: str) -> Tap | None:
    """Return what is tapped under a name on a channel, or None where nothing is."""
    return next((tap for tap in MEETINGS.get(channel, ()) if tap.name == name), None)
