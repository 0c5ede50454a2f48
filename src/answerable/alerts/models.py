"""Alerts, a row for each person and thing; what people and teams choose; and how far each source was read."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.contacts.models import NEVER, Contact
from answerable.councils.models import Council
from answerable.people.models import Staff


class Alert(models.Model):
    """That one of us is to know something of a contact. It says what kind of thing, and nothing of what was written.

    ``key`` names the thing itself, which nobody is told twice. ``told_at`` is when it went into an email, or when it
    was settled that it goes into none; until then it waits to be gathered.
    """

    LONGEST_KEY = 80

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="alerts", db_index=False)
    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="alerts")
    what = models.CharField(max_length=20)
    key = models.CharField(max_length=LONGEST_KEY)
    at = models.DateTimeField(help_text="When it happened; of what is near, when it was noticed.")
    noticed_at = models.DateTimeField()
    due = models.DateTimeField(null=True, help_text="The limit that it is about.")
    seen_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        """The newest first. What waits to be sent, and what somebody has not seen, are each found from an index."""

        ordering: ClassVar[list[str]] = ["-id"]
        constraints = (models.UniqueConstraint(fields=["key", "staff"], name="one_alert_each"),)
        indexes = (
            models.Index(fields=["staff", "council", "what"], name="alert_untold", condition=Q(told_at=None)),
            models.Index(fields=["staff", "council", "id"], name="alert_unseen", condition=Q(seen_at=None)),
            models.Index(fields=["noticed_at"], name="alert_noticed"),
        )

    def __str__(self) -> str:
        return f"{self.what} of contact {self.contact_id}, for staff {self.staff_id}"

    @property
    def limit(self) -> datetime | None:
        """The limit that it is about, or else the next of its contact; None where nothing is due."""
        return self.due or (None if self.contact.next_due == NEVER else self.contact.next_due)


class AlertChoices(models.Model):
    """What one person chose to be told, and when; or what holds for those at a place who have not chosen.

    What is empty is as the place has it, and what no place says is as ``wishes.HOUSE`` has it. ``ways`` are by the
    names of the kinds.
    """

    staff = models.OneToOneField(Staff, null=True, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=100, null=True, unique=True)
    ways = models.JSONField(default=dict)
    morning_at = models.TimeField(null=True)
    warn_hours = models.PositiveSmallIntegerField(null=True)
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)
    quiet_days = models.BooleanField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        """Of a person, or of a place."""

        db_table = "alerts_choices"
        constraints = (
            models.CheckConstraint(
                condition=Q(staff=None, path__isnull=False) | Q(staff__isnull=False, path=None),
                name="choices_of_a_person_or_a_place",
            ),
        )

    def __str__(self) -> str:
        return f"What is chosen for {self.path or f'staff {self.staff_id}'}"


class LastTold(models.Model):
    """When somebody was last written to about a council: at all, about welfare, and with the list of a morning."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+", db_index=False)
    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="+", db_index=False)
    emailed_at = models.DateTimeField(null=True)
    urgent_at = models.DateTimeField(null=True)
    morning_on = models.DateField(null=True)

    class Meta:
        """One row for a person and a council."""

        db_table = "alerts_last_told"
        constraints = (models.UniqueConstraint(fields=["staff", "council"], name="one_last_told"),)

    def __str__(self) -> str:
        return f"Staff {self.staff_id}, of {self.council_id}"


class Reached(models.Model):
    """How far the rows of a source were read. Those after ``number`` are read once more, in case one came late.

    ``ahead`` was the newest number at ``at``. What was there then has long been written when ``number`` moves there.
    """

    source = models.CharField(max_length=20, unique=True)
    number = models.BigIntegerField()
    ahead = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.source}: {self.number}"
