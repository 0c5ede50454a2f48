"""The files that come and go with messages, a row for each."""

from typing import ClassVar

from django.db import models

from answerable.contacts.models import Contact, Message
from answerable.files.kinds import FILE_KINDS
from answerable.files.names import LONGEST_NAME


class KeptFile(models.Model):
    """One file: what it was called, which message it is of, what it is, and what a scanner found in it.

    Its content is kept once under ``digest`` (storage.py), and may be that of other rows too. ``place`` is its place in
    the message's ``attachments``.

    One that was chosen and has no message yet is ``held`` for it, and goes at a moment, ``until``, if it was not sent
    by then; what was sent and is not taken in yet has no such moment. ``contact`` is whom it is chosen for by an
    officer.
    """

    class Scan(models.TextChoices):
        """What a scanner made of it."""

        WAITING = "waiting", "Not scanned yet"
        CLEAN = "clean", "No virus was found"
        VIRUS = "virus", "A virus was found: kept away"
        NOT_SCANNED = "not scanned", "Not scanned"

    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="files")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    held = models.CharField(max_length=64, blank=True, help_text="By what: a form, or the officer who chose it.")
    until = models.DateTimeField(null=True, help_text="When it goes, if it is not sent by then.")
    place = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=LONGEST_NAME)
    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20, choices=[(name, kind.title) for name, kind in FILE_KINDS.items()])
    scan = models.CharField(max_length=12, choices=Scan.choices, default=Scan.WAITING)
    said = models.CharField(max_length=200, blank=True, help_text="The virus by its name, or why it was not scanned.")
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(help_text="It is scanned not before this moment.")
    added_at = models.DateTimeField()

    class Meta:
        """In the order in which they were added; what waits for the scanner, or for its message, is found at once."""

        db_table = "files_file"
        ordering: ClassVar[list[str]] = ["id"]
        constraints = (
            models.CheckConstraint(
                condition=models.Q(message__isnull=True) ^ models.Q(held=""), name="of_a_message_or_held_for_one"
            ),
        )
        indexes = (
            models.Index(fields=["try_at"], name="file_to_scan", condition=models.Q(scan="waiting")),
            models.Index(fields=["held"], name="file_held", condition=~models.Q(held="")),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_opened(self) -> bool:
        """Tell whether it is handed to anybody: it was scanned, or there is nothing to scan it with."""
        return self.scan in (self.Scan.CLEAN, self.Scan.NOT_SCANNED)
