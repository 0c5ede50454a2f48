"""A council's figures in words: from its charter and what was counted, and nothing worked out."""

from dataclasses import replace
from datetime import date

import pytest

from answerable.charters import COUNCILS, charter_of
from answerable.standards.charter.clock_rules import Extension, Notice
from answerable.standards.charter.promises import Charter, ContentRule, Force, Promise, Setting, Strength
from answerable.standards.judging.messages import TOLD
from answerable.standards.measure.figure import Apart, Count, Figure, NotMeasured, Sampled, Share, Spread, Wait
from answerable.standards.measure.formulas import formula_of
from answerable.standards.measure.honest import Target
from answerable.standards.measure.results import Results
from answerable.standards.measure.saying.filling import behind, council_report, limit_of, part, settings_of
from answerable.standards.measure.saying.rows import (
    CouncilReport,
    Counts,
    NoticeRow,
    NotMeasuredRow,
    PhoneRow,
    PromiseRow,
    SaidFigure,
    SaidShare,
    Sample,
    SettingRow,
)
from answerable.standards.measure.saying.words import not_judged
from answerable.standards.measure.small import Held
from answerable.standards.time.duration import WorkingDays
from tests.standards.measure.some import LATER, NINE_TO_FIVE, SPRING, aggregate, promise, terms
from tests.standards.measure.test_results import timed

APART = Apart(
    overdue=1,
    running=2,
    paused=3,
    not_required=4,
    void={"Another law.": 5},
    excluded={"Left out of the figures: spam.": 6, "It came outside the published opening hours.": 7},
    set_aside_late={"taken back": 1},
    corrected_late=8,
)
NOTHING = Apart()
REPLY = timed("X-1", 7, "full reply", local="The document has no limit.", implied=True)
SETTINGS = {
    "ring_ms": Setting(3_000, local="A usual ring."),
    "automatic_acknowledges": Setting(False),
    "shown": Setting(True),
}


def charter(*promises: Promise, status: str = "adopted") -> Charter:
    about = ("x", "A council", "Standards", "2", status, date(2014, 4, 1), "X", NINE_TO_FIVE)
    return Charter(*about, promises, settings=SETTINGS)


def share(numerator: int, denominator: int, formula: str = "share-kept", apart: Apart = NOTHING, **more: str) -> Share:
    held = replace(terms(), promise=more.pop("promise", "X-1"), about=more.pop("about", ""))
    return Share(formula=formula_of(formula), terms=held, numerator=numerator, denominator=denominator, apart=apart)


def test_a_promise_is_shown_with_its_counts_and_the_engine_s_own_words():
    report = council_report(charter(REPLY), {"X-1": (share(2, 4, apart=APART),)})
    assert report == CouncilReport(
        key="x",
        name="A council",
        title="Standards",
        version="2",
        since="in force since Tuesday 1 April 2014",
        source="X",
        promised=1,
        promises=(
            PromiseRow(
                id="X-1",
                words="We answer.",
                strength=Strength.WILL,
                limit="7 working days after “received”, until midnight at the end of the last day",
                share=SaidShare("50.0 %", 2, 4),
                counts=Counts(
                    kept=2,
                    broken=1,
                    open_late=1,
                    not_required=4,
                    running=2,
                    paused=3,
                    void={"Another law": 5},
                    excluded={"It came outside the published opening hours": 7, "spam": 6},
                    set_aside_late={"taken back": 1},
                    corrected_late=8,
                ),
                formula=formula_of("share-kept"),
                settings="Calendar: nine to five.",
                local="The document has no limit.",
                implied=True,
            ),
        ),
        settings=(
            SettingRow("ring ms", "3000", "A usual ring."),
            SettingRow("automatic acknowledges", "no"),
            SettingRow("shown", "yes"),
        ),
        formulas=(formula_of("share-kept"),),
    )


def test_a_promise_with_a_pass_mark_is_shown_with_it_and_with_how_it_came_out():
    met = replace(share(9, 10), terms=replace(terms(">= 85 %"), promise="X-1"))
    (row,) = council_report(charter(REPLY), {"X-1": (met,)}).promises
    assert (row.target, row.verdict, row.met) == (">= 85 %", "kept", True)


def test_what_messages_had_to_say_is_due_when_each_is_sent():
    both = replace(REPLY, rule=ContentRule("say who", needs=("owner",)))
    figures = {"X-1": (share(1, 2), share(1, 2, "share-complete"))}
    assert [row.limit for row in council_report(charter(both), figures).promises] == [
        "7 working days after “received”, until midnight at the end of the last day",
        "when each message is sent",
    ]


def test_a_share_of_nothing_has_no_interval():
    assert part(share(0, 0)) == SaidShare("not measured", 0, 0, "")


def test_a_share_of_a_sample_has_an_interval():
    assert part(share(1, 4, "share-passed")) == SaidShare("25.0 %", 1, 4, "4.5 % to 70.0 %")


def test_the_samples_that_were_read_are_shown():
    sample = Sample("A reply in time", "It is due on Monday.")
    assert council_report(charter(REPLY), {}, samples=[sample]).samples == (sample,)


def test_reasons_that_are_the_same_in_short_are_added_up():
    apart = replace(NOTHING, excluded={"Left out of the figures: spam.": 1, "spam": 2})
    (row,) = council_report(charter(REPLY), {"X-1": (share(1, 2, apart=apart),)}).promises
    assert row.counts.excluded == {"spam": 3}


def test_a_draft_is_reported_as_one_and_the_law_beside_it_apart():
    law = replace(REPLY, id="FOI", force=Force.LAW)
    report = council_report(
        charter(REPLY, law, status="draft"), {"X-1": (share(1, 1),), "FOI": (share(0, 1, promise="FOI"),)}
    )
    assert (report.draft, report.promised) == (True, 1)
    assert [row.id for row in report.promises] == ["X-1"]
    assert [(row.id, row.share.said) for row in report.laws] == [("FOI", "0.0 %")]


def test_dates_that_were_given_have_a_row_though_no_charter_promises_them():
    given = share(3, 4, "share-dates-kept", promise="TOLD")
    report = council_report(charter(REPLY), {"X-1": (share(1, 1),), TOLD.id: (given,)})
    assert [(row.id, row.limit, row.share.said) for row in report.promises] == [
        ("X-1", "7 working days after “received”, until midnight at the end of the last day", "100.0 %"),
        ("TOLD", "the date we gave", "75.0 %"),
    ]
    assert report.promised == 1


def test_a_promise_without_a_figure_has_its_reason_and_no_row():
    other = promise("X-3")
    nothing = NotMeasured(formula=formula_of("not-measured"), terms=terms(), why="Nothing shows it.")
    report = council_report(charter(other), {"X-3": (nothing,)})
    assert (report.promises, report.figures) == ((), ())
    assert report.not_measured == (NotMeasuredRow("X-3", "We answer.", "Nothing shows it."),)


def test_a_figure_over_the_whole_period_is_shown_with_what_stands_behind_it():
    held = replace(terms(), promise="X-1", target=Target.read("< 300 seconds"))
    wait = Wait(formula=formula_of("mean-wait-answered"), terms=held, spread=Spread(1, *[6_000_000] * 4))
    figures: dict[str, tuple[Figure, ...]] = {"X-1": (wait,), "X-2": (share(1, 2, "share-answered", promise="X-2"),)}
    calls = aggregate("mean-wait-answered", "< 300 seconds", id="X-1", local="A usual wait.")
    report = council_report(charter(calls, aggregate("share-answered", id="X-2")), figures)
    assert report.promises == ()
    assert report.figures == (
        SaidFigure(
            "X-1",
            "We answer.",
            Strength.WILL,
            "of",
            formula_of("mean-wait-answered"),
            "6.0 seconds",
            behind=("median 6.0 seconds", "90th percentile 6.0 seconds", "longest 6.0 seconds", "over 1"),
            target="< 300 seconds",
            verdict="kept",
            met=True,
            local="A usual wait.",
        ),
        SaidFigure(
            "X-2",
            "We answer.",
            Strength.WILL,
            "of",
            formula_of("share-answered"),
            "50.0 %",
            share=SaidShare("50.0 %", 1, 2),
        ),
    )
    assert report.formulas == (formula_of("share-answered"), formula_of("mean-wait-answered"))


def test_a_figure_stands_after_one_that_is_not_measured_and_beside_a_promise_that_has_none():
    nothing = NotMeasured(formula=formula_of("not-measured"), terms=terms(), why="Nothing shows it.")
    passed = share(1, 2, "share-passed")
    report = council_report(charter(promise("X-1"), promise("X-2")), {"X-1": (nothing, passed)})
    assert [(row.id, row.of, row.formula.id) for row in report.figures] == [("X-1", "", "share-passed")]


def test_a_headline_over_many_promises_is_a_figure_and_none_of_its_own_contacts():
    report = council_report(charter(aggregate("share-kept", id="X-1")), {"X-1": (share(1, 2),)})
    assert ([row.id for row in report.promises], [row.id for row in report.figures]) == ([], ["X-1"])


def test_the_three_figures_of_a_notice_of_delay_stand_together_for_each_reply_it_speaks_of():
    names = ("delay-revised-date-met", "delay-replied-in-time", "delay-replied-or-told")
    figures = [share(n, 4, name, about=about) for about in ("X-2", "X-3") for n, name in enumerate(names, 1)]
    report = council_report(charter(REPLY), {"X-1": (share(4, 4), *figures)})
    in_time, told, met = (SaidShare(f"{n * 25}.0 %", n, 4) for n in (2, 3, 1))
    assert report.notices == (
        NoticeRow("X-1", "X-2", "We answer.", in_time, told, met),
        NoticeRow("X-1", "X-3", "We answer.", in_time, told, met),
    )
    assert ([row.share.said for row in report.promises], report.figures) == (["100.0 %"], ())


def test_calls_are_shown_by_every_formula_that_gives_a_share():
    levels = share(3, 4, "phone-level-of-all")
    count = Count(formula=formula_of("phone-outcomes"), terms=terms(), counts={}, total=0)
    report = council_report(charter(), {}, calls=(levels, count))
    assert report.phone == (PhoneRow(formula_of("phone-level-of-all"), SaidShare("75.0 %", 3, 4)),)
    assert report.formulas == (formula_of("phone-level-of-all"), formula_of("phone-outcomes"))


def test_the_formulas_of_figures_beside_count_and_those_of_what_is_not_measured_do_not():
    beside = share(3, 4, "phone-level-of-all")
    nothing = NotMeasured(formula=formula_of("survey-top-two"), terms=terms(), why="No survey.")
    figures = {"X-1": (replace(share(1, 2), beside=(beside,)),), "X-2": (nothing,)}
    assert council_report(charter(REPLY), figures).formulas == (
        formula_of("share-kept"),
        formula_of("phone-level-of-all"),
    )


def test_behind_a_wait_stand_those_who_got_nothing_for_theirs_and_the_like_figures_but_no_counts():
    gave_up = Spread(1, 9_000_000, *[9_000_000] * 3)
    count = Count(formula=formula_of("phone-outcomes"), terms=terms(), counts={"answered": 1_200}, total=1_200)
    wait = Wait(
        formula=formula_of("mean-wait-answered"),
        terms=terms(),
        spread=Spread(2, 6_000_000, 2_000_000, 4_000_000, 4_000_000),
        unserved=gave_up,
        unserved_are="gave up",
        beside=(share(3, 4, "phone-level-of-all"), count),
    )
    assert list(behind(wait)) == [
        "median 2.0 seconds",
        "90th percentile 4.0 seconds",
        "longest 4.0 seconds",
        "over 2",
        "1 gave up; with them the mean is 5.0 seconds",
        f"{formula_of('phone-level-of-all').name}: 75.0 %",
    ]
    assert list(behind(count)) == ["answered 1,200"]


def test_behind_a_figure_stands_all_that_it_leaves_out():
    assert list(behind(share(1, 2, "share-answered", apart=APART))) == [
        "still open and counted as missed 1",
        "set aside after the limit had passed, and counted as broken 1 (taken back: 1)",
        "corrected after its limit had passed 8",
        "not known yet 2",
        "paused 3",
        "not required 4",
        "void 5 (Another law: 5)",
        "left out 13 (It came outside the published opening hours: 7; spam: 6)",
    ]
    assert list(behind(share(1, 2, "share-answered"))) == []


@pytest.mark.parametrize(
    ("council", "promise", "formula", "said"),
    [
        ("s5", "S5-24", "share-kept", "7 working days after “received”, until midnight at the end of the last day"),
        ("s4", "S4-25", "share-kept", "4 rings after “ringing”"),
        ("s4", "S4-32", "share-kept", "24 hours after “received”"),
        ("s1", "S1-15", "share-dates-kept", "the date we gave"),
        ("s1", "S1-15", "share-complete", "when each message is sent"),
        ("s3", "S3-30", "share-kept", "when the reply itself is due (S3-27)"),
        ("s3", "S3-05", "share-complete", "when each message is sent"),
        (
            "s5",
            "S5-22",
            "share-kept",
            "2 working days after “received”, until midnight at the end of the last day; "
            "not required if the full reply comes the same day",
        ),
        (
            "s1",
            "LGSCO-1-REPLY",
            "share-kept",
            "10 working days after “acknowledged”, until midnight at the end of the last day; "
            "may be extended by 10 working days",
        ),
    ],
)
def test_the_limit_is_said_in_words(council: str, promise: str, formula: str, said: str):
    assert limit_of(charter_of(council).promise(promise), formula) == said


def test_the_limit_names_what_it_is_counted_from_and_to_what_it_may_be_extended():
    rule = replace(REPLY.clock, counts_from="panel_met", extension=Extension("extended", to=WorkingDays(20)))
    assert limit_of(replace(REPLY, clock=rule), "share-kept") == (
        "7 working days after “panel met”, until midnight at the end of the last day; "
        "may be extended to 20 working days"
    )


CODE = (
    "Counted like stage one: from the acknowledgement, or from the end of its five working days. "
    "An extension needs the same."
)


@pytest.mark.parametrize(
    ("council", "promise", "said"),
    [
        ("s5", "LGSCO-2-ACK", "Calendar: Working days, England and Wales."),
        ("s5", "LGSCO-2-REPLY", f"Calendar: Working days, England and Wales. {CODE}"),
        ("s5", "EHC-DECIDE", "Forty-two days after the day of the request, whatever day that is."),
        ("s3", "S3-20", "The word used is fully, so whatever falls short is listed openly."),
        ("s3", "S3-21", ""),
        (
            "s1",
            "S1-15",
            "A message counts only with: next step and by when. A date in that message becomes a limit of its own.",
        ),
    ],
)
def test_how_a_promise_was_counted_is_said_in_sentences(council: str, promise: str, said: str):
    assert settings_of(charter_of(council).promise(promise)) == said


def test_what_its_clock_asks_of_a_message_comes_before_what_its_rule_asks():
    rule = ContentRule("say who", needs=("owner",))
    assert settings_of(promise("X-1", rule=rule)) == "A message counts only with: owner."
    both = replace(REPLY, rule=rule, clock=replace(REPLY.clock, needs=("by_when",)))
    assert settings_of(both) == "Calendar: nine to five. A message counts only with: by when."


@pytest.mark.parametrize("council", COUNCILS)
def test_every_promise_of_a_charter_has_a_row_or_a_reason_and_not_both(council: str):
    one = charter_of(council)
    report = council_report(one, Results(one, period=SPRING, now=LATER).figures())
    measured = {row.id for row in (*report.promises, *report.figures, *report.notices, *report.laws)}
    reasons = {row.id for row in report.not_measured}
    assert {promise.id for promise in one.promises} - measured - reasons == set()
    assert measured & reasons == set()
    assert report.promised == sum(not promise.statutory for promise in one.promises)


def test_what_a_machine_kept_is_told_from_what_a_person_did_and_what_is_held_back_is_said():
    kept = replace(share(5, 7, apart=Apart(held=("running", "void"))), by_machine=3)
    (row,) = council_report(charter(REPLY), {"X-1": (kept,)}).promises
    assert row.counts.who == "by a machine 3, by a person 2"
    assert list(not_judged(row.counts)) == ["held back: not due yet and another rule applied"]
    assert list(behind(kept)) == ["by a machine 3, by a person 2"]
    assert Counts(kept=5, broken=2).who == ""


def test_checks_that_were_not_made_and_numbers_that_are_held_back_stand_behind_a_figure():
    checks = Sampled(formula=formula_of("availability"), terms=terms(), numerator=1, denominator=4, missing=2)
    assert list(behind(checks)) == ["due but not made, and counted as failed 2"]
    assert list(behind(replace(checks, missing=0))) == []
    held = Held(formula=formula_of("share-kept"), terms=terms(), whole=None)
    assert list(behind(held)) == ["Fewer than 5: the number is held back, because it could tell who somebody is."]


def test_where_one_of_the_three_figures_of_a_delay_is_held_back_it_stands_among_the_others():
    ids = ("delay-replied-in-time", "delay-replied-or-told", "delay-revised-date-met")
    first, second, _ = (share(10, 20, id, about="X-1", promise="X-2") for id in ids)
    held = Held(formula=formula_of(ids[2]), terms=second.terms, whole=None)
    notice = promise("X-2", kind=("clock",), clock=Notice(stop="delay_told", notice_for=(REPLY,)))
    report = council_report(charter(notice), {"X-2": (first, second, held)})
    assert report.notices == ()
    assert [(row.formula.id, row.said) for row in report.figures] == [(ids[2], "held back")]
    others = [share(10, 20, id, about="X-9", promise="X-2") for id in ids]
    report = council_report(charter(notice), {"X-2": (first, second, held, *others)})
    assert [(row.id, row.about) for row in report.notices] == [("X-2", "X-9")]
