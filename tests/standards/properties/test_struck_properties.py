"""What was struck out is as if it had never been noted, against an oracle that takes facts off a list one by one."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.charters import charter_of
from answerable.standards.facts import Contact, Fact, in_force, strike_of
from answerable.standards.judging.clock import judge_all
from answerable.standards.judging.outcome import CORRECTED, State
from answerable.standards.vocabulary.standing import STRUCK
from tests.build import at

BEGAN = at("Mon 2 Nov 2026 09:00")
NOW = at("Mon 1 Feb 2027 09:00")
HAPPENS = (
    ("acknowledged", {"automatic": True}),
    ("acknowledged", {"by_when": at("Mon 16 Nov 2026 12:00"), "owner": "Sam Field", "contact": "01632 960 010"}),
    ("replied", {}),
    ("delay_told", {"by_when": at("Fri 20 Nov 2026 12:00")}),
    ("typed", {"kinds": ["complaint"]}),
    ("typed", {"kinds": ["foi"]}),
    ("excluded", {"code": "duplicate"}),
    ("excluded", {"code": "test"}),
    ("withdrawn", {}),
    ("put_back", {}),
    ("clarification_asked", {}),
    ("clarified", {}),
    ("received", {}),
)
# In steps of six hours, so that several often happen at one moment.
MOMENTS = st.integers(0, 4 * 60).map(lambda quarters: BEGAN + timedelta(hours=6 * quarters))


@st.composite
def corrected(draw):
    """Facts in the order they were noted, some of which strike out earlier ones; and which those strike."""
    facts = [Fact("received", BEGAN)]
    facts += [Fact(*_with(draw, what)) for what in draw(st.lists(st.sampled_from(HAPPENS), max_size=8))]
    facts.sort(key=lambda fact: fact.at)
    noted = list(facts)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(facts) - 1))
        moment = draw(MOMENTS.filter(lambda moment, after=facts[place].at: moment >= after))
        noted.append(Fact(STRUCK, moment, strike_of(place, facts)))
    return noted


def _with(draw, one):
    what, details = one
    return what, draw(MOMENTS), details


def slowly(noted):
    """The oracle: number the facts of each name and moment, and take off the list what each strike names."""
    in_order = sorted(noted, key=lambda fact: fact.at)
    names, seen = [], {}
    for fact in in_order:
        seen[fact.what, fact.at] = seen.get((fact.what, fact.at), 0) + 1
        names.append((fact.what, fact.at, seen[fact.what, fact.at]))
    off = [
        (fact.details["fact"], fact.details["fact_at"], int(fact.details.get("fact_place", "1")))
        for fact in in_order
        if fact.what == STRUCK
    ]
    return [fact for name, fact in zip(names, in_order, strict=True) if name not in off and fact.what != STRUCK]


def clocks(facts, kinds, council, now):
    contact = Contact.of("1", "email", kinds, facts, "contact-group")
    return judge_all(contact, charter=charter_of(council), now=now)


KINDS = st.sampled_from([("enquiry",), ("complaint",), ("foi",), ("complaint", "foi")])
COUNCILS = st.sampled_from(["s2", "s3", "s5"])


@given(corrected(), KINDS, COUNCILS)
def test_judging_with_what_was_struck_is_judging_the_list_without_it(noted, kinds, council):
    found = clocks(noted, kinds, council, NOW)
    judged = [one._replace(corrected=None) for one in found if one.reason != CORRECTED]
    assert judged == clocks(slowly(noted), kinds, council, NOW)


@given(corrected(), KINDS, COUNCILS, MOMENTS)
def test_until_it_was_struck_a_fact_holds(noted, kinds, council, now):
    known = [fact for fact in noted if fact.at <= now]
    assert clocks(noted, kinds, council, now) == clocks(known, kinds, council, now)


@given(corrected(), KINDS, COUNCILS)
def test_each_clock_that_was_broken_when_something_was_struck_is_broken_still_or_says_so(noted, kinds, council):
    found = {one.key: one for one in clocks(noted, kinds, council, NOW)}
    in_order = sorted(noted, key=lambda fact: fact.at)
    broken = set()
    for place, fact in enumerate(in_order):
        if fact.what == STRUCK:
            before = clocks(slowly(in_order[:place]), kinds, council, fact.at)
            broken |= {one.key for one in before if one.state is State.BROKEN and one.decided < fact.at}
    assert {key for key in broken if found[key].state is not State.BROKEN} == {
        key for key, one in found.items() if one.corrected is not None
    }


@given(corrected())
def test_what_is_in_force_is_the_list_without_what_was_struck(noted):
    assert list(in_force(sorted(noted, key=lambda fact: fact.at))) == slowly(noted)
