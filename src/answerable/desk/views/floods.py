"""A flood: look at it, and decide one thing about all of its contacts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from answerable.contacts import actions
from answerable.contacts.actions.deciding import NotSaid
from answerable.contacts.models import FloodAct
from answerable.desk.forms.managing import AgreeingToAll, DecidingAboutAll, PuttingAside
from answerable.desk.pages.flood import flood_page
from answerable.evidence.models import Look
from answerable.people.access import StaffRequest, note_look, staff_may
from answerable.people.unsent import sent


@require_safe
@staff_may("see-contact")
def flood(request: StaffRequest, council: str, id: int) -> HttpResponse:
    """Show what the contacts of a flood say, and which they are."""
    return _shown(request, council, flood_page(request, council, id))


@staff_may("answer")
def aside(request: StaffRequest, council: str, id: int) -> HttpResponse:
    """Put a whole flood aside, on one ground."""
    return _decided(request, council, id, FloodAct.What.ASIDE, PuttingAside)


@staff_may("answer")
def back(request: StaffRequest, council: str, id: int) -> HttpResponse:
    """Put back what was put aside."""
    return _decided(request, council, id, FloodAct.What.BACK, DecidingAboutAll)


@staff_may("answer")
def singly(request: StaffRequest, council: str, id: int) -> HttpResponse:
    """Say that it is no flood: each is a row of its own again."""
    return _decided(request, council, id, FloodAct.What.SINGLY, DecidingAboutAll)


@staff_may("agree")
def agree(request: StaffRequest, council: str, id: int) -> HttpResponse:
    """Agree to all that is proposed."""
    return _decided(request, council, id, FloodAct.What.AGREE, AgreeingToAll)


@staff_may("agree")
def refuse(request: StaffRequest, council: str, id: int) -> HttpResponse:
    """Refuse all that is proposed."""
    return _decided(request, council, id, FloodAct.What.REFUSE, DecidingAboutAll)


def _decided(
    request: StaffRequest, council: str, id: int, what: FloodAct.What, asked: type[forms.Form]
) -> HttpResponse:
    """Decide what a form is for, or show it again on the flood's page with what is wrong."""
    page = flood_page(request, council, id)
    if sent(request) is None:
        return redirect("desk:flood", council, id)
    form = asked(request.POST, auto_id=f"{what.value}-%s")
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.decide(
                page["flood"],
                what,
                by=request.user,
                at=request.now,
                up_to=given["up_to"],
                why=given.get("why", ""),
                code=given.get("code", ""),
                other=given.get("other", ""),
            )
        except NotSaid as problem:
            form.add_error(problem.about if problem.about in form.fields else None, str(problem))
        except ValueError as problem:
            messages.error(request, str(problem))
            return redirect("desk:flood", council, id)
        else:
            messages.success(request, _SAID)
            return redirect("desk:flood", council, id)
    return _shown(request, council, page | {what.value: form, "form": form})


def _shown(request: StaffRequest, council: str, page: dict[str, Any]) -> HttpResponse:
    """Show the page, and keep that it was looked at: it has no one contact's reference in its address."""
    note_look(request, Look.What.READ_FLOOD, council=council, about=f"flood {page['flood'].id}")
    return render(request, "desk/flood.html", page)


_SAID = "It is being done, to one after another. This page says how far it has got."
