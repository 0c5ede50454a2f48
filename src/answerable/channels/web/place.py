"""Where what was sent from the council's pages goes: a new contact, or one that is there; or it is a test of ours."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from django.utils.timezone import localdate

from answerable.channels.web.checking import test_in
from answerable.channels.web.read import Answers, FromItsPage, read
from answerable.contacts import actions as contacts
from answerable.contacts.arrival import Arrival
from answerable.contacts.models import Contact
from answerable.councils.models import Council
from answerable.councils.queries import front_door, service_at, takes_forms_of
from answerable.customers.proof import Proof
from answerable.files.actions import hand_over
from answerable.files.queries import held_by, message_that_came
from answerable.inbox.channel import Intake, Placed
from answerable.inbox.models import Incoming
from answerable.observations.actions import settle
from answerable.observations.models import ObservationRow
from answerable.promises.queries import edition_on

Ready = Callable[[], Placed]


def prepare(
    incoming: Incoming, sent: Answers | FromItsPage, /, *, at: datetime, told: bool = False, caller: str = ""
) -> Ready:
    """Return what puts in its place what was sent; a new contact is worked out before.

    ``told`` is whether its sender still waits, and reads the acknowledgement. ``caller`` is from where on the internet
    they sent it, where that is known.
    """
    if sent.files:
        alone = prepare(incoming, replace(sent, files=""), at=at, told=told, caller=caller)
        return lambda: _with_files(incoming, alone())
    if isinstance(sent, FromItsPage):
        return lambda: Placed(_from_its_page(incoming, sent, at=at, told=told))
    arrival = _arrival(incoming, sent, told=told, caller=caller)
    test = test_in(sent.message, incoming.council_id)
    if test is not None:  # it goes as far as what would be received, by whom and under which charter
        edition_on(incoming.council_id, localdate(incoming.arrived_at))
        return lambda: _is_ours(test, at=at)
    ready = contacts.prepare(arrival, at=incoming.arrived_at, now=at)
    return lambda: Placed(contacts.receive_all([ready], now=at)[0])


def _with_files(incoming: Incoming, placed: Placed) -> Placed:
    """Let the files that were sent along be part of the message."""
    message = message_that_came(placed.contact, incoming.arrived_at) if placed.contact else None
    if message is not None:
        hand_over(held_by(incoming.external_id), message)
    return placed


def place(incoming: Incoming, ready: Ready, /, *, at: datetime) -> Placed:
    """Put what was sent where it belongs."""
    return ready()


def _is_ours(test: ObservationRow, *, at: datetime) -> Placed:
    settle(test, at=at)
    return Placed(None, Incoming.State.OURS)


WEB = Intake(name="web", read=read, place=place, prepare=prepare)


def at_once(caller: str = "") -> Intake:
    """Return how a form is taken in while whoever sent it waits for the page that follows."""
    return replace(WEB, prepare=partial(prepare, told=True, caller=caller))


def _arrival(incoming: Incoming, answers: Answers, *, told: bool, caller: str) -> Arrival:
    """Return what was sent, for the team that takes it.

    That is the one at the front door where nobody knew which service it is about, or where that which they chose is
    not offered any more; whoever reads it there is told which it was.
    """
    council = incoming.council
    chosen = takes_forms_of(council, answers.service) if answers.service else None
    note = f"[{_not_offered(council, answers.service)}]" if answers.service and chosen is None else ""
    return Arrival(
        council=council,
        team=chosen or front_door(council),
        channel=WEB.name,
        kinds=(answers.kind,),
        subject=answers.subject,
        place=answers.place,
        body="\n\n".join(part for part in (note, answers.message) if part),
        name=answers.name,
        email=answers.email,
        phone=answers.phone,
        needs=answers.needs,
        welfare=answers.welfare,
        told=told,
        caller=caller,
    )


def _not_offered(council: Council, service: str) -> str:
    found = service_at(council, service)
    return f"This was sent to “{found.title if found else service}”, which the form does not offer any more."


def _from_its_page(incoming: Incoming, sent: FromItsPage, *, at: datetime, told: bool) -> Contact:
    """Take in what was written on a contact's own page: whoever can open it writes for the customer."""
    found = Contact.objects.filter(council=incoming.council, reference=sent.reference)
    contact = found.select_related("customer", "edition", "council", "team").get()
    customer = contact.customer
    arrival = Arrival(
        council=contact.council,
        team=contact.team,
        channel=WEB.name,
        kinds=("complaint",) if sent.is_complaint else tuple(contact.kinds.values_list("kind", flat=True)),
        subject=contact.subject,
        place=contact.place,
        body=sent.message,
        name=customer.name if customer else "",
        email=customer.email if customer else "",
        phone=customer.phone if customer else "",
        needs=customer.needs if customer else "",
        told=told,
        proof=Proof.LINK,
    )
    if sent.is_complaint:
        return contacts.receive(arrival, at=incoming.arrived_at, now=at, follows=contact)
    if sent.disputes:
        return contacts.dispute(contact, arrival, what=sent.disputes, at=incoming.arrived_at, now=at)
    return contacts.add(contact, arrival, at=incoming.arrived_at, now=at)
