"""What is published counts the same after every word that people wrote was erased."""

from datetime import UTC, date, datetime

import pytest

from answerable.charters import COUNCILS
from answerable.contacts.clocks import reckon
from answerable.contacts.models import ClockRow, Contact, FactRow
from answerable.evidence.actions import forget
from answerable.evidence.words import ERASED
from answerable.figures.counting import PeriodTally
from demonstration.history import History
from demonstration.places import settle
from demonstration.year import made_year

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.any_database]

NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
FIRST_DAY = date(2025, 11, 21)


@pytest.mark.parametrize("key", COUNCILS)
def test_a_years_figures_clock_file_and_clocks_are_the_same_after_every_word_of_its_facts_is_erased(key: str):
    town = settle(key, at=NOW)
    History(town, seed=11, now=NOW).write(made_year(11, 400, FIRST_DAY, whole=True))

    def published() -> tuple[object, ...]:
        tally = PeriodTally(town.council, first_on=FIRST_DAY, last_on=NOW.date(), at=NOW)
        tally.run()
        figured = list(tally.figures())
        for contact in Contact.objects.order_by("id"):
            reckon(contact, now=NOW)
        clocks = list(ClockRow.objects.order_by("id").values("promise", "beside", "state", "due", "decided", "stopped"))
        return [one.figure for one in figured], tally.clock_file(figured), clocks

    before = published()
    worded = FactRow.objects.exclude(words_digest="").count()
    assert (forget(FactRow.objects.all()), worded > 100) == (worded, True)
    assert {said for row in FactRow.objects.all() for said in row.words.values()} == {ERASED}
    assert published() == before
