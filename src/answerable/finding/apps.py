"""Puts what watches on the tables after each migration (``watching``)."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FindingRoom(AppConfig):
    """The room, as Django knows it."""

    name = "answerable.finding"

    def ready(self) -> None:
        """Be told when a migration has ended, or the tests have emptied the tables."""
        post_migrate.connect(_watch, sender=self)


def _watch(**_: Any) -> None:
    from answerable.finding.actions import watch

    watch()
