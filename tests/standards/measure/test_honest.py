"""Rounding, targets, intervals, percentiles and small numbers."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.standards.charter.target import Target
from answerable.standards.measure.honest import Suppressed, nearest_rank, say_rounded, suppress, wilson


@pytest.mark.parametrize(
    ("value", "up", "target", "said"),
    [
        ("84.96", False, None, "84.9"),
        ("84.96", False, ">= 85 %", "84.9"),
        ("85", False, ">= 85 %", "85.0"),
        ("0", False, None, "0.0"),
        ("0.09", False, None, "0.0"),
        ("100", False, ">= 100 %", "100.0"),
        ("99.9999", False, ">= 100 %", "99.9"),
        ("10.04", False, "<= 10 %", "10.04"),  # "10.0" would say the limit was kept
        ("10.0004", False, "<= 10 %", "10.0004"),
        ("179.91", True, None, "180.0"),
        ("179.96", True, "< 180 seconds", "179.96"),  # "180.0" would say it was missed
        ("180", True, "< 180 seconds", "180.0"),
        ("1200.001", True, "<= 1200 seconds", "1200.1"),
        ("1200", True, "<= 1200 seconds", "1200.0"),
    ],
)
def test_a_number_is_rounded_against_the_council_and_never_tells_another_tale_than_its_target(
    value: str, up: bool, target: str | None, said: str
):
    assert say_rounded(Fraction(value), target and Target.read(target), up=up) == said


@given(
    st.fractions(0, 2000, max_denominator=10**6),
    st.booleans(),
    st.sampled_from([">=", ">", "<=", "<"]),
    st.decimals(0, 2000, places=2),
)
def test_what_is_printed_and_what_is_true_agree_about_every_target(value, up, comparison, number):
    target = Target.read(f"{comparison} {number} %")
    said = Fraction(say_rounded(value, target, up=up))
    assert target.met_by(said) == target.met_by(value)
    assert value <= said < value + Fraction(1, 10) if up else value - Fraction(1, 10) < said <= value


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [(38, 40, 0.83496, 0.98618), (850, 1000, 0.82653, 0.87079), (0, 10, 0.0, 0.27753), (10, 10, 0.72247, 1.0)],
)
def test_an_interval_is_wilsons(numerator: int, denominator: int, low: float, high: float):
    found = wilson(numerator, denominator)
    assert tuple(round(end, 5) for end in found) == (low, high)
    assert (found[0] == 0.0, found[1] == 1.0) == (numerator == 0, numerator == denominator)


def test_an_interval_never_passes_0_or_100_per_cent():
    ends = {(wilson(0, n)[0], wilson(n, n)[1]) for n in range(1, 500)}
    assert ends == {(0.0, 1.0)}


@given(st.integers(1, 5000), st.data())
def test_each_end_of_an_interval_is_where_the_share_is_just_1_96_standard_errors_away(denominator, data):
    """The slow and obvious way: try shares one after another, by halves, until the distance is right."""
    numerator = data.draw(st.integers(0, denominator))
    share = numerator / denominator

    def too_far(true: float) -> bool:
        return (share - true) ** 2 > 1.959963984540054**2 * true * (1 - true) / denominator

    def furthest(end: float) -> float:
        near, far = share, end
        if not too_far(far):
            return far
        for _ in range(80):
            middle = (near + far) / 2
            near, far = (near, middle) if too_far(middle) else (middle, far)
        return near

    low, high = wilson(numerator, denominator)
    assert low == pytest.approx(furthest(0.0), abs=1e-9)
    assert high == pytest.approx(furthest(1.0), abs=1e-9)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40), st.integers(1, 100))
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(values: list[int], percent: int):
    enough = [value for value in values if sum(one <= value for one in values) * 100 >= percent * len(values)]
    assert nearest_rank(sorted(values), percent) == min(enough)


def test_the_median_of_an_even_number_is_the_lower_of_the_middle_two():
    assert (nearest_rank([10, 20, 30, 40], 50), nearest_rank([10, 20, 30, 40], 90)) == (20, 40)


@pytest.mark.parametrize(
    ("groups", "shown", "total"),
    [
        ({"a": 7, "b": 12, "c": 0}, {"a": 7, "b": 12, "c": 0}, 19),
        ({"a": 4, "b": 12, "c": 9}, {"a": None, "b": 12, "c": None}, 25),
        ({"a": 5, "b": 12}, {"a": 5, "b": 12}, 17),
        ({"a": 3, "b": 2, "c": 9}, {"a": None, "b": None, "c": 9}, 14),
        ({"a": 1, "b": 1, "c": 9, "d": 8}, {"a": None, "b": None, "c": 9, "d": None}, 19),
        ({"a": 4, "b": 4, "c": 9, "d": 8}, {"a": None, "b": None, "c": 9, "d": None}, 25),
        ({"a": 5, "b": 5, "c": 3, "d": 6}, {"a": None, "b": None, "c": None, "d": 6}, 19),
        ({"a": 3, "b": 0, "c": 0}, {"a": None, "b": 0, "c": 0}, None),
        ({"a": 1, "b": 1, "c": 0}, {"a": None, "b": None, "c": 0}, None),
        ({"a": 1, "b": 2}, {"a": None, "b": None}, None),
        ({}, {}, 0),
    ],
)
def test_counts_of_1_to_4_are_held_back_with_what_would_give_them_away(groups, shown, total):
    assert suppress(groups) == Suppressed(shown, total)


def test_nobody_who_knows_the_rule_can_work_out_a_number_held_back():
    """Every table of three groups up to a total of 24, sorted by what is published of it."""
    possible: dict[tuple[object, ...], list[dict[str, int]]] = {}
    for numbers in product(range(25), repeat=3):
        if sum(numbers) <= 24:
            groups = dict(zip("abc", numbers, strict=True))
            found = suppress(groups)
            possible.setdefault((*found.groups.values(), found.total), []).append(groups)
    given_away = [
        (published, name)
        for published, tables in possible.items()
        for name, shown in zip("abc", published, strict=False)
        if shown is None and len({table[name] for table in tables}) == 1
    ]
    assert given_away == []
