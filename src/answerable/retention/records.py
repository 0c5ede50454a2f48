"""Every table of the house, and what becomes of what it says of people: nothing is stored without an answer here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class Goes(Enum):
    """How far what a table says of people goes when its time is over."""

    WHOLE = "the row goes"
    IN_PART = "the row stays, without what it says of a person"
    BY_ITSELF = "the row goes, by a rule of its own"
    NOT = "the row stays: it says nothing of a resident"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One table: what is in it, when what it says of people goes, and how far.

    ``of`` leads from a row to its contact, where it is of one, by several ways if need be; ``names`` is the column with
    the reference of one, where that is all. By these it is handed out with all that is held about somebody. Of a row
    that stays, ``emptied`` are the columns that are emptied, and ``stays`` all others that can hold words, ``because``
    they say nothing of a resident, or are needed.
    """

    model: str
    what: str
    when: str
    goes: Goes
    of: tuple[str, ...] = ()
    names: str = ""
    emptied: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    because: str = ""


_WITH_CONTACT = "with its contact"
_NEVER = "it does not go"

STORED: Mapping[str, Stored] = MappingProxyType(
    {
        one.model: one
        for one in (
            Stored(
                model="customers.Customer",
                what="Who contacted us: name, addresses, number, needs",
                when="with the last contact that is theirs",
                goes=Goes.WHOLE,
                of=("contacts",),
            ),
            Stored(
                model="contacts.Contact",
                what="A contact",
                when="so long after it was closed as the rule of its kind says; of several kinds, the one kept longest",
                goes=Goes.IN_PART,
                of=("pk",),
                emptied=("subject", "place", "welfare"),
                stays=("reference", "channel", "came_as", "mailbox", "outcome"),
                because="they say what was counted; that it was about welfare stays too, and no longer why",
            ),
            Stored(
                model="contacts.Message",
                what="What was written, by them, to them and among ourselves",
                when=_WITH_CONTACT,
                goes=Goes.WHOLE,
                of=("contact",),
            ),
            Stored(
                model="contacts.Outgoing",
                what="How each letter of ours left",
                when=_WITH_CONTACT,
                goes=Goes.WHOLE,
                of=("message__contact",),
            ),
            Stored(
                model="contacts.WelfareFlag",
                what="Words that may be about welfare, and what was said of them",
                when=_WITH_CONTACT,
                goes=Goes.WHOLE,
                of=("contact",),
            ),
            Stored(
                model="contacts.Proposal",
                what="What somebody proposed to a second person",
                when=_WITH_CONTACT,
                goes=Goes.WHOLE,
                of=("contact",),
            ),
            Stored(
                model="contacts.FactRow",
                what="What happened to a contact",
                when=_WITH_CONTACT,
                goes=Goes.IN_PART,
                of=("contact",),
                emptied=("words", "salt"),
                stays=("what", "details", "words_digest"),
                because="facts are what is counted; the digest is of salted words, and tells nothing without the salt",
            ),
            Stored(
                model="importing.LogLine",
                what="By which number another system's log knows a contact",
                when=_NEVER,
                goes=Goes.NOT,
                of=("contact",),
                stays=("source", "known_as", "after"),
                because="by it the same line is known when it comes again, and what was erased is not brought back",
            ),
            Stored(
                model="contacts.ClockRow",
                what="Where each promise to a contact stands",
                when=_NEVER,
                goes=Goes.NOT,
                of=("contact",),
                stays=("promise", "beside", "measure", "state", "reason"),
                because="they are worked out from the facts, in words of the program",
            ),
            Stored(
                model="contacts.KindRow",
                what="The kinds of a contact",
                when=_NEVER,
                goes=Goes.NOT,
                of=("contact",),
                stays=("kind",),
                because="they say what was counted",
            ),
            Stored(
                model="inbox.Incoming",
                what="What arrived, exactly as it came",
                when="with its contact; of what became no contact, by the rule “mail”",
                goes=Goes.IN_PART,
                of=("contact",),
                emptied=("external_id", "raw", "notice", "problem"),
                stays=("channel", "digest", "state"),
                because="by digests it is known when it comes again, and is not kept anew",
            ),
            Stored(
                model="contacts.DraftLetter",
                what="A letter that somebody began and did not send",
                when="with its contact, or sooner by the rule “draft”",
                goes=Goes.BY_ITSELF,
                of=("contact",),
            ),
            Stored(
                model="files.KeptFile",
                what="Files that came and went with messages, with their content beside the database",
                when="with its contact; one that was chosen and never sent, within days",
                goes=Goes.BY_ITSELF,
                of=("message__contact", "contact"),
            ),
            Stored(
                model="marks.Tag",
                what="Which words colleagues tagged a contact with",
                when=_WITH_CONTACT,
                goes=Goes.WHOLE,
                of=("contact",),
            ),
            Stored(
                model="marks.Mention",
                what="Which colleagues a note names, and how",
                when=_WITH_CONTACT,
                goes=Goes.WHOLE,
                of=("contact",),
            ),
            Stored(
                model="marks.Watch",
                what="Which contacts somebody of staff watches",
                when=_WITH_CONTACT,
                goes=Goes.WHOLE,
                of=("contact",),
            ),
            Stored(
                model="marks.Reminder",
                what="When somebody of staff wants to be reminded of a contact, and why",
                when="once it is done, and with its contact",
                goes=Goes.BY_ITSELF,
                of=("contact",),
            ),
            Stored(
                model="marks.TagWord",
                what="The words that a council’s contacts are tagged with",
                when="with the last contact that has it, or when it is taken from that",
                goes=Goes.BY_ITSELF,
                of=("tags__contact",),
            ),
            Stored(
                model="asking.OutsideQuestion",
                what="Whom outside we asked about a contact, at which address; the words are messages",
                when=_WITH_CONTACT,
                goes=Goes.WHOLE,
                of=("contact",),
            ),
            Stored(
                model="asking.OutsideLink",
                what="A link to a question that we asked outside, as a digest",
                when=_WITH_CONTACT,
                goes=Goes.WHOLE,
                of=("question__contact",),
            ),
            Stored(
                model="updates.Follower",
                what="That a customer wants an email when something happens with their contact; it names no address",
                when="once the contact is closed, or they want no more, and with its contact",
                goes=Goes.BY_ITSELF,
                of=("contact",),
            ),
            Stored(
                model="finding.Indexed",
                what="The words of a contact once more, to find it by",
                when="with the words themselves, in the same transaction",
                goes=Goes.BY_ITSELF,
            ),
            Stored(
                model="finding.Unindexed",
                what="Which contacts are to be read for the index, by their numbers",
                when="when they are read, after some seconds",
                goes=Goes.BY_ITSELF,
            ),
            Stored(
                model="contacts.HandOver",
                what="Whose open work went to whom, and from which day; it does not say why, nor which contacts",
                when="with whoever worked here",
                goes=Goes.NOT,
                because="it is about staff, and says nothing of anybody who contacted us",
            ),
            Stored(
                model="alerts.Alert",
                what="That one of us is to know something of a contact: what kind of thing, and when",
                when="30 days after it was seen, after 90 days at the latest, and within an hour of its contact",
                goes=Goes.BY_ITSELF,
            ),
            Stored(
                model="contacts.FloodAct",
                what="What was decided about many contacts at once, and why",
                when="why it was, with the first of those contacts",
                goes=Goes.IN_PART,
                of=("flood__contacts",),
                emptied=("why",),
                stays=("what", "code", "of"),
                because="they say what was counted",
            ),
            Stored(
                model="contacts.Flood",
                what="That many contacts have something in common, as a digest under the secret key",
                when=_NEVER,
                goes=Goes.NOT,
                of=("contacts",),
                stays=("by", "who"),
                because="it tells nothing without the key, and what was put aside together stays together",
            ),
            Stored(
                model="contacts.FloodMark",
                what="What a contact may have in common with others of its hour, as a digest",
                when="an hour after it came",
                goes=Goes.BY_ITSELF,
            ),
            Stored(
                model="contacts.PageKey",
                what="A key to a resident's page, as a digest",
                when="with its contact, or sooner by the rule “key”",
                goes=Goes.BY_ITSELF,
                of=("contact",),
            ),
            Stored(
                model="retention.Hold",
                what="Why something was held, and why no longer",
                when="with what it was on, once it is lifted",
                goes=Goes.WHOLE,
                of=("contact", "customer__contacts"),
            ),
            Stored(
                model="evidence.Entry",
                what="The record of who did what",
                when="what it says in somebody's own words, with its contact",
                goes=Goes.IN_PART,
                names="about",
                emptied=("words", "salt"),
                stays=("by", "what", "about", "details", "words_digest"),
                because="it says what staff did and when, and about which reference",
            ),
            Stored(
                model="evidence.Look",
                what="Who of staff read, searched and took away what; what was searched for may be a name",
                when="by the rule “look”",
                goes=Goes.BY_ITSELF,
            ),
            Stored(
                model="evidence.Deletion",
                what="What was erased, when and by which rule",
                when=_NEVER,
                goes=Goes.NOT,
                names="reference",
                stays=("by", "kind", "reference", "ground", "removed"),
                because="it shows that the rules are kept, and has references and numbers alone",
            ),
            Stored(
                model="evidence.Seal",
                what="The signed seals of what must not change",
                when=_NEVER,
                goes=Goes.NOT,
                stays=("previous", "leaves", "digest", "key", "signature"),
                because="they are digests, of which those that rest on words tell nothing without the salt",
            ),
            Stored(
                model="evidence.Unsealed",
                what="Which rows wait to be sealed, by their numbers",
                when="when they are sealed, after some minutes",
                goes=Goes.BY_ITSELF,
            ),
            Stored(
                model="contacts.LimitCount",
                what="How often somebody did something from outside, as a digest",
                when="when the ten minutes, the hour or the day that it counts is over",
                goes=Goes.BY_ITSELF,
            ),
            Stored(
                model="people.Delay",
                what="Wrong tries to sign in, by a digest of the address",
                when="a day after the wait is over",
                goes=Goes.BY_ITSELF,
            ),
            Stored(
                model="people.FailedSignIn",
                what="Which tries to sign in failed, and from where",
                when="after 90 days",
                goes=Goes.BY_ITSELF,
            ),
            Stored(
                model="people.OpenSession",
                what="Where staff are signed in",
                when="when the session ends",
                goes=Goes.BY_ITSELF,
            ),
            Stored(
                model="people.Unsent",
                what="What staff typed into a form that was sent when they were not signed in any more",
                when="once it is sent, after a day at the latest, and with the contact on whose page it was typed",
                goes=Goes.BY_ITSELF,
            ),
            Stored(
                model="sessions.Session",
                what="A visit: what a resident has typed into the form and not sent, and who of staff is signed in",
                when="when the visit ends, after 12 hours at the latest",
                goes=Goes.BY_ITSELF,
            ),
            Stored(
                model="observations.ObservationRow",
                what="What was observed: our own tests, samples, answers to a survey",
                when=_NEVER,
                goes=Goes.NOT,
                stays=("path", "instrument", "promise", "subject", "mark", "answer", "problem"),
                because="figures are counted from it; it is not of a contact, and names no resident",
            ),
            Stored(
                model="figures.PeriodCount",
                what="A count of a period",
                when=_NEVER,
                goes=Goes.NOT,
                stays=("because", "sha256"),
                because="it is published, without names",
            ),
            Stored(
                model="figures.ClockFile",
                what="What a count was made from",
                when=_NEVER,
                goes=Goes.NOT,
                stays=("packed",),
                because="it is published, without names or references",
            ),
            Stored(
                model="figures.FigureRow",
                what="A figure",
                when=_NEVER,
                goes=Goes.NOT,
                stays=("promise", "formula", "said", "verdict", "detail"),
                because="it is published, without names; small numbers of a sensitive kind are held back",
            ),
            Stored(
                model="people.Staff",
                what="Who works here",
                when=_NEVER,
                goes=Goes.NOT,
                stays=("password", "email", "name", "phone"),
                because="it is of staff; what they did stays under their name",
            ),
            Stored(
                model="memos.Memo",
                what="Emails to staff and other services: a reference and a link, and no word about anybody",
                when="a month after it was written",
                goes=Goes.BY_ITSELF,
            ),
            *(
                Stored(
                    model=model,
                    what=what,
                    when=_NEVER,
                    goes=Goes.NOT,
                    stays=stays,
                    because="it is of the council, of staff or of the program, and of no resident",
                )
                for model, what, stays in (
                    ("people.Post", "The posts of staff", ("role", "path")),
                    ("queues.SavedView", "What staff want to see of the queue, by a name", ("name", "asked")),
                    (
                        "alerts.AlertChoices",
                        "What staff choose to be told, and when",
                        ("path", "ways", "morning_at", "quiet_from", "quiet_to"),
                    ),
                    ("alerts.LastTold", "When one of staff was last written to", ()),
                    ("alerts.Reached", "How far a table was read for what is new", ("source",)),
                    ("account.EmailAddress", "The addresses by which staff sign in", ("email",)),
                    ("account.EmailConfirmation", "Nothing: nobody has to confirm an address", ("key",)),
                    ("mfa.Authenticator", "The second factors of staff", ("type", "data")),
                    (
                        "socialaccount.SocialAccount",
                        "What the council's directory calls staff who sign in by it",
                        ("provider", "uid", "extra_data"),
                    ),
                    (
                        "socialaccount.SocialApp",
                        "Nothing: the directory stands in the settings",
                        ("provider", "provider_id", "name", "client_id", "secret", "key", "settings"),
                    ),
                    ("socialaccount.SocialToken", "Nothing: no token is kept", ("token", "token_secret")),
                    (
                        "councils.Council",
                        "A council",
                        (
                            *("key", "name", "colour", "phone", "web", "address", "opening", "urgent_numbers"),
                            *("duty_address", "privacy", "accessibility", "keeps", "changed_on_screen"),
                        ),
                    ),
                    ("councils.Service", "A service", ("key", "name", "public_title", "public_hint")),
                    ("councils.Team", "A team", ("key", "name", "answers_name", "answers_phone", "path")),
                    ("councils.Mailbox", "A mailbox of the council", ("address", "name", "checked_by")),
                    ("councils.Postcode", "The addresses of a postcode, from a gazetteer", ("code", "addresses")),
                    ("channels.Position", "How far a mailbox was fetched", ("problem",)),
                    ("importing.LineKey", "Which systems may send lines, without their secrets", ("source", "salt")),
                    ("promises.Text", "The text of a charter", ("digest", "words")),
                    ("promises.Edition", "A charter as it was published", ("version", "procedures", "digest")),
                    (
                        "texts.StandardText",
                        "A standard text, as staff wrote it for many letters",
                        ("path", "title", "words"),
                    ),
                    ("health.LastRound", "When a process was last round", ("process",)),
                    ("auth.Permission", "Nothing: Django's own, not used", ("name", "codename")),
                    ("auth.Group", "Nothing: Django's own, not used", ("name",)),
                    ("contenttypes.ContentType", "The names of the tables", ("app_label", "model")),
                )
            ),
        )
    }
)
"""Every table by the name of its model. A test walks all columns of all models against it."""
