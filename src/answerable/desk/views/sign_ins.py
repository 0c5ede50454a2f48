"""Pages about signing in, for those who look after who works here."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from answerable.desk.forms.sign_ins import OfDay
from answerable.desk.pages.frame import frame
from answerable.people.access import StaffRequest, staff_may
from answerable.people.actions import end_sessions
from answerable.people.pages import browser_name
from answerable.people.queries import failed_sign_ins, signed_in_now

_MANY = 200


@require_safe
@staff_may("see-record")
def failed(request: StaffRequest, council: str) -> HttpResponse:
    """Show which tries to sign in failed on a day, today when none is asked for."""
    day = localdate(request.now)
    form = OfDay(request.GET if "day-day" in request.GET else None, initial={"day": day})
    if form.is_valid():
        day = form.cleaned_data["day"]
    tries = failed_sign_ins(day, request.paths, council=council)[:_MANY]
    page = {"form": form, "day": day, "tries": tries, "many": _MANY}
    return render(request, "desk/failed_sign_ins.html", frame(request, council) | page)


@require_safe
@staff_may("sign-out")
def signed_in(request: StaffRequest, council: str) -> HttpResponse:
    """Show who is signed in now, and where."""
    found = signed_in_now(request.paths, now=request.now)
    people = [
        (staff, [(one, browser_name(one.browser)) for one in theirs])
        for staff, theirs in groupby(found, key=lambda one: one.staff)
    ]
    return render(request, "desk/signed_in.html", frame(request, council) | {"people": people})


@staff_may("sign-out")
def end(request: StaffRequest, council: str) -> HttpResponse:
    """Sign a colleague out everywhere; oneself, everywhere else."""
    if request.method != "POST":
        return redirect("desk:signed-in", council)
    found = [one.staff for one in signed_in_now(request.paths, now=request.now)]
    colleague = next((one for one in found if str(one.pk) == request.POST.get("staff")), None)
    if colleague is None:
        messages.info(request, "Nobody had to be signed out: they were not signed in any more.")
    else:
        end_sessions(colleague, by=request.user, at=request.now, but=request.session.session_key or "")
        messages.success(request, f"{colleague} is signed out.")
    return redirect("desk:signed-in", council)
