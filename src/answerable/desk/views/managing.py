"""What staff do with a contact among themselves: take it, give it back, note, mark, say what it is, and close it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from answerable.contacts import actions
from answerable.contacts.models import Contact
from answerable.councils.queries import other_teams
from answerable.desk.forms.managing import Closing, Kinds, Moving, Note, Welfare, Words
from answerable.desk.pages.contact import contact_page
from answerable.desk.views.fetching import answered
from answerable.people.access import StaffRequest, staff_may
from answerable.people.permissions import may

_Act = Callable[[Contact, dict[str, Any]], object]


@staff_may("answer")
def take(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Hold a contact, unless a colleague does."""

    def hold(contact: Contact) -> None:
        actions.take(contact, by=request.user, at=request.now)

    return _pressed(request, council, reference, hold, "It is yours.")


@staff_may("answer")
def reopen(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Open a contact again that was closed."""

    def open_again(contact: Contact) -> None:
        actions.reopen(contact, by=request.user, at=request.now)

    return _pressed(request, council, reference, open_again, "It is open again.")


@staff_may("answer")
def give_back(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Let go of a contact; of a colleague's only with the permission to give away."""

    def let_go(contact: Contact) -> None:
        if contact.held_by_id != request.user.pk and not may(request.user, "give-away", contact.path):
            raise ValueError("Cannot give it back: a colleague holds it. Ask them, or a manager, to give it back.")
        actions.give_back(contact, by=request.user, at=request.now)

    return _pressed(request, council, reference, let_go, "It is free for a colleague to take.")


@staff_may("answer")
def note(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Write a note for colleagues."""

    def act(contact: Contact, given: dict[str, Any]) -> object:
        return actions.note_down(contact, body=given["body"], by=request.user, at=request.now)

    return _filled(request, council, reference, Note(_sent(request), auto_id="note-%s"), act, "Your note is kept.")


@staff_may("answer")
def welfare(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Put a contact first because somebody may come to harm, or back in line."""

    def act(contact: Contact, given: dict[str, Any]) -> object:
        return actions.mark_welfare(contact, reason=given["reason"], by=request.user, at=request.now)

    form = Welfare(_sent(request), auto_id="welfare-%s")
    return _filled(request, council, reference, form, act, "Its place in the queue is changed.")


@staff_may("answer")
def words(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Say of words that may be urgent whether somebody may come to harm, or put them away."""

    def act(contact: Contact, given: dict[str, Any]) -> object:
        return actions.settle_flags(
            contact,
            up_to=given["up_to"],
            is_confirmed=given["says"] == "yes",
            reason=given["reason"],
            by=request.user,
            at=request.now,
        )

    return _filled(
        request, council, reference, Words(_sent(request), auto_id="words-%s"), act, "What you said is kept."
    )


@staff_may("give-away")
def move(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Give a contact to another team of the council, and go to the queue, for the mover may not see it there."""
    contact = answered(request, council, reference)
    form = Moving(_sent(request), teams=other_teams(council, contact.path), auto_id="moving-%s")

    def act(contact: Contact, given: dict[str, Any]) -> object:
        to = form.teams[given["to"]]
        return actions.move(contact, to=to, reason=given["reason"], by=request.user, at=request.now)

    done = _filled(request, council, reference, form, act, f"{reference} is moved. Its dates are as they were.")
    is_moved = done.status_code == 302 and request.method == "POST"
    return redirect("desk:queue", council) if is_moved else done


@staff_may("answer")
def kinds(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Say what a contact is."""

    def act(contact: Contact, given: dict[str, Any]) -> object:
        return actions.retype(contact, kinds=given["kinds"], by=request.user, at=request.now)

    form = Kinds(_sent(request), auto_id="kinds-%s")
    return _filled(request, council, reference, form, act, "Its kind is changed, and so are its promises.")


@staff_may("answer")
def close(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """End a contact with an outcome."""

    def act(contact: Contact, given: dict[str, Any]) -> object:
        outcome = Contact.Outcome(given["outcome"])
        return actions.close(contact, outcome=outcome, by=request.user, at=request.now)

    return _filled(request, council, reference, Closing(_sent(request), auto_id="closing-%s"), act, "It is closed.")


def _sent(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _pressed(
    request: StaffRequest, council: str, reference: str, act: Callable[[Contact], object], said: str
) -> HttpResponse:
    """Do what a single button is for, and go to the contact's page."""
    contact = answered(request, council, reference)
    if request.method == "POST":
        try:
            act(contact)
        except ValueError as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, said)
    return redirect("desk:contact", council, reference)


def _filled(
    request: StaffRequest, council: str, reference: str, form: forms.Form, act: _Act, said: str
) -> HttpResponse:
    """Do what a form is for, or show it again on the contact's page with what is wrong."""
    contact = answered(request, council, reference)
    if request.method != "POST":
        return redirect("desk:contact", council, reference)
    if form.is_valid():
        try:
            act(contact, form.cleaned_data)
        except ValueError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, said)
            return redirect("desk:contact", council, reference)
    return render(request, "desk/contact.html", contact_page(request, council, reference, bound=form))
