"""Views of the queue that somebody has kept: for themselves, or for a team."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from answerable.desk.forms.choosing import KeepingView, QueueFilter
from answerable.desk.pages.frame import frame
from answerable.people.access import StaffRequest, staff_may
from answerable.people.paths import is_within
from answerable.people.permissions import paths_where
from answerable.people.unsent import sent
from answerable.queues.actions import ViewNotKept, keep_view, remove_view
from answerable.queues.models import SavedView
from answerable.queues.queries import teams_in
from answerable.queues.saved import views_for


@staff_may("see-queue")
def saved_views(request: StaffRequest, council: str) -> HttpResponse:
    """Show which views are kept, and keep what the queue shows as one more."""
    page = frame(request, council)
    may_change = _changed_by(request, council)
    teams = [team for team in teams_in(council, request.paths) if any(is_within(team.path, at) for at in may_change)]
    form = KeepingView(sent(request), teams=teams, asked=_asked(request, council, request.GET))
    if form.is_valid():
        given = form.cleaned_data
        asked = _asked(request, council, QueryDict(given["asked"]))
        try:
            kept = keep_view(
                page["council"],
                name=given["name"],
                asked=asked,
                team=form.teams.get(given["whose"]),
                by=request.user,
                at=request.now,
            )
        except ViewNotKept as problem:
            form.add_error("name", str(problem))
        else:
            messages.success(request, f"The view “{kept.name}” is kept.")
            return redirect(f"{reverse('desk:queue', args=[council])}?{kept.asked}")
    views = [
        (one, one.team_id is None or any(is_within(one.team_id, path) for path in may_change))
        for one in views_for(council, request.user, request.paths)
    ]
    return render(request, "desk/saved_views.html", page | {"form": form, "views": views})


@staff_may("see-queue")
def remove(request: StaffRequest, council: str) -> HttpResponse:
    """Take a view away: one's own, or that of a team for which one may answer."""
    if request.method == "POST":
        view = _view(request, council)
        if view is not None and remove_view(view, by=request.user, at=request.now):
            messages.success(request, f"The view “{view.name}” is removed.")
        else:
            messages.info(request, "Nothing had to be removed: it was removed a moment before.")
    return redirect("desk:saved-views", council)


def _view(request: StaffRequest, council: str) -> SavedView | None:
    number, may_change = request.POST.get("view", ""), _changed_by(request, council)
    for one in views_for(council, request.user, request.paths):
        if str(one.pk) == number and (one.team_id is None or any(is_within(one.team_id, path) for path in may_change)):
            return one
    return None


def _changed_by(request: StaffRequest, council: str) -> list[str]:
    """Return the paths at which the reader may change what a team sees: where they answer."""
    return [path for path in paths_where(request.user, "answer") if is_within(path, council)]


def _asked(request: StaffRequest, council: str, given: QueryDict) -> str:
    return QueueFilter(given, teams=teams_in(council, request.paths)).asked()
