"""Writing to a customer: reply, acknowledge, ask, and say that it will be late; first read through, then sent."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from answerable.contacts import actions
from answerable.contacts.actions.writing import AlreadyWritten
from answerable.contacts.filling import Filled, Writer, filled
from answerable.contacts.models import Contact, Message
from answerable.contacts.parts import NoSense, PartsMissing
from answerable.contacts.preparing import AlreadyClosed, NotSeen, WrongDate, prepared
from answerable.contacts.queries import drafts_of, newer_than
from answerable.desk.forms.texts import PuttingIn
from answerable.desk.forms.writing import SORTS, PointsAnswered, Writing
from answerable.desk.pages.beside import others_here
from answerable.desk.pages.contact import contact_page
from answerable.desk.pages.enclosing import chosen_by, held_for, travelling
from answerable.desk.pages.preview import points_of, preview_page
from answerable.desk.views.enclosing import take_chosen
from answerable.desk.views.fetching import answered
from answerable.desk.views.going_on import next_page, place_in
from answerable.files.actions import send_with, take_away
from answerable.files.queries import held_by
from answerable.people.access import StaffRequest, staff_may
from answerable.people.unsent import sent
from answerable.texts.queries import texts_for

_Given = dict[str, Any]
_NONE_CHOSEN = "Choose a standard text first."


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
    refused = take_chosen(request, contact)
    if refused:
        form.add_error(None, refused)
    if form.is_valid():
        try:
            return _read_through_or_sent(request, council, contact, form)
        except AlreadyWritten as problem:
            is_here = problem.message.contact_id == contact.id
            if is_here and _as_sent(request, contact, form.cleaned_data["body"]) in problem.message.body:
                messages.info(request, str(problem))
                return redirect(page)
            form.renew(problem.message)
            form.add_error(None, "A message was sent from this form already. To send this one too, send it again.")
        except NotSeen as problem:
            form.shows(problem)
        except AlreadyClosed as problem:
            form.newer = newer_than(contact, form.cleaned_data["newest"])
            form.add_error(None, str(problem))
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
    """Keep what was typed, right or wrong: for the button, or for the script that presses it every few seconds.

    Two more buttons put a standard text into it, and throw it away.
    """
    contact = answered(request, council, reference)
    pressed = request.POST if request.method == "POST" else {}  # what was only kept for them is not done
    refused = "" if "quietly" in pressed else take_chosen(request, contact)
    if refused:
        messages.error(request, refused)
    if "put" in pressed:
        put_in = _put_in(request, contact, what)
        if put_in is not None:
            return put_in
    elif "forget" in pressed:
        actions.forget_draft(contact, sort=SORTS[what].sort, by=request.user)
        gone = take_away(held_by(held_for(request.user), contact))
        messages.success(request, f"Your draft is thrown away{', with the files that you had chosen' if gone else ''}.")
    elif sent(request) is not None:
        _keep(request, contact, Writing(contact, what, request.POST, by=request.user))
        if "quietly" in request.POST:
            others = others_here(request, contact, drafts_of(contact.pk))
            return JsonResponse({"others": others}) if others else HttpResponse(status=204)
        messages.success(request, "Your draft is kept. Only you can read it.")
    return redirect(f"{reverse('desk:contact', args=[council, reference])}?write={what}#write")


def _put_in(request: StaffRequest, contact: Contact, what: str) -> HttpResponse | None:
    """Put a standard text into the letter, filled: at the end of it, as a draft; or hand it to the script, which does.

    What cannot be filled stays as it is and is told, as is a text of which the review is overdue.
    """
    today = localdate(request.now)
    text = PuttingIn(texts_for(contact.path), request.POST, today=today).chosen
    ready = filled(text.words, Writer(contact, request.user, request.now)) if text else Filled("", (_NONE_CHOSEN,))
    says = [*ready.problems, *([text.said_past(today)] if text and text.is_past(today) else [])]
    if "quietly" in request.POST:
        return JsonResponse({"words": ready.words, "says": " ".join(says)})
    typed = request.POST.copy()
    typed["body"] = "\n\n".join(words for words in (typed.get("body", "").rstrip(), ready.words) if words)
    _keep(request, contact, Writing(contact, what, typed, by=request.user))
    for said in says:
        messages.warning(request, said)
    return None


def _as_sent(request: StaffRequest, contact: Contact, body: str) -> str:
    return filled(body.strip(), Writer(contact, request.user, request.now)).words


def _read_through_or_sent(request: StaffRequest, council: str, contact: Contact, form: Writing) -> HttpResponse:
    what, closes = form.what_it_is
    given: _Given = {
        "body": form.cleaned_data["body"],
        "parts": form.parts(),
        "by": request.user,
        "at": request.now,
        "seen": form.seen,
    }
    files = [] if form.sort.is_call else chosen_by(request.user, contact)
    read_with = " ".join(str(file.id) for file in files)
    sends = request.POST.get("step") == "send" and request.POST.get("read_with", read_with) == read_with
    points = points_of(contact) if what == "replied" else []
    points_form = PointsAnswered(points, request.POST if sends else None) if points else None
    if sends and (points_form is None or points_form.is_valid()):
        stood = place_in(request, council, contact)
        letter_given = given | {"token": form.cleaned_data["token"]}
        message = send_with(lambda: _ACTIONS[form.what](contact, form, letter_given), files)
        messages.success(request, _said(message))
        if request.POST.get("then") == "next":
            return redirect(next_page(request, council, after=stood, but=contact.reference))
        return redirect("desk:contact", council, contact.reference)
    if not sends and "read_with" in request.POST:
        messages.info(request, "The files have changed since you read this through. Read which of them go with it now.")
    letter = prepared(contact, what, closes=closes, spoken=form.spoken, **given)
    _keep(request, contact, form)
    page = preview_page(request, council, contact, letter, form, points_form)
    goes = {"travelling": travelling(contact, files), "read_with": read_with}
    return render(request, "desk/preview.html", {**page, **goes})


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
