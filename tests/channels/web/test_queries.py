"""Whose page this is, and what became of a form."""

import re

import pytest

from answerable.channels.web.queries import followed, sent_with
from answerable.contacts.actions import make_key
from answerable.contacts.keys import ALPHABET
from answerable.contacts.models import Contact, PageKey
from answerable.councils.models import Council
from tests import cast
from tests.build import at

NOW = at("Fri 6 Nov 2026 12:00")


@pytest.mark.django_db
def test_a_page_opens_with_its_own_reference_and_key_and_with_nothing_else():
    contact, other = cast.received(channel="web"), cast.received(channel="web")
    cast.council("s1")
    key, others = (make_key(one, at=NOW) for one in (contact, other))
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{3}}[{ALPHABET}]{{4}}", key)
    assert followed("s5", [contact.reference], key, now=NOW) == contact
    assert followed("s5", [other.reference, contact.reference], key, now=NOW) == contact
    assert key not in str(PageKey.objects.values())
    wrong = [
        ("s5", [contact.reference], others),
        ("s5", [contact.reference], key[:-1]),
        ("s5", [contact.reference], ""),
        ("s5", [contact.reference], "é" + key),
        ("s5", ["2222-2222"], key),
        ("s5", [], key),
        ("s1", [contact.reference], key),
    ]
    assert [followed(*one, now=NOW) for one in wrong] == [None] * len(wrong)


@pytest.mark.django_db
def test_a_key_ends_some_days_after_its_contact_is_closed_and_at_its_longest_life():
    contact = cast.received("Mon 2 Nov 2026 09:00", channel="web")
    Council.objects.update(link_days_after_closing=10, link_days_longest=100)
    contact.council.refresh_from_db()
    key = make_key(contact, at=at("Mon 2 Nov 2026 09:00"))

    def is_open(key: str, when: str) -> bool:
        return followed("s5", [contact.reference], key, now=at(when)) is not None

    assert [is_open(key, when) for when in ("Wed 10 Feb 2027 08:59", "Wed 10 Feb 2027 09:00")] == [True, False]
    Contact.objects.update(closed_at=at("Fri 6 Nov 2026 12:00"))
    assert [is_open(key, when) for when in ("Mon 16 Nov 2026 11:59", "Mon 16 Nov 2026 12:00")] == [True, False]
    new = make_key(contact, at=at("Mon 16 Nov 2026 12:00"))
    assert [is_open(new, when) for when in ("Thu 26 Nov 2026 11:59", "Thu 26 Nov 2026 12:00")] == [True, False]
    Contact.objects.update(closed_at=None)
    assert [is_open(one, "Thu 26 Nov 2026 12:00") for one in (key, new)] == [True, True]


@pytest.mark.django_db
def test_a_form_not_sent_yet_has_no_contact():
    assert sent_with("never", council=cast.council()) is None
