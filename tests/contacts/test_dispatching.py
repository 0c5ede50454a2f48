"""Letters go to their carriers, whatever those are: once, again when they certainly did not leave, and never twice."""

from datetime import timedelta
from typing import ClassVar

import pytest

from answerable.contacts.actions import dispatch
from answerable.contacts.actions.claiming import LEASE, WAITS, claim, take_up
from answerable.contacts.carrier import Carrier, DidNotLeave, MayHaveLeft, NeverDelivered
from answerable.contacts.models import Contact, Outgoing
from tests import cast
from tests.build import at

MONDAY = at("Mon 2 Nov 2026 09:00")
SOON = MONDAY + timedelta(minutes=1)
A_MOMENT = timedelta(seconds=20)

pytestmark = pytest.mark.django_db


class Pigeons(Carrier):
    """Carries what it is given, unless it is told to raise; ``arrived`` is what came to its customers."""

    name: ClassVar[str] = "email"

    def __init__(self, *faults: Exception | None, arrives: bool = True) -> None:
        self.faults, self.arrives = list(faults), arrives
        self.arrived: list[str] = []
        self.batches = 0

    def __enter__(self) -> "Pigeons":
        self.batches += 1
        return self

    def deliver(self, letter: Outgoing, words: str) -> None:
        fault = self.faults.pop(0) if self.faults else None
        if fault is None or (isinstance(fault, MayHaveLeft | RuntimeError) and self.arrives):
            self.arrived.append(letter.message.message_id)
        if fault is not None:
            raise fault

    def has_left(self, letter: Outgoing) -> bool:
        return letter.message.message_id in self.arrived


class Parrots(Pigeons):
    name: ClassVar[str] = "letter"


def letter(**changes: str) -> Outgoing:
    return Outgoing.objects.get(message__contact=cast.received(MONDAY, **changes))


def stands(outgoing: Outgoing) -> tuple[str, int, str]:
    outgoing.refresh_from_db()
    return outgoing.state, outgoing.tries, outgoing.problem


def told(contact: Contact) -> list[str]:
    return list(contact.facts.values_list("what", flat=True))


def test_a_letter_leaves_by_its_own_carrier_and_is_a_fact_then() -> None:
    outgoing, pigeons, parrots = letter(), Pigeons(), Parrots()
    assert dispatch([parrots, pigeons], now=SOON) == 1
    assert (pigeons.arrived, parrots.arrived) == ([outgoing.message.message_id], [])
    assert (stands(outgoing), told(outgoing.message.contact)) == (("sent", 1, ""), ["received", "acknowledged"])
    assert dispatch([parrots, pigeons], now=SOON) == 0


def test_a_carrier_is_entered_once_for_a_batch() -> None:
    for number in range(3):
        letter(email=f"robin{number}@home.example")
    pigeons = Pigeons()
    assert (dispatch([pigeons], now=SOON), pigeons.batches) == (3, 1)


def test_what_did_not_leave_is_tried_again_later() -> None:
    outgoing, pigeons = letter(), Pigeons(DidNotLeave("It rains."))
    assert dispatch([pigeons], now=SOON) == 0
    assert stands(outgoing) == ("waiting", 1, "It rains.")
    assert [dispatch([pigeons], now=SOON + WAITS[0] + moment) for moment in (-A_MOMENT, A_MOMENT)] == [0, 1]


def test_what_is_never_delivered_is_for_a_person_at_once() -> None:
    outgoing, pigeons = letter(), Pigeons(NeverDelivered("Nobody of that name."))
    assert dispatch([pigeons], now=SOON) == 0
    assert (stands(outgoing), told(outgoing.message.contact)) == (("failed", 1, "Nobody of that name."), ["received"])


@pytest.mark.parametrize("fault", [MayHaveLeft("A hawk."), RuntimeError("Whatever nobody thought of.")])
@pytest.mark.parametrize("arrives", [True, False])
def test_what_may_have_left_is_looked_for_before_it_is_sent_again(fault: Exception, arrives: bool) -> None:
    outgoing, pigeons = letter(), Pigeons(fault, arrives=arrives)
    assert dispatch([pigeons], now=SOON) == 0
    assert stands(outgoing)[0] == "sending"
    assert [dispatch([pigeons], now=SOON + LEASE + moment) for moment in (-A_MOMENT, A_MOMENT)] == [0, 1]
    assert pigeons.arrived == [outgoing.message.message_id]


def test_one_letter_that_goes_wrong_keeps_no_other_from_leaving() -> None:
    letter()
    letter(email="kim@home.example")
    pigeons = Pigeons(RuntimeError("Whatever nobody thought of."), arrives=False)
    assert (dispatch([pigeons], now=SOON), len(pigeons.arrived)) == (1, 1)


def test_a_letter_whose_carrier_the_deployment_lost_waits_and_says_so() -> None:
    outgoing = letter()
    assert dispatch([Parrots()], now=SOON) == 0
    state, tries, problem = stands(outgoing)
    assert (state, tries) == ("waiting", 1)
    assert problem.startswith("This deployment has no carrier called “email”, which it had when this was written.")
    assert dispatch([Pigeons()], now=SOON + WAITS[0] + A_MOMENT) == 1


def test_a_letter_in_doubt_whose_carrier_the_deployment_lost_stays_in_doubt() -> None:
    outgoing, pigeons = letter(), Pigeons(MayHaveLeft("A hawk."))
    dispatch([pigeons], now=SOON)
    assert dispatch([], now=SOON + LEASE + A_MOMENT) == 0
    assert stands(outgoing)[:2] == ("sending", 1)
    assert dispatch([pigeons], now=SOON + 2 * (LEASE + A_MOMENT)) == 1
    assert pigeons.arrived == [outgoing.message.message_id]


def test_of_two_dispatchers_with_one_letter_only_the_first_takes_it() -> None:
    first = letter()
    second = Outgoing.objects.get(id=first.id)
    assert [claim(one, at=SOON) for one in (first, second)] == [True, False]
    assert stands(first)[:2] == ("sending", 1)
    also = Outgoing.objects.get(id=first.id)
    assert [take_up(one, at=SOON + LEASE) for one in (first, also)] == [True, False]


def test_a_letter_that_never_leaves_is_tried_ten_times_and_is_then_for_a_person() -> None:
    outgoing, pigeons = letter(), Pigeons(*[DidNotLeave("It rains.")] * 11)
    moment = SOON
    for wait in (*WAITS, WAITS[-1]):
        assert stands(outgoing)[0] == "waiting"
        dispatch([pigeons], now=moment)
        moment += wait + A_MOMENT
    assert stands(outgoing) == ("failed", 10, "Tried 10 times. It rains.")
    assert dispatch([pigeons], now=moment + WAITS[-1]) == 0
