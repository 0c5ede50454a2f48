"""Standard texts, a row for each."""

from datetime import date
from typing import ClassVar

from django.db import models

from answerable.people.models import Staff
from answerable.standards.words import say_day


class StandardText(models.Model):
    """One text, for a council ("s5"), a service ("s5/roads") or a team ("s5/roads/post") and all that is below it.

    It is offered until it is retired, when it is also past the day of its review, and then says so.
    """

    path = models.CharField(max_length=100)
    title = models.CharField(max_length=100)
    words = models.TextField(help_text="What is put into a letter, with fields in braces: contacts/filling.py.")
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField(help_text="The last day before which nobody need have looked at it again.")
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        """By title; at one place each title once."""

        db_table = "texts_text"
        ordering: ClassVar[list[str]] = ["title", "id"]
        constraints = (
            models.UniqueConstraint(
                fields=["path", "title"], name="one_text_a_title", condition=models.Q(retired_at=None)
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """What the record of who did what calls it."""
        return f"text {self.pk}"

    def is_past(self, today: date) -> bool:
        """Tell whether its review is overdue."""
        return self.review_on < today

    def said_past(self, today: date) -> str:
        """Say to whoever uses it that its review is overdue, or nothing."""
        if not self.is_past(today):
            return ""
        return f"“{self.title}” should have been reviewed by {say_day(self.review_on)}. Check that it is still true."
