"""A process shows that it goes round, and does not write more often than it must."""

from datetime import timedelta

import pytest

from answerable.health.actions import EVERY, show
from answerable.health.models import LastRound
from tests.build import at

NINE = at("Mon 2 Nov 2026 09:00")
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


def shown() -> dict[str, object]:
    """Return when each process showed itself last."""
    return dict(LastRound.objects.values_list("process", "at"))


def test_a_process_shows_itself_and_no_other():
    show("worker", at=NINE)
    show("dispatcher", at=NINE + SECOND)
    assert shown() == {"worker": NINE, "dispatcher": NINE + SECOND}


def test_it_is_written_again_only_after_ten_seconds(django_assert_num_queries):
    show("worker", at=NINE)
    with django_assert_num_queries(1):
        show("worker", at=NINE + EVERY - SECOND)
    assert shown() == {"worker": NINE}
    show("worker", at=NINE + EVERY)
    assert shown() == {"worker": NINE + EVERY}


def test_a_clock_that_was_put_back_is_written_at_once():
    show("worker", at=NINE)
    show("worker", at=NINE - timedelta(days=1))
    assert shown() == {"worker": NINE - timedelta(days=1)}
