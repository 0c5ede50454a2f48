"""Whose page this is, and what became of a form."""

import pytest

from answerable.channels.web.queries import followed, sent_with
from tests import cast


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
    assert sent_with("never", council=cast.council()) is None
