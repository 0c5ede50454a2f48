"""To whom each promise that is judged on a contact is owed: by which channels, and for which kinds of contact."""

import pytest

from answerable.charters import COUNCILS, charter_of
from answerable.standards.charter.promises import Promise
from answerable.standards.judging.clock import judge_all
from tests.spec.stories import read_contact, read_moment

COMPLAINTS = (
    "adult-care-complaint, children-complaint, complaint, dp-complaint, landlord-complaint, public-health-complaint, "
    "sen-complaint"
)
OWED = f"""
    S1-14 | email, letter, web | every kind
    S1-15 | email, letter, web | every kind
    S1-16 | email, letter, web | every kind
    S1-19 | all | appointment
    S1-25 | voicemail | every kind
    S1-27 | all | comment, complaint, compliment, landlord-complaint
    S1-28 | all | comment, complaint, compliment, landlord-complaint
    S1-29 | all | comment, complaint, compliment, landlord-complaint
    S2-34 | email, web | every kind
    S3-04 | all | complaint, landlord-complaint
    S3-05 | all | complaint, landlord-complaint
    S3-06 | all | complaint, landlord-complaint
    S3-07 | all | complaint, landlord-complaint
    S3-13 | web | every kind
    S3-17 | phone | every kind
    S3-22 | reception | every kind
    S3-26 | email | every kind
    S3-27 | email, letter, web | every kind but complaint, landlord-complaint
    S3-30 | email, letter, web | every kind but complaint, landlord-complaint
    S3-35 | facebook | every kind
    S4-23 | reception | every kind
    S4-25 | phone | every kind
    S4-27 | email, letter | every kind
    S4-28 | email, letter | every kind
    S4-31 | email, letter | every kind
    S4-32 | email | every kind, to contact-group
    S4-35 | internal, visit | restriction
    S4-36 | internal, visit | restriction
    S4-38 | internal, visit | restriction
    S4-39 | internal, visit | restriction
    S4-40 | internal, visit | restriction
    S5-06 | phone | every kind
    S5-10 | phone | every kind
    S5-12 | letter | every kind but {COMPLAINTS}
    S5-13 | letter | every kind but {COMPLAINTS}
    S5-14 | letter | {COMPLAINTS}
    S5-15 | letter | {COMPLAINTS}
    S5-16 | chat, email, facebook, letter, sms, social, web | foi
    S5-22 | email, web | every kind
    S5-23 | email, web | {COMPLAINTS}
    S5-24 | email, web | every kind but {COMPLAINTS}
    S5-25 | email, letter, web | every kind
    S5-26 | email, letter, web | every kind
    S5-27 | email, letter, web | every kind
    S5-28 | email, letter, web | every kind
    S5-29 | email, letter, web | every kind
    S5-30 | all | sar
    S5-31 | reception | every kind
    S5-32 | reception | every kind
    S5-36 | reception | every kind
"""

ALL_OF_IT = {
    "letter": "received Mon 2 Nov 2026; acknowledged Tue 3 Nov 2026 (next step, by when Fri 27 Nov 2026)",
    "email": "received Mon 2 Nov 2026; acknowledged Tue 3 Nov 2026 (next step, by when Fri 27 Nov 2026)",
    "phone": "received Mon 2 Nov 2026; ringing 12:00; answered 12:01; callback agreed 12:05 (by when Fri 27 Nov 2026)",
    "reception": "received Mon 2 Nov 2026; arrived 12:00; greeted 12:01; colleague asked 12:02",
}
OUTSIDE = {
    "letter": {"S5-14", "S5-15", "S5-28", "S5-29"},
    "email": {"S5-22", "S5-23", "S5-28", "S5-29"},
    "phone": {"S5-06", "S5-10"},
    "reception": {"S5-31", "S5-32"},
}


def test_each_promise_is_owed_on_its_channels_and_to_its_kinds():
    owed = [owed_to(promise) for council in COUNCILS for promise in charter_of(council).promises if judged(promise)]
    assert owed == [line.strip() for line in OWED.strip().splitlines()]


@pytest.mark.promise("S5-18")
@pytest.mark.promise("S5-19")
@pytest.mark.promise("S5-21")
@pytest.mark.parametrize("kind", ["adult-care-complaint", "children-complaint", "sen-complaint"])
@pytest.mark.parametrize("channel", OUTSIDE)
def test_no_time_of_the_standards_applies_to_a_complaint_that_the_law_deals_with(channel: str, kind: str):
    contact = read_contact(f"{channel}: {kind}", ALL_OF_IT[channel])
    clocks = judge_all(contact, charter=charter_of("s5"), now=read_moment("Fri 6 Nov 2026"))
    local = [clock for clock in clocks if clock.promise.clock is not None and clock.promise.id.startswith("S5")]
    assert ({clock.promise.id for clock in local}, {clock.state for clock in local}) == (OUTSIDE[channel], {"void"})


@pytest.mark.promise("S5-18")
@pytest.mark.parametrize("channel", ["letter", "email", "phone"])
def test_a_date_given_to_somebody_outside_the_standards_is_a_promise_all_the_same(channel: str):
    contact = read_contact(f"{channel}: adult-care-complaint", ALL_OF_IT[channel])
    clocks = judge_all(contact, charter=charter_of("s5"), now=read_moment("Fri 6 Nov 2026"))
    assert [clock.state for clock in clocks if clock.promise.id == "TOLD"] == ["running"]


@pytest.mark.promise("S5-30")
@pytest.mark.parametrize(("came_by", "local"), [("letter: sar", "S5-13"), ("email: sar", "S5-24")])
def test_a_request_for_ones_own_information_drops_the_reply_and_the_notice(came_by: str, local: str):
    clocks = judge_all(
        read_contact(came_by, "received Mon 2 Nov 2026"), charter=charter_of("s5"), now=read_moment("Tue 3 Nov 2026")
    )
    reason = "The law gives one month for a request for your own information."
    void = {(clock.promise.id, clock.reason) for clock in clocks if clock.state == "void"}
    assert void == {(local, reason), ("S5-29", reason)}


def judged(promise: Promise) -> bool:
    """Tell whether a promise of the documents is judged on each contact."""
    content = promise.rule is not None and bool(promise.rule.needs) and promise.kind[0] == "rule"
    return not promise.statutory and (promise.clock is not None or content)


def owed_to(promise: Promise) -> str:
    """Write to whom a promise is owed: "S5-24 | email, web | every kind but complaint"."""
    kinds = ", ".join(sorted(promise.contacts)) or "every kind"
    if promise.not_contacts:
        kinds += f" but {', '.join(sorted(promise.not_contacts))}"
    if promise.mailbox:
        kinds += f", to {promise.mailbox}"
    return f"{promise.id} | {', '.join(sorted(promise.channels))} | {kinds}"
