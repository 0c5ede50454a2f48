"""The page of a contact: everything an officer needs to answer it, and the forms to do so."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.http import Http404
from django.utils.timezone import localdate

from answerable.asking.queries import asked_about
from answerable.channels.email.place import EMAIL
from answerable.contacts.actions.checking import NOTED_WITH
from answerable.contacts.clocks import ByWhen, as_judged, by_when, fact_of, possible_next
from answerable.contacts.models import Contact, FactRow, Message, Proposal, WelfareFlag
from answerable.contacts.queries import drafts_of, flags_of, others_of_customer, titles_of, whole
from answerable.contacts.striking import NotStruck, as_agreed
from answerable.customers.queries import others_known
from answerable.desk.forms.asking import AskingOutside
from answerable.desk.forms.keeping import Correcting
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
from answerable.desk.forms.marks import Tagging
from answerable.desk.forms.putting_right import Joining, Parting, Splitting, Striking, Together
from answerable.desk.forms.sent import Doing
from answerable.desk.forms.texts import PuttingIn
from answerable.desk.forms.writing import SORTS, Writing
from answerable.desk.pages.asking import asked_row, said_of
from answerable.desk.pages.beside import others_here
from answerable.desk.pages.changes import by_striking
from answerable.desk.pages.clocks import clocks_on
from answerable.desk.pages.enclosing import box
from answerable.desk.pages.frame import frame, paths_seen
from answerable.desk.pages.possible import what_next
from answerable.desk.pages.timeline import is_unproved, proposed, timeline, unsent
from answerable.inbox.queries import came_to
from answerable.marks.queries import marks_for
from answerable.people.access import StaffRequest
from answerable.people.paths import is_within
from answerable.people.permissions import may, paths_where
from answerable.retention.queries import holding
from answerable.standards.facts import Fact
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.details import PARTS
from answerable.standards.vocabulary.fact_kind import Noted
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.vocabulary.standing import STRUCK
from answerable.texts.queries import texts_for

_OTHERS = 10


class ProposalShown(NamedTuple):
    """What somebody proposes, and what the reader can do about it."""

    what: str
    why: str
    of: str
    by: str
    at: datetime
    can_agree: bool
    can_refuse: bool
    does: list[str]


def contact_page(
    request: StaffRequest, council: str, reference: str, *, bound: Writing | None = None
) -> dict[str, Any]:
    """Return the context of a contact's page, with what was written and refused, if something was.

    Raises Http404 for a contact that lies outside the reader's paths.
    """
    contact = whole(council, reference)
    if contact is None or not any(is_within(contact.path, path) for path in request.paths):
        raise Http404
    clocks = clocks_on(contact, now=request.now)
    flags = [flag for flag in flags_of(contact) if flag.looked_at is None]
    answers = may(request.user, "answer", contact.path) and contact.erased_at is None
    judged = as_judged(contact, [fact_of(row) for row in contact.facts.all()])
    others = others_of_customer(contact, paths_where(request.user, "see-contact"), many=_OTHERS)
    titles = titles_of([contact, *others])
    marks = marks_for(
        request.user.pk, council, paths_seen(request, council), now=request.now, words=answers, contact=contact.pk
    )
    emails = came_to(contact.pk, EMAIL.name)  # our own forms are shown in full; emails are handed over as they came
    asked = asked_about(contact.pk)
    page = {
        "contact": contact,
        "is_unproved": any(is_unproved(message) for message in _first_of_theirs(contact)),
        "title": titles[contact.id],
        "flags": flags,
        "channel": CHANNELS[contact.channel].title,
        "kinds": [KINDS[kind].title for kind in sorted(judged.kinds)],
        "clocks": clocks,
        "timeline": timeline(
            contact,
            clocks,
            {one.external_id or one.arrived_at: one.pk for one in emails},
            mentions=marks.mentions,
            asked=said_of(asked, now=request.now),
        ),
        "asked": [row for row in (asked_row(one, now=request.now) for one in asked) if row.is_open],
        "emails": emails,
        "marks": marks,
        "next": what_next(possible_next(contact, now=request.now), now=request.now, noting=_noting(request, contact)),
        "unsent": unsent(contact),
        "proposal": _proposal(request, contact),
        "is_set_aside": judged.is_set_aside,
        "holds": holding(contact),
        "looks_after_data": may(request.user, "look-after-data", contact.path),
        "others": [(other, titles[other.id]) for other in others],
        "answers": answers,
        "is_mine": contact.held_by_id == request.user.pk,
        "can_give_back": contact.held_by_id == request.user.pk or may(request.user, "give-away", contact.path),
        "form": bound,
        "may_see_looks": may(request.user, "see-looks", contact.path),
        "may_see_record": may(request.user, "see-record", contact.path),
    }
    if answers:
        page |= _forms(request, contact, bound, flags)
    return frame(request, contact.council, marks=marks) | page


def _noting(request: StaffRequest, contact: Contact) -> set[Noted]:
    """Return which facts the reader may note by hand."""
    return {noted for noted, permission in NOTED_WITH.items() if may(request.user, permission, contact.path)}


def _forms(
    request: StaffRequest, contact: Contact, bound: Writing | None, flags: list[WelfareFlag]
) -> Mapping[str, Any]:
    """Return what is filled in on the page itself: a note, what waits for a decision, and what is written to them."""
    found: dict[str, Any] = {
        "note": Note(),
        "tagging": Tagging(),
        "refusing": Refusing(),
        "doings": _doings(request, contact),
    }
    if contact.customer is not None and may(request.user, "correct", contact.path):
        found["together"] = others_known(contact.customer)
    if flags:
        found["words_form"] = Words(initial={"up_to": flags[-1].pk})
    asked = request.GET.get("write", "")
    drafts = drafts_of(contact.pk)
    my_drafts = {one.sort: one for one in drafts if one.by == request.user}
    mine = {name: my_drafts[sort.sort] for name, sort in SORTS.items() if sort.sort in my_drafts}
    last = max(mine, key=lambda name: mine[name].saved_at, default="reply")  # they go on with what they wrote last
    what = bound.what if bound else asked if asked in SORTS else last
    promised = offered(contact, what, now=request.now)
    if bound is not None:
        found["writing"] = bound
    elif contact.closed_at is None:
        found["writing"] = Writing(contact, what, by=request.user, promised=promised, draft=mine.get(what))
    texts = [] if SORTS[what].is_call or "writing" not in found else texts_for(contact.path)
    return found | {
        "enclosing": box(request, contact),
        "putting_in": PuttingIn(texts, today=localdate(request.now)) if texts else None,
        "sorts": [(name, f"{sort.tab} (draft)" if name in mine else sort.tab) for name, sort in SORTS.items()],
        "promised": promised,
        "others_here": others_here(request, contact, drafts),
    }


def _doings(request: StaffRequest, contact: Contact) -> list[tuple[str, str, str]]:
    """Return where and what else the reader may do to a contact now, each on a page of its own, and its key."""
    is_open, is_decided = contact.closed_at is None, all(one.decided_at for one in contact.proposals.all())
    gives, customer = may(request.user, "give-away", contact.path), contact.customer
    may_join = customer is not None and may(request.user, "correct", contact.path)
    when: Mapping[type[Doing], bool] = {
        AskingOutside: is_open,
        Closing: is_open and is_decided,
        Reopening: not is_open,
        Assigning: gives and is_open,
        Moving: gives,
        Kinds: is_decided,
        Welfare: True,
        Splitting: CHANNELS[contact.channel].begins == "received",
        Together: is_open and contact.flood_id is None,
        Correcting: customer is not None,
        Striking: may(request.user, "put-right", contact.path),
        Joining: may_join,
        Parting: may_join and customer is not None and customer.same is not None,
        EndingLinks: True,
    }
    return [(doing.at, doing.title, doing.key) for doing, is_possible in when.items() if is_possible]


def offered(contact: Contact, what: str, *, now: datetime) -> ByWhen | None:
    """Return by when we can promise an answer: as it will be when a message of this sort has gone, if it gives a date.

    That is the date which its form offers.
    """
    facts = [fact_of(row) for row in contact.facts.all()]
    if not SORTS[what].offers_date:
        return by_when(contact, facts, now=now)
    letter = Fact(SORTS[what].ways[0][0], now, dict.fromkeys(PARTS, "given"))
    return by_when(contact, facts, now=now, letter=letter)


def _proposal(request: StaffRequest, contact: Contact) -> ProposalShown | None:
    """Return what waits for a second person, and whether the reader can be that person."""
    waiting = next((one for one in contact.proposals.all() if one.decided_at is None), None)
    if waiting is None:
        return None
    may_decide = may(request.user, "agree", contact.path)
    return ProposalShown(
        what=proposed(waiting),
        why=waiting.details["why"],
        of=waiting.details.get("of", ""),
        by=waiting.by.name,
        at=waiting.at,
        can_agree=may_decide and waiting.by_id != request.user.pk,
        can_refuse=may_decide,
        does=_does(contact, waiting, request.now),
    )


def _does(contact: Contact, waiting: Proposal, now: datetime) -> list[str]:
    """Say what a strike that waits does to each clock, or why it cannot be done any more; of anything else nothing."""
    if waiting.what != STRUCK:
        return []
    try:
        made = as_agreed(contact, fact_of(FactRow(what=STRUCK, at=now, details=waiting.details)))
    except NotStruck as problem:
        return [str(problem), "Refuse it."]
    return by_striking(made.turned, now=now)


def _first_of_theirs(contact: Contact) -> list[Message]:
    """Return what the customer wrote first, in which they said who they are; a list of one, or of none."""
    return [one for one in contact.messages.all() if one.sort == Message.Sort.FROM_CUSTOMER][:1]
