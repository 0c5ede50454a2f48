"""Facts never change: not through the house, and not behind its back."""

import pytest
from django.db import IntegrityError, connection, transaction

from answerable.contacts.actions.noting import note
from answerable.contacts.clocks import fact_of
from answerable.contacts.models import FactRow
from answerable.evidence.actions import forget
from answerable.evidence.words import ERASED
from tests import cast
from tests.build import at, on

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


def a_fact_with_words() -> FactRow:
    noon = at("Mon 2 Nov 2026 12:00")
    said = {"reason": "She is ill", "by_when": on("Fri 6 Nov 2026"), "automatic": False}
    return note(cast.received(), [("delay_told", said)], by=None, at=noon, now=noon)[0]


def test_words_of_a_fact_are_erased_and_that_they_were_said_and_all_else_stays():
    row = FactRow.objects.get(id=a_fact_with_words().id)
    assert (row.details, row.words) == ({"by_when": "2026-11-06"}, {"reason": "She is ill"})
    assert dict(fact_of(row).details) == {"reason": "She is ill", "by_when": on("Fri 6 Nov 2026")}
    assert forget(row.contact.facts.all()) == 1
    erased = FactRow.objects.get(id=row.id)
    assert dict(fact_of(erased).details) == {"reason": ERASED, "by_when": on("Fri 6 Nov 2026")}
    assert (erased.salt, erased.words_digest, erased.is_erased) == ("", row.words_digest, True)


@pytest.mark.parametrize("column", [column for column in COLUMNS if column not in ("words", "salt")])
def test_no_other_column_of_a_fact_is_changed_under_cover_of_erasing_its_words(column: str):
    fact = a_fact_with_words()
    other = cast.received("Tue 3 Nov 2026 09:00").id
    moment = "'2020-01-01 09:00:00+00:00'"
    values = {"id": "id + 1000", "at": moment, "noted_at": moment, "details": "'{}'"}
    values |= {"contact_id": str(other), "by_id": str(cast.staff().id)}
    value = values.get(column, "'x'")
    with pytest.raises(IntegrityError, match="facts never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE contacts_fact SET words = %s, salt = '', {column} = {value} WHERE id = %s",
            [f'{{"reason": "{ERASED}"}}', fact.id],
        )
