"""A log as figures: each contact once, by the charter that binds it, and what cannot be judged in none of them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from answerable import charters
from answerable.charters import charter_of
from answerable.logs import counted
from answerable.logs.counted import CountedLog
from answerable.logs.errors import LineError
from answerable.report.page import render
from answerable.standards.charter.promises import Charter
from answerable.standards.measure.cohort import NOT_KNOWN
from answerable.standards.measure.figure import Share
from answerable.standards.measure.period import Period
from answerable.standards.measure.saying.rows import Counts, Report, SaidShare
from demonstration.year import made_year
from tests.build import at

YEAR = Period.named("2025/26")
NOW = at("Wed 1 Apr 2026 12:00")


def letter(id: str, received: str, replied: str | None = None, **more: Any) -> dict[str, Any]:
    facts = [{"what": "received", "at": received}]
    facts += [{"what": "replied", "at": replied}] if replied else []
    return {"id": id, "channel": "letter", "facts": facts, **more}


def log_of(*records: dict[str, Any], council: str = "s5", period: Period = YEAR) -> CountedLog:
    log = CountedLog(council, period=period, now=NOW)
    for number, record in enumerate(records, 1):
        log.add(record, number)
    return log


def shares(log: CountedLog, promise: str) -> list[tuple[str, int, int]]:
    """Return the shares of a promise, each with the version it was counted by."""
    return [
        (charter.version, figure.numerator, figure.denominator)
        for charter, figure in log.figures()
        if figure.terms.promise == promise and isinstance(figure, Share)
    ]


KEPT = letter("a", "2025-06-02T10:00", "2025-06-04T10:00")  # Mon 2 June, answered on Wed 4 June
LATE = letter("b", "2025-06-02T10:00", "2025-06-20T10:00")  # answered on Fri 20 June
NEVER = letter("c", "2025-06-02T10:00")


def test_a_promise_is_counted_over_all_the_contacts_of_a_log():
    (report,) = log_of(KEPT, LATE, NEVER).reports()
    row = next(row for row in report.promises if row.id == "S5-13")
    assert (row.share, row.counts, row.verdict, row.implied) == (
        SaidShare("33.3 %", 1, 3),
        Counts(kept=1, broken=1, open_late=1),
        "",
        True,
    )


def test_channels_and_what_is_left_out_are_counted_and_what_is_left_out_only_later_is_not():
    spam = {"what": "excluded", "at": "2025-06-02T10:05", "code": "spam"}
    tomorrow = {"what": "excluded", "at": "2026-04-02T10:05", "code": "test"}
    one, other = letter("d", "2025-06-02T10:00"), letter("e", "2025-06-02T10:00")
    one["facts"].append(spam)
    other["facts"].append(tomorrow)
    log = log_of(KEPT, {**LATE, "channel": "email"}, one, other)
    assert (dict(log.channels), dict(log.left_out)) == ({"letter": 3, "email": 1}, {"spam": 1})


@pytest.mark.parametrize(
    ("record", "refusal"),
    [
        ({**NEVER, "channel": "lettre"}, "'lettre' is not a channel. Did you mean 'letter'?"),
        (
            {**NEVER, "rule": {"within": "1 day", "stop": "response"}},
            "It has a rule of its own, and figures are those of a charter. Leave the rule out.",
        ),
        (
            {**NEVER, "calendar": "scotland"},
            "It has a calendar of its own, and figures are those of a charter. Leave the calendar out.",
        ),
        (letter("c", "2012-01-03T10:00"), "s5: No version of the charter was in force on 3 January 2012. "),
        (
            letter("a", "2025-06-02T10:00"),
            "'a' was counted on line 1. Put all that happened to a contact on one line, ",
        ),
    ],
)
def test_a_record_that_cannot_be_counted_is_refused_and_is_in_no_figure(record: dict[str, Any], refusal: str):
    log = CountedLog("s5", period=YEAR, now=at("Fri 29 Dec 2028 12:00"))
    log.add(KEPT, 1)
    before = list(log.figures())
    with pytest.raises(LineError) as refused:
        log.add(record, 2)
    assert str(refused.value).startswith(refusal)
    assert list(log.figures()) == before
    assert log.channels.total() == 1


def test_a_refused_record_may_come_again_mended():
    log = log_of(KEPT)
    with pytest.raises(LineError):
        log.add({**NEVER, "channel": "lettre"}, 2)
    log.add(NEVER, 3)
    assert log.channels.total() == 2


def test_one_odd_record_does_not_stop_the_rest(monkeypatch: pytest.MonkeyPatch):
    def overflows(*_: object) -> None:
        raise OverflowError("date value out of range")

    log = log_of(KEPT)
    monkeypatch.setattr(counted, "judged", overflows)
    with pytest.raises(LineError, match="It lies too far off to count"):
        log.add(NEVER, 2)


def test_a_period_before_the_first_charter_is_refused():
    with pytest.raises(LookupError, match="No version of the charter was in force on 31 March 2012"):
        CountedLog("s5", period=Period.named("2011/12"), now=NOW)


def test_a_wait_that_reaches_past_the_calendar_is_left_out_of_its_figure_and_of_no_other():
    """S2-30 measures the wait so far of who is not answered yet, which nobody can for 2031."""
    log = CountedLog("s2", period=Period.named("2028/29"), now=at("Fri 3 Jan 2031 12:00"))
    log.add({**letter("a", "2028-12-04T10:00"), "channel": "email"}, 1)
    found = {(figure.terms.promise, figure.formula.id): figure for _, figure in log.figures()}
    waits = found["S2-30", "percentiles-response"]
    assert (waits.n, waits.unserved.n, waits.apart.excluded) == (0, 0, {NOT_KNOWN: 1})
    assert found["S2-34", "share-kept"].apart.excluded == {}
    assert log.channels == {"email": 1}


class TestACharterThatWasChanged:
    """From 1 July and from 1 October 2025 there are other versions: who wrote before is owed what they promised."""

    @pytest.fixture(autouse=True)
    def three_versions(self, monkeypatch: pytest.MonkeyPatch) -> None:
        old = charter_of("s5")
        versions = (
            replace(old, in_force_until=date(2025, 6, 30)),
            replace(old, version="2", in_force_from=date(2025, 7, 1), in_force_until=date(2025, 9, 30)),
            replace(old, version="3", in_force_from=date(2025, 10, 1)),
        )

        def versions_of(council: str, as_known_on: date | None = None) -> tuple[Charter, ...]:
            return versions

        monkeypatch.setattr(charters, "versions_of", versions_of)

    SUMMER = letter("d", "2025-08-04T10:00", "2025-08-05T10:00")
    AUTUMN = letter("e", "2025-11-03T10:00", "2025-11-05T10:00")

    def test_each_version_s_figures_are_apart_and_those_in_force_come_first_and_whole(self):
        log = log_of(KEPT, LATE, self.SUMMER, self.AUTUMN)
        assert shares(log, "S5-13") == [("3", 1, 1), ("2", 1, 1), ("1", 1, 2)]
        assert {version for version, *_ in shares(log, "S5-06")} == {"3"}

    def test_the_report_has_a_part_for_each_version_that_binds_something(self):
        newest, older = log_of(KEPT, LATE, self.AUTUMN).reports()
        assert (newest.version, older.version) == ("3", "1")
        assert (len(newest.not_measured) > 5, older.not_measured) == (True, ())
        page = render(Report("Results", "A year.", "", 3, councils=(newest, older)))
        assert [page.count(f'id="council-s5-{version}"') for version in "123"] == [1, 0, 1]
        assert [report.version for report in log_of(self.AUTUMN).reports()] == ["3"]

    def test_a_period_is_headed_by_the_version_in_force_at_its_end_or_by_now(self):
        log = log_of(KEPT, LATE, self.SUMMER, period=Period.named("2025/26-Q1"))
        assert log.charter.version == "1"
        assert shares(log, "S5-13") == [("1", 1, 2)]
        early = CountedLog("s5", period=YEAR, now=at("Fri 1 Aug 2025 12:00"))
        assert early.charter.version == "2"


@pytest.fixture(scope="module")
def year() -> list[dict[str, Any]]:
    return list(made_year(7, 3_000))


@pytest.mark.slow
def test_an_invented_year_is_counted_whole(year: list[dict[str, Any]]):
    log = log_of(*year)
    assert log.channels.total() == len(year)
    (report,) = log.reports()
    assert [sample.title.rpartition(": ")[2] for sample in report.samples] == ["broken", "kept"]
    assert [(row.id, row.about) for row in report.notices] == [
        ("S5-29", "S5-13"),
        ("S5-29", "S5-15"),
        ("S5-29", "S5-23"),
        ("S5-29", "S5-24"),
    ]
    assert "TOLD" in {row.id for row in report.promises}


def test_the_telephone_is_shown_by_every_formula_in_use(year: list[dict[str, Any]]):
    (report,) = log_of(*year, council="s2").reports()
    assert [row.formula.id for row in report.phone] == [
        "phone-answered-of-offered",
        "phone-answered-of-offered-less-short",
        "phone-abandoned-of-offered",
        "phone-level-abandoned-in-time-as-kept",
        "phone-level-of-answered",
        "phone-level-of-all",
        "phone-level-less-abandoned-in-time",
        "phone-level-short-as-kept",
    ]
    assert {row.share.whole for row in report.phone if row.formula.id == "phone-level-of-all"} != {0}
