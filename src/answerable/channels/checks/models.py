"""Checks that were made of the ways in, and how each came out."""

from django.db import models

from answerable.councils.models import Council, Mailbox


class Check(models.Model):
    """One test of one way in. ``passed`` is empty until it is known; then it never changes.

    ``mark`` is in what was sent, so that it is known again when it comes in; nobody can guess it.
    """

    class What(models.TextChoices):
        """Which way in is tried; the values are those that charters name."""

        FORM = "form", "The form"
        MAILBOX = "mailbox", "The mailbox"
        DETAILS = "details", "Where to find us, on the council's page"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices)
    mailbox = models.ForeignKey(Mailbox, null=True, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField(help_text="When it was made; by this it belongs to a period.")
    passed = models.BooleanField(null=True)
    problem = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """A period's are found by when they were made, what is new by when it was known, and the last of each sort."""

        indexes = (
            models.Index(fields=["council", "at"], name="check_made"),
            models.Index(fields=["council", "settled_at"], name="check_settled"),
            models.Index(fields=["what", "at"], name="check_last"),
        )

    def __str__(self) -> str:
        return f"{self.get_what_display()} at {self.at:%Y-%m-%d %H:%M}"
