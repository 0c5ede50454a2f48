"""An edition of a charter."""

from django.db import models

from answerable.councils.models import Council
from answerable.standards.charter.promises import LONGEST_NAME


class Edition(models.Model):
    """One version of a council's charter, as the text that was published. It never changes."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="editions")
    version = models.CharField(max_length=LONGEST_NAME)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        """A version is published once."""

        constraints = (models.UniqueConstraint(fields=["council", "version"], name="one_edition_a_version"),)

    def __str__(self) -> str:
        return f"{self.council_id} version {self.version}"
