"""Pages about signing in, for those who look after who works here."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from answerable.desk.forms.sign_ins import OfDay
from answerable.desk.pages.frame import frame
from answerable.people.access import StaffRequest, staff_may
from answerable.people.queries import failed_sign_ins

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
