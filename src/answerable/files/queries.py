"""What can be asked about files."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from answerable.contacts.models import Contact, Message
from answerable.files.kinds import FILE_KINDS
from answerable.files.models import KeptFile
from answerable.files.storage import place_of, storage


def files_of(messages: Collection[Message]) -> dict[int, list[KeptFile]]:
    """Return the files of some messages, by the message's id, each in the order of its ``attachments``.

    Nothing is asked where none of them has any.
    """
    found: dict[int, list[KeptFile]] = {}
    if any(message.attachments for message in messages):
        for file in KeptFile.objects.filter(message__in=messages).order_by("message_id", "place", "id"):
            found.setdefault(file.message_id or 0, []).append(file)
    return found


def message_that_came(contact: Contact, at: datetime) -> Message | None:
    """Return what the customer wrote of a contact that reached us at a moment, the newest of several."""
    theirs = contact.messages.filter(sort=Message.Sort.FROM_CUSTOMER, at=at)
    return theirs.order_by("-id").first()


def file_in(contacts: QuerySet[Contact], id: int) -> KeptFile | None:
    """Return a file that is part of one of some contacts, or None."""
    return KeptFile.objects.filter(id=id, message__contact__in=contacts).first()


def files_about(contact: Contact) -> QuerySet[KeptFile]:
    """Return all files of a contact."""
    return KeptFile.objects.filter(message__contact=contact)


def chosen_for(contact: Contact) -> QuerySet[KeptFile]:
    """Return the files that officers have chosen for what they write about a contact, and have not sent."""
    return KeptFile.objects.filter(contact=contact)


def held_by(held: str, contact: Contact | None = None) -> QuerySet[KeptFile]:
    """Return the files that are held for a message which has not been sent, or taken in, in the order chosen."""
    return KeptFile.objects.filter(held=held, contact=contact) if held else KeptFile.objects.none()


def sent_to(contact: Contact, id: int) -> KeptFile | None:
    """Return a file that we sent to the customer of a contact, by letter or to their page, or None."""
    others = (Message.Sort.FROM_CUSTOMER, *Message.AMONG_US)
    return KeptFile.objects.filter(id=id, message__contact=contact).exclude(message__sort__in=others).first()


def content_of(file: KeptFile) -> bytes:
    """Return what is in a file. Raises FileNotFoundError where the folder of files has lost it."""
    with storage().open(place_of(file.digest)) as opened:
        content: bytes = opened.read()
    return content


def ending_of(file: KeptFile) -> str:
    """Return how the name of such a file ends, by its content: ".jpg", or nothing where that is not known."""
    return next(iter(FILE_KINDS[file.kind].endings), "")
