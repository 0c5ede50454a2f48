"""What somebody marks a contact with for themselves and their colleagues, and the page of what waits for them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_safe

from answerable.contacts.actions.deciding import NotSaid
from answerable.contacts.models import Contact
from answerable.desk.forms.marks import PuttingOff, Reminding, Tagging
from answerable.desk.pages.for_me import for_me_page, when_due
from answerable.desk.pages.frame import frame
from answerable.desk.views.fetching import answered
from answerable.desk.views.managing import filled, pressed
from answerable.marks import actions
from answerable.marks.models import Reminder
from answerable.marks.queries import reminder_of
from answerable.people.access import StaffRequest, staff_may
from answerable.people.unsent import sent
from answerable.promises.queries import charter_in
from answerable.standards.words import say_day


@require_safe
@staff_may("see-contact")
def for_me(request: StaffRequest, council: str) -> HttpResponse:
    """Show what the reader is to be reminded of, where they are mentioned, and what is new in what they watch."""
    return render(request, "desk/for_me.html", frame(request, council) | for_me_page(request, council))


@staff_may("answer")
def tag(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Put a tag on a contact."""

    def act(contact: Contact, given: dict[str, Any]) -> str:
        return f"The tag “{actions.add_tag(contact, name=given['tag'], by=request.user, at=request.now)}” is on it."

    return filled(request, answered(request, council, reference), Tagging(sent(request)), act)


@staff_may("answer")
def take_tag_away(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Take a tag from a contact."""
    name = request.POST.get("tag", "").replace("\0", "")

    def act(contact: Contact) -> None:
        if not actions.take_tag_away(contact, name=name, by=request.user, at=request.now):
            raise ValueError("That tag is not on it any more. A colleague may have taken it away a moment before.")

    return pressed(request, council, reference, act, f"The tag “{name}” is taken away.")


@staff_may("see-contact")
def watch(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Watch a contact."""

    def act(contact: Contact) -> None:
        actions.watch(contact, by=request.user, at=request.now)

    return pressed(request, council, reference, act, "You watch it. What happens to it is under For me.")


@staff_may("see-contact")
def stop_watching(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Watch a contact no more."""

    def act(contact: Contact) -> None:
        actions.stop_watching(contact, by=request.user)

    return pressed(request, council, reference, act, "You do not watch it any more.")


@staff_may("see-contact")
def remind(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Be reminded of a contact on a day."""

    def act(contact: Contact, given: dict[str, Any]) -> str:
        return _kept(actions.remind(contact, **given, by=request.user, at=request.now))

    return filled(request, answered(request, council, reference), Reminding(sent(request)), act)


@staff_may("see-contact")
def put_off(request: StaffRequest, council: str, id: int) -> HttpResponse:
    """Be reminded on another day instead."""
    mine = _mine(request, id)
    due = localtime(mine.due_at)
    part = next(name for name, at in actions.PARTS_OF_DAY.items() if at == due.time())
    form = PuttingOff(sent(request), initial={"on": due.date(), "part": part, "why": mine.why})
    if form.is_valid():
        try:
            is_there = actions.put_off(mine, **form.cleaned_data, at=request.now)
        except NotSaid as problem:
            form.add_error(problem.about, str(problem))
        else:
            _tell(request, is_there, _kept(mine))
            return redirect("desk:for-me", council)
    return render(request, "desk/doing.html", frame(request, council) | {"contact": mine.contact, "form": form})


@staff_may("see-contact")
def done(request: StaffRequest, council: str, id: int) -> HttpResponse:
    """Be reminded no more."""
    if sent(request) is not None:
        mine = _mine(request, id)
        _tell(request, actions.done(mine), f"Done: {mine.why}")
    return redirect("desk:for-me", council)


def _mine(request: StaffRequest, id: int) -> Reminder:
    found = reminder_of(request.user.pk, request.paths, id)
    if found is None:
        raise Http404
    return found


def _tell(request: StaffRequest, is_there: bool, said: str) -> None:
    messages.info(request, said if is_there else "It was done a moment before.")


def _kept(reminder: Reminder) -> str:
    """Say when somebody is reminded, and what that day is where nobody works on it."""
    on = localdate(reminder.due_at)
    off = charter_in(reminder.contact.edition).calendar.why_off(on)
    note = f" {say_day(on)} is no working day of the council{'' if off in say_day(on) else f': {off}'}." if off else ""
    return f"You are reminded {when_due(reminder.due_at)}.{note}"
