"""What is done from outside is counted for all processes alike, and a machine's letter says nothing for a stranger."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.channels.email.compose import composed
from answerable.contacts import letters
from answerable.contacts.actions.counting import count, forget_counts
from answerable.contacts.limits import LETTERS_OF_COUNCIL, LETTERS_TO_ADDRESS, Limit, folded
from answerable.contacts.models import Contact, LimitCount, Outgoing
from answerable.councils.models import Mailbox
from answerable.customers.proof import Proof
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

MONDAY = at("Mon 2 Nov 2026 09:00")
TWICE = Limit("twice", 2, timedelta(minutes=10))


def test_one_more_than_a_limit_is_refused_and_each_is_counted_by_itself():
    assert [count(TWICE, who="one", at=MONDAY) for _ in range(4)] == [True, True, False, False]
    assert count(TWICE, who="another", at=MONDAY)
    assert count(Limit("else", 1, TWICE.within), who="one", at=MONDAY)
    assert LimitCount.objects.get(limit="twice", number=2).who != "one"


def test_a_limit_begins_again_with_its_next_span():
    last = at("Mon 2 Nov 2026 09:09:59")
    assert [count(TWICE, who="one", at=last) for _ in range(3)] == [True, True, False]
    assert TWICE.again_at(last) == at("Mon 2 Nov 2026 09:10")
    assert count(TWICE, who="one", at=at("Mon 2 Nov 2026 09:10"))


def test_a_count_is_one_statement_so_that_no_two_processes_count_the_same_one():
    counted = []
    for _ in range(TWICE.most + 1):
        with CaptureQueriesContext(connection) as asked:
            counted.append((count(TWICE, who="one", at=MONDAY), len(asked)))
    assert counted == [(True, 1)] * TWICE.most + [(False, 1)]
    assert LimitCount.objects.get().number == TWICE.most


def test_counts_are_forgotten_when_their_span_has_ended_and_not_before():
    assert count(TWICE, who="one", at=MONDAY)
    forget_counts(at=MONDAY + timedelta(minutes=9, seconds=59))
    assert LimitCount.objects.count() == 1
    forget_counts(at=MONDAY + timedelta(minutes=10))
    assert LimitCount.objects.count() == 0


@pytest.mark.parametrize(
    "address",
    ["vera.vale@home.example", "v.e.r.a.vale@home.example", "VeraVale+bins@Home.example", " veravale+@home.example"],
)
def test_addresses_that_lead_to_one_mailbox_are_one(address: str):
    assert folded(address) == "veravale@home.example"


def written(number: int, **changes: object) -> Contact:
    return cast.received(MONDAY, channel="web", email=f"vera+{number}@home.example", **changes)


def test_a_stranger_is_written_to_five_times_a_day_however_their_address_is_written_and_no_contact_is_lost():
    contacts = [written(number) for number in range(7)]
    assert (Contact.objects.count(), Outgoing.objects.count()) == (7, 5)
    last = contacts[-1]
    assert [fact.what for fact in last.facts.all()] == ["received", "acknowledged"]
    assert last.messages.filter(sort="acknowledgement", outgoing=None).count() == 1


def test_a_council_writes_to_no_more_strangers_than_its_limit_and_to_whoever_is_proved_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
):
    few = Limit(LETTERS_OF_COUNCIL.name, 2, LETTERS_OF_COUNCIL.within)
    monkeypatch.setattr("answerable.contacts.actions.receiving.LETTERS_OF_COUNCIL", few)
    for number in range(4):
        cast.received(MONDAY, email=f"stranger{number}@home.example", proof=Proof.NOT_TOLD)
    assert (Contact.objects.count(), Outgoing.objects.count()) == (4, 2)
    cast.received(MONDAY, email="known@home.example")
    cast.received(MONDAY, "s1", email="stranger@home.example", proof=Proof.NOT_TOLD)
    assert Outgoing.objects.count() == 4


def test_the_limits_of_letters_are_these():
    assert (LETTERS_TO_ADDRESS.most, LETTERS_TO_ADDRESS.within) == (5, timedelta(days=1))
    assert (LETTERS_OF_COUNCIL.most, LETTERS_OF_COUNCIL.within) == (500, timedelta(hours=1))


SPAM = "Win £1000 at http://evil.example"


@pytest.mark.parametrize("channel", ["web", "email"])
def test_what_a_stranger_wrote_goes_to_nobody_in_a_machines_letter(channel: str, mail_of: Callable[[Outgoing], str]):
    contact = cast.received(MONDAY, channel=channel, subject=SPAM, name="Click evil.example", proof=Proof.NOT_TOLD)
    mail = mail_of(Outgoing.objects.get())
    assert "evil" not in mail
    assert f"Subject: [{contact.reference}] Your message to us" in mail
    assert "\nTo: robin@home.example\n" in mail
    assert "\nHello,\n" in mail
    assert "\nThank you for contacting us. This message" in mail


def test_whoever_is_proved_reads_their_own_name_and_subject(mail_of: Callable[[Outgoing], str]):
    cast.received(MONDAY, subject="Lamp at home.example")
    mail = mail_of(Outgoing.objects.get())
    assert "\nDear Robin Reed,\n" in mail
    assert "Thank you for contacting us about “Lamp at home.example”." in mail
    assert "\nTo: Robin Reed <robin@home.example>\n" in mail


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Street lamp in Mill Lane (no 12)", "Street lamp in Mill Lane (no 12)"),
        ("Llŷr’s  bins, again", "Llŷr’s bins, again"),
        ("a" * 60, "a" * 60),
        ("a" * 61, ""),
        ("evil.example", ""),
        ("evil。example", ""),
        ("http://evil", ""),
        ("me@evil", ""),
        ("ring 0900 1", ""),
        ("flat 1234", "flat 1234"),
        ("look\nhere", "look here"),
        ("", ""),
    ],
)
def test_a_line_is_repeated_only_when_nothing_in_it_can_be_followed(line: str, said: str):
    assert letters.harmless(line) == said


@pytest.fixture
def mail_of() -> Callable[[Outgoing], str]:
    def mail(outgoing: Outgoing) -> str:
        said = message_from_bytes(composed(outgoing, outgoing.message.body, Mailbox.objects.all()[0]), policy=default)
        headers = "".join(f"\n{name}: {said[name]}" for name in ("Subject", "To"))
        return f"{headers}\n\n{said.get_content()}".replace("\r\n", "\n")

    return mail
