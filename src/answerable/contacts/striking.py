"""What can be struck out of a contact, and what that would do to its clocks. Nothing is written here."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Q
from django.utils.timezone import localdate

from answerable.contacts.clocks import as_judged, fact_of, in_force
from answerable.contacts.models import Contact, FactRow, Message
from answerable.promises.models import Edition
from answerable.promises.queries import charter_in, edition_on
from answerable.standards.facts import Fact, strike_of, struck_by
from answerable.standards.judging.changes import Turned, turned
from answerable.standards.judging.clock import judge_all
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.fact_kind import Struck
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.standing import STRUCK
from answerable.standards.words import say_date


class NotStruck(ValueError):
    """A fact cannot be struck out: ``about`` is "fact" or "right_at"."""

    def __init__(self, about: str, words: str) -> None:
        self.about = about
        super().__init__(words)


class Strike(NamedTuple):
    """What striking out would be: the facts that it notes, what it turns, and the edition that binds from then on."""

    facts: tuple[Fact, ...]
    turned: tuple[Turned, ...]
    edition: Edition

    @property
    def needs_second(self) -> bool:
        """Tell whether a clock that was broken would then not be: a second person has to agree."""
        return any(one.mends for one in self.turned)


def can_be_struck(contact: Contact) -> list[FactRow]:
    """Return the facts of a contact that can be struck out, in the order they happened."""
    return [row for row in in_force(contact.facts.select_related("by")) if not why_not(contact, row)]


def why_not(contact: Contact, row: FactRow) -> str:
    """Say why a fact cannot be struck out, or nothing where it can."""
    kind = FACTS[row.what]
    match kind.struck:
        case Struck.NO:
            return f"Cannot strike out “{kind.staff}”: it stays. {kind.instead}"
        case Struck.UNSENT if _has_left(contact, row):
            return (
                f"Cannot strike out “{kind.staff}”: the letter that says it has reached the customer. Write to them "
                f"again with what is right."
            )
        case Struck.ANEW if row.what != CHANNELS[contact.channel].begins:
            return f"Cannot strike out “{kind.staff}”: this contact did not begin with it."
    return ""


def _has_left(contact: Contact, row: FactRow) -> bool:
    """Tell whether a letter of ours is what a fact says, and not something that was noted by hand."""
    written = contact.messages.exclude(sort__in=_NOT_LETTERS)
    return written.filter(Q(at=row.at) | Q(outgoing__sent_at=row.at)).exists()


_NOT_LETTERS = (*Message.AMONG_US, Message.Sort.NOTICE, Message.Sort.CALL, Message.Sort.FROM_CUSTOMER)


def strike(contact: Contact, row: FactRow, *, why: str, at: datetime, right_at: datetime | None = None) -> Strike:
    """Return what striking out a fact would do, ``at`` a moment. What began the contact needs its ``right_at``.

    Raises NotStruck, with what to do instead.
    """
    rows = list(contact.facts.all())
    if row.id not in {one.id for one in in_force(rows)}:
        raise NotStruck("fact", "Cannot strike this out: it was struck out already. Load the page again to see it.")
    if refusal := why_not(contact, row):
        raise NotStruck("fact", refusal)
    facts = [fact_of(one) for one in rows]
    place = [one.id for one in rows].index(row.id)
    struck = Fact(STRUCK, at, {**strike_of(place, facts), "why": why, **({"right_at": right_at} if right_at else {})})
    edition = contact.edition
    noted: tuple[Fact, ...] = (struck,)
    if FACTS[row.what].struck is Struck.ANEW:
        edition, noted = _anew(contact, row, struck, right_at, now=at)
    elif right_at is not None:
        raise NotStruck("right_at", "Leave this empty: only what began a contact is given another moment.")
    before = judge_all(as_judged(contact, facts), charter=charter_in(contact.edition), now=at)
    after = judge_all(as_judged(contact, [*facts, *noted]), charter=charter_in(edition), now=at)
    return Strike(noted, turned(before, after), edition)


def as_agreed(contact: Contact, agreed: Fact) -> Strike:
    """Return what a strike that was proposed would do if somebody agreed now. Raises NotStruck."""
    rows = list(contact.facts.all())
    place = struck_by(agreed, [fact_of(row) for row in rows])
    if place is None:
        raise NotStruck("fact", f"Cannot agree about {contact.reference}: what was to be struck out is not there.")
    return strike(
        contact, rows[place], why=agreed.details["why"], at=agreed.at, right_at=agreed.details.get("right_at")
    )


def _anew(
    contact: Contact, row: FactRow, struck: Fact, right_at: datetime | None, *, now: datetime
) -> tuple[Edition, tuple[Fact, ...]]:
    """Return the fact that began a contact at its right moment, after what strikes out the wrong one (C3)."""
    if right_at is None:
        raise NotStruck("right_at", "Say when it really reached us")
    if right_at > now:
        raise NotStruck("right_at", "It cannot have reached us after now. Give the moment at which it did")
    if right_at == row.at:
        raise NotStruck("right_at", "That is the moment it has. Give the right one")
    later = next((one for one in in_force(contact.facts.all()) if one.id != row.id and one.at < right_at), None)
    if later is not None:
        said = f"“{FACTS[later.what].staff}” of {say_date(localdate(later.at))}"
        raise NotStruck(
            "right_at", f"It cannot have reached us after {said}. Give an earlier moment, or strike that out"
        )
    try:
        edition = edition_on(contact.council_id, localdate(right_at))
    except LookupError as problem:
        raise NotStruck("right_at", str(problem)) from problem
    return edition, (struck, Fact(row.what, right_at, fact_of(row).details))
