"""An edition of a charter, and the texts that it was published with."""

from django.db import models

from answerable.councils.models import Council
from answerable.standards.charter.promises import LONGEST_NAME


class Text(models.Model):
    """The text of a file, kept once under its SHA-256. It never changes."""

    digest = models.CharField(max_length=64, primary_key=True)
    words = models.TextField()

    def __str__(self) -> str:
        return self.digest


class Edition(models.Model):
    """One version of a council's charter, with all that it is read with, as it was published. It never changes.

    But for the bank holidays: they become known later, and are taken in on purpose (C19). ``digest`` is the SHA-256 of
    the charter's, the calendars' and the procedures' digests together.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="editions")
    version = models.CharField(max_length=LONGEST_NAME)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True)
    charter = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    calendars = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    procedures = models.JSONField(help_text="The digest of each statutory procedure that it names, by its key.")
    digest = models.CharField(max_length=64)
    holidays = models.ForeignKey(
        Text, on_delete=models.PROTECT, related_name="+", help_text="The bank holidays as they are known by now."
    )
    published_at = models.DateTimeField()

    class Meta:
        """A version is published once."""

        constraints = (models.UniqueConstraint(fields=["council", "version"], name="one_edition_a_version"),)

    def __str__(self) -> str:
        return f"{self.council_id} version {self.version}"
