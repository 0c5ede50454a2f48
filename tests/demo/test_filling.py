"""A council's part of the page is filled from its charter and the engine's figures."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from answerable.charters import COUNCILS, charter_of
from answerable.demo.filling import council_report, limit_of
from answerable.demo.report import CouncilReport, Counts, Part, Report, render
from answerable.demo.year import made_year
from answerable.standards.facts import Contact, Fact
from answerable.standards.judging.clock import judge_all
from answerable.standards.measure.figure import Terms
from answerable.standards.measure.period import Period
from answerable.standards.measure.phone import Calls, hours
from answerable.standards.measure.results import Results

YEAR = Period.named("2025/26")
NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)


def read(line: dict[str, Any]) -> Contact:
    """Read a made contact; the command line has a stricter way."""
    facts = [
        Fact(
            one["what"],
            moment(one["at"]),
            {name: value(name, said) for name, said in one.items() if name not in ("what", "at")},
        )
        for one in line["facts"]
    ]
    return Contact.of(line["id"], line["channel"], line["kinds"], facts, line.get("mailbox"))


def moment(said: str) -> datetime:
    return datetime.fromisoformat(said).astimezone(UTC)


def value(name: str, said: Any) -> Any:
    if name not in ("by_when", "slot", "until"):
        return said
    return moment(said) if "T" in said else date.fromisoformat(said)


def reported(council: str, contacts: Iterable[Contact]) -> CouncilReport:
    charter = charter_of(council)
    results = Results(charter, period=YEAR, now=NOW)
    calls = Calls(Terms(YEAR, NOW), hours(charter, "phone"))
    for contact in contacts:
        results.add(contact, judge_all(contact, charter=charter, now=NOW))
        if contact.channel == "phone":
            calls.add(contact)
    return council_report(charter, results.figures(), calls=(*calls.offered(), *calls.service_levels()))


@pytest.fixture(scope="module")
def contacts() -> list[Contact]:
    return [read(line) for line in made_year(7, 3_000)]


def letter(id: str, received: str, replied: str | None = None, **details: object) -> Contact:
    facts = [Fact("received", moment(received))]
    facts += [Fact("replied", moment(replied), details)] if replied else []
    return Contact.of(id, "letter", {"enquiry"}, facts)


def test_a_promise_is_shown_with_its_counts_and_the_engine_s_own_words():
    letters = [
        letter("a", "2025-06-02T10:00:00+01:00", "2025-06-04T10:00:00+01:00"),  # Mon 2 June, answered on Wed 4 June
        letter("b", "2025-06-02T10:00:00+01:00", "2025-06-20T10:00:00+01:00"),  # answered on Fri 20 June: late
        letter("c", "2025-06-02T10:00:00+01:00"),  # never answered
    ]
    row = next(row for row in reported("s5", letters).promises if row.id == "S5-13")
    assert (row.share, row.counts, row.verdict, row.implied) == (
        Part("33.3 %", 1, 3, "6.1 % to 79.3 %"),
        Counts(kept=1, broken=1, open_late=1),
        "",
        True,
    )


@pytest.mark.parametrize("council", COUNCILS)
def test_every_promise_of_a_council_is_on_the_page_once_with_a_figure_or_a_reason(
    council: str, contacts: list[Contact]
):
    report = reported(council, contacts)
    measured = {row.id for row in (*report.promises, *report.figures, *report.notices, *report.laws)}
    reasons = {row.id for row in report.not_measured}
    assert {promise.id for promise in charter_of(council).promises} - measured - reasons == set()
    assert measured & reasons == set()


def test_a_draft_is_reported_as_one(contacts: list[Contact]):
    assert [reported(council, contacts[:50]).draft for council in COUNCILS] == [False, False, True, False, False]


def test_the_telephone_is_shown_by_every_formula_in_use(contacts: list[Contact]):
    assert [row.formula for row in reported("s2", contacts).phone] == [
        "phone-answered-of-offered",
        "phone-answered-of-offered-less-short",
        "phone-abandoned-of-offered",
        "phone-level-abandoned-in-time-as-kept",
        "phone-level-of-answered",
        "phone-level-of-all",
        "phone-level-less-abandoned-in-time",
        "phone-level-short-as-kept",
    ]


def test_a_notice_of_delay_has_three_figures_for_each_reply_it_speaks_of(contacts: list[Contact]):
    assert [(row.id, row.about) for row in reported("s5", contacts).notices] == [
        ("S5-29", "S5-13"),
        ("S5-29", "S5-15"),
        ("S5-29", "S5-23"),
        ("S5-29", "S5-24"),
    ]


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


def test_the_five_councils_fill_one_page(contacts: list[Contact]):
    councils = tuple(reported(council, contacts) for council in COUNCILS)
    page = render(Report("Results", "A year.", "Made up.", len(contacts), councils=councils))
    assert [page.count(f'id="council-{council}"') for council in COUNCILS] == [1] * 5
    assert len(page.encode()) < 1_000_000
