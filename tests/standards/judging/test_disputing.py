"""What a customer can say is not so, and until when."""

import pytest

from answerable.standards.charter.promises import Setting
from answerable.standards.judging.disputing import disputable
from tests.build import at, charter, contact, fact, promise, rule

RECEIVED = fact("received", "Mon 2 Nov 2026 10:00")
CLOSED = fact("replied", "Tue 3 Nov 2026 10:00", closes=True)
ANSWERED = fact("replied", "Tue 3 Nov 2026 10:00")
DONE = fact("resolved", "Thu 5 Nov 2026 10:00")
BOTH = ["answer_disputed", "work_disputed"]
LAST = at("Tue 1 Dec 2026 23:59:59")
"""The twenty-eighth day after the answer."""


def can(*facts, now="Fri 6 Nov 2026 10:00", **settings):
    made = charter(promise(rule("10 working days")))
    made.settings.update(settings)
    return disputable(contact("email", RECEIVED, *facts), charter=made, now=at(now))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ([], []),
        ([fact("responded", "Tue 3 Nov 2026 10:00")], []),
        ([ANSWERED], ["answer_disputed"]),
        ([CLOSED], BOTH),
        ([ANSWERED, DONE], BOTH),
        ([DONE], ["work_disputed"]),
        ([CLOSED, fact("answer_disputed", "Wed 4 Nov 2026 10:00")], []),
        ([CLOSED, fact("work_disputed", "Wed 4 Nov 2026 10:00"), DONE], BOTH),
        ([CLOSED, fact("excluded", "Wed 4 Nov 2026 10:00", code="spam")], []),
        ([CLOSED, fact("withdrawn", "Wed 4 Nov 2026 10:00")], []),
        ([CLOSED, fact("acknowledged", "Wed 4 Nov 2026 10:00")], BOTH),
        ([fact("replied", "Sat 7 Nov 2026 10:00")], []),
    ],
)
def test_of_each_answer_it_can_be_said_once_and_of_what_is_over_that_it_is_not_done(facts, said):
    assert list(can(*facts)) == said


@pytest.mark.parametrize(("now", "until"), [("Tue 1 Dec 2026 23:59:59.9", LAST), ("Wed 2 Dec 2026 00:00", None)])
def test_it_can_be_said_for_twenty_eight_days_to_the_end_of_the_last(now, until):
    assert can(ANSWERED, now=now) == ({"answer_disputed": until} if until else {})


def test_the_charter_says_for_how_long_and_it_runs_from_the_newest():
    found = can(ANSWERED, DONE, disputed_within=Setting("1 week"))
    assert found == dict.fromkeys(BOTH, at("Thu 12 Nov 2026 23:59:59"))
