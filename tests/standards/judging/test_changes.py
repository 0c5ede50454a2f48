"""A holiday proclaimed late moves the clocks that are still open, and the date already told still binds."""

from datetime import date

import pytest

from answerable.charters import charter_of
from answerable.standards.charter.clock_rules import DatesKept
from answerable.standards.charter.promises import ContentRule
from answerable.standards.explaining.explain import explain, say_struck
from answerable.standards.judging.changes import OPEN, Moved, Turned, disturbed, moved, turned
from answerable.standards.judging.clock import judge, judge_all
from answerable.standards.judging.outcome import Measure, State
from tests.build import BANK_HOLIDAYS, LONDON, at, calendar, charter, contact, fact, notice, on, promise, rule

BEFORE, AFTER = date(2026, 2, 1), date(2026, 3, 1)
"""Scotland's holiday on Monday 15 June 2026 was proclaimed between these days."""


def request(id, received, *facts, kinds=("foi",)):
    return contact("email", fact("received", received), *facts, kinds=kinds, id=id)


REQUESTS = [
    request("moves", "Mon 18 May 2026 10:00"),
    request(
        "told", "Tue 19 May 2026 10:00", fact("acknowledged", "Wed 20 May 2026 10:00", by_when=on("Tue 16 Jun 2026"))
    ),
    request(
        "told later",
        "Tue 19 May 2026 10:00",
        fact("acknowledged", "Wed 20 May 2026 10:00", by_when=on("Fri 19 Jun 2026")),
    ),
    request("over before", "Thu 14 May 2026 10:00"),
    request("answered", "Mon 18 May 2026 10:00", fact("replied", "Fri 29 May 2026 10:00")),
    request("waiting", "Mon 18 May 2026 10:00", fact("clarification_asked", "Fri 29 May 2026 10:00")),
    request("an enquiry", "Mon 8 Jun 2026 10:00", kinds=("enquiry",)),
    request(
        "with fees",
        "Mon 18 May 2026 10:00",
        fact("fee_asked", "Fri 12 Jun 2026 10:00"),
        fact("fee_paid", "Tue 16 Jun 2026 10:00"),
    ),
    request("begun that day", "Mon 15 Jun 2026 10:00"),
    request("environment", "Mon 18 May 2026 10:00", kinds=("eir",)),
]


def end(day):
    return at(f"{day} 23:59:59")


def test_the_clocks_that_a_late_holiday_moves_are_listed_with_the_dates_already_told():
    found = list(moved(charter_of("s5", BEFORE), charter_of("s5", AFTER), REQUESTS, now=at("Tue 16 Jun 2026 11:00")))
    assert found == [
        Moved("moves", "S5-16", end("Tue 16 Jun 2026"), end("Wed 17 Jun 2026"), None),
        Moved("told", "S5-16", end("Wed 17 Jun 2026"), end("Thu 18 Jun 2026"), end("Tue 16 Jun 2026")),
        Moved("told later", "S5-16", end("Wed 17 Jun 2026"), end("Thu 18 Jun 2026"), None),
        Moved("waiting", "S5-16", end("Tue 16 Jun 2026"), end("Wed 17 Jun 2026"), None),
        Moved("environment", "EIR", end("Tue 16 Jun 2026"), end("Wed 17 Jun 2026"), None),
    ]


def test_a_fees_notice_over_the_holiday_leaves_the_date_where_it_was():
    # the holiday is no longer one of the days that the notice took out
    fees = next(one for one in REQUESTS if one.id == "with fees")
    dates = [
        next(
            clock.due
            for clock in judge_all(fees, charter=charter_of("s5", known), now=at("Wed 17 Jun 2026 11:00"))
            if clock.promise.id == "S5-16"
        )
        for known in (BEFORE, AFTER)
    ]
    assert dates == [end("Fri 19 Jun 2026"), end("Fri 19 Jun 2026")]


def test_the_date_already_told_binds_under_the_new_calendar_too():
    told = next(one for one in REQUESTS if one.id == "told")
    clocks = judge_all(told, charter=charter_of("s5", AFTER), now=at("Wed 17 Jun 2026 09:00"))
    assert [(c.promise.id, c.state.value, c.due) for c in clocks if c.measure is Measure.DERIVED] == [
        ("S5-28", "broken", end("Tue 16 Jun 2026"))
    ]
    assert [(c.state.value, c.due) for c in clocks if c.promise.id == "S5-16"] == [("due soon", end("Thu 18 Jun 2026"))]


def test_a_scottish_holiday_moves_nothing_but_freedom_of_information_in_england():
    letters = [
        request(str(n), "Mon 8 Jun 2026 10:00", kinds=(kind,)) for n, kind in enumerate(["complaint", "sar", "ehc"])
    ]
    assert list(moved(charter_of("s5", BEFORE), charter_of("s5", AFTER), letters, now=at("Tue 9 Jun 2026 09:00"))) == []


def test_nothing_moves_where_nothing_changed():
    assert list(moved(charter_of("s5"), charter_of("s5"), REQUESTS, now=at("Tue 16 Jun 2026 11:00"))) == []


# ---- what counts as moved ----


HOLIDAY = calendar(holidays={**BANK_HOLIDAYS, on("Mon 9 Nov 2026"): "A day proclaimed late"})
WRITTEN = ("acknowledged", "delay_told", "replied")
DATES = promise(DatesKept(HOLIDAY), "S9-28", rule=ContentRule("We keep the date", WRITTEN))


def council(*calendars):
    """Two versions of one charter, the second on another calendar."""
    return [charter(promise(rule("10 working days", calendar=one), "S9-13"), DATES) for one in calendars]


def moves(*facts, now="Thu 5 Nov 2026 09:00", back=False):
    versions = council(HOLIDAY, calendar()) if back else council(calendar(), HOLIDAY)
    case = contact("letter", fact("received", "Mon 2 Nov 2026 10:00"), *facts)
    return [(one.promise, one.was, one.due, one.told) for one in moved(*versions, [case], now=at(now))]


WAS, NOW = end("Mon 16 Nov 2026"), end("Tue 17 Nov 2026")


@pytest.mark.parametrize("state", State)
def test_only_open_clocks_move(state):
    assert (state in OPEN) == (state.value in ("running", "due soon", "exposed", "paused"))


def test_a_holiday_withdrawn_moves_a_clock_back():
    assert moves(back=True) == [("S9-13", NOW, WAS, None)]


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ([], None),
        (["Mon 16 Nov 2026"], "Mon 16 Nov 2026"),
        (["Tue 17 Nov 2026"], None),
        (["Fri 13 Nov 2026", "Thu 12 Nov 2026", "Mon 16 Nov 2026"], "Thu 12 Nov 2026"),
        (["Wed 4 Nov 2026"], None),
    ],
)
def test_the_earliest_date_told_that_is_still_open_and_comes_before_the_new_one_binds(dates, told):
    facts = [fact("acknowledged", f"Tue 3 Nov 2026 09:0{n}", by_when=on(day)) for n, day in enumerate(dates)]
    assert moves(*facts) == [("S9-13", WAS, NOW, told and end(told))]


def test_two_messages_of_one_moment_are_two_clocks():
    facts = [
        fact("acknowledged", "Tue 3 Nov 2026 09:00", by_when=on("Fri 20 Nov 2026")),
        fact("delay_told", "Tue 3 Nov 2026 09:00", by_when=on("Fri 27 Nov 2026")),
    ]
    assert moves(*facts) == [("S9-13", WAS, NOW, None)]


def test_a_promise_that_is_new_has_not_moved():
    newer = promise(rule("5 working days"), "S9-14")
    [before, after] = council(calendar(), HOLIDAY)
    after = charter(*after.promises, newer)
    case = contact("letter", fact("received", "Mon 2 Nov 2026 10:00"))
    now = at("Thu 5 Nov 2026 09:00")
    assert [one.promise for one in moved(before, after, [case], now=now)] == ["S9-13"]
    assert [one.promise for one in moved(after, before, [case], now=now)] == ["S9-13"]


def test_notices_beside_two_replies_are_two_clocks():
    def version(on_calendar):
        first = promise(rule("10 working days", calendar=on_calendar), "S9-13")
        second = promise(rule("2 working days", calendar=on_calendar), "S9-15")
        return charter(promise(notice(first, second), "S9-29"))

    case = contact("letter", fact("received", "Mon 2 Nov 2026 10:00"))
    found = moved(version(calendar()), version(HOLIDAY), [case], now=at("Tue 3 Nov 2026 09:00"))
    assert list(found) == [Moved("C-1", "S9-29", WAS, NOW, None)]


# ---- what the contact is ----

TEN = promise(rule("10 working days"), "S9-01", contacts=frozenset({"enquiry"}))
TWENTY = promise(rule("20 working days"), "S9-02", contacts=frozenset({"foi"}))
ANY = promise(rule("5 working days", "acknowledgement"), "S9-03")
RECEIVED = fact("received", "Mon 2 Nov 2026 10:00")


@pytest.mark.parametrize(
    ("now", "kinds", "ids"),
    [
        ("Tue 3 Nov 2026 10:00", ["foi"], ["S9-01"]),
        ("Tue 3 Nov 2026 10:00", ["enquiry", "foi"], []),
        ("Tue 17 Nov 2026 10:00", ["foi"], ["S9-01"]),
        ("Tue 17 Nov 2026 10:00", ["enquiry"], []),
    ],
)
def test_another_kind_disturbs_what_it_would_take_away_though_that_is_broken_and_stays_so(now, kinds, ids):
    asked = contact("letter", RECEIVED)
    typed = fact("typed", now, kinds=kinds)
    found = disturbed(asked, typed, charter=charter(TEN, TWENTY, ANY), now=at(now))
    assert [clock.promise.id for clock in found] == ids


def test_what_another_kind_gives_another_date_is_disturbed_and_what_is_void_already_is_not():
    code = charter_of("s5")
    enquiry = contact("email", fact("received", "Mon 2 Nov 2026 10:00"))
    now = at("Tue 3 Nov 2026 10:00")
    foi = fact("typed", "Tue 3 Nov 2026 10:00", kinds=["foi"])
    assert [one.promise.id for one in disturbed(enquiry, foi, charter=code, now=now)] == ["S5-24", "S5-29"]
    again = contact("email", fact("received", "Mon 2 Nov 2026 10:00"), foi)
    still = fact("typed", "Tue 3 Nov 2026 10:00", kinds=["foi", "comment"])
    assert disturbed(again, still, charter=code, now=now) == ()


def test_leaving_out_disturbs_all_that_is_judged():
    answered = contact("letter", RECEIVED, fact("replied", "Tue 3 Nov 2026 10:00"))
    out = fact("excluded", "Wed 4 Nov 2026 10:00", code="duplicate")
    found = disturbed(answered, out, charter=charter(TEN, TWENTY, ANY), now=out.at)
    assert [clock.promise.id for clock in found] == ["S9-01", "S9-03"]


def test_a_promise_of_one_mailbox_is_disturbed_by_no_more_than_any_other():
    mine = promise(rule("10 working days"), mailbox="planning")
    asked = contact("email", RECEIVED, mailbox="planning")
    typed = fact("typed", "Tue 3 Nov 2026 10:00", kinds=["foi"])
    assert disturbed(asked, typed, charter=charter(mine), now=typed.at) == ()


OURS = charter_of("s5", on("Mon 2 Nov 2026"))
CAME = fact("received", "Mon 2 Nov 2026 09:00")
LATER = at("Mon 30 Nov 2026 09:00")


def standing(*facts, now=LATER):
    return judge_all(contact("email", CAME, *facts), charter=OURS, now=now)


def test_nothing_is_turned_where_nothing_changed():
    assert turned(standing(), standing()) == ()


def test_a_clock_is_turned_by_where_it_stands_and_by_when_it_stopped():
    before, replied = standing(), standing(fact("replied", "Tue 3 Nov 2026 09:00"))
    one = next(one for one in turned(before, replied) if one.was and one.was.promise.id == "S5-24")
    assert (one.was.state, one.now.state, one.mends) == (State.BROKEN, State.KEPT, True)
    earlier = standing(fact("replied", "Tue 3 Nov 2026 08:00"))
    moved = next(one for one in turned(replied, earlier) if one.was and one.was.promise.id == "S5-24")
    assert (moved.now.stopped, moved.mends) == (at("Tue 3 Nov 2026 08:00"), False)


def test_a_clock_that_is_there_no_more_and_one_that_is_new_are_turned():
    assert turned(standing()[:1], ()) == (Turned(standing()[0], None),)
    assert turned((), standing()[:1]) == (Turned(None, standing()[0]),)


def test_only_what_was_broken_and_is_not_any_more_is_mended():
    broken = next(one for one in standing() if one.state is State.BROKEN)
    kept = next(one for one in standing(fact("replied", "Tue 3 Nov 2026 09:00")) if one.state is State.KEPT)
    assert Turned(broken, None).mends
    assert Turned(broken, kept).mends
    assert not any(one.mends for one in (Turned(broken, broken), Turned(kept, broken), Turned(kept, None)))
    assert not Turned(None, broken).mends


STRIKE = fact("struck", "Wed 4 Nov 2026 10:00", fact="replied", fact_at=at("Tue 3 Nov 2026 09:00"), why="To another")
BARE = fact("struck", "Wed 4 Nov 2026 10:00", fact="replied", fact_at=at("Tue 3 Nov 2026 09:00"))
NOTED = (CAME, fact("replied", "Tue 3 Nov 2026 09:00"), STRIKE)


def test_what_was_struck_out_is_said_with_when_and_why():
    said = (
        "“Replied in full” of Tuesday 3 November 2026 at 09:00 was struck out on Wednesday 4 November 2026 at "
        "10:00%s. It is as if it had never been noted."
    )
    assert say_struck(NOTED, LONDON) == [said % ": To another"]
    assert say_struck((*NOTED[:2], BARE), LONDON) == [said % ""]
    assert say_struck(NOTED[:2], LONDON) == []


def test_a_strike_that_takes_a_broken_promise_away_says_that_it_was_broken_until_then():
    strike = fact("struck", "Fri 6 Nov 2026 10:00", fact="received", fact_at=CAME.at)
    one = contact("email", CAME, fact("replied", "Thu 5 Nov 2026 09:00"), strike)
    asked = promise(rule("1 working day"))
    (alone,) = judge(asked, one, now=LATER)
    assert judge_all(one, charter=charter(asked), now=LATER)[0].key == alone.key
    assert (alone.state, alone.corrected) == (State.EXCLUDED, strike)
    told = explain(alone, contact="C-1", charter=charter(asked), noted=one.noted)
    (said,) = say_struck(one.noted, LONDON)
    assert told.struck == (f"{said} Until then this promise was broken.",)
    assert f"\n\nStruck out:\n  {told.struck[0]}\n" in told.as_text()
