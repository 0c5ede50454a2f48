"""What arrived, exactly as it came."""

from django.db import models

from answerable.contacts.models import Contact
from answerable.councils.models import Council, Mailbox


class Incoming(models.Model):
    """One message exactly as it came, kept before anybody tries to understand it, and once only.

    ``external_id`` is the name under which its sender, or the form it was written in, sent it. ``digest`` is of its
    content and not of its journey, where others choose the name and may choose it twice; it is empty where the name is
    ours. By the two a message is known when it comes again: even once it was erased, when ``external_id`` is a digest
    too (``actions.erased_id``) and ``raw`` is empty.
    """

    class State(models.TextChoices):
        """How far it has been understood."""

        WAITING = "waiting", "Waiting to be read"
        READ = "read", "Read: it is a contact, or part of one"
        OURS = "ours", "A copy of what we sent"
        REPORT = "report", "A report about a letter that is none of ours"
        REFUSED = "refused", "A line that was refused: whoever sent it was told why"
        UNREADABLE = "unreadable", "Could not be read: a contact was made of it for a person to look at"

    channel = models.CharField(max_length=20)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    mailbox = models.ForeignKey(
        Mailbox, null=True, on_delete=models.PROTECT, related_name="incoming", help_text="Where it came to an address."
    )
    external_id = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    raw = models.BinaryField()
    arrived_at = models.DateTimeField(help_text="When the council had it, or its mail server for it (C3).")
    kept_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    try_at = models.DateTimeField(help_text="Not before this moment.")
    tries = models.PositiveSmallIntegerField(default=0)
    notice = models.TextField(blank=True, help_text="What of it did not come; shown with it.")
    problem = models.TextField(blank=True, help_text="Why it could not be taken in, last time.")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="incoming")
    erased_at = models.DateTimeField(null=True, help_text="When what it says went.")
    length = models.PositiveBigIntegerField(default=0, help_text="Bytes of it as it came.")

    class Meta:
        """Once only; and what waits is found at once."""

        constraints = (
            models.UniqueConstraint(
                fields=["council", "channel", "external_id", "digest"], name="each_arrival_is_kept_once"
            ),
        )
        indexes = (
            models.Index(fields=["try_at"], name="incoming_waiting", condition=models.Q(state="waiting")),
            # All that the turn goes by: in SQLite, what stands behind 45 MB in a row is read through them.
            models.Index(
                fields=["state", "tries", "length", "try_at", "channel", "kept_at"],
                name="incoming_turn",
                condition=models.Q(state="waiting"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.external_id or 'A message without an id'} by {self.channel}"
