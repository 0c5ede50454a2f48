"""One line's record as a contact the engine can judge, or a refusal that says how to mend it."""

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any

from answerable.logs.errors import LineError, unknown
from answerable.logs.moments import day_or_moment_of, moment_of
from answerable.standards.facts import Contact, Fact, struck_by
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.details import DATES, DETAILS, FACT_AT, Holds
from answerable.standards.vocabulary.fact_kind import Struck
from answerable.standards.vocabulary.facts import BEGINNINGS, FACTS
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.vocabulary.standing import STRUCK
from answerable.standards.words import say_list

_CHANNELS, _FACTS = frozenset(CHANNELS), frozenset(FACTS)
_YES_OR_NO = tuple(name for name, detail in DETAILS.items() if detail.holds is Holds.YES_OR_NO)


def contact_of(
    record: Mapping[str, Any], zone: tzinfo, *, channel: str | None = None, opens: str = "received"
) -> Contact:
    """Read a record: id, channel, kinds (an enquiry when left out), mailbox, and facts with their details.

    A moment without an offset is local time in ``zone``. ``channel`` is meant where the record names none; ``opens`` is
    the fact by which it must begin, if it does not begin as contacts on its channel do. Keys that are not of the format
    are passed over. Raises LineError.
    """
    id, rows = record.get("id"), record.get("facts")
    if type(id) is not str:
        if type(id) is not int:
            raise LineError('It has no id. Add one in quotes: "id": "C-000123".')
        id = str(id)
    channel = record.get("channel", channel)
    if type(channel) is not str or channel not in _CHANNELS:
        raise (
            LineError(f"It names no channel. Add one: {say_list(list(CHANNELS), 'or')}.")
            if channel is None
            else unknown(channel, "channel", CHANNELS)
        )
    if type(rows) is not list or not rows:
        raise LineError('It has no facts. Add "facts": [{"what": "received", "at": "2026-12-18T18:30:00+00:00"}].')
    mailbox = record.get("mailbox")
    if mailbox is not None and type(mailbox) is not str:
        raise LineError(f"'mailbox' cannot be {mailbox!r}. Write its name in quotes, or leave it out.")
    contact = Contact.of(id, channel, _kinds(record), [_fact(row, zone) for row in rows], mailbox)
    _require_what_is_struck(contact)
    _require_a_beginning(contact, opens)
    return contact


def _kinds(record: Mapping[str, Any]) -> frozenset[str]:
    kinds = record.get("kinds")
    if kinds is None:
        if "kind" in record:
            raise LineError('\'kind\' is not a key. Write "kinds" with a list: "kinds": ["complaint"].')
        return _ENQUIRY
    if type(kinds) is not list or not all(type(kind) is str for kind in kinds):
        raise LineError(f'\'kinds\' cannot be {kinds!r}. Write a list such as ["complaint", "foi"].')
    return _checked_kinds(tuple(kinds))


_ENQUIRY = frozenset({"enquiry"})


@lru_cache(maxsize=1024)
def _checked_kinds(kinds: tuple[str, ...]) -> frozenset[str]:
    if not kinds:
        raise LineError("'kinds' is empty. Leave it out for an enquiry, or name at least one.")
    for kind in kinds:
        if kind not in KINDS:
            raise unknown(kind, "kind of contact", KINDS)
    return frozenset(kinds)


def _fact(row: object, zone: tzinfo) -> Fact:
    if type(row) is not dict:
        raise LineError(f'A fact cannot be {row!r}. Write {{"what": "received", "at": "2026-12-18T18:30:00+00:00"}}.')
    details = row.copy()
    what, at = details.pop("what", None), details.pop("at", None)
    if type(what) is not str or what not in _FACTS:
        raise (
            LineError('A fact does not say what happened. Add "what": "received".')
            if what is None
            else unknown(what, "fact", FACTS)
        )
    moment = moment_of(at, zone, what)
    if details or what == "typed":
        _read_details(what, details, zone)
    return Fact(what, moment, details)


def _read_details(what: str, details: dict[str, Any], zone: tzinfo) -> None:
    """Put dates for words where a detail is a date, and refuse what would be misread."""
    for name in DATES:
        if name in details and details[name] is not None:
            read = moment_of if name == FACT_AT.name else day_or_moment_of
            said = read(details[name], zone, name)
            if DETAILS[name].holds is Holds.DAY and isinstance(said, datetime):
                said = said.astimezone(zone).date()
            details[name] = said
    for name in _YES_OR_NO:
        if name in details and type(details[name]) is not bool:
            raise LineError(f"'{name}' of {what} cannot be {details[name]!r}. Write true or false, without quotes.")
    if what == STRUCK:
        _read_strike(details, zone)
    if what == "typed":
        details["kinds"] = _kinds({"kinds": details.get("kinds") or []})


def _read_strike(details: dict[str, Any], zone: tzinfo) -> None:
    """Put a moment for words where it says what is struck out, and refuse what names no fact."""
    what, place = details.get("fact"), details.get("fact_place", "1")
    if type(what) is not str or what not in _FACTS:
        raise (
            LineError('A fact \'struck\' does not say what is struck out. Add "fact": "replied" and its "fact_at".')
            if what is None
            else unknown(what, "fact", FACTS)
        )
    kind = FACTS[what]
    if kind.struck is Struck.NO:
        raise LineError(f"'{what}' cannot be struck out. {kind.instead}")
    if type(place) is not str or not re.fullmatch(r"[1-9][0-9]{0,5}", place):
        raise LineError(f"'fact_place' of struck cannot be {place!r}. Write its number in quotes, or leave it out.")


def _require_what_is_struck(contact: Contact) -> None:
    """Refuse a strike that strikes out nothing, or what is struck already: the slip would stay, and nobody see it."""
    gone: set[int] = set()
    for place, fact in enumerate(contact.noted):
        if fact.what != STRUCK:
            continue
        struck = struck_by(fact, contact.noted[:place])
        strikes_out = f"Its fact 'struck' strikes out '{fact.details['fact']}' of {fact.details['fact_at']}"
        if struck is None:
            raise LineError(
                f"{strikes_out}, which is not there before it. Give the name and the moment of that fact as they stand "
                f"in this record."
            )
        if struck in gone:
            raise LineError(
                f"{strikes_out}, which is struck out already. Leave one out, or say with 'fact_place' which of several "
                f"it is."
            )
        gone.add(struck)


def _require_a_beginning(contact: Contact, opens: str) -> None:
    """Refuse a contact that never came: without its receipt nothing is owed, and silence would hide the slip."""
    beginning = BEGINNINGS.get(contact.channel, opens)
    for fact in contact.facts:
        if fact.what == opens or fact.what == beginning:
            return
    wanted = f"'{opens}'" if beginning == opens else f"'{opens}' or '{beginning}'"
    raise LineError(f"No fact says when it began. Add one: {wanted} (the channel is {contact.channel}).")
