"""Facts of what a contact is, and whether it is counted."""

from answerable.standards.vocabulary.details import AUTOMATIC, CODE, KINDS, TEAM, WHY
from answerable.standards.vocabulary.fact_kind import FactKind, Noted

STANDING = (
    FactKind(
        name="duty_told",
        meaning="Whoever is on duty was told that somebody may be in danger",
        told="whoever is on duty was told of a danger",
        staff="Whoever is on duty was told that somebody may be in danger",
        plain="We told whoever is on duty that somebody may be in danger",
        noted=Noted.APART,
        act="It is told by itself when somebody says on the form that there is danger.",
        details=(AUTOMATIC,),
    ),
    FactKind(
        name="typed",
        meaning="The contact was given its kind, or another kind; its receipt does not move",
        clause="C17",
        told="the contact was given its kind",
        staff="Given its kind",
        plain="We changed what kind of message this is",
        noted=Noted.APART,
        act="Say what it is, among the things to manage.",
        details=(KINDS,),
    ),
    FactKind(
        name="moved",
        meaning="The contact was moved to another team, with a reason; its receipt does not move",
        clause="C17",
        told="the contact was moved to another team",
        staff="Moved",
        plain="We passed this to another team",
        noted=Noted.APART,
        act="Move it, among the things to manage.",
        details=(TEAM, WHY),
    ),
    FactKind(
        name="excluded",
        meaning="The contact was left out of the figures, with a reason code",
        clause="C10",
        told="the contact was left out of the figures",
        staff="Left out of the figures",
        plain="We set this aside",
        noted=Noted.APART,
        act="Close it, with the reason for which it is left out.",
        sets_aside=True,
        details=(CODE,),
    ),
    FactKind(
        name="withdrawn",
        meaning="The customer took the matter back",
        told="the customer took the matter back",
        staff="Taken back by the customer",
        plain="You took this back",
        noted=Noted.APART,
        act="Close it as taken back by the customer.",
        sets_aside=True,
    ),
)
