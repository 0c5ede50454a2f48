"""A contact begins by the first fact of its channel; calls and visits are judged by what happens, and counted."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from answerable.contacts import actions
from answerable.contacts.actions.checking import NotAllowed, WrongDetail, WrongMoment
from answerable.contacts.models import Contact, Message, Outgoing
from answerable.evidence.models import Entry
from answerable.people.models import Staff
from answerable.standards.vocabulary.channels import CHANNELS
from tests import cast
from tests.build import at
from tests.figures.counted import counted, figure, parts_of

pytestmark = pytest.mark.django_db

MONDAY = at("Mon 2 Nov 2026 10:00")


def officer(key: str) -> Staff:
    return cast.staff(f"Of {key}", path=f"{key}/customer-services/post")


def begun(key: str, channel: str, when: datetime = MONDAY, **changes: Any) -> Contact:
    cast.council(key)
    given: dict[str, Any] = {"details": {}, "by": officer(key), "now": when, **changes}
    spoken = cast.arrival(key, channel=channel, body="", email="", mailbox="", subject="A lamp")
    return actions.begin(spoken, at=when, **given)


def happened(contact: Contact, what: str, seconds: float, **details: Any) -> None:
    when = contact.received_at + timedelta(seconds=seconds)
    by = officer(contact.council_id)
    actions.happen(contact, what=what, at=when, details=details, by=by, now=when)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_contact_begins_by_the_first_fact_of_its_channel(channel: str):
    contact = begun("s5", channel)
    row = contact.facts.get()
    assert (row.what, row.at, row.by, contact.received_at) == (
        CHANNELS[channel].begins,
        MONDAY,
        officer("s5"),
        MONDAY,
    )


@pytest.mark.parametrize("channel", ["phone", "reception", "letter"])
def test_what_is_received_begins_by_the_first_fact_of_its_channel_too(channel: str):
    contact = cast.received("Mon 2 Nov 2026 10:00", channel=channel, email="")
    assert contact.facts.get().what == CHANNELS[channel].begins


def test_what_is_begun_is_answered_by_nothing_and_what_was_said_is_kept():
    silent = begun("s5", "phone")
    assert (Message.objects.count(), Outgoing.objects.count()) == (0, 0)
    spoken = actions.begin(
        cast.arrival(channel="letter"), details={}, by=officer("s5"), at=MONDAY, now=MONDAY, follows=silent
    )
    assert [(one.contact, one.sort, one.body) for one in Message.objects.all()] == [
        (spoken, "from customer", "The street lamp outside number 4 is out.")
    ]
    assert (spoken.follows, Outgoing.objects.count()) == (silent, 0)


def test_who_began_a_contact_is_in_the_record_and_a_machine_is_nobody():
    contact = begun("s5", "phone", now=MONDAY + timedelta(hours=1))
    entry = Entry.objects.exclude(by="").get(about=contact.reference)
    assert (entry.what, entry.by, entry.at) == ("began a contact", officer("s5").email, MONDAY + timedelta(hours=1))
    by_machine = begun("s5", "phone", by=None, details={"blocked": True})
    row = by_machine.facts.get()
    assert (row.by, row.said) == (None, {"blocked": True})
    assert not Entry.objects.filter(about=by_machine.reference, what="began a contact").exists()


@pytest.mark.any_database  # it is refused before anything is written; its neighbours begin on both
@pytest.mark.parametrize(
    ("refusal", "changes", "message"),
    [
        (
            NotAllowed,
            {"by": "Of s1"},
            "Cannot note “Ringing”: it is for those at s5/customer-services/post who may: Log a contact, take one, "
            "write to the customer, and close it. Ask one of them.",
        ),
        (
            WrongDetail,
            {"details": {"slot": MONDAY}},
            "Cannot say 'slot' of “Ringing”. Say blocked or after, or nothing.",
        ),
        (
            WrongMoment,
            {"now": MONDAY - timedelta(seconds=1)},
            "Cannot note what has not happened yet. Give a moment that has come.",
        ),
    ],
)
def test_what_cannot_begin_is_refused_and_nothing_is_begun(
    refusal: type[ValueError], changes: dict[str, Any], message: str
):
    if "by" in changes:
        changes = {"by": officer("s1")}
    with pytest.raises(refusal) as refused:
        begun("s5", "phone", **changes)
    assert (str(refused.value), Contact.objects.count()) == (message, 0)


def test_a_contact_of_a_day_without_a_charter_is_not_begun():
    with pytest.raises(LookupError, match="no charter of it was in force"):
        begun("s5", "phone", at("Mon 4 Nov 1996 10:00"))


@pytest.mark.promise("S2-28")
@pytest.mark.promise("S2-29")
def test_calls_are_counted_by_what_happened_to_them():
    """Of five calls one was answered soon and one late; a machine answered one, and two gave up (one in the menu)."""
    answered = begun("s2", "phone")
    happened(answered, "queued", 10)
    happened(answered, "answered", 40)
    late = begun("s2", "phone")
    happened(late, "queued", 10)
    happened(late, "answered", 430)
    machine = begun("s2", "phone")
    happened(machine, "queued", 10)
    happened(machine, "answered", 12, automatic=True)
    happened(machine, "abandoned", 60)
    gave_up = begun("s2", "phone")
    happened(gave_up, "queued", 10)
    happened(gave_up, "abandoned", 12)
    in_menu = begun("s2", "phone")
    happened(in_menu, "abandoned", 3)
    made = counted("s2")
    assert parts_of(figure(made, "S2-28", "phone-answered-of-offered")) == ("40.0 %", 2, 5)
    assert figure(made, "S2-29", "mean-wait-answered").said == "225.0 seconds"


@pytest.mark.promise("S5-06")
def test_a_call_that_is_answered_in_time_keeps_the_promise_and_a_later_one_breaks_it():
    states = []
    for seconds in (15, 30):
        call = begun("s5", "phone")
        happened(call, "queued", 0)
        happened(call, "answered", seconds)
        states.append(cast.states(call)["S5-06"])
    assert states == ["kept", "broken"]
    assert parts_of(figure(counted(), "S5-06")) == ("50.0 %", 1, 2)


@pytest.mark.promise("S5-31")
@pytest.mark.promise("S5-32")
def test_visits_are_judged_and_counted_by_what_happened_to_them():
    in_time, late, left, waiting = (begun("s5", "reception") for _ in range(4))
    happened(in_time, "greeted", 300)
    happened(in_time, "colleague_asked", 310, named=True)
    happened(in_time, "colleague_met", 310 + 900)
    happened(in_time, "seen", 1300)
    happened(late, "greeted", 301)
    happened(late, "colleague_asked", 310)
    happened(late, "colleague_met", 310 + 901)
    happened(late, "seen", 1300)
    happened(left, "left", 200)
    actions.wake(now=MONDAY + timedelta(hours=1))
    assert [cast.states(one).get("S5-31") for one in (in_time, late, left, waiting)] == [
        "kept",
        "broken",
        "excluded",
        "broken",
    ]
    assert [cast.states(one).get("S5-32") for one in (in_time, late)] == ["kept", "broken"]
    row = figure(counted(), "S5-31")
    assert parts_of(row) == ("33.3 %", 1, 3)
    assert row.detail["apart"]["excluded"] == {"The person left before the limit was reached.": 1}
    assert parts_of(figure(counted(), "S5-32")) == ("50.0 %", 1, 2)
