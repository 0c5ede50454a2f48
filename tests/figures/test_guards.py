"""A count that is sealed, its figures and its file stay as they are: the database refuses the rest."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from answerable.evidence.actions import key_at, seal_all
from answerable.evidence.keys import public_file, read_public_keys
from answerable.evidence.models import Unsealed
from answerable.evidence.verifying import Verification
from answerable.figures.models import ClockFile, FigureRow, PeriodCount
from tests import cast
from tests.build import at
from tests.figures.counted import AFTER, answered, counted

pytestmark = pytest.mark.django_db

CHANGES = [
    "UPDATE figures_periodcount SET contacts = 14",
    "UPDATE figures_figure SET said = '100.0 %'",
    "DELETE FROM figures_figure",
    "DELETE FROM figures_periodcount",
]
OF_FILES = ["UPDATE figures_clock_file SET count_id = count_id + 1", "DELETE FROM figures_clock_file"]


def refuses(sql: str) -> None:
    with (
        pytest.raises(IntegrityError, match=r"Cannot (change|take away) a count"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.parametrize("sql", [*CHANGES, *OF_FILES])
def test_a_count_of_a_period_that_is_over_is_never_changed_once_it_is_sealed(sql: str, tmp_path: Path):
    answered("Mon 2 Nov 2026 09:00", "Tue 3 Nov 2026 10:00")
    counted()
    seal_all(at=at(AFTER), key=key_at(tmp_path / "key"))
    refuses(sql)


def test_a_running_count_is_replaced_until_its_day_is_over_and_sealed_then(tmp_path: Path):
    key = key_at(tmp_path / "key")
    cast.received("Mon 2 Nov 2026 09:00")
    first = counted(when="Wed 4 Nov 2026 10:00")
    seal_all(at=at("Wed 4 Nov 2026 11:00"), key=key)
    assert list(Unsealed.objects.values_list("sort", "key")) == [("count", str(first.id))]
    assert counted(when="Wed 4 Nov 2026 12:00").id == first.id
    seal_all(at=at("Thu 5 Nov 2026 00:00"), key=key)
    assert Unsealed.objects.count() == 0
    for sql in CHANGES:
        refuses(sql)
    second = counted(when="Thu 5 Nov 2026 10:00")
    assert second.id != first.id
    assert list(ClockFile.objects.values_list("count", flat=True)) == [second.id]
    seal_all(at=at("Fri 6 Nov 2026 00:00"), key=key)
    looking = Verification(read_public_keys(public_file(tmp_path / "key")), now=at("Fri 6 Nov 2026 09:00"))
    assert (list(looking.faults()), looking.rows["count"]) == ([], 2)


def test_a_count_left_by_a_worker_that_was_away_is_no_fault(tmp_path: Path):
    key = key_at(tmp_path / "key")
    counted(when="Wed 4 Nov 2026 10:00")
    seal_all(at=at("Wed 4 Nov 2026 11:00"), key=key)
    looking = Verification(read_public_keys(public_file(tmp_path / "key")), now=at("Mon 9 Nov 2026 09:00"))
    assert (list(looking.faults()), looking.waiting) == ([], 1)
    seal_all(at=at("Mon 9 Nov 2026 09:00") + timedelta(days=1), key=key)
    looking = Verification(read_public_keys(public_file(tmp_path / "key")), now=at("Tue 10 Nov 2026 09:00"))
    assert (list(looking.faults()), looking.waiting) == ([], 0)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no TRUNCATE")
@pytest.mark.parametrize("model", [PeriodCount, FigureRow, ClockFile])
def test_no_table_of_counts_is_emptied(model: type[PeriodCount | FigureRow | ClockFile]):
    refuses(f"TRUNCATE {model._meta.db_table} CASCADE")
