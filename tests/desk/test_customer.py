"""A customer's page: all their contacts that the reader may see, with what was promised of each."""

import pytest

from answerable.contacts.models import ClockRow, Contact
from answerable.customers.models import Customer
from answerable.evidence.models import Look
from tests import cast
from tests.desk.sitting import Desk, text

NOON = "Wed 11 Nov 2026 12:00"

pytestmark = pytest.mark.django_db


def page_of(desk: Desk, contact: Contact) -> str:
    return text(desk.open(f"contacts/{contact.reference}/customer/"))


def test_all_that_somebody_wrote_stands_on_one_page_with_what_waits_and_what_was_missed(sam: Desk):
    old = cast.received("Mon 12 Oct 2026 09:00", subject="Old lamp")
    waits = cast.received("Tue 10 Nov 2026 09:00", subject="New lamp")
    cast.received("Tue 10 Nov 2026 09:00", subject="Another's", email="lee@home.example", name="Lee")
    cast.everything_sent("Tue 10 Nov 2026 09:01")
    sam.at(NOON)
    parts = {name: value for name, value in cast.parts(next_step="", by_when=None).items() if value}
    sam.write(old, "reply", ending="ends", body="The lamp is mended.", **parts)
    cast.everything_sent(NOON)
    Customer.objects.filter(pk=old.customer_id).update(needs="Large print")
    old.refresh_from_db()
    assert old.closed_at is not None
    missed = ClockRow.objects.filter(contact=old, state="broken").exclude(stopped=None).exclude(measure="content")
    assert missed.count() > 0
    page = page_of(sam, waits)
    assert "How to treat them: Large print" in page
    assert "Open (1)" in page and "New lamp" in page and "S5-24 full reply · Thu 19 Nov" in page
    assert "Closed (1)" in page and "Old lamp" in page and f"{missed.count()} done late" in page
    assert "Another's" not in page
    assert (
        f'href="/s5/desk/contacts/{waits.reference}/customer/"'
        in sam.open(f"contacts/{waits.reference}/").content.decode()
    )


def test_what_lies_with_another_team_is_not_shown_and_one_person_is_seen_as_one(sam: Desk, monkeypatch):
    ours = cast.received("Tue 10 Nov 2026 09:00", subject="A lamp")
    cast.received("Tue 10 Nov 2026 10:00", subject="A pothole", team="roads")
    known = cast.received("Tue 10 Nov 2026 11:00", subject="By telephone", email="r@work.example", name="R Reed")
    Customer.objects.filter(pk__in=[ours.customer_id, known.customer_id]).update(same="one")
    both = Desk(cast.staff("Jo Day", path="s5/customer-services"), "s5", monkeypatch)
    assert "A pothole" in page_of(both.at(NOON), ours)
    page = page_of(sam, ours)
    assert "A pothole" not in page
    assert "Known too as R Reed · r@work.example" in page and "By telephone" in page


def test_it_is_kept_that_somebody_looked_and_a_contact_of_nobody_has_no_such_page(sam: Desk):
    contact = cast.received("Tue 10 Nov 2026 09:00")
    sam.at(NOON)
    page_of(sam, contact)
    look = Look.objects.get(what=Look.What.SAW_CUSTOMER)
    assert (look.about, look.by) == (contact.reference, sam.staff.email)
    Contact.objects.filter(pk=contact.pk).update(customer=None)
    assert sam.open(f"contacts/{contact.reference}/customer/").status_code == 404
    assert "somebody who gave no name" in sam.contact(contact)


def test_of_very_many_the_newest_are_shown(sam: Desk, monkeypatch):
    monkeypatch.setattr("answerable.desk.pages.customer.MOST", 2)
    for day in ("Mon 9 Nov 2026 09:00", "Tue 10 Nov 2026 09:00", "Wed 11 Nov 2026 09:00"):
        contact = cast.received(day, subject=f"On {day[:3]}")
    page = page_of(sam.at(NOON), contact)
    assert "These are the newest 2." in page
    assert "On Tue" in page and "On Wed" in page and "On Mon" not in page
