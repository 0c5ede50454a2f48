"""A rule in words: what is to be done, and by when."""

from answerable.standards.charter.clock_rules import SAME_DAY, ClockRule, Contingent, DatesKept, Notice, Timed
from answerable.standards.time.duration import Duration
from answerable.standards.vocabulary.facts import noun
from answerable.standards.words import say_list


def say_rule(rule: ClockRule) -> str:
    """Say a rule within a line: "full reply within 10 working days", "done by the date we gave"."""
    match rule:
        case DatesKept():
            return "done by the date we gave"
        case Notice():
            replies = say_list([promise.id for promise in rule.notice_for], "or")
            return f"{noun(rule.stop)} by the time {replies} is due, if the reply is not there by then"
        case Contingent():
            return f"{_limit(rule)}, unless the full reply comes {say_within(rule.unless_full_reply_within)}"
        case _:
            return _limit(rule)


def say_within(limit: Duration) -> str:
    """Say a limit as the end of a sentence: "within 10 working days", "the same day"."""
    return "the same day" if limit == SAME_DAY else f"within {limit}"


def _limit(rule: Timed) -> str:
    begins = rule.counts_from or rule.opens
    since = "" if begins == "received" else f" of '{begins}'"
    return f"{noun(rule.stop)} {say_within(rule.within)}{since}"
