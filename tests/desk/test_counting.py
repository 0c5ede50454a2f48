"""Counting a period's figures again: what it changes is seen first, and why it was done is read beside them."""

from datetime import date
from typing import Any

import pytest

from answerable.contacts import actions
from answerable.councils.models import Council
from answerable.evidence.models import Entry
from answerable.figures.actions import count
from answerable.figures.comparing import would_change
from answerable.figures.models import FigureRow, PeriodCount
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, text

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
COUNTED, NOW = at("Mon 4 Jan 2027 09:00"), "Tue 5 Jan 2027 10:00"
PERIOD = "2026-10-01..2026-12-31"


@pytest.fixture
def analyst(desk_of: Any) -> Desk:
    return desk_of("An Alyst", role=Role.ANALYST, path="s5").at(NOW)


def one_of_two_kept() -> PeriodCount:
    """Count a quarter in which one contact was answered in time and another not at all."""
    kept, _late = (cast.received("Mon 2 Nov 2026 09:00", subject=f"Number {n}") for n in (1, 2))
    reply = {"parts": cast.parts(), "by": cast.staff(), "full": True, "closes": True}
    actions.reply(kept, body="We have mended the lamp", at=at("Mon 2 Nov 2026 12:00"), **reply)
    cast.everything_sent("Mon 2 Nov 2026 12:01")
    return count(Council.objects.get(key="s5"), first_on=FIRST, last_on=LAST, at=COUNTED)


def give_the_late_one_another_kind() -> None:
    """Say, after the quarter was counted, that the one without an answer is of another kind; a second person agrees."""
    late = cast.council().contacts.get(subject="Number 2")
    why = {"why": "It asks for a list of lamps", "by": cast.staff(), "at": at("Mon 4 Jan 2027 12:00")}
    proposal = actions.retype(late, kinds=["foi"], **why)
    assert proposal is not None
    actions.agree(proposal, by=cast.staff("Ruth Boss", Role.MANAGER, "s5"), at=at("Mon 4 Jan 2027 13:00"))


def said(count: PeriodCount) -> dict[tuple[str, str], str]:
    return {(row.promise, row.formula): row.said for row in FigureRow.objects.filter(count=count)}


def test_what_counting_again_would_change_is_shown_and_nothing_is_kept(analyst: Desk):
    standing = one_of_two_kept()
    before = list(FigureRow.objects.values_list())
    assert "No figure would change." in text(analyst.open("count/", period=PERIOD))
    give_the_late_one_another_kind()
    page = analyst.open("count/", period=PERIOD)
    assert page.context["changed"] == would_change(standing, at=at(NOW))
    assert page.context["changed"] != []
    assert (list(FigureRow.objects.values_list()), PeriodCount.objects.count()) == (before, 1)


def test_a_count_says_what_was_shown_and_why_it_was_made_and_leaves_the_one_before(analyst: Desk):
    first = one_of_two_kept()
    give_the_late_one_another_kind()
    shown = analyst.open("count/", period=PERIOD).context["changed"]
    answer = analyst.client.post(f"/s5/desk/count/?period={PERIOD}", {"why": "The queue was sorted out late."})
    assert answer.status_code == 302
    second = PeriodCount.objects.latest("id")
    old, new = said(first), said(second)
    for one in shown:
        assert (old.get((one.promise, one.formula), ""), new.get((one.promise, one.formula), "")) == one[2:]
    assert {key for key in {**old, **new} if old.get(key) != new.get(key)} <= {one[:2] for one in shown}
    assert second.because.endswith("It was counted again for this reason: The queue was sorted out late.")
    entry = Entry.objects.get(what="counted figures")
    assert (entry.by, entry.about, entry.details, entry.words) == (
        "an.alyst@council.example",
        "s5",
        {"period": "2026-10-01 to 2026-12-31"},
        {"why": "The queue was sorted out late."},
    )
    assert PeriodCount.objects.count() == 2


def test_nothing_is_counted_again_without_a_reason_or_for_a_period_that_was_never_counted(analyst: Desk):
    one_of_two_kept()
    answer = analyst.client.post(f"/s5/desk/count/?period={PERIOD}", {"why": " "})
    assert "Say why" in text(answer)
    for period in ("", "2026-07-01..2026-09-30", "x"):
        answer = analyst.client.post(f"/s5/desk/count/?period={period}", {"why": "So it is"})
        assert answer.status_code == 200
    assert PeriodCount.objects.count() == 1


def test_where_nothing_was_counted_there_is_nothing_to_choose(analyst: Desk):
    assert "Nothing has been counted yet." in text(analyst.open("count/"))


def test_a_post_at_a_part_of_a_council_counts_nothing(desk_of: Any):
    manager = desk_of("Mona Ger", role=Role.MANAGER).at(NOW)
    assert manager.open("count/").status_code == 403
