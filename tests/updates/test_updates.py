"""A customer who wants to know is emailed when something happens that no letter tells, once a day, until it is over."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from answerable.alerts.actions import notice
from answerable.alerts.models import Alert
from answerable.channels.email.compose import composed
from answerable.contacts import actions as contacts
from answerable.contacts.actions.opening import as_it_leaves
from answerable.contacts.arrival import Arrival
from answerable.contacts.limits import LETTERS_OF_COUNCIL, LETTERS_TO_ADDRESS
from answerable.contacts.models import Contact, FactRow, Message, Outgoing
from answerable.contacts.queries import is_opened_by, spoken_to_customer
from answerable.councils.models import Mailbox
from answerable.figures.models import FigureRow
from answerable.marks.actions import watch
from answerable.marks.queries import all_for
from answerable.people.models import Role
from answerable.retention.actions import correct
from answerable.updates import actions
from answerable.updates.actions import A_DAY, EVERY, SETTLES, begin_updates, stop_updates, write_updates
from answerable.updates.models import Follower
from answerable.updates.queries import NoUpdates, followers
from tests import cast
from tests.build import at, on
from tests.figures.counted import counted
from tests.public.residents import page_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

RECEIVED, PRESSED = "Mon 2 Nov 2026 09:00", at("Mon 2 Nov 2026 09:30")
TEN, ELEVEN = at("Mon 2 Nov 2026 10:00"), at("Mon 2 Nov 2026 11:00")


def followed(**changes: Any) -> Contact:
    """Return a contact whose customer has had the acknowledgement, and wants to be emailed since half past nine."""
    contact = cast.received(RECEIVED, **changes)
    cast.everything_sent("Mon 2 Nov 2026 09:01")
    assert begin_updates(contact, at=PRESSED) is None
    return contact


def updates() -> list[Outgoing]:
    return list(Outgoing.objects.filter(message__sort="update").order_by("id"))


def taken(contact: Contact, when: datetime = TEN) -> None:
    contacts.take(contact, by=cast.staff(), at=when)


def moved(contact: Contact, when: datetime = TEN) -> None:
    contacts.move(contact, to=cast.team_of(team="roads"), reason="It is a lamp.", by=cast.staff(), at=when)


def replied(contact: Contact, when: str = "Mon 2 Nov 2026 10:30", *, closes: bool = False) -> None:
    contacts.reply(
        contact, body="It is mended.", parts=cast.parts(), full=True, closes=closes, by=cast.staff(), at=at(when)
    )


def asked(contact: Contact, when: datetime) -> None:
    parts = cast.parts(by_when=on("Fri 6 Nov 2026"))
    contacts.ask(contact, body="Which of the lamps is it?", parts=parts, waits=True, by=cast.staff(), at=when)


def wrote(contact: Contact, when: datetime = TEN, **changes: Any) -> Contact:
    given: Arrival = cast.arrival(body="Is it mended?", **changes)
    return contacts.add(contact, given, at=when, now=when)


def test_an_email_says_that_something_happened_under_which_reference_and_nothing_of_the_matter():
    contact = followed(body="My name is Robin, and the lamp in Mill Lane is out.")
    taken(contact)
    assert write_updates(ELEVEN) == 1
    (email,) = updates()
    assert (email.carrier, email.to, email.facts, email.automatic, email.try_at) == ("email", "", [], True, ELEVEN)
    assert email.message.subject == f"[{contact.reference}] Something has happened with your contact"
    said = as_it_leaves(email, at=ELEVEN)
    assert not re.search("lamp|mill lane|robin|sam|field|post team", email.message.subject + said, re.IGNORECASE)
    page, stop = re.findall(r"http://testserver(/\S+)", said)
    assert stop == f"{page}emails/"
    key = page.rstrip("/").rpartition("/")[2]
    assert (is_opened_by(contact, key, now=ELEVEN), key in email.message.body) == (True, False)
    assert "press “Stop these emails”" in said
    raw = message_from_bytes(composed(email, said, Mailbox.objects.get()))
    headers = [raw["To"], raw["Auto-Submitted"], raw["List-Unsubscribe"], raw["In-Reply-To"]]
    assert headers == ["Robin Reed <robin@home.example>", "auto-generated", f"<http://testserver{stop}>", None]


def opened_again(contact: Contact, when: datetime = TEN) -> None:
    Contact.objects.update(closed_at=PRESSED, outcome="answered")
    contacts.reopen(contact, by=cast.staff(), at=when)


def assigned(contact: Contact, when: datetime = TEN) -> None:
    contacts.assign(contact, to=cast.staff("Jo Bright"), by=cast.staff(), at=when)


def asked_and_answered(contact: Contact, when: datetime = TEN) -> None:
    """Have a question answered by the customer: the clock goes on, with a new date that no letter tells."""
    asked(contact, at("Mon 2 Nov 2026 09:40"))
    cast.everything_sent("Mon 2 Nov 2026 09:41")
    wrote(contact, when)


HAPPENINGS = [taken, moved, opened_again, assigned, asked_and_answered]


@pytest.mark.parametrize("happens", HAPPENINGS)
def test_what_a_page_shows_is_told_an_hour_later_and_once(happens: Callable[[Contact], None]):
    contact = followed()
    happens(contact)
    for when, told in (
        (TEN + SETTLES - timedelta(seconds=1), 0),
        (TEN + SETTLES + EVERY, 1),
        (TEN + SETTLES + EVERY, 1),
        (TEN + 2 * A_DAY, 1),
        (TEN + 9 * A_DAY, 1),
    ):
        write_updates(when)
        assert (when, len(updates())) == (when, told)


def test_a_fact_that_an_officer_notes_by_hand_is_told():
    contact = followed(kinds=("foi",))
    contacts.happen(contact, what="clarification_asked", at=TEN, details={}, by=cast.staff(), now=TEN)
    write_updates(ELEVEN)
    assert len(updates()) == 1


def by_machine(contact: Contact) -> None:
    wrote(contact, automatic=True)


def by_stranger(contact: Contact) -> None:
    wrote(contact, by_stranger=True, email="else@home.example")


def taken_and_given_back(contact: Contact) -> None:
    taken(contact)
    contacts.give_back(contact, by=cast.staff(), at=TEN)


def a_note(contact: Contact) -> None:
    contacts.note_down(contact, body="It is a lamp.", by=cast.staff(), at=TEN)


def a_question(contact: Contact) -> None:
    asked(contact, TEN)
    (letter,) = Outgoing.objects.filter(message__sort="question")
    contacts.settle(letter, sent_at=TEN + timedelta(minutes=1), at=TEN + timedelta(minutes=12))  # found to have left


def taken_and_answered(contact: Contact) -> None:
    taken(contact)
    moved(contact)
    replied(contact)
    cast.everything_sent(TEN + timedelta(minutes=40))


@pytest.mark.parametrize(
    "happens", [wrote, by_machine, by_stranger, taken_and_given_back, a_note, a_question, taken_and_answered]
)
def test_what_they_or_a_stranger_or_a_machine_wrote_and_what_a_letter_told_is_not_news(
    happens: Callable[[Contact], object],
):
    contact = followed()
    happens(contact)
    for days in range(4):
        write_updates(TEN + SETTLES + days * A_DAY)
    assert updates() == []
    assert Follower.objects.filter(contact=contact).exists()


def test_what_happened_before_they_pressed_is_not_told():
    contact = cast.received(RECEIVED)
    cast.everything_sent(RECEIVED)
    taken(contact, at("Mon 2 Nov 2026 09:10"))
    begin_updates(contact, at=PRESSED)
    write_updates(ELEVEN)
    assert updates() == []


def test_there_is_one_a_day_even_where_it_was_stopped_and_begun_again():
    contact = followed()
    taken(contact)
    write_updates(ELEVEN)
    cast.everything_sent(ELEVEN)
    moved(contact, at("Mon 2 Nov 2026 13:00"))
    stop_updates(contact)
    begin_updates(contact, at=at("Mon 2 Nov 2026 14:00"))
    assigned_back = at("Mon 2 Nov 2026 15:00")
    contacts.move(contact, to=cast.team_of(), reason="No lamp.", by=cast.staff(), at=assigned_back)
    write_updates(at("Mon 2 Nov 2026 17:00"))
    assert len(updates()) == 1
    for when in ("Tue 3 Nov 2026 11:00", "Tue 3 Nov 2026 18:00"):
        write_updates(at(when))
    assert [email.message.at for email in updates()] == [ELEVEN, at("Tue 3 Nov 2026 18:00")]


def test_what_happens_within_the_day_is_told_the_day_after_in_one():
    contact = followed()
    taken(contact)
    write_updates(ELEVEN)
    cast.everything_sent(ELEVEN)
    moved(contact, at("Mon 2 Nov 2026 13:00"))
    taken(contact, at("Mon 2 Nov 2026 14:00"))
    for hour in (15, 17, 19):
        write_updates(at(f"Mon 2 Nov 2026 {hour}:00"))
    assert len(updates()) == 1
    write_updates(ELEVEN + A_DAY)
    assert len(updates()) == 2


def test_nobody_is_emailed_at_night():
    contact = followed()
    taken(contact, at("Mon 2 Nov 2026 19:30"))
    for when in ("Mon 2 Nov 2026 20:30", "Tue 3 Nov 2026 02:00", "Tue 3 Nov 2026 07:59"):
        assert write_updates(at(when)) == 0
    assert (write_updates(at("Tue 3 Nov 2026 08:00")), len(updates())) == (1, 1)


def test_a_letter_that_waits_to_leave_is_waited_for_and_one_that_cannot_leave_ends_it():
    contact = followed()
    taken(contact)
    replied(contact)
    write_updates(ELEVEN + SETTLES)
    assert (updates(), Follower.objects.count()) == ([], 1)
    contacts.fail(Outgoing.objects.get(message__sort="reply"), problem="550 nobody", at=ELEVEN)
    write_updates(ELEVEN + 2 * SETTLES)
    assert (updates(), Follower.objects.count()) == ([], 0)
    assert begin_updates(contact, at=ELEVEN) is NoUpdates.CAME_BACK
    right = {"email": "robin@right.example"}
    correct(contact, told=right, why="They rang.", by=cast.staff("Jo Lane", Role.MANAGER), at=ELEVEN)
    contact.refresh_from_db()
    assert begin_updates(contact, at=ELEVEN) is None


def test_it_ends_with_the_contact_after_a_last_one_where_no_letter_told():
    told, not_told = followed(), followed(email="kim@home.example", name="Kim Bell")
    replied(told, closes=True)
    cast.everything_sent("Mon 2 Nov 2026 10:30")  # at the moment at which it closed
    Contact.objects.filter(pk=not_told.pk).update(closed_at=TEN, outcome="answered")
    write_updates(TEN + SETTLES - timedelta(seconds=1))
    assert Follower.objects.filter(contact=not_told).exists()
    for hours in (2, 30):
        write_updates(TEN + timedelta(hours=hours))
    (email,) = updates()
    assert (email.message.contact, Follower.objects.count()) == (not_told, 0)
    assert "It is closed now, so this is the last of these emails." in email.message.body


@pytest.mark.parametrize("outcome", ["spam", "bounce", "duplicate", "misdirected", "test"])
def test_what_is_left_out_is_never_written_about(outcome: str):
    contact = followed()
    taken(contact)
    other = cast.received(RECEIVED, email="kim@home.example").reference if outcome == "duplicate" else ""
    ends = Contact.Outcome(outcome)
    contacts.close(contact, outcome=ends, why="So it is.", other=other, by=cast.staff(), at=TEN)
    Outgoing.objects.filter(message__sort="notice").delete()
    write_updates(ELEVEN + SETTLES)
    assert (updates(), Follower.objects.count()) == ([], 0)


def test_stopped_nothing_leaves_that_waited_and_nothing_more_is_written():
    contact = followed()
    taken(contact)
    write_updates(ELEVEN)
    assert (stop_updates(contact), stop_updates(contact)) == (True, False)
    assert (updates(), Message.objects.filter(sort="update").count()) == ([], 0)
    moved(contact, ELEVEN)
    write_updates(ELEVEN + A_DAY)
    assert updates() == []


def test_two_workers_at_once_write_one_and_one_that_died_is_followed_by_one(monkeypatch: pytest.MonkeyPatch):
    contact = followed()
    taken(contact)
    keys = list(Follower.objects.values_list("pk", flat=True))
    (mine,), (theirs,) = followers(keys), followers(keys)
    with monkeypatch.context() as patch:
        patch.setattr(actions, "_write", _dies)
        write_updates(ELEVEN)
    assert [actions._claim(one, ELEVEN) for one in (mine, theirs)] == [False, False]
    assert updates() == []
    (mine,), (theirs,) = followers(keys), followers(keys)
    assert [actions._claim(one, ELEVEN + EVERY) for one in (mine, theirs)] == [True, False]
    for _ in range(2):
        write_updates(ELEVEN + 2 * EVERY)
        actions._look_at(mine, ELEVEN + 2 * EVERY)
    assert len(updates()) == 1


def _dies(*_: object, **__: object) -> None:
    raise RuntimeError("a loose wire")


def test_a_moment_set_while_the_clock_ran_ahead_is_not_waited_for():
    contact = followed()
    taken(contact)
    Follower.objects.update(next_at=ELEVEN + 20 * A_DAY)
    write_updates(ELEVEN)
    assert len(updates()) == 1


def test_no_more_go_to_an_address_than_a_machine_may_write_to_it():
    mine = [followed() for _ in range(LETTERS_TO_ADDRESS.most - 2)]  # each was acknowledged
    for contact in mine:
        taken(contact)
    for hours in (0, 1, 2):
        write_updates(ELEVEN + timedelta(hours=hours))
    assert len(updates()) == 2
    write_updates(ELEVEN + A_DAY)
    assert len(updates()) == 3


def test_to_addresses_that_nothing_proves_no_more_go_than_to_all_of_them_in_an_hour(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(actions, "LETTERS_OF_COUNCIL", replace(LETTERS_OF_COUNCIL, most=1))
    claimed, late = (followed(channel="web", email=f"{name}@home.example") for name in ("kim", "vera"))
    proved = followed()
    for contact in (claimed, late, proved):
        taken(contact)
    write_updates(ELEVEN)
    assert [email.message.contact for email in updates()] == [claimed, proved]


def test_whoever_has_no_address_or_one_of_ours_or_is_closed_cannot_begin():
    nobody = cast.received(RECEIVED, channel="letter", email="")
    ours = cast.received(RECEIVED, email="Contact+x@s5.example")
    closed = cast.received(RECEIVED, email="kim@home.example")
    replied(closed, closes=True)
    cast.everything_sent("Mon 2 Nov 2026 10:31")
    problems = [begin_updates(contact, at=TEN) for contact in (nobody, ours, closed)]
    assert problems == [NoUpdates.NO_ADDRESS, NoUpdates.OURS, NoUpdates.CLOSED]
    assert Follower.objects.count() == 0


def test_it_is_shown_to_nobody_as_an_answer_and_when_it_comes_back_nothing_opens():
    contact = followed()
    taken(contact)
    write_updates(ELEVEN)
    assert "update" not in {message.sort for message in spoken_to_customer(contact)}
    Contact.objects.update(closed_at=ELEVEN, outcome="answered")
    contacts.fail(updates()[0], problem="Nobody of that name.", at=ELEVEN)
    contact.refresh_from_db()
    assert contact.closed_at == ELEVEN


def test_who_watches_the_contact_hears_of_what_happened_and_not_of_the_email():
    contact, sam, ruth = followed(), cast.staff(), cast.staff("Ruth Bell")
    taken(contact)
    for who in (sam, ruth):
        watch(contact, by=who, at=ELEVEN)
    notice(ELEVEN)
    write_updates(ELEVEN + EVERY)
    notice(ELEVEN + 2 * EVERY)
    assert len(updates()) == 1
    assert [one.message for one in all_for(ruth.pk, "s5", ["s5"]).watched] == [None]
    assert not Alert.objects.exists()


def test_colleagues_see_in_the_timeline_that_it_went_and_what_it_said(client: Client):
    contact = followed()
    taken(contact)
    write_updates(ELEVEN)
    cast.everything_sent(ELEVEN)
    client.force_login(cast.at_home(cast.staff()))
    page = words(client.get(f"/s5/desk/contacts/{contact.reference}/"))
    assert "Word that something has happened, as they asked" in page, page
    assert "A computer sent this, because somebody asked for it on your page." in page
    assert "Word that something has happened" not in words(client.get(page_of(contact)))


def lived(*, is_followed: bool) -> tuple[Any, ...]:
    """Return the clocks, the facts and the figures of a contact with which much happens; it is then undone."""
    with transaction.atomic():
        contact = followed() if is_followed else cast.received(RECEIVED)
        cast.everything_sent("Mon 2 Nov 2026 09:01")
        taken(contact)
        write_updates(ELEVEN)
        cast.everything_sent(ELEVEN)
        moved(contact, ELEVEN + EVERY)
        write_updates(ELEVEN + A_DAY)
        cast.everything_sent(ELEVEN + A_DAY)
        assert len(updates()) == 2 * is_followed
        replied(contact, "Wed 18 Nov 2026 10:00", closes=True)
        cast.everything_sent("Wed 18 Nov 2026 10:00")
        contact.refresh_from_db()
        clocks = contact.clocks.order_by("promise", "measure", "due")
        stands = list(clocks.values_list("promise", "measure", "state", "reason", "due", "decided", "stopped"))
        facts = list(FactRow.objects.values_list("what", "at", "details"))
        figures = FigureRow.objects.filter(count=counted()).order_by("place")
        said = list(figures.values_list("promise", "formula", "said", "numerator", "denominator"))
        transaction.set_rollback(True)
    return stands, [(what, when) for what, when, _ in facts], contact.next_due, contact.closed_at, said


def test_clocks_facts_and_figures_are_the_same_with_these_emails_and_without():
    cast.council()
    with_them, without = lived(is_followed=True), lived(is_followed=False)
    assert with_them == without
    assert (len(with_them[0]) > 1, len(with_them[-1]) > 1) == (True, True)
