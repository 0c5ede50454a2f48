"""What is done with views of the queue: keep one under a name, and take one away."""

from datetime import datetime

from django.db import transaction

from answerable.councils.models import Council, Team
from answerable.evidence.actions import record
from answerable.people.models import Staff
from answerable.queues.models import LONGEST_VIEW, SavedView

MOST_VIEWS = 12
"""How many views somebody, or a team, keeps: more than that is no help in finding one."""


class ViewNotKept(ValueError):
    """A view cannot be kept under that name, or at all."""


@transaction.atomic
def keep_view(council: Council, *, name: str, asked: str, team: Team | None, by: Staff, at: datetime) -> SavedView:
    """Keep what is asked of the queue under a name, for oneself or a team. Kept again as it is, it is there once.

    Raises ViewNotKept.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_VIEW:
        raise ViewNotKept(f"Give it a name of {LONGEST_VIEW} characters or fewer")
    if not asked:
        raise ViewNotKept("Choose first what the queue is to show, and then keep that")
    Council.objects.select_for_update().get(pk=council.pk)  # two of one name at once are one after the other
    whose = {"council": council, "staff": by, "team": None} if team is None else {"council": council, "team": team}
    there = list(SavedView.objects.filter(**whose))
    same = next((one for one in there if one.name.casefold() == name.casefold()), None)
    if same is not None and same.asked != asked:
        raise ViewNotKept(f"There is a view called “{same.name}” already. Choose another name, or remove it first")
    if same is not None:
        return same
    if len(there) >= MOST_VIEWS:
        raise ViewNotKept(f"{MOST_VIEWS} views are the most that are kept. Remove one that you do not need first")
    made = SavedView.objects.create(council=council, staff=by, team=team, name=name, asked=asked, kept_at=at)
    record("kept a view", about=by.reference, by=by.email, at=at, of=made.pk, team=made.team_id or "")
    return made


@transaction.atomic
def remove_view(view: SavedView, *, by: Staff, at: datetime) -> bool:
    """Take a view away. Returns False where somebody has done so a moment before."""
    number, _ = SavedView.objects.filter(pk=view.pk).delete()
    if number:
        record("removed a view", about=by.reference, by=by.email, at=at, of=view.pk, team=view.team_id or "")
    return bool(number)
