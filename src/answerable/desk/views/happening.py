"""Noting by hand what happened in the course of a matter, after seeing what it does."""

from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from answerable.contacts import actions
from answerable.contacts.actions.checking import (
    NOTED_WITH,
    NotAllowed,
    NotByHand,
    NotedLate,
    check_permission,
    noted_by_hand,
)
from answerable.contacts.clocks import possible_next
from answerable.contacts.parts import PartsMissing
from answerable.desk.forms.happening import Happening
from answerable.desk.pages import changes
from answerable.desk.pages.frame import frame
from answerable.desk.pages.possible import what_next
from answerable.desk.views.fetching import answered
from answerable.people.access import StaffRequest, ask_again, staff_may
from answerable.people.unsent import sent


@staff_may("answer")
def happened(request: StaffRequest, council: str, reference: str, what: str) -> HttpResponse:
    """Ask when a fact happened and what can be said of it, show what noting that would do to each clock, and note it.

    It is noted only after that was seen: what has changed meanwhile, or was changed in the form, is shown again first.
    """
    contact = answered(request, council, reference)
    try:
        kind = noted_by_hand(what)
        check_permission(kind, contact.path, request.user)
    except NotByHand as problem:
        raise Http404 from problem
    except NotAllowed as problem:
        raise PermissionDenied(str(problem)) from problem
    ask_again(request, NOTED_WITH.get(kind.noted, "answer"))
    found = [one for one in possible_next(contact, now=request.now) if one.fact is kind]
    needs = {detail.name for one in found for detail in one.needs}
    form = Happening(kind, sent(request), needs=needs, now=request.now)
    shown: dict[str, Any] = {}
    if form.is_valid():
        given = {"at": form.at, "details": form.details, "why": form.cleaned_data["only_now"], "by": request.user}
        try:
            turned = actions.foreseen(contact, what=what, now=request.now, **given)
            says = changes.by_noting(turned or (), now=request.now)
            if turned is None or request.POST.get("seen") == digest_of(says):
                actions.happen(contact, what=what, now=request.now, **given)
                messages.success(request, f"Noted: {kind.staff.lower()}.")
                return redirect("desk:contact", council, reference)
            shown = {"says": says, "seen": digest_of(says)}
        except PartsMissing as problem:
            for part in problem.missing:
                form.add_error(part.detail.name, part.detail.missing)
        except NotedLate as problem:
            form.add_error("only_now", str(problem))
        except ValueError as problem:
            form.add_error(None, str(problem))
    page = {"contact": contact, "kind": kind, "form": form, "does": what_next(found, now=request.now), **shown}
    return render(request, "desk/happened.html", frame(request, council) | page)


def digest_of(says: list[str]) -> str:
    """Return what the page keeps of the sentences it showed, so that nothing is noted that does anything else."""
    return sha256("\n".join(says).encode()).hexdigest()
