"""Fields in braces that fill themselves in what we write: "Dear {name}, {officer} comes on Friday"."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from django.utils.timezone import localdate

from answerable.contacts.models import Contact
from answerable.people.models import Staff
from answerable.standards.words import nearest, say_day, say_list


class Writer(NamedTuple):
    """From whom a letter about a contact is, and when it is written: all that fields are filled from."""

    contact: Contact
    by: Staff
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that fills itself. ``meaning`` says what it becomes, and ``missing`` what is not known if nothing."""

    name: str
    meaning: str
    of: Callable[[Writer], str]
    missing: str = "it is not known here"


def telephone_of(contact: Contact, by: Staff) -> str:
    """Return the number on which whoever writes is reached: their own, or that of the contact's team."""
    return by.phone or contact.team.answers_phone


FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        field.name: field
        for field in (
            Field(
                name="name",
                meaning="the customer's name",
                missing="the customer gave no name",
                of=lambda writer: writer.contact.customer.name if writer.contact.customer else "",
            ),
            Field(
                name="reference",
                meaning="the reference of the contact",
                of=lambda writer: writer.contact.reference,
            ),
            Field(
                name="date",
                meaning="the day on which the letter goes",
                of=lambda writer: say_day(localdate(writer.at)),
            ),
            Field(
                name="officer",
                meaning="the name of whoever writes",
                of=lambda writer: writer.by.name,
            ),
            Field(
                name="telephone",
                meaning="the telephone number of whoever writes, or of the contact's team",
                missing="no telephone number of yours or of the team is known here",
                of=lambda writer: telephone_of(writer.contact, writer.by),
            ),
            Field(
                name="team",
                meaning="the team that has the contact",
                of=lambda writer: writer.contact.team.name,
            ),
        )
    }
)
"""Every field by its name, as it stands in braces."""


class Filled(NamedTuple):
    """Words with their fields filled, and what keeps them from being sent: a sentence for each that is not."""

    words: str
    problems: tuple[str, ...]


def filled(words: str, writer: Writer) -> Filled:
    """Fill the fields in some words. One that is empty, or that there is not, stays as it is and is told."""
    problems: dict[str, str] = {}

    def fill(found: re.Match[str]) -> str:
        field = FIELDS.get(_named(found))
        value = _plain(field.of(writer)) if field else ""
        if not value:
            problems[found[0]] = (
                f"“{found[0]}” has nothing to fill it: {field.missing}. Write the words in its place."
                if field
                else f"{_unknown(found)} Change it, or write the words in its place."
            )
        return value or found[0]

    return Filled(_BRACES.sub(fill, words), tuple(problems.values()))


def check_fields(words: str) -> None:
    """Raise ValueError for words that are to be kept with a field in them that there is not, or with half a brace."""
    for found in _BRACES.finditer(words):
        if _named(found) not in FIELDS:
            raise ValueError(f"{_unknown(found)} {_THERE_ARE}")
    if re.search(r"[{}]", _BRACES.sub("", words)):
        raise ValueError(f"A brace stands alone, and would be sent as it is. Write a field like {{name}}. {_THERE_ARE}")


_BRACES = re.compile(r"\{([^{}\n]{0,40})\}")
_THERE_ARE = f"There are {say_list([f'{{{name}}}' for name in FIELDS])}."


def _named(found: re.Match[str]) -> str:
    return found[1].strip().casefold()


def _unknown(found: re.Match[str]) -> str:
    near = nearest(_named(found), FIELDS)
    return f"There is no field “{found[0]}”." + (f" Did you mean “{{{near}}}”?" if near else "")


def _plain(value: str) -> str:
    """Return a value without braces: what a customer calls themselves is no field."""
    return value.strip().replace("{", "(").replace("}", ")")
