"""What was asked of somebody outside, and the links by which they answer."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.contacts.models import Contact, Message


class OutsideQuestion(models.Model):
    """One question to one person outside. Its words, and those of the answer, are messages of its contact.

    ``shown`` are the customer's messages that are shown with it, by their ids. It was taken back at ``ended_at``, or a
    new link took its place. ``is_passed_on`` is whether the answer is that somebody else knows.
    """

    LONGEST, LONGEST_NAME = 3000, 100

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="asked_outside")
    question = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    email = models.EmailField()
    by_on = models.DateField(help_text="The day by which the answer is needed.")
    shown = models.JSONField(default=list)
    ends_at = models.DateTimeField(help_text="From when its links open nothing, whatever else happens.")
    ended_at = models.DateTimeField(null=True)
    reminded_on = models.DateField(null=True, help_text="The last day on which they were reminded.")
    answer = models.OneToOneField(Message, null=True, on_delete=models.PROTECT, related_name="+")
    is_passed_on = models.BooleanField(default=False)

    class Meta:
        """In the order they were asked. What still waits is found by the day."""

        ordering: ClassVar[list[str]] = ["id"]
        indexes = (models.Index(fields=["by_on"], name="asked_and_waiting", condition=Q(answer=None, ended_at=None)),)

    def __str__(self) -> str:
        return f"A question to {self.name}"

    def is_open(self, now: datetime) -> bool:
        """Tell whether its links take an answer now."""
        return self.answer_id is None and self.ended_at is None and now < self.ends_at


class OutsideLink(models.Model):
    """A link to one question, as a digest that cannot open it. Each email has its own: the last cannot be had again."""

    question = models.ForeignKey(OutsideQuestion, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"A link made at {self.made_at:%Y-%m-%d %H:%M}"
