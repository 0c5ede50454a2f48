"""A council's settings, in words for a page: as they are, and as they were and will be."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from answerable.channels.email.servers import MailFileError, all_servers
from answerable.councils.models import Council, Mailbox, Service, Team
from answerable.councils.queries import mailboxes_of
from answerable.councils.settings import SETTINGS, Place, in_words, values_of
from answerable.promises.models import Edition
from answerable.promises.queries import charter_in, edition_on
from answerable.standards.charter.promises import Charter


class Difference(NamedTuple):
    """One setting: what it is called, and what it was and will be."""

    label: str
    was: str
    will_be: str


class Box(NamedTuple):
    """A mailbox, and whether mail can come to it: what the mail file says of its address."""

    mailbox: Mailbox
    in_file: str


class CharterInForce(NamedTuple):
    """The charter in force: it is shown and not changed here."""

    edition: Edition
    charter: Charter


def differences(place: Place, wanted: Mapping[str, Any]) -> list[Difference]:
    """Return what some settings would change of a row."""
    was, labels = values_of(place), SETTINGS[type(place)]
    return [
        Difference(labels[name], _said(was[name]), _said(value)) for name, value in wanted.items() if was[name] != value
    ]


def additions(kind: type[Place], wanted: Mapping[str, Any]) -> list[Difference]:
    """Return what a new row will have."""
    labels = {**SETTINGS[kind], "service": "Service", "address": "Email address"}
    return [Difference(labels[name], "", _said(value)) for name, value in wanted.items()]


def boxes_of(council: Council) -> list[Box]:
    """Return the mailboxes of a council, the one whose team reads the web form first."""
    mailboxes = mailboxes_of(council)
    try:
        known = set(all_servers())
    except MailFileError:
        return [Box(one, "The mail file cannot be read: whoever runs this site mends it.") for one in mailboxes]
    return [Box(one, _in_file(one.address in known)) for one in mailboxes]


def published(council: Council, today: date) -> CharterInForce | None:
    """Return the charter in force, or None before there is one."""
    try:
        edition = edition_on(council.key, today)
    except LookupError:
        return None
    return CharterInForce(edition, charter_in(edition))


def names_for_mailboxes(found: CharterInForce | None) -> list[str]:
    """Return what the charter in force calls mailboxes."""
    return sorted({one.mailbox for one in found.charter.promises if one.mailbox}) if found else []


def is_grave(shown: Iterable[Difference]) -> bool:
    """Tell whether a change is one on which somebody's safety may depend."""
    grave = {SETTINGS[Council][name] for name in ("duty_address", "urgent_numbers")}
    return any(one.label in grave for one in shown)


def _in_file(is_known: bool) -> str:
    if is_known:
        return "The mail file knows its server."
    return "The mail file does not know it: until whoever runs this site adds its server, no mail comes or goes by it."


def _said(value: Any) -> str:
    if isinstance(value, Service):
        return value.name
    if isinstance(value, Team):
        return f"{value.service}: {value}"
    return in_words(value) or "None"
