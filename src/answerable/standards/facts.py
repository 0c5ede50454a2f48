"""What can happen to a contact: facts in the past tense, which never change once written.

A correction is a new fact. Everything else (clocks, figures, pages) is worked out from these.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

CHANNELS = (
    "email",
    "web",
    "letter",
    "phone",
    "voicemail",
    "reception",
    "visit",
    "facebook",
    "social",
    "chat",
    "sms",
    "print",
    "internal",
)

KINDS = (
    "enquiry",
    "complaint",
    "comment",
    "compliment",
    "suggestion",
    "foi",
    "foi-review",
    "eir",
    "eir-review",
    "sar",
    "dp-complaint",
    "adult-care-complaint",
    "children-complaint",
    "public-health-complaint",
    "sen-complaint",
    "ehc",
    "hazard",
    "appointment",
    "restriction",
)

FACTS: Mapping[str, str] = MappingProxyType(
    {
        "received": "The council's system accepted the contact, on any mailbox or by any member of staff (C3)",
        "acknowledged": "We said we have it: reference, what happens next, by when",
        "responded": "A person wrote or spoke about the matter, or asked for what is needed",
        "replied": "A full reply was sent: each point answered, or the decision",
        "resolved": "What was asked for was done",
        "delay_told": "We said the reply will be late, why, and when to expect it (C7)",
        "declared_late": "An officer declared that the reply limit cannot be met (C6)",
        "declared_complex": "A manager declared the case complex, with a reason, and the customer was told",
        "extended": "The limit was extended as the procedure allows, with a reason",
        "clarification_asked": "We asked what is meant, because we cannot answer without it",
        "clarified": "The customer told us what is meant",
        "identity_asked": "We asked for proof of identity",
        "identified": "Proof of identity arrived",
        "fee_asked": "A fees notice was given",
        "fee_paid": "The fee was paid",
        "paused": "The clock was stopped, with a reason, while we wait for the customer (C9)",
        "resumed": "What we waited for arrived",
        "typed": "The contact was given its kind, or another kind; its receipt does not move (C17)",
        "excluded": "The contact was left out of the figures, with a reason code (C10)",
        "withdrawn": "The customer took the matter back",
        "ringing": "The call began to ring at the council (C13)",
        "queued": "The call entered the queue: end of menu and announcements",
        "answered": "A person answered the call",
        "abandoned": "The caller hung up unanswered",
        "voicemail_left": "The caller left a message",
        "transferred": "The call was passed to somebody else",
        "callback_agreed": "A time to call back was agreed",
        "called_back": "The caller was called back and reached",
        "arrived": "The visitor reached the reception, ticket machine or kiosk",
        "greeted": "A person greeted the visitor; a screen is not a greeting",
        "wait_told": "The visitor was told how long the wait may be",
        "seen": "The visitor was seen by somebody who deals with the matter",
        "left": "The visitor left unseen",
        "colleague_asked": "The receptionist asked for a colleague",
        "colleague_met": "The colleague, or a stand-in, met the visitor",
        "colleague_unavailable": "The person asked for is not there",
        "appointment_offered": "An appointment was offered, at a slot",
        "escalated": "The customer asked for stage two",
        "record_agreed": "The written record of the complaint was agreed",
        "panel_asked": "The customer asked for a review panel",
        "panel_met": "The panel met",
        "panel_reported": "The panel reported",
        "review_asked": "The requester asked for an internal review",
        "investigated": "The investigation ended",
        "summary_sent": "The written summary was sent",
        "made_safe": "The hazard was made safe",
        "restricted": "A restriction was decided",
        "decision_sent": "The letter with the decision was sent",
        "appealed": "The customer appealed",
        "appeal_decided": "The appeal was decided",
        "reviewed": "The decision was reviewed",
        "outcome_sent": "The letter with the review's outcome was sent",
    }
)

BEGINNINGS: Mapping[str, str] = MappingProxyType({"phone": "ringing", "reception": "arrived"})
"""The fact by which a contact on a channel begins, where that is not "received"."""

DATES = ("by_when", "slot", "until")
"""The details of a fact that are a date or an aware moment."""

LADDER = ("acknowledgement", "response", "full reply", "resolution")
"""What stops a clock, lowest first; a higher stop satisfies a lower clock (C5)."""

_RUNGS = ("acknowledged", "responded", "replied", "resolved")

FULL_REPLY = frozenset({"replied", "resolved"})


def stopping_facts(stop: str) -> frozenset[str]:
    """Return the facts that can stop a clock: a rung of the ladder and all above it, or one named fact."""
    if stop in LADDER:
        return frozenset(_RUNGS[LADDER.index(stop) :])
    return frozenset({stop})


class Fact(NamedTuple):
    """One thing that happened, when (aware, UTC), and what was said of it.

    ``details`` hold words, yes or no, and for "by_when", "slot" and "until" a date or an aware moment.
    """

    what: str
    at: datetime
    details: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact and all that has happened to it, in the order it happened.

    ``channel`` is the one it came by, for ever: a scanned letter stays a letter (A.9). ``kinds`` may be several,
    for a letter that is both a complaint and a request for information gets both (S3-28). ``came_as`` are the kinds it
    had before it was given others, or None.
    """

    id: str
    channel: str
    kinds: frozenset[str] = frozenset({"enquiry"})
    facts: tuple[Fact, ...] = field(default=())
    mailbox: str | None = None
    came_as: frozenset[str] | None = None

    @classmethod
    def of(
        cls,
        id: str,
        channel: str,
        kinds: Iterable[str],
        facts: Iterable[Fact],
        mailbox: str | None = None,
    ) -> "Contact":
        """Put facts in order of time, and let the last "typed" fact say the kinds (C17)."""
        ordered = tuple(sorted(facts, key=_moment))
        stands_as, came_as = frozenset(kinds), None
        for fact in ordered:
            if fact.what == "typed":
                came_as = came_as or frozenset(kinds)
                stands_as = frozenset(fact.details["kinds"])
        return cls(id, channel, stands_as, ordered, mailbox, came_as)

    def first(self, what: str) -> Fact | None:
        """Return the first fact of a name, or None."""
        for fact in self.facts:
            if fact.what == what:
                return fact
        return None

    def until(self, now: datetime) -> "Contact":
        """Return the contact as it was known at a moment: later facts had not happened yet."""
        facts = self.facts
        if not facts or facts[-1].at <= now:
            return self
        came_as = self.kinds if self.came_as is None else self.came_as
        return Contact.of(self.id, self.channel, came_as, (f for f in facts if f.at <= now), self.mailbox)


def _moment(fact: Fact) -> datetime:
    return fact.at
