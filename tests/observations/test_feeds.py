"""What the table of feeds says is written here is what the house writes, and all that it writes."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import answerable
from answerable.contacts import actions
from answerable.contacts.actions import arriving, correcting
from answerable.contacts.actions.checking import can_be_noted
from answerable.contacts.models import Contact, FactRow
from answerable.councils.models import Council
from answerable.observations import actions as observations
from answerable.standards.vocabulary.calls import CALLS
from answerable.standards.vocabulary.channels import BY_HAND, CHANNELS
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.feeds import CHECKS, FACT_FEEDS, INSTRUMENTS, OUR_FIGURES
from answerable.standards.vocabulary.standing import DISPUTED
from answerable.standards.vocabulary.visits import VISITS
from tests import cast
from tests.build import at

HOUSE = Path(answerable.__file__).parent
WRITTEN = {fact for feed in FACT_FEEDS if feed.written_by for fact in feed.facts}
STEPS = next(feed for feed in FACT_FEEDS if feed.name == "steps").facts
BY_ONE_VERB = {name for name, kind in FACTS.items() if can_be_noted(kind)} - {"paused", "resumed"}
"""What the desk notes by ``happen`` or at a tap; a question that waits, and its answer, write the other two."""
TAKEN_IN = {channel for feed in FACT_FEEDS if feed.written_by for channel in feed.channels}


def files(*rooms: str) -> Iterator[ast.AST]:
    for room in rooms:
        for path in sorted((HOUSE / room).rglob("*.py")):
            yield ast.parse(path.read_text(encoding="utf-8"))


def noted(tree: ast.AST) -> Iterator[str]:
    """Give each fact that a file names where one is noted: in a pair, a call of ``row``, ``_write`` or ``Fact``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple | ast.List) and len(node.elts) == 2:
            yield from words(node.elts[0])
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("row", "_write", "Fact"):
            yield from (word for argument in node.args for word in words(argument))
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "what":
            yield from words(node.value)


def words(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*words(node.body), *words(node.orelse))
    if isinstance(node, ast.Constant) and node.value in FACTS:
        yield node.value
    if isinstance(node, ast.Name) and node.id.isupper() and node.id.lower() in FACTS:
        yield node.id.lower()


def test_no_fact_is_noted_by_an_action_that_the_table_does_not_know_and_none_is_left_out():
    beginnings = {channel.begins for channel in CHANNELS.values()}  # each by its channel's own value
    elsewhere = BY_ONE_VERB | beginnings | {*DISPUTED}  # and what is not so, by the page on which it is said
    found = {fact for tree in files("contacts") for fact in noted(tree)}
    assert found - elsewhere == WRITTEN - elsewhere


def test_contacts_are_taken_in_on_the_channels_that_the_table_says_and_on_no_others():
    arrivals = [
        ast.unparse(keyword.value).strip("'").removesuffix(".name").lower()
        for tree in files("channels", "desk", "public")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Arrival"
        for keyword in node.keywords
        if keyword.arg == "channel"
    ]
    by_hand = {"way"}  # the view's own word for one of BY_HAND
    assert set(arrivals) - by_hand | set(BY_HAND) == TAKEN_IN


@pytest.mark.django_db
def test_every_fact_that_the_table_says_is_written_is_written_by_some_action():
    sam, given = cast.staff(), {"body": "As you asked.", "parts": cast.parts(by_when=date(2026, 11, 6))}
    nine, ten = at("Mon 2 Nov 2026 09:00"), at("Mon 2 Nov 2026 10:00")
    asked, done, spam, back = (cast.received("Mon 2 Nov 2026 09:00") for _ in range(4))
    actions.acknowledge(asked, **given, by=sam, at=nine)
    actions.ask(asked, **given, waits=True, by=sam, at=nine)
    actions.hold(asked, **given, by=sam, at=nine)
    Council.objects.update(duty_address="duty@s5.example")
    cast.received("Mon 2 Nov 2026 09:00", welfare="The gas is on")
    actions.move(asked, to=cast.team_of(team="roads"), reason="A road", by=sam, at=nine)
    cast.everything_sent("Mon 2 Nov 2026 09:30")
    actions.add(asked, cast.arrival(), at=ten, now=ten)
    actions.retype(asked, kinds=["complaint"], why="It is one", by=sam, at=ten)
    actions.reply(done, **given, full=True, closes=False, by=sam, at=nine)
    cast.everything_sent("Mon 2 Nov 2026 10:30")
    for contact, outcome in ((done, "DONE"), (spam, "SPAM"), (back, "WITHDRAWN")):
        actions.close(contact, outcome=Contact.Outcome[outcome], why="So it is", by=sam, at=at("Mon 2 Nov 2026 11:00"))
    actions.reopen(back, why="They wrote again", by=sam, at=at("Mon 2 Nov 2026 12:00"))
    wrong = actions.happen(back, what="clarification_asked", at=ten, details={}, by=sam, now=ten)
    correcting.strike(back, fact=wrong, why="I asked somebody else", by=sam, at=at("Mon 2 Nov 2026 12:00"))
    for channel in BY_HAND:
        arriving.begin(cast.arrival(channel=channel, mailbox=""), details={}, by=sam, at=ten, now=ten)
    for what in DISPUTED:
        other = cast.received("Mon 2 Nov 2026 09:00", channel="letter", email="")
        actions.reply(other, **given, full=True, closes=True, by=sam, at=ten)
        actions.dispute(other, cast.arrival(), what=what, at=at("Mon 2 Nov 2026 12:00"), now=at("Mon 2 Nov 2026 12:00"))
    assert set(FactRow.objects.values_list("what", flat=True)) - BY_ONE_VERB == WRITTEN - BY_ONE_VERB


def test_the_steps_are_what_the_desk_notes_by_hand_on_any_channel():
    by_hand = {name for name, kind in FACTS.items() if can_be_noted(kind)}
    of_a_channel = {fact.name for fact in (*CALLS, *VISITS) if fact.channels}
    assert by_hand - of_a_channel - {"paused", "resumed"} == STEPS  # a question that waits, and its answer, write these


def test_the_instruments_that_the_table_says_are_used_are_those_that_the_worker_begins():
    begun = {
        ast.unparse(node.args[0])
        for tree in files("channels/checks")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == observations.begin.__name__
    }
    assert begun == {name.upper() for name, check in CHECKS.items() if check.written_by}
    # What was published in the figures is read from the counts, and nobody begins it.
    assert {one.name for one in INSTRUMENTS.values() if one.written_by} - set(CHECKS) == {OUR_FIGURES.name}
