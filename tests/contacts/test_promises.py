"""The written promises of five councils, kept and broken through the house: received, answered, sent, and judged.

Each is tried twice, at its last kept moment and just after, and then counted: one kept of two.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from answerable.contacts import actions
from answerable.contacts.models import Contact, Message
from answerable.contacts.parts import PartsMissing, parts_of
from answerable.figures.actions import count
from tests import cast
from tests.build import at

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

FRIDAY = "Fri 18 Dec 2026 18:30"
LONG_AFTER = at("Fri 12 Feb 2027 09:00")


def acknowledged(contact: Contact, when: datetime) -> None:
    actions.acknowledge(
        contact, body="We have it.", parts=cast.parts(by_when=cast.first_day(when)), by=cast.staff(), at=when
    )


def asked(contact: Contact, when: datetime) -> None:
    parts = cast.parts(by_when=cast.first_day(when))
    actions.ask(contact, body="Which lamp is it?", parts=parts, waits=False, by=cast.staff(), at=when)


def replied(contact: Contact, when: datetime) -> None:
    actions.reply(contact, body="It is mended.", parts=cast.parts(), full=True, closes=True, by=cast.staff(), at=when)


def told_late(contact: Contact, when: datetime) -> None:
    actions.hold(contact, body="It is late.", parts=cast.parts(by_when=date(2027, 3, 1)), by=cast.staff(), at=when)


Doing = Callable[[Contact, datetime], None]


def state_after(key: str, promise: str, do: Doing, when: datetime, **arrival: object) -> str:
    """Return how a promise came out when one thing was done at one moment, and nothing was sent by a machine."""
    contact = cast.received(FRIDAY, key=key, **{"answerable": False, **arrival})
    do(contact, when)
    cast.everything_sent(when)
    return cast.clock(contact, promise).state


def counted(key: str, promise: str) -> tuple[int | None, int | None]:
    """Return how many clocks of a promise were kept, and out of how many, over the winter in which they fell due."""
    winter = count(cast.council(key), first_on=date(2026, 12, 1), last_on=date(2027, 1, 31), at=LONG_AFTER)
    figure = winter.figures.filter(promise=promise, formula="share-kept").first()
    return (figure.numerator, figure.denominator) if figure else (None, None)


DEADLINES = [
    pytest.param("s1", "S1-14", acknowledged, "Mon 21 Dec 2026 23:59", marks=pytest.mark.promise("S1-14")),
    pytest.param("s1", "S1-16", replied, "Tue 29 Dec 2026 23:59", marks=pytest.mark.promise("S1-16")),
    pytest.param("s2", "S2-34", asked, "Mon 21 Dec 2026 23:59", marks=pytest.mark.promise("S2-34")),
    pytest.param("s3", "S3-26", acknowledged, "Mon 21 Dec 2026 23:59", marks=pytest.mark.promise("S3-26")),
    pytest.param("s3", "S3-27", replied, "Wed 6 Jan 2027 23:59", marks=pytest.mark.promise("S3-27")),
    pytest.param("s3", "S3-30", told_late, "Wed 6 Jan 2027 23:59", marks=pytest.mark.promise("S3-30")),
    pytest.param("s4", "S4-27", replied, "Fri 1 Jan 2027 23:59", marks=pytest.mark.promise("S4-27")),
    pytest.param("s4", "S4-28", told_late, "Fri 1 Jan 2027 23:59", marks=pytest.mark.promise("S4-28")),
    pytest.param("s4", "S4-32", acknowledged, "Sat 19 Dec 2026 18:30", marks=pytest.mark.promise("S4-32")),
    pytest.param("s5", "S5-22", acknowledged, "Tue 22 Dec 2026 23:59", marks=pytest.mark.promise("S5-22")),
    pytest.param("s5", "S5-24", replied, "Thu 31 Dec 2026 23:59", marks=pytest.mark.promise("S5-24")),
    pytest.param("s5", "S5-29", told_late, "Thu 31 Dec 2026 23:59", marks=pytest.mark.promise("S5-29")),
]


@pytest.mark.parametrize(("key", "promise", "do", "last"), DEADLINES)
def test_an_email_of_a_friday_evening_is_kept_to_its_last_minute_and_broken_the_next(
    key: str, promise: str, do: Doing, last: str
):
    assert state_after(key, promise, do, at(last)) == "kept"
    assert state_after(key, promise, do, at(last) + timedelta(minutes=1)) == "broken"
    assert counted(key, promise) == (1, 2)


@pytest.mark.parametrize(("key", "promise", "do", "last"), DEADLINES)
def test_what_nobody_did_is_broken_when_the_moment_has_passed(key: str, promise: str, do: Doing, last: str):
    contact = cast.received(FRIDAY, key=key, answerable=False)
    actions.wake(now=LONG_AFTER)
    assert cast.clock(contact, promise).state == "broken"


WHAT = {
    "acknowledged": actions.acknowledge,
    "delay_told": actions.hold,
}


@pytest.mark.parametrize(
    ("key", "what", "part"),
    [
        pytest.param("s1", "acknowledged", "next_step", marks=pytest.mark.promise("S1-15")),
        pytest.param("s1", "acknowledged", "by_when", marks=pytest.mark.promise("S1-14")),
        pytest.param("s3", "acknowledged", "next_step", marks=pytest.mark.promise("S3-13")),
        pytest.param("s3", "delay_told", "steps", marks=pytest.mark.promise("S3-30")),
        pytest.param("s3", "delay_told", "by_when", marks=pytest.mark.promise("S3-30")),
        pytest.param("s4", "delay_told", "by_when", marks=pytest.mark.promise("S4-28")),
        pytest.param("s5", "delay_told", "reason", marks=pytest.mark.promise("S5-29")),
        pytest.param("s5", "delay_told", "by_when", marks=pytest.mark.promise("S5-29")),
        pytest.param("s5", "acknowledged", "owner", marks=pytest.mark.promise("S5-25")),
        pytest.param("s5", "acknowledged", "contact", marks=pytest.mark.promise("S5-26")),
        pytest.param("s5", "acknowledged", "being_done", marks=pytest.mark.promise("S5-27")),
        pytest.param("s5", "acknowledged", "next_step", marks=pytest.mark.promise("S5-28")),
    ],
)
def test_a_message_without_a_promised_part_does_not_leave(key: str, what: str, part: str):
    contact = cast.received(FRIDAY, key=key, channel="web" if part == "next_step" and key == "s3" else "email")
    written = Message.objects.count()
    without = {name: value for name, value in cast.parts(by_when=date(2027, 3, 1)).items() if name != part}
    with pytest.raises(PartsMissing) as refusal:
        WHAT[what](contact, body="Hello.", parts=without, by=cast.staff(), at=at("Mon 21 Dec 2026 09:00"))
    assert [missing.detail.name for missing in refusal.value.missing] == [part]
    assert Message.objects.count() == written


@pytest.mark.promise("S4-31")
@pytest.mark.parametrize("do", [acknowledged, asked, replied, told_late])
def test_everything_we_write_carries_the_reference(do: Doing):
    contact = cast.received(FRIDAY, key="s4")
    do(contact, at("Mon 21 Dec 2026 09:00"))
    cast.everything_sent("Mon 21 Dec 2026 09:01")
    ours = contact.messages.exclude(sort=Message.Sort.FROM_CUSTOMER)
    assert [contact.reference in message.body and contact.reference in message.subject for message in ours] == [
        True,
        True,
    ]
    complete = contact.clocks.filter(promise="S4-31")
    assert {clock.state for clock in complete} == {"kept"}


@pytest.mark.promise("S2-31")
def test_asking_for_what_we_need_answers_the_contact_in_time_and_their_answer_ends_the_wait():
    contact = cast.received(FRIDAY, key="s2")
    parts = cast.parts(by_when=date(2026, 12, 21))
    monday = at("Mon 21 Dec 2026 10:00")
    actions.ask(contact, body="Which lamp is it?", parts=parts, waits=True, by=cast.staff(), at=monday)
    cast.everything_sent(monday)
    assert cast.clock(contact, "S2-34").state == "kept"
    tuesday = at("Tue 22 Dec 2026 10:00")
    actions.add(contact, cast.arrival("s2", body="The left one."), at=tuesday, now=tuesday)
    assert contact.facts.last().what == "resumed"


@pytest.mark.promise("S2-34")
def test_an_automatic_message_does_not_get_back_to_anybody():
    contact = cast.received(FRIDAY, key="s2")
    cast.everything_sent("Fri 18 Dec 2026 18:31")
    assert contact.facts.filter(what="acknowledged").exists()
    assert cast.clock(contact, "S2-34").state in ("running", "due soon")


@pytest.mark.promise("S2-21")
@pytest.mark.parametrize("when", ["Sun 20 Dec 2026 03:00", "Fri 25 Dec 2026 12:00", "Thu 31 Dec 2026 23:59"])
def test_an_email_of_any_hour_is_received_at_that_hour(when: str):
    contact = cast.received(when, key="s2")
    assert contact.facts.get(what="received").at == at(when)
    assert cast.clock(contact, "S2-34").due > at(when)


@pytest.mark.promise("S2-17")
@pytest.mark.parametrize("given", [{"name": ""}, {"name": "A visitor", "email": "abroad@elsewhere.example"}])
def test_nobody_is_asked_where_they_live_or_to_which_group_they_belong(given: dict[str, str]):
    contact = cast.received(FRIDAY, key="s2", channel="web", **{"email": "", **given})
    assert cast.clock(contact, "S2-34").state in ("running", "due soon")


@pytest.mark.promise("S1-15")
@pytest.mark.parametrize("key", ["s1", "s2", "s3", "s5"])
def test_the_acknowledgement_that_a_machine_writes_keeps_every_promise_about_acknowledgements(key: str):
    contact = cast.received(FRIDAY, key=key)
    cast.everything_sent("Fri 18 Dec 2026 18:31")
    messages = contact.clocks.filter(measure="content", about__what="acknowledged")
    assert {clock.promise: clock.state for clock in messages if clock.state != "kept"} == {}
    needed = {part.detail.name for part in parts_of(contact, "acknowledged", automatic=True)}
    details = contact.facts.get(what="acknowledged").said
    assert needed <= set(details)
