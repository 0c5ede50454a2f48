"""Every promise of the telephone, of reception, of letters and of visits is kept, broken and counted from the desk."""

from datetime import timedelta
from typing import Any

import pytest

from answerable.contacts import actions
from answerable.contacts.models import Contact
from answerable.figures.models import FigureRow
from answerable.people.models import Role
from tests import cast
from tests.build import at, on
from tests.desk.by_hand import begun, logged, noted, tapped
from tests.desk.sitting import Desk
from tests.figures.counted import counted, figure, parts_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.any_database]

HOUSE = {"through": "house"}
DAY = "Mon 9 Nov 2026"
GONE_BY = "Mon 18 Jan 2027 09:00"


def met(desk: Desk, way: str, *steps: str, **fields: Any) -> Contact:
    """Begin a call or a visit at ten, and tap what happens: "answered 10:00:20"."""
    contact = begun(desk, way, f"{DAY} 10:00")
    for step in steps:
        name, when = step.split()
        asked = fields if name in ("callback_agreed", "delay_told", "appointment_offered", "transferred") else {}
        done = tapped(desk, contact, name, f"{DAY} {when}", **asked)
        assert done.status_code == 302, name
    return contact


def letter(desk: Desk, way: str = "letter", when: str = "Mon 2 Nov 2026 10:00", **fields: Any) -> Contact:
    """Log what is written to us, as it comes."""
    assert logged(desk.at(when), way, **fields).status_code == 302
    return Contact.objects.order_by("-id")[0]


def wrote(desk: Desk, contact: Contact, what: str, when: str, **fields: Any) -> None:
    """Write to the customer, and let the letter leave."""
    said = cast.parts(**{"by_when": on("Fri 13 Nov 2026"), **fields})
    assert desk.at(when).write(contact, what, body="We have mended the lamp at the corner.", **said).status_code == 302
    cast.everything_sent(when)


def states(promise: str, *contacts: Contact, measure: str = "timed") -> list[str]:
    actions.wake(now=at(GONE_BY))
    return [cast.clock(contact, promise, measure).state for contact in contacts]


def said(promise: str, formula: str) -> FigureRow:
    return figure(counted(promise[:2].lower(), GONE_BY), promise, formula)


# ---- the telephone ----


@pytest.mark.promise("S4-25", **HOUSE)
@pytest.mark.promise("S5-06", **HOUSE)
@pytest.mark.parametrize(("promise", "rings"), [("S4-25", 4), ("S5-06", 7)])
def test_a_call_is_answered_within_so_many_rings(desk_of: Any, promise: str, rings: int):
    desk, limit = desk_of(council=promise[:2].lower()), rings * 3
    kept = met(desk, "phone", f"answered 10:00:{limit - 1:02}")
    late = met(desk, "phone", f"answered 10:00:{limit:02}")
    gone = met(desk, "phone", f"abandoned 10:00:{limit - 1:02}")
    too_long = met(desk, "phone", f"abandoned 10:00:{limit:02}")
    assert states(promise, kept, late, gone, too_long) == ["kept", "broken", "excluded", "broken"]
    assert parts_of(said(promise, "share-kept")) == ("33.3 %", 1, 3)


@pytest.mark.promise("S2-28", **HOUSE)
@pytest.mark.promise("S2-29", **HOUSE)
@pytest.mark.promise("S2-25", **HOUSE)
def test_calls_answered_and_their_wait_are_counted(desk_of: Any):
    desk = desk_of(council="s2")
    met(desk, "phone", "answered 10:02")
    met(desk, "phone", "answered 10:04")
    met(desk, "phone", "abandoned 10:01")
    assert parts_of(said("S2-28", "phone-answered-of-offered")) == ("66.6 %", 2, 3)
    assert said("S2-29", "mean-wait-answered").said == "180.0 seconds"
    assert said("S2-29", "mean-wait-answered").verdict == "broken"  # it is to be less
    assert said("S2-25", "percentiles-wait").n == 2


@pytest.mark.promise("S1-24", **HOUSE)
@pytest.mark.promise("S3-14", **HOUSE)
@pytest.mark.parametrize(("promise", "formula"), [("S1-24", "percentiles-wait"), ("S3-14", "mean-wait-answered")])
def test_the_wait_of_each_call_answered_is_counted(desk_of: Any, promise: str, formula: str):
    desk = desk_of(council=promise[:2].lower())
    met(desk, "phone", "answered 10:02")
    met(desk, "phone", "answered 10:02")
    row = said(promise, formula)
    assert (row.n, "120.0 seconds" in row.said) == (2, True)


@pytest.mark.promise("S3-15", **HOUSE)
@pytest.mark.promise("S4-26", **HOUSE)
@pytest.mark.parametrize("promise", ["S3-15", "S4-26"])
def test_calls_settled_the_first_time_are_counted(desk_of: Any, promise: str):
    desk = desk_of(council=promise[:2].lower())
    met(desk, "phone", "answered 10:01", "resolved 10:05")
    later = {"by_when": on("Tue 10 Nov 2026")}
    met(desk, "phone", "answered 10:01", "callback_agreed 10:05", **later)
    met(desk, "phone", "answered 10:01", "delay_told 10:05", reason="The plan is away", **later)
    assert parts_of(said(promise, "share-resolved-first")) == ("33.3 %", 1, 3)


@pytest.mark.promise("S3-16", **HOUSE)
@pytest.mark.promise("S5-11", **HOUSE)
def test_calls_passed_on_are_counted(desk_of: Any):
    for key in ("s3", "s5"):
        desk = desk_of(f"Of {key}", council=key)
        here = {"to": f"{key}/customer-services/post"}
        met(desk, "phone", "answered 10:01", "transferred 10:02", **here)
        met(desk, "phone", "answered 10:01", "transferred 10:02", "transferred 10:03", **here)
    assert parts_of(said("S3-16", "share-transferred-once")) == ("50.0 %", 1, 2)
    assert said("S5-11", "count-transfers").said == "2 calls"


@pytest.mark.promise("S3-17", **HOUSE)
def test_a_call_back_is_made_by_the_end_of_the_next_working_day(desk_of: Any):
    desk = desk_of(council="s3")
    agreed = {"by_when": on("Tue 10 Nov 2026")}
    kept, late, never = (met(desk, "phone", "answered 10:01", "callback_agreed 10:05", **agreed) for _ in range(3))
    noted(desk.at("Tue 10 Nov 2026 16:00"), kept, "called_back")
    noted(desk.at("Wed 11 Nov 2026 09:00"), late, "called_back")
    assert states("S3-17", kept, late, never) == ["kept", "broken", "broken"]
    assert parts_of(said("S3-17", "share-kept")) == ("33.3 %", 1, 3)


@pytest.mark.promise("S5-10", **HOUSE)
def test_a_call_back_is_made_at_the_time_that_was_agreed(sam: Desk):
    agreed = {"by_when": on(DAY), "by_when_time": "14:00"}
    kept, late = (met(sam, "phone", "answered 10:01", "callback_agreed 10:05", **agreed) for _ in range(2))
    noted(sam.at(f"{DAY} 14:00"), kept, "called_back")
    noted(sam.at(f"{DAY} 14:01"), late, "called_back")
    assert states("S5-10", kept, late, measure="derived") == ["kept", "broken"]
    assert states("S5-10", kept, late, measure="content") == ["kept", "kept"]
    assert parts_of(said("S5-10", "share-dates-kept")) == ("50.0 %", 1, 2)


@pytest.mark.promise("S1-25", **HOUSE)
def test_a_message_that_was_left_is_answered_within_a_working_day(desk_of: Any):
    desk = desk_of(council="s1")
    met(desk, "phone", "voicemail_left 10:01")
    (of_a_call,) = Contact.objects.filter(channel="voicemail")
    kept, late = (letter(desk, "voicemail", when=f"{DAY} 10:05") for _ in range(2))
    call = {"ending": "ends", "spoke_to": "Lee Wood", "number": "01632 960 111"}
    for contact, when in ((kept, "Tue 10 Nov 2026 16:00"), (late, "Wed 11 Nov 2026 09:00")):
        wrote(desk, contact, "call", when, **call)
    assert states("S1-25", kept, late, of_a_call) == ["kept", "broken", "broken"]
    assert parts_of(said("S1-25", "share-kept")) == ("33.3 %", 1, 3)


# ---- reception ----


@pytest.mark.promise("S3-22", **HOUSE)
@pytest.mark.promise("S5-31", **HOUSE)
@pytest.mark.parametrize("promise", ["S3-22", "S5-31"])
def test_a_visitor_is_greeted_within_five_minutes(desk_of: Any, promise: str):
    desk = desk_of(council=promise[:2].lower())
    kept = met(desk, "reception", "greeted 10:05")
    late = met(desk, "reception", "greeted 10:05:01")
    gone = met(desk, "reception", "left 10:04")
    assert states(promise, kept, late, gone) == ["kept", "broken", "excluded"]
    assert parts_of(said(promise, "share-kept")) == ("50.0 %", 1, 2)


@pytest.mark.promise("S3-23", **HOUSE)
@pytest.mark.promise("S4-21", **HOUSE)
def test_visitors_seen_and_their_wait_are_counted(desk_of: Any):
    for key in ("s3", "s4"):
        desk = desk_of(f"Of {key}", council=key)
        met(desk, "reception", "greeted 10:01", "seen 10:20")
        met(desk, "reception", "greeted 10:01", "seen 10:30")
        met(desk, "reception", "left 10:30")
    row = said("S3-23", "mean-wait-seen")
    assert (row.said, row.n, row.verdict) == ("1500.0 seconds", 2, "missed aim")
    assert parts_of(said("S4-21", "share-seen")) == ("66.6 %", 2, 3)


@pytest.mark.promise("S3-25", **HOUSE)
@pytest.mark.promise("S5-35", **HOUSE)
@pytest.mark.parametrize("promise", ["S3-25", "S5-35"])
def test_visits_that_settled_the_matter_are_counted(desk_of: Any, promise: str):
    desk = desk_of(council=promise[:2].lower())
    met(desk, "reception", "seen 10:10", "resolved 10:20")
    met(desk, "reception", "seen 10:10", "delay_told 10:20", reason="The plan is away")
    met(desk, "reception", "left 10:20")
    assert parts_of(said(promise, "share-resolved-first")) == ("50.0 %", 1, 2)


@pytest.mark.promise("S5-32", **HOUSE)
def test_a_colleague_who_is_asked_for_comes_within_a_quarter_of_an_hour(sam: Desk):
    kept = met(sam, "reception", "greeted 10:01", "colleague_asked 10:02", "colleague_met 10:17")
    late = met(sam, "reception", "greeted 10:01", "colleague_asked 10:02", "colleague_met 10:17:01")
    away = met(sam, "reception", "greeted 10:01", "colleague_named 10:02", "colleague_unavailable 10:05")
    assert states("S5-32", kept, late, away) == ["kept", "broken", "void"]
    assert parts_of(said("S5-32", "share-kept")) == ("50.0 %", 1, 2)


@pytest.mark.promise("S5-36", **HOUSE)
def test_who_goes_without_hears_why_and_when(sam: Desk):
    told = met(sam, "reception", "seen 10:10", "delay_told 10:20", reason="He is away", by_when=on("Fri 13 Nov 2026"))
    not_when = met(sam, "reception", "seen 10:10", "delay_told 10:20", reason="He is away")
    assert states("S5-36", told, not_when, measure="content") == ["kept", "broken"]
    assert parts_of(said("S5-36", "share-complete")) == ("50.0 %", 1, 2)


@pytest.mark.promise("S4-23", **HOUSE)
def test_who_would_rather_not_wait_is_offered_a_time(desk_of: Any):
    desk = desk_of(council="s4")
    visit = met(
        desk, "reception", "greeted 10:01", "appointment_offered 10:02", slot=on("Fri 13 Nov 2026"), slot_time="2pm"
    )
    assert visit.facts.last().said == {"slot": "2026-11-13T14:00:00+00:00"}
    assert states("S4-23", visit, measure="content") == ["kept"]
    assert parts_of(said("S4-23", "share-complete")) == ("100.0 %", 1, 1)


# ---- letters, messages, and visits to homes ----


@pytest.mark.promise("S5-12", **HOUSE)
@pytest.mark.promise("S5-13", **HOUSE)
@pytest.mark.promise("S5-14", **HOUSE)
@pytest.mark.promise("S5-15", **HOUSE)
@pytest.mark.parametrize(
    ("kind", "told", "full", "ack_by", "reply_by"),
    [
        ("enquiry", "S5-12", "S5-13", "Mon 9 Nov 2026 16:00", "Mon 16 Nov 2026 16:00"),
        ("complaint", "S5-14", "S5-15", "Mon 9 Nov 2026 16:00", "Mon 23 Nov 2026 16:00"),
    ],
)
def test_a_letter_is_answered_or_acknowledged_in_time(
    sam: Desk, kind: str, told: str, full: str, ack_by: str, reply_by: str
):
    in_time, only_told, never = (letter(sam, kind=kind) for _ in range(3))
    wrote(sam, only_told, "acknowledge", ack_by)
    wrote(sam, in_time, "reply", reply_by, ending="ends")
    assert states(told, in_time, only_told, never) == ["not required", "kept", "broken"]
    assert states(full, in_time, only_told, never) == ["kept", "broken", "broken"]
    assert parts_of(said(told, "share-kept")) == ("50.0 %", 1, 2)
    assert parts_of(said(full, "share-kept")) == ("33.3 %", 1, 3)


@pytest.mark.promise("S5-13", **HOUSE)
def test_a_letter_counts_from_the_post_rooms_stamp_and_not_from_the_typing(sam: Desk):
    stamped = {"on": on("Fri 30 Oct 2026"), "only_now": "It lay under another letter."}
    late = letter(sam, **stamped)
    wrote(sam, late, "reply", "Mon 16 Nov 2026 16:00", ending="ends")
    assert states("S5-13", late) == ["broken"]


@pytest.mark.promise("S3-35", **HOUSE)
def test_a_private_message_on_facebook_is_answered_within_three_working_days(desk_of: Any):
    desk = desk_of(council="s3")
    kept, late = (letter(desk, "facebook") for _ in range(2))
    for contact, when in ((kept, "Thu 5 Nov 2026 16:00"), (late, "Fri 6 Nov 2026 09:00")):
        wrote(desk, contact, "reply", when, ending="ends")
    assert states("S3-35", kept, late) == ["kept", "broken"]
    assert parts_of(said("S3-35", "share-kept")) == ("50.0 %", 1, 2)


@pytest.mark.promise("S4-35", **HOUSE)
@pytest.mark.promise("S4-36", **HOUSE)
def test_an_appeal_against_a_restriction_after_a_visit_is_decided_in_ten_working_days(desk_of: Any):
    desk = desk_of(council="s4")
    mona = desk_of("Mona Ger", council="s4", role=Role.MANAGER)
    kept, late = (letter(desk, "visit", kind="restriction") for _ in range(2))
    for contact, decided in ((kept, "Tue 17 Nov 2026 10:00"), (late, "Wed 18 Nov 2026 10:00")):
        mona.at("Mon 2 Nov 2026 11:00")
        assert noted(mona, contact, "decision_sent", reason="He struck one of us").status_code == 302
        noted(mona.at("Tue 3 Nov 2026 10:00"), contact, "appealed")
        noted(mona.at(decided), contact, "appeal_decided")
    assert states("S4-36", kept, late) == ["kept", "broken"]
    assert states("S4-35", kept, measure="content") == ["kept"]
    assert said("S4-36", "share-kept").said == "held back"  # of so few somebody could be told (C15)


@pytest.mark.promise("S4-38", **HOUSE)
@pytest.mark.promise("S4-39", **HOUSE)
@pytest.mark.promise("S4-40", **HOUSE)
def test_a_restriction_is_looked_at_again_and_its_outcome_sent(desk_of: Any):
    desk = desk_of(council="s4")
    mona = desk_of("Mona Ger", council="s4", role=Role.MANAGER)
    kept, never = (letter(desk, "visit", kind="restriction") for _ in range(2))
    for contact in (kept, never):
        assert noted(mona.at("Mon 2 Nov 2026 11:00"), contact, "restricted").status_code == 302
    noted(mona.at("Fri 1 Oct 2027 10:00"), kept, "reviewed")
    noted(mona.at("Fri 1 Oct 2027 10:05"), kept, "outcome_sent")
    noted(mona.at("Fri 29 Sep 2028 10:00"), kept, "reviewed")
    actions.wake(now=at("Fri 1 Dec 2028 09:00") + timedelta(days=1))
    found = [[cast.clock(one, promise).state for one in (kept, never)] for promise in ("S4-38", "S4-39", "S4-40")]
    assert found == [["kept", "broken"]] * 3
