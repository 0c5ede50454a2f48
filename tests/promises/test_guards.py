"""What was published stays: the database refuses to change a text, or an edition but for its bank holidays."""

import pytest
from django.db import IntegrityError, connection, transaction

from answerable.promises.models import Edition, Text
from tests import cast

pytestmark = pytest.mark.django_db

EDITION = {
    "id": "id + 1",
    "council_id": "'s1'",
    "version": "'x'",
    "in_force_from": "'2020-01-01'",
    "in_force_until": "'2020-01-01'",
    "charter_id": "calendars_id",
    "calendars_id": "charter_id",
    "procedures": "'{}'",
    "digest": "'x'",
    "published_at": "'2020-01-01 09:00:00+00:00'",
}


def refuses(sql: str, says: str) -> None:
    with pytest.raises(IntegrityError, match=says), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_every_column_of_an_edition_but_its_bank_holidays_is_tried_below_and_sealed():
    columns = {field.column for field in Edition._meta.concrete_fields} - {"holidays_id"}
    assert columns == set(EDITION) == set(Edition.COLUMNS)


@pytest.mark.parametrize("column", EDITION)
def test_no_column_of_an_edition_is_changed_alone_or_with_its_bank_holidays(column: str):
    cast.council()
    refuses(f"UPDATE promises_edition SET {column} = {EDITION[column]}", "Cannot change an edition")
    both = f"holidays_id = calendars_id, {column} = {EDITION[column]}"
    refuses(f"UPDATE promises_edition SET {both}", "Cannot change an edition")


def test_other_bank_holidays_are_taken_in():
    cast.council()
    Edition.objects.update(holidays=Edition.objects.get().calendars)
    assert Edition.objects.get().holidays_id == Edition.objects.get().calendars_id


@pytest.mark.parametrize("table", ["promises_edition", "promises_text"])
def test_nothing_that_was_published_is_taken_away(table: str):
    cast.council()
    refuses(f"DELETE FROM {table}", "Cannot take away")
    if connection.vendor == "postgresql":
        connection.check_constraints()  # keys that wait to be checked would refuse it before the guard does
        refuses(f"TRUNCATE {table} CASCADE", "Cannot take away")


def test_no_text_is_changed():
    cast.council()
    refuses("UPDATE promises_text SET words = 'x'", "Cannot change a text")
    with pytest.raises(IntegrityError, match="Cannot change a text"), transaction.atomic():
        Text.objects.update(words="x")
