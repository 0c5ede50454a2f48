"""One contact, one date: in the letter, on the page after the form and the resident's, on the desk and in the working.

Every council, kind of contact and way of writing is taken in as it would be, and every place is asked by when an answer
is promised.
"""

import re
from datetime import date, datetime, timedelta

import pytest

from answerable.charters import COUNCILS, charter_of, text_of
from answerable.contacts import actions
from answerable.contacts.clocks import clocks_of, fact_of
from answerable.contacts.models import Contact, Outgoing
from answerable.desk.pages.contact import offered
from answerable.promises.actions import publish
from answerable.public.pages.sent import confirmation
from answerable.public.pages.tracking import tracking
from answerable.standards.charter.clock_rules import Timed
from answerable.standards.explaining.explain import explain
from answerable.standards.judging.leading import is_backstop, leading
from answerable.standards.judging.outcome import Clock
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.words import say_day
from tests import cast
from tests.build import at, on

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.any_database]

MORNING = at("Sat 28 Nov 2026 10:00")
WAYS = ("web", "email", "letter")
PLACES = ("letter", "page after the form", "resident's page", "desk", "working")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("key", COUNCILS)
def test_every_place_gives_one_date(key: str, way: str):
    # Each is of somebody else: a machine writes to one address five times a day.
    arrived = {kind: {"channel": way, "kinds": (kind,), "email": f"{kind}@home.example"} for kind in KINDS}
    council = {kind: dates(cast.received(MORNING, key, **said)) for kind, said in arrived.items()}
    assert len(council) * len(COUNCILS) * len(WAYS) == 390
    assert {kind: said for kind, said in council.items() if len(set(said.values())) > 1} == {}


@pytest.mark.parametrize(
    ("key", "way", "kind", "day"),
    [
        ("s5", "web", "complaint", on("Fri 11 Dec 2026")),  # the Ombudsman's ten days, begun by the acknowledgement
        ("s5", "letter", "complaint", on("Fri 11 Dec 2026")),
        ("s2", "email", "complaint", on("Fri 11 Dec 2026")),
        ("s5", "email", "enquiry", on("Tue 8 Dec 2026")),
        ("s5", "email", "foi", on("Wed 30 Dec 2026")),
        ("s2", "email", "enquiry", on("Mon 30 Nov 2026")),  # a response, for that is all that is promised
        ("s2", "letter", "dp-complaint", None),  # an acknowledgement is all that is promised, and this letter is it
        ("s4", "web", "enquiry", None),
        ("s5", "web", "adult-care-complaint", None),  # six months are the latest, and no promise
    ],
)
def test_the_date_is_that_of_the_first_answer_promised(key: str, way: str, kind: str, day: date | None):
    assert dates(cast.received(MORNING, key, channel=way, kinds=(kind,))) == dict.fromkeys(PLACES, day)


def test_a_letter_that_leaves_a_day_late_still_binds_us_to_the_date_it_gave():
    contact = cast.received(MORNING, "s5", channel="email", kinds=("complaint",))
    cast.everything_sent("Mon 30 Nov 2026 10:00")
    assert tracking(contact, "0000-0000-0000-0000", now=at("Mon 30 Nov 2026 11:00"))["headline"] == (
        "We promised you a full answer by Friday 11 December 2026. 11 days are left."
    )


def test_nobody_is_told_the_latest_that_the_law_allows_as_the_date_of_their_answer():
    contact = cast.received(MORNING, "s5", channel="web", kinds=("adult-care-complaint",))
    said = "We have still to agree with you when you get our answer. The latest is Thursday 27 May 2027."
    assert tracking(contact, "0000-0000-0000-0000", now=MORNING)["headline"] == said
    assert confirmation(contact, "/", now=MORNING)["next"] == [
        "Your message is with the post team, in the queue to be read.",
        "Somebody in the post team reads your message and writes to you.",
        said,
        "If you have a question, ring the post team on 01632 960 002.",
    ]
    assert "By when" not in Outgoing.objects.get().message.body
    agreed = cast.parts(by_when=date(2027, 1, 15))
    actions.acknowledge(contact, body="As agreed.", parts=agreed, by=cast.staff(), at=at("Mon 30 Nov 2026 09:00"))
    cast.everything_sent("Mon 30 Nov 2026 09:00")
    assert tracking(contact, "0000-0000-0000-0000", now=at("Mon 30 Nov 2026 11:00"))["headline"] == (
        "We promised you a full answer by Friday 15 January 2027. 46 days are left."
    )


@pytest.mark.parametrize("way", ["web", "email"])
@pytest.mark.parametrize(
    ("law", "kind", "headline"),
    [
        ("adult-care", "adult-care-complaint", "We aim to give you a response by Monday 30 November 2026."),
        ("public-health", "public-health-complaint", "We aim to give you a response by Monday 30 November 2026."),
        ("wales-social", "adult-care-complaint", "We promised you a response by Tuesday 15 December 2026."),
        ("wales-social", "children-complaint", "We promised you a response by Tuesday 15 December 2026."),
    ],
)
def test_a_response_that_we_promised_is_told_before_the_latest_that_the_law_allows(
    law: str, kind: str, headline: str, way: str
):
    """The charter of S2 promises a response by the next working day, and here these laws beside it."""
    text = text_of("s2.toml").replace('procedures = ["lgsco-code"', f'procedures = ["{law}", "lgsco-code"')
    text = re.sub("in_force_from = .*", "in_force_from = 2026-11-27", text.replace('version = "1"', 'version = "2"'))
    publish(cast.council("s2"), text=text, by=None, at=at("Thu 26 Nov 2026 09:00"))
    contact = cast.received(MORNING, "s2", channel=way, kinds=(kind,))
    day = on("Tue 15 Dec 2026") if law == "wales-social" else on("Mon 30 Nov 2026")
    assert dates(contact) == dict.fromkeys(PLACES, day)
    assert tracking(contact, "0000-0000-0000-0000", now=MORNING)["headline"].startswith(headline)
    latest = [explained(contact, clock) for clock in clocks_on(contact, MORNING) if is_backstop(clock)]
    assert ["When is to be agreed with you: at the latest" in told for told in latest] == (
        [] if law == "wales-social" else [True]
    )


def test_the_desk_offers_the_date_that_its_own_letter_makes():
    contact = cast.received(MORNING, "s5", channel="letter", email="", kinds=("complaint",))
    assert offered(contact, "acknowledge", now=MORNING) == (date(2026, 12, 11), True)
    assert offered(contact, "ask", now=MORNING) == (date(2026, 12, 11), True)
    assert offered(contact, "reply", now=MORNING) == (date(2026, 12, 18), True)
    assert offered(contact, "hold", now=MORNING) == (date(2026, 12, 18), True)


def test_a_persons_acknowledgement_brings_forward_what_a_machines_did_not_begin():
    contact = cast.received(MORNING, "s2", channel="email", kinds=("landlord-complaint",))
    said = dates(contact)
    assert said == dict.fromkeys(PLACES, on("Fri 18 Dec 2026"))
    assert offered(contact, "acknowledge", now=MORNING) == (date(2026, 12, 11), True)


def test_the_desk_offers_no_date_where_none_is_promised():
    contact = cast.received(MORNING, "s4", channel="web")
    assert offered(contact, "acknowledge", now=MORNING) is None


def dates(contact: Contact) -> dict[str, date | None]:
    """Return the day that each place gives, or None where it gives none, once our letter has left."""
    letter = Outgoing.objects.get(message__contact=contact).message.body
    cast.everything_sent(MORNING)
    facts = [fact_of(row) for row in contact.facts.all()]
    clocks = clocks_of(contact, facts, now=MORNING)
    clock = leading(clocks)
    desk = offered(contact, "hold" if any(map(to_be_acknowledged, clocks)) else "acknowledge", now=MORNING)
    return {
        "letter": day_in("By when: (.*)", letter),
        "page after the form": day_in(PROMISED, " ".join(confirmation(contact, "/", now=MORNING)["next"])),
        "resident's page": day_in(PROMISED, tracking(contact, "0000-0000-0000-0000", now=MORNING)["headline"]),
        "desk": desk and desk.on,
        "working": None if clock is None else day_in(WORKED_OUT, explained(contact, clock)),
    }


def clocks_on(contact: Contact, moment: datetime) -> list[Clock]:
    """Return a contact's clocks at a moment."""
    return clocks_of(contact, [fact_of(row) for row in contact.facts.all()], now=moment)


def to_be_acknowledged(clock: Clock) -> bool:
    """Tell whether a person's acknowledgement is still to begin the count, for the desk's own letter then moves it."""
    rule = clock.promise.clock
    return isinstance(rule, Timed) and rule.counts_from is not None and clock.reckoning.begun_by is None


PROMISED = r"(?:promised you|aim to give you) a (?:full answer|response) by (.*?)\."
WORKED_OUT = r"It is due at the end of (.*?)\."


def explained(contact: Contact, clock: Clock) -> str:
    return explain(clock, contact=contact.reference, charter=charter_of(contact.council_id)).headline


def day_in(pattern: str, words: str) -> date | None:
    found = re.search(pattern, words)
    return DAYS[found[1]] if found else None


DAYS = {say_day(day): day for day in (date(2026, 11, 1) + timedelta(days=n) for n in range(365))}
