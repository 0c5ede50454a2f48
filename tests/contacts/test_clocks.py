"""A clock row is never anything but what the facts say: kept up by waking alone, it equals one made anew from them."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice, pairwise
from typing import Any

import pytest
from django.db.models import Q

from answerable.charters import COUNCILS, calendars
from answerable.contacts.actions.noting import note
from answerable.contacts.actions.waking import wake
from answerable.contacts.clocks import drawn, reckon
from answerable.contacts.models import ClockRow, Contact
from answerable.logs.contacts import contact_of
from answerable.promises.queries import edition_on
from answerable.standards.facts import Contact as Judged
from answerable.standards.time.calendar import CannotCount
from demonstration.year import made_year
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

SEED = 7
LONDON = calendars()["england-and-wales"].tz
Row = tuple[Any, ...]


def invented(council: str, number: int) -> Iterator[Judged]:
    """Return some contacts of the invented year, of every kind and channel, a different part of it for each council."""
    first = COUNCILS.index(council)
    for line in islice(made_year(seed=SEED, contacts=400, first_day=date(2025, 4, 1)), first, None, 400 // number):
        yield contact_of(line, LONDON)


def written(judged: Judged, council: str) -> Contact:
    """Write down a contact of which nothing has happened yet."""
    begun = judged.facts[0].at
    edition = edition_on(council, begun.astimezone(LONDON).date())
    return Contact.objects.create(
        council_id=council,
        team_id=f"{council}/customer-services/post",
        edition=edition,
        holidays_id=edition.holidays_id,
        reference=f"C-{judged.id[-6:]}"[:9],
        channel=judged.channel,
        came_as=sorted(judged.kinds),
        received_at=begun,
    )


def plain(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return a fact's details as a room passes them: a list where the log reader makes a set of kinds."""
    return {key: sorted(value) if isinstance(value, frozenset) else value for key, value in details.items()}


def woken_until(contact: Contact, moment: datetime) -> None:
    """Look at the contact at each moment its own clocks name, and at no other, up to a moment."""
    while True:
        wake_at = min(filter(None, contact.clocks.values_list("wake_at", flat=True)), default=None)
        if wake_at is None or wake_at > moment:
            return
        assert wake(now=wake_at) == 1


def said(row: ClockRow) -> Row:
    """Return what a row says but for how soon, which warns and decides nothing, and but for when it was noticed."""
    state = "running" if row.state == "due soon" else row.state
    reason = "" if state == "running" else row.reason
    return (row.promise, row.beside, row.about_id, row.measure, state, reason, row.due, row.decided, row.stopped)


def is_ending(contact: Contact, moment: datetime) -> bool:
    """Tell whether a clock ran out within the second before: it is looked at when that second is over."""
    just_over = [moment - timedelta(seconds=1), moment]
    return contact.clocks.filter(Q(due__range=just_over) | Q(decided__range=just_over)).exists()


def kept(contact: Contact) -> list[Row]:
    return sorted(map(said, contact.clocks.all()), key=str)


def anew(contact: Contact, now: datetime) -> list[Row]:
    return sorted(map(said, drawn(contact, list(contact.facts.all()), now=now)), key=str)


@pytest.mark.slow
@pytest.mark.any_database  # it is about the moments; test_waking.py tries on both how they are found
@pytest.mark.parametrize("council", COUNCILS)
def test_waking_at_each_moment_that_a_clock_names_is_as_good_as_reckoning_at_every_moment(council: str):
    cast.council(council)
    compared = 0
    for judged in invented(council, 40):
        contact = written(judged, council)
        try:
            for earlier, fact in pairwise([judged.facts[0], *judged.facts]):
                before = max(earlier.at, fact.at - timedelta(microseconds=1))
                woken_until(contact, before)
                assert is_ending(contact, before) or kept(contact) == anew(contact, before), (judged.id, before)
                note(contact, [(fact.what, plain(fact.details))], by=None, at=fact.at, now=fact.at)
                assert kept(contact) == anew(contact, fact.at), (judged.id, fact)
            for days in (1, 3, 10, 30, 90):
                moment = judged.facts[-1].at + timedelta(days=days)
                woken_until(contact, moment)
                assert kept(contact) == anew(contact, moment), (judged.id, moment)
        except CannotCount:
            continue
        compared += 1
        ClockRow.objects.all().update(wake_at=None)  # the next contact's own moments are the only ones
    assert compared > 30


def test_rows_thrown_away_come_back_the_same_from_the_facts():
    contact = cast.received("Mon 2 Nov 2026 09:00")
    cast.everything_sent("Mon 2 Nov 2026 09:01")
    now = at("Sun 22 Nov 2026 03:00")
    wake(now=now)
    before = kept(contact)
    contact.clocks.all().delete()
    reckon(contact, now=now)
    assert kept(contact) == before
    assert {row.state for row in contact.clocks.all()} > {"kept", "broken"} or len(before) > 2


def test_reckoning_again_changes_no_row():
    contact = cast.received("Mon 2 Nov 2026 09:00")
    now = at("Tue 3 Nov 2026 09:00")
    reckon(contact, now=now)
    before = list(contact.clocks.order_by("id").values())
    reckon(contact, now=now)
    assert list(contact.clocks.order_by("id").values()) == before
