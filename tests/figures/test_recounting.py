"""Figures are counted again when something changed, and not more often than is good for the machine."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.councils.models import Council
from answerable.figures import actions
from answerable.figures.actions import count_what_changed
from answerable.figures.models import PeriodCount
from answerable.figures.queries import changed_since, latest, periods, quarter_of, stale
from answerable.observations import actions as checks
from answerable.standards.vocabulary.feeds import FORM
from tests import cast
from tests.build import at, on
from tests.figures.counted import counted, figure

pytestmark = pytest.mark.django_db

NOON = at("Wed 4 Nov 2026 12:00")
THIS = (on("Thu 1 Oct 2026"), on("Thu 31 Dec 2026"))
BEFORE = (on("Wed 1 Jul 2026"), on("Wed 30 Sep 2026"))


def counts() -> list[tuple[object, ...]]:
    return list(PeriodCount.objects.order_by("first_on", "id").values_list("first_on", "at"))


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("Wed 1 Apr 2026", "Wed 1 Apr 2026", "Tue 30 Jun 2026"),
        ("Tue 30 Jun 2026", "Wed 1 Apr 2026", "Tue 30 Jun 2026"),
        ("Wed 1 Jul 2026", "Wed 1 Jul 2026", "Wed 30 Sep 2026"),
        ("Thu 31 Dec 2026", "Thu 1 Oct 2026", "Thu 31 Dec 2026"),
        ("Sun 14 Feb 2027", "Fri 1 Jan 2027", "Wed 31 Mar 2027"),
    ],
)
def test_a_quarter_runs_over_three_whole_months(day: str, first: str, last: str):
    assert quarter_of(on(day)) == (on(first), on(last))


def test_this_quarter_and_the_one_before_are_counted_at_first():
    cast.council()
    assert count_what_changed(NOON) == 2
    assert counts() == [(BEFORE[0], NOON), (THIS[0], NOON)]


def test_nothing_is_counted_again_while_nothing_changes():
    cast.received("Mon 2 Nov 2026 09:00")
    count_what_changed(NOON)
    assert count_what_changed(NOON + timedelta(hours=1)) == 0


def test_a_new_fact_is_counted_after_ten_seconds_at_the_soonest():
    cast.council()
    count_what_changed(NOON)
    cast.received(NOON + timedelta(seconds=1))
    assert count_what_changed(NOON + timedelta(seconds=9)) == 0
    assert count_what_changed(NOON + timedelta(seconds=10)) == 1


def test_a_promise_that_time_alone_broke_is_counted_too():
    cast.received("Mon 2 Nov 2026 09:00")
    count_what_changed(at("Wed 11 Nov 2026 23:59"))
    assert figure(latest("s5", on("Wed 11 Nov 2026")), "S5-24").denominator == 0
    assert count_what_changed(at("Thu 12 Nov 2026 00:01")) == 1
    assert figure(latest("s5", on("Thu 12 Nov 2026")), "S5-24").denominator == 1


def test_a_check_that_came_out_is_counted_and_one_that_is_only_begun_is_not():
    council = cast.council("s2")
    count_what_changed(NOON)
    check = checks.begin(FORM, council=council, at=NOON + timedelta(seconds=1))
    assert count_what_changed(NOON + timedelta(seconds=10)) == 0
    checks.settle(check, at=NOON + timedelta(seconds=11))
    assert count_what_changed(NOON + timedelta(seconds=20)) == 1
    assert figure(latest("s2", NOON.date()), "S2-20", "availability").n == 1
    assert count_what_changed(NOON + timedelta(seconds=40)) == 0


def test_a_count_that_took_long_is_made_less_often():
    cast.council()
    count_what_changed(NOON)
    PeriodCount.objects.update(took_ms=3_000)
    cast.received(NOON + timedelta(seconds=1))
    assert count_what_changed(NOON + timedelta(seconds=59)) == 0
    assert count_what_changed(NOON + timedelta(seconds=60)) == 1


def test_the_quarter_before_is_counted_again_once_a_day():
    cast.council()
    count_what_changed(NOON)
    cast.received(NOON + timedelta(seconds=1))
    assert count_what_changed(NOON + timedelta(hours=23)) == 1
    assert count_what_changed(NOON + timedelta(hours=24)) == 1
    assert counts() == [
        (BEFORE[0], NOON),
        (BEFORE[0], NOON + timedelta(hours=24)),
        (THIS[0], NOON),
        (THIS[0], NOON + timedelta(hours=23)),
    ]


def test_a_fact_of_one_council_leaves_the_others_figures_alone():
    cast.council("s4")
    cast.council("s5")
    count_what_changed(NOON)
    cast.received(NOON + timedelta(seconds=1), "s4")
    assert count_what_changed(NOON + timedelta(minutes=1)) == 1
    assert stale("s5", NOON + timedelta(minutes=1)) is False


def test_a_council_without_a_charter_has_nothing_to_count():
    Council.objects.create(key="s9", name="A new council", phone="", web="", address="", opening="")
    assert count_what_changed(NOON) == 0


def test_a_council_that_cannot_be_counted_does_not_hold_up_the_next(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    cast.council("s4")
    cast.council("s5")
    usual = actions.count

    def count(council: Council, **period: object) -> PeriodCount:
        if council.key == "s4":
            raise ValueError("a row that nobody can read")
        return usual(council, **period)  # type: ignore[arg-type]  # what it was given

    monkeypatch.setattr(actions, "count", count)
    assert count_what_changed(NOON) == 2
    assert set(PeriodCount.objects.values_list("council", flat=True)) == {"s5"}
    assert "Cannot count s4 from 2026-10-01 to 2026-12-31" in caplog.text


def test_figures_are_stale_until_they_are_counted_and_again_when_something_happens():
    cast.received("Mon 2 Nov 2026 09:00")
    assert stale("s5", NOON)
    count_what_changed(NOON)
    assert not stale("s5", NOON)
    cast.received("Wed 4 Nov 2026 09:00")
    assert stale("s5", NOON)


def test_whether_anything_happened_is_seen_from_the_new_facts_however_many_contacts_there_are():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by how many rows there are, and here there are a few")
    last = counted()
    with CaptureQueriesContext(connection) as made:
        changed_since(last, NOON)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {made[0]['sql']}")
        plan = [step for *_, step in cursor.fetchall()]
    assert plan[0] == "SEARCH contacts_fact USING INTEGER PRIMARY KEY (rowid>?)"


def test_the_latest_count_is_that_of_the_quarter_of_the_day():
    made = counted()
    assert latest("s5", on("Mon 2 Nov 2026")) == made
    assert latest("s5", on("Fri 1 Jan 2027")) is None
    assert latest("s4", on("Mon 2 Nov 2026")) is None


def test_periods_are_given_latest_first_with_their_figures_in_order():
    old = counted(first=BEFORE[0], last=BEFORE[1])
    new = counted()
    found = list(periods("s5"))
    assert found == [new, old]
    places = [row.place for row in found[0].figures.all()]
    assert places == list(range(len(places)))
