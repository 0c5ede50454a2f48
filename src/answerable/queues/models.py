"""What somebody has said that they want to see of the queue, under a name."""

from typing import ClassVar

from django.db import models

from answerable.councils.models import Council, Team
from answerable.people.models import Staff

LONGEST_VIEW = 40
"""Characters of the name of a view."""


class SavedView(models.Model):
    """What to show of the queue, as its address says it, for whoever kept it or for a team."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+", help_text="Who kept it.")
    team = models.ForeignKey(
        Team, to_field="path", db_column="path", null=True, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=LONGEST_VIEW)
    asked = models.CharField(max_length=300, help_text="As in an address: held=me&due=late")
    kept_at = models.DateTimeField()

    class Meta:
        """By name; of each name one for a person, and one for a team."""

        db_table = "queues_view"
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints = (
            models.UniqueConstraint(
                fields=["council", "staff", "name"], name="one_view_of_a_name", condition=models.Q(team=None)
            ),
            models.UniqueConstraint(
                fields=["team", "name"], name="one_view_of_a_name_in_a_team", condition=models.Q(team__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.name
