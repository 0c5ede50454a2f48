"""Showing that a process lives and can write."""

from datetime import datetime, timedelta

from django.db import transaction

from answerable.health.models import LastRound

EVERY = timedelta(seconds=10)
"""How often a process shows itself, at most: each time costs the disk a write."""


def show(process: str, *, at: datetime) -> None:
    """Note that a process has gone round, unless it was noted less than ``EVERY`` ago.

    Raises the database's error when it cannot be written.
    """
    shown = LastRound.objects.filter(process=process)
    if not shown.filter(at__gt=at - EVERY, at__lte=at).exists():
        with transaction.atomic():
            shown.update(at=at) or LastRound.objects.get_or_create(process=process, defaults={"at": at})
