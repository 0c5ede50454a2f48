"""The record, and the seals put on it."""

from django.db import models


class Seal(models.Model):
    """A digest over some entries and over the seal before, so that no earlier entry can change unseen."""

    at = models.DateTimeField()
    previous = models.CharField(max_length=64, blank=True)
    entries = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)


class Entry(models.Model):
    """One thing that somebody did. ``by`` is a staff member's email address, or nothing for the system itself."""

    at = models.DateTimeField()
    by = models.CharField(max_length=254, blank=True)
    what = models.CharField(max_length=40)
    about = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict)
    seal = models.ForeignKey(Seal, null=True, on_delete=models.PROTECT, related_name="sealed")

    class Meta:
        """Entries not yet sealed are few and looked for often."""

        indexes = (
            models.Index(fields=["id"], name="entry_unsealed", condition=models.Q(seal=None)),
            models.Index(fields=["about", "id"], name="entry_about"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by or 'the system'}: {self.what} {self.about}"
