"""What is found is kept once and stays so: checks that machines begin and settle, and what people write down."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from answerable.evidence.models import Entry
from answerable.observations.actions import begin, give_up, observe, settle
from answerable.observations.models import ObservationRow
from answerable.standards.vocabulary.feeds import (
    AUDIT,
    FORM,
    MAILBOX,
    MYSTERY_SHOP,
    SURVEY,
    WEB_LOOK,
    Feed,
)
from tests import cast
from tests.build import at
from tests.figures.counted import counted

pytestmark = pytest.mark.django_db

NINE = at("Mon 2 Nov 2026 09:00")
TEN = at("Mon 2 Nov 2026 10:00")


def kept() -> list[tuple[Any, ...]]:
    return list(ObservationRow.objects.order_by("id").values_list("instrument", "passed", "problem", "settled_at"))


def test_what_was_said_first_of_a_check_stands():
    check = begin(FORM, council=cast.council("s2"), at=NINE)
    settle(check, at=NINE)
    settle(check, problem="Too late", at=TEN)
    assert kept() == [("form", True, "", NINE)]


def test_a_check_that_failed_is_said_in_the_log_with_why(caplog: pytest.LogCaptureFixture):
    settle(begin(FORM, council=cast.council("s2"), at=NINE), problem="No answer", at=NINE)
    assert caplog.messages == ["form at 2026-11-02 09:00 failed for s2: No answer"]


def test_the_database_refuses_to_change_what_is_settled():
    check = begin(FORM, council=cast.council("s2"), at=NINE)
    settle(check, problem="No answer", at=NINE)
    with pytest.raises(DatabaseError, match="Cannot change an observation: it is settled"), transaction.atomic():
        ObservationRow.objects.update(passed=True)
    assert kept() == [("form", False, "No answer", NINE)]


def test_each_mailbox_of_a_council_is_a_way_in_of_its_own():
    council = cast.council("s2")
    subjects = ["a@x.example", "b@x.example", "a@x.example"]
    made = [begin(MAILBOX, council=council, path="s2/a", subject=one, at=NINE) for one in subjects]
    assert [one.subject if one else None for one in made] == ["a@x.example", "b@x.example", None]
    assert [(row.council_id, row.path) for row in ObservationRow.objects.all()] == [("s2", "s2/a")] * 2


def test_only_checks_of_the_sort_whose_time_is_over_have_failed():
    council = cast.council("s2")
    for check, moment in ((FORM, "09:00"), (MAILBOX, "09:00"), (FORM, "09:15")):
        begin(check, council=council, at=at(f"Mon 2 Nov 2026 {moment}"))
    now = at("Mon 2 Nov 2026 09:15")
    give_up(FORM, at=now)
    assert kept() == [
        ("form", False, "It was not known how it came out after 15 minutes.", now),
        ("mailbox", None, "", None),
        ("form", None, "", None),
    ]
    give_up(MAILBOX, at=now)
    assert kept()[1] == ("mailbox", False, "It had not come after 15 minutes.", now)


def found(instrument: Feed, promise: str, key: str = "s5", **found: Any) -> ObservationRow:
    shopper = cast.staff("Mys Shop", path=key)
    given = {"at": NINE, "now": TEN, **found}
    return observe(instrument, council=cast.council(key), promise=promise, by=shopper, **given)


@pytest.mark.promise("S5-07")
def test_what_a_mystery_shopper_found_is_a_figure_of_its_promise():
    for passed in (True, True, False):
        found(MYSTERY_SHOP, "S5-07", passed=passed)
    found(MYSTERY_SHOP, "S5-08", passed=False)
    row = counted("s5").figures.get(promise="S5-07")
    assert (row.formula, row.said, row.numerator, row.denominator) == ("share-passed", "66.6 %", 2, 3)


@pytest.mark.promise("S2-36")
def test_answers_to_a_survey_are_a_figure_with_how_many_were_asked():
    for answer in ("very satisfied", "satisfied", "neither", ""):
        found(SURVEY, "S2-36", "s2", answer=answer)
    row = counted("s2").figures.get(promise="S2-36")
    assert (row.formula, row.said, row.numerator, row.denominator) == ("survey-top-two", "66.6 %", 2, 3)
    assert (row.detail["asked"], row.detail["answered"]) == (4, 3)


def test_who_wrote_down_what_was_found_and_when_it_was_seen_and_known_are_kept():
    row = found(AUDIT, "S5-02", passed=False, problem="Two of five were not finished")
    by = cast.staff("Mys Shop", path="s5")
    assert (row.council_id, row.path, row.promise, row.by, row.at, row.settled_at) == (
        "s5", "s5", "S5-02", by, NINE, TEN,
    )  # fmt: skip
    entry = Entry.objects.order_by("-id")[0]
    assert (entry.what, entry.about, entry.by, entry.at, entry.details) == (
        "observed", "s5", by.email, TEN, {"promise": "S5-02", "instrument": "audit"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("instrument", "promise", "key", "when", "refusal"),
    [
        (SURVEY, "S5-99", "s5", NINE, "Cannot note what was found about S5-99: Customer care standards makes no"),
        (SURVEY, "S5-07", "s5", NINE, "about S5-07 by survey: for that promise the charter names mystery shop or sam"),
        (SURVEY, "S5-24", "s5", NINE, "about S5-24 by survey: for that promise the charter names nobody who looks."),
        (FORM, "S2-20", "s2", NINE, "about S2-20 by form: for that promise the charter names nobody who looks."),
        (WEB_LOOK, "S5-37", "s5", at("Mon 2 Nov 2026 10:01"), "at 2026-11-02 10:01: that is still to come."),
    ],
)
def test_what_would_never_be_counted_is_refused(instrument: Feed, promise: str, key: str, when: Any, refusal: str):
    with pytest.raises(ValueError) as refused:
        found(instrument, promise, key, at=when)
    assert refusal in str(refused.value)
    assert ObservationRow.objects.count() == 0


def test_nothing_is_noted_for_a_day_without_a_charter():
    with pytest.raises(LookupError):
        found(AUDIT, "S5-02", at=at("Wed 1 Jan 2003 09:00"))
