"""What a strike, or anything else, does to clocks: which are gone, are new, or stand or fall due otherwise."""

from answerable.charters import charter_of
from answerable.standards.explaining.explain import explain, say_struck
from answerable.standards.judging.changes import Turned, turned
from answerable.standards.judging.clock import judge, judge_all
from answerable.standards.judging.outcome import State
from tests.build import LONDON, at, charter, contact, fact, on, promise, rule

CHARTER = charter_of("s5", on("Mon 2 Nov 2026"))
RECEIVED = fact("received", "Mon 2 Nov 2026 09:00")
LATE = at("Mon 30 Nov 2026 09:00")


def clocks(*facts, now=LATE):
    return judge_all(contact("email", RECEIVED, *facts), charter=CHARTER, now=now)


def test_nothing_is_turned_where_nothing_changed():
    assert turned(clocks(), clocks()) == ()


def test_a_clock_is_turned_by_where_it_stands_and_by_when_it_stopped():
    before, replied = clocks(), clocks(fact("replied", "Tue 3 Nov 2026 09:00"))
    one = next(one for one in turned(before, replied) if one.was and one.was.promise.id == "S5-24")
    assert (one.was.state, one.now.state, one.mends) == (State.BROKEN, State.KEPT, True)
    earlier = clocks(fact("replied", "Tue 3 Nov 2026 08:00"))
    moved = next(one for one in turned(replied, earlier) if one.was and one.was.promise.id == "S5-24")
    assert (moved.now.stopped, moved.mends) == (at("Tue 3 Nov 2026 08:00"), False)


def test_a_clock_that_is_there_no_more_and_one_that_is_new_are_turned():
    assert turned(clocks()[:1], ()) == (Turned(clocks()[0], None),)
    assert turned((), clocks()[:1]) == (Turned(None, clocks()[0]),)


def test_only_what_was_broken_and_is_not_any_more_is_mended():
    broken = next(one for one in clocks() if one.state is State.BROKEN)
    kept = next(one for one in clocks(fact("replied", "Tue 3 Nov 2026 09:00")) if one.state is State.KEPT)
    assert Turned(broken, None).mends
    assert Turned(broken, kept).mends
    assert not any(one.mends for one in (Turned(broken, broken), Turned(kept, broken), Turned(kept, None)))
    assert not Turned(None, broken).mends


STRUCK = fact("struck", "Wed 4 Nov 2026 10:00", fact="replied", fact_at=at("Tue 3 Nov 2026 09:00"), why="To another")
BARE = fact("struck", "Wed 4 Nov 2026 10:00", fact="replied", fact_at=at("Tue 3 Nov 2026 09:00"))
NOTED = (RECEIVED, fact("replied", "Tue 3 Nov 2026 09:00"), STRUCK)


def test_what_was_struck_out_is_said_with_when_and_why():
    said = (
        "“Replied in full” of Tuesday 3 November 2026 at 09:00 was struck out on Wednesday 4 November 2026 at "
        "10:00%s. It is as if it had never been noted."
    )
    assert say_struck(NOTED, LONDON) == [said % ": To another"]
    assert say_struck((*NOTED[:2], BARE), LONDON) == [said % ""]
    assert say_struck(NOTED[:2], LONDON) == []


def test_a_strike_that_takes_a_broken_promise_away_says_that_it_was_broken_until_then():
    strike = fact("struck", "Fri 6 Nov 2026 10:00", fact="received", fact_at=RECEIVED.at)
    one = contact("email", RECEIVED, fact("replied", "Thu 5 Nov 2026 09:00"), strike)
    asked = promise(rule("1 working day"))
    (alone,) = judge(asked, one, now=LATE)
    assert judge_all(one, charter=charter(asked), now=LATE)[0].key == alone.key
    assert (alone.state, alone.corrected) == (State.EXCLUDED, strike)
    told = explain(alone, contact="C-1", charter=charter(asked), noted=one.noted)
    (said,) = say_struck(one.noted, LONDON)
    assert told.struck == (f"{said} Until then this promise was broken.",)
    assert f"\n\nStruck out:\n  {told.struck[0]}\n" in told.as_text()
