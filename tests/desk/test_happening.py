"""What happened is noted from the desk, after seeing what that does; so no clock opens that nobody here can stop."""

from datetime import datetime
from typing import Any

import pytest

from answerable.charters import COUNCILS, charter_of
from answerable.contacts.actions.checking import can_be_noted
from answerable.contacts.models import OPEN_STATES, Contact
from answerable.desk.forms.happening import HourField
from answerable.desk.forms.writing import SORTS
from answerable.people.models import Role
from answerable.standards.charter.clock_rules import Deadline
from answerable.standards.charter.promises import Charter
from answerable.standards.facts import Contact as Judged
from answerable.standards.facts import Fact
from answerable.standards.judging.clock import judge_all
from answerable.standards.judging.outcome import Clock, Measure, State
from answerable.standards.judging.possible import Does, possible
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.kinds import KINDS
from tests import cast
from tests.build import at, on
from tests.desk.by_hand import noted as note
from tests.desk.sitting import Desk, filled, text

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def asked(key: str = "s5", kind: str = "foi", when: str = "Mon 2 Nov 2026 09:00") -> Contact:
    return cast.received(when, key=key, kinds=(kind,), answerable=False)


def page(desk: Desk, contact: Contact, what: str) -> Any:
    return desk.open(f"contacts/{contact.reference}/happened/{what}/")


def noted(contact: Contact, what: str) -> list[tuple[datetime, dict[str, Any], str]]:
    return [(row.at, row.said, str(row.by)) for row in contact.facts.filter(what=what).select_related("by")]


def test_what_may_be_noted_leads_to_its_form(sam: Desk):
    contact = asked()
    shown = sam.at("Tue 3 Nov 2026 10:00").open(f"contacts/{contact.reference}/").content.decode()
    assert f'href="/s5/desk/contacts/{contact.reference}/happened/clarification_asked/">Note it' in shown
    assert "/happened/extended/" not in shown  # a manager's
    assert "/happened/replied/" not in shown and "/happened/resolved/" not in shown  # written, or closed with


def test_the_form_says_what_noting_it_does_and_what_the_customer_reads(desk_of: Any):
    contact = asked(key="s3", kind="complaint")
    mona = desk_of("Mona Ger", council="s3", role=Role.MANAGER).at("Tue 3 Nov 2026 10:00")
    said = text(page(mona, contact, "declared_complex"))
    assert "It starts S3-07 (due Mon 30 Nov). It ends S3-06." in said
    assert "The customer reads on their own page: “We decided that this is complex and needs longer”." in said


def test_what_bears_on_no_clock_says_so(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    assert "It changes no date that we have promised." in text(
        page(sam.at("Tue 3 Nov 2026 10:00"), contact, "fee_paid")
    )


def test_it_is_noted_with_the_moment_the_form_was_opened_and_by_whom(sam: Desk):
    contact = asked()
    opened = sam.at("Tue 3 Nov 2026 10:00:07")
    fields = page(opened, contact, "clarification_asked").context["form"].initial
    sam.at("Tue 3 Nov 2026 10:04")
    for _ in range(2):  # pressed twice
        assert sam.happened(contact, "clarification_asked", **filled(fields)).status_code == 302
    assert noted(contact, "clarification_asked") == [(at("Tue 3 Nov 2026 10:00:07"), {}, "Sam Field")]
    assert "Noted:" in sam.contact(contact)


def test_another_moment_is_the_minute_that_was_given(sam: Desk):
    contact = asked()
    note(sam.at("Wed 4 Nov 2026 10:00"), contact, "clarification_asked", on=on("Tue 3 Nov 2026"), hour="2.05pm")
    assert noted(contact, "clarification_asked") == [(at("Tue 3 Nov 2026 14:05"), {}, "Sam Field")]


def test_of_what_happened_long_ago_the_reason_is_asked_for_in_its_own_box(sam: Desk):
    contact = asked()
    sam.at("Tue 10 Nov 2026 10:00")
    refused = note(sam, contact, "clarification_asked", on=on("Tue 3 Nov 2026"), hour="2.05pm")
    assert "Say why it is noted only now." in text(refused)
    assert noted(contact, "clarification_asked") == []
    late = {"on": on("Tue 3 Nov 2026"), "hour": "2.05pm", "only_now": "It was on a slip of paper"}
    note(sam, contact, "clarification_asked", **late)
    assert noted(contact, "clarification_asked") == [(at("Tue 3 Nov 2026 14:05"), {}, "Sam Field")]
    assert "was noted only now: It was on a slip of paper" in sam.contact(contact)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"on": on("Thu 5 Nov 2026")}, "It cannot have happened yet. Give the day and time when it did"),
        ({"hour": "10:01"}, "It cannot have happened yet. Give the day and time when it did"),
        ({"on": on("Sun 1 Nov 2026")}, "Cannot note what happened before the contact began. Give a later moment."),
        ({"hour": "noon"}, "The time it happened must be a time, like 14:05 or 2.05pm"),
        ({"hour": ""}, "Enter the time it happened"),
        ({"opened": "yesterday"}, "Something that this page keeps for itself was lost."),
        ({"opened": "2026-11-03T10:00:00"}, "Something that this page keeps for itself was lost."),
    ],
)
def test_a_moment_that_cannot_be_is_refused_and_nothing_noted(sam: Desk, fields: dict[str, Any], problem: str):
    contact = asked()
    answer = note(sam.at("Wed 4 Nov 2026 10:00"), contact, "clarification_asked", **fields)
    assert (answer.status_code, problem in text(answer)) == (200, True)
    assert noted(contact, "clarification_asked") == []


def test_what_a_law_asks_it_to_be_given_with_is_asked_for(desk_of: Any):
    contact = asked(key="s3", kind="complaint")
    mona = desk_of("Mona Ger", council="s3", role=Role.MANAGER).at("Tue 3 Nov 2026 10:00")
    answer = note(mona, contact, "extended")
    assert "Say why" in text(answer)
    given = {"reason": "The engineer is away", "ombudsman": "The Ombudsman, 0300 061 0614"}
    assert note(mona, contact, "extended", **given).status_code == 302
    assert noted(contact, "extended")[0][1] == given


def test_an_appointment_may_have_an_hour_or_only_a_day(sam: Desk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    sam.at("Tue 3 Nov 2026 10:00")
    note(sam, contact, "appointment_offered", slot=on("Fri 6 Nov 2026"))
    note(sam, contact, "appointment_offered", slot=on("Fri 6 Nov 2026"), slot_time="2 pm")
    assert [details for _, details, _ in noted(contact, "appointment_offered")] == [
        {"slot": "2026-11-06"},
        {"slot": "2026-11-06T14:00:00+00:00"},
    ]


def test_only_a_manager_notes_what_is_a_managers(sam: Desk):
    contact = asked(kind="complaint")
    answer = page(sam.at("Tue 3 Nov 2026 10:00"), contact, "extended")
    assert (answer.status_code, "Decide for the council" in text(answer)) == (403, True)


@pytest.mark.parametrize("what", ["replied", "resolved", "received", "excluded", "nonsense"])
def test_what_is_not_noted_by_hand_has_no_form(sam: Desk, what: str):
    assert page(sam.at("Tue 3 Nov 2026 10:00"), asked(), what).status_code == 404


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("14:05", "14:05"),
        ("2.05pm", "14:05"),
        ("2 PM", "14:00"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        ("0930", "09:30"),
    ],
)
def test_a_time_is_read_however_people_write_it(typed: str, hour: str):
    assert f"{HourField(what='It').clean(typed):%H:%M}" == hour


@pytest.mark.parametrize("typed", ["24:00", "13pm", "0am", "10:60", "ten", "1:2:3"])
def test_a_time_that_is_none_is_refused(typed: str):
    with pytest.raises(Exception, match="must be a time"):
        HourField(what="It").clean(typed)


# ---- no clock opens that nobody here can stop ----

WRITTEN = {fact for sort in SORTS.values() for fact, _ in sort.ways} | {"resolved", "paused", "resumed", "typed"}
"""What the desk makes a fact of by a letter, by closing or by changing what a contact is."""
BY_HAND = {name for name, kind in FACTS.items() if can_be_noted(kind)} | WRITTEN
NOW = at("Tue 3 Nov 2026 10:00")


def after(contact: Judged, fact: Fact) -> Judged:
    return Judged.of(contact.id, contact.channel, contact.kinds, [*contact.facts, fact], None)


def opened_by(contact: Judged, charter: Charter) -> list[Fact]:
    """Return the facts of this house that would open another clock."""
    return [
        Fact(one.fact.name, NOW, {detail.name: detail.label for detail in one.needs if not detail.before})
        for one in possible(contact, charter=charter, now=NOW)
        if one.fact.name in BY_HAND and any(bearing.does is Does.OPENS for bearing in one.bearings)
    ]


def unstoppable(contact: Judged, charter: Charter) -> list[str]:
    """Return the promises whose clock runs and that no fact of this house ends."""
    running: list[Clock] = [
        clock
        for clock in judge_all(contact, charter=charter, now=NOW)
        if clock.state.value in OPEN_STATES and clock.state is not State.PAUSED and clock.measure is Measure.TIMED
    ]
    found = possible(contact, charter=charter, now=NOW)
    ended = {
        bearing.promise.id
        for one in found
        if one.fact.name in BY_HAND
        for bearing in one.bearings
        if bearing.does in (Does.STOPS, Does.LIFTS)
    }
    # What is ended by the second of its kind is not ended by the next.
    later = {
        clock.promise.id
        for clock in running
        if isinstance(clock.promise.clock, Deadline)
        and clock.promise.clock.nth > 1
        and clock.promise.clock.stops & BY_HAND
    }
    return sorted({clock.promise.id for clock in running} - ended - later)


@pytest.mark.slow
@pytest.mark.parametrize("key", COUNCILS)
def test_no_clock_opens_that_nobody_here_can_stop(key: str):
    charter, stuck = charter_of(key), {}
    for channel in [name for name, one in CHANNELS.items() if one.begins == "received"]:
        for kind in KINDS:
            began = Judged.of("X", channel, [kind], [Fact("received", at("Mon 2 Nov 2026 09:00"))], None)
            for contact in [began, *(after(began, fact) for fact in opened_by(began, charter))]:
                for promise in unstoppable(contact, charter):
                    stuck.setdefault(promise, (channel, kind, contact.facts[-1].what))
    assert stuck == {}


# What it does to each clock is shown before it is noted.


def sent(desk: Desk, contact: Contact, what: str, **fields: Any) -> Any:
    """Send the form once, as it was opened but for some fields."""
    form = page(desk, contact, what).context["form"]
    as_opened = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    given = {name: value for name, value in (as_opened | fields).items() if value not in (None, False)}
    return desk.press(contact, f"happened/{what}", **filled(given))


@pytest.mark.parametrize(
    ("what", "fields", "said"),
    [
        ("paused", {"reason": "She is in hospital"}, ["It changes no date that we have promised."]),
        ("fee_asked", {}, ["It stops the clock of S5-16, full reply."]),
    ],
)
def test_what_noting_it_does_to_each_clock_is_said_in_a_sentence_and_nothing_is_noted_yet(
    what: str, fields: dict[str, Any], said: list[str], sam: Desk
):
    contact = asked()
    shown = sent(sam.at("Tue 3 Nov 2026 10:00"), contact, what, **fields)
    assert (shown.status_code, shown.context["says"], noted(contact, what)) == (200, said, [])
    assert "Nothing is noted yet. Noting it does this:" in text(shown)
    assert sam.happened(contact, what, **filled(shown.context["form"].data.dict())).status_code == 302
    assert len(noted(contact, what)) == 1


def test_a_declared_complaint_starts_one_clock_and_ends_another(desk_of: Any):
    contact = asked(key="s3", kind="complaint")
    mona = desk_of("Mona Ger", council="s3", role=Role.MANAGER).at("Tue 3 Nov 2026 10:00")
    shown = sent(mona, contact, "declared_complex", reason="Three services have a part in it", told=True)
    assert {"It starts S3-07, full reply, due Mon 30 Nov.", "S3-06, full reply is owed no more."} <= set(
        shown.context["says"]
    )


def test_what_comes_in_time_keeps_a_promise_and_what_comes_late_is_said_to_come_too_late(desk_of: Any):
    sam = desk_of(council="s4")
    kept, late = (cast.received("Mon 2 Nov 2026 09:00", key="s4", kinds=("emergency-hazard",)) for _ in range(2))
    shown = sent(sam.at("Mon 2 Nov 2026 10:00"), kept, "made_safe")
    assert shown.context["says"] == [
        "It keeps AWAAB-EMERGENCY, work that makes it safe, due Tue 3 Nov.",
        "AWAAB-EMERGENCY-ELSEWHERE, somewhere else to stay is owed no more.",
    ]
    shown = sent(sam.at("Thu 5 Nov 2026 10:00"), late, "made_safe")
    too_late = "It comes too late for AWAAB-EMERGENCY, work that makes it safe, which was due Tue 3 Nov."
    assert too_late in shown.context["says"]


def test_a_fact_is_not_noted_for_what_was_seen_of_another_moment(sam: Desk):
    contact = asked()
    sam.at("Tue 3 Nov 2026 10:00")
    seen = sent(sam, contact, "paused", reason="She is in hospital").context["seen"]
    changed = sent(sam, contact, "clarification_asked", seen=seen)
    assert (changed.status_code, noted(contact, "clarification_asked"), noted(contact, "paused")) == (200, [], [])
    assert changed.context["seen"] != seen


def test_pressed_twice_it_is_noted_once_and_both_are_told_so(sam: Desk):
    contact = asked()
    shown = sent(sam.at("Tue 3 Nov 2026 10:00"), contact, "fee_asked")
    given = filled(shown.context["form"].data.dict()) | {"seen": shown.context["seen"]}
    assert [sam.press(contact, "happened/fee_asked", **given).status_code for _ in range(2)] == [302, 302]
    assert len(noted(contact, "fee_asked")) == 1
