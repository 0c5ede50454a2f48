"""An edition of a charter, and the texts that it was published with."""

from datetime import datetime
from hashlib import sha256

from django.db import models

from answerable.councils.models import Council
from answerable.evidence.queries import about
from answerable.evidence.sealed import Sealed
from answerable.standards.charter.promises import LONGEST_NAME


class Text(Sealed):
    """The text of a file, kept once under its SHA-256. It never changes."""

    SORT = "text"
    COLUMNS = ("digest",)

    digest = models.CharField(max_length=64, primary_key=True)
    words = models.TextField()

    def __str__(self) -> str:
        return self.digest

    def fault(self) -> str:
        """Say so when its words are not those of its digest."""
        is_whole = sha256(self.words.encode()).hexdigest() == self.digest
        return "" if is_whole else "its words are not those that were published"


class Edition(Sealed):
    """One version of a council's charter, with all that it is read with, as it was published. It never changes.

    But for the bank holidays: they become known later, and are taken in on purpose (C19). ``digest`` is the SHA-256 of
    the charter's, the calendars' and the procedures' digests together.
    """

    SORT = "edition"
    COLUMNS = (
        *("id", "council_id", "version", "in_force_from", "in_force_until", "charter_id", "calendars_id"),
        *("procedures", "digest", "published_at"),
    )

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

    def written_at(self) -> datetime:
        """Return when it was published."""
        return self.published_at

    def concerns(self) -> str:
        """Return the key of its council."""
        return self.council_id

    def fault(self) -> str:
        """Say so when it is read with other bank holidays than those that the record says were taken in last."""
        said = about(self.council_id).filter(what__in=("published a charter", "took in bank holidays")).last()
        known = said.details.get("holidays") if said else None
        return "its bank holidays are not those that were taken in" if known not in (None, self.holidays_id) else ""
