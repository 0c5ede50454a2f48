"""Whom a letter is for, in the letters that every mail server knows."""

import pytest

from answerable.channels.email.compose import CannotCompose, address_of, composed
from answerable.contacts.models import Outgoing
from answerable.councils.models import Mailbox
from tests import cast
from tests.build import at

MONDAY = at("Mon 2 Nov 2026 09:00")

pytestmark = pytest.mark.django_db


def letter_to(address: str) -> Outgoing:
    return Outgoing.objects.get(message__contact=cast.received(MONDAY, email=address))


def test_an_international_domain_is_written_as_every_mail_server_knows_it() -> None:
    cast.council("s5")
    letter = letter_to("robin@bücher.example")
    assert address_of(letter) == "robin@xn--bcher-kva.example"
    assert b"<robin@xn--bcher-kva.example>" in composed(letter, Mailbox.objects.get())


@pytest.mark.parametrize("address", ["pelé@home.example", f"robin@{'ü' * 70}.example", "not an address"])
def test_where_no_letter_can_go_is_said_in_a_sentence(address: str) -> None:
    cast.council("s5")
    with pytest.raises(CannotCompose) as refused:
        composed(letter_to(address), Mailbox.objects.get())
    assert str(refused.value) == f"'{address}' is not an email address we can write to. Find another way."
