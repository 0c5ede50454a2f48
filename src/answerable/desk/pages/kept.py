"""How long what is held about somebody is kept: for one contact, and for the whole council."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate

from answerable.contacts.models import Contact
from answerable.contacts.queries import contacts_in, titles_of
from answerable.councils.keeping import KEEPING, kept_for
from answerable.councils.models import Council
from answerable.desk.forms.keeping import ErasingPerson, Holding, Lifting
from answerable.desk.pages.frame import frame
from answerable.people.access import StaffRequest
from answerable.retention.queries import (
    alike,
    erased_within,
    goes_on,
    held_within,
    holding,
    matters_of,
    planned,
    rule_of,
    stopping,
    what_goes,
)

AHEAD = timedelta(days=31)
MANY, LOOKED_AT = 100, 1_000
"""How many lines are shown, and how many contacts are looked at, the oldest first."""


def kept_page(request: StaffRequest, contact: Contact, *, bound: forms.Form | None = None) -> dict[str, Any]:
    """Return the context of the page on how long a contact is kept, with the form that was sent and refused, if any."""
    seen = contacts_in(contact.council_id, request.paths).order_by("id")
    shown = list(seen.filter(id__in=matters_of(contact).values("id")))
    others = list(seen.filter(id__in=[one.id for one in alike(contact)]))
    titles = titles_of([contact, *shown, *others])
    rule = rule_of(contact, contact.council)
    holds = list(holding(contact))
    page: dict[str, Any] = {
        "contact": contact,
        "title": titles[contact.id],
        "rule": KEEPING[rule],
        "kept_for": kept_for(rule, contact.council.keeps),
        "goes_on": goes_on(contact, contact.council),
        "holds": [(one, Lifting(initial={"hold": one.pk}, auto_id=f"lifting-{one.pk}-%s")) for one in holds],
        "theirs": [(one, titles[one.id]) for one in shown],
        "elsewhere": matters_of(contact).count() - len(shown),
        "others": [(one, titles[one.id]) for one in others],
        "what_goes": what_goes(contact),
        "stopping": stopping(contact),
        "placing": Holding(auto_id="holding-%s"),
        "erasing": ErasingPerson(contact, auto_id="erasing-%s"),
        "form": bound,
    }
    if isinstance(bound, Holding):
        page["placing"] = bound
    if isinstance(bound, ErasingPerson):
        page["erasing"] = bound
    if isinstance(bound, Lifting):
        page["holds"] = [(one, bound if str(one.pk) == bound.data.get("hold") else lift) for one, lift in page["holds"]]
    return frame(request, contact.council_id) | page


def retention_page(request: StaffRequest, council: Council) -> dict[str, Any]:
    """Return the context of the page on what goes within the next month, what is held, and what went."""
    today = localdate(request.now)
    return frame(request, council.key) | {
        "lines": planned(council, on=today + AHEAD, paths=request.paths, most=LOOKED_AT),
        "until": today + AHEAD,
        "looked_at": LOOKED_AT,
        "holds": [(one, one.review_on <= today) for one in held_within(council.key, request.paths)[:MANY]],
        "erased": erased_within(council.key, request.paths)[:MANY],
        "many": MANY,
    }
