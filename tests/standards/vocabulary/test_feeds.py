"""What figures are counted from: each by its own name, and nothing that can be counted without a source."""

from datetime import timedelta

import pytest

from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.fact_kind import Noted
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.feeds import (
    CHECKS,
    EVIDENCE,
    FACT_FEEDS,
    INSTRUMENTS,
    NEVER_THERE,
    FactFeed,
    Feed,
    not_collected,
    not_connected,
    say_tried,
)

HERE, NOWHERE = Feed(name="here", holds="what we see", written_by="us"), Feed(name="x", holds="what nobody sees")


def test_every_feed_and_every_instrument_has_a_name_of_its_own():
    names = [feed.name for feed in FACT_FEEDS]
    assert len(set(names)) == len(names)
    assert [name for name, instrument in INSTRUMENTS.items() if instrument.name != name] == []


def test_every_fact_comes_from_somewhere_and_every_contact_begins_on_its_channel():
    assert set(FACTS) - {fact for feed in FACT_FEEDS for fact in feed.facts} == set()
    lost = [
        name
        for name, channel in CHANNELS.items()
        if not any(feed.brings(frozenset({channel.begins}), name) for feed in FACT_FEEDS)
    ]
    assert lost == []


def test_every_fact_that_staff_may_note_is_one_of_theirs_and_one_that_arrives_is_not():
    (steps,) = (feed for feed in FACT_FEEDS if feed.name == "steps")
    assert {FACTS[name].noted for name in steps.facts} == {Noted.OFFICER, Noted.MANAGER}


def test_a_feed_brings_its_own_facts_on_its_own_channels():
    calls = FactFeed(name="x", holds="x", facts=frozenset({"ringing", "answered"}), channels=frozenset({"phone"}))
    asked = [({"answered", "replied"}, "phone"), ({"answered"}, "email"), ({"replied"}, "phone"), (set(), "phone")]
    assert [calls.brings(frozenset(facts), channel) for facts, channel in asked] == [True, False, False, False]
    anywhere = FactFeed(name="x", holds="x", facts=frozenset({"replied"}))
    assert [anywhere.brings(frozenset({"replied"}), channel) for channel in ("phone", "email")] == [True, True]
    assert NEVER_THERE.brings(frozenset(FACTS), "email") is False


@pytest.mark.parametrize(
    ("feeds", "said"),
    [
        ((), ""),
        ((HERE,), ""),
        ((NOWHERE,), "Nothing collects this yet: what nobody sees."),
        ((HERE, NOWHERE, EVIDENCE["survey"]), "Nothing collects this yet: what nobody sees; answers to surveys."),
    ],
)
def test_what_nothing_collects_is_said_in_a_sentence(feeds: tuple[Feed, ...], said: str):
    assert not_collected(feeds) == said


def test_what_a_council_has_none_of_is_not_connected_unless_it_comes_of_itself():
    feeds = {feed.name: feed for feed in FACT_FEEDS}
    post, calls, email = feeds["post"], feeds["calls"], feeds["email"]
    assert not_connected([post, post]) == "Not connected: no letters are recorded here."
    assert not_connected([post, calls]) == "Not connected: no letters and no calls are recorded here."
    assert [not_connected(some) for some in ([], [email], [post, email])] == ["", "", ""]


def test_whatever_begins_a_contact_can_come_from_the_log_of_another_system():
    assert [feed.name for feed in FACT_FEEDS if "received" in feed.facts and not feed.log] == []


def test_our_ways_in_are_tried_every_quarter_of_an_hour_and_our_page_every_hour():
    assert {name: check.every for name, check in CHECKS.items()} == {
        "form": timedelta(minutes=15),
        "mailbox": timedelta(minutes=15),
        "details": timedelta(hours=1),
        "site": timedelta(minutes=1),
    }


@pytest.mark.parametrize(
    ("checks", "said"),
    [
        ((), ""),
        (("mailbox",), "Tests of the mailboxes that arrived."),
        (
            ("mailbox", "details"),
            "Tests of the mailboxes that arrived; looks at the page that says where to find us that found all of it.",
        ),
    ],
)
def test_what_our_checks_passed_is_said_in_a_sentence(checks: tuple[str, ...], said: str):
    assert say_tried(checks) == said
