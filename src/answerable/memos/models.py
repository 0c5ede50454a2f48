"""Memos, a row for each."""

from typing import ClassVar

from django.db import models

from answerable.councils.models import Council


class Memo(models.Model):
    """One email to somebody who is no customer, from the council's first mailbox. ``key`` says what it is about.

    It waits until ``try_at``; one that is being sent waits there too, for the time its dispatcher has. It has ended
    when it was sent or given up.
    """

    LONGEST_KEY = 200

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    key = models.CharField(max_length=LONGEST_KEY, unique=True)
    made_at = models.DateTimeField(db_index=True)
    try_at = models.DateTimeField(null=True, help_text="Not before this moment; empty once it has ended.")
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        """Found by when it is next tried."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["try_at"], name="memo_waits", condition=models.Q(try_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.subject}, to {self.to}"

    @property
    def is_given_up(self) -> bool:
        """Tell whether it will never be sent."""
        return self.try_at is None and self.sent_at is None
