"""Other files of law do nothing to contacts that are there; a bank holiday does, when it is taken in (C19)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.charters import COUNCILS
from answerable.contacts.actions import close, look_again, wake
from answerable.contacts.actions.noting import note
from answerable.contacts.clocks import clocks_of, fact_of, is_waiting, possible_next, reckon
from answerable.contacts.models import Contact
from answerable.evidence.models import Entry
from answerable.promises.actions import learn_holidays
from tests import cast
from tests.build import at, on
from tests.program import Program, forget, upgraded

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

MORNING, PROCLAIMED = at("Mon 2 Nov 2026 09:00"), at("Thu 5 Nov 2026 12:00")
HOLIDAY = on("Mon 9 Nov 2026")


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    with upgraded(tmp_path / "charters") as installed:
        yield installed


def fresh(contact: Contact) -> Contact:
    """Return a contact as another process reads it."""
    forget()
    return Contact.objects.get(id=contact.id)


def due(contact: Contact, promise: str) -> str:
    """Reckon a contact anew, and return when a promise of it falls due."""
    reckon(fresh(contact), now=PROCLAIMED)
    return f"{cast.clock(contact, promise).due:%a %d %b %H:%M:%S}"


def proclaim(program: Program) -> None:
    program.proclaim("2026-11-09", "Bank holiday for a coronation", "2026-11-04")


def take_in(program: Program) -> int:
    """Take in the bank holidays of the program as the command does; return how many clocks are looked at again."""
    text = (program.folder / "bank-holidays.toml").read_text(encoding="utf-8")
    learned = learn_holidays(text, by=None, at=PROCLAIMED)
    assert learned is not None
    return look_again(since=min(day.on for day in learned.days), at=PROCLAIMED)


def test_a_corrected_law_of_a_newer_program_changes_nothing_for_an_old_contact(program: Program):
    old = cast.received(MORNING, kinds=("foi",))
    before = due(old, "S5-16")
    program.change("procedures/foi.toml", 'within = "20 working days"', 'within = "25 working days"')
    program.change(
        "calendars.toml", 'holidays = ["england-and-wales", "scotland", "northern-ireland"]', "holidays = []"
    )
    assert (due(old, "S5-16"), before) == ("Tue 01 Dec 23:59:59", "Tue 01 Dec 23:59:59")
    facts = [fact_of(row) for row in old.facts.all()]
    anew = {clock.promise.id: clock.due for clock in clocks_of(fresh(old), facts, now=PROCLAIMED)}
    assert anew["S5-16"] == at("Tue 1 Dec 2026 23:59:59")


def test_a_law_that_a_newer_program_no_longer_has_still_binds_an_old_contact(program: Program):
    old = cast.received(MORNING, kinds=("foi",))
    (program.folder / "procedures/foi.toml").unlink()
    assert due(old, "S5-16") == "Tue 01 Dec 23:59:59"


def test_a_bank_holiday_of_a_newer_program_changes_nothing_until_it_is_taken_in(program: Program):
    contact = cast.received(MORNING)
    proclaim(program)
    assert due(contact, "S5-24") == "Wed 11 Nov 23:59:59"
    assert not Entry.objects.filter(what__in=["took in bank holidays", "due dates moved"]).exists()


def test_a_bank_holiday_that_is_taken_in_moves_open_clocks_and_each_move_is_in_the_record(program: Program):
    contact, elsewhere = cast.received(MORNING), cast.received(MORNING, "s3")
    cast.everything_sent("Mon 2 Nov 2026 09:01")
    told = contact.clocks.get(measure="derived").due
    proclaim(program)
    assert take_in(program) > 0
    forget()
    assert wake(now=PROCLAIMED) == 2
    assert cast.clock(contact, "S5-24").due == at("Thu 12 Nov 2026 23:59:59")
    assert contact.clocks.get(measure="derived").due == told == at("Wed 11 Nov 2026 23:59:59")
    assert Contact.objects.get(id=contact.id).next_due == told
    taken = Entry.objects.filter(what="took in bank holidays").order_by("id")
    assert [(entry.about, entry.at, entry.by) for entry in taken] == [("s3", PROCLAIMED, ""), ("s5", PROCLAIMED, "")]
    assert taken[0].details["days"] == [
        {"on": "2026-11-09", "title": "Bank holiday for a coronation", "nations": ["england-and-wales"]}
    ]
    moved = Entry.objects.get(what="due dates moved", about=contact.reference)
    was, now = at("Wed 11 Nov 2026 23:59:59").isoformat(), at("Thu 12 Nov 2026 23:59:59").isoformat()
    assert moved.details["moved"] == [
        {"promise": "S5-24", "was": was, "due": now},
        {"promise": "S5-29", "beside": "S5-24", "was": was, "due": now},
    ]
    assert Entry.objects.filter(what="due dates moved", about=elsewhere.reference).count() == 1


def test_only_what_a_bank_holiday_moves_is_recorded_as_moved_by_one(program: Program):
    contact = cast.received(MORNING, kinds=("foi",))
    proclaim(program)
    take_in(program)
    forget()
    wake(now=PROCLAIMED)
    assert wake(now=PROCLAIMED) == 0
    by_holiday = cast.clock(contact, "S5-16").due
    later = at("Fri 6 Nov 2026 09:00")
    note(fresh(contact), [("clarification_asked", {}), ("clarified", {})], by=None, at=later, now=later)
    assert (by_holiday, cast.clock(contact, "S5-16").due) == (
        at("Wed 2 Dec 2026 23:59:59"),
        at("Tue 8 Dec 2026 23:59:59"),
    )
    moved = [one["due"] for entry in Entry.objects.filter(what="due dates moved") for one in entry.details["moved"]]
    assert moved == [by_holiday.isoformat()]


def test_a_day_taken_in_late_counts_all_the_same_and_what_turned_by_it_is_in_the_record(program: Program):
    contact = cast.received(MORNING)
    late = at("Thu 12 Nov 2026 10:00")
    note(contact, [("replied", {})], by=None, at=late, now=late)
    close(contact, outcome=Contact.Outcome.ANSWERED, by=cast.staff(), at=late)
    assert cast.clock(contact, "S5-24").state == "broken"
    proclaim(program)
    take_in(program)
    forget()
    wake(now=late)
    assert (cast.clock(contact, "S5-24").state, cast.clock(contact, "S5-24").wake_at) == ("kept", None)
    moved = Entry.objects.get(what="due dates moved").details["moved"]
    assert [(one["promise"], one.get("turned")) for one in moved] == [
        ("S5-24", "broken, now kept"),
        ("S5-29", "broken, now not required"),
    ]


def test_only_what_runs_on_the_day_or_later_is_looked_at_again():
    over = cast.received("Mon 5 Oct 2026 09:00")
    note(over, [("replied", {})], by=None, at=at("Tue 6 Oct 2026 09:00"), now=at("Tue 6 Oct 2026 09:00"))
    running = cast.received("Mon 2 Nov 2026 09:00")
    stands_still = cast.received("Mon 5 Oct 2026 09:00", kinds=("foi",))
    note(stands_still, [("fee_asked", {})], by=None, at=at("Tue 6 Oct 2026 09:00"), now=at("Tue 6 Oct 2026 09:00"))
    for contact in (over, running, stands_still):
        contact.clocks.update(wake_at=None)
    look_again(since=HOLIDAY, at=PROCLAIMED)
    looked = {contact.id for contact in Contact.objects.filter(clocks__wake_at=PROCLAIMED)}
    assert looked == {running.id, stands_still.id}
    assert set(cast.clock(running, "S5-24").contact.clocks.values_list("wake_at", flat=True)) == {None, PROCLAIMED}


def test_reading_an_edition_again_asks_the_database_nothing():
    contact = cast.received(MORNING)
    facts = [fact_of(row) for row in contact.facts.all()]
    with CaptureQueriesContext(connection) as asked:
        clocks_of(contact, facts, now=PROCLAIMED)
        clocks_of(contact, facts, now=PROCLAIMED)
    assert asked.captured_queries == []


FOI = {"kinds": ("foi",), "channel": "web"}


@pytest.mark.slow
@pytest.mark.parametrize("when", ["Fri 1 Dec 2028 10:00", "Fri 29 Dec 2028 10:00", "Fri 5 Jan 2029 10:00"])
@pytest.mark.parametrize("key", COUNCILS)
@pytest.mark.parametrize("channel", ["web", "email"])
def test_whatever_comes_as_the_known_bank_holidays_end_becomes_a_contact_and_is_acknowledged(
    key: str, channel: str, when: str
):
    kinds = [("enquiry",), ("foi",), ("sar",), ("complaint",), ("complaint-adult-care",)]
    contacts = [cast.received(when, key, kinds=kind, channel=channel) for kind in kinds]
    said = [contact.messages.get(sort="acknowledgement").body for contact in contacts]
    greeting = "Dear Robin Reed," if channel == "email" else "Hello,"  # nobody proves who fills in a form
    assert [body.startswith(greeting) for body in said] == [True] * 5
    assert cast.everything_sent(when) == 5
    foi = cast.states(contacts[1])
    assert [state for promise, state in foi.items() if promise in ("FOI", "FOISA", "S5-16")] == ["uncounted"]


def test_a_request_whose_days_are_not_known_yet_is_counted_when_they_are(program: Program):
    contact = cast.received("Fri 1 Dec 2028 10:00", **FOI)
    clock = cast.clock(contact, "S5-16")
    why = "Cannot count past 31 December 2028, the last day whose bank holidays are held; this promise reaches "
    assert (clock.state, clock.reason, clock.wake_at) == ("uncounted", f"{why}2 January 2029.", None)
    assert contact.next_due == at("Mon 1 Jan 2029 00:00")
    note(contact, [("paused", {"reason": "x"})], by=None, at=at("Mon 4 Dec 2028 10:00"), now=at("Fri 2 Feb 2029 10:00"))
    assert cast.clock(contact, "S5-16").state == "uncounted"

    program.change("bank-holidays.toml", "known_until = 2028-12-31", "known_until = 2029-12-31")
    program.proclaim("2029-12-24", "A bank holiday of that year", "2028-12-05")
    assert take_in(program) > 0
    wake(now=at("Tue 5 Dec 2028 10:00"))
    clock = cast.clock(fresh(contact), "S5-16")
    assert (clock.state, clock.due) == ("running", at("Tue 2 Jan 2029 23:59:59"))


def test_a_request_that_cannot_be_counted_yet_waits_for_us_until_it_is_answered():
    contact = cast.received("Fri 1 Dec 2028 10:00", **FOI)
    assert is_waiting(cast.clock(contact, "S5-16"))
    assert "replied" in {one.fact.name for one in possible_next(contact, now=at("Mon 4 Dec 2028 10:00"))}
    note(contact, [("replied", {})], by=None, at=at("Mon 4 Dec 2028 10:00"), now=at("Mon 4 Dec 2028 10:00"))
    clock = cast.clock(contact, "S5-16")
    assert (clock.state, clock.stopped, is_waiting(clock)) == ("uncounted", at("Mon 4 Dec 2028 10:00"), False)
    assert {one.fact.name for one in possible_next(contact, now=at("Mon 4 Dec 2028 10:00"))} == {"review_asked"}
