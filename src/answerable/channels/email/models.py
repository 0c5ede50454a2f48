"""Email as it came, and how far each mailbox has been read."""

from django.db import models

from answerable.contacts.models import Contact
from answerable.councils.models import Mailbox


class Position(models.Model):
    """How far a mailbox has been fetched: IMAP's own numbers, which hold as long as ``uid_validity`` does.

    ``stuck_uid`` is the message that could not be fetched last time, and ``stuck_since`` when that began.
    """

    mailbox = models.OneToOneField(Mailbox, on_delete=models.CASCADE, related_name="position")
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    stuck_uid = models.BigIntegerField(default=0)
    stuck_since = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)


class Incoming(models.Model):
    """One message exactly as it came, kept before anybody tries to understand it, and once only.

    ``digest`` is of its content and not of its journey, so that the same message fetched twice, or sent to two
    addresses of one council, is one.
    """

    class State(models.TextChoices):
        """How far it has been understood."""

        WAITING = "waiting", "Waiting to be read"
        READ = "read", "Read: it is a contact, or part of one"
        OURS = "ours", "A copy of what we sent"
        UNREADABLE = "unreadable", "Could not be read: a contact was made of it for a person to look at"

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="incoming")
    council = models.ForeignKey("councils.Council", on_delete=models.PROTECT, related_name="+")
    message_id = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64)
    raw = models.BinaryField()
    arrived_at = models.DateTimeField(help_text="When the council's mail server had it (C3).")
    kept_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    try_at = models.DateTimeField(help_text="Not before this moment.")
    tries = models.PositiveSmallIntegerField(default=0)
    notice = models.TextField(blank=True, help_text="What of it did not come; shown with it.")
    problem = models.TextField(blank=True, help_text="Why it could not be read, last time.")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="emails")

    class Meta:
        """Once only; and what waits is found at once."""

        constraints = (models.UniqueConstraint(fields=["council", "message_id", "digest"], name="each_email_once"),)
        indexes = (models.Index(fields=["try_at"], name="incoming_waiting", condition=models.Q(state="waiting")),)

    def __str__(self) -> str:
        return f"{self.message_id or 'A message without an id'} to {self.mailbox_id}"
