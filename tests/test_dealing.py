"""Each worker begins with some of the slow tests, and none is lost or run twice."""

import pytest

from tests.dealing import Case, dealt

QUICK = Case("quick.py", first=False, early=False)


def named(file: str, *, first: bool = False) -> Case:
    return Case(file, first=first, early=True)


def test_each_of_two_workers_begins_with_a_file_of_what_waits_most_then_others_and_ends_with_quick_ones():
    cases = [QUICK, named("a"), QUICK, named("b"), QUICK, named("a"), named("x", first=True), QUICK]
    assert dealt(cases, 2) == [6, 3, 0, 2, 1, 5, 4, 7]


def test_alone_a_worker_does_all_that_is_slow_before_the_rest():
    assert dealt([QUICK, named("a"), QUICK, named("x", first=True)], 1) == [3, 1, 0, 2]


@pytest.mark.parametrize("workers", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("slow", [0, 1, 5, 20])
@pytest.mark.parametrize("quick", [0, 1, 19])
def test_none_is_lost_or_run_twice(workers: int, slow: int, quick: int):
    cases = [named(f"{number % 3}", first=number % 5 == 0) for number in range(slow)] + [QUICK] * quick
    assert sorted(dealt(cases, workers)) == list(range(slow + quick))
