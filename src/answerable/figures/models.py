"""A count of a council's period, and the figures that came out of it."""

import gzip
import zlib
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils.timezone import localdate

from answerable.councils.models import Council
from answerable.evidence.sealed import Sealed
from answerable.standards.charter.promises import LONGEST_NAME


class PeriodCount(Sealed):
    """One counting of one period of a council, as things stood at ``at``. The newest of a period is the one shown.

    Earlier ones stay. Only while a period runs does a count take the place of one made earlier on the same day.
    """

    SORT = "count"
    COLUMNS = (
        *("id", "council_id", "first_on", "last_on", "at", "contacts", "last_fact", "took_ms", "because", "sha256"),
    )

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="counts")
    first_on = models.DateField()
    last_on = models.DateField()
    at = models.DateTimeField()
    contacts = models.PositiveIntegerField(help_text="How many contacts were looked at.")
    last_fact = models.BigIntegerField(help_text="The newest fact that was counted.")
    took_ms = models.PositiveIntegerField()
    because = models.TextField(blank=True, help_text="Why it may differ from the count of this period before it.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of its clock file, as it is downloaded.")

    class Meta:
        """The newest count of a period is looked for by the period."""

        indexes = (models.Index(fields=["council", "first_on", "-id"], name="count_of_period"),)

    def __str__(self) -> str:
        return f"{self.council_id}, {self.first_on} to {self.last_on}"

    @property
    def is_final(self) -> bool:
        """Tell whether the period was over when it was counted: its figures are then no longer provisional."""
        return localdate(self.at) > self.last_on

    @classmethod
    def found(cls, keys: Collection[str]) -> Iterator["PeriodCount"]:
        """Give the counts with some keys, each with its figures in order."""
        figures = models.Prefetch("figures", FigureRow.objects.order_by("place", "id"))
        yield from cls.objects.filter(id__in=list(keys)).prefetch_related(figures)

    def content(self) -> Mapping[str, Any]:
        """Return what its seal answers for: the count, and each of its figures whole."""
        figures = [{name: getattr(row, name) for name in FigureRow.COLUMNS} for row in self.figures.all()]
        return {**super().content(), "figures": figures}

    def is_settled(self, now: datetime) -> bool:
        """Tell whether it stays: while a period runs, a later count of the same day takes its place."""
        return self.is_final or localdate(self.at) < localdate(now)

    def concerns(self) -> str:
        """Return the key of its council."""
        return self.council_id

    def fault(self) -> str:
        """Say so when the file that it was made from is another, or is gone though the period was over."""
        file = ClockFile.objects.filter(count=self).first()
        if file is None:
            return "its clock file is gone" if self.is_final and self.sha256 else ""
        try:
            is_whole = sha256(gzip.decompress(bytes(file.packed))).hexdigest() == self.sha256
        except (OSError, EOFError, zlib.error):
            is_whole = False
        return "" if is_whole else "its clock file is not the one it was made from"


class ClockFile(models.Model):
    """What a count was made from, as the CSV from which anybody can count again; ``packed`` by gzip.

    A count of a period still running, once there is one of a later day, has its figures and no such file.
    """

    count = models.OneToOneField(PeriodCount, on_delete=models.CASCADE, related_name="clock_file")
    packed = models.BinaryField()

    class Meta:
        """A table of its own, so that whoever asks for a count does not get the file with it."""

        db_table = "figures_clock_file"

    def __str__(self) -> str:
        return f"Clocks of {self.count_id}"


class FigureRow(models.Model):
    """One figure of a count, with all that is needed to work it out again in ``detail`` (C15)."""

    COLUMNS = (*("id", "place", "promise", "formula", "said", "verdict", "n", "numerator", "denominator", "detail"),)

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
