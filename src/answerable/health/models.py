"""What the processes leave behind to be seen by."""

from django.db import models


class LastRound(models.Model):
    """When a process, of which there may be several, last came to the end of its duties and could write."""

    process = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.process} at {self.at:%Y-%m-%d %H:%M:%S}"
