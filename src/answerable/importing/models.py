"""Which lines of other systems' logs are here, and as which contact."""

from django.db import models

from answerable.contacts.models import Contact
from answerable.councils.models import Council

LONGEST_SOURCE, LONGEST_ID = 40, 200


class LineKey(models.Model):
    """That another system may send lines. Its secret is worked out from the salt and the deployment's own key.

    So it stands nowhere: not in the database, nor in a copy of it.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=LONGEST_SOURCE)
    salt = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Asked for by whose lines they are."""

        db_table = "importing_line_key"
        indexes = (models.Index(fields=["council", "source"], name="line_key_of"),)

    def __str__(self) -> str:
        return f"A key for {self.source} of {self.made_at:%Y-%m-%d %H:%M}"


class LogLine(models.Model):
    """One contact of another system's log, by the id that it has there: so it is here once, however often it comes.

    ``source`` names that system, since two may give the same id. ``after`` is the id of the earlier contact that this
    one comes back to, as long as that one is not here.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=LONGEST_SOURCE)
    known_as = models.CharField(max_length=LONGEST_ID)
    after = models.CharField(max_length=LONGEST_ID, blank=True)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="log_lines")

    class Meta:
        """Each line once; and those that wait for an earlier one are found by it."""

        db_table = "importing_log_line"
        constraints = (
            models.UniqueConstraint(fields=["council", "source", "known_as"], name="each_line_is_here_once"),
        )
        indexes = (
            models.Index(fields=["council", "source", "after"], name="line_waits_for", condition=~models.Q(after="")),
        )

    def __str__(self) -> str:
        return f"{self.known_as} of {self.source}"
