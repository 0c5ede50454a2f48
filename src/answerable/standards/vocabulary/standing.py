"""Facts of what a contact is, and whether it is counted."""

from answerable.standards.vocabulary.details import ASKED_AT, CODE, KINDS, OF, WHY
from answerable.standards.vocabulary.fact_kind import FactKind, Noted

STANDING = (
    FactKind(
        name="typed",
        meaning="The contact was given its kind, or another kind; its receipt does not move",
        clause="C17",
        told="the contact was given its kind",
        staff="Given its kind",
        plain="We changed what kind of message this is",
        noted=Noted.APART,
        act="Say what it is, among the things to manage.",
        details=(KINDS, WHY),
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
        details=(CODE, OF, WHY),
    ),
    FactKind(
        name="withdrawn",
        meaning="The customer took the matter back",
        told="the customer took the matter back",
        staff="Taken back by the customer",
        plain="We closed this as taken back",
        noted=Noted.APART,
        act="Close it as taken back by the customer.",
        sets_aside=True,
        details=(ASKED_AT, WHY),
    ),
    FactKind(
        name="put_back",
        meaning="What was left out, or taken back, was opened again; its clocks are as if it had never been",
        clause="C10",
        told="the contact was put back",
        staff="Put back, and counted again",
        plain="We opened this again",
        noted=Noted.APART,
        act="Open it again, with the reason.",
        details=(WHY,),
    ),
)
