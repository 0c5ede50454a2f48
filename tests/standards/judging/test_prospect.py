"""What a contact would be owed from the moment it is received: A.7 of the domain, and each sort of condition."""

import time
from datetime import datetime

import pytest

from answerable.charters import COUNCILS, charter_of
from answerable.standards.charter.clock_rules import ClockRule, Condition, DatesKept
from answerable.standards.charter.promises import Charter, Promise, Replacement
from answerable.standards.judging.outcome import State
from answerable.standards.judging.prospect import Prospect, prospects
from answerable.standards.time.counting import Counting, Start
from answerable.standards.time.duration import WorkingDays, parse
from answerable.standards.vocabulary.kinds import KINDS
from tests.build import ENGLAND, at, charter, notice, on, promise, rule

FRIDAY = at("Fri 18 Dec 2026 18:30")


def only(found: list[Prospect]) -> Prospect:
    (one,) = found
    return one


def of(id: str, council: str, received: datetime = FRIDAY, **known: str | list[str]) -> list[Prospect]:
    return [one for one in prospects(charter_of(council), received, **known) if one.promise.id == id]


def alone(made: Promise, received: datetime = FRIDAY, **known: object) -> Prospect:
    return only(prospects(charter(made), received, **known))


def test_a_clock_without_conditions_is_owed_as_it_stands():
    made = promise(rule("10 working days"))
    assert alone(made) == Prospect(
        promise=made,
        due=at("Wed 6 Jan 2027 23:59:59"),
        limit="10 working days",
        condition="",
        state=State.RUNNING,
        reason="",
        staff_target=on("Wed 6 Jan 2027"),
    )


def test_clocks_are_listed_by_due_moment_and_then_by_promise():
    made = [promise(rule(f"{days} working days"), id=id) for days, id in ((3, "S9-03"), (1, "S9-02"), (1, "S9-01"))]
    assert [one.promise.id for one in prospects(charter(*made), FRIDAY)] == ["S9-01", "S9-02", "S9-03"]


def test_promises_without_a_clock_and_dates_yet_to_be_given_are_not_listed():
    assert prospects(charter(promise(None), promise(DatesKept(ENGLAND), id="S9-02")), FRIDAY) == []


@pytest.mark.parametrize("opens", ["escalated", "restricted", "review_asked", "callback_agreed", "colleague_asked"])
def test_a_clock_that_a_later_fact_opens_is_not_listed(opens: str):
    assert prospects(charter(promise(rule(opens=opens))), FRIDAY) == []


@pytest.mark.parametrize("opens", ["ringing", "arrived"])
def test_a_call_rings_and_a_visitor_arrives_at_the_moment_of_receipt(opens: str):
    assert alone(promise(rule("300 seconds", opens=opens))).due == at("Fri 18 Dec 2026 18:35")


def test_a_clock_counted_from_a_fact_that_need_never_come_is_not_listed():
    assert prospects(charter(promise(rule(counts_from="acknowledged"))), FRIDAY) == []


@pytest.mark.parametrize(
    ("channels", "condition"),
    [
        ({"all"}, ""),
        ({"email"}, "if it is an email"),
        ({"web", "email", "letter"}, "if it is an email, a web form or a letter"),
    ],
)
def test_without_a_channel_each_clock_says_on_which_it_is_owed(channels: set[str], condition: str):
    assert alone(promise(rule(), channels=frozenset(channels))).condition == condition


def test_with_a_channel_only_its_own_clocks_are_listed_and_they_do_not_name_it():
    made = promise(rule(), channels=frozenset({"email"}))
    assert alone(made, channel="email").condition == ""
    assert prospects(charter(made), FRIDAY, channel="letter") == []


@pytest.mark.parametrize(
    ("known", "condition"),
    [(None, "if it came to a contact-group mailbox"), ("contact-group", "")],
)
def test_a_mailbox_that_is_not_known_is_a_condition(known: str | None, condition: str):
    assert alone(promise(rule(), mailbox="contact-group"), mailbox=known).condition == condition


def test_another_mailbox_owes_nothing():
    assert prospects(charter(promise(rule(), mailbox="contact-group")), FRIDAY, mailbox="planning") == []


COMPLAINTS = frozenset(kind for kind in KINDS if kind.endswith("complaint"))


@pytest.mark.parametrize(
    ("owed", "condition"),
    [
        ({}, ""),
        ({"contacts": frozenset({"complaint"})}, "if it is a complaint"),
        (
            {"contacts": frozenset({"complaint", "comment", "compliment"})},
            "if it is a complaint, a compliment or a comment",
        ),
        ({"not_contacts": frozenset({"complaint"})}, "if it is not a complaint"),
        ({"not_contacts": COMPLAINTS | {"foi"}}, "if it is not a complaint of any kind or a request for information"),
        ({"contacts": COMPLAINTS}, "if it is a complaint of any kind"),
    ],
)
def test_without_a_kind_each_clock_says_to_which_kinds_it_is_owed(owed: dict[str, frozenset[str]], condition: str):
    assert alone(promise(rule(), **owed)).condition == condition


def test_with_kinds_only_what_they_owe_is_listed():
    made = promise(rule(), contacts=frozenset({"complaint"}))
    assert alone(made, kinds=["complaint", "foi"]).condition == ""
    assert prospects(charter(made), FRIDAY, kinds=["foi"]) == []


LAW = Replacement("S9-09", frozenset({"foi"}), frozenset({"S9-01"}), "The law has its own timescale")


def with_law(made: Promise) -> Charter:
    return charter(made, replacements=(LAW,))


def test_a_void_clock_is_listed_with_the_reason():
    one = only(prospects(with_law(promise(rule())), FRIDAY, kinds=["foi"]))
    assert (one.state, one.reason, one.due, one.condition) == (
        State.VOID,
        "The law has its own timescale.",
        at("Wed 6 Jan 2027 23:59:59"),
        "",
    )


def test_a_contact_of_two_kinds_is_owed_what_either_gives():
    assert only(prospects(with_law(promise(rule())), FRIDAY, kinds=["foi", "enquiry"])).state is State.RUNNING


def test_without_a_kind_those_for_which_a_clock_is_void_are_left_out_of_its_condition():
    one = only(prospects(with_law(promise(rule())), FRIDAY))
    assert (one.state, one.condition) == (State.RUNNING, "if it is not a request for information")


def test_a_clock_that_is_void_for_every_kind_it_is_owed_to_is_void():
    one = only(prospects(with_law(promise(rule(), contacts=frozenset({"foi"}))), FRIDAY))
    assert (one.state, one.condition) == (State.VOID, "if it is a request for information")


def test_out_of_hours_a_clock_that_runs_only_in_hours_is_excluded():
    one = alone(promise(rule("4 rings", opens="ringing", in_hours=True)))
    assert (one.state, one.reason) == (State.EXCLUDED, "It came outside the published opening hours.")


def test_in_hours_it_runs():
    one = alone(promise(rule("4 rings", opens="ringing", in_hours=True)), at("Fri 18 Dec 2026 09:00"))
    assert (one.state, one.reason, one.due) == (State.RUNNING, "", at("Fri 18 Dec 2026 09:00:12"))


def test_a_contingent_acknowledgement_shows_the_reply_limit_beside_it():
    one = alone(promise(rule("5 working days", "acknowledgement", unless_full_reply_within="10 working days")))
    assert (one.due, one.or_by, one.condition) == (
        at("Tue 29 Dec 2026 23:59:59"),
        at("Wed 6 Jan 2027 23:59:59"),
        "if the full reply takes longer than 10 working days",
    )


def test_at_once_is_the_same_day():
    one = alone(promise(rule("2 working days", "acknowledgement", unless_full_reply_within="same day")))
    assert (one.or_by, one.condition) == (at("Fri 18 Dec 2026 23:59:59"), "if there is no full reply the same day")


def test_a_notice_of_delay_is_due_with_the_promise_it_speaks_of():
    reply = promise(rule("10 working days"), contacts=frozenset({"complaint"}))
    made = promise(notice(reply), id="S9-02")
    assert only(prospects(charter(made), FRIDAY)) == Prospect(
        promise=made,
        due=at("Wed 6 Jan 2027 23:59:59"),
        limit="as S9-01, 10 working days",
        condition="if it is a complaint; if there is no full reply by 6 January 2027",
        state=State.RUNNING,
        reason="",
        staff_target=on("Wed 6 Jan 2027"),
        beside=reply,
    )


def test_a_notice_of_delay_is_listed_once_for_each_reply_it_speaks_of():
    replies = [
        promise(rule("7 working days"), id="S9-01", channels=frozenset({"email"})),
        promise(rule("10 working days"), id="S9-02", channels=frozenset({"letter"})),
    ]
    made = promise(notice(*replies), id="S9-03")
    assert [one.beside for one in prospects(charter(made), FRIDAY)] == replies
    assert [one.beside for one in prospects(charter(made), FRIDAY, channel="letter")] == replies[1:]


def test_a_limit_counted_from_the_acknowledgement_shows_its_latest_date_and_says_so():
    one = alone(promise(rule(counts_from="acknowledged", counts_from_within="5 working days")))
    assert (one.due, one.condition) == (
        at("Wed 13 Jan 2027 23:59:59"),
        "counted as if acknowledged on the last day, 29 December 2026, and sooner if that is sooner",
    )


def test_a_declaration_is_a_condition_with_its_own_last_day():
    complex_within = Condition("declared_complex", WorkingDays(10), ("reason",))
    assert alone(promise(rule("20 working days", only_if=complex_within))).condition == (
        "if declared complex by 6 January 2027"
    )
    assert alone(promise(rule(lifted_by=complex_within))).condition == "unless declared complex by 6 January 2027"


def test_a_condition_without_a_limit_of_its_own_names_only_the_event():
    assert alone(promise(rule(only_if=Condition("escalated")))).condition == "if taken to stage two"
    assert alone(promise(rule(only_if=Condition("made_safe")))).condition == "if made safe"


@pytest.mark.parametrize(
    ("received", "limit", "due", "target"),
    [
        ("Fri 18 Dec 2026 18:30", "14 days", "Fri 1 Jan 2027 23:59:59", "Thu 31 Dec 2026"),
        ("Fri 18 Dec 2026 18:30", "24 hours", "Sat 19 Dec 2026 18:30", "Fri 18 Dec 2026"),
        ("Sat 19 Dec 2026 10:00", "24 hours", "Sun 20 Dec 2026 10:00", None),
    ],
)
def test_staff_aim_for_the_last_working_day_on_or_before_and_not_before_the_receipt(
    received: str, limit: str, due: str, target: str | None
):
    one = alone(promise(rule(limit)), at(received))
    assert (one.due, one.staff_target) == (at(due), on(target) if target else None)


def test_a_limit_past_the_calendar_is_uncounted_and_hides_no_other():
    bound = charter(
        promise(rule("10 working days"), id="FAR"),
        promise(rule("3 working days", "acknowledgement"), id="NEAR"),
        promise(rule("9 months"), id="MONTHS"),
    )
    found = prospects(bound, at("Mon 22 Mar 2027 09:00"))
    assert [one.counted for one in found] == [True, False, True]
    assert [(one.promise.id, one.due, one.state, one.reason, one.staff_target) for one in found] == [
        ("NEAR", at("Thu 25 Mar 2027 23:59:59"), State.RUNNING, "", on("Thu 25 Mar 2027")),
        (
            "FAR",
            at("Thu 1 Apr 2027 00:00"),
            State.UNCOUNTED,
            "Cannot count past 31 March 2027, the last day whose bank holidays are held; this promise reaches "
            "7 April 2027.",
            None,
        ),
        ("MONTHS", at("Wed 22 Dec 2027 23:59:59"), State.RUNNING, "", None),
    ]


def test_what_an_uncounted_limit_depends_on_is_said_without_a_date():
    late = at("Mon 29 Mar 2027 09:00")
    target = promise(rule("10 working days", variant=parse("20 working days")), id="REPLY")
    conditions = {
        "counted as if acknowledged on the last day and sooner if that is sooner": promise(
            rule("10 working days", counts_from="acknowledged", counts_from_within="5 working days")
        ),
        "if declared complex within 5 working days": promise(
            rule("10 working days", only_if=Condition("declared_complex", within=parse("5 working days")))
        ),
    }
    for said, one in conditions.items():
        assert alone(one, late).condition == said
    told = prospects(charter(target, promise(notice(target), id="NOTICE")), late)
    assert [(one.promise.id, one.condition, one.variant_due) for one in told] == [
        ("NOTICE", "if there is no full reply in time", None),
        ("REPLY", "", None),
    ]


def test_a_reading_of_a_limit_that_alone_reaches_past_the_calendar_is_left_out():
    late = at("Mon 22 Mar 2027 09:00")
    assert alone(promise(rule("2 working days", variant=parse("20 working days"))), late).variant_due is None


def test_a_condition_whose_time_alone_reaches_past_the_calendar_is_said_without_a_date():
    lifted = rule("2 working days", lifted_by=Condition("declared_complex", within=parse("20 working days")))
    one = alone(promise(lifted), at("Mon 22 Mar 2027 09:00"))
    assert (one.state, one.condition) == (
        State.RUNNING,
        "unless declared complex within 20 working days",
    )


@pytest.mark.promise("S5-22")
@pytest.mark.promise("S5-24")
def test_an_enquiry_by_email_to_the_county_is_owed_three_clocks():
    found = prospects(charter_of("s5"), FRIDAY, channel="email", kinds=["enquiry"], mailbox="")
    assert [(one.promise.id, one.due, one.condition) for one in found] == [
        ("S5-22", at("Tue 22 Dec 2026 23:59:59"), "if there is no full reply the same day"),
        ("S5-24", at("Thu 31 Dec 2026 23:59:59"), ""),
        ("S5-29", at("Thu 31 Dec 2026 23:59:59"), "if there is no full reply by 31 December 2026"),
    ]


@pytest.mark.promise("S3-28")
def test_a_request_for_information_has_the_law_s_limit_and_not_the_ten_days():
    (ten,) = of("S3-27", "s3", channel="email", kinds=["foi"])
    (law,) = of("FOI", "s3", channel="email", kinds=["foi"])
    assert (ten.state, ten.reason) == (
        State.VOID,
        "Another timescale applies instead of the ten working days.",
    )
    assert (law.state, law.due) == (State.RUNNING, at("Thu 21 Jan 2027 23:59:59"))


@pytest.mark.promise("S3-35")
@pytest.mark.parametrize(("channel", "listed"), [(None, 1), ("facebook", 1), ("email", 0)])
def test_the_facebook_promise_is_listed_for_facebook_or_when_nobody_says(channel: str | None, listed: int):
    assert len(of("S3-35", "s3", channel=channel)) == listed


@pytest.mark.parametrize("council", COUNCILS)
def test_nothing_is_listed_twice_and_everything_comes_after_the_receipt(council: str):
    found = prospects(charter_of(council), FRIDAY)
    keys = [(one.promise.id, one.beside and one.beside.id) for one in found]
    assert sorted(set(keys), key=str) == sorted(keys, key=str)
    assert [one.promise.id for one in found if one.due < FRIDAY] == []


NEXT_OPEN = Counting(start=Start.NEXT_OPEN)


@pytest.mark.parametrize(
    ("made", "due_at", "variant", "or_by"),
    [
        (
            rule("5 days", counting=NEXT_OPEN, variant=WorkingDays(5)),
            "Sat 26 Dec 2026 23:59:59",
            "Wed 30 Dec 2026 23:59:59",
            None,
        ),
        (
            rule("1 working day", "acknowledgement", counting=NEXT_OPEN, unless_full_reply_within=WorkingDays(3)),
            "Tue 22 Dec 2026 23:59:59",
            None,
            "Thu 24 Dec 2026 23:59:59",
        ),
    ],
)
def test_another_limit_is_counted_as_the_first_is(made: ClockRule, due_at: str, variant: str | None, or_by: str | None):
    found = alone(promise(made))
    assert (found.due, found.variant_due, found.or_by) == (
        at(due_at),
        variant and at(variant),
        or_by and at(or_by),
    )


def test_a_condition_is_counted_as_the_limit_is():
    made = rule("20 working days", counting=NEXT_OPEN, only_if=Condition("declared_complex", WorkingDays(3)))
    assert alone(promise(made)).condition == "if declared complex by 24 December 2026"


def test_a_clock_that_is_due_soon_from_the_start_is_listed_as_running():
    found = alone(promise(rule("1 working day", due_soon=1)))
    assert (found.state, found.reason) == (State.RUNNING, "")


def test_two_notices_due_together_are_in_order_of_the_replies_they_speak_of():
    replies = [promise(rule("3 working days"), id=id) for id in ("S9-02", "S9-01")]
    late = promise(notice(*replies), id="S9-03")
    found = prospects(charter(*replies, late), FRIDAY)
    assert [(one.promise.id, one.beside and one.beside.id) for one in found] == [
        ("S9-01", None),
        ("S9-02", None),
        ("S9-03", "S9-01"),
        ("S9-03", "S9-02"),
    ]


@pytest.mark.parametrize(("since", "owed"), [("Fri 18 Dec 2026 18:30", True), ("Fri 18 Dec 2026 18:30:01", False)])
def test_a_law_is_listed_only_for_what_comes_once_it_is_in_force(since: str, owed: bool):
    law = promise(rule("10 working days"), since=at(since))
    assert [one.promise for one in prospects(charter(law), FRIDAY)] == ([law] if owed else [])


@pytest.mark.parametrize("received", ["Tue 7 Jul 2026 00:30", "Tue 7 Jul 2026 18:30"])
def test_the_zone_of_the_machine_makes_no_difference(received: str, monkeypatch: pytest.MonkeyPatch):
    charters = [charter(promise(rule("same day"))), *map(charter_of, COUNCILS)]
    here = [prospects(one, at(received)) for one in charters]
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Pacific/Auckland")
        time.tzset()
        there = [prospects(one, at(received)) for one in charters]
    time.tzset()
    assert there == here


def test_another_reading_of_a_limit_that_nobody_can_count_yet_is_not_shown_alone():
    found = alone(promise(rule("900 working days", variant=parse("20 working days"))))
    assert (found.state, found.variant_due) == (State.UNCOUNTED, None)
