"""Writing to a customer: reply, acknowledge, ask, and say that it will be late; first read through, then sent."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from answerable.contacts import actions
from answerable.contacts.actions.writing import AlreadyWritten
from answerable.contacts.models import Contact, Message
from answerable.contacts.parts import NoSense, PartsMissing
from answerable.contacts.preparing import NotSeen, WrongDate, prepared
from answerable.desk.forms.writing import PointsAnswered, Writing
from answerable.desk.pages.contact import contact_page
from answerable.desk.pages.preview import points_of, preview_page
from answerable.desk.views.fetching import answered
from answerable.desk.views.going_on import next_page, place_in
from answerable.people.access import StaffRequest, staff_may
from answerable.people.unsent import sent

_Given = dict[str, Any]


def _reply(contact: Contact, form: Writing, given: _Given) -> Message:
    what, closes = form.what_it_is
    return actions.reply(contact, full=what == "replied", closes=closes, spoken=form.spoken, **given)


def _ask(contact: Contact, form: Writing, given: _Given) -> Message:
    return actions.ask(contact, waits=form.cleaned_data["waits"], **given)


_ACTIONS: dict[str, Callable[[Contact, Writing, _Given], Message]] = {
    "reply": _reply,
    "call": _reply,
    "ask": _ask,
    "acknowledge": lambda contact, form, given: actions.acknowledge(contact, **given),
    "hold": lambda contact, form, given: actions.hold(contact, **given),
}


@staff_may("answer")
def write(request: StaffRequest, council: str, reference: str, what: str) -> HttpResponse:
    """Show a letter as it will go out, and then send it; or say what keeps it back. What was typed is never lost."""
    contact = answered(request, council, reference)
    page = reverse("desk:contact", args=[council, reference])
    if sent(request) is None:
        return redirect(f"{page}?write={what}#write")
    form = Writing(contact, what, request.POST, by=request.user)
    if form.is_valid():
        try:
            return _read_through_or_sent(request, council, contact, form)
        except AlreadyWritten as problem:
            is_here = problem.message.contact_id == contact.id
            if is_here and form.cleaned_data["body"].strip() in problem.message.body:
                messages.info(request, str(problem))
                return redirect(page)
            form.renew(problem.message)
            form.add_error(None, "A message was sent from this form already. To send this one too, send it again.")
        except NotSeen as problem:
            form.shows(problem)
        except PartsMissing as problem:
            form.lacks(problem)
        except NoSense as problem:
            for name, said in problem.said.items():
                form.add_error(name, said)
        except WrongDate as problem:
            form.add_error("by_when", str(problem))
        except ValueError as problem:
            form.add_error(None, str(problem))
    _keep(request, contact, form)
    return render(request, "desk/contact.html", contact_page(request, council, reference, bound=form))


@staff_may("answer")
def draft(request: StaffRequest, council: str, reference: str, what: str) -> HttpResponse:
    """Keep what was typed, right or wrong: for the button, or for the script that presses it every few seconds."""
    contact = answered(request, council, reference)
    if sent(request) is not None:
        _keep(request, contact, Writing(contact, what, request.POST, by=request.user))
        if "quietly" in request.POST:
            return HttpResponse(status=204)
        messages.success(request, "Your draft is kept. Only you can read it.")
    return redirect(f"{reverse('desk:contact', args=[council, reference])}?write={what}#write")


def _read_through_or_sent(request: StaffRequest, council: str, contact: Contact, form: Writing) -> HttpResponse:
    what, closes = form.what_it_is
    given: _Given = {
        "body": form.cleaned_data["body"],
        "parts": form.parts(),
        "by": request.user,
        "at": request.now,
        "seen": form.seen,
    }
    sends = request.POST.get("step") == "send"
    points = points_of(contact) if what == "replied" else []
    points_form = PointsAnswered(points, request.POST if sends else None) if points else None
    if sends and (points_form is None or points_form.is_valid()):
        stood = place_in(request, council, contact)
        message = _ACTIONS[form.what](contact, form, given | {"token": form.cleaned_data["token"]})
        messages.success(request, _said(message))
        if request.POST.get("then") == "next":
            return redirect(next_page(request, council, after=stood, but=contact.reference))
        return redirect("desk:contact", council, contact.reference)
    letter = prepared(contact, what, closes=closes, spoken=form.spoken, **given)
    _keep(request, contact, form)
    return render(request, "desk/preview.html", preview_page(request, council, contact, letter, form, points_form))


def _keep(request: StaffRequest, contact: Contact, form: Writing) -> None:
    form.is_valid()  # to read what can be read of it: a draft is kept, right or wrong
    actions.keep_draft(
        contact,
        sort=form.sort.sort,
        fields=form.typed(),
        newest=form.cleaned_data.get("newest") or 0,
        token=str(form.data.get("token", "")),
        by=request.user,
        at=request.now,
    )


def _said(message: Message) -> str:
    if message.sort == Message.Sort.CALL:
        return "The call is noted. What was said is on the customer's own page."
    what = {"reply": "Your reply", "question": "Your question", "delay": "Your delay notice"}
    name = what.get(message.sort, "Your acknowledgement")
    if hasattr(message, "outgoing"):
        return f"{name} is on its way."
    return f"{name} is on the customer's own page. They gave no email address, so nothing was sent."
