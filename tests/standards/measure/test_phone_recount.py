"""The figures of calls, held against a slow and obvious recount."""

from collections import Counter
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from answerable.standards.measure.figure import Spread
from answerable.standards.measure.phone import Calls, Ended
from tests.standards.measure.some import NINE_TO_FIVE, contact, terms

SECOND = 1_000_000


def figure_of(outcomes: list[tuple[str, float]]):
    calls = Calls(terms(), NINE_TO_FIVE, "percentiles-wait")
    for what, wait in outcomes:
        calls.add(contact("phone", ("ringing", 0), ("queued", 0), (what, wait)))
    return calls.figure()


waits = st.integers(0, 2000).map(lambda tenths: tenths / 10)


@given(st.lists(st.tuples(st.sampled_from(["answered", "abandoned"]), waits), min_size=1, max_size=30))
def test_the_figures_of_calls_are_what_a_slow_recount_finds(outcomes: list[tuple[str, float]]):
    figure = figure_of(outcomes)
    got = sorted(wait for what, wait in outcomes if what == "answered")
    lost = [wait for what, wait in outcomes if what == "abandoned"]
    level, counts = figure.beside
    assert (level.numerator, level.denominator) == (sum(wait <= 20 for wait in got), len(got))
    assert counts.counts == dict(
        sorted(
            Counter(
                ["answered"] * len(got)
                + ["abandoned in the queue" if wait >= 5 else "abandoned in under 5 seconds" for wait in lost]
            ).items(),
            key=lambda one: [each.value for each in Ended].index(one[0]),
        )
    )
    if got:
        middle, slow = (got[ceil(len(got) * percent / 100) - 1] for percent in (50, 90))
        spread = Spread(len(got), *(round(one * SECOND) for one in (sum(got), middle, slow, got[-1])))
        assert figure.spread == spread
