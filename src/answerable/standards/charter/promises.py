"""What a council has promised, as typed values: charters, promises, and how each is measured.

A charter is dated and versioned, and a contact is judged by the version in force when it was received, for ever
(C18). Statutory procedures have the same shape, so a law is a file too.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from answerable.standards.charter.clock_rules import ClockRule
from answerable.standards.charter.target import Target
from answerable.standards.facts import Contact
from answerable.standards.time.calendar import Calendar
from answerable.standards.time.duration import CalendarDays, Duration, parse
from answerable.standards.vocabulary.details import DETAILS
from answerable.standards.vocabulary.kinds import SENSITIVE
from answerable.standards.words import say_date, say_day

if TYPE_CHECKING:
    from answerable.standards.charter.procedures import Procedure


class Strength(StrEnum):
    """How firmly a promise is worded. All are measured alike; the public verdict's words differ (C4).

    ``says`` is how it begins, and ``sentence`` tells the same of the whole promise.
    """

    says: str
    sentence: str

    def __new__(cls, value: str, says: str = "", sentence: str = "") -> "Strength":
        """Return the strength whose word in a charter is ``value``."""
        made = str.__new__(cls, value)
        made._value_, made.says, made.sentence = value, says, sentence
        return made

    WILL = "will", "we will", "We promise this."
    AIM = "aim", "we aim to", "We aim for this."
    WHERE_POSSIBLE = "where-possible", "where possible", "We do this where possible."
    BEST_EFFORT = "best-effort", "we try our best", "We try our best."


class Force(StrEnum):
    """How a promise binds a council that is not its own. ``heading`` stands above it, ``sentence`` tells the same."""

    heading: str
    sentence: str

    def __new__(cls, value: str, heading: str = "", sentence: str = "") -> "Force":
        """Return the force whose word in a procedure is ``value``."""
        made = str.__new__(cls, value)
        made._value_, made.heading, made.sentence = value, heading, sentence
        return made

    LAW = "law", "What the law asks of us", "From the law."
    CODE = "statutory code", "What a code that binds us asks of us", "From a code that the law binds us to."
    GUIDANCE = (
        "guidance",
        "What guidance asks of us",
        "From guidance: it is no law, and we need a good reason not to follow it.",
    )


LONGEST_NAME = 40
"""How many characters there is room for in the id of a promise, the version of a charter or the name of a mailbox.

Every other text of a charter may be of any length.
"""


@dataclass(frozen=True, slots=True)
class ContentRule:
    """What the software enforces; with ``on`` and ``needs``, what each message of a kind must carry.

    ``checks`` are the sorts of check that try whether it is so.
    """

    must: str
    on: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    unless_closes: bool = False
    checks: tuple[str, ...] = ()

    @property
    def is_for_people(self) -> bool:
        """Tell whether it needs what only a person can say, so that no machine's message is held to it."""
        return any(DETAILS[name].by_person for name in self.needs)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A figure over a period: a formula, what it is taken over, and a target where the document names one.

    ``checks`` are the sorts of check that availability is taken over.
    """

    formula: str
    of: str
    target: Target | None = None
    period: str = "quarter"
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A measure by asking, watching or attesting rather than by timing."""

    by: tuple[str, ...]
    item: str
    every: str = "quarter"


@dataclass(frozen=True, slots=True)
class WebCheck:
    """A property of the web site, and how often it is looked at; ``checks`` are the sorts of check that look."""

    check: str
    every: str = "day"
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """A register that is kept, and what it holds."""

    holds: str


@dataclass(frozen=True, slots=True)
class Publication:
    """Something published, how often, and how long after the period at most.

    With ``figures`` it is the figures of this charter, so that each count of a quarter that is over shows when.
    """

    publishes: str
    every: str = "quarter"
    within: Duration | None = None
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise in the public's words, to whom it is owed, and how it is measured.

    ``force`` is how one binds that is from a law, a code or guidance and not the council's own; ``since`` is when that
    came into force, and what began before is not owed it (C18). ``said_on`` has other words for some channels, in
    pairs, where the promise's own speak of another channel.
    """

    id: str
    words: str
    kind: tuple[str, ...]
    strength: Strength
    channels: frozenset[str]
    source: str
    contacts: frozenset[str] = frozenset()
    not_contacts: frozenset[str] = frozenset()
    mailbox: str | None = None
    implied: bool = False
    force: Force | None = None
    since: datetime | None = None
    reading: str = ""
    local: str = ""
    said_on: tuple[tuple[str, str], ...] = ()
    clock: ClockRule | None = None
    rule: ContentRule | None = None
    aggregate: Aggregate | None = None
    evidence: Evidence | None = None
    web: WebCheck | None = None
    register: Register | None = None
    publication: Publication | None = None

    @property
    def statutory(self) -> bool:
        """Tell whether it is from a law, a code or guidance, and not a promise of the council's own."""
        return self.force is not None

    @property
    def watched(self) -> bool:
        """Tell whether single contacts are judged by it: a clock of its own, or what each message must give."""
        return self.clock is not None or self.checks_messages

    @property
    def checks_messages(self) -> bool:
        """Tell whether it is first of all about what each message must give; beside a clock that is the clock's."""
        return self.rule is not None and bool(self.rule.needs) and self.kind[0] == "rule"

    @property
    def checks(self) -> tuple[str, ...]:
        """The sorts of check that it is tried by, whichever of its tables names them."""
        tables = (self.aggregate, self.rule, self.web)
        return tuple(dict.fromkeys(name for table in tables if table is not None for name in table.checks))

    def words_on(self, channel: str) -> str:
        """Return its words for somebody who contacts us by a channel."""
        return dict(self.said_on).get(channel, self.words)

    @property
    def is_sensitive(self) -> bool:
        """Tell whether it is made to sensitive kinds of contact alone, so that its figures are about few (C15)."""
        return bool(self.contacts) and self.contacts <= SENSITIVE

    def owed_on(self, channel: str) -> bool:
        """Tell whether the promise is made to contacts that come by a channel."""
        return "all" in self.channels or channel in self.channels

    def owed_to(self, kind: str) -> bool:
        """Tell whether the promise is made to a kind of contact."""
        return kind not in self.not_contacts and (not self.contacts or kind in self.contacts)

    def covers(self, contact: Contact) -> bool:
        """Tell whether the promise is made to a contact, by its channel and for one of its kinds."""
        return self.owed_on(contact.channel) and any(map(self.owed_to, contact.kinds))


@dataclass(frozen=True, slots=True)
class Replacement:
    """Kinds of contact for which other timescales apply, and the local promises that give way (C17)."""

    promise: str
    contacts: frozenset[str]
    voids: frozenset[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of a charter, published with its results. ``local`` is why it is ours and not the standard's."""

    value: object
    local: str = ""


@dataclass(frozen=True, slots=True)
class Owed:
    """One promise owed to a contact, with the replacement that voids it if there is one."""

    promise: Promise
    voided_by: Replacement | None = None


@dataclass(frozen=True)
class Charter:
    """A council's published standard by version and date, with the statutory procedures that bind it, by their keys.

    Their promises stand among its own, but for those whose clock a promise of its own has adopted. A contact is judged
    from ``in_force_from`` on even where that day is a guess, because the document gives none (``begin_is_known``).
    """

    council: str
    name: str
    title: str
    version: str
    status: str
    in_force_from: date
    source: str
    calendar: Calendar
    promises: tuple[Promise, ...]
    in_force_until: date | None = None
    begin_is_known: bool = True
    replacements: tuple[Replacement, ...] = ()
    settings: Mapping[str, Setting] = field(default_factory=dict)
    services: Mapping[str, Calendar] = field(default_factory=dict)
    procedures: Mapping[str, "Procedure"] = field(default_factory=dict)
    _owed: dict[tuple[str, frozenset[str], str | None, int], tuple[Owed, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def draft(self) -> bool:
        """A draft runs in shadow: measured, shown to staff, labelled "draft - not yet a promise" (C18)."""
        return self.status == "draft"

    @property
    def disputed_within(self) -> Duration:
        """How long after we answered, or said that it was done, a customer can have the same matter opened again."""
        said = self.settings.get("disputed_within")
        return parse(str(said.value)) if said is not None else CalendarDays(28)

    @property
    def since(self) -> str:
        """Say since when it holds: "in force since Tuesday 1 April 2014". A guess is never told as a fact."""
        if self.draft:
            return "a draft - not yet a promise"
        if not self.begin_is_known:
            return "whose document does not say since when it holds"
        return f"in force since {say_day(self.in_force_from)}"

    def promise(self, id: str) -> Promise:
        """Return the promise with an id. Raises KeyError with the ids there are."""
        for promise in self.promises:
            if promise.id == id:
                return promise
        raise KeyError(f"{self.title} has no promise {id}; it has {self.promises[0].id} to {self.promises[-1].id}.")

    def owed_to(self, contact: Contact) -> tuple[Owed, ...]:
        """Return the promises a contact is judged by, from its channel, kinds and mailbox, in the charter's order.

        A promise is void only when every kind of the contact that it is owed to has another timescale; a letter that
        is both an ordinary enquiry and a request for information gets both clocks (S3-28).
        """
        mailbox = contact.mailbox if contact.mailbox in self._mailboxes else None
        laws = bisect_right(self._laws, contact.facts[0].at) if contact.facts else len(self._laws)
        key = (contact.channel, contact.kinds, mailbox, laws)
        owed = self._owed.get(key)
        if owed is None:
            found = (self._owe(promise, *key) for promise in self.promises if promise.watched)
            owed = self._owed[key] = tuple(one for one in found if one is not None)
        return owed

    @cached_property
    def _mailboxes(self) -> frozenset[str]:
        """The mailboxes that some promise is about; any other is as good as none."""
        return frozenset(promise.mailbox for promise in self.promises if promise.mailbox is not None)

    @cached_property
    def _laws(self) -> list[datetime]:
        """The moments at which laws here came into force, in order."""
        return sorted({promise.since for promise in self.promises if promise.since is not None})

    def _owe(
        self, promise: Promise, channel: str, kinds: frozenset[str], mailbox: str | None, laws: int
    ) -> Owed | None:
        if promise.since is not None and promise.since not in self._laws[:laws]:
            return None
        kinds = frozenset(kind for kind in kinds if promise.owed_to(kind))
        if not kinds or not promise.owed_on(channel) or promise.mailbox not in (None, mailbox):
            return None
        for replacement in self.replacements:
            if promise.id in replacement.voids:
                kinds -= replacement.contacts
                if not kinds:
                    return Owed(promise, replacement)
        return Owed(promise)


def in_force(versions: tuple[Charter, ...], day: date) -> Charter:
    """Return the version that was in force on the day a contact was received (C18).

    Raises LookupError when none was.
    """
    found = [
        charter
        for charter in versions
        if charter.in_force_from <= day and (charter.in_force_until is None or day <= charter.in_force_until)
    ]
    if not found:
        raise LookupError(f"No version of the charter was in force on {say_date(day)}.")
    return max(found, key=lambda charter: charter.in_force_from)
