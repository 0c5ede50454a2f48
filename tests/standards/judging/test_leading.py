"""Which clock leads: the first answer promised, a sooner date that we gave, and what a letter can say of itself."""

import pytest

from answerable.charters import charter_of
from answerable.standards.charter.clock_rules import Condition
from answerable.standards.charter.promises import ContentRule
from answerable.standards.facts import Fact
from answerable.standards.judging.clock import judge_all
from answerable.standards.judging.leading import day_of, gives_answer, leading, once_sent, to_promise
from answerable.standards.judging.outcome import Measure
from answerable.standards.vocabulary.details import PARTS
from tests.build import at, charter, contact, fact, notice, on, promise, rule

RECEIVED = fact("received", "Mon 2 Nov 2026 10:00")
NOW = "Mon 2 Nov 2026 11:00"

ACK = promise(rule("2 working days", "acknowledgement"), "S9-ACK")
RESPONSE = promise(rule("3 working days", "response"), "S9-RESPONSE")
REPLY = promise(rule("10 working days"), "S9-REPLY")
SOONER = promise(rule("5 working days"), "S9-SOONER")
DONE = promise(rule("7 working days", "resolution"), "S9-DONE")
VISIT = promise(rule("1 working day", "investigated"), "S9-VISIT")
CODE = promise(rule("8 working days", counts_from="acknowledged", counts_from_within="5 working days"), "S9-CODE")
LATEST = promise(rule("6 months", backstop=True), "S9-LATEST")


def clocks(*promises, facts=(), now=NOW):
    return judge_all(contact("letter", RECEIVED, *facts), charter=charter(*promises), now=at(now))


def led(*promises, facts=(), now=NOW):
    """Say which promise leads, and the day on which it runs out."""
    clock = leading(clocks(*promises, facts=facts, now=now))
    return clock and (clock.promise.id, day_of(clock, charter(REPLY)))


def told(what, when, by_when):
    return fact(what, when, by_when=on(by_when))


@pytest.mark.parametrize(
    ("promises", "leads"),
    [
        ((), None),
        ((ACK,), None),
        ((VISIT,), None),
        ((ACK, RESPONSE), ("S9-RESPONSE", on("Thu 5 Nov 2026"))),
        ((ACK, RESPONSE, REPLY), ("S9-REPLY", on("Mon 16 Nov 2026"))),
        ((REPLY, SOONER, RESPONSE), ("S9-SOONER", on("Mon 9 Nov 2026"))),
        ((REPLY, DONE), ("S9-DONE", on("Wed 11 Nov 2026"))),
        ((LATEST, REPLY), ("S9-REPLY", on("Mon 16 Nov 2026"))),
        ((LATEST, ACK), ("S9-LATEST", on("Sun 2 May 2027"))),
        ((LATEST, RESPONSE), ("S9-RESPONSE", on("Thu 5 Nov 2026"))),
    ],
)
def test_the_first_full_answer_leads_or_else_the_last_response(promises, leads):
    assert led(*promises) == leads


def test_of_several_responses_the_last_leads():
    later = promise(rule("4 working days", "response"), "S9-LATER")
    assert led(later, RESPONSE) == led(RESPONSE, later) == ("S9-LATER", on("Fri 6 Nov 2026"))


def test_the_latest_that_the_law_allows_leads_once_the_response_is_over_and_when_it_is_over_itself():
    assert led(LATEST, RESPONSE, now="Fri 6 Nov 2026 09:00") == ("S9-LATEST", on("Sun 2 May 2027"))
    assert led(LATEST, RESPONSE, facts=[fact("responded", NOW)]) == ("S9-LATEST", on("Sun 2 May 2027"))
    answered = [fact("replied", NOW)]
    assert led(LATEST, RESPONSE, facts=answered) == ("S9-LATEST", on("Sun 2 May 2027"))
    assert led(LATEST, promise(rule("7 months", "response"), "S9-SLOW")) == ("S9-LATEST", on("Sun 2 May 2027"))
    two = promise(rule("4 working days", "response"), "S9-TWO")
    assert led(LATEST, two, RESPONSE) == ("S9-TWO", on("Fri 6 Nov 2026"))


def test_what_is_void_left_out_or_not_required_leads_nothing():
    complex = Condition("declared_complex", reason="Complex")
    lifted = promise(rule("5 working days", lifted_by=complex), "S9-LIFTED")
    assert led(lifted, REPLY) == ("S9-LIFTED", on("Mon 9 Nov 2026"))
    declared = [fact("declared_complex", "Mon 2 Nov 2026 10:30")]
    assert led(lifted, REPLY, facts=declared) == ("S9-REPLY", on("Mon 16 Nov 2026"))
    gone = [fact("withdrawn", "Mon 2 Nov 2026 10:30")]
    assert led(REPLY, facts=gone) is None
    assert led(REPLY, facts=[fact("excluded", "Mon 2 Nov 2026 10:30", code="spam")]) is None


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ((), "broken"),
        ((fact("replied", "Tue 3 Nov 2026 10:00"),), "kept"),
        ((fact("replied", "Tue 10 Nov 2026 10:00"),), "broken"),
    ],
)
def test_what_is_over_still_leads_for_it_says_whether_we_kept_our_word(facts, state):
    clock = leading(clocks(SOONER, REPLY, facts=facts, now="Fri 13 Nov 2026 09:00"))
    assert (clock.promise.id, clock.state) == ("S9-SOONER", state)


def test_a_delay_notice_is_no_answer():
    late = promise(notice(SOONER), "S9-LATE")
    assert led(late, SOONER) == ("S9-SOONER", on("Mon 9 Nov 2026"))


def test_what_a_message_had_to_say_is_no_answer_though_its_promise_has_a_limit():
    says = promise(
        rule("5 working days"),
        "S9-SAYS",
        kind=("rule", "clock"),
        rule=ContentRule("Who", ("acknowledged",), ("owner",)),
    )
    found = leading(clocks(says, facts=[fact("acknowledged", "Mon 2 Nov 2026 10:30", owner="Sam")]))
    assert (found.promise.id, found.measure, found.due) == ("S9-SAYS", Measure.TIMED, at("Mon 9 Nov 2026 23:59:59"))


# ---- dates that we gave ----


def test_a_sooner_date_that_we_gave_leads_and_a_later_one_does_not():
    sooner = told("acknowledged", "Mon 2 Nov 2026 10:30", "Fri 6 Nov 2026")
    later = told("delay_told", "Mon 2 Nov 2026 10:30", "Fri 20 Nov 2026")
    same = told("acknowledged", "Mon 2 Nov 2026 10:30", "Mon 9 Nov 2026")
    assert led(SOONER, facts=[sooner]) == ("TOLD", on("Fri 6 Nov 2026"))
    assert led(SOONER, facts=[later]) == ("S9-SOONER", on("Mon 9 Nov 2026"))
    assert led(SOONER, facts=[same]) == ("S9-SOONER", on("Mon 9 Nov 2026"))


def test_where_no_answer_is_promised_the_last_date_that_we_gave_leads():
    first = told("responded", "Mon 2 Nov 2026 10:30", "Fri 13 Nov 2026")
    then = told("delay_told", "Mon 2 Nov 2026 10:40", "Fri 20 Nov 2026")
    assert led(ACK, facts=[first]) == ("TOLD", on("Fri 13 Nov 2026"))
    assert led(RESPONSE, facts=[first, then]) == ("TOLD", on("Fri 20 Nov 2026"))
    assert led(RESPONSE, facts=[told("acknowledged", "Mon 2 Nov 2026 10:30", "Thu 5 Nov 2026")]) == (
        "S9-RESPONSE",
        on("Thu 5 Nov 2026"),
    )


def test_a_date_agreed_with_the_customer_leads_before_the_latest_that_the_law_allows():
    agreed = told("acknowledged", "Mon 2 Nov 2026 10:30", "Fri 15 Jan 2027")
    assert led(LATEST, facts=[agreed]) == ("TOLD", on("Fri 15 Jan 2027"))


@pytest.mark.parametrize("what", ["replied", "callback_agreed"])
def test_a_date_for_something_else_than_the_answer_does_not_lead(what):
    given = told(what, "Mon 2 Nov 2026 10:30", "Fri 6 Nov 2026")
    assert led(SOONER, facts=[given]) == ("S9-SOONER", on("Mon 9 Nov 2026"))
    assert led(ACK, facts=[given]) is None


def test_a_date_that_we_gave_is_for_an_answer_and_a_response_is_not_one():
    found = clocks(ACK, RESPONSE, REPLY, facts=[told("acknowledged", "Mon 2 Nov 2026 10:30", "Fri 6 Nov 2026")])
    (called,) = clocks(facts=[told("callback_agreed", "Mon 2 Nov 2026 10:30", "Fri 6 Nov 2026")])
    assert gives_answer(called) is False
    assert {clock.promise.id: gives_answer(clock) for clock in found} == {
        "S9-ACK": False,
        "S9-RESPONSE": False,
        "S9-REPLY": True,
        "TOLD": True,
    }


# ---- what can still be promised ----


def promised(*promises, facts=(), now=NOW):
    clock = to_promise(clocks(*promises, facts=facts, now=now))
    return clock and clock.promise.id


def test_only_what_is_still_to_come_can_be_promised():
    assert promised(SOONER, REPLY) == "S9-SOONER"
    assert promised(SOONER, REPLY, now="Tue 10 Nov 2026 09:00") == "S9-REPLY"
    assert promised(SOONER, REPLY, now="Tue 17 Nov 2026 09:00") is None
    assert promised(SOONER, facts=[fact("replied", "Mon 2 Nov 2026 10:30")]) is None
    soon = promise(rule("5 working days", due_soon=1), "S9-SOON")
    assert promised(soon, now="Mon 9 Nov 2026 09:00") == "S9-SOON"


def test_the_latest_that_the_law_allows_is_never_promised():
    assert promised(LATEST, ACK) is None
    assert promised(LATEST, RESPONSE) == "S9-RESPONSE"
    assert promised(LATEST, REPLY) == "S9-REPLY"


# ---- a letter that counts from itself ----


def given_by(letter, *promises, received="Mon 2 Nov 2026 10:00"):
    clock = once_sent(letter, contact("letter", fact("received", received)), charter=charter(*promises))
    return clock and (clock.promise.id, day_of(clock, charter(REPLY)))


@pytest.mark.promise("LGSCO-1-REPLY")
def test_a_limit_that_counts_from_an_acknowledgement_gives_the_date_that_this_one_makes():
    assert led(CODE, REPLY) == ("S9-REPLY", on("Mon 16 Nov 2026"))
    assert given_by(fact("acknowledged", NOW), CODE, REPLY) == ("S9-CODE", on("Thu 12 Nov 2026"))
    assert given_by(fact("acknowledged", "Fri 6 Nov 2026 11:00"), CODE, REPLY) == ("S9-REPLY", on("Mon 16 Nov 2026"))
    assert given_by(fact("delay_told", NOW), CODE, REPLY) == ("S9-REPLY", on("Mon 16 Nov 2026"))


def test_a_letter_does_not_promise_itself_nor_the_date_it_has_not_given_yet():
    needs = promise(rule("2 working days", "response", needs=("by_when",)), "S9-NEEDS")
    assert given_by(fact("responded", NOW), needs) is None
    assert given_by(fact("responded", NOW), RESPONSE) is None
    assert given_by(fact("acknowledged", NOW), needs) == ("S9-NEEDS", on("Wed 4 Nov 2026"))
    assert given_by(fact("replied", NOW), REPLY) is None


def test_what_is_broken_when_the_letter_goes_is_not_promised_again():
    assert given_by(fact("acknowledged", "Tue 17 Nov 2026 09:00"), REPLY, RESPONSE) is None


def test_a_date_already_given_is_given_again():
    case = contact("letter", RECEIVED, told("acknowledged", "Mon 2 Nov 2026 10:30", "Fri 6 Nov 2026"))
    clock = once_sent(Fact("responded", at(NOW), dict.fromkeys(PARTS, "given")), case, charter=charter(SOONER))
    assert (clock.promise.id, clock.due) == ("TOLD", at("Fri 6 Nov 2026 23:59:59"))


def test_the_day_is_that_of_the_council_and_not_that_of_greenwich():
    reply = promise(rule("24 hours"), "S9-HOURS")
    case = contact("letter", fact("received", "Tue 2 Jun 2026 00:30"))
    clock = leading(judge_all(case, charter=charter(reply), now=at("Tue 2 Jun 2026 01:00")))
    assert day_of(clock, charter_of("s5")) == on("Wed 3 Jun 2026")
    assert str(clock.due.date()) == "2026-06-02"


def test_what_cannot_be_counted_yet_does_not_lead():
    late, far = fact("received", "Mon 22 Mar 2027 09:00"), promise(rule("7 working days"), "S9-FAR")
    found = judge_all(contact("letter", late), charter=charter(far, RESPONSE), now=at("Mon 22 Mar 2027 10:00"))
    assert [clock.promise.id for clock in found] == ["S9-FAR", "S9-RESPONSE"]
    assert leading(found) == found[1]
    assert leading(found[:1]) is None
