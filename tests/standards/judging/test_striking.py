"""What becomes of a promise that was broken until something was struck out: kept, broken still, or owed no more."""

from answerable.standards.charter.promises import ContentRule
from answerable.standards.facts import Fact, strike_of
from answerable.standards.judging.clock import Clock, State, judge, judge_all
from tests.build import at, charter, contact, fact, promise, rule

RECEIVED = fact("received", "Mon 2 Nov 2026 10:00")
LATE = fact("replied", "Thu 19 Nov 2026 10:00")
REPLY = promise(rule("10 working days"), "S9-13")
"""Due at the end of Monday 16 November."""
SOON = promise(rule("5 working days", "acknowledgement"), "S9-14")
"""Due at the end of Monday 9 November."""
LETTERS = promise(id="S9-20", kind=("rule",), rule=ContentRule("It says why", on=("replied",), needs=("reason",)))
MINE = charter(SOON, REPLY)
FRIDAY = "Fri 20 Nov 2026 09:00"


def struck(one: Fact, when: str = FRIDAY) -> Fact:
    """Return what strikes out a fact that happened once."""
    return Fact("struck", at(when), strike_of(0, [one]))


def judged(*facts: Fact, mine=MINE, mailbox: str | None = None) -> list[Clock]:
    return judge_all(contact("letter", *facts, mailbox=mailbox), charter=mine, now=at("Mon 30 Nov 2026 09:00"))


def standing(*facts: Fact, mine=MINE) -> list[tuple[str, State, Fact | None]]:
    return [(one.promise.id, one.state, one.corrected) for one in judged(*facts, mine=mine)]


AGAIN = fact("received", "Fri 13 Nov 2026 10:00")
"""What began it, where what came before turns out to have been another contact."""


def test_a_promise_that_a_strike_turned_from_broken_to_kept_says_what_struck_it_and_no_other_does():
    seen, strike = fact("acknowledged", "Tue 3 Nov 2026 09:00"), struck(RECEIVED)
    assert standing(RECEIVED, seen, AGAIN, fact("acknowledged", "Sat 14 Nov 2026 09:00"), LATE, strike) == [
        ("S9-14", State.KEPT, None),
        ("S9-13", State.KEPT, strike),
    ]


def test_a_promise_that_is_broken_still_has_nothing_to_say_of_the_strike():
    assert standing(RECEIVED, LATE, struck(LATE)) == [("S9-14", State.BROKEN, None), ("S9-13", State.BROKEN, None)]


def test_a_promise_that_breaks_only_by_the_strike_has_nothing_to_say_of_it():
    kept = fact("replied", "Tue 3 Nov 2026 09:00")
    assert standing(RECEIVED, kept, struck(kept)) == [("S9-14", State.BROKEN, None), ("S9-13", State.BROKEN, None)]


def test_what_is_owed_no_more_comes_last_left_out_as_corrected_and_set_aside_by_nothing():
    foi = promise(rule("5 working days"), "S9-12", contacts=frozenset({"foi"}))
    typed, out = fact("typed", "Tue 3 Nov 2026 09:00", kinds=["foi"]), fact("withdrawn", "Wed 18 Nov 2026 09:00")
    strike = struck(typed)
    first, second = judged(RECEIVED, typed, out, strike, mine=charter(foi, REPLY))
    assert (first.promise, first.state, first.corrected, first.aside) == (REPLY, State.BROKEN, None, out)
    assert (second.promise, second.state, second.corrected, second.aside) == (foi, State.EXCLUDED, strike, None)
    assert second.reason == "Corrected after its limit had passed: what it was owed for was struck out."
    assert (second.due, second.stopped) == (at("Mon 9 Nov 2026 23:59:59"), None)


def test_one_promise_judged_alone_says_the_same():
    strike = struck(RECEIVED)
    one = contact("letter", RECEIVED, AGAIN, LATE, strike)
    (alone,) = judge(REPLY, one, now=at("Mon 30 Nov 2026 09:00"))
    assert (alone.state, alone.corrected) == (State.KEPT, strike)


def test_a_second_strike_leaves_what_the_first_said_where_the_promise_was_not_broken_any_more():
    strike, note = struck(RECEIVED), fact("acknowledged", "Fri 20 Nov 2026 10:00")
    later = struck(note, "Mon 23 Nov 2026 09:00")
    assert standing(RECEIVED, AGAIN, LATE, strike, note, later) == [
        ("S9-14", State.KEPT, strike),
        ("S9-13", State.KEPT, strike),
    ]


def test_of_two_strikes_the_last_before_which_the_promise_was_broken_is_said():
    note = fact("delay_told", "Wed 18 Nov 2026 10:00")
    first, last = struck(note), struck(RECEIVED, "Mon 23 Nov 2026 09:00")
    assert standing(RECEIVED, AGAIN, note, LATE, first, last) == [
        ("S9-14", State.KEPT, last),
        ("S9-13", State.KEPT, last),
    ]


def test_a_letter_struck_out_at_the_very_moment_at_which_it_broke_a_promise_never_broke_it():
    at_once, later = struck(LATE, "Thu 19 Nov 2026 10:00"), struck(LATE, "Thu 19 Nov 2026 10:00:01")
    assert standing(RECEIVED, LATE, at_once, mine=charter(LETTERS)) == []
    assert standing(RECEIVED, LATE, later, mine=charter(LETTERS)) == [("S9-20", State.EXCLUDED, later)]


def test_a_promise_of_one_mailbox_that_a_strike_mends_says_so_too():
    here = promise(rule("10 working days"), mailbox="planning")
    strike = struck(RECEIVED)
    (one,) = judged(RECEIVED, AGAIN, LATE, strike, mine=charter(here), mailbox="planning")
    assert (one.state, one.corrected) == (State.KEPT, strike)
