"""Handing over all that somebody holds, because they are away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from answerable.contacts import actions
from answerable.contacts.models import HandOver
from answerable.contacts.queries import handed_over_later
from answerable.desk.forms.managing import HandingOver
from answerable.desk.pages.frame import frame
from answerable.people.access import StaffRequest, staff_may
from answerable.people.queries import allowed_within
from answerable.people.unsent import sent
from answerable.standards.words import say_count, say_day


@staff_may("give-away")
def hand_over(request: StaffRequest, council: str) -> HttpResponse:
    """Hand over somebody's open work, now or from a day on, and see what is to be handed over later."""
    page = frame(request, council)
    today = localdate(request.now)
    theirs = allowed_within("answer", request.paths)
    form = HandingOver(sent(request), staff=theirs, today=today)
    if form.is_valid():
        try:
            decided = actions.hand_over(page["council"], by=request.user, at=request.now, **form.given)
        except ValueError as problem:
            form.add_error(None, str(problem))
        else:
            _carry_out(request, decided, is_now=decided.from_on <= today)
            return redirect("desk:hand-over", council)
    later = list(handed_over_later(council, theirs))
    return render(request, "desk/hand_over.html", page | {"form": form, "later": later})


@staff_may("give-away")
def call_off(request: StaffRequest, council: str) -> HttpResponse:
    """Call off what was to be handed over later."""
    if request.method != "POST":
        return redirect("desk:hand-over", council)
    number = request.POST.get("planned", "")
    later = handed_over_later(council, allowed_within("answer", request.paths))
    planned = next((one for one in later if str(one.pk) == number), None)
    if planned is not None and actions.call_off(planned, by=request.user, at=request.now):
        messages.success(request, f"The work of {planned.holder} stays with them.")
    else:
        messages.info(request, "Nothing had to be called off: it was done, or called off, a moment before.")
    return redirect("desk:hand-over", council)


def _carry_out(request: StaffRequest, decided: HandOver, *, is_now: bool) -> None:
    to = decided.to or "nobody"
    if not is_now:
        messages.success(request, f"The work of {decided.holder} goes to {to} on {say_day(decided.from_on)}.")
        return
    handed = actions.carry_out_hand_over(decided, at=request.now)
    if handed is None:
        messages.info(request, "This was handed over already.")
        return
    messages.success(request, f"{say_count(handed.given, 'contact')} of {decided.holder} went to {to}.")
    for reference, why in handed.freed:
        messages.warning(request, f"{reference} went to nobody. {why}")
