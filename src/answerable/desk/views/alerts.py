"""Marking alerts as seen, and choosing what somebody, or those of a place, are told."""

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from answerable.alerts.actions import choose, see
from answerable.alerts.queries import all_wishes, chosen_at, chosen_by
from answerable.councils.queries import places_within
from answerable.desk.forms.alerts import ChoosingAlerts
from answerable.desk.pages.frame import frame
from answerable.people.access import StaffRequest, staff_may
from answerable.people.unsent import sent


@require_POST
@staff_may("see-contact")
def seen(request: StaffRequest, council: str) -> HttpResponse:
    """Note that the reader has seen one alert, or all that they were shown."""
    only, up_to = (request.POST.get(name, "") for name in ("alert", "up_to"))
    if _is_number(only):
        see(request.user, council, only=int(only), up_to=int(only), at=request.now)
    elif _is_number(up_to):
        see(request.user, council, up_to=int(up_to), at=request.now)
    return redirect("desk:for-me", council)


@staff_may("see-contact")
def choosing(request: StaffRequest, council: str) -> HttpResponse:
    """Let the reader choose what they are told, and when."""
    chosen = chosen_by(request.user)
    form = ChoosingAlerts.of(chosen, sent(request), otherwise=all_wishes().of_places(request.user), whose="your team")
    if form.is_valid():
        choose(form.given, by=request.user, at=request.now)
        messages.success(request, "What you chose is kept, and holds from now on.")
        return redirect("desk:for-me", council)
    context = {"form": form, "title": "What you are told", "is_own": True}
    return render(request, "desk/alert_choices.html", frame(request, council) | context)


@require_safe
@staff_may("set-alerts")
def places(request: StaffRequest, council: str) -> HttpResponse:
    """Show the places for whose staff the reader may choose."""
    page = frame(request, council)
    return render(request, "desk/alert_places.html", page | {"places": places_within(page["council"], request.paths)})


@staff_may("set-alerts")
def place(request: StaffRequest, council: str, place: str) -> HttpResponse:
    """Choose what those at a place are told who have not chosen for themselves."""
    page = frame(request, council)
    named = dict(places_within(page["council"], request.paths))
    if place not in named:
        raise Http404
    otherwise = all_wishes().above(place)
    form = ChoosingAlerts.of(chosen_at(place), sent(request), otherwise=otherwise, whose="the council")
    if form.is_valid():
        choose(form.given, path=place, by=request.user, at=request.now)
        messages.success(request, f"What you chose for {named[place]} is kept.")
        return redirect("desk:alert-places", council)
    context: dict[str, Any] = {"form": form, "title": f"What staff are told: {named[place]}", "is_own": False}
    return render(request, "desk/alert_choices.html", page | context)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,18}", text) is not None
