"""Every figure of a charter from one pass over its contacts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from answerable.charters import COUNCILS, charter_of
from answerable.standards.charter.clock_rules import DatesKept, Deadline, Notice
from answerable.standards.charter.promises import Charter, ContentRule, Evidence, Force, Promise, Setting, Strength
from answerable.standards.judging.clock import TOLD, judge_all
from answerable.standards.judging.outcome import Measure, State
from answerable.standards.measure.figure import NotMeasured, Share
from answerable.standards.measure.formula import Contacts
from answerable.standards.measure.formulas import AGGREGATES, FORMULAS
from answerable.standards.measure.observations import Observation
from answerable.standards.measure.results import Results
from answerable.standards.time.calendar import Calendar
from answerable.standards.time.duration import WorkingDays
from tests.standards.measure.some import LATER, MONDAY, NINE_TO_FIVE, SPRING, aggregate, at, clock, contact, promise

DAY = 86_400.0
LATE_OPENING = Calendar("late", hours=(((600, 1020),),) * 5 + ((), ()))


def timed(id: str, days: int, stop: str, **more) -> Promise:
    rule = Deadline(within=WorkingDays(days), stop=stop, calendar=NINE_TO_FIVE)
    return promise(id, clock=rule, channels="email", **more)


def charter(*promises: Promise, services: dict[str, Calendar] | None = None, **settings: str) -> Charter:
    return Charter(
        council="x",
        name="A council",
        title="Standards",
        version="1",
        status="adopted",
        in_force_from=date(2014, 4, 1),
        source="X",
        calendar=NINE_TO_FIVE,
        promises=promises,
        services=services or {},
        settings={name: Setting(value) for name, value in settings.items()},
    )


def counting(one: Charter, *contacts):
    results = Results(one, period=SPRING, now=LATER)
    for each in contacts:
        results.add(each, judge_all(each, charter=one, now=LATER))
    return results.figures()


def brief(figures) -> dict[str, list[tuple[str, int, int]]]:
    return {
        id: [(one.formula.id, getattr(one, "numerator", -1), one.n) for one in several]
        for id, several in figures.items()
    }


REPLY = timed("X-1", 7, "full reply")
NOTICE = promise(
    "X-2",
    channels="email",
    clock=Notice(stop="delay_told", needs=("by_when",), notice_for=(REPLY,)),
)
CONTENT = promise(
    "X-3",
    kind=("rule",),
    rule=ContentRule("Says who deals with it", on=("replied",), needs=("owner",)),
    channels="email",
)
HEADLINE = aggregate("share-kept", id="X-4")
VOLUME = aggregate("count", id="X-5")
RULE = promise("X-6", kind=("rule",), rule=ContentRule("Nobody is left waiting"))
SURVEY = promise("X-7", kind=("evidence",), evidence=Evidence(("survey",), "Polite?"))
LAW = timed("LAW", 20, "full reply", force=Force.LAW)


def test_each_promise_has_its_figures_and_the_dates_we_gave_come_last():
    """Two messages: one answered in a day; one told of a delay, and answered after the date given."""
    new_date = {"by_when": date(2026, 5, 22), "reason": "staff away"}
    figures = counting(
        charter(REPLY, NOTICE, CONTENT, HEADLINE, VOLUME, RULE, SURVEY, LAW),
        contact("email", ("received", 0.0), ("replied", DAY, {"owner": "A. Clerk"}), id="1"),
        contact("email", ("received", 0.0), ("delay_told", DAY, new_date), ("replied", 15 * DAY), id="2"),
    )
    assert brief(figures) == {
        "X-1": [("share-kept", 1, 2)],
        "X-2": [
            ("share-kept", 1, 1),
            ("delay-replied-in-time", 1, 2),
            ("delay-replied-or-told", 2, 2),
            ("delay-revised-date-met", 0, 1),
        ],
        "X-3": [("share-complete", 1, 2)],
        "X-4": [("headline-answers", 2, 3), ("headline-acknowledgements", 0, 0), ("headline-dates", 0, 0)],
        "X-5": [("count", -1, 2)],
        "X-6": [("not-measured", -1, 0)],
        "X-7": [("share-passed", -1, 0)],
        "LAW": [("share-kept", 2, 2)],
        "TOLD": [("share-dates-kept", 0, 1)],
    }
    assert list(figures) == ["X-1", "X-2", "X-3", "X-4", "X-5", "X-6", "X-7", "LAW", "TOLD"]
    assert [one.terms.promise for several in figures.values() for one in several] == [
        *["X-1", *["X-2"] * 4, "X-3", *["X-4"] * 3, "X-5", "X-6", "X-7", "LAW", "TOLD"]
    ]
    assert {(one.terms.period, one.terms.now) for several in figures.values() for one in several} == {(SPRING, LATER)}


def test_what_is_not_measured_says_why():
    figures = counting(charter(RULE, SURVEY))
    assert [one.why for (one,) in figures.values() if isinstance(one, NotMeasured)] == [
        "Nothing collects this yet: whether this rule is followed.",
        "Nothing collects this yet: answers to surveys.",
    ]


def test_a_headline_counts_the_councils_own_time_limits_and_no_message_law_or_default():
    results = Results(charter(HEADLINE, REPLY, CONTENT, LAW), period=SPRING, now=LATER)
    results.add(
        contact("email", ("received", 0.0)),
        [
            clock(of=REPLY),
            clock(State.BROKEN, of=REPLY, measure=Measure.DERIVED),
            clock(State.BROKEN, of=CONTENT, measure=Measure.CONTENT),
            clock(State.BROKEN, of=LAW),
            clock(State.BROKEN, of=TOLD, measure=Measure.DERIVED),
        ],
    )
    assert brief(results.figures())["X-4"] == [
        ("headline-answers", 1, 1),
        ("headline-acknowledgements", 0, 0),
        ("headline-dates", 0, 1),
    ]


ACKNOWLEDGE = timed("X-0", 1, "acknowledgement")


def test_acknowledgements_dates_and_answers_never_share_a_figure_and_a_machine_s_are_told_from_a_person_s():
    """A machine acknowledged one and gave it a date; a person acknowledged the other and gave it a date."""
    given = {"by_when": date(2026, 5, 20), "owner": "A. Clerk"}
    figures = counting(
        charter(HEADLINE, ACKNOWLEDGE, REPLY),
        contact("email", ("received", 0.0), ("acknowledged", 1.0, {**given, "automatic": True}), id="1"),
        contact("email", ("received", 0.0), ("acknowledged", 60.0, given), ("replied", DAY), id="2"),
    )
    told = {
        (one.terms.promise, one.formula.id): (one.numerator, one.denominator, one.by_machine)
        for several in figures.values()
        for one in several
    }
    assert told == {
        ("X-4", "headline-answers"): (1, 2, None),
        ("X-4", "headline-acknowledgements"): (2, 2, 1),
        ("X-4", "headline-dates"): (0, 0, None),
        ("X-0", "share-kept"): (2, 2, 1),
        ("X-1", "share-kept"): (1, 2, None),
        ("TOLD", "share-dates-kept"): (1, 1, None),
        ("TOLD", "share-machine-dates-kept"): (0, 1, None),
    }


def test_a_promise_with_a_clock_and_another_formula_has_both_figures():
    both = timed("X-8", 7, "response", aggregate=aggregate("percentiles-response").aggregate)
    figures = counting(charter(both), contact("email", ("received", 0.0), ("replied", DAY)))
    assert brief(figures) == {"X-8": [("share-kept", 1, 1), ("percentiles-response", -1, 1)]}


def test_a_promise_with_a_clock_is_its_own_share_kept():
    one = timed("X-9", 7, "response", aggregate=HEADLINE.aggregate)
    assert brief(counting(charter(one))) == {"X-9": [("share-kept", 0, 0)]}


def test_a_headline_counts_only_contacts_that_its_promise_is_owed_to():
    """Of a complaint and an enquiry by email, and a complaint by letter, one is a complaint by email."""
    complaints = aggregate("share-kept", id="X-2", channels="email", contacts=frozenset({"complaint"}))
    everywhere = timed("X-1", 7, "full reply", contacts=frozenset())
    comers = [
        contact("email", ("received", 0.0), id="1", kinds="complaint"),
        contact("email", ("received", 0.0), ("replied", DAY), id="2"),
        contact("letter", ("received", 0.0), ("replied", DAY), id="3", kinds="complaint"),
    ]
    both = replace(everywhere, channels=frozenset({"email", "letter"}))
    assert brief(counting(charter(both, complaints), *comers)) == {
        "X-1": [("share-kept", 2, 3)],
        "X-2": [("headline-answers", 0, 1), ("headline-acknowledgements", 0, 0), ("headline-dates", 0, 0)],
    }


def one_figure(one: Promise, **settings: str):
    """Return the figure of a promise that has one, over nothing."""
    figure, *_ = counting(charter(one, **settings))[one.id]
    return figure


@pytest.mark.parametrize("id", sorted(AGGREGATES))
def test_every_formula_that_a_charter_may_name_has_a_figure_or_says_what_is_missing(id: str):
    evidence = Evidence(("audit",), "x")
    figure = one_figure(aggregate(id, channels="phone", id="X-1", strength=Strength.AIM, evidence=evidence))
    assert figure.formula == FORMULAS["headline-answers" if id == "share-kept" else id]
    assert (figure.terms.promise, figure.terms.strength) == ("X-1", Strength.AIM)
    if isinstance(figure, NotMeasured):
        assert figure.why.startswith("Nothing collects this yet")


def test_the_share_of_promises_measured_is_counted_from_the_charter_itself():
    measured = aggregate("share-measured", ">= 100 %", id="X-9")
    figures = counting(charter(measured, REPLY, RULE, LAW))
    assert brief(figures)["X-9"] == [("share-measured", 2, 3)]
    assert figures["X-9"][0].verdict == "broken"


def test_what_is_observed_is_no_contact_and_contacts_are_no_observations():
    results = Results(charter(VOLUME, SURVEY), period=SPRING, now=LATER)
    results.observe(Observation("survey", MONDAY, passed=True, promise="X-7"))
    results.add(contact("email", ("received", 0.0)), [])
    assert brief(results.figures()) == {"X-5": [("count", -1, 1)], "X-7": [("share-passed", 1, 1)]}


def test_responses_are_timed_in_the_councils_own_hours():
    """From nine on Monday to nine on Tuesday is eight working hours."""
    log = contact("email", ("received", 0.0), ("replied", DAY))
    figures = counting(charter(aggregate("percentiles-response")), log)
    assert figures["P-1"][0].said == "8.0 working hours"


def test_each_counts_only_what_its_promise_is_owed_to():
    owed = {"contacts": frozenset({"complaint"}), "channels": "phone email reception"}
    comers = [
        contact("phone", ("ringing", 3600.0), ("queued", 3601.0), ("answered", 3602.0), ("transferred", 3603.0)),
        contact("reception", ("arrived", 0.0), ("seen", 60.0)),
        contact("email", ("received", 0.0), ("replied", 60.0, {"closes": True})),
    ]
    formulas = [id for id, formula in FORMULAS.items() if isinstance(formula.fed_by, Contacts)]
    assert len(formulas) > 15
    for formula in formulas:
        (figure,) = counting(charter(aggregate(formula, **owed)), *comers)["P-1"]
        assert figure.n == 0, formula


def test_calls_are_counted_in_the_phones_own_hours():
    call = contact("phone", ("ringing", 60.0), ("queued", 61.0), ("answered", 62.0))
    one = charter(
        aggregate("phone-answered-of-offered", ">= 85 %", id="A", channels="phone"),
        aggregate("mean-wait-answered", "< 180 seconds", id="B", channels="phone"),
        services={"phone": LATE_OPENING},
    )
    assert [(one.n, one.apart.excluded) for (one,) in counting(one, call).values()] == [
        (0, {"It came outside the published opening hours.": 1})
    ] * 2


@pytest.mark.parametrize(
    ("formula", "settings", "counted_by"),
    [
        ("phone-answered-of-offered", {}, "phone-answered-of-offered"),
        ("phone-answered-of-offered", {"abandoned_calls": "count as offered"}, "phone-answered-of-offered"),
        (
            "phone-answered-of-offered",
            {"abandoned_calls": "left out when short"},
            "phone-answered-of-offered-less-short",
        ),
        ("phone-answered-of-offered", {"start": "left out when short"}, "phone-answered-of-offered"),
        ("phone-abandoned-of-offered", {"abandoned_calls": "left out when short"}, "phone-abandoned-of-offered"),
    ],
)
def test_callers_who_give_up_at_once_are_counted_as_the_charter_says(
    formula: str, settings: dict[str, str], counted_by: str
):
    assert one_figure(aggregate(formula, channels="phone"), **settings).formula.id == counted_by


def test_a_promise_to_keep_dates_has_a_figure_of_dates_before_any_is_given():
    keeps = promise("X-1", clock=DatesKept(NINE_TO_FIVE), channels="email")
    assert brief(counting(charter(keeps))) == {"X-1": [("share-dates-kept", 0, 0)]}


@pytest.mark.parametrize("council", COUNCILS)
def test_every_promise_of_the_five_councils_has_a_figure_or_a_reason_why_not(council: str):
    one = charter_of(council)
    figures = counting(one)
    assert list(figures) == [each.id for each in one.promises]
    without = [id for id, several in figures.items() if not several]
    assert without == []
    log = [each for several in figures.values() for each in several if each.formula.id != "share-measured"]
    assert {each.said for each in log} <= {"not measured", "0 contacts", "0 calls"}


def test_a_quarter_of_a_real_charter_comes_out_as_counted_by_hand():
    """S2: three calls of an hour on Monday, two answered after 60 and 90 seconds, one given up after 20."""
    s2 = charter_of("s2")
    calls = [
        contact("phone", ("ringing", 0.0), ("queued", 5.0), (what, 5.0 + wait), id=what + str(wait), began=began)
        for what, wait in [("answered", 60), ("answered", 90), ("abandoned", 20)]
        for began in [MONDAY + timedelta(hours=1)]
    ]
    figures = counting(s2, *calls)
    (answered,), (mean,) = figures["S2-28"], figures["S2-29"]
    assert isinstance(answered, Share)
    assert (answered.said, answered.verdict, answered.numerator, answered.n) == ("66.6 %", "broken", 2, 3)
    assert (mean.said, mean.verdict, mean.n) == ("75.0 seconds", "kept", 2)


def test_a_headline_counts_no_date_that_a_machine_gave():
    dates = promise("X-9", clock=DatesKept(NINE_TO_FIVE), rule=ContentRule("We keep the date", on=("acknowledged",)))
    for automatic, counted in ((True, 0), (False, 1)):
        given = {"by_when": date(2026, 5, 20), "automatic": automatic}
        told = contact("email", ("received", 0.0), ("acknowledged", 1.0, given))
        assert brief(counting(charter(HEADLINE, dates), told))["X-4"][2] == ("headline-dates", 0, counted)


@pytest.mark.parametrize(
    ("by_when", "then", "formulas"),
    [
        (date(2026, 5, 20), (), ["share-machine-dates-kept"]),
        (date(2026, 5, 20), (("replied", DAY),), ["share-machine-dates-kept"]),
        (date(2026, 5, 20), (("withdrawn", DAY),), ["share-machine-dates-kept"]),
        (date(2026, 7, 20), (), []),
    ],
)
def test_a_machine_s_dates_have_a_figure_only_where_one_fell_in_the_period(by_when: date, then, formulas: list[str]):
    given = {"by_when": by_when, "automatic": True}
    figures = counting(charter(REPLY), contact("email", ("received", 0.0), ("acknowledged", 1.0, given), *then))
    assert [figure.formula.id for figure in figures["TOLD"]] == formulas


def test_only_the_answers_of_a_headline_are_held_to_its_target():
    headline = aggregate("share-kept", ">= 85 %", id="X-4")
    assert [str(one.terms.target) for one in counting(charter(headline))["X-4"]] == [">= 85 %", "None", "None"]


@pytest.mark.parametrize(("on", "by_machine"), [("acknowledged", 1), ("replied", None)])
def test_of_what_acknowledgements_give_a_machine_s_are_told_from_a_person_s(on: str, by_machine: int | None):
    gives = promise("X-3", kind=("rule",), rule=ContentRule("A reference", on=(on,), needs=("reference",)))
    log = contact("email", ("received", 0.0), (on, 60.0, {"reference": "A-1", "automatic": True}))
    (figure,) = counting(charter(gives), log)["X-3"]
    assert isinstance(figure, Share)
    assert figure.by_machine == by_machine


def test_checks_are_due_only_while_a_charter_was_in_force_by_the_days_of_its_own_place():
    """In force in Berlin on 2 April alone, and tried once, the hour before: of a day's 96 checks, one was made."""
    form = aggregate("availability", id="X-1", checks=("form",))
    one = replace(charter(form), in_force_from=date(2026, 4, 2))
    there = replace(SPRING, zone="Europe/Berlin")
    results = Results(one, period=there, now=LATER, replaced_on=date(2026, 4, 3))
    results.observe(Observation("form", at("Wed 1 Apr 2026 22:00"), passed=True))
    assert brief(results.figures()) == {"X-1": [("availability", 1, 96)]}
