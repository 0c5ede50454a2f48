"""Views of the queue that were kept under a name."""

from collections.abc import Collection

from django.db.models import QuerySet

from answerable.people.models import Staff
from answerable.people.paths import is_within
from answerable.queues.models import SavedView
from answerable.rows.queries import prepared


def views_for(council: str, staff: Staff, paths: Collection[str]) -> list[SavedView]:
    """Return the views of the queue that somebody has kept for themselves, and those of the teams within some paths."""
    return [
        view
        for view in _views(council)
        if (view.staff_id == staff.pk if view.team_id is None else any(is_within(view.team_id, path) for path in paths))
    ]


@prepared
def _views(council: str) -> QuerySet[SavedView]:
    return SavedView.objects.filter(council=council).select_related("team")
