"""Writing to a customer: reply, acknowledge, ask, and say that it will be late."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from answerable.contacts import actions
from answerable.contacts.actions.writing import AlreadyWritten, PastDate
from answerable.contacts.models import Contact, Message
from answerable.contacts.parts import PartsMissing
from answerable.desk.forms.writing import Writing
from answerable.desk.pages.contact import contact_page
from answerable.desk.views.fetching import answered
from answerable.people.access import StaffRequest, staff_may

_Given = dict[str, Any]


def _reply(contact: Contact, form: Writing, given: _Given) -> Message:
    ending = form.cleaned_data["ending"]
    return actions.reply(contact, full=ending != "part", closes=ending == "ends", **given)


def _ask(contact: Contact, form: Writing, given: _Given) -> Message:
    return actions.ask(contact, waits=form.cleaned_data["waits"], **given)


_ACTIONS: dict[str, Callable[[Contact, Writing, _Given], Message]] = {
    "reply": _reply,
    "ask": _ask,
    "acknowledge": lambda contact, form, given: actions.acknowledge(contact, **given),
    "hold": lambda contact, form, given: actions.hold(contact, **given),
}


@staff_may("answer")
def write(request: StaffRequest, council: str, reference: str, what: str) -> HttpResponse:
    """Send a message of one sort, or say what keeps it from being sent. What was typed is never lost."""
    contact = answered(request, council, reference)
    page = reverse("desk:contact", args=[council, reference])
    if request.method != "POST":
        return redirect(f"{page}?write={what}#write")
    form = Writing(contact, what, request.POST, by=request.user)
    if form.is_valid():
        given = {
            "body": form.cleaned_data["body"],
            "parts": form.parts(),
            "by": request.user,
            "at": request.now,
            "token": form.cleaned_data["token"],
        }
        try:
            message = _ACTIONS[what](contact, form, given)
        except AlreadyWritten as problem:
            is_here = problem.message.contact_id == contact.id
            if is_here and form.cleaned_data["body"].strip() in problem.message.body:
                messages.info(request, str(problem))
                return redirect(page)
            form.renew()
            form.add_error(None, "A message was sent from this form already. To send this one too, send it again.")
        except PartsMissing as problem:
            form.lacks(problem)
        except PastDate as problem:
            form.add_error("by_when", str(problem))
        except ValueError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _said(message))
            return redirect(page)
    return render(request, "desk/contact.html", contact_page(request, council, reference, bound=form))


def _said(message: Message) -> str:
    what = {"reply": "Your reply", "question": "Your question", "delay": "Your delay notice"}
    name = what.get(message.sort, "Your acknowledgement")
    if hasattr(message, "outgoing"):
        return f"{name} is on its way."
    return f"{name} is on the customer's own page. They gave no email address, so nothing was sent."
