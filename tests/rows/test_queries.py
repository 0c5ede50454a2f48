"""A row found by a statement worked out once is the row that Django itself would find."""

import pytest
from django.db import models

from answerable.contacts.models import Contact, FactRow, Message
from answerable.councils.models import Council, Team
from answerable.customers.models import Customer
from answerable.promises.models import Edition
from answerable.rows.queries import first
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Contact, Council, Customer, Edition, FactRow, Message, Team])
def test_a_row_is_as_django_reads_it(model: type[models.Model]) -> None:
    cast.received(at("Mon 2 Nov 2026 09:00"), email="robin@home.example", attachments=("é.pdf",))
    same = model._default_manager.order_by("pk").last()
    assert same is not None
    for _ in range(2):
        found = first(model, f"FROM {model._meta.db_table} ORDER BY {model._meta.pk.column} DESC LIMIT 1", [])
        assert found is not None
        assert {**vars(found), "_state": None} == {**vars(same), "_state": None}
        assert (found._state.db, found._state.adding) == (same._state.db, same._state.adding)


def test_values_are_filled_in_and_nothing_is_found_where_nothing_is() -> None:
    cast.council()
    assert first(Council, "FROM councils_council WHERE key = %s", ["s5"]) == Council.objects.get()
    assert first(Council, "FROM councils_council WHERE key = %s", ["s9"]) is None
