"""Putting right what was noted wrongly, after seeing what that does."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from answerable.contacts import actions
from answerable.contacts.actions.deciding import NotSaid
from answerable.contacts.striking import NotStruck, can_be_struck
from answerable.contacts.striking import strike as what_it_does
from answerable.desk.forms.putting_right import Striking
from answerable.desk.pages import changes
from answerable.desk.pages.frame import frame
from answerable.desk.pages.striking import named
from answerable.desk.views.fetching import answered
from answerable.desk.views.managing import PROPOSED
from answerable.people.access import StaffRequest, staff_may
from answerable.people.unsent import OF_THE_PAGE, sent


@staff_may("put-right")
def strike(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Choose what was noted wrongly, see what striking it out does to each clock, and then do it."""
    contact = answered(request, council, reference)
    rows = can_be_struck(contact)
    form = Striking(sent(request), facts=named(rows))
    page = frame(request, council) | {"contact": contact, "form": form, "nothing": not rows}
    if not form.is_valid():
        return render(request, "desk/striking.html", page)
    fact, why = form.chosen(rows), form.cleaned_data["why"]
    given = {"why": why, "at": request.now, "right_at": form.right_at}
    try:
        if request.POST.get("step") != "do":
            made = what_it_does(contact, fact, **given)
            shown = {
                "fact": named([fact])[fact.pk],
                "why": why,
                "does": changes.by_striking(made.turned, now=request.now),
                "needs_second": made.needs_second,
                "carried": _carried(request),
            }
            return render(request, "desk/strike_first.html", page | shown)
        proposal = actions.strike(contact, fact=fact, by=request.user, **given)
    except NotStruck as problem:
        form.add_error("on" if problem.about == "right_at" else problem.about, str(problem))
    except NotSaid as problem:
        form.add_error(problem.about, str(problem))
    except ValueError as problem:
        form.add_error(None, str(problem))
    else:
        messages.success(request, PROPOSED if proposal else "It is struck out. It stays to be seen below.")
        return redirect("desk:contact", council, reference)
    return render(request, "desk/striking.html", page)


def _carried(request: StaffRequest) -> list[tuple[str, object]]:
    return [(name, value) for name, value in request.POST.items() if name not in (*OF_THE_PAGE, "step")]
