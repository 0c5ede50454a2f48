"""What a reading of the other rooms gives: something that one of us is to know, and a table of which rows are read."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max, Model

from answerable.alerts.colleagues import Colleagues


class Noticed(NamedTuple):
    """Something that one of us is to know."""

    what: str
    staff: int
    council: str
    contact: int
    key: str
    at: datetime
    due: datetime | None = None


class RowSource(NamedTuple):
    """One table whose new rows are read: what of those after a number concerns whom."""

    name: str
    of: type[Model]
    after: Callable[[int, Colleagues, datetime], Iterable[Noticed]]

    def newest(self) -> int:
        """Return the number of the newest row; 0 where there is none."""
        number: int | None = self.of._default_manager.aggregate(newest=Max("pk"))["newest"]
        return number or 0
