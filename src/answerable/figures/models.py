"""A count of a council's period, and the figures that came out of it."""

from django.db import models

from answerable.councils.models import Council
from answerable.standards.charter.promises import LONGEST_NAME


class PeriodCount(models.Model):
    """One counting of one period of a council, as things stood at ``at``. The newest of a period is the one shown."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="counts")
    first_on = models.DateField()
    last_on = models.DateField()
    at = models.DateTimeField()
    contacts = models.PositiveIntegerField(help_text="How many contacts were looked at.")
    last_fact = models.BigIntegerField(help_text="The newest fact that was counted.")
    took_ms = models.PositiveIntegerField()

    class Meta:
        """The newest count of a period is looked for by the period."""

        indexes = (models.Index(fields=["council", "first_on", "-id"], name="count_of_period"),)

    def __str__(self) -> str:
        return f"{self.council_id}, {self.first_on} to {self.last_on}"


class FigureRow(models.Model):
    """One figure of a count, with all that is needed to work it out again in ``detail`` (C15)."""

    count = models.ForeignKey(PeriodCount, on_delete=models.CASCADE, related_name="figures")
    place = models.PositiveSmallIntegerField(help_text="Its place among the figures of the count.")
    promise = models.CharField(max_length=LONGEST_NAME)
    formula = models.CharField(max_length=60)
    said = models.CharField(max_length=200)
    verdict = models.TextField(blank=True)
    n = models.PositiveIntegerField()
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        """In the order of the charter."""

        db_table = "figures_figure"
        indexes = (models.Index(fields=["count", "place"], name="figure_in_order"),)

    def __str__(self) -> str:
        return f"{self.promise}: {self.said}"
