"""What a contact can be: an enquiry, a complaint, a request under some law. It may be several at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactKind:
    """One kind of contact.

    ``one`` names it within a sentence ("a complaint"), ``title`` is its name on the desk, and ``plain`` is what the
    resident reads of it. ``choice`` is how a resident chooses it on the form; only those that people can tell apart for
    themselves have one. The desk gives the others, which need the law to be told apart: whether information is about
    the environment, whether damp is a hazard, at which step of homelessness somebody is. ``why_named`` says why a name
    is worth giving for it. That somebody had one of a sensitive kind tells of a child, of care or of health, so small
    numbers of it are not published (C15). ``kept_as`` is the rule by which what was written is kept, once it is closed
    (B.16): a name in ``councils.keeping.KEEPING``. While one ``holds_the_rest``, nothing of its customer is erased,
    because it may be asked for. One that ``is_of_no_service`` asks what the council itself keeps, whichever service it
    is about: so nobody who sends it is asked which.
    """

    name: str
    one: str
    title: str
    plain: str
    choice: str = ""
    why_named: str = ""
    is_complaint: bool = False
    is_sensitive: bool = False
    kept_as: str = "enquiry"
    holds_the_rest: bool = False
    is_of_no_service: bool = False


KINDS: Mapping[str, ContactKind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            ContactKind(
                name="enquiry",
                one="an enquiry",
                title="Enquiry",
                plain="enquiry",
                choice="Ask a question, or ask us to do something",
            ),
            ContactKind(
                name="complaint",
                one="a complaint",
                title="Complaint",
                plain="complaint",
                choice="Complain about something we did or did not do",
                is_complaint=True,
                kept_as="complaint",
                holds_the_rest=True,
            ),
            ContactKind(
                name="landlord-complaint",
                one="a complaint about a council home",
                title="Complaint about a council home",
                plain="complaint about us as your landlord",
                is_complaint=True,
                kept_as="complaint",
                holds_the_rest=True,
            ),
            ContactKind(
                name="compliment",
                one="a compliment",
                title="Compliment",
                plain="compliment",
                choice="Tell us that something went well",
            ),
            ContactKind(
                name="suggestion",
                one="a suggestion",
                title="Suggestion",
                plain="suggestion",
                choice="Suggest something that we could do better",
            ),
            ContactKind(
                name="comment", one="a comment", title="Comment", plain="comment", choice="Tell us what you think"
            ),
            ContactKind(
                name="foi",
                one="a request for information",
                title="Request for information",
                plain="request for information",
                choice="Ask for information that we hold (freedom of information)",
                why_named="The law on freedom of information gives you a right to an answer if you give your name and "
                "somewhere to answer to. You can still send this without.",
                kept_as="information",
                is_of_no_service=True,
            ),
            ContactKind(
                name="foi-review",
                one="a request to review a refusal of information",
                title="Request to review a refusal of information",
                plain="review of our answer to a request for information",
                kept_as="information",
            ),
            ContactKind(
                name="eir",
                one="a request for environmental information",
                title="Request for environmental information",
                plain="request for information about the environment",
                kept_as="information",
            ),
            ContactKind(
                name="eir-review",
                one="a request to review a refusal of environmental information",
                title="Request to review a refusal of environmental information",
                plain="review of our answer to a request for information about the environment",
                kept_as="information",
            ),
            ContactKind(
                name="sar",
                one="a request for one's own information",
                title="Request for one's own information",
                plain="request for your own information",
                choice="Ask to see what we hold about you",
                why_named="Before we show anybody what we hold about them, we have to be sure who they are. Please "
                "tell us how to reach you, so that we can ask.",
                kept_as="information",
                is_of_no_service=True,
                holds_the_rest=True,
            ),
            ContactKind(
                name="data-rights",
                one="a request to correct, erase, move or stop using one's own information",
                title="Request to correct, erase, move or stop using one's own information",
                plain="request about how we keep and use your information",
                choice="Ask us to correct, delete or stop using what we hold about you",
                why_named="Before we change what we hold about anybody, we have to be sure who they are. Please "
                "tell us how to reach you, so that we can ask.",
                kept_as="information",
                is_of_no_service=True,
            ),
            ContactKind(
                name="dp-complaint",
                one="a complaint about personal information",
                title="Complaint about personal information",
                plain="complaint about how we used your information",
                is_complaint=True,
                kept_as="complaint",
                holds_the_rest=True,
            ),
            ContactKind(
                name="adult-care-complaint",
                one="a complaint about adult social care",
                title="Complaint about adult social care",
                plain="complaint about adult social care",
                is_complaint=True,
                kept_as="complaint",
                holds_the_rest=True,
                is_sensitive=True,
            ),
            ContactKind(
                name="children-complaint",
                one="a complaint about children's services",
                title="Complaint about children's services",
                plain="complaint about children's services",
                is_complaint=True,
                kept_as="complaint",
                holds_the_rest=True,
                is_sensitive=True,
            ),
            ContactKind(
                name="public-health-complaint",
                one="a complaint about public health",
                title="Complaint about public health",
                plain="complaint about public health",
                is_complaint=True,
                kept_as="complaint",
                holds_the_rest=True,
                is_sensitive=True,
            ),
            ContactKind(
                name="sen-complaint",
                one="a complaint about special educational needs",
                title="Complaint about special educational needs",
                plain="complaint about special educational needs",
                is_complaint=True,
                kept_as="complaint",
                holds_the_rest=True,
                is_sensitive=True,
            ),
            ContactKind(
                name="ehc",
                one="a request for an education, health and care plan",
                title="Request for an education, health and care plan",
                plain="request to assess a child's special educational needs",
                is_sensitive=True,
            ),
            ContactKind(
                name="emergency-hazard",
                one="an emergency hazard in a council home",
                title="Emergency hazard in a council home: dangerous now",
                plain="report of danger in a council home",
            ),
            ContactKind(
                name="hazard",
                one="a significant hazard in a council home",
                title="Significant hazard in a council home, such as damp or mould",
                plain="report of a hazard in a council home",
                is_sensitive=True,
            ),
            ContactKind(
                name="homelessness-review",
                one="a request to review a decision on homelessness",
                title="Request to review a decision on homelessness",
                plain="request to review our decision on homelessness",
                choice="Ask us to review our decision about your homelessness",
                why_named="To find the decision we have to know whom it is about. You can still send this without your "
                "name.",
            ),
            ContactKind(
                name="homelessness-steps-review",
                one="a request to review the steps against homelessness",
                title="Request to review the steps against homelessness, or the end of help to keep a home",
                plain="request to review the steps we take against homelessness",
            ),
            ContactKind(
                name="penalty-charge",
                one="representations against a penalty charge",
                title="Representations against a penalty charge",
                plain="challenge to a penalty charge",
                choice="Challenge a penalty charge, such as a parking fine",
                why_named="To find the penalty charge we have to know its number or your name. You can still send this "
                "without your name.",
            ),
            ContactKind(
                name="member-enquiry",
                one="an enquiry by a councillor or an MP",
                title="Councillor's or MP's enquiry",
                plain="enquiry by your councillor or MP",
            ),
            ContactKind(
                name="appointment",
                one="a request for an appointment",
                title="Request for an appointment",
                plain="request for an appointment",
            ),
            ContactKind(
                name="restriction",
                one="a restriction",
                title="Restriction",
                plain="restriction",
                is_sensitive=True,
                kept_as="restriction",
            ),
        )
    }
)
"""Every kind of contact by its name; those that a resident can choose come in the order of the form."""

COMPLAINTS = frozenset(name for name, kind in KINDS.items() if kind.is_complaint)

SENSITIVE = frozenset(name for name, kind in KINDS.items() if kind.is_sensitive)

HOLDING = frozenset(name for name, kind in KINDS.items() if kind.holds_the_rest)
