"""Several contacts at once: take, give, move, close and answer them, each by its own rules."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from answerable.contacts import actions
from answerable.contacts.models import Contact, Proposal
from answerable.contacts.parts import Part, parts_of
from answerable.contacts.preparing import OnPage
from answerable.contacts.queries import contacts_in, newest_of, open_in_flood, titles_of
from answerable.councils.queries import other_teams
from answerable.desk.forms.managing import Assigning, Moving
from answerable.desk.forms.several import (
    ASSIGN,
    MOST,
    MOVE,
    WHAT,
    AnsweringMany,
    Choosing,
    ClosingMany,
    Taking,
)
from answerable.desk.pages.frame import frame
from answerable.evidence.models import Look
from answerable.people.access import StaffRequest, note_look, staff_may
from answerable.people.paths import is_within
from answerable.people.permissions import paths_where
from answerable.people.queries import allowed_within
from answerable.people.unsent import sent
from answerable.standards.vocabulary.details import BY_WHEN, NEXT_STEP, REFERENCE

_Act = Callable[[Contact], object]


@staff_may("answer")
def several(request: StaffRequest, council: str) -> HttpResponse:
    """Show which contacts were chosen and ask what is needed; then do it to each, and say what could not be done.

    Whoever comes here with nothing chosen is sent to the queue, where it is.
    """
    if sent(request) is None:
        return redirect("desk:queue", council)
    choosing = Choosing(request.POST)
    if not choosing.is_valid():
        messages.error(request, "Choose what to do with them")
        return redirect("desk:queue", council)
    what = choosing.cleaned_data["what"]
    asked = [*choosing.references(), *open_in_flood(council, request.paths, request.POST.get("flood", ""))]
    name = "give-away" if what in (ASSIGN, MOVE) else "answer"
    paths = [path for path in paths_where(request.user, name) if is_within(path, council)]
    whole = contacts_in(council, paths).select_related("council", "customer", "edition", "team", "held_by")
    contacts = list(whole.filter(reference__in=asked[:MOST]).order_by("id"))
    form, act = _asked(request, council, paths, contacts, what)
    page = frame(request, council) | {"what": what, "title": WHAT[what], "form": form, "choosing": choosing}
    is_sent, only_adds = request.POST.get("step") == "do" and contacts, "add" in request.POST
    if is_sent and form.is_valid() and not only_adds:
        found = actions.each(contacts, act)
        return render(request, "desk/several_done.html", page | {"done": found.done, "not_done": found.not_done})
    if only_adds:
        form.errors.clear()  # it is not sent yet: what was typed stays, and nothing of it is wrong
    typed = choosing.cleaned_data["more"].strip()
    if typed:  # what was ticked stood on a list before; this is looked for
        note_look(request, Look.What.SEARCHED, council=council, asked_for=" ".join(typed.split())[:200])
    missing = set(asked) - {contact.reference for contact in contacts}
    titles = titles_of(contacts)
    page |= {
        "contacts": [(contact, titles[contact.pk]) for contact in contacts],
        "missing": sorted(missing),
        "most": MOST if len(asked) > MOST else 0,
    }
    return render(request, "desk/several.html", page)


def _asked(
    request: StaffRequest, council: str, paths: list[str], contacts: list[Contact], what: str
) -> tuple[forms.Form, _Act]:
    """Return the form for what is to be done, and what then does it to one contact."""
    sent = request.POST if request.POST.get("step") == "do" else None
    who: dict[str, Any] = {"by": request.user, "at": request.now}
    match what:
        case "take":
            return Taking(sent or {}), lambda contact: actions.take(contact, **who)
        case "assign":
            to = Assigning(sent, staff=allowed_within("answer", paths))
            return to, lambda contact: actions.assign(contact, to=to.colleague, **who)
        case "move":
            moving = Moving(sent, teams=other_teams(council, ""))
            return moving, lambda contact: _move(contact, moving, who)
        case "close":
            closing = ClosingMany(sent, auto_id="closing-%s")
            return closing, lambda contact: _close(contact, closing, who)
    answering = AnsweringMany(sent, parts=_parts(contacts), by=request.user, newest=newest_of(contacts))
    return answering, lambda contact: _answer(contact, answering, who)


def _move(contact: Contact, form: Moving, who: dict[str, Any]) -> None:
    actions.move(contact, to=form.teams[form.cleaned_data["to"]], reason=form.cleaned_data["reason"], **who)


def _close(contact: Contact, form: ClosingMany, who: dict[str, Any]) -> Proposal | None:
    given = form.cleaned_data | {"outcome": Contact.Outcome(form.cleaned_data["outcome"])}
    return actions.close(contact, **given, **who)


def _answer(contact: Contact, form: AnsweringMany, who: dict[str, Any]) -> None:
    if contact.held_by is not None and contact.held_by != who["by"]:
        raise ValueError(f"{contact.held_by.name} has it. Speak to them first, or answer it by itself.")
    seen = OnPage(form.cleaned_data["newest"], None)
    actions.reply(contact, full=True, closes=True, seen=seen, **form.given(contact), **who)


def _parts(contacts: list[Contact]) -> list[Part]:
    """Return every part that one of some contacts must be answered with, in the order of a letter."""
    found: dict[str, Part] = {}
    for contact in contacts:
        for part in parts_of(contact, "replied", closes=True):
            asked = found.get(part.detail.name, Part(part.detail, ())).asked_by
            found[part.detail.name] = Part(part.detail, tuple(dict.fromkeys((*asked, *part.asked_by))))
    return [part for part in found.values() if part.detail not in (REFERENCE, NEXT_STEP, BY_WHEN)]
