"""Rows written by statements worked out once are the rows that Django itself would write."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from answerable.contacts.models import ClockRow, Contact, FactRow, FloodMark, KindRow, LimitCount, Message, Outgoing
from answerable.customers.models import Customer
from answerable.evidence.models import Entry, Unsealed
from answerable.inbox.models import Incoming
from answerable.rows.actions import MOST, insert
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

MONDAY = at("Mon 2 Nov 2026 09:00")


def mark(contact: Contact, who: str) -> FloodMark:
    return FloodMark(council_id=contact.council_id, contact=contact, by="words", who=who, at=MONDAY)


def values(row: models.Model) -> dict[str, Any]:
    """Return what a row holds, but for its own key and what may be there once only."""
    names = {field.attname for field in row._meta.concrete_fields if not (field.primary_key or field.unique)}
    return {name: getattr(row, name) for name in sorted(names)}


WRITTEN = [Contact, Customer, Message, Outgoing, FactRow, ClockRow, KindRow, FloodMark, LimitCount, Entry, Incoming]


@pytest.mark.parametrize("model", WRITTEN)
def test_a_row_is_as_django_writes_it(model: type[models.Model]) -> None:
    cast.received(MONDAY, email="robin@home.example", welfare="a gas leak")
    Incoming.objects.create(
        channel="web",
        council_id="s5",
        external_id="x",
        raw=b"\x00\xff",
        arrived_at=MONDAY,
        kept_at=MONDAY,
        try_at=MONDAY,
    )
    Entry.objects.create(at=MONDAY, what="noted", details={"when": "é", "many": [1, None]})
    one = model._default_manager.order_by("pk").last()
    assert one is not None
    was = values(one)
    fresh = {
        field.attname: getattr(one, field.attname) for field in model._meta.concrete_fields if not field.primary_key
    }
    new: dict[type[models.Model], dict[str, Any]] = {
        Contact: {"reference": "NEW-1"},
        Incoming: {"external_id": "y"},
        LimitCount: {"who": "another"},
        KindRow: {"kind": "complaint"},
        Outgoing: {"message_id": Message.objects.create(contact=Contact.objects.all()[0], at=MONDAY).id},
    }
    row = model(**{**fresh, **new.get(model, {})})
    assert insert([row])
    assert row._state.adding is False
    kept = values(model._default_manager.get(pk=row.pk))
    assert kept == was | {name: value for name, value in new.get(model, {}).items() if name in was}


def test_many_are_written_in_one_statement_and_each_knows_its_key() -> None:
    contact = cast.received(MONDAY)
    rows = [mark(contact, str(n)) for n in range(MOST)]
    with CaptureQueriesContext(connection) as asked:
        insert(rows)
    assert len(asked) == 1
    assert [FloodMark.objects.get(pk=row.pk).who for row in (rows[0], rows[-1])] == ["0", str(MOST - 1)]


def test_more_than_one_statement_holds_are_written_by_several() -> None:
    contact = cast.received(MONDAY)
    rows = [mark(contact, str(n)) for n in range(2 * MOST + 1)]
    insert(rows)
    kept = FloodMark.objects.filter(id__in=[row.pk for row in rows])
    assert {row.pk: row.who for row in rows} == dict(kept.values_list("id", "who"))


def test_none_are_nothing() -> None:
    assert insert([])


def test_a_row_may_point_at_one_that_was_written_since_it_was_made() -> None:
    council = cast.council()
    customer = Customer(council=council, name="Robin Reed")
    contact = cast.received(MONDAY)
    contact.pk, contact.reference, contact.customer, contact._state.adding = None, "NEW-1", customer, True
    fact = FactRow(contact=contact, what="received", at=MONDAY, noted_at=MONDAY)
    for row in (customer, contact, fact):
        insert([row])
    found = FactRow.objects.select_related("contact__customer").get(pk=fact.pk)
    assert (found.contact.reference, found.contact.customer) == ("NEW-1", customer)
    assert fact.contact_id == contact.pk


def test_what_the_database_does_with_a_new_row_it_does_with_these_too() -> None:
    fact = FactRow(contact=cast.received(MONDAY), what="received", at=MONDAY, noted_at=MONDAY)
    insert([fact])
    assert Unsealed.objects.filter(sort="fact", key=str(fact.pk)).exists()


def test_one_that_is_there_is_refused_or_left_as_it_is() -> None:
    contact = cast.received(MONDAY)
    row = KindRow(contact=contact, kind="enquiry", council_id="s5", is_welfare=True, next_due=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([row])
    assert not insert([row], unless_there=True)
    assert not row.pk
    assert contact.kinds.get().is_welfare is False
