"""Every act on a contact, with one strange word wherever somebody's name, address, words or reasons can stand.

The record of acts is sealed for ever, so that word may stand in none of its columns but ``words``, which can be erased.
"""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest

from answerable.asking import actions as asking
from answerable.contacts import actions
from answerable.contacts.actions import arriving, correcting, waking
from answerable.contacts.letters import Spoken
from answerable.contacts.models import Contact, FloodAct, Message, Outgoing, Proposal
from answerable.evidence.acts import ACTS
from answerable.evidence.models import Entry
from answerable.marks import actions as marking
from answerable.people.models import Role
from answerable.retention import actions as keeping
from answerable.retention.models import Hold
from tests import cast
from tests.build import at
from tests.contacts.test_floods import flooded

pytestmark = pytest.mark.django_db

WORD = "Zebulon"
THEIRS = {
    "name": f"{WORD} Reed",
    "email": f"{WORD.lower()}@home.example",
    "phone": f"01632 960 555 {WORD}",
    "subject": f"About {WORD}",
    "body": f"{WORD} has no food",
    "needs": f"Speak slowly to {WORD}",
    "welfare": f"{WORD} is cold",
    "attachments": (f"{WORD}.jpg",),
}
MORNING, LATE = at("Mon 2 Nov 2026 09:00"), at("Tue 24 Nov 2026 10:00")


def parts() -> Any:
    said = ("being_done", "next_step", "reason", "steps", "complaint", "decision", "remedy")
    return cast.parts(by_when=date(2026, 11, 10), **{name: f"{cast.parts()[name]} for {WORD}" for name in said})


def all_sorts_of_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    sam, boss = cast.staff(), cast.staff("Ruth Boss", Role.MANAGER, "s5")
    moments = iter(MORNING + timedelta(minutes=n) for n in range(1, 200))

    def new(**changes: Any) -> Contact:
        at = next(moments)
        return cast.received(at, **{**THEIRS, "email": f"{WORD.lower()}{at:%M}@home.example", **changes})

    def act(do: Callable[..., Any], one: Any, **given: Any) -> Any:
        return do(one, **{"by": sam, "at": next(moments)} | given)

    one = new()
    act(actions.take, one)
    act(actions.give_back, one)
    act(actions.mark_welfare, one, reason=f"{WORD} fell")
    for is_confirmed in (True, False):
        flag = new(body=f"{WORD} has no food").welfare_flags.get()
        act(actions.settle_flags, flag.contact, up_to=flag.id, is_confirmed=is_confirmed, reason=f"{WORD} wrote a play")
    act(actions.move, one, to=cast.team_of(team="roads"), reason=f"{WORD} lives there", by=boss)
    act(actions.retype, one, kinds=["complaint"], why=f"{WORD} complains")
    act(actions.end_keys, one, why=f"A neighbour of {WORD} has it")
    act(actions.acknowledge, new(), body=f"We come to see {WORD} about the lamp", parts=parts())
    act(actions.ask, new(), body=f"We come to see {WORD} about the lamp", parts=parts(), waits=False)
    act(actions.hold, new(), body=f"We come to see {WORD} about the lamp", parts=parts())
    act(actions.reply, new(), body=f"We come to see {WORD} about the lamp", parts=parts(), full=True, closes=False)
    spoken = new()
    act(
        actions.reply,
        spoken,
        body=f"We come to see {WORD} about the lamp",
        parts=parts(),
        full=True,
        closes=False,
        spoken=Spoken(to=WORD, number="01632 960 555"),
    )
    act(actions.close, spoken, outcome=Contact.Outcome.DONE)
    act(actions.reopen, spoken)
    aside = new()
    act(actions.close, aside, outcome=Contact.Outcome.MISDIRECTED, why=f"{WORD} meant the water company")
    act(actions.reopen, aside, why=f"{WORD} meant us")
    took_back = new()
    act(actions.close, took_back, outcome=Contact.Outcome.WITHDRAWN, why=f"{WORD} rang")
    failed = new()
    unsent = Outgoing.objects.filter(message__contact=failed).first()
    assert unsent is not None
    actions.fail(unsent, problem=f"550 <{THEIRS['email']}>: no such mailbox", at=next(moments))
    declared, happened = new(), next(moments)
    why = {"details": {"reason": f"The records of {WORD} are abroad"}, "why": f"{WORD} told us late"}
    actions.happen(declared, what="declared_late", at=happened, by=sam, now=LATE, **why)
    call = cast.arrival(**{**THEIRS, "channel": "phone", "mailbox": "", "told": False, "attachments": ()})
    arriving.begin(call, details={}, by=sam, at=next(moments), now=LATE, why=f"{WORD} was on a slip", address=WORD)
    running = arriving.begin(
        cast.arrival(channel="phone", body="", name="", email=""), details={}, by=sam, at=LATE, now=LATE
    )
    told = {"name": THEIRS["name"], "phone": THEIRS["phone"], "address": f"4 {WORD} Lane"}
    what = {"subject": THEIRS["subject"], "body": THEIRS["body"], "place": f"4 {WORD} Lane", "kind": "foi"}
    actions.describe(running, customer=None, told=told, **what, by=sam, at=LATE)
    _strike_out(new(), by=sam, boss=boss)
    _join_and_split(new(), new(name=f"R {WORD}", email=f"other.{WORD.lower()}@home.example"), by=sam)
    late = [new() for _ in range(3)]
    _propose_and_refuse(late, by=sam, boss=boss)
    _look_after_data(new(), by=boss)
    flood, some = flooded()
    decided = {"why": f"They are all from {WORD}", "code": "spam", "by": sam, "at": LATE}
    actions.decide(flood, FloodAct.What.ASIDE, up_to=some[-1].id, **decided)
    third = cast.received(name=f"P {WORD}", subject=f"The lamp of {WORD}", body=f"{WORD} has no lamp")
    actions.put_together(third, other=running, by=sam, at=LATE)
    _tag_and_ask_outside(by=sam)
    monkeypatch.setattr(waking, "reckon", _cannot)
    waking.wake(now=LATE + timedelta(days=60))


def _propose_and_refuse(late: list[Contact], *, by: Any, boss: Any) -> None:
    why = {"why": f"{WORD} wrote twice", "by": by, "at": LATE}
    for is_agreed in (False, True):
        actions.close(late[0], outcome=Contact.Outcome.SPAM, **why)
        actions.close(late[1], outcome=Contact.Outcome.WITHDRAWN, **why)
        actions.retype(late[2], kinds=["foi"], **why)
        for proposal in Proposal.objects.filter(decided_at=None):
            if is_agreed:
                actions.agree(proposal, by=boss, at=LATE)
            else:
                actions.refuse(proposal, why=f"{WORD} did not", by=boss, at=LATE)
    assert Proposal.objects.filter(agreed=True).exclude(what="struck").count() == 3


def _join_and_split(one: Contact, other: Contact, *, by: Any) -> None:
    given: dict[str, Any] = {"by": by, "at": LATE}
    actions.assign(one, to=by, **given)
    actions.join_customers(one, other=other, why=f"{WORD} said so", **given)
    actions.part_customer(Contact.objects.get(pk=one.pk), why=f"{WORD} has a twin", **given)
    actions.split(one, subject=f"The bins of {WORD}", body=f"{WORD} has no bin", kinds=["enquiry"], token="1", **given)


def _strike_out(contact: Contact, *, by: Any, boss: Any) -> None:
    received = contact.facts.get(what="received")
    for is_agreed in (False, True):  # a later receipt, and what was late is in time
        on = {"right_at": at("Mon 23 Nov 2026 09:00"), "by": by, "at": LATE}
        proposal = correcting.strike(contact, fact=received, why=f"{WORD} had the wrong stamp", **on)
        assert proposal is not None
        if is_agreed:
            actions.agree(proposal, by=boss, at=LATE)
        else:
            actions.refuse(proposal, why=f"{WORD} is right", by=boss, at=LATE)


def _tag_and_ask_outside(*, by: Any) -> None:
    given: dict[str, Any] = {"by": by, "at": LATE}
    about_another = cast.received()
    marking.add_tag(about_another, name=WORD.lower(), **given)
    marking.take_tag_away(about_another, name=WORD.lower(), **given)
    question = {"name": f"{WORD} Dale", "email": f"{WORD.lower()}@depot.example", "question": f"Did {WORD} ring?"}
    for is_answered in (False, True):
        asked = asking.ask_outside(about_another, **question, by_on=date(2026, 11, 27), **given)
        if is_answered:
            asking.answer_outside(asked, words=f"{WORD} rang", at=LATE)
        else:
            asking.take_back(asked, **given)


def _look_after_data(contact: Contact, *, by: Any) -> None:
    given: dict[str, Any] = {"by": by, "at": LATE}
    told = {"name": f"{WORD} Reeve", "email": f"{WORD.lower()}.reeve@home.example"}
    keeping.correct(contact, told=told, why=f"{WORD} showed a passport", **given)
    ground = Hold.Ground.values[0]
    held = keeping.place_hold(
        contact,
        ground=Hold.Ground(ground),
        why=f"{WORD} goes to court",
        review_on=date(2027, 1, 4),
        all_of_customer=False,
        **given,
    )
    keeping.lift_hold(contact, held.id, why=f"{WORD} lost", **given)
    keeping.hand_out(contact, to=BytesIO(), **given)


def _cannot(contact: Contact, *, now: Any) -> None:
    raise ValueError(f"{WORD} cannot be counted")


def test_no_act_on_a_contact_writes_anything_personal_into_the_record_but_as_words(monkeypatch: pytest.MonkeyPatch):
    all_sorts_of_acts(monkeypatch)
    entries = list(Entry.objects.all())
    of_contacts = ACTS[ACTS.index("began a contact") : ACTS.index("set up a council")]
    as_aside = {f"decided about many: {what}" for what in FloodAct.What.values if what != "aside"}
    assert {*of_contacts} - as_aside == {entry.what for entry in entries} & {*of_contacts}
    told = [
        (entry.what, entry.details)
        for entry in entries
        if WORD.lower() in f"{entry.what} {entry.about} {entry.by} {entry.details}".lower()
    ]
    assert told == []
    assert len([entry for entry in entries if WORD in str(entry.words)]) >= 10
    assert Message.objects.filter(body__contains=WORD).exists()
