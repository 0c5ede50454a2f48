"""What can be said of a fact: the parts of a message, and whatever else a promise listens for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType


class Holds(Enum):
    """What a detail is, wherever it is typed, read or kept."""

    WORDS = "text"
    YES_OR_NO = "true or false"
    DAY = "day"
    DAY_OR_MOMENT = "day or moment"
    KINDS = "list of text"


class Sense(Enum):
    """What the words of a detail must be, in a letter, to count as given: what nobody can fake with a dash."""

    ANY = "whatever is written"
    SENTENCE = "several words"
    REST = "several words, or nothing"
    WAY = "several words, or a number, an email address or a page"
    STAFF = "the name of somebody who works for the council"
    TELEPHONE = "a number that can be rung"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One thing that can be said of a fact.

    ``label`` stands before it in a letter and beside its box; ``missing`` is what a form says of an empty box;
    ``plain`` begins the line in which a resident reads it, for those that residents read. A part is what a message to a
    customer may be made to carry, and ``sense`` what its words must be. ``by_person`` is what only a person who has the
    matter in hand can say, so that it is asked of no machine. ``before`` leads up to a date within a line: "by Friday".
    ``is_code`` is true of text that is a code, a reference or a name of the house's own: any other text is in people's
    own words, may say something about a person, and is kept so that it can be erased.
    """

    name: str
    meaning: str
    label: str
    missing: str = ""
    holds: Holds = Holds.WORDS
    plain: str = ""
    is_part: bool = False
    before: str = ""
    sense: Sense = Sense.ANY
    by_person: bool = False
    is_code: bool = False

    @property
    def is_in_words(self) -> bool:
        """Tell whether it is in people's own words, which may say something about a person."""
        return self.holds is Holds.WORDS and not self.is_code

    def fits(self, value: object) -> bool:
        """Tell whether a value is of the sort that it holds. A moment must say its zone."""
        match self.holds:
            case Holds.WORDS:
                return isinstance(value, str)
            case Holds.YES_OR_NO:
                return isinstance(value, bool)
            case Holds.KINDS:
                return isinstance(value, Sequence) and not isinstance(value, str)
        is_day = type(value) is date
        is_moment = isinstance(value, datetime) and value.tzinfo is not None
        return is_day or (is_moment and self.holds is Holds.DAY_OR_MOMENT)

    @property
    def within_a_line(self) -> str:
        """Name it within a sentence: "what is being done", "reason"."""
        name = self.plain or self.label
        return name[:1].lower() + name[1:]


def _part(
    name: str,
    label: str,
    missing: str,
    meaning: str,
    *,
    plain: str = "",
    sense: Sense = Sense.SENTENCE,
    by_person: bool = False,
    is_code: bool = False,
) -> Detail:
    return Detail(
        name=name,
        meaning=meaning,
        label=label,
        missing=missing,
        plain=plain,
        is_part=True,
        sense=sense,
        by_person=by_person,
        is_code=is_code,
    )


COMPLAINT = _part(
    "complaint",
    "The complaint, and its stage",
    "Say what the complaint is, as you understand it, and at which stage it is",
    "What the complaint is, as we understand it, and at which stage it is.",
)
DECISION = _part("decision", "What we decided", "Say what was decided", "What was decided about the complaint.")
BEING_DONE = _part("being_done", "What is being done", "Say what is being done", "What is being done about the matter.")
STEPS = _part("steps", "The steps under way", "Say which steps are under way", "What is under way to get an answer.")
REASON = _part("reason", "Why", "Say why", "Why it was done.", plain="Reason")
WHY_LATE = _part("reason", "Why it will be late", "Say why it will be late", "Why it will be late.", plain="Reason")
REMEDY = _part(
    "remedy",
    "What we do to put it right",
    "Say what we do to put it right, or that there is nothing to put right",
    "What is offered to put things right.",
)
OUTSTANDING = _part(
    "outstanding",
    "What is still to be done",
    "Say what is still to be done, or that nothing is",
    "What is agreed and not done yet.",
    sense=Sense.REST,
)
NEXT_STEP = _part("next_step", "What happens next", "Say what happens next", "What happens next.")
BY_WHEN = Detail(
    name="by_when",
    meaning="The date we gave. It becomes a promise of its own.",
    label="By when",
    missing="Enter by when",
    holds=Holds.DAY_OR_MOMENT,
    plain="By when",
    is_part=True,
    before="by",
)
RECOURSE = _part(
    "recourse",
    "If you are not content",
    "Say where they can turn if they are not content",
    "Where the customer can turn if they are not content: the next stage, or an ombudsman with the address.",
)
OMBUDSMAN = _part(
    "ombudsman",
    "How to reach the Ombudsman",
    "Say how to reach the Ombudsman",
    "How the Ombudsman can be reached.",
    sense=Sense.WAY,
)
INVESTIGATOR = _part(
    "investigator",
    "Who looks into it",
    "Enter who looks into it",
    "The name and office of whoever looks into it.",
    by_person=True,
)
RESPONDER = _part(
    "responder",
    "Who will answer",
    "Enter who will answer",
    "The name and office of whoever will answer.",
    by_person=True,
)
OWNER = _part(
    "owner",
    "Who is dealing with it",
    "Enter who is dealing with it",
    "The person who deals with it.",
    sense=Sense.STAFF,
    by_person=True,
)
CONTACT = _part(
    "contact",
    "Telephone number for questions",
    "Enter a telephone number for questions",
    "How to reach whoever deals with it.",
    sense=Sense.TELEPHONE,
    by_person=True,
)
REFERENCE = _part(
    "reference",
    "Reference",
    "Give the reference",
    "The reference of the contact.",
    sense=Sense.ANY,
    is_code=True,
)

AUTOMATIC = Detail(
    name="automatic",
    meaning="A machine did it. A machine's message can be an acknowledgement at most.",
    label="Sent by a machine",
    holds=Holds.YES_OR_NO,
)
UNREAD = Detail(
    name="unread",
    meaning="A machine did it before anybody had read the message. Its date is for a response, not for the full reply.",
    label="Sent before anybody had read the message",
    holds=Holds.YES_OR_NO,
)
CLOSES = Detail(name="closes", meaning="The message closed the matter.", label="Ends the matter", holds=Holds.YES_OR_NO)
TOLD = Detail(name="told", meaning="The customer was told.", label="The customer was told", holds=Holds.YES_OR_NO)
UNTIL = Detail(
    name="until",
    meaning="The day to which a limit was extended, if that is sooner than the procedure allows.",
    label="Until",
    missing="Enter until when",
    holds=Holds.DAY,
    plain="Until",
    before="until",
)
SLOT = Detail(
    name="slot",
    meaning="The time of an appointment.",
    label="Appointment at",
    missing="Enter when the appointment is",
    holds=Holds.DAY_OR_MOMENT,
    plain="Appointment",
    before="at",
)
NAMED = Detail(
    name="named", meaning="The person asked for was asked for by name.", label="By name", holds=Holds.YES_OR_NO
)
KINDS = Detail(
    name="kinds",
    meaning="What the contact is, from now on and from its receipt.",
    label="What it is",
    missing="Choose at least one kind",
    holds=Holds.KINDS,
)
CODE = Detail(
    name="code",
    meaning="On which ground a contact is left out: `spam`, `bounce`, `duplicate`, `misdirected`, `test`, "
    "`mystery shop`.",
    label="Why it is left out",
    missing="Say why it is left out",
    is_code=True,
)
WHY = Detail(
    name="why",
    meaning="Why it was done, in the words of whoever did it. It is for colleagues and for the record.",
    label="Why",
    missing="Say why",
)
OF = Detail(
    name="of",
    meaning="The reference of the other contact, which a duplicate repeats.",
    label="The other contact",
    missing="Give the reference of the other contact",
    is_code=True,
)
ASKED_AT = Detail(
    name="asked_at",
    meaning="When the message of the customer's own reached us in which they took the matter back.",
    label="Their message in which they took it back",
    holds=Holds.DAY_OR_MOMENT,
    plain="You told us so",
    before="in their message of",
)
TEAM = Detail(
    name="team",
    meaning="The team that has it now, by its name.",
    label="Now with",
    plain="Now with",
    is_code=True,
)
FACT = Detail(
    name="fact",
    meaning="The name of the earlier fact that is struck out.",
    label="What is struck out",
    missing="Say what is struck out",
    is_code=True,
)
FACT_AT = Detail(
    name="fact_at",
    meaning="When the fact that is struck out was said to have happened.",
    label="Which was said to have happened",
    missing="Say when it was said to have happened",
    holds=Holds.DAY_OR_MOMENT,
    before="of",
)
FACT_PLACE = Detail(
    name="fact_place",
    meaning='Which of several facts of that name and moment, in the order they were noted: "2". Left out: the first.',
    label="Which of several",
    is_code=True,
)
RIGHT_AT = Detail(
    name="right_at",
    meaning="When what is struck out really happened. That is noted beside it, as a fact of its own.",
    label="It really happened",
    missing="Say when it really happened",
    holds=Holds.DAY_OR_MOMENT,
    before="and really",
)
AFTER = Detail(
    name="after",
    meaning="The `id` of the earlier contact that this one comes back to. Written in the contact's first fact.",
    label="Comes back to",
    is_code=True,
)
WELFARE = Detail(
    name="welfare",
    meaning="It is about welfare, as the customer said or a person confirmed. Written in the contact's first fact.",
    label="About welfare",
    holds=Holds.YES_OR_NO,
)
BLOCKED = Detail(
    name="blocked", meaning="The caller heard the engaged tone.", label="Engaged tone", holds=Holds.YES_OR_NO
)

DETAILS: Mapping[str, Detail] = MappingProxyType(
    {
        detail.name: detail
        for detail in (
            *(
                COMPLAINT,
                DECISION,
                BEING_DONE,
                STEPS,
                REASON,
                REMEDY,
                OUTSTANDING,
                NEXT_STEP,
                BY_WHEN,
                RECOURSE,
                OMBUDSMAN,
                INVESTIGATOR,
                RESPONDER,
                OWNER,
                CONTACT,
                REFERENCE,
            ),
            *(
                AUTOMATIC,
                UNREAD,
                CLOSES,
                TOLD,
                SLOT,
                UNTIL,
                NAMED,
                KINDS,
                CODE,
                TEAM,
                WHY,
                OF,
                ASKED_AT,
                FACT,
                FACT_AT,
                FACT_PLACE,
                RIGHT_AT,
                AFTER,
                WELFARE,
                BLOCKED,
            ),
        )
    }
)
"""Every detail by its name; the parts of a message come first, in the order in which a letter gives them."""

PARTS: Mapping[str, Detail] = MappingProxyType({name: one for name, one in DETAILS.items() if one.is_part})
"""The details that a message to a customer may be made to carry."""

DATES = tuple(name for name, one in DETAILS.items() if one.holds in (Holds.DAY, Holds.DAY_OR_MOMENT))
"""The details that are a date or an aware moment."""


def is_in_words(name: str) -> bool:
    """Tell whether what is said under a name is in people's own words. A name not known here may hold anything."""
    detail = DETAILS.get(name)
    return detail is None or detail.is_in_words
