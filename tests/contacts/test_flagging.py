"""Words of welfare raise a flag that goes first, until a person has looked; they decide nothing by themselves."""

import pytest

from answerable.contacts import actions
from answerable.contacts.actions.flagging import NoReason, NothingToLookAt
from answerable.contacts.models import Contact, WelfareFlag
from answerable.evidence.queries import about
from answerable.queues.queries import waiting_for
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

NINE, TEN, NOON = (at(f"Mon 2 Nov 2026 {hour}:00") for hour in ("09", "10", "12"))
COLD = "It is late November. We have no heating and nothing to eat, and I do not know whom to ask."
FOUND = "heating, water or power (“no heating”); food or money (“nothing to eat”)"


def flags(contact: Contact) -> list[tuple[str, bool, bool]]:
    """Return the flags of a contact: what was found, whether it was looked at, and whether it was confirmed."""
    return [(str(flag), flag.looked_at is not None, flag.is_confirmed) for flag in contact.welfare_flags.all()]


def said(contact: Contact, body: str) -> None:
    moment = at("Mon 2 Nov 2026 11:00")
    actions.add(contact, cast.arrival(body=body), at=moment, now=moment)
    contact.refresh_from_db()


def test_words_put_a_contact_first_with_what_was_found_and_nothing_else():
    cast.received("Mon 2 Nov 2026 08:00")
    cold = cast.received("Mon 2 Nov 2026 09:00", subject="Please help", body=COLD)
    assert flags(cold) == [(FOUND, False, False)]
    assert waiting_for("s5", ["s5"], now=TEN).contacts[0].id == cold.id
    cold.refresh_from_db()
    assert (cold.is_welfare, cold.welfare) == (True, "")
    assert list(cold.facts.values_list("what", flat=True)) == ["received"]
    assert list(cold.kinds.values_list("is_welfare", flat=True)) == [True]


@pytest.mark.parametrize("channel", ["email", "web", "letter"])
def test_every_channel_is_looked_through_and_the_subject_too(channel: str):
    contact = cast.received(channel=channel, subject="No heating", body="Please come.")
    assert flags(contact) == [("heating, water or power (“no heating”)", False, False)]


def test_what_a_machine_is_said_to_have_written_is_looked_through_too():
    contact = cast.received(body="No food in the house", automatic=True, answerable=False)
    assert flags(contact) == [("food or money (“no food”)", False, False)]


def test_a_later_message_raises_a_flag_of_its_own():
    contact = cast.received()
    assert flags(contact) == []
    said(contact, "Now my mother has collapsed.")
    assert flags(contact) == [("illness or injury (“collapsed”)", False, False)]
    assert contact.is_welfare


def test_what_a_later_message_quotes_raises_nothing_again():
    contact = cast.received(body=COLD)
    said(contact, f"Thank you, all is well.\n\n> {COLD}")
    assert len(flags(contact)) == 1


def test_a_person_confirms_and_the_contact_is_marked_with_the_words():
    sam, contact = cast.staff(), cast.received(body=COLD)
    flag = contact.welfare_flags.get()
    actions.settle_flags(contact, up_to=flag.id, is_confirmed=True, reason="", by=sam, at=NOON)
    contact.refresh_from_db()
    assert (contact.is_welfare, contact.welfare, flags(contact)) == (True, FOUND, [(FOUND, True, True)])
    entry = about(contact.reference).last()
    assert entry is not None
    assert (entry.what, entry.by, entry.details) == ("confirmed welfare", sam.email, {})


def test_a_person_puts_away_with_a_reason_and_both_are_kept():
    sam, contact = cast.staff(), cast.received(body=COLD)
    flag = contact.welfare_flags.get()
    actions.settle_flags(contact, up_to=flag.id, is_confirmed=False, reason=" It is from a play. ", by=sam, at=NOON)
    contact.refresh_from_db()
    assert (contact.is_welfare, contact.welfare) == (False, "")
    kept = WelfareFlag.objects.get()
    assert (str(kept), kept.looked_at, kept.looked_by, kept.is_confirmed, kept.reason) == (
        FOUND,
        NOON,
        sam,
        False,
        "It is from a play.",
    )
    assert list(contact.kinds.values_list("is_welfare", flat=True)) == [False]


def test_nothing_is_put_away_without_a_reason():
    contact = cast.received(body=COLD)
    flag = contact.welfare_flags.get()
    with pytest.raises(NoReason, match="Cannot put this away without a reason"):
        actions.settle_flags(contact, up_to=flag.id, is_confirmed=False, reason=" ", by=cast.staff(), at=NOON)
    assert flags(contact) == [(FOUND, False, False)]


def test_what_came_after_the_page_was_loaded_waits_on():
    contact = cast.received(body=COLD)
    seen = contact.welfare_flags.get().id
    said(contact, "She has stopped breathing")
    actions.settle_flags(contact, up_to=seen, is_confirmed=False, reason="A play", by=cast.staff(), at=NOON)
    contact.refresh_from_db()
    assert [looked for _, looked, _ in flags(contact)] == [True, False]
    assert contact.is_welfare


def test_a_second_colleague_is_told_that_somebody_was_first():
    contact = cast.received(body=COLD)
    flag = contact.welfare_flags.get()
    actions.settle_flags(contact, up_to=flag.id, is_confirmed=True, reason="", by=cast.staff(), at=NOON)
    with pytest.raises(NothingToLookAt, match="a colleague has done so"):
        actions.settle_flags(contact, up_to=flag.id, is_confirmed=False, reason="No", by=cast.staff("B"), at=NOON)


def test_a_contact_that_is_put_back_in_line_by_hand_stays_first_while_words_wait():
    contact = cast.received(body=COLD, welfare="A baby is cold")
    actions.mark_welfare(contact, reason="", by=cast.staff(), at=NOON)
    assert (contact.is_welfare, contact.welfare) == (True, "")
    flag = contact.welfare_flags.get()
    actions.settle_flags(contact, up_to=flag.id, is_confirmed=False, reason="All is well", by=cast.staff(), at=NOON)
    assert contact.is_welfare is False


def test_what_is_put_away_leaves_a_mark_that_a_person_made():
    contact = cast.received(body=COLD, welfare="A baby is cold")
    flag = contact.welfare_flags.get()
    actions.settle_flags(contact, up_to=flag.id, is_confirmed=False, reason="A play", by=cast.staff(), at=NOON)
    assert (contact.is_welfare, contact.welfare) == (True, "A baby is cold")
