"""Matters settled the first time, and not brought back within seven days (S2-07)."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from answerable.standards.measure.figure import Apart, Share
from answerable.standards.measure.first_time import FirstTime, settled_at_once
from answerable.standards.measure.formulas import formula_of
from tests.standards.measure.some import LATER, LONDON, MONDAY, SPRING, at, contact, promise, terms

HOUR, DAY = 3600.0, 86_400.0
FOLLOWS = "It came back about an earlier contact."
RESOLVED, CLOSED = ("resolved", 600.0), ("replied", 600.0, {"closes": True})
CALLED = [("ringing", 0.0), ("queued", 5.0), ("answered", 10.0)]
CAME = [("arrived", 0.0), ("greeted", 20.0), ("wait_told", 30.0), ("seen", 300.0)]
WROTE = [("received", 0.0), ("acknowledged", 9.0, {"automatic": True})]


def counting(*contacts, now=LATER, owed=None):
    first = FirstTime(terms(now=now), owed)
    for one in contacts:
        first.add(one)
    return first.figure()


def share(part: int, whole: int, now=LATER, **apart) -> Share:
    return Share(
        formula=formula_of("share-resolved-first"),
        terms=terms(now=now),
        numerator=part,
        denominator=whole,
        apart=Apart(**apart),
    )


@pytest.mark.parametrize(
    ("channel", "facts", "settled"),
    [
        ("phone", [*CALLED, RESOLVED], True),
        ("phone", [*CALLED, CLOSED], True),
        ("phone", [*CALLED, ("transferred", 60), ("typed", 70, {"kinds": ("enquiry",)}), RESOLVED], True),
        ("phone", [*CALLED, ("replied", 600)], False),
        ("phone", [*CALLED, ("callback_agreed", 60), ("called_back", 500), RESOLVED], False),
        ("phone", [*CALLED, ("acknowledged", 60), RESOLVED], False),
        ("phone", [*CALLED, ("resolved", DAY)], False),
        ("phone", CALLED, False),
        ("phone", [("ringing", 0), RESOLVED], False),
        ("reception", [*CAME, RESOLVED], True),
        ("reception", [*CAME, ("colleague_asked", 400), ("colleague_met", 500), RESOLVED], True),
        ("reception", [*CAME, ("colleague_asked", 400), ("colleague_unavailable", 500), RESOLVED], True),
        ("reception", [*CAME, ("appointment_offered", 400), RESOLVED], False),
        ("reception", [*CAME, ("replied", 3 * DAY, {"closes": True})], False),
        ("email", [*WROTE, CLOSED], True),
        ("email", [*WROTE, ("replied", 3 * DAY, {"closes": True})], True),
        ("email", [*WROTE, ("responded", 60), CLOSED], False),
        ("email", [*WROTE, ("replied", 60), RESOLVED], False),
        ("email", [("resolved", 1)], True),
        ("email", WROTE, False),
    ],
)
def test_a_matter_is_settled_at_once_when_the_first_thing_done_settles_it(channel: str, facts, settled: bool):
    assert settled_at_once(contact(channel, *facts), LONDON) is settled


def test_a_call_over_midnight_is_settled_on_another_day():
    late = contact("phone", *CALLED, RESOLVED, began=at("Mon 11 May 2026 23:55"))
    assert settled_at_once(late, LONDON) is False


def test_the_day_is_the_local_day():
    """Half past midnight by British Summer Time is still the day before in UTC."""
    early = contact("phone", *CALLED, ("resolved", HOUR), began=at("Mon 11 May 2026 00:30"))
    assert settled_at_once(early, LONDON) is True
    assert counting(early) == share(1, 1)


def test_the_day_is_that_of_the_place_whose_period_it_is():
    """Nearly one in the afternoon in London is nearly midnight in Auckland."""
    over_midnight = contact("phone", *CALLED, RESOLVED, began=at("Mon 11 May 2026 12:55"))
    assert settled_at_once(over_midnight, LONDON) is True
    assert settled_at_once(over_midnight, ZoneInfo("Pacific/Auckland")) is False
    there = FirstTime(replace(terms(), period=replace(SPRING, zone="Pacific/Auckland")))
    there.add(over_midnight)
    assert (there.figure().numerator, there.figure().denominator) == (0, 1)


def test_first_contacts_are_those_answered_or_seen_that_could_be_settled_at_once():
    figure = counting(
        contact("phone", *CALLED, RESOLVED, id="1"),
        contact("email", *WROTE, CLOSED, id="2", kinds="complaint enquiry"),
        contact("email", *WROTE, id="3"),
        contact("phone", ("ringing", 0), ("abandoned", 60), id="4"),
        contact("reception", ("arrived", 0), ("left", 60), id="5"),
        contact("email", *WROTE, CLOSED, id="6", kinds="foi"),
        contact("email", *WROTE, CLOSED, id="9", kinds="sar"),
        contact("email", *WROTE, CLOSED, ("excluded", 900, {"code": "test"}), id="7"),
        contact("email", ("replied", 0), id="8"),
    )
    assert figure == share(
        2,
        3,
        excluded={
            "Nobody answered or saw the person.": 2,
            "It is not of a kind that can be settled at once.": 2,
            "Left out of the figures: test.": 1,
        },
    )


def test_the_kinds_a_promise_names_are_those_that_could_be_settled_at_once():
    comment = contact("email", *WROTE, CLOSED, kinds="comment")
    assert counting(comment, owed=promise(contacts=frozenset({"comment"}))) == share(1, 1)
    assert counting(comment, owed=promise(channels="email")).denominator == 0
    assert counting(comment, owed=promise(channels="phone")) == share(0, 0)


def again(after: str, days: float, *, channel: str = "email", id: str = "again"):
    """Come back to an earlier contact so many days after Monday's."""
    fact = ("received", days * DAY, {"after": after})
    return contact(channel, fact, ("resolved", days * DAY + 60), id=id)


FIRST = contact("phone", *CALLED, RESOLVED, id="first")


@pytest.mark.parametrize(("days", "settled"), [(0.1, 0), (7, 0), (7.5, 0), (8, 1), (30, 1)])
def test_a_matter_that_comes_back_within_seven_calendar_days_was_not_settled(days: float, settled: int):
    back = again("first", days)
    assert counting(FIRST, back) == counting(back, FIRST) == share(settled, 1, excluded={FOLLOWS: 1})


@pytest.mark.parametrize("what", ["answer_disputed", "work_disputed"])
@pytest.mark.parametrize(("days", "settled"), [(0.1, 0), (7, 0), (8, 1)])
def test_a_matter_of_which_the_customer_says_that_it_is_not_settled_was_brought_back(
    what: str, days: float, settled: int
):
    disputed = contact("phone", *CALLED, RESOLVED, (what, days * DAY), id="first")
    assert counting(disputed) == share(settled, 1)
    late = contact("phone", *CALLED, RESOLVED, (what, days * DAY), (what, 30 * DAY), id="first")
    assert counting(late, again("first", 40)) == share(settled, 1, excluded={FOLLOWS: 1})
    assert counting(again("first", 40), late) == share(settled, 1, excluded={FOLLOWS: 1})


def test_a_matter_that_came_back_and_was_disputed_later_was_brought_back_by_the_sooner():
    disputed = contact("phone", *CALLED, RESOLVED, ("work_disputed", 30 * DAY), id="first")
    assert counting(again("first", 3), disputed) == counting(disputed, again("first", 3))
    assert counting(again("first", 3), disputed).numerator == 0


def test_each_contact_that_comes_back_is_counted_apart():
    assert counting(again("1", 1), again("2", 1)) == share(0, 0, excluded={FOLLOWS: 2})


def test_a_matter_that_comes_back_twice_is_taken_off_once_and_by_the_sooner():
    backs = [again("first", 3, id="a"), again("first", 30, id="b")]
    assert counting(FIRST, *backs).numerator == counting(FIRST, *reversed(backs)).numerator == 0


def test_a_matter_may_come_back_by_another_channel_after_the_period_or_about_nothing_counted():
    last = at("Tue 30 Jun 2026 09:00")
    first = contact("phone", *CALLED, RESOLVED, id="last", began=last)
    back = contact("email", ("received", 0.0, {"after": "last"}), began=last + timedelta(days=2))
    now = last + timedelta(days=8)
    calls = promise(channels="phone")
    assert counting(first, back, again("another", 1), now=now, owed=calls) == share(0, 1, now=now)


def test_what_comes_back_later_than_now_has_not_come_back():
    now = MONDAY + timedelta(days=8)
    assert counting(FIRST, again("first", 8.5), now=now).numerator == 1
    assert counting(FIRST, contact("email", ("replied", 0.0, {"after": "first"})), now=now).numerator == 1
    assert counting(FIRST, contact("email"), now=now).numerator == 1


def test_whether_a_matter_was_settled_is_known_once_it_has_had_its_days_to_come_back():
    nows = [at("Mon 18 May 2026 23:59:59"), at("Tue 19 May 2026 00:00")]
    twice = [FIRST, contact("phone", *CALLED, RESOLVED, id="second")]
    figures = [counting(*twice, now=now) for now in nows]
    assert figures == [share(0, 0, now=nows[0], running=2), share(2, 2, now=nows[1])]
