"""How far each mailbox has been fetched."""

from django.db import models

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
