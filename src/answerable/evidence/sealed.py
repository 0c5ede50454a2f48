"""What is sealed: rows of any room that must not change once a seal is put on them.

A room says so by what its model derives from, and which of its columns the seal answers for. The record looks
downstairs only: it finds those models among all that there are, and knows none of them by name.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models


class Sealed(models.Model):
    """A row that stays as it is. The database puts each new one in the queue to be sealed (``guards.queue``).

    ``SORT`` names the sort in seals, for ever. ``COLUMNS`` are those that its seal answers for; one that is added later
    is sealed by a sort of its own, since what was sealed before must still come out the same.
    """

    SORT: ClassVar[str]
    COLUMNS: ClassVar[tuple[str, ...]]

    class Meta:
        """Each room has rows of its own."""

        abstract = True

    def content(self) -> Mapping[str, Any]:
        """Return all that its seal answers for, ready for JSON."""
        return {name: _plain(getattr(self, name)) for name in self.COLUMNS}

    def leaf(self) -> str:
        """Return the SHA-256, in hexadecimal, of its sort and of all that its seal answers for."""
        return digest_of_json([self.SORT, self.content()])

    def is_settled(self, now: datetime) -> bool:
        """Tell whether it will not change any more, so that it can be sealed."""
        return True

    def written_at(self) -> datetime | None:
        """Return when it was written, by its own word, where it says so."""
        return None

    def concerns(self) -> str:
        """Name what it is about: the reference of a contact, or a council."""
        return ""

    def fault(self) -> str:
        """Say what is wrong with what its seal does not answer for itself, or nothing."""
        return ""

    @classmethod
    def found(cls, keys: Collection[str]) -> Iterator[Self]:
        """Give the rows with some keys, with all that ``content`` asks of them."""
        yield from cls._default_manager.filter(pk__in=list(keys))


def sorts() -> dict[str, type[Sealed]]:
    """Return every model whose rows are sealed, by its sort."""
    return {model.SORT: model for model in apps.get_models() if issubclass(model, Sealed)}


def digest_of_json(value: object) -> str:
    """Return the SHA-256, in hexadecimal, of a value as JSON with sorted keys and no spaces, in ASCII."""
    return sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
