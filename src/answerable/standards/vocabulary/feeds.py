"""What figures are counted from: facts by the way they come, and observations by their instrument.

Each says what in this house writes it as it happens. Where nothing does, what is counted from it alone has no figure
here, and the public reads what is missing. ``measure.formulas.standing`` puts the two together for a promise.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from answerable.standards.vocabulary.calls import CALLS as CALL_FACTS
from answerable.standards.vocabulary.fact_kind import FactKind, Noted
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.visits import VISITS as VISIT_FACTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One source of what is counted.

    ``holds`` is what it brings, as it stands within a sentence. ``written_by`` is what in this house writes it as it
    happens; it is empty where nothing does.
    """

    name: str
    holds: str
    written_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactFeed(Feed):
    """A source of facts of contacts, which may be those of some channels alone (none named: of any).

    ``log`` is what of another system can bring the same. ``recorded`` names what it brings where that comes of itself
    to no council: a council that has none of it has not connected it.
    """

    facts: frozenset[str]
    channels: frozenset[str] = frozenset()
    log: str = ""
    recorded: str = ""

    def brings(self, facts: frozenset[str], channel: str) -> bool:
        """Tell whether one of some facts of a contact on a channel comes from it."""
        return not facts.isdisjoint(self.facts) and (not self.channels or channel in self.channels)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Feed):
    """An instrument with which a machine tries one of our own ways in, again and again.

    ``every`` is how long after one try the next is made, and how long each has to come out before it has failed;
    ``title`` is the way in, on the desk, ``tried`` says what passed when a try did, and ``unknown`` begins the sentence
    that says that a try has not come out.
    """

    title: str
    tried: str
    every: timedelta
    unknown: str = "It was not known how it came out"


def not_collected(feeds: Iterable[Feed]) -> str:
    """Say which of some feeds nothing in this house writes, in a sentence; nothing where all are written."""
    missing = [feed.holds for feed in feeds if not feed.written_by]
    return f"Nothing collects this yet: {'; '.join(missing)}." if missing else ""


def not_connected(feeds: Iterable[FactFeed]) -> str:
    """Say that a council has nothing of some feeds, in a sentence; nothing where one of them comes of itself."""
    named = list(dict.fromkeys(feed.recorded for feed in feeds))
    return f"Not connected: no {' and no '.join(named)} are recorded here." if named and all(named) else ""


def say_tried(checks: Iterable[str]) -> str:
    """Say what passes where some checks do, in a sentence: it is the name of their figure, and claims no more."""
    said = "; ".join(CHECKS[name].tried for name in checks)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _noted(*hows: Noted) -> frozenset[str]:
    return frozenset(name for name, fact in FACTS.items() if fact.noted in hows)


def _names(facts: Iterable[FactKind]) -> frozenset[str]:
    return frozenset(fact.name for fact in facts)


def _received_by(
    name: str, holds: str, *channels: str, written_by: str = "", log: str = "", recorded: str = ""
) -> FactFeed:
    on = frozenset(channels)
    return FactFeed(
        name=name,
        holds=holds,
        written_by=written_by,
        facts=_RECEIVED,
        channels=on,
        log=log or "the cases of an old help desk",
        recorded=recorded,
    )


_RECEIVED = frozenset({"received"})
_LOGGED = "staff, on the desk's page for a new contact"
_ON_THE_DESK = _noted(Noted.APART) | {"resolved", "paused", "resumed"}

FACT_FEEDS = (
    _received_by("email", "emails", "email", written_by="the worker, from each mailbox of the mail file"),
    _received_by("web", "forms sent on our pages", "web", written_by="the form on each council's pages"),
    FactFeed(
        name="messages",
        holds="what we write to customers",
        written_by="the outbox, when a message leaves",
        facts=_noted(Noted.WRITING),
    ),
    FactFeed(
        name="desk",
        holds="what staff do with a contact on the desk",
        written_by="the desk's page of a contact",
        facts=_ON_THE_DESK,
    ),
    _received_by(
        "post",
        "letters that come by post",
        "letter",
        written_by=_LOGGED,
        log="the book of a post room",
        recorded="letters",
    ),
    FactFeed(
        name="calls",
        holds="calls and messages left",
        written_by="staff, on the desk, as a call rings and goes on",
        facts=_names(CALL_FACTS) | _RECEIVED,
        channels=frozenset({"phone", "voicemail"}),
        log="the log of a telephone system",
        recorded="calls",
    ),
    FactFeed(
        name="visits",
        holds="visits to a reception",
        written_by="staff, on the desk, as a visitor comes and is seen",
        facts=_names(VISIT_FACTS) | _RECEIVED,
        channels=frozenset({"reception"}),
        log="the log of a reception",
        recorded="visits",
    ),
    _received_by(
        "social",
        "messages on social media",
        "facebook",
        "social",
        written_by=_LOGGED,
        recorded="messages on social media",
    ),
    _received_by("chat", "web chats and text messages", "chat", "sms", recorded="web chats or text messages"),
    _received_by("print", "printed forms that come back", "print", written_by=_LOGGED, recorded="printed forms"),
    _received_by(
        "home visits", "meetings and visits to homes", "visit", "elsewhere", written_by=_LOGGED, recorded="meetings"
    ),
    _received_by("internal", "matters that our own staff raise", "internal", recorded="matters of our own staff"),
    FactFeed(
        name="steps",
        holds="the steps of a matter, as staff note them",
        written_by="staff, on the page of a contact",
        facts=_noted(Noted.OFFICER, Noted.MANAGER)
        - _ON_THE_DESK
        - _names(one for one in (*CALL_FACTS, *VISIT_FACTS) if one.channels),
    ),
)
"""Everything that brings facts, what comes of itself first. This is the one list of which facts are written here."""

NEVER_THERE = FactFeed(name="never there", holds="such a fact of a contact on this channel", facts=frozenset())
"""Stands for what no contact on a channel can have: an email does not arrive at a reception."""

FORM = Check(
    name="form",
    title="The form",
    tried="tests of the form that were found from the first page and from each page of it, sent without a name or an "
    "account, and arrived: a question, a complaint, a compliment, a suggestion and a comment by turns",
    holds="tests of the form",
    written_by="the worker, from outside",
    every=timedelta(minutes=15),
)
MAILBOX = Check(
    name="mailbox",
    title="The mailbox",
    tried="tests of the mailboxes that arrived",
    holds="tests of each mailbox",
    written_by="the worker, with an email to each mailbox of the mail file",
    every=timedelta(minutes=15),
    unknown="It had not come",
)
DETAILS = Check(
    name="details",
    title="Where to find us, on the council's page",
    tried="looks at the page that says where to find us that found all of it",
    holds="looks at the page that says where to find us",
    written_by="the worker, from outside",
    every=timedelta(hours=1),
)
SITE = Check(
    name="site",
    title="The website",
    tried="tries of the website that it answered",
    holds="tries of the whole website from outside, every minute (our own tests are of our pages alone)",
    every=timedelta(minutes=1),
)
CHECKS: Mapping[str, Check] = MappingProxyType({one.name: one for one in (FORM, MAILBOX, DETAILS, SITE)})
"""The instruments that are machines, which a charter may name for availability."""

SURVEY = Feed(name="survey", holds="answers to surveys")
MYSTERY_SHOP = Feed(name="mystery shop", holds="what people find who test us as customers")
ATTESTATION = Feed(name="attestation", holds="what a named person confirms")
AUDIT = Feed(name="audit", holds="what audits find")
SAMPLE = Feed(name="sample", holds="samples that somebody has read or listened to")
EVIDENCE: Mapping[str, Feed] = MappingProxyType(
    {one.name: one for one in (SURVEY, MYSTERY_SHOP, ATTESTATION, AUDIT, SAMPLE)}
)
"""The instruments that are people, which a charter may name for evidence."""

WEB_LOOK = Feed(name="web", holds="looks at the website")
REGISTER = Feed(name="register", holds="a register of this")
PUBLICATION = Feed(name="publication", holds="what was published, and when")

OUR_FIGURES = Feed(
    name="figures", holds="when our figures were published", written_by="the count of each quarter that is over"
)

INSTRUMENTS: Mapping[str, Feed] = MappingProxyType(
    {**CHECKS, **EVIDENCE, **{one.name: one for one in (WEB_LOOK, REGISTER, PUBLICATION, OUR_FIGURES)}}
)
"""Everything with which a promise can be observed, by its name."""

CHARTER = Feed(name="charter", holds="the list of promises itself", written_by="the charter, as it is published")
RULE = Feed(name="rule", holds="whether this rule is followed")
BEGUN_AND_DONE = Feed(name="begun and done", holds="what was begun and what was done")
READ = Feed(name="read", holds="which messages a person has read")
REASONS = Feed(name="reasons", holds="why visitors came")
TEAMS = Feed(name="teams", holds="for which team a piece of work was done")
