"""The files that went with our letters, for whoever opened a contact's own page with a key."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.urls import reverse

from answerable.contacts.models import Contact, Message
from answerable.files.kinds import FILE_KINDS
from answerable.files.models import KeptFile
from answerable.files.names import said_size
from answerable.files.queries import files_of


class Enclosed(NamedTuple):
    """A file that went with a letter of ours: what it is, and where it can be had."""

    name: str
    what: str
    href: str


def enclosed(contact: Contact, key: str, messages: Sequence[Message]) -> Mapping[int, Sequence[Enclosed]]:
    """Return the files of our letters, by the letter's id."""
    ours = [message for message in messages if message.sort != Message.Sort.FROM_CUSTOMER]
    return {id: [_enclosed(contact, key, file) for file in files] for id, files in files_of(ours).items()}


def _enclosed(contact: Contact, key: str, file: KeptFile) -> Enclosed:
    what = f"{FILE_KINDS[file.kind].title}, {said_size(file.size)}"
    return Enclosed(file.name, what, reverse("public:file", args=[contact.council_id, contact.reference, key, file.id]))
