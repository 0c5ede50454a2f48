"""Pages on what is held about people: how long, what is held back, and what they may ask for by law."""

import tempfile
from collections.abc import Callable
from functools import wraps

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from answerable.contacts.models import Contact
from answerable.contacts.queries import contacts_in
from answerable.councils.models import Council
from answerable.desk.forms.keeping import Correcting, ErasingPerson, Holding, Lifting
from answerable.desk.pages.frame import frame
from answerable.desk.pages.kept import kept_page, retention_page
from answerable.desk.views.fetching import answered
from answerable.evidence.models import Look
from answerable.people.access import StaffRequest, staff_may
from answerable.people.unsent import sent
from answerable.retention import actions
from answerable.retention.models import ErasureGround, Hold
from answerable.retention.queries import matters_of

View = Callable[[StaffRequest, str, str], HttpResponseBase]


def _pressed(view: View) -> View:
    """Lead whoever opens the address of a button to the page that the button is on."""

    @wraps(view)
    def pressed(request: StaffRequest, council: str, reference: str) -> HttpResponseBase:
        if sent(request) is None:
            return redirect("desk:kept", council, reference)
        return view(request, council, reference)

    return pressed


@require_safe
@staff_may("see-retention")
def retention(request: StaffRequest, council: str) -> HttpResponse:
    """Show what goes within the next month, what is held, and what went: references and numbers, and nobody's words."""
    return render(request, "desk/retention.html", retention_page(request, get_object_or_404(Council, key=council)))


@require_safe
@staff_may("look-after-data")
def kept(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Show how long a contact is kept, what holds it, and all that is held about whoever it is from."""
    return render(request, "desk/kept.html", kept_page(request, answered(request, council, reference)))


@staff_may("look-after-data")
@_pressed
def hold(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Hold a contact, or all of its customer's."""
    contact, form = answered(request, council, reference), Holding(request.POST, auto_id="holding-%s")
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.place_hold(
                contact,
                ground=Hold.Ground(given["ground"]),
                why=given["why"],
                review_on=given["review_on"],
                all_of_customer=given["of"] == "customer",
                by=request.user,
                at=request.now,
            )
        except ValueError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "It is held. Nothing of it is erased until somebody lifts the hold.")
            return redirect("desk:kept", council, reference)
    return _again(request, contact, form)


@staff_may("look-after-data")
@_pressed
def lift(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Lift a hold."""
    contact = answered(request, council, reference)
    form = Lifting(request.POST, auto_id=f"lifting-{request.POST.get('hold')}-%s")
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.lift_hold(contact, given["hold"], why=given["why"], by=request.user, at=request.now)
        except ValueError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "The hold is lifted.")
            return redirect("desk:kept", council, reference)
    return _again(request, contact, form)


@staff_may("look-after-data", looks=Look.What.TOOK_ALL)
def hand_out(request: StaffRequest, council: str, reference: str) -> HttpResponseBase:
    """Hand over all that is held about whoever a contact is from, as a file to be kept."""
    contact = answered(request, council, reference)
    if request.method != "POST":
        return redirect("desk:kept", council, reference)
    if not _sees_all(request, contact):
        messages.error(request, _ELSEWHERE)
        return redirect("desk:kept", council, reference)
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it once it is sent
    actions.hand_out(contact, to=file, by=request.user, at=request.now)
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=f"{contact.reference}.zip")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@staff_may("look-after-data")
@_pressed
def erase(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Erase all that is held about whoever a contact is from."""
    contact = answered(request, council, reference)
    form = ErasingPerson(contact, request.POST, auto_id="erasing-%s")
    if not _sees_all(request, contact):
        form.add_error(None, _ELSEWHERE)
    if form.is_valid():
        ground = ErasureGround(form.cleaned_data["ground"])
        try:
            number = actions.erase_person(contact, ground=ground, by=request.user, at=request.now)
        except ValueError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Erased: contacts {number}. What happened, and when, stays.")
            return redirect("desk:retention", council)
    return _again(request, contact, form)


@staff_may("correct")
def correct(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Correct who somebody is to us."""
    contact = answered(request, council, reference)
    if contact.customer is None:
        messages.error(request, "Nothing is known of whoever this is from, so there is nothing to correct.")
        return redirect("desk:contact", council, reference)
    customer = contact.customer
    initial = {name: getattr(customer, name) for name in Correcting.base_fields if hasattr(customer, name)}
    form = Correcting(sent(request), initial=initial)
    if form.is_valid():
        why = form.cleaned_data["why"]
        try:
            changed = actions.correct(contact, told=form.told(), why=why, by=request.user, at=request.now)
        except ValueError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "It is corrected." if changed else "Nothing was different.")
            return redirect("desk:contact", council, reference)
    return render(request, "desk/doing.html", frame(request, council) | {"contact": contact, "form": form})


_ELSEWHERE = (
    "Some of what is held about them is with teams that you do not see. Ask somebody who may do this for the whole "
    "council."
)


def _sees_all(request: StaffRequest, contact: Contact) -> bool:
    """Tell whether all contacts of whoever a contact is from lie where the reader may look."""
    seen = contacts_in(contact.council_id, request.paths)
    return not matters_of(contact).exclude(id__in=seen.values("id")).exists()


def _again(request: StaffRequest, contact: Contact, form: forms.Form) -> HttpResponse:
    """Show the page again, with what is wrong."""
    return render(request, "desk/kept.html", kept_page(request, contact, bound=form))
