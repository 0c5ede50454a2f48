"""Facts of a telephone call (C13)."""

from answerable.standards.vocabulary.details import AFTER, AUTOMATIC, BLOCKED, BY_WHEN, TEAM
from answerable.standards.vocabulary.fact_kind import FactKind, Noted

_BY_PHONE = frozenset({"phone"})

CALLS = (
    FactKind(
        name="ringing",
        meaning="The call began to ring at the council",
        clause="C13",
        told="the call began to ring at the council",
        staff="Ringing",
        plain="Your call rang at the council",
        noted=Noted.ARRIVING,
        act="Begin a new contact with the call.",
        details=(BLOCKED, AFTER),
        channels=_BY_PHONE,
    ),
    FactKind(
        name="queued",
        meaning="The call entered the queue: end of menu and announcements",
        told="the call entered the queue",
        staff="In the queue",
        plain="Your call joined the queue",
        noted=Noted.OFFICER,
        channels=_BY_PHONE,
    ),
    FactKind(
        name="answered",
        meaning="A person answered the call",
        told="a person answered the call",
        noun="answer to the call",
        staff="Answered",
        plain="We answered your call",
        noted=Noted.OFFICER,
        details=(AUTOMATIC,),
        channels=_BY_PHONE,
    ),
    FactKind(
        name="abandoned",
        meaning="The caller hung up unanswered",
        told="the caller hung up unanswered",
        staff="Hung up unanswered",
        plain="The call ended before we answered",
        noted=Noted.OFFICER,
        channels=_BY_PHONE,
    ),
    FactKind(
        name="voicemail_left",
        meaning="The caller left a message",
        told="the caller left a message",
        staff="Left a message",
        plain="You left us a message",
        noted=Noted.OFFICER,
        channels=frozenset({"phone", "voicemail"}),
    ),
    FactKind(
        name="transferred",
        meaning="The call was passed to somebody else",
        told="the call was passed to somebody else",
        staff="Passed on",
        plain="We passed your call on",
        noted=Noted.OFFICER,
        details=(TEAM,),
        channels=_BY_PHONE,
    ),
    FactKind(
        name="callback_agreed",
        meaning="A time to call back was agreed",
        told="a time to call back was agreed",
        staff="Call back agreed",
        plain="We agreed when to ring you back",
        noted=Noted.OFFICER,
        details=(BY_WHEN,),
    ),
    FactKind(
        name="called_back",
        meaning="The caller was called back and reached",
        told="the caller was called back and reached",
        noun="call back",
        staff="Called back and reached",
        plain="We rang you back",
        noted=Noted.OFFICER,
        answers="callback_agreed",
    ),
)
