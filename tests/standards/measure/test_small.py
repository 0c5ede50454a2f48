"""Small numbers that could tell who somebody is are not published, and nobody's misses are hidden by that (C15)."""

from dataclasses import replace

import pytest

from answerable.standards.charter.clock_rules import Notice
from answerable.standards.judging.outcome import State
from answerable.standards.measure.figure import Apart, Count, Figure, Share, Spread, Wait
from answerable.standards.measure.formulas import FORMULAS
from answerable.standards.measure.results import Results
from answerable.standards.measure.saying.values import values_of
from answerable.standards.measure.small import FEWER_THAN_FIVE, Held, fit_to_publish, is_held
from answerable.standards.vocabulary.kinds import SENSITIVE
from tests.standards.measure.some import LATER, SPRING, clock, contact, promise, terms
from tests.standards.measure.test_results import brief, charter, timed

SENSITIVE_TERMS = replace(terms(), is_sensitive=True)
NEEDS = timed("X-1", 42, "full reply", contacts=frozenset({"ehc"}))
REPLY = timed("X-2", 7, "full reply")


def share(kept: int, whole: int, **apart: object) -> Share:
    set_aside = Apart(**apart)  # type: ignore[arg-type]  # what each test sets aside
    return Share(
        formula=FORMULAS["share-kept"], terms=SENSITIVE_TERMS, numerator=kept, denominator=whole, apart=set_aside
    )


@pytest.mark.parametrize(
    ("kept", "whole", "said", "why"),
    [
        (0, 1, "held back", FEWER_THAN_FIVE),
        (1, 1, "held back", FEWER_THAN_FIVE),
        (4, 4, "held back", FEWER_THAN_FIVE),
        (1, 5, "20.0 % to 80.0 %", "1 to 4 of 5: the number is held back, because it could tell who somebody is."),
        (18, 20, "80.0 % to 95.0 %", "16 to 19 of 20: the number is held back, because it could tell who somebody is."),
    ],
)
def test_of_a_sensitive_kind_a_small_number_is_held_back_and_a_larger_group_has_a_range(
    kept: int, whole: int, said: str, why: str
):
    held = fit_to_publish(share(kept, whole))
    assert isinstance(held, Held)
    assert (held.said, held.why, held.verdict, held.met) == (said, why, "", None)
    assert (held.n, held.whole) == ((whole, whole) if whole > 4 else (0, None))


@pytest.mark.parametrize(("kept", "whole"), [(0, 0), (0, 5), (5, 5), (15, 20), (5, 10)])
def test_what_is_not_small_is_published_as_it_is(kept: int, whole: int):
    figure = share(kept, whole, running=5, excluded={"Left out of the figures: spam.": 5})
    assert fit_to_publish(figure) == figure
    assert not is_held(figure)


def test_what_is_set_aside_is_held_back_where_it_is_small():
    figure = fit_to_publish(
        share(
            10, 20, overdue=4, running=1, paused=5, corrected_late=2, void={"A law.": 4, "B.": 5}, excluded={"Spam.": 1}
        )
    )
    assert figure.apart == Apart(
        paused=5, void={"B.": 5}, held=("overdue", "running", "corrected_late", "void", "excluded")
    )
    assert is_held(figure)
    values = values_of(figure, charter(NEEDS))
    assert values["held_back"] == (
        "Held back, for they are so few that they could tell who somebody is: overdue, not due yet, corrected after "
        "its limit had passed, another rule applied and left out."
    )
    assert values["apart"]["held"] == ["overdue", "running", "corrected_late", "void", "excluded"]


@pytest.mark.parametrize(("by_machine", "shown"), [(0, 0), (1, None), (5, 5), (9, None), (10, 10)])
def test_who_kept_them_is_held_back_where_either_is_small(by_machine: int, shown: int | None):
    figure = fit_to_publish(replace(share(10, 20), by_machine=by_machine))
    assert isinstance(figure, Share)
    assert figure.by_machine == shown


@pytest.mark.parametrize(("served", "waiting", "is_small"), [(5, 5, False), (4, 0, True), (5, 1, True), (0, 0, False)])
def test_a_wait_of_few_is_held_back(served: int, waiting: int, is_small: bool):
    wait = Wait(
        formula=FORMULAS["percentiles-response"], terms=SENSITIVE_TERMS, spread=Spread(served), unserved=Spread(waiting)
    )
    assert isinstance(fit_to_publish(wait), Held) == is_small


def test_of_a_figure_that_is_held_back_and_of_a_wait_that_is_not_small_numbers_set_aside_are_held_back_too():
    apart, held = Apart(excluded={"Spam.": 1}, running=5), Apart(running=5, held=("excluded",))
    one = replace(share(1, 4), apart=apart)
    assert fit_to_publish(one) == Held(formula=one.formula, terms=one.terms, whole=None, between=(0, 0), apart=held)
    wait = Wait(formula=FORMULAS["percentiles-response"], terms=SENSITIVE_TERMS, spread=Spread(5), apart=apart)
    assert fit_to_publish(wait) == replace(wait, apart=held)


def test_the_figures_of_a_notice_of_delay_are_as_sensitive_as_the_reply_that_each_is_about():
    notice = promise("X-3", channels="email", clock=Notice(stop="delay_told", notice_for=(NEEDS, REPLY)))
    results = Results(charter(NEEDS, REPLY, notice), period=SPRING, now=LATER)
    results.add(contact("email", ("received", 0.0), kinds="ehc"), [clock(of=NEEDS), clock(of=REPLY), clock(of=notice)])
    assert [(one.name, one.said) for one in results.figures()["X-3"]] == [
        ("Kept", "100.0 %"),
        ("Replied in time (X-1)", "held back"),
        ("Replied in time, or told in time that it would be late (X-1)", "held back"),
        ("Answered by the later date that we gave (X-1)", "not measured"),
        ("Replied in time (X-2)", "100.0 %"),
        ("Replied in time, or told in time that it would be late (X-2)", "100.0 %"),
        ("Answered by the later date that we gave (X-2)", "not measured"),
    ]


def counts(total: int, **groups: int) -> Figure:
    return fit_to_publish(Count(formula=FORMULAS["count"], terms=terms(), counts=groups, total=total))


def test_small_groups_of_a_count_are_held_back_with_what_would_give_them_away():
    figure = counts(24, complaint=12, comment=3, suggestion=9)
    assert isinstance(figure, Count)
    assert (figure.counts, figure.held, figure.said, figure.n) == (
        {"complaint": 12}, ("comment", "suggestion"), "24 contacts", 24,
    )  # fmt: skip
    assert values_of(figure, charter())["held_back"] == (
        "Held back, for they are so few that they could tell who somebody is: comment and suggestion."
    )
    few = counts(2, complaint=1, comment=1)
    assert isinstance(few, Count)
    assert (few.said, few.n, few.value, values_of(few, charter())["total"]) == ("fewer than 5 contacts", 0, 0, None)


def test_a_count_of_one_group_is_not_by_group_and_an_ordinary_share_is_not_sensitive():
    assert counts(3, complaint=3).said == "3 contacts"
    ordinary = replace(share(1, 1), terms=terms())
    assert fit_to_publish(ordinary) is ordinary


def test_a_promise_to_sensitive_kinds_alone_is_sensitive():
    kinds = ({"ehc"}, set(SENSITIVE), {"ehc", "enquiry"}, set())
    assert [promise(contacts=frozenset(some)).is_sensitive for some in kinds] == [True, True, False, False]


def test_the_figures_of_a_charter_are_fit_to_publish_and_name_no_law_of_a_sensitive_matter():
    results = Results(charter(NEEDS, REPLY), period=SPRING, now=LATER)
    void = clock(State.VOID, of=REPLY, reason="The law on special needs has its own limit (EHC).")
    results.add(contact("email", ("received", 0.0), kinds="ehc"), [clock(State.BROKEN, of=NEEDS), void])
    for kinds in ("foi", "foi ehc"):
        results.add(contact("email", ("received", 0.0), kinds=kinds), [void])
    figures = results.figures()
    assert brief(figures)["X-1"] == [("share-kept", -1, 0)]
    assert figures["X-1"][0].said == "held back"
    assert figures["X-2"][0].apart.void == {
        "Another timescale applies.": 1,
        "The law on special needs has its own limit (EHC).": 2,
    }
