"""The record, the seals put on it, and what was deleted for good."""

from django.db import models

from answerable.evidence.words import Worded


class Seal(models.Model):
    """A digest over some entries and over the seal before, so that no earlier entry can change unseen."""

    at = models.DateTimeField()
    previous = models.CharField(max_length=64, blank=True)
    entries = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)


class Entry(Worded):
    """One thing that somebody did. ``by`` is a staff member's email address, or nothing for the system itself."""

    at = models.DateTimeField()
    by = models.CharField(max_length=254, blank=True)
    what = models.CharField(max_length=40)
    about = models.CharField(max_length=80, blank=True)
    seal = models.ForeignKey(Seal, null=True, on_delete=models.PROTECT, related_name="sealed")

    class Meta:
        """Entries not yet sealed are few and looked for often."""

        indexes = (
            models.Index(fields=["id"], name="entry_unsealed", condition=models.Q(seal=None)),
            models.Index(fields=["about", "id"], name="entry_about"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by or 'the system'}: {self.what} {self.about}"


class Deletion(models.Model):
    """That something about people was deleted for good: by which rule or on what ground, and how much of what.

    ``reference`` is that of the contact or customer it was about. Nothing here says anything of a person.
    """

    at = models.DateTimeField()
    by = models.CharField(max_length=254, blank=True)
    kind = models.CharField(max_length=40, help_text="What sort of deletion: by age, or because somebody asked.")
    reference = models.CharField(max_length=80, db_index=True)
    ground = models.CharField(max_length=300, help_text="The rule of retention, or the ground of the request.")
    removed = models.JSONField(help_text="How many of each were removed, by what they are.")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by or 'the system'}: {self.kind} {self.reference}"
