"""All that is held about somebody, in one file to hand out to them (Article 15).

It is written as it is read, one contact and one mail at a time, so that its size is no matter. Names within it are of
references and numbers alone. What may be of somebody else is listed apart, for a person to look at before it goes.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import BinaryField, Model, QuerySet
from django.template.loader import render_to_string

from answerable.contacts.models import Contact, FactRow, Message
from answerable.contacts.queries import whole
from answerable.councils.models import Team
from answerable.councils.queries import addresses_of
from answerable.customers.queries import one_person
from answerable.evidence.queries import about
from answerable.files.models import KeptFile
from answerable.files.queries import content_of, ending_of, files_about
from answerable.inbox.queries import part_of
from answerable.people.queries import employed
from answerable.retention.queries import alike, holding, matters_of, rows_about
from answerable.retention.third_parties import others_in
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.facts import FACTS

CHUNK = 100


class ToLookAt(NamedTuple):
    """Something that may be of somebody else: of which contact, where, and why."""

    reference: str
    where: str
    why: str


class Handed(NamedTuple):
    """What was written: of how many contacts, and how much of it somebody has to look at before it goes."""

    contacts: int
    looks: int


def write_all(contact: Contact, to: IO[bytes], *, at: datetime) -> Handed:
    """Write all that is held about whoever a contact is from into a file, as a ZIP."""
    looks: list[ToLookAt] = []
    contacts = matters_of(contact).order_by("id")
    with ZipFile(to, "w", ZIP_DEFLATED, strict_timestamps=False) as file:
        for stored, rows in rows_about(contacts):
            _write_rows(file, f"rows/{stored.model}.json", rows)
        looks += _write_page(file, contact, at=at)
        for one in contacts:
            looks += [ToLookAt(one.reference, f"the hold of {held.placed_at:%Y-%m-%d}", _HELD) for held in holding(one)]
            for number, arrived in enumerate(part_of(one).filter(erased_at=None).iterator(chunk_size=1), 1):
                ends = "eml" if arrived.mailbox_id else "txt"
                name = f"as-it-came/{one.reference}-{number}.{ends}"
                file.writestr(name, bytes(arrived.raw))
                looks.append(ToLookAt(one.reference, name, _AS_IT_CAME))
            looks += _write_files(file, one)
        others = [ToLookAt(one.reference, "not in this file", _ALIKE) for one in alike(contact)]
        page = {"looks": looks, "others": others, "contact": contact, "at": at}
        file.writestr("look-at-this-before-it-goes.txt", render_to_string("retention/look.txt", page))
    return Handed(contacts.count(), len(looks) + len(others))


def _write_files(file: ZipFile, contact: Contact) -> Iterator[ToLookAt]:
    """Write the files that came and went with a contact, and name them; those with a virus are named alone."""
    for number, kept in enumerate(files_about(contact), 1):
        if kept.scan == KeptFile.Scan.VIRUS:
            yield ToLookAt(
                contact.reference, "not in this file", f"A virus was found in {kept.name}, so it is left out."
            )
            continue
        name = f"files/{contact.reference}-{number}{ending_of(kept)}"
        file.writestr(name, content_of(kept))
        yield ToLookAt(contact.reference, name, f"It was called {kept.name}: see whom it shows or names.")


_AS_IT_CAME = "It is as it came: see who else it went to, and what it quotes."
_HELD = "It says why it was held: see whether it says what a lawyer told us, or names anybody."
_ALIKE = "It came with the same address or number, and is not known to be theirs. Add it only if you are sure."


def _write_rows(file: ZipFile, name: str, rows: QuerySet[Any]) -> None:
    """Write rows as a JSON list, a row a line. What arrived, in bytes, is beside them."""
    with file.open(name, "w", force_zip64=True) as out:
        out.write(b"[")
        for number, row in enumerate(rows.iterator(chunk_size=CHUNK)):
            out.write((",\n" if number else "\n").encode() + json.dumps(_said(row), ensure_ascii=False).encode())
        out.write(b"\n]\n")


def _said(row: Model) -> dict[str, Any]:
    fields = (field for field in row._meta.concrete_fields if not isinstance(field, BinaryField))
    return {field.attname: _plain(field.value_from_object(row)) for field in fields}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


def _write_page(file: ZipFile, contact: Contact, *, at: datetime) -> list[ToLookAt]:
    """Write it as a page that anybody can read, and return what in it may be of somebody else."""
    looks: list[ToLookAt] = []
    ours = _ours(contact)
    with file.open("everything.html", "w", force_zip64=True) as out:
        out.write(b'<!doctype html>\n<html lang="en-GB">\n<meta charset="utf-8">\n<title>All that is held</title>\n')
        out.write(render_to_string("retention/top.html", {"contact": contact, "at": at}).encode())
        for one in _one_by_one(contact):
            messages, facts = list(one.messages.all()), list(one.facts.all())
            looks += (look for message in messages for look in _in_message(one, message, ours))
            looks += (look for fact in facts for look in _in_fact(one, fact, ours))
            page = {
                "contact": one,
                "channel": CHANNELS[one.channel].title,
                "messages": messages,
                "facts": [(fact, FACTS[fact.what].staff) for fact in facts],
                "entries": about(one.reference),
            }
            out.write(render_to_string("retention/one.html", page).encode())
        out.write(b"</html>\n")
    return looks


def _one_by_one(contact: Contact) -> Iterator[Contact]:
    """Yield all contacts of whoever a contact is from, each whole, and no two of them in memory at once."""
    for council, reference in list(matters_of(contact).order_by("id").values_list("council_id", "reference")):
        one = whole(council, reference)
        if one is not None:
            yield one


def _ours(contact: Contact) -> frozenset[str]:
    """Return what may be named to whoever a contact is from: they, and who works for the council."""
    council = contact.council
    known = one_person(contact.customer) if contact.customer else ()
    of_them = [words for one in known for words in (one.name, one.email, one.phone, one.address)]
    teams = Team.objects.filter(service__council=council)
    of_teams = [words for one in teams for words in (one.name, one.answers_name, one.answers_phone)]
    of_staff = [words for one in employed(council.key) for words in (one.name, one.email, one.phone)]
    of_council = (
        council.name,
        council.phone,
        council.web,
        council.address,
        *addresses_of(council),
    )
    return frozenset(filter(None, (*of_them, *of_staff, *of_teams, *of_council)))


def _in_message(contact: Contact, message: Message, ours: frozenset[str]) -> Iterator[ToLookAt]:
    where = f"{message.get_sort_display()} of {message.at:%Y-%m-%d %H:%M}"
    if message.by_stranger:
        yield ToLookAt(contact.reference, where, "Somebody else wrote it, who may not want them to read it.")
    if message.sort in Message.AMONG_US:
        yield ToLookAt(contact.reference, where, "It is among colleagues: see whom it names.")
    text = "\n".join((message.subject, message.words or message.body))
    if message.sort == Message.Sort.FROM_CUSTOMER:
        text += f"\n{message.from_name}\n{message.from_address}"
    yield from _look(contact, where, text, ours)


def _in_fact(contact: Contact, fact: FactRow, ours: frozenset[str]) -> Iterator[ToLookAt]:
    text = "\n".join(str(words) for words in fact.words.values())
    yield from _look(contact, f"“{FACTS[fact.what].staff}” of {fact.at:%Y-%m-%d %H:%M}", text, ours)


def _look(contact: Contact, where: str, text: str, ours: frozenset[str]) -> Iterator[ToLookAt]:
    named = others_in(text, ours)
    if named:
        yield ToLookAt(contact.reference, where, f"It may name somebody else: {', '.join(named)}.")
