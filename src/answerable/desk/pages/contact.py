"""The page of a contact: everything an officer needs to answer it, and the forms to do so."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Prefetch, QuerySet
from django.http import Http404

from answerable.channels.email.place import EMAIL
from answerable.contacts.clocks import ByWhen, as_judged, by_when, fact_of, possible_next
from answerable.contacts.models import Contact
from answerable.contacts.queries import contacts_in, others_of_customer, whole
from answerable.desk.forms.managing import Closing, Kinds, Note, Welfare
from answerable.desk.forms.writing import SORTS, Writing
from answerable.desk.pages.clocks import clocks_on
from answerable.desk.pages.frame import frame
from answerable.desk.pages.possible import what_next
from answerable.desk.pages.timeline import timeline, unsent
from answerable.inbox.queries import came_on
from answerable.people.access import StaffRequest
from answerable.people.permissions import may, paths_where
from answerable.standards.facts import Fact
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.details import PARTS
from answerable.standards.vocabulary.kinds import KINDS

_OTHERS = 10


def contact_page(
    request: StaffRequest, council: str, reference: str, *, bound: forms.Form | None = None
) -> dict[str, Any]:
    """Return the context of a contact's page, with the form that was sent and refused, if there is one.

    Raises Http404 for a contact that lies outside the reader's paths.
    """
    contact = _whole(request, council).filter(reference=reference).first()
    if contact is None:
        raise Http404
    clocks = clocks_on(contact, now=request.now)
    answers = may(request.user, "answer", contact.path)
    judged = as_judged(contact, [fact_of(row) for row in contact.facts.all()])
    page = {
        "contact": contact,
        "channel": CHANNELS[contact.channel].title,
        "kinds": [KINDS[kind].title for kind in sorted(judged.kinds)],
        "clocks": clocks,
        "timeline": timeline(contact, clocks),
        "next": what_next(possible_next(contact, now=request.now), now=request.now),
        "unsent": unsent(contact),
        "others": _others(request, contact),
        "answers": answers,
        "is_mine": contact.held_by_id == request.user.pk,
        "can_give_back": contact.held_by_id == request.user.pk or may(request.user, "give-away", contact.path),
        "form": bound,
    }
    if answers:
        page |= _forms(request, contact, bound, sorted(judged.kinds))
    return frame(request, council) | page


def _forms(request: StaffRequest, contact: Contact, bound: forms.Form | None, kinds: list[str]) -> Mapping[str, Any]:
    found: dict[str, Any] = {
        "note": Note(auto_id="note-%s"),
        "welfare": Welfare(initial={"reason": contact.welfare}, auto_id="welfare-%s"),
        "kinds_form": Kinds(initial={"kinds": kinds}, auto_id="kinds-%s"),
        "closing": Closing(auto_id="closing-%s"),
    }
    names = {Note: "note", Welfare: "welfare", Kinds: "kinds_form", Closing: "closing"}
    asked = request.GET.get("write", "")
    what = bound.what if isinstance(bound, Writing) else asked if asked in SORTS else "reply"
    promised = offered(contact, what, now=request.now)
    drafts = list(contact.drafts.select_related("by"))
    my_drafts = {one.sort: one for one in drafts if one.by == request.user}
    mine = {name: my_drafts[sort.sort] for name, sort in SORTS.items() if sort.sort in my_drafts}
    if isinstance(bound, Writing):
        found["writing"] = bound
    else:
        if contact.closed_at is None:
            found["writing"] = Writing(contact, what, by=request.user, promised=promised, draft=mine.get(what))
        if bound is not None:
            found[names[type(bound)]] = bound
    return found | {
        "sorts": [(name, f"{sort.tab} (draft)" if name in mine else sort.tab) for name, sort in SORTS.items()],
        "promised": promised,
        "others_draft": [one for one in drafts if one.by != request.user],
    }


def offered(contact: Contact, what: str, *, now: datetime) -> ByWhen | None:
    """Return by when we can promise an answer: as it will be when a message of this sort has gone, if it gives a date.

    That is the date which its form offers.
    """
    facts = [fact_of(row) for row in contact.facts.all()]
    if not SORTS[what].offers_date:
        return by_when(contact, facts, now=now)
    letter = Fact(SORTS[what].ways[0][0], now, dict.fromkeys(PARTS, "given"))
    return by_when(contact, facts, now=now, letter=letter)


def _whole(request: StaffRequest, council: str) -> QuerySet[Contact]:
    """Return what the page shows, with what is handed over as it came: emails. Our own forms are shown in full."""
    emails = Prefetch("incoming", came_on(EMAIL.name), "emails")
    return whole(contacts_in(council, request.paths)).prefetch_related(emails)


def _others(request: StaffRequest, contact: Contact) -> list[Contact]:
    """Return the customer's other contacts with the council, the newest first, within what the reader may see."""
    if contact.customer_id is None:
        return []
    return list(others_of_customer(contact, paths_where(request.user, "see-contact"))[:_OTHERS])
