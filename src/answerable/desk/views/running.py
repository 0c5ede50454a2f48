"""Noting at a tap what happens in a call or a visit that goes on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from answerable.contacts import actions
from answerable.contacts.actions.meeting import Tapped
from answerable.contacts.models import Contact
from answerable.councils.queries import other_teams
from answerable.desk.forms.logging import Tapping
from answerable.desk.pages.frame import frame
from answerable.desk.views.fetching import answered
from answerable.people.access import StaffRequest, staff_may
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.meetings import Tap, tap_named


@staff_may("answer")
def tap(request: StaffRequest, council: str, reference: str, what: str) -> HttpResponse:
    """Note it at once, or ask first for what has to be said of it: a time, a reason, a team."""
    contact = answered(request, council, reference)
    tapped = tap_named(contact.channel, what)
    if tapped is None:
        messages.error(request, f"Cannot note that: it is nothing that happens while {reference} goes on.")
        return redirect("desk:contact", council, reference)
    drawn = max(contact.facts.values_list("id", flat=True))
    sent = request.POST if request.method == "POST" else None
    teams = other_teams(council, "")
    form = Tapping(tapped, sent, teams=teams, drawn=drawn, now=request.now)
    is_short = not (tapped.asks or tapped.to_team)
    if form.is_valid():
        given = {"drawn": form.cleaned_data["drawn"], "details": form.details, "to": form.to}
        try:
            done = actions.tap(contact, name=tapped.name, by=request.user, now=request.now, **given)
        except ValueError as problem:
            if is_short:
                messages.error(request, str(problem))
                return redirect("desk:queue", council)
            form.add_error(None, str(problem))
        else:
            return _onwards(contact, tapped, done)
    page = {"contact": contact, "tap": tapped, "fact": FACTS[tapped.fact], "form": form}
    return render(request, "desk/tap.html", frame(request, council) | page)


def _onwards(contact: Contact, tapped: Tap, done: Tapped) -> HttpResponse:
    """Go back to the row; or, once it is over, to saying who it was and what about, where nobody has said that yet."""
    if done.left is not None:
        return redirect("desk:about", contact.council_id, done.left.reference)
    if tapped.ends and not tapped.leaves and tapped.closes != Contact.Outcome.UNMET and not contact.subject:
        return redirect("desk:about", contact.council_id, contact.reference)
    return redirect(f"{reverse('desk:queue', args=[contact.council_id])}#run-{contact.reference}")
