"""What was looked at, and how each came out."""

from django.db import models

from answerable.councils.models import Council
from answerable.people.models import Staff


class ObservationRow(models.Model):
    """One observation. How it came out is empty until it is known; then the row never changes: the database refuses it.

    ``mark`` is in what a machine of ours sends, so that it is known again when it comes in; nobody can guess it.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=100, help_text="Where it was made: a council, a service or a team.")
    instrument = models.CharField(max_length=20, help_text="A name in vocabulary.feeds.INSTRUMENTS.")
    promise = models.CharField(max_length=40, blank=True, help_text="Empty where the instrument says enough.")
    subject = models.CharField(max_length=320, blank=True, help_text="Which of several: a mailbox's address.")
    mark = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField(help_text="When it was made; by this it belongs to a period.")
    passed = models.BooleanField(null=True)
    answer = models.CharField(max_length=200, blank=True, help_text="Of somebody who was asked a question.")
    problem = models.TextField(blank=True, help_text="Why it did not pass.")
    by = models.ForeignKey(
        Staff,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who says so; nobody where a machine does.",
    )
    settled_at = models.DateTimeField(null=True, help_text="When it was known how it came out.")

    class Meta:
        """A period's are found by when they were made, what is new by when it was known, and the last of each sort."""

        db_table = "observations_observation"
        indexes = (
            models.Index(fields=["council", "at"], name="observation_made"),
            models.Index(fields=["council", "settled_at"], name="observation_settled"),
            models.Index(fields=["instrument", "at"], name="observation_last"),
        )

    def __str__(self) -> str:
        return f"{self.instrument} at {self.at:%Y-%m-%d %H:%M}"
