"""What a contact is, and how it ended: give it its kind, close it, open it again, and the second person's word.

Each is an act with a reason. Once a limit had passed, leaving out, taking back and re-typing are only proposed, and
happen when a second person agrees (docs/decisions/0030-what-was-broken-stays.md).
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from answerable.contacts.actions.counting import count
from answerable.contacts.actions.noting import Happening, in_turn, leave_flood, note
from answerable.contacts.actions.sending import post
from answerable.contacts.actions.striking import carry_out
from answerable.contacts.clocks import (
    disturbed_by,
    fact_of,
    has_happened,
    is_set_aside,
    kept_as,
    limit_has_passed,
    parted,
    set_aside_by,
)
from answerable.contacts.endings import OUTCOMES_LEFT_OUT, notice_of, outcome_of
from answerable.contacts.letters import letter
from answerable.contacts.limits import LETTERS_TO_ADDRESS, folded
from answerable.contacts.models import Contact, FactRow, Message, Proposal
from answerable.contacts.preparing import AlreadyClosed
from answerable.contacts.queries import in_which_taken_back
from answerable.contacts.references import references_in
from answerable.contacts.striking import as_agreed
from answerable.evidence.actions import record
from answerable.people.models import Staff
from answerable.standards.facts import Fact
from answerable.standards.vocabulary.facts import FULL_REPLY
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.vocabulary.standing import STRUCK
from answerable.standards.words import say_list


class NotAnswered(ValueError):
    """A contact cannot be closed as answered when no full reply has been sent."""


class NotSaid(ValueError):
    """Something has to be said first, or was said wrongly: ``about`` is "why", "other" or "message"."""

    def __init__(self, about: str, words: str) -> None:
        self.about = about
        super().__init__(words)


class AlreadyOpen(ValueError):
    """A contact that is open cannot be opened again."""


class AlreadyProposed(ValueError):
    """Something is proposed for a contact, and waits for a second person."""


class AlreadyDecided(ValueError):
    """A proposal was agreed to or refused a moment before."""


class SamePerson(ValueError):
    """Nobody is the second person to what they proposed."""


@transaction.atomic
def retype(contact: Contact, *, kinds: Collection[str], by: Staff, at: datetime, why: str = "") -> Proposal | None:
    """Say what a contact is: a complaint, a request for information, both. Its receipt does not move (C17).

    ``why`` is needed when a promise would no longer be owed, or would fall due at another moment. If one had been
    broken by then this is only proposed, and the proposal is returned. Raises ValueError for a kind there is not, or
    for none, NotSaid and AlreadyProposed.
    """
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown or not kinds:
        wrong = f"'{unknown[0]}' is not a kind of contact" if unknown else "no kind is given"
        raise ValueError(f"Cannot say what {contact.reference} is: {wrong}. Choose from {', '.join(KINDS)}.")
    ready(contact)
    details = {"kinds": sorted(kinds), "why": why.strip()}
    disturbed = disturbed_by(contact, Fact("typed", at, details))
    typed = ("typed", details)
    if not disturbed:
        _carry_out(contact, typed, by=by, at=at, tells=False)
        return None
    if not details["why"]:
        ids = say_list(sorted({clock.promise.id for clock in disturbed}))
        raise NotSaid("why", f"Say why it is this: what we owe changes ({ids})")
    return _do_or_propose(contact, typed, by=by, at=at)


@transaction.atomic
def close(
    contact: Contact,
    *,
    outcome: Contact.Outcome,
    by: Staff,
    at: datetime,
    why: str = "",
    other: str = "",
    message: Message | None = None,
) -> Proposal | None:
    """End a contact with an outcome.

    Spam, a bounce, a duplicate, what was meant for another body and a test are left out of the figures, and the number
    left out is published (C10). They, and what the customer took back, need ``why``; a duplicate names the ``other``
    contact by its reference, and ``message`` is the customer's own in which they took it back. What had been broken
    stays so, and the closing is then only proposed: the proposal is returned.

    Raises AlreadyClosed, AlreadyProposed, NotSaid, and NotAnswered when it is to be closed as answered or done and
    nobody has replied.
    """
    ready(contact)
    if contact.closed_at is not None:
        raise AlreadyClosed(f"Cannot close {contact.reference}: it is closed. Open it again first.")
    if outcome in OUTCOMES_LEFT_OUT:
        details = {"code": outcome.value, "why": reason_given(why)}
        if outcome == Contact.Outcome.DUPLICATE:
            repeated = counted(contact.council_id, other)
            if repeated == contact:
                raise NotSaid("other", "This is the contact itself. Give the reference of the other one")
            details["of"] = repeated.reference
        return _do_or_propose(contact, ("excluded", details), by=by, at=at)
    if outcome == Contact.Outcome.WITHDRAWN:
        asked = {"asked_at": _taken_back_at(contact, message)} if message is not None else {}
        return _do_or_propose(contact, ("withdrawn", {"why": reason_given(why), **asked}), by=by, at=at)
    if not has_happened(contact, FULL_REPLY):
        raise NotAnswered(
            f"Cannot close {contact.reference} as {outcome.label.lower()}: no full reply has been sent. Reply first, "
            f"or choose another outcome."
        )
    if outcome == Contact.Outcome.DONE:
        note(contact, [("resolved", {})], by=by, at=at, now=at)
    _end(contact, outcome, at=at)
    record("closed", about=contact.reference, by=by.email, at=at, outcome=outcome.value)
    tell(contact, "resolved" if outcome == Contact.Outcome.DONE else "replied", {}, by=by, at=at)
    return None


@transaction.atomic
def reopen(contact: Contact, *, by: Staff, at: datetime, why: str = "") -> None:
    """Open a contact that was closed, because something is still to be done. What was sent stays sent.

    One that was left out, or taken back, is put back by a fact that undoes it, with ``why``: its clocks are then as if
    it had never been set aside. It is then a row of its own in the queue. Raises AlreadyOpen and NotSaid.
    """
    in_turn(contact)
    leave_flood(contact)
    _open_again(contact, by=by, at=at, why=why)


@transaction.atomic
def put_back_in_flood(contact: Contact, *, by: Staff, at: datetime, why: str) -> None:
    """Put a contact back that was left out with a whole flood: it is one of the flood again. Raises as ``reopen``."""
    in_turn(contact)
    _open_again(contact, by=by, at=at, why=why)


def _open_again(contact: Contact, *, by: Staff, at: datetime, why: str) -> None:
    if contact.closed_at is None:
        raise AlreadyOpen(f"Cannot open {contact.reference} again: it is open.")
    aside = set_aside_by(contact, [fact_of(row) for row in contact.facts.all()])
    details = {"why": reason_given(why)} if aside is not None else {}
    contact.closed_at, contact.outcome = None, ""
    contact.save(update_fields=["closed_at", "outcome"])
    if aside is None:
        record("opened again", about=contact.reference, by=by.email, at=at)
        return
    note(contact, [("put_back", details)], by=by, at=at, now=at)
    record("put back", about=contact.reference, by=by.email, at=at, words=details)
    if notice_of(contact, aside):
        tell(contact, "put_back", details, by=by, at=at)


@transaction.atomic
def agree(proposal: Proposal, *, by: Staff, at: datetime) -> None:
    """Agree, as the second person, to what a colleague proposed: it happens now.

    Raises SamePerson, AlreadyDecided, and AlreadyClosed when the contact was closed meanwhile.
    """
    contact = proposal.contact
    in_turn(contact)
    if by == proposal.by:
        raise SamePerson(f"Cannot agree about {contact.reference}: you proposed it. Ask somebody else who may agree.")
    if contact.closed_at is not None and proposal.what not in ("typed", STRUCK):
        raise AlreadyClosed(f"Cannot agree about {contact.reference}: it was closed meanwhile. Refuse it instead.")
    _decide(proposal, by=by, at=at, agreed=True)
    fact = fact_of(FactRow(what=proposal.what, at=at, details=proposal.details))
    if fact.what == STRUCK:
        if carry_out(contact, as_agreed(contact, fact), by=by, at=at, proposed_by=proposal.by.email):
            tell(contact, "put_back", {}, by=by, at=at)
        return
    _carry_out(contact, (fact.what, fact.details), by=by, at=at, tells=True, proposed_by=proposal.by.email)


@transaction.atomic
def refuse(proposal: Proposal, *, why: str, by: Staff, at: datetime) -> None:
    """Refuse what was proposed, with a reason: nothing comes of it. Raises NotSaid and AlreadyDecided."""
    in_turn(proposal.contact)
    _decide(proposal, by=by, at=at, agreed=False, refusal=reason_given(why))
    about, said = proposal.contact.reference, {"why": proposal.refusal}
    record(f"refused: {proposal.what}", about=about, by=by.email, at=at, words=said, proposed_by=proposal.by.email)


def ready(contact: Contact) -> None:
    """Wait until nobody else acts on a contact. Raises AlreadyProposed where something waits for a second person."""
    in_turn(contact)
    if contact.proposals.filter(decided_at=None).exists():
        raise AlreadyProposed(
            f"Cannot change {contact.reference}: something is proposed for it already. It waits for a second person, "
            f"who agrees or refuses."
        )


def reason_given(why: str) -> str:
    """Return why something is done. Raises NotSaid where nothing is said."""
    if not why.strip():
        raise NotSaid("why", "Say why")
    return why.strip()


def counted(council: str, reference: str) -> Contact:
    """Return a contact of a council, by how its reference is typed, that others may repeat. Raises NotSaid."""
    for one in references_in(reference):
        found = Contact.objects.filter(council_id=council, reference=one).first()
        if found is None:
            break
        if is_set_aside(found):
            raise NotSaid("other", f"{one} is set aside itself. Give the reference of one that is not")
        return found
    raise NotSaid("other", "Give the reference of the other contact, such as 7K3Q-92MX; it must be of this council")


def _taken_back_at(contact: Contact, message: Message) -> datetime:
    if message not in in_which_taken_back(contact):
        raise NotSaid("message", "Choose a message of the customer's, sent after the one that began this")
    return message.at


def _do_or_propose(contact: Contact, happening: Happening, *, by: Staff, at: datetime) -> Proposal | None:
    if not limit_has_passed(contact, now=at):
        _carry_out(contact, happening, by=by, at=at, tells=True)
        return None
    return propose(contact, happening, by=by, at=at)


def propose(contact: Contact, happening: Happening, *, by: Staff, at: datetime) -> Proposal:
    """Leave what would be done to a second person, who agrees or refuses. It joins the transaction it is called in."""
    what, (details, words) = happening[0], parted(happening[1])
    record(f"proposed: {what}", about=contact.reference, by=by.email, at=at, words=words, **details)
    return Proposal.objects.create(contact=contact, what=what, details=kept_as(happening[1]), by=by, at=at)


def _decide(proposal: Proposal, *, by: Staff, at: datetime, agreed: bool, refusal: str = "") -> None:
    waiting = Proposal.objects.filter(id=proposal.id, decided_at=None)
    if not waiting.update(decided_by=by, decided_at=at, agreed=agreed, refusal=refusal):
        raise AlreadyDecided("This was decided already. Load the page again to see how.")
    proposal.refresh_from_db()


def _carry_out(contact: Contact, happening: Happening, *, by: Staff, at: datetime, tells: bool, **more: str) -> None:
    what, details = happening
    note(contact, [happening], by=by, at=at, now=at)
    kept, words = parted(details)
    record(_RECORDED[what], about=contact.reference, by=by.email, at=at, words=words, **kept, **more)
    outcome = outcome_of(what, details)
    if outcome is not None:
        _end(contact, outcome, at=at)
    if tells:
        tell(contact, what, details, by=by, at=at)


_RECORDED = {"typed": "typed", "excluded": "left out", "withdrawn": "taken back", STRUCK: "struck out"}


def _end(contact: Contact, outcome: Contact.Outcome, *, at: datetime) -> None:
    contact.closed_at, contact.outcome = at, outcome
    contact.save(update_fields=["closed_at", "outcome"])


def tell(contact: Contact, what: str, details: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    """Send the customer a notice of what was done, in words that are true; some get none.

    Of a flood no more go to one address than a machine may write to it; their pages say it all the same.
    """
    said = notice_of(contact, Fact(what, at, details))
    if not said or (contact.flood_id is not None and not _may_write(contact, at=at)):
        return
    name = contact.customer.name if contact.customer else ""
    last = contact.messages.filter(sort=Message.Sort.FROM_CUSTOMER).last()
    body = letter(contact, what, said, {}, to=name, by=by)
    post(contact, sort=Message.Sort.NOTICE, body=body, facts=[], by=by, at=at, answers=last.message_id if last else "")


def _may_write(contact: Contact, *, at: datetime) -> bool:
    email = contact.customer.email if contact.customer else ""
    return not email or count(LETTERS_TO_ADDRESS, who=folded(email), at=at)
