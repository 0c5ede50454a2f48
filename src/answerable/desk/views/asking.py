"""Asking somebody outside about a contact; and what was asked and waits."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from answerable.asking.actions import CannotAsk, ask_again, ask_outside, take_back
from answerable.asking.models import OutsideQuestion
from answerable.asking.queries import answered_unread, may_be_shown, waiting_within
from answerable.channels.email.quoting import parted
from answerable.contacts.clocks import ByWhen, by_when, fact_of
from answerable.contacts.models import Contact
from answerable.desk.forms.asking import AskingAgain, AskingOutside, TakingBack
from answerable.desk.pages.asking import asked_row
from answerable.desk.pages.frame import frame
from answerable.desk.views.fetching import answered
from answerable.people.access import StaffRequest, staff_may
from answerable.people.unsent import sent

MOST = 200
"""Questions on one page; more than these nobody reads."""


@require_safe
@staff_may("answer")
def asked(request: StaffRequest, council: str) -> HttpResponse:
    """Show what was asked outside and waits, and what the reader asked that was answered since they looked."""
    page = frame(request, council)
    waiting = [asked_row(one, now=request.now) for one in waiting_within(council, request.paths)[:MOST]]
    unread = answered_unread(council, request.paths, request.user, now=request.now)
    new = [asked_row(one, now=request.now) for one in unread[:MOST]]
    return render(request, "desk/asked.html", page | {"waiting": waiting, "new": new, "most": MOST})


@staff_may("answer")
def outside(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Ask somebody outside."""
    contact = answered(request, council, reference)
    theirs = may_be_shown(contact)
    form = AskingOutside(sent(request), messages=theirs, promised=_promised(request, contact))
    if form.is_valid():
        given = {"shown": (), **form.cleaned_data}
        given.pop("late")
        try:
            asked = ask_outside(contact, **given, by=request.user, at=request.now)
        except ValueError as problem:
            _refused(form, problem)
        else:
            messages.success(request, f"Your question goes to {asked.name}. You see the answer here when it comes.")
            return redirect("desk:contact", council, reference)
    written = [(one, parted(one.body).new) for one in theirs]
    return _page(request, contact, form, written=written)


@staff_may("answer")
def again(request: StaffRequest, council: str, reference: str, id: int) -> HttpResponse:
    """Ask the same again, by a new link."""
    contact = answered(request, council, reference)
    asked = _of(contact, id)
    form = AskingAgain(sent(request), promised=_promised(request, contact))
    if form.is_valid():
        try:
            ask_again(asked, by_on=form.cleaned_data["by_on"], by=request.user, at=request.now)
        except ValueError as problem:
            _refused(form, problem)
        else:
            messages.success(request, f"{asked.name} is asked again. The old link opens nothing any more.")
            return redirect("desk:contact", council, reference)
    return _page(request, contact, form, lines=[_said(asked)])


@staff_may("answer")
def back(request: StaffRequest, council: str, reference: str, id: int) -> HttpResponse:
    """Take a question back."""
    contact = answered(request, council, reference)
    asked = _of(contact, id)
    form = TakingBack(sent(request))
    if form.is_valid():
        if take_back(asked, by=request.user, at=request.now):
            messages.success(request, f"The question to {asked.name} is taken back. Their link opens nothing any more.")
        else:
            messages.info(request, "It was answered or taken back a moment before, so nothing was changed.")
        return redirect("desk:contact", council, reference)
    return _page(request, contact, form, lines=[_said(asked)])


def _of(contact: Contact, id: int) -> OutsideQuestion:
    """Return what was asked about a contact, by its number, or have it said that there is no such page."""
    found = contact.asked_outside.filter(pk=id).select_related("question").first()
    if found is None:
        raise Http404
    return found


def _said(asked: OutsideQuestion) -> str:
    return f"{asked.name} ({asked.email}) was asked: “{asked.question.body}”"


def _promised(request: StaffRequest, contact: Contact) -> ByWhen | None:
    return by_when(contact, [fact_of(row) for row in contact.facts.all()], now=request.now)


def _refused(form: forms.Form, problem: ValueError) -> None:
    about = problem.about if isinstance(problem, CannotAsk) else ""
    form.add_error(about if about in form.fields else None, str(problem))


def _page(request: StaffRequest, contact: Contact, form: forms.Form, **more: Any) -> HttpResponse:
    page = frame(request, contact.council) | {"contact": contact, "form": form, **more}
    return render(request, "desk/asking.html", page)
