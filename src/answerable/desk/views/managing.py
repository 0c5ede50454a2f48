"""What staff do with a contact among themselves: take it, note, mark, say what it is, close it, and agree to that."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from answerable.contacts import actions
from answerable.contacts.actions.deciding import NotSaid
from answerable.contacts.clocks import is_set_aside
from answerable.contacts.models import Contact, Proposal
from answerable.contacts.queries import contacts_in
from answerable.councils.queries import other_teams
from answerable.desk.forms.managing import (
    Assigning,
    Closing,
    EndingLinks,
    Kinds,
    Moving,
    Note,
    Refusing,
    Reopening,
    Welfare,
    Words,
)
from answerable.desk.forms.putting_right import Joining, Parting, Splitting, Together
from answerable.desk.forms.sent import Doing
from answerable.desk.pages.frame import frame
from answerable.desk.views.fetching import answered
from answerable.marks.actions import write_note
from answerable.marks.mentioning import handle_of
from answerable.people.access import StaffRequest, staff_may
from answerable.people.permissions import may
from answerable.people.queries import allowed
from answerable.people.unsent import sent
from answerable.standards.words import say_list

Act = Callable[[Contact, dict[str, Any]], str]
"""Does what a form is for, and returns what is then said."""


@staff_may("answer")
def take(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Hold a contact, unless a colleague does."""

    def hold(contact: Contact) -> None:
        actions.take(contact, by=request.user, at=request.now)

    return pressed(request, council, reference, hold, "It is yours.")


@staff_may("answer")
def reopen(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Open a contact again that was closed."""

    def act(contact: Contact, given: dict[str, Any]) -> str:
        actions.reopen(contact, by=request.user, at=request.now, why=given.get("why", ""))
        return "It is open again."

    form = Reopening(sent(request))
    contact = answered(request, council, reference)
    if not is_set_aside(contact):
        form.fields.pop("why")
    return filled(request, contact, form, act)


@staff_may("agree")
def agree(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Agree to what is proposed for a contact."""

    def act(contact: Contact) -> None:
        actions.agree(_waiting(contact), by=request.user, at=request.now)

    return pressed(request, council, reference, act, "You agreed, and it is done.")


@staff_may("agree")
def refuse(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Refuse what is proposed for a contact."""

    def act(contact: Contact, given: dict[str, Any]) -> str:
        actions.refuse(_waiting(contact), why=given["why"], by=request.user, at=request.now)
        return "You refused it. Nothing has changed."

    contact = answered(request, council, reference)
    return filled(request, contact, Refusing(sent(request)), act)


@staff_may("answer")
def end_links(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """End all links to the customer's own page."""

    def act(contact: Contact, given: dict[str, Any]) -> str:
        actions.end_keys(contact, why=given["why"], by=request.user, at=request.now)
        return "The links to the customer's page are ended. Our next letter brings a new one."

    contact = answered(request, council, reference)
    return filled(request, contact, EndingLinks(sent(request)), act)


@staff_may("answer")
def give_back(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Let go of a contact; of a colleague's only with the permission to give away."""

    def let_go(contact: Contact) -> None:
        if contact.held_by_id != request.user.pk and not may(request.user, "give-away", contact.path):
            raise ValueError("Cannot give it back: a colleague holds it. Ask them, or a manager, to give it back.")
        actions.give_back(contact, by=request.user, at=request.now)

    return pressed(request, council, reference, let_go, "It is free for a colleague to take.")


@staff_may("answer")
def note(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Write a note for colleagues."""

    def act(contact: Contact, given: dict[str, Any]) -> str:
        _, named = write_note(contact, body=given["body"], by=request.user, at=request.now)
        told = f" {say_list([one.name for one in named])} will find it under For me." if named else ""
        return f"Your note is kept.{told}"

    contact = answered(request, council, reference)
    colleagues = allowed("see-contact", contact.path)
    ways = [f"@{handle_of(one)} ({one.name})" for one in colleagues]
    return filled(request, contact, Note(sent(request)), act, [f"You can mention: {', '.join(ways)}."])


@staff_may("answer")
def welfare(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Put a contact first because somebody may come to harm, or back in line."""

    def act(contact: Contact, given: dict[str, Any]) -> str:
        actions.mark_welfare(contact, reason=given["reason"], by=request.user, at=request.now)
        return "Its place in the queue is changed."

    contact = answered(request, council, reference)
    return filled(request, contact, Welfare(sent(request), initial={"reason": contact.welfare}), act)


@staff_may("answer")
def words(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Say of words that may be urgent whether somebody may come to harm, or put them away."""

    def act(contact: Contact, given: dict[str, Any]) -> str:
        actions.settle_flags(
            contact,
            up_to=given["up_to"],
            is_confirmed=given["says"] == "yes",
            reason=given["reason"],
            by=request.user,
            at=request.now,
        )
        return "What you said is kept."

    contact = answered(request, council, reference)
    flags = list(contact.welfare_flags.filter(looked_at=None))
    form = Words(sent(request), initial={"up_to": flags[-1].pk if flags else None})
    return filled(request, contact, form, act, flags)


@staff_may("give-away")
def move(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Give a contact to another team of the council, and go to the queue, for the mover may not see it there."""
    contact = answered(request, council, reference)
    form = Moving(sent(request), teams=other_teams(council, contact.path))

    def act(contact: Contact, given: dict[str, Any]) -> str:
        actions.move(contact, to=form.teams[given["to"]], reason=given["reason"], by=request.user, at=request.now)
        return f"{reference} is moved. Its dates are as they were."

    done = filled(request, contact, form, act)
    is_moved = done.status_code == 302 and request.method == "POST"
    return redirect("desk:queue", council) if is_moved else done


@staff_may("give-away")
def assign(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Give a contact to a colleague."""
    contact = answered(request, council, reference)
    form = Assigning(sent(request), staff=allowed("answer", contact.path))

    def act(contact: Contact, given: dict[str, Any]) -> str:
        actions.assign(contact, to=form.colleague, by=request.user, at=request.now)
        return f"{form.colleague} has it now."

    return filled(request, contact, form, act)


@staff_may("answer")
def split(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Make a contact of its own of the second matter in a letter."""

    def act(contact: Contact, given: dict[str, Any]) -> str:
        made = actions.split(contact, **given, by=request.user, at=request.now)
        return f"The second matter is {made.reference} now. The customer is told."

    contact = answered(request, council, reference)
    return filled(request, contact, Splitting(sent(request)), act)


@staff_may("correct")
def join(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Say that whoever two contacts are from is one person."""
    form = Joining(sent(request))

    def act(contact: Contact, given: dict[str, Any]) -> str:
        other = _other(request, contact, form, "other")
        actions.join_customers(contact, other=other, why=given["why"], by=request.user, at=request.now)
        return "They are known as one person now. What is known of each stays as it was."

    return filled(request, answered(request, council, reference), form, act)


def _other(request: StaffRequest, contact: Contact, form: Joining | Together, field: str) -> Contact:
    """Return the contact that a field names beside this one. Raises NotSaid for none that the reader may see."""
    found = contacts_in(contact.council_id, request.paths).select_related("customer", "flood").exclude(id=contact.pk)
    other = found.filter(reference__in=form.references()).first()
    if other is None:
        raise NotSaid(field, "Give the reference of another contact that you may see, such as 7K3Q-92MX")
    return other


@staff_may("answer")
def together(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Show a contact with those about the same matter, and answer them together."""
    form = Together(sent(request))

    def act(contact: Contact, given: dict[str, Any]) -> str:
        other = _other(request, contact, form, "same_as")
        actions.put_together(contact, other=other, by=request.user, at=request.now)
        return f"It is shown with {other.reference}, and answered with what is about the same."

    return filled(request, answered(request, council, reference), form, act)


@staff_may("correct")
def part(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Say that whoever a contact is from is nobody else after all."""

    def act(contact: Contact, given: dict[str, Any]) -> str:
        actions.part_customer(contact, why=given["why"], by=request.user, at=request.now)
        return "They are known by themselves again."

    form = Parting(sent(request))
    return filled(request, answered(request, council, reference), form, act)


@staff_may("answer")
def kinds(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Say what a contact is."""

    def act(contact: Contact, given: dict[str, Any]) -> str:
        proposal = actions.retype(contact, **given, by=request.user, at=request.now)
        return PROPOSED if proposal else "Its kind is changed, and so are its promises."

    contact = answered(request, council, reference)
    is_now = list(contact.kinds.values_list("kind", flat=True))
    return filled(request, contact, Kinds(sent(request), initial={"kinds": is_now}), act)


@staff_may("answer")
def close(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """End a contact with an outcome."""

    def act(contact: Contact, given: dict[str, Any]) -> str:
        given = given | {"outcome": Contact.Outcome(given["outcome"])}
        return PROPOSED if actions.close(contact, **given, by=request.user, at=request.now) else "It is closed."

    contact = answered(request, council, reference)
    return filled(request, contact, Closing(contact, sent(request)), act)


PROPOSED = (
    "A limit had passed, so this is only proposed. It happens when a second person agrees; until then the clocks run."
)
"""What is said of what waits for a second person."""


def _waiting(contact: Contact) -> Proposal:
    """Return the proposal that waits on a contact. Raises ValueError when none does."""
    proposal = contact.proposals.select_related("by").filter(decided_at=None).first()
    if proposal is None:
        raise ValueError("Nothing is proposed here any more. A colleague may have decided it a moment before.")
    proposal.contact = contact
    return proposal


def pressed(
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


def filled(
    request: StaffRequest, contact: Contact, form: Doing, act: Act, lines: Sequence[object] = ()
) -> HttpResponse:
    """Show the page of a form below some ``lines``, and do what it is for when it is sent and nothing is wrong."""
    council, reference = contact.council_id, contact.reference
    if form.is_valid():
        try:
            said = act(contact, form.cleaned_data)
        except NotSaid as problem:
            form.add_error(problem.about if problem.about in form.fields else None, str(problem))
        except ValueError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, said)
            return redirect("desk:contact", council, reference)
    shown = {"contact": contact, "form": form, "lines": lines}
    return render(request, "desk/doing.html", frame(request, council) | shown)
