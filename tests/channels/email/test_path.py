"""One email, from arrival to the acknowledgement in the customer's own mailbox, over real IMAP and SMTP."""

from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from answerable.channels.email.fetch import fetch
from answerable.contacts.models import Contact, Message
from answerable.councils.models import Mailbox
from answerable.inbox.models import Incoming
from demonstration.mailroom import Mailroom
from tests import cast
from tests.build import at
from tests.channels.email.odd_mail import letter
from tests.channels.taking_in import dispatch, take_in_all

NIGHT = at("Sun 1 Nov 2026 03:12")
SOON = NIGHT + timedelta(seconds=30)

pytestmark = pytest.mark.django_db


def write_to(room: Mailroom, key: str) -> Contact:
    """Write to a council in the middle of a Sunday night, and let its message be taken in."""
    cast.council(key)
    room.deliver(letter(), to=f"contact@{key}.example", at=NIGHT)
    assert take_in(key, now=SOON) == 2
    return Contact.objects.get(council=key)


def take_in(key: str, *, now: datetime) -> int:
    return fetch(Mailbox.objects.get(address=f"contact@{key}.example"), at=now) + take_in_all(at=now)


@pytest.mark.promise("S2-21")
def test_an_email_in_the_middle_of_a_sunday_night_is_a_contact_from_that_minute(room: Mailroom) -> None:
    contact = write_to(room, "s2")
    assert (contact.received_at, contact.channel, contact.subject) == (NIGHT, "email", "Lamp")
    assert [(fact.what, fact.at) for fact in contact.facts.all()] == [("received", NIGHT)]
    assert contact.messages.get(sort=Message.Sort.FROM_CUSTOMER).body == "The lamp is out."


@pytest.mark.parametrize(
    ("key", "promise"),
    [
        pytest.param("s3", "S3-26", marks=pytest.mark.promise("S3-26")),
        pytest.param("s4", "S4-32", marks=pytest.mark.promise("S4-32")),
    ],
)
def test_it_is_acknowledged_when_the_acknowledgement_has_left_and_not_before(
    room: Mailroom, key: str, promise: str
) -> None:
    contact = write_to(room, key)
    assert cast.clock(contact, promise).state == "due soon"
    assert dispatch(now=SOON) == 1
    assert cast.clock(contact, promise).state == "kept"
    [raw] = room.mail_of("robin@home.example")
    assert message_from_bytes(raw)["Auto-Submitted"] == "auto-replied"


@pytest.mark.promise("S4-31")
def test_the_letter_carries_the_reference_and_an_answer_to_it_finds_its_contact(room: Mailroom) -> None:
    contact = write_to(room, "s4")
    dispatch(now=SOON)
    ours = message_from_bytes(room.mail_of("robin@home.example")[0], policy=default)
    assert ours["Subject"] == f"[{contact.reference}] Lamp"
    assert f"Your reference: {contact.reference}" in ours.get_content()
    room.deliver(
        letter(f"In-Reply-To: {ours['Message-ID']}", id="<2@h>", subject=f"Re: {ours['Subject']}"),
        to="contact@s4.example",
        at=SOON,
    )
    take_in("s4", now=SOON + timedelta(minutes=1))
    assert contact.messages.filter(sort=Message.Sort.FROM_CUSTOMER).count() == 2
    assert list(Incoming.objects.order_by("id").values_list("state", flat=True)) == ["read", "ours", "read"]
    assert Contact.objects.count() == 1
