"""All 188 promises are there, each with its kinds, in our own words, and measured or with what is missing."""

import ast
import hashlib
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from answerable.charters import COUNCILS, charter_of
from answerable.standards.charter.promises import Promise
from answerable.standards.measure.figure import Figure, NotMeasured
from answerable.standards.measure.formulas import FORMULAS, Measured, standing
from answerable.standards.measure.observations import Observation, instruments_of
from answerable.standards.measure.period import Period
from answerable.standards.measure.results import Results
from answerable.standards.vocabulary.feeds import CHECKS, OUR_FIGURES
from tests.spec.stories import read_moment

HERE = Path(__file__).parent
KINDS = """
    S1-01 evidence+publication; S1-02 rule+aggregate; S1-03 evidence+aggregate; S1-04 aggregate+register
    S1-05 evidence+aggregate; S1-06 evidence; S1-07 aggregate; S1-08 publication; S1-09 evidence; S1-10 evidence
    S1-11 web+aggregate; S1-12 rule; S1-13 evidence+rule; S1-14 clock+rule; S1-15 rule+clock; S1-16 clock
    S1-17 rule+evidence; S1-18 web; S1-19 clock+rule; S1-20 rule+evidence; S1-21 evidence+rule
    S1-22 rule+evidence; S1-23 rule+evidence; S1-24 aggregate; S1-25 rule+clock; S1-26 rule+evidence
    S1-27 clock; S1-28 clock; S1-29 clock+rule; S1-30 evidence+rule; S1-31 rule+evidence; S1-32 evidence
    S1-33 evidence; S1-34 publication+register; S1-35 web+rule; S1-36 rule+aggregate; S1-37 web+aggregate
    S2-01 rule; S2-02 evidence; S2-03 rule+aggregate; S2-04 evidence; S2-05 evidence+aggregate; S2-06 evidence+register
    S2-07 aggregate; S2-08 rule+aggregate; S2-09 evidence; S2-10 evidence; S2-11 aggregate; S2-12 evidence
    S2-13 evidence+register; S2-14 evidence; S2-15 rule; S2-16 evidence+publication; S2-17 rule+aggregate; S2-18 rule
    S2-19 web; S2-20 web+aggregate; S2-21 rule+aggregate; S2-22 rule; S2-23 rule+evidence; S2-24 rule+evidence
    S2-25 aggregate; S2-26 evidence; S2-27 evidence+rule; S2-28 aggregate; S2-29 aggregate; S2-30 aggregate
    S2-31 rule; S2-32 evidence; S2-33 evidence; S2-34 clock; S2-35 evidence+aggregate; S2-36 aggregate+evidence
    S3-01 publication; S3-02 evidence; S3-03 publication; S3-04 clock; S3-05 rule; S3-06 clock; S3-07 clock+rule
    S3-08 publication; S3-09 web+aggregate; S3-10 web; S3-11 web+evidence; S3-12 web+register; S3-13 rule
    S3-14 aggregate; S3-15 aggregate; S3-16 rule+aggregate; S3-17 rule+clock; S3-18 evidence
    S3-19 evidence+register; S3-20 evidence; S3-21 evidence; S3-22 clock+aggregate; S3-23 aggregate; S3-24 rule
    S3-25 aggregate; S3-26 clock; S3-27 clock; S3-28 rule; S3-29 rule+aggregate; S3-30 clock+rule
    S3-31 publication; S3-32 publication; S3-33 rule+aggregate; S3-34 publication; S3-35 clock
    S3-36 rule+aggregate; S3-37 rule+evidence; S3-38 rule
    S4-01 evidence; S4-02 evidence+register; S4-03 evidence; S4-04 evidence; S4-05 evidence
    S4-06 evidence+register; S4-07 evidence+register; S4-08 evidence; S4-09 evidence+rule
    S4-10 evidence+publication; S4-11 rule+web; S4-12 evidence+aggregate; S4-13 rule+aggregate
    S4-14 register+aggregate; S4-15 evidence; S4-16 evidence; S4-17 rule+aggregate; S4-18 evidence
    S4-19 evidence+register; S4-20 evidence; S4-21 rule+aggregate; S4-22 rule; S4-23 rule; S4-24 rule+evidence
    S4-25 clock+aggregate; S4-26 aggregate; S4-27 clock; S4-28 clock+rule; S4-29 evidence; S4-30 evidence+rule
    S4-31 rule; S4-32 clock; S4-33 register+rule; S4-34 rule; S4-35 rule; S4-36 rule+clock; S4-37 register
    S4-38 register+clock; S4-39 rule+clock; S4-40 register+clock
    S5-01 evidence; S5-02 evidence; S5-03 evidence; S5-04 evidence+publication; S5-05 publication
    S5-06 clock+aggregate; S5-07 evidence; S5-08 evidence; S5-09 evidence; S5-10 rule+clock
    S5-11 rule+aggregate; S5-12 clock; S5-13 clock; S5-14 clock; S5-15 clock; S5-16 clock; S5-17 publication
    S5-18 rule; S5-19 rule; S5-20 publication; S5-21 rule; S5-22 clock; S5-23 clock; S5-24 clock; S5-25 rule
    S5-26 rule; S5-27 rule; S5-28 rule+clock; S5-29 clock+rule; S5-30 clock; S5-31 clock+aggregate
    S5-32 clock+rule; S5-33 evidence; S5-34 evidence; S5-35 rule+aggregate; S5-36 rule; S5-37 rule+web
"""
"""What each promise is, first of all and besides; a clock is one on a single contact."""

COUNTS = {"clock": (32, 41), "aggregate": (15, 44), "rule": (57, 73), "evidence": (58, 70), "web": (10, 12),
          "register": (5, 15), "publication": (11, 15)}  # fmt: skip
"""How many have a kind first of all, and how many have it at all."""

SOURCE = set((HERE / "source-words.txt").read_text(encoding="ascii").split())
INDEX = [(id, tuple(kinds.split("+"))) for id, kinds in re.findall(r"(S\d-\d\d) ([a-z+]+)", KINDS)]
PROMISES = [promise for council in COUNCILS for promise in charter_of(council).promises if not promise.statutory]


def test_the_188_promises_are_there_in_order_with_their_kinds():
    assert [(promise.id, promise.kind) for promise in PROMISES] == INDEX


def test_the_kinds_add_up():
    kinds = [kinds for _, kinds in INDEX]
    assert {
        kind: (sum(one[0] == kind for one in kinds), sum(kind in one for one in kinds)) for kind in COUNTS
    } == COUNTS


def test_every_promise_is_a_sentence_or_two_of_at_most_35_words():
    odd = [one.id for one in PROMISES if not one.words[0].isupper() or one.words[-1] != "."]
    long = [one.id for one in PROMISES if len(one.words.split()) > 35]
    assert (odd, long) == ([], [])


def test_every_promise_is_in_our_own_words():
    assert {one.id: copied(one.words) for one in PROMISES if copied(one.words)} == {}


def test_what_is_said_about_a_promise_is_in_our_own_words():
    said = {one.id: copied(f"{one.reading}\n{one.local}") for one in PROMISES}
    assert {id: runs for id, runs in said.items() if runs} == {}


def test_words_of_a_source_are_noticed():
    assert copied("Yes, all contact group emails will be acknowledged.") == [
        "all contact group emails will be",
        "contact group emails will be acknowledged",
    ]


def test_no_council_promises_the_same_thing_twice():
    told = [(promise.id[:2], promise.words) for promise in PROMISES]
    assert len(set(told)) == len(told)


def test_every_kind_of_a_promise_has_its_measure():
    without = {one.id: [kind for kind in one.kind if getattr(one, kind) is None] for one in PROMISES}
    assert {id: kinds for id, kinds in without.items() if kinds} == {}


def test_what_happens_to_a_contact_is_measured_as_it_happens_and_all_else_by_nothing_yet():
    stands = Counter(standing(promise).measured for promise in PROMISES)
    assert stands == {Measured.LIVE: 83, Measured.NOT: 105}


def test_every_formula_that_is_named_is_known():
    assert [one.id for one in PROMISES if one.aggregate and one.aggregate.formula not in FORMULAS] == []


@cache
def figures(council: str) -> dict[str, tuple[Figure, ...]]:
    """Return a council's figures over a log in which nothing happened, one check of each sort, and one publication."""
    results = Results(charter_of(council), period=Period.named("2026/27-Q3"), now=read_moment("Mon 18 Jan 2027"))
    for what in (name for name, check in CHECKS.items() if check.written_by):
        results.observe(Observation(what, read_moment("Sun 8 Nov 2026 03:00"), passed=True))
    for promise in charter_of(council).promises:
        if OUR_FIGURES in instruments_of(promise):
            results.observe(Observation(OUR_FIGURES.name, read_moment("Sun 8 Nov 2026 03:00"), True, "", promise.id))
    return results.figures()


@pytest.mark.parametrize("one", [pytest.param(one, id=one.id, marks=pytest.mark.promise(one.id)) for one in PROMISES])
def test_a_promise_has_a_figure_or_says_what_nothing_collects_yet(one: Promise):
    found, stands = figures(one.id[:2].lower())[one.id], standing(one)
    measured = {figure.formula.id for figure in found if not isinstance(figure, NotMeasured)}
    whys = {figure.why for figure in found if isinstance(figure, NotMeasured)}
    assert (bool(measured), whys) == ((False, {stands.why_not}) if stands.measured is Measured.NOT else (True, set()))


def test_every_promise_that_can_be_measured_has_a_test_that_keeps_and_breaks_it():
    measured = {promise.id for promise in PROMISES if standing(promise).measured is not Measured.NOT}
    assert sorted(measured - marked()) == []


def test_a_test_is_marked_only_with_promises_that_there_are():
    assert sorted(marked() - {promise.id for promise in PROMISES}) == []


def copied(text: str) -> list[str]:
    """Return every run of six words that also stands in one of the five documents.

    The documents are their councils' own, so only the beginnings of the hashes of their words are kept here.
    """
    words = re.findall(r"[a-z0-9]+", text.lower().replace("\u2019", "").replace("'", ""))
    runs = [" ".join(words[n : n + 6]) for n in range(len(words) - 5)]
    return [run for run in runs if hashlib.sha256(run.encode()).hexdigest()[:8] in SOURCE]


def marked() -> set[str]:
    """Return the promises that the tests of this folder are marked with."""
    calls = [
        node
        for path in HERE.glob("test_s[1-5]*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.promise"
    ]
    return {call.args[0].value for call in calls}
