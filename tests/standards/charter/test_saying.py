import pytest

from answerable.standards.charter.clock_rules import SAME_DAY, ClockRule, DatesKept
from answerable.standards.charter.saying import say_rule, say_within
from answerable.standards.time.duration import Months
from tests.build import ENGLAND, notice, promise, rule

FIRST, SECOND = promise(rule(), "S9-01"), promise(rule(), "S9-02")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (rule("10 working days"), "full reply within 10 working days"),
        (rule("same day", "acknowledgement"), "acknowledgement the same day"),
        (rule("7 rings", "answered", opens="ringing"), "answer to the call within 7 rings of 'ringing'"),
        (rule("20 working days", opens="escalated"), "full reply within 20 working days of 'escalated'"),
        (rule("10 working days", counts_from="acknowledged"), "full reply within 10 working days of 'acknowledged'"),
        (
            rule("20 working days", opens="escalated", counts_from="acknowledged"),
            "full reply within 20 working days of 'acknowledged'",
        ),
        (
            rule("5 working days", "acknowledgement", unless_full_reply_within="10 working days"),
            "acknowledgement within 5 working days, unless the full reply comes within 10 working days",
        ),
        (
            rule("2 working days", "acknowledgement", unless_full_reply_within="same day"),
            "acknowledgement within 2 working days, unless the full reply comes the same day",
        ),
        (notice(FIRST), "notice of delay by the time S9-01 is due, if the reply is not there by then"),
        (
            notice(FIRST, SECOND),
            "notice of delay by the time S9-01 or S9-02 is due, if the reply is not there by then",
        ),
        (DatesKept(ENGLAND), "done by the date we gave"),
    ],
)
def test_a_rule_is_said_in_a_line(said: ClockRule, words: str):
    assert say_rule(said) == words


def test_a_limit_ends_a_sentence():
    assert (say_within(SAME_DAY), say_within(Months(1))) == ("the same day", "within 1 month")
