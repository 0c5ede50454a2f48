"""Leaving out, re-typing, taking back and closing: a reason, a notice, and a second person once it is late."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from answerable.contacts import actions
from answerable.contacts.actions.deciding import (
    AlreadyDecided,
    AlreadyOpen,
    AlreadyProposed,
    NotSaid,
    SamePerson,
)
from answerable.contacts.actions.noting import note
from answerable.contacts.models import Contact, Message, Proposal
from answerable.contacts.preparing import AlreadyClosed
from answerable.evidence.models import Entry
from answerable.people.models import Role
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

CAME, EARLY, LATE, LATER = (
    at(f"{day} Nov 2026 {hour}")
    for day, hour in (("Mon 2", "09:00"), ("Tue 3", "10:00"), ("Thu 12", "10:00"), ("Fri 13", "10:00"))
)
"""S5-24 is due on Wednesday 11 November."""

OUT = [Contact.Outcome.SPAM, Contact.Outcome.BOUNCE, Contact.Outcome.MISDIRECTED, Contact.Outcome.TEST]
Outcome = Contact.Outcome


def close(contact: Contact, outcome: Contact.Outcome, when: Any = EARLY, **said: Any) -> Proposal | None:
    return actions.close(contact, outcome=outcome, by=cast.staff(), at=when, **({"why": "So it is"} | said))


def retype(contact: Contact, *kinds: str, when: Any = EARLY, why: str = "It asks for papers") -> Proposal | None:
    return actions.retype(contact, kinds=kinds, why=why, by=cast.staff(), at=when)


def mona() -> Any:
    return cast.staff("Mona Ger", Role.MANAGER)


def notices(contact: Contact) -> list[str]:
    """Return the middle of each notice: what stands between the greeting and the name of whoever wrote it."""
    found = contact.messages.filter(sort=Message.Sort.NOTICE)
    bodies = [re.split(r"\n\n(?:Yours sincerely|Kind regards),", message.body)[0] for message in found]
    return [body.partition("\n\n")[2] for body in bodies]


def entries(contact: Contact) -> list[tuple[str, str, dict[str, Any]]]:
    mine = Entry.objects.filter(about=contact.reference).exclude(what="promise broken").order_by("id")
    return [(entry.what, entry.by.partition("@")[0], entry.said) for entry in mine]


IF_WRONG = "\n\nIf that is wrong, tell us: use “Add something” on your page, or ring us."


# ---- a reason ----


@pytest.mark.parametrize("outcome", [*OUT, Outcome.DUPLICATE, Outcome.WITHDRAWN])
def test_nothing_is_left_out_or_taken_back_without_a_reason(outcome):
    contact = cast.received(CAME)
    with pytest.raises(NotSaid, match="Say why"):
        close(contact, outcome, why="  ")
    assert (contact.closed_at, [fact.what for fact in contact.facts.all()]) == (None, ["received"])


@pytest.mark.parametrize("outcome", OUT)
def test_the_reason_is_kept_in_the_fact_and_in_the_record(outcome):
    contact = cast.received(CAME)
    assert close(contact, outcome, why=" A lottery ") is None
    details = {"code": outcome.value, "why": "A lottery"}
    assert contact.facts.get(what="excluded").said == details
    assert entries(contact)[0] == ("left out", "sam.field", details)
    assert (contact.closed_at, contact.outcome) == (EARLY, outcome)


def test_another_kind_needs_a_reason_when_what_we_owe_changes_by_it_and_none_when_it_does_not():
    contact = cast.received(CAME)
    with pytest.raises(NotSaid, match=r"^Say why it is this: what we owe changes \(S5-24 and S5-29\)$") as refused:
        retype(contact, "foi", why=" ")
    assert refused.value.about == "why"
    assert retype(contact, "enquiry", "compliment", why="") is None
    assert (notices(contact), entries(contact)[0]) == (
        [],
        ("typed", "sam.field", {"kinds": ["compliment", "enquiry"]}),
    )
    assert retype(contact, "foi") is None
    assert contact.facts.filter(what="typed").last().said == {"kinds": ["foi"], "why": "It asks for papers"}
    assert notices(contact) == [
        "We now treat your message as a request for information. Other promises are owed for that, and other dates may "
        "apply: they are on your page." + IF_WRONG
    ]


def test_what_is_closed_is_not_closed_again():
    contact = cast.received(CAME)
    close(contact, Outcome.SPAM)
    with pytest.raises(AlreadyClosed, match="it is closed"):
        close(contact, Outcome.TEST)


# ---- the other contact ----


def test_a_duplicate_names_the_other_and_its_customer_is_told_which_of_theirs_goes_on():
    first, again = cast.received(CAME), cast.received(EARLY)
    close(again, Outcome.DUPLICATE, other=f" {first.reference.lower().replace('-', '')} ")
    assert again.facts.get(what="excluded").said == {
        "code": "duplicate",
        "of": first.reference,
        "why": "So it is",
    }
    assert notices(again) == [
        "We closed this on Tuesday 3 November 2026, because we had been told of the same matter already. Follow it "
        f"under your other reference, {first.reference}." + IF_WRONG
    ]


@pytest.mark.parametrize("channel", ["email", "letter"])
def test_of_another_person_s_contact_a_customer_is_told_nothing_not_even_its_reference(channel):
    """Nor is one of whom nothing is known taken for another of whom nothing is known."""
    who = {"name": "", "email": "", "channel": "letter", "answerable": False} if channel == "letter" else {}
    theirs = cast.received(CAME, **({"name": "Vera Vance", "email": "vera@home.example"} | who))
    again = cast.received(EARLY, **who)
    close(again, Outcome.DUPLICATE, other=theirs.reference)
    told = "We closed this on Tuesday 3 November 2026, because we had been told of the same matter already."
    assert notices(again) == [told + IF_WRONG]
    assert theirs.reference not in again.messages.get(sort=Message.Sort.NOTICE).body


def test_a_duplicate_is_of_another_contact_of_the_same_council_that_is_not_left_out_itself():
    contact, spam, put_back = cast.received(CAME), cast.received(CAME), cast.received(CAME)
    elsewhere = cast.received(CAME, key="s1")
    close(spam, Outcome.SPAM)
    close(put_back, Outcome.SPAM)
    actions.reopen(put_back, why="It is none", by=cast.staff(), at=EARLY)
    unknown = "Give the reference of the other contact, such as 7K3Q-92MX; it must be of this council"
    said = {
        "": unknown,
        "the one of Monday": unknown,
        elsewhere.reference: unknown,
        contact.reference: "This is the contact itself. Give the reference of the other one",
        spam.reference: f"{spam.reference} is set aside itself. Give the reference of one that is not",
    }
    for other, words in said.items():
        with pytest.raises(NotSaid) as refused:
            close(contact, Outcome.DUPLICATE, other=other)
        assert (refused.value.about, str(refused.value)) == ("other", words)
    close(contact, Outcome.DUPLICATE, other=put_back.reference)
    assert contact.outcome == "duplicate"


# ---- taken back ----


def test_what_the_customer_took_back_in_a_message_of_their_own_says_so():
    contact = cast.received(CAME)
    actions.add(contact, cast.arrival(body="Leave it, it works again."), at=EARLY, now=EARLY)
    message = contact.messages.filter(sort=Message.Sort.FROM_CUSTOMER).last()
    close(contact, Outcome.WITHDRAWN, at("Wed 4 Nov 2026 09:00"), message=message)
    assert contact.facts.get(what="withdrawn").said == {"why": "So it is", "asked_at": EARLY.isoformat()}
    assert notices(contact) == [
        "You took this back in your message of Tuesday 3 November 2026. We closed it on Wednesday 4 November 2026."
        + IF_WRONG
    ]


def test_what_we_say_was_taken_back_tells_the_customer_how_we_know_and_how_to_say_that_is_wrong():
    contact = cast.received(CAME)
    close(contact, Outcome.WITHDRAWN, why="You told us so on the telephone.")
    assert notices(contact) == [
        "We closed this on Tuesday 3 November 2026, because we understood that you had taken it back: You told us so "
        "on the telephone." + IF_WRONG
    ]
    assert entries(contact)[0][0] == "taken back"


def test_nobody_takes_a_matter_back_in_the_message_that_began_it_in_one_of_ours_or_in_another_contact_s():
    contact, other = cast.received(CAME), cast.received(CAME)
    actions.add(other, cast.arrival(), at=EARLY, now=EARLY)
    actions.note_down(contact, body="Rang them.", by=cast.staff(), at=EARLY)
    for message in (contact.messages.first(), contact.messages.last(), other.messages.last()):
        with pytest.raises(NotSaid, match="Choose a message of the customer's, sent after") as refused:
            close(contact, Outcome.WITHDRAWN, message=message)
        assert refused.value.about == "message"


# ---- notices ----


@pytest.mark.parametrize("outcome", [Outcome.SPAM, Outcome.BOUNCE, Outcome.TEST])
def test_spam_machines_and_our_own_tests_are_not_written_to_neither_when_left_out_nor_when_put_back(outcome):
    contact = cast.received(CAME)
    close(contact, outcome)
    actions.reopen(contact, why="It is none", by=cast.staff(), at=LATE)
    assert notices(contact) == []


def test_what_was_meant_for_another_body_is_told_so_and_goes_by_email():
    contact = cast.received(CAME)
    close(contact, Outcome.MISDIRECTED, why="A county road")
    assert notices(contact) == [
        "We closed this on Tuesday 3 November 2026, because it is for another body to answer, and not for us."
        + IF_WRONG
    ]
    assert contact.messages.get(sort=Message.Sort.NOTICE).outgoing.facts == []


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Outcome.ANSWERED, "We have answered you, and closed this on Wednesday 4 November 2026."),
        (Outcome.DONE, "We have done what you asked for, and closed this on Wednesday 4 November 2026."),
    ],
)
def test_what_was_answered_or_done_is_told_so_and_needs_no_reason(outcome, told):
    contact = cast.received(CAME)
    given = {"body": "The lamp is mended.", "parts": cast.parts(), "by": cast.staff(), "at": EARLY}
    actions.reply(contact, full=True, closes=False, **given)
    cast.everything_sent(EARLY)
    close(contact, outcome, at("Wed 4 Nov 2026 09:00"), why="")
    assert notices(contact) == [told + IF_WRONG]


def test_a_notice_that_cannot_be_sent_opens_nothing():
    contact = cast.received(CAME)
    close(contact, Outcome.MISDIRECTED)
    notice = contact.messages.get(sort=Message.Sort.NOTICE).outgoing
    actions.fail(notice, problem="No such address", at=LATE)
    contact.refresh_from_db()
    assert (contact.closed_at, contact.outcome) == (EARLY, "misdirected")


# ---- what was broken ----


@pytest.mark.promise("S5-24")
@pytest.mark.parametrize("outcome", [Outcome.SPAM, Outcome.MISDIRECTED, Outcome.WITHDRAWN])
def test_once_a_limit_had_passed_it_is_only_proposed_and_the_clocks_run_until_a_second_person_agrees(outcome):
    contact = cast.received(CAME)
    proposal = close(contact, outcome, LATE)
    actions.wake(now=LATE)
    assert (contact.closed_at, cast.states(contact)["S5-24"]) == (None, "broken")
    assert [fact.what for fact in contact.facts.all()] == ["received"]
    what = "withdrawn" if outcome == Outcome.WITHDRAWN else "excluded"
    code = {} if outcome == Outcome.WITHDRAWN else {"code": outcome.value}
    assert entries(contact) == [(f"proposed: {what}", "sam.field", {**code, "why": "So it is"})]
    assert notices(contact) == []
    actions.agree(proposal, by=mona(), at=LATER)
    contact.refresh_from_db()
    fact = contact.facts.get(what=what)
    assert (contact.closed_at, contact.outcome, fact.at, fact.by) == (LATER, outcome, LATER, mona())
    assert cast.states(contact)["S5-24"] == "broken", "what was broken stays so"
    assert len(notices(contact)) == (outcome != Outcome.SPAM)
    assert entries(contact)[1][2]["proposed_by"] == "sam.field@council.example"


def test_a_test_of_ours_found_late_needs_a_second_person_too_and_is_left_out_as_left_out_late():
    contact = cast.received(CAME)
    actions.agree(close(contact, Outcome.TEST, LATE), by=mona(), at=LATER)
    row = cast.clock(contact, "S5-24")
    assert (row.state, row.reason) == ("excluded", "Left out of the figures after its limit had passed: test.")


@pytest.mark.promise("S5-24")
def test_another_kind_after_a_limit_is_proposed_and_what_was_broken_stays_and_is_still_owed():
    contact = cast.received(CAME)
    assert retype(contact, "enquiry", "compliment", when=LATE, why="") is None, "it takes nothing away"
    proposal = retype(contact, "foi", when=LATE)
    assert "S5-16" not in cast.states(contact)
    actions.agree(proposal, by=mona(), at=LATER)
    contact.refresh_from_db()
    states = cast.states(contact)
    assert (states["S5-24"], states["S5-16"]) == ("broken", "running")
    assert contact.next_due == at("Wed 4 Nov 2026 23:59:59")
    assert (contact.closed_at, len(notices(contact))) == (None, 1)


def test_a_message_that_lacked_something_is_no_limit_that_passed():
    contact = cast.received(CAME)
    parts = {**cast.parts(), "owner": ""}
    note(contact, [("acknowledged", parts)], by=cast.staff(), at=EARLY, now=EARLY)
    assert contact.clocks.filter(measure="content", state="broken").exists()
    assert close(contact, Outcome.SPAM, EARLY) is None


def test_nobody_is_the_second_person_to_their_own_proposal_but_they_may_refuse_it():
    contact = cast.received(CAME)
    proposal = actions.close(contact, outcome=Outcome.SPAM, why="So it is", by=mona(), at=LATE)
    with pytest.raises(SamePerson, match="you proposed it"):
        actions.agree(proposal, by=mona(), at=LATER)
    assert contact.facts.filter(what="excluded").count() == 0
    actions.refuse(proposal, why="I was wrong", by=mona(), at=LATER)
    assert proposal.decided_by == mona()


def test_what_is_refused_is_refused_with_a_reason_and_nothing_comes_of_it():
    contact = cast.received(CAME)
    proposal = close(contact, Outcome.SPAM, LATE)
    with pytest.raises(NotSaid, match="Say why"):
        actions.refuse(proposal, why=" ", by=mona(), at=LATER)
    actions.refuse(proposal, why="She waits", by=mona(), at=LATER)
    assert (proposal.agreed, proposal.refusal, proposal.decided_by, proposal.decided_at) == (
        *(False, "She waits"),
        *(mona(), LATER),
    )
    assert entries(contact)[1] == (
        "refused: excluded",
        "mona.ger",
        {"proposed_by": "sam.field@council.example", "why": "She waits"},
    )
    assert [fact.what for fact in contact.facts.all()] == ["received"]
    for act in (actions.agree, lambda one, **who: actions.refuse(one, why="No", **who)):
        with pytest.raises(AlreadyDecided, match="This was decided already"):
            act(proposal, by=mona(), at=LATER)
    assert close(contact, Outcome.SPAM, LATER) is not None, "it can be proposed again"


def test_while_something_is_proposed_nothing_else_is_done_to_what_a_contact_is():
    contact = cast.received(CAME)
    close(contact, Outcome.SPAM, LATE)
    for act in (lambda: close(contact, Outcome.TEST, LATER), lambda: retype(contact, "foi", when=LATER)):
        with pytest.raises(AlreadyProposed, match="It waits for a second person, who agrees or refuses"):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(contact=contact, what="typed", details={}, by=mona(), at=LATER)


def test_what_was_answered_meanwhile_is_not_left_out():
    contact = cast.received(CAME)
    proposal = close(contact, Outcome.SPAM, LATE)
    given = {"body": "The lamp is mended.", "parts": cast.parts(), "by": cast.staff(), "at": LATE}
    actions.reply(contact, full=True, closes=True, **given)
    with pytest.raises(AlreadyClosed, match="it was closed meanwhile"):
        actions.agree(proposal, by=mona(), at=LATER)
    assert not proposal.agreed
    actions.refuse(proposal, why="It is answered", by=mona(), at=LATER)


# ---- put back ----


@pytest.mark.promise("S5-24")
@pytest.mark.parametrize("outcome", [*OUT, Outcome.WITHDRAWN])
def test_what_was_set_aside_is_put_back_with_a_reason_and_its_clocks_are_as_they_would_have_been(outcome):
    contact = cast.received(CAME)
    close(contact, outcome)
    with pytest.raises(NotSaid, match="Say why"):
        actions.reopen(contact, by=cast.staff(), at=LATE)
    actions.reopen(contact, why="She has a case", by=cast.staff(), at=LATE)
    contact.refresh_from_db()
    assert (contact.closed_at, contact.outcome, cast.states(contact)["S5-24"]) == (None, "", "broken")
    assert contact.next_due == at("Wed 4 Nov 2026 23:59:59")
    assert [fact.what for fact in contact.facts.all()][1:] == [
        *{"withdrawn": ["withdrawn"]}.get(outcome.value, ["excluded"]),
        "put_back",
    ]
    assert contact.facts.get(what="put_back").said == {"why": "She has a case"}
    assert ("put back", "sam.field", {"why": "She has a case"}) in entries(contact)


def test_a_customer_who_was_told_that_we_closed_is_told_that_we_opened_again():
    contact = cast.received(CAME)
    close(contact, Outcome.MISDIRECTED)
    actions.reopen(contact, why="It is ours", by=cast.staff(), at=LATE)
    assert notices(contact)[1:] == [
        "We closed this, and have opened it again. Your page says what we owe you, and by when."
    ]


def test_what_is_open_is_not_opened_again():
    contact = cast.received(CAME)
    with pytest.raises(AlreadyOpen, match=f"Cannot open {contact.reference} again: it is open."):
        actions.reopen(contact, by=cast.staff(), at=EARLY)


@pytest.mark.parametrize(("outcome", "noted"), [(Outcome.DONE, ["resolved"]), (Outcome.ANSWERED, [])])
def test_closing_as_done_notes_that_it_was_done_and_as_answered_nothing_more(outcome: Any, noted: list[str]):
    contact, sam = cast.received(CAME, email="", answerable=False), cast.staff()
    actions.reply(contact, body="It is mended.", parts=cast.parts(), full=True, closes=False, by=sam, at=EARLY)
    before = contact.facts.count()
    assert close(contact, outcome) is None
    assert list(contact.facts.values_list("what", flat=True))[before:] == noted
