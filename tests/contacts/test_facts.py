"""Facts never change: not through the house, and not behind its back."""

import pytest
from django.db import IntegrityError, connection, transaction

from answerable.contacts.models import FactRow
from tests import cast

pytestmark = pytest.mark.django_db

COLUMNS = sorted(field.column for field in FactRow._meta.concrete_fields)


@pytest.mark.parametrize("column", COLUMNS)
def test_the_database_refuses_to_change_any_column_of_a_fact(column: str):
    fact = cast.received().facts.get()
    with pytest.raises(IntegrityError, match="facts never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE contacts_fact SET {column} = {column} WHERE id = %s", [fact.id])


def test_a_change_of_many_facts_at_once_is_refused_too():
    fact = cast.received().facts.get()
    with pytest.raises(IntegrityError, match="Note another fact that corrects it"), transaction.atomic():
        FactRow.objects.update(what="replied")
    assert FactRow.objects.get(id=fact.id).what == "received"


def test_a_fact_that_is_written_cannot_be_saved_again():
    with pytest.raises(TypeError, match="facts never change"):
        cast.received().facts.get().save()


def test_the_database_refuses_to_take_a_fact_away():
    fact = cast.received().facts.get()
    with (
        pytest.raises(IntegrityError, match="Cannot take a fact away"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM contacts_fact WHERE id = %s", [fact.id])
    with pytest.raises(IntegrityError, match="Cannot take a fact away"), transaction.atomic():
        FactRow.objects.all().delete()
    assert FactRow.objects.get() == fact
