"""What people do on the council's pages: send the form, add to what they sent, and say that something went wrong.

Each is done once for one token, however often the button is pressed. The contact and its token are written together,
so after a crash there is either all of it or nothing, and sending again is safe.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from answerable.channels.checks.actions import settle
from answerable.channels.checks.queries import test_in
from answerable.channels.web.models import Submission
from answerable.channels.web.queries import front_door, sent_with
from answerable.contacts import actions as contacts
from answerable.contacts.arrival import Arrival
from answerable.contacts.models import Contact
from answerable.councils.models import Council


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What somebody answered on the form. Only the kind and the message are always there (S2-17)."""

    kind: str
    message: str
    subject: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    needs: str = ""
    welfare: str = ""


def send(answers: Answers, *, council: Council, token: str, at: datetime) -> Contact | None:
    """Take in a form, and return its contact; for a token that was used already, the contact that was made then.

    Raises LookupError when the council has no team or no charter.
    """

    def receive() -> Contact:
        arrival = Arrival(
            council=council,
            team=front_door(council),
            channel="web",
            kinds=(answers.kind,),
            subject=answers.subject,
            body=answers.message,
            name=answers.name,
            email=answers.email,
            phone=answers.phone,
            needs=answers.needs,
            welfare=answers.welfare,
            told=True,
        )
        return contacts.receive(arrival, at=at, now=at)

    test = test_in(answers.message, council.key)
    if test is not None:
        _rehearse(receive)
        settle(test, at=at)
        return None
    return _once(token, receive)


def add(contact: Contact, *, message: str, token: str, at: datetime) -> Contact:
    """Add a message to a contact from its own page, and return the contact that it went to.

    That is another one, which follows this, when the matter was closed already.
    """
    kinds = tuple(contact.kinds.values_list("kind", flat=True))
    return _once(token, lambda: contacts.add(contact, _from_its_page(contact, message, kinds=kinds), at=at, now=at))


def complain(contact: Contact, *, message: str, token: str, at: datetime) -> Contact:
    """Say that something went wrong with a contact: a complaint that follows it, and is owed promises of its own."""

    def receive() -> Contact:
        arrival = _from_its_page(contact, message, kinds=("complaint",))
        return contacts.receive(arrival, at=at, now=at, follows=contact)

    return _once(token, receive)


def forget_ended_sessions(*, at: datetime) -> None:
    """Delete the sessions that have ended: a form begun and never sent holds what somebody said of themselves."""
    Session.objects.filter(expire_date__lt=at).delete()


def _from_its_page(contact: Contact, message: str, *, kinds: tuple[str, ...]) -> Arrival:
    """Return what was written on a contact's own page: whoever can open it writes for the customer."""
    customer = contact.customer
    return Arrival(
        council=contact.council,
        team=contact.team,
        channel="web",
        kinds=kinds,
        subject=contact.subject,
        body=message,
        name=customer.name if customer else "",
        email=customer.email if customer else "",
        phone=customer.phone if customer else "",
        needs=customer.needs if customer else "",
        told=True,
    )


@transaction.atomic
def _rehearse(do: Callable[[], Contact]) -> None:
    """Do all that is done with a contact, and undo it: a test shows that the way in is open, and leaves nothing."""
    do()
    transaction.set_rollback(True)


def _once(token: str, do: Callable[[], Contact]) -> Contact:
    """Do something and keep its token, both or neither; or return what was made when it was done before.

    It is done first and undone when the token turns out to be used. Asking beforehand would cost every form a question,
    and would not help two presses at the same moment.
    """
    try:
        with transaction.atomic():
            contact = do()
            Submission.objects.create(token=token, contact=contact)
            return contact
    except IntegrityError:
        before = sent_with(token)
        if before is None:
            raise
        return before
