"""Who reads what is sent, and whose page this is."""

import pytest

from answerable.channels.web.queries import followed, front_door, sent_with
from answerable.councils.models import Mailbox
from tests import cast


@pytest.mark.django_db
def test_the_form_is_read_by_the_team_behind_the_first_mailbox():
    council = cast.council()
    Mailbox.objects.create(council=council, team=cast.team_of(team="roads"), address="roads@s5.example")
    assert front_door(council) == cast.team_of(team="post")


@pytest.mark.django_db
def test_without_a_mailbox_the_form_is_read_by_the_first_team():
    council = cast.council()
    council.mailboxes.all().delete()
    assert front_door(council) == cast.team_of(team="post")


@pytest.mark.django_db
def test_a_page_opens_with_its_own_reference_and_secret_and_with_nothing_else():
    contact, other = cast.received(channel="web"), cast.received(channel="web")
    here, elsewhere = contact.council, cast.council("s1")
    assert followed(here, contact.reference, contact.secret) == contact
    assert followed(here, contact.reference.lower(), contact.secret) == contact
    wrong = [
        (here, contact.reference, other.secret),
        (here, contact.reference, contact.secret[:-1]),
        (here, contact.reference, ""),
        (here, contact.reference, "é" + contact.secret),
        (here, "2222-2222", contact.secret),
        (elsewhere, contact.reference, contact.secret),
    ]
    assert [followed(*one) for one in wrong] == [None] * len(wrong)


@pytest.mark.django_db
def test_a_form_not_sent_yet_has_no_contact():
    assert sent_with("never") is None
