"""Counting a period's figures again, once it was seen what that changes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from answerable.desk.forms.counting import CountAgain, WhichPeriod
from answerable.desk.pages.frame import frame
from answerable.figures.actions import count
from answerable.figures.comparing import would_change
from answerable.figures.queries import periods
from answerable.people.access import StaffRequest, staff_may
from answerable.people.unsent import sent
from answerable.standards.words import say_date


@staff_may("count")
def count_again(request: StaffRequest, council: str) -> HttpResponse:
    """Choose a period that was counted, show what counting it again would change, and then count it, with a reason."""
    found = {f"{one.first_on}..{one.last_on}": one for one in periods(council)}
    named = [(name, f"{say_date(one.first_on)} to {say_date(one.last_on)}") for name, one in found.items()]
    which = WhichPeriod(request.GET or None, periods=named)
    page = {"which": which, "form": which, "periods": named}
    if not which.is_valid():
        return render(request, "desk/counting.html", frame(request, council) | page)
    standing = found[which.cleaned_data["period"]]
    form = CountAgain(sent(request))
    if form.is_valid():
        why = form.cleaned_data["why"]
        made = count(
            standing.council,
            first_on=standing.first_on,
            last_on=standing.last_on,
            at=request.now,
            by=request.user,
            why=why,
        )
        messages.success(request, f"It is counted again. {made.because}")
        return redirect("desk:count", council)
    page |= {"form": form, "standing": standing, "changed": would_change(standing, at=request.now)}
    return render(request, "desk/counting.html", frame(request, council) | page)
