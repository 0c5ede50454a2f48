"""What there is to be told, a value each: its words for the page, the email and the choices, and its way by default."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

EMAIL, PAGE, OFF = "email", "page", "off"
WAYS: Mapping[str, str] = MappingProxyType({EMAIL: "By email", PAGE: "Only on the page", OFF: "Not at all"})
"""The ways in which somebody is told; what goes by email stands on their page as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertKind:
    """One kind of thing to be told.

    ``title`` names it where it is chosen, and ``says`` is all that a line of it says. ``way`` is how it is told unless
    somebody chose otherwise. What is ``urgent`` cannot be chosen: it is sent whatever the hour. What is ``listed`` is
    no line of its own but a list, which is sent or not. What is a ``mark`` stands on the person's page by itself: its
    line is for the email.
    """

    name: str
    title: str
    says: str
    way: str = EMAIL
    urgent: bool = False
    listed: bool = False
    mark: bool = False

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways that can be chosen."""
        return () if self.urgent else (EMAIL, OFF) if self.listed else tuple(WAYS)


WELFARE = AlertKind(
    name="welfare",
    title="Somebody may come to harm",
    says="Somebody may come to harm. Read it now",
    urgent=True,
)
LATE = AlertKind(name="late", title="A promise has become late", says="A promise has become late")
SOON = AlertKind(name="soon", title="A promise falls due soon", says="A promise falls due soon")
WROTE = AlertKind(
    name="wrote",
    title="The customer has written about a contact that you hold",
    says="The customer has written",
)
ANSWER = AlertKind(
    name="answer",
    title="Somebody outside has answered what you asked",
    says="Somebody outside has answered what you asked",
)
MENTION = AlertKind(
    name="mention",
    title="A colleague mentions you in a note",
    says="A colleague mentions you in a note",
    mark=True,
)
REMINDER = AlertKind(
    name="reminder",
    title="You wanted to be reminded",
    says="You wanted to be reminded",
    mark=True,
)
NEWS = AlertKind(
    name="news",
    title="There is news on a contact that you watch",
    says="There is news on a contact that you watch",
    way=PAGE,
    mark=True,
)
MORNING = AlertKind(
    name="morning",
    title="A list each working morning of what is late and what falls due",
    says="Your list for today",
    listed=True,
)

_ALL = (WELFARE, LATE, SOON, WROTE, ANSWER, MENTION, REMINDER, NEWS, MORNING)

KINDS: Mapping[str, AlertKind] = MappingProxyType({one.name: one for one in _ALL})
"""Every kind by its name, in the order in which an email has them."""

SHOWN = tuple(name for name, kind in KINDS.items() if not kind.mark)
"""The kinds whose lines stand on the page of what is for somebody."""

CHOSEN = tuple(kind for kind in KINDS.values() if kind.ways)
"""The kinds of which somebody chooses how they are told."""
