"""Figures counted from rows: which contacts matter, by which charter, and what is kept with each figure."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.charters import text_of
from answerable.contacts import actions as contacts
from answerable.contacts.actions.noting import note
from answerable.contacts.models import Contact
from answerable.evidence.models import Entry
from answerable.figures.actions import count
from answerable.figures.counting import CHUNK, that_matter
from answerable.figures.models import ClockFile, FigureRow, PeriodCount
from answerable.figures.queries import quarter_of
from answerable.observations import actions as checks
from answerable.promises.actions import publish
from answerable.standards.charter.promises import Strength
from answerable.standards.measure.figure import Survey, Terms
from answerable.standards.measure.formulas import FORMULAS
from answerable.standards.measure.honest import Target
from answerable.standards.measure.observations import TOP_TWO
from answerable.standards.measure.period import Period
from answerable.standards.vocabulary.feeds import FORM
from tests import cast
from tests.build import at, on
from tests.evidence.tampering import tamper
from tests.figures.counted import AFTER, FIRST, LAST, answered, counted, figure, parts_of

pytestmark = pytest.mark.django_db


@pytest.mark.promise("S5-24")
def test_a_full_answer_by_the_end_of_the_seventh_working_day_is_kept_and_later_or_none_is_broken():
    answered("Mon 2 Nov 2026 09:00", "Wed 11 Nov 2026 23:59")
    answered("Mon 2 Nov 2026 09:00", "Thu 12 Nov 2026 00:00")
    cast.received("Tue 3 Nov 2026 09:00")
    row = figure(counted(), "S5-24")
    assert parts_of(row) == ("33.3 %", 1, 3)
    assert row.detail["apart"] == {
        "overdue": 1, "running": 0, "paused": 0, "not_required": 0, "void": {}, "excluded": {}, "set_aside_late": {},
        "corrected_late": 0,
    }  # fmt: skip


@pytest.mark.promise("S4-27")
def test_an_answer_by_the_fourteenth_day_is_kept_and_later_or_none_is_broken():
    answered("Mon 2 Nov 2026 09:00", "Mon 16 Nov 2026 23:59", "s4")
    answered("Mon 2 Nov 2026 09:00", "Tue 17 Nov 2026 00:00", "s4")
    answered("Mon 2 Nov 2026 09:00", "Tue 3 Nov 2026 09:00", "s4", channel="letter", email="")
    cast.received("Mon 9 Nov 2026 09:00", "s4")
    assert parts_of(figure(counted("s4"), "S4-27")) == ("50.0 %", 2, 4)


@pytest.mark.promise("S1-16")
def test_a_proper_answer_by_the_fifth_working_day_is_kept_and_later_or_none_is_broken():
    answered("Mon 2 Nov 2026 09:00", "Mon 9 Nov 2026 23:59", "s1")
    answered("Mon 2 Nov 2026 09:00", "Tue 10 Nov 2026 00:00", "s1")
    cast.received("Tue 3 Nov 2026 09:00", "s1")
    row = figure(counted("s1"), "S1-16")
    assert parts_of(row) == ("33.3 %", 1, 3)
    assert row.detail["strength"] == "aim"


@pytest.mark.promise("S2-30")
def test_the_middle_and_the_slowest_tenth_of_the_waits_for_a_person_are_given():
    for replied in ("Mon 2 Nov 2026 10:00", "Mon 2 Nov 2026 11:00", "Tue 3 Nov 2026 10:00"):
        answered("Mon 2 Nov 2026 09:00", replied, "s2")
    cast.received("Mon 2 Nov 2026 09:00", "s2")
    cast.everything_sent("Mon 2 Nov 2026 09:00")  # the automatic acknowledgement is no answer by a person
    row = figure(counted("s2", "Mon 2 Nov 2026 12:00"), "S2-30", "percentiles-response")
    assert row.n == 2
    assert row.detail["unserved"]["n"] == 2
    row = figure(counted("s2"), "S2-30", "percentiles-response")
    waits = row.detail["waits"]
    assert (row.n, waits["said"]["median"], waits["n"]) == (3, "2.0 working hours", 3)
    assert waits["said"]["90th percentile"] == waits["said"]["longest"]
    assert row.detail["unserved"]["are"] == "not yet answered, and their wait so far"


def test_what_is_left_out_stands_beside_the_figure_with_its_reason():
    contact = cast.received("Mon 2 Nov 2026 09:00")
    contacts.close(
        contact, outcome=Contact.Outcome.SPAM, why="So it is", by=cast.staff(), at=at("Mon 2 Nov 2026 10:00")
    )
    answered("Mon 2 Nov 2026 09:00", "Tue 3 Nov 2026 09:00")
    row = figure(counted(), "S5-24")
    assert parts_of(row) == ("100.0 %", 1, 1)
    assert row.detail["apart"]["excluded"] == {"Left out of the figures: spam.": 1}


@pytest.mark.promise("S5-24")
@pytest.mark.parametrize("outcome", ["SPAM", "MISDIRECTED", "WITHDRAWN"])
def test_leaving_out_what_was_late_makes_no_figure_better_and_is_counted(outcome: str):
    """One of two was never answered: that stays so, whatever it is called later."""
    answered("Mon 2 Nov 2026 09:00", "Tue 3 Nov 2026 09:00")
    contact = cast.received("Mon 2 Nov 2026 09:00")
    assert parts_of(figure(counted(), "S5-24")) == ("50.0 %", 1, 2)
    late, by = at("Fri 13 Nov 2026 10:00"), cast.staff("Mona Ger")
    proposal = contacts.close(contact, outcome=contact.Outcome[outcome], why="So it is", by=cast.staff(), at=late)
    contacts.agree(proposal, by=by, at=late)
    row = figure(counted(), "S5-24")
    how = "taken back" if outcome == "WITHDRAWN" else f"left out: {outcome.lower()}"
    assert parts_of(row) == ("50.0 %", 1, 2)
    assert (row.detail["apart"]["set_aside_late"], row.detail["apart"]["overdue"]) == ({how: 1}, 0)


@pytest.mark.promise("S5-24")
def test_giving_another_kind_to_what_was_late_makes_no_figure_better():
    contact = cast.received("Mon 2 Nov 2026 09:00")
    late = at("Fri 13 Nov 2026 10:00")
    contacts.agree(
        contacts.retype(contact, kinds=["foi"], why="It asks for papers", by=cast.staff(), at=late),
        by=cast.staff("Mona Ger"),
        at=late,
    )
    row = figure(counted(), "S5-24")
    assert (parts_of(row), row.detail["apart"]["overdue"]) == (("0.0 %", 0, 1), 1)
    assert row.detail["apart"]["set_aside_late"] == {"given another kind": 1}


def test_a_test_of_ours_that_was_found_late_is_published_as_left_out_late():
    contact = cast.received("Mon 2 Nov 2026 09:00")
    late = at("Fri 13 Nov 2026 10:00")
    proposal = contacts.close(contact, outcome=contact.Outcome.TEST, why="Ours", by=cast.staff(), at=late)
    contacts.agree(proposal, by=cast.staff("Mona Ger"), at=late)
    apart = figure(counted(), "S5-24").detail["apart"]
    assert apart["excluded"] == {"Left out of the figures after its limit had passed: test.": 1}


def test_a_figure_keeps_all_that_is_needed_to_work_it_out_again():
    answered("Mon 2 Nov 2026 09:00", "Tue 3 Nov 2026 09:00")
    detail = figure(counted(when="Mon 16 Nov 2026 09:00"), "S5-24").detail
    words = detail["formula"].pop("words")
    assert words.startswith("Promises kept, out of all kept or broken whose due moment lies in the period.")
    assert detail == {
        "name": "Kept",
        "charter": "1",
        "draft": False,
        "strength": "will",
        "target": "",
        "met": None,
        "period": {"first": "2026-10-01", "last": "2026-12-31"},
        "zone": "Europe/London",
        "counted_at": "2026-11-16T09:00:00+00:00",
        "provisional": True,
        "formula": {"id": "share-kept", "unit": "%", "version": "1"},
        "apart": {
            "overdue": 0,
            "running": 0,
            "paused": 0,
            "not_required": 0,
            "void": {},
            "excluded": {},
            "set_aside_late": {},
            "corrected_late": 0,
        },
        "numerator": 1,
        "denominator": 1,
        "beside": [],
    }


def test_what_cannot_be_measured_says_why():
    made = counted()
    row = made.figures.get(promise="S5-37")
    assert (row.formula, row.said, row.verdict, row.numerator) == ("share-passed", "not measured", "not measured", None)
    assert row.detail["why"] == "Nothing collects this yet: looks at the website."


def test_a_notice_of_delay_says_which_reply_each_of_its_figures_is_about():
    answered("Mon 2 Nov 2026 09:00", "Tue 3 Nov 2026 09:00", "s4")
    rows = counted("s4").figures.filter(promise="S4-28", formula__startswith="delay-").order_by("place")
    assert [(row.formula, row.detail["about"]) for row in rows] == [
        ("delay-replied-in-time", "S4-27"),
        ("delay-replied-or-told", "S4-27"),
        ("delay-revised-date-met", "S4-27"),
    ]


def test_figures_stand_in_the_order_of_the_charter():
    promises = list(dict.fromkeys(counted().figures.order_by("place").values_list("promise", flat=True)))
    own = [promise for promise in promises if promise.startswith("S5-")]
    assert own == sorted(own)
    assert promises[: len(own)] == own


def test_a_matter_that_came_back_was_not_settled_the_first_time():
    calls = []
    for minute in ("09:00", "09:30"):
        call = cast.received(f"Mon 2 Nov 2026 {minute}", "s3", channel="phone", mailbox="", email="")
        for what in ("queued", "answered"):
            _note(call, what, f"Mon 2 Nov 2026 {minute}")
        _note(call, "resolved", f"Mon 2 Nov 2026 {minute}", closes=True)
        calls.append(call)
    assert parts_of(figure(counted("s3"), "S3-15", "share-resolved-first")) == ("100.0 %", 2, 2)
    again = cast.arrival("s3", channel="phone", mailbox="", email="")
    moment = at("Thu 5 Nov 2026 09:00")
    contacts.receive(again, at=moment, now=moment, follows=calls[0])
    row = figure(counted("s3"), "S3-15", "share-resolved-first")
    assert parts_of(row) == ("50.0 %", 1, 2)
    assert row.detail["apart"]["excluded"] == {"It came back about an earlier contact.": 1}


def check(when: str, *, passed: bool, known: str = "", key: str = "s2") -> None:
    made = checks.begin(FORM, council=cast.council(key), at=at(when))
    assert made is not None
    checks.settle(made, problem="" if passed else "No answer", at=at(known or when))


def test_a_check_is_counted_in_the_period_it_was_made_in_once_its_outcome_is_known():
    check("Wed 30 Sep 2026 23:59", passed=False)
    check("Thu 1 Oct 2026 00:14", passed=True)
    check("Thu 31 Dec 2026 23:59", passed=False, known="Fri 1 Jan 2027 00:14")
    check("Thu 31 Dec 2026 12:00", passed=False, known="Fri 1 Jan 2027 09:01")
    check("Fri 1 Jan 2027 00:14", passed=False)
    check("Mon 2 Nov 2026 09:00", passed=False, key="s5")
    row = figure(counted("s2"), "S2-20", "availability")
    assert row.detail["missing"] == row.denominator - 2
    assert row.numerator == 1


@pytest.mark.promise("S2-20")
def test_two_checks_of_thousands_that_were_due_keep_no_promise_and_one_before_says_since_when_they_are_due():
    for when in ("Thu 1 Oct 2026 00:10", "Thu 1 Oct 2026 00:25"):
        check(when, passed=True)
    row = figure(counted("s2", "Sat 28 Nov 2026 23:10"), "S2-20", "availability")
    assert (row.said, row.numerator, row.denominator, row.verdict) == ("0.0 %", 2, 5664, "broken")
    assert (row.detail["missing"], row.detail["needed"]) == (5662, 1000)
    check("Wed 30 Sep 2026 23:50", passed=False)
    assert figure(counted("s2", "Sat 28 Nov 2026 23:11"), "S2-20", "availability").denominator == 5664


def test_of_a_few_checks_there_is_no_verdict():
    for minute in ("23:40", "23:55"):
        check(f"Mon 16 Nov 2026 {minute}", passed=True)
    row = figure(counted("s2", "Mon 16 Nov 2026 23:59"), "S2-20", "availability")
    assert (row.said, row.verdict) == ("100.0 %", "no verdict: it needs 1,000 that were due, and had 2")
    assert row.detail["met"] is None


def test_a_check_is_counted_by_the_charter_in_force_on_its_day_and_one_on_a_day_without_any_is_not():
    text = text_of("s2.toml").replace("in_force_from = 2016-04-01", "in_force_from = 2026-11-16")
    check("Mon 2 Nov 2026 09:00", passed=False)
    tamper("UPDATE promises_edition SET in_force_from = '2026-11-09' WHERE council_id = 's2'")
    check("Mon 9 Nov 2026 09:00", passed=False)
    publish(cast.council("s2"), text=text.replace('version = "1"', 'version = "2"'), by=None, at=at(AFTER))
    check("Mon 16 Nov 2026 09:00", passed=True)
    rows = counted("s2").figures.filter(promise="S2-20").order_by("place")
    assert [(row.detail["charter"], *parts_of(row)) for row in rows] == [
        ("2", "0.0 %", 1, 4380),
        ("1", "0.0 %", 0, 636),
    ]


def test_where_no_check_was_made_the_promise_says_so():
    cast.council("s2")
    row = figure(counted("s2"), "S2-20", "availability")
    assert (row.said, row.detail["why"]) == ("not measured", "Nothing was observed in this period.")


def _note(contact: Contact, what: str, when: str, **details: Any) -> None:
    note(contact, [(what, details)], by=None, at=at(when), now=at(when))


def edition(version: str, in_force_from: str, days: int) -> None:
    """Publish another edition of s5's charter, which promises a full answer in so many working days."""
    text = text_of("s5.toml").replace('version = "1"', f'version = "{version}"')
    text = text.replace("in_force_from = 2014-04-01", f"in_force_from = {on(in_force_from)}")
    text = text.replace('within = "7 working days"', f'within = "{days} working days"')
    publish(cast.council(), text=text, by=None, at=at("Thu 1 Oct 2026 09:00"))


def test_a_contact_is_counted_by_the_charter_that_binds_it_and_each_edition_apart():
    edition("2", "Mon 16 Nov 2026", 5)
    edition("3", "Mon 7 Dec 2026", 8)
    answered("Mon 2 Nov 2026 09:00", "Wed 11 Nov 2026 17:00")
    answered("Mon 16 Nov 2026 09:00", "Wed 25 Nov 2026 17:00")
    rows = counted().figures.filter(promise="S5-24").order_by("place")
    assert [(row.detail["charter"], *parts_of(row)) for row in rows] == [
        ("3", "not measured", 0, 0),
        ("2", "0.0 %", 0, 1),
        ("1", "100.0 %", 1, 1),
    ]


def test_of_an_earlier_edition_only_what_it_still_binds_is_shown():
    edition("2", "Mon 16 Nov 2026", 5)
    answered("Mon 2 Nov 2026 09:00", "Wed 11 Nov 2026 17:00")
    rows = counted().figures.filter(promise__in=["S5-13", "S5-24"]).order_by("place")
    assert [(row.promise, row.detail["charter"]) for row in rows] == [("S5-13", "2"), ("S5-24", "2"), ("S5-24", "1")]


def test_there_is_room_for_the_longest_verdict_and_for_the_id_of_every_formula():
    made = counted()
    terms = Terms(Period(FIRST, LAST), at(AFTER), "S2-36", Strength.AIM, Target.read(">= 80 %"))
    many = {"numerator": 8, "denominator": 10, "asked": 20, "answered": 10}
    survey = Survey(formula=TOP_TWO, terms=terms, question="How was it?", **many)
    row = FigureRow(count=made, place=0, promise="S2-36", formula=max(FORMULAS, key=len), said=survey.said, n=survey.n)
    row.verdict = survey.verdict
    row.save()
    row.refresh_from_db()
    assert (row.formula, row.verdict) == (
        max(FORMULAS, key=len),
        "met aim, but not for sure: the 95 % interval, 49.0 % to 94.4 %, spans the target",
    )


def test_a_period_before_any_charter_cannot_be_counted():
    with pytest.raises(LookupError, match="no charter of it was in force"):
        counted(first=on("Fri 1 Jan 2010"), last=on("Wed 31 Mar 2010"))


def test_a_count_stays_and_only_of_the_same_day_of_a_running_period_is_the_last_one_kept():
    first = counted(when="Mon 16 Nov 2026 09:00")
    answered("Mon 2 Nov 2026 09:00", "Tue 3 Nov 2026 09:00")
    second = counted(when="Mon 16 Nov 2026 23:59")
    assert (first.id, figure(second, "S5-24").denominator) == (second.id, 1)
    third = counted(when="Tue 17 Nov 2026 00:00")
    assert list(PeriodCount.objects.order_by("id")) == [second, third]
    assert list(ClockFile.objects.values_list("count", flat=True)) == [third.id]
    last = counted(when="Thu 31 Dec 2026 23:59")
    over = [counted(when="Fri 1 Jan 2027 00:00"), counted(when="Fri 1 Jan 2027 09:00")]
    assert list(PeriodCount.objects.order_by("id")) == [second, third, last, *over]
    assert list(ClockFile.objects.order_by("id").values_list("count", flat=True)) == [one.id for one in over]


def test_a_figure_that_changed_after_it_was_first_published_says_from_what_to_what_and_why():
    answered("Mon 2 Nov 2026 09:00", "Tue 3 Nov 2026 09:00")
    counted(when="Thu 31 Dec 2026 23:59")
    first = counted(when="Fri 1 Jan 2027 09:00")
    assert "was" not in figure(first, "S5-24").detail
    cast.received("Mon 2 Nov 2026 09:00")
    for when in ("Sat 2 Jan 2027 09:00", "Sun 3 Jan 2027 09:00"):
        second = counted(when=when)
    assert parts_of(figure(first, "S5-24")) == ("100.0 %", 1, 1)
    row = figure(second, "S5-24")
    assert parts_of(row) == ("50.0 %", 1, 2)
    assert row.detail["was"] == {
        "said": "100.0 %",
        "numerator": 1,
        "denominator": 1,
        "at": "2027-01-01T09:00:00+00:00",
        "because": "Since the count of 1 January 2027: 1 more thing noted of contacts.",
    }
    assert "was" not in figure(second, "S5-16").detail


def test_who_asked_for_a_count_is_recorded_and_the_system_s_own_counts_are_not():
    counted()
    analyst = cast.staff("Pat Count", path="s5")
    before = Entry.objects.count()
    count(cast.council(), first_on=FIRST, last_on=LAST, at=at(AFTER), by=analyst)
    entry = Entry.objects.order_by("-id")[0]
    assert (Entry.objects.count() - before, entry.what, entry.by) == (1, "counted figures", analyst.email)


def matter(first: str, last: str) -> set[str]:
    period = Period(on(first), on(last))
    return {contact.reference for contact in that_matter(cast.council(), period)}


def test_only_contacts_that_can_matter_to_a_period_are_looked_at():
    long_ago = answered("Mon 1 Jun 2026 09:00", "Tue 2 Jun 2026 09:00")
    over_the_edge = answered("Tue 29 Sep 2026 09:00", "Fri 2 Oct 2026 09:00")
    still_open = cast.received("Mon 1 Jun 2026 09:00", channel="letter", email="")
    within = answered("Mon 2 Nov 2026 09:00", "Tue 3 Nov 2026 09:00")
    just_after = answered("Mon 4 Jan 2027 09:00", "Tue 5 Jan 2027 09:00")
    long_after = answered("Mon 1 Feb 2027 09:00", "Tue 2 Feb 2027 09:00")
    found = matter("Thu 1 Oct 2026", "Thu 31 Dec 2026")
    assert found == {one.reference for one in (over_the_edge, still_open, within, just_after)}
    assert long_ago.reference not in found
    assert long_after.reference not in found


def test_counting_a_hundred_contacts_asks_the_database_no_more_often_than_counting_three(
    django_assert_num_queries: Callable[[int], Any],
):
    for _ in range(3):
        cast.received("Mon 2 Nov 2026 09:00")
    counted()
    expected = _queries()
    for _ in range(97):
        cast.received("Mon 2 Nov 2026 09:00")
    with django_assert_num_queries(expected):
        made = counted()
    assert made.contacts == 100 < CHUNK


def _queries() -> int:
    with CaptureQueriesContext(connection) as asked:
        counted()
    return len(asked)


def test_a_count_of_more_than_a_chunk_counts_everybody_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("answerable.figures.counting.CHUNK", 2)
    for _ in range(5):
        cast.received("Mon 2 Nov 2026 09:00")
    made = counted()
    assert (made.contacts, figure(made, "S5-24").denominator) == (5, 5)


COMES = "Somebody comes to you today."


@pytest.mark.promise("S3-29", through="house")
def test_how_long_somebody_at_risk_waits_for_us_is_counted_beside_everybody_else():
    person = cast.staff(path="s3/customer-services/post")
    waits = [*("10:00",) * 3, *("12:00",) * 3, *("16:00",) * 4]
    for number, answered_at in enumerate(waits):
        told = {"welfare": "No food in the house."} if number < 3 else {}
        contact = cast.received("Mon 2 Nov 2026 09:00", "s3", email=f"r{number}@example.com", **told)
        if 3 <= number < 6:
            risk, moment = "Found by the officer.", at("Mon 2 Nov 2026 09:30")
            contacts.mark_welfare(contact, reason=risk, by=person, at=moment)
        if number == 6:  # marked by mistake, and put back in line
            contacts.mark_welfare(contact, reason="A mistake.", by=person, at=at("Mon 2 Nov 2026 09:30"))
            contacts.mark_welfare(contact, reason="", by=person, at=at("Mon 2 Nov 2026 09:31"))
        moment = at(f"Mon 2 Nov 2026 {answered_at}")
        contacts.reply(
            contact,
            body=COMES,
            parts=cast.parts(),
            full=True,
            closes=False,
            by=person,
            at=moment,
        )
        cast.everything_sent(moment)
    row = figure(counted("s3"), "S3-29", "percentiles-response-welfare")
    assert (row.said, row.n) == ("2.0 working hours", 6)
    assert row.detail["waits"]["said"] == {
        "median": "1.0 working hours",
        "90th percentile": "3.0 working hours",
        "longest": "3.0 working hours",
    }
    (others,) = row.detail["beside"]
    assert (others["name"], others["said"]) == ("The same for everybody else", "7.0 working hours")


@pytest.mark.promise("S3-29", through="house")
def test_how_long_fewer_than_five_at_risk_wait_is_held_back():
    for number in range(4):
        person, moment = cast.staff(path="s3/customer-services/post"), at("Mon 2 Nov 2026 10:00")
        contact = cast.received("Mon 2 Nov 2026 09:00", "s3", email=f"r{number}@example.com", welfare="No food.")
        contacts.reply(
            contact,
            body=COMES,
            parts=cast.parts(),
            full=True,
            closes=False,
            by=person,
            at=moment,
        )
        cast.everything_sent(moment)
    row = figure(counted("s3"), "S3-29", "percentiles-response-welfare")
    assert (row.said, row.n, row.detail.get("beside")) == ("held back", 0, [])


def publication(key: str, promise: str, when: str) -> tuple[str, int | None, int | None]:
    """Return what the quarter of a day says of a promise to publish figures every quarter."""
    first, last = quarter_of(at(when).date())
    return parts_of(figure(counted(key, when, first, last), promise, "share-passed"))


@pytest.mark.promise("S1-08", through="house")
@pytest.mark.promise("S3-03", through="house")
@pytest.mark.parametrize(("key", "promise"), [("s1", "S1-08"), ("s3", "S3-03")])
def test_figures_that_come_out_within_a_month_of_a_quarter_keep_the_promise_to_publish_them(key: str, promise: str):
    assert publication(key, promise, "Thu 31 Dec 2026 12:00") == ("not measured", None, None)
    counted(key, "Sun 31 Jan 2027 23:59")
    assert publication(key, promise, "Mon 1 Feb 2027 09:00") == ("100.0 %", 1, 1)


@pytest.mark.promise("S1-08", through="house")
def test_figures_that_do_not_come_out_or_come_out_later_break_it():
    counted("s1", "Thu 31 Dec 2026 12:00")
    assert publication("s1", "S1-08", "Sun 31 Jan 2027 23:59") == ("not measured", None, None)
    assert publication("s1", "S1-08", "Mon 1 Feb 2027 00:01") == ("0.0 %", 0, 1)
    counted("s1", "Mon 1 Feb 2027 00:02")
    assert publication("s1", "S1-08", "Mon 1 Feb 2027 09:00") == ("0.0 %", 0, 1)


def test_a_quarter_that_was_not_counted_while_it_ran_was_not_due_to_be_published():
    counted("s1", "Mon 1 Feb 2027 09:00")
    counted("s1", "Tue 2 Feb 2027 09:00", on("Thu 1 Oct 2026"), on("Sat 31 Oct 2026"))
    assert publication("s1", "S1-08", "Wed 3 Feb 2027 09:00") == ("not measured", None, None)
