"""To whom a promise is owed, what another timescale voids, and which version is in force."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from answerable.standards.charter.clock_rules import Condition, Extension
from answerable.standards.charter.promises import (
    Aggregate,
    Charter,
    ContentRule,
    Evidence,
    Owed,
    Promise,
    Publication,
    Replacement,
    Setting,
    Strength,
    WebCheck,
    in_force,
)
from tests import build
from tests.build import at, charter, contact, fact, on, rule


def promise(**changes: Any) -> Promise:
    """Return a promise with a clock, so that contacts are judged by it."""
    return build.promise(rule(), **changes)


@pytest.mark.parametrize(
    ("channels", "channel", "owed"),
    [
        ({"email", "web"}, "email", True),
        ({"email", "web"}, "web", True),
        ({"email", "web"}, "letter", False),
        ({"all"}, "letter", True),
        ({"all"}, "phone", True),
        (set(), "email", False),
    ],
)
def test_a_promise_is_made_on_its_channels(channels: set[str], channel: str, owed: bool) -> None:
    assert promise(channels=frozenset(channels)).owed_on(channel) is owed


@pytest.mark.parametrize(
    ("contacts", "not_contacts", "kind", "owed"),
    [
        (set(), set(), "enquiry", True),
        ({"complaint"}, set(), "complaint", True),
        ({"complaint"}, set(), "enquiry", False),
        (set(), {"complaint"}, "complaint", False),
        (set(), {"complaint"}, "enquiry", True),
        ({"complaint", "foi"}, {"foi"}, "complaint", True),
        ({"complaint", "foi"}, {"foi"}, "foi", False),
    ],
)
def test_a_promise_is_made_to_kinds_of_contact(
    contacts: set[str], not_contacts: set[str], kind: str, owed: bool
) -> None:
    one = promise(contacts=frozenset(contacts), not_contacts=frozenset(not_contacts))
    assert one.owed_to(kind) is owed


ALL = promise(id="S9-01")
EMAIL = promise(id="S9-02", channels=frozenset({"email"}))
COMPLAINT = promise(id="S9-03", contacts=frozenset({"complaint"}))
NOT_FOI = promise(id="S9-04", not_contacts=frozenset({"foi"}))
GROUP = promise(id="S9-05", mailbox="contact-group")


def five() -> Charter:
    return charter(ALL, EMAIL, COMPLAINT, NOT_FOI, GROUP)


@pytest.mark.parametrize(
    ("channel", "kinds", "mailbox", "owed"),
    [
        ("email", {"enquiry"}, None, [ALL, EMAIL, NOT_FOI]),
        ("letter", {"enquiry"}, None, [ALL, NOT_FOI]),
        ("email", {"complaint"}, None, [ALL, EMAIL, COMPLAINT, NOT_FOI]),
        ("email", {"foi"}, None, [ALL, EMAIL]),
        ("letter", {"foi", "complaint"}, None, [ALL, COMPLAINT, NOT_FOI]),
        ("letter", {"enquiry"}, "contact-group", [ALL, NOT_FOI, GROUP]),
        ("letter", {"enquiry"}, "front-desk", [ALL, NOT_FOI]),
        ("letter", set(), None, []),
    ],
)
def test_a_contact_is_owed_promises_by_channel_kind_and_mailbox(
    channel: str, kinds: set[str], mailbox: str | None, owed: list[Promise]
) -> None:
    assert five().owed_to(contact(channel, kinds=kinds, mailbox=mailbox)) == tuple(map(Owed, owed))


def test_the_same_question_has_the_same_answer_kept() -> None:
    asked, standard = contact("email", kinds={"complaint"}), five()
    assert standard.owed_to(asked) is standard.owed_to(contact("email", kinds={"complaint"}, id="C-2"))
    assert standard.owed_to(asked) != standard.owed_to(contact("letter", kinds={"complaint"}))
    # A mailbox that no promise is about is as good as none.
    elsewhere = contact("email", kinds={"complaint"}, mailbox="front-desk")
    assert standard.owed_to(elsewhere) is standard.owed_to(asked)
    assert standard.owed_to(replace(elsewhere, mailbox="contact-group")) != standard.owed_to(asked)


FOI = Replacement("S9-01", frozenset({"foi", "eir"}), frozenset({"S9-02", "S9-03"}), "The law gives twenty days")
SAR = Replacement("S9-01", frozenset({"sar"}), frozenset({"S9-02"}), "The law gives a month")


@pytest.mark.parametrize(
    ("kinds", "void"),
    [
        ({"enquiry"}, {}),
        ({"foi"}, {"S9-02": FOI, "S9-03": FOI}),
        ({"eir", "foi"}, {"S9-02": FOI, "S9-03": FOI}),
        ({"sar"}, {"S9-02": SAR}),
        # Both an ordinary enquiry and a request for information: both clocks run.
        ({"foi", "enquiry"}, {}),
        # Each kind has another timescale: the replacement that took the last one is named.
        ({"foi", "sar"}, {"S9-02": SAR}),
        ({"foi", "sar", "enquiry"}, {}),
    ],
)
def test_a_promise_is_void_when_every_kind_has_another_timescale(kinds: set[str], void: dict[str, Replacement]) -> None:
    three = (promise(id="S9-01"), promise(id="S9-02"), promise(id="S9-03"))
    answered = charter(*three, replacements=(FOI, SAR)).owed_to(contact("email", kinds=kinds))
    assert answered == tuple(Owed(one, void.get(one.id)) for one in three)


def test_a_kind_that_a_promise_is_not_owed_to_does_not_keep_it_alive() -> None:
    not_complaint = promise(id="S9-02", not_contacts=frozenset({"complaint"}))
    answered = charter(not_complaint, replacements=(FOI,)).owed_to(contact("email", kinds={"foi", "complaint"}))
    assert answered == (Owed(not_complaint, FOI),)


OLD_LAW = promise(id="OLD", since=at("Tue 1 Apr 2025 00:00"))
NEW_LAW = promise(id="NEW", since=at("Mon 2 Nov 2026 00:00"))


@pytest.mark.parametrize(
    ("began", "owed"),
    [
        ("Mon 31 Mar 2025 23:59:59", [ALL]),
        ("Tue 1 Apr 2025 00:00", [ALL, OLD_LAW]),
        ("Sun 1 Nov 2026 23:59:59", [ALL, OLD_LAW]),
        ("Mon 2 Nov 2026 00:00", [ALL, OLD_LAW, NEW_LAW]),
        ("Tue 3 Nov 2026 10:00", [ALL, OLD_LAW, NEW_LAW]),
        (None, [ALL, OLD_LAW, NEW_LAW]),
    ],
)
def test_what_began_before_a_law_came_into_force_is_not_owed_it(began: str | None, owed: list[Promise]) -> None:
    later = fact("replied", "Tue 10 Nov 2026 10:00")
    facts = [] if began is None else [fact("received", began), later]
    answered = charter(ALL, OLD_LAW, NEW_LAW).owed_to(contact("email", *facts))
    assert answered == tuple(map(Owed, owed))


def test_a_charter_without_laws_is_owed_to_whatever_began_when() -> None:
    long_ago = contact("email", fact("received", "Tue 1 Jan 2019 00:00"))
    assert charter(ALL).owed_to(long_ago) == (Owed(ALL),)


def test_a_promise_is_found_by_its_id() -> None:
    assert five().promise("S9-01") is ALL
    assert five().promise("S9-05") is GROUP


def test_an_unknown_id_is_refused_with_those_there_are() -> None:
    with pytest.raises(KeyError) as refused:
        five().promise("S9-06")
    assert refused.value.args == ("Test standards has no promise S9-06; it has S9-01 to S9-05.",)


@pytest.mark.parametrize(("status", "draft"), [("draft", True), ("adopted", False), ("retired", False)])
def test_only_a_draft_is_a_draft(status: str, draft: bool) -> None:
    assert charter(ALL, status=status).draft is draft


FIRST = charter(ALL, version="1", in_force_from=on("Mon 1 Apr 2024"), in_force_until=on("Tue 31 Mar 2026"))
SECOND = charter(ALL, version="2", in_force_from=on("Wed 1 Apr 2026"))
INTERIM = charter(ALL, version="3", in_force_from=on("Mon 2 Nov 2026"), in_force_until=on("Mon 30 Nov 2026"))


@pytest.mark.parametrize(
    ("day", "version"),
    [
        ("Mon 1 Apr 2024", "1"),
        ("Tue 31 Mar 2026", "1"),
        ("Wed 1 Apr 2026", "2"),
        ("Sun 1 Nov 2026", "2"),
        ("Mon 2 Nov 2026", "3"),
        ("Mon 30 Nov 2026", "3"),
        ("Tue 1 Dec 2026", "2"),
    ],
)
def test_a_contact_is_judged_by_the_version_in_force_when_it_was_received(day: str, version: str) -> None:
    for versions in ((FIRST, SECOND, INTERIM), (INTERIM, SECOND, FIRST)):
        assert in_force(versions, on(day)).version == version


@pytest.mark.parametrize(
    ("versions", "day", "message"),
    [
        ((FIRST, SECOND), "Sun 31 Mar 2024", "No version of the charter was in force on 31 March 2024."),
        ((FIRST,), "Wed 1 Apr 2026", "No version of the charter was in force on 1 April 2026."),
        ((), "Mon 2 Nov 2026", "No version of the charter was in force on 2 November 2026."),
    ],
)
def test_a_day_without_a_version_is_refused(versions: tuple[Charter, ...], day: str, message: str) -> None:
    with pytest.raises(LookupError) as refused:
        in_force(versions, on(day))
    assert str(refused.value) == message


DEFAULTS: list[tuple[Any, dict[str, Any]]] = [
    (Aggregate("share-kept", "Emails"), {"target": None, "period": "quarter"}),
    (Condition("extended"), {"within": None, "needs": (), "reason": ""}),
    (ContentRule("Say who"), {"on": (), "needs": (), "unless_closes": False}),
    (Evidence(("survey",), "Were we polite?"), {"every": "quarter"}),
    (Extension("extended"), {"to": None, "by": None, "needs": ()}),
    (Publication("Results"), {"every": "quarter", "within": None}),
    (Setting(3000), {"local": ""}),
    (WebCheck("Pages load"), {"every": "day"}),
    (Owed(ALL), {"voided_by": None}),
]


@pytest.mark.parametrize(("made", "defaults"), DEFAULTS, ids=[type(made).__name__ for made, _ in DEFAULTS])
def test_what_is_not_said_has_a_plain_meaning(made: Any, defaults: dict[str, Any]) -> None:
    assert {name: getattr(made, name) for name in defaults} == defaults


def test_a_promise_is_made_to_everybody_and_measured_by_nothing_until_it_says_so() -> None:
    bare = Promise("S9-01", "In words.", ("rule",), Strength.AIM, frozenset({"all"}), "line 1")
    assert bare == Promise(
        id="S9-01",
        words="In words.",
        kind=("rule",),
        strength=Strength.AIM,
        channels=frozenset({"all"}),
        source="line 1",
        contacts=frozenset(),
        not_contacts=frozenset(),
        mailbox=None,
        implied=False,
        force=None,
        since=None,
        reading="",
        local="",
        clock=None,
        rule=None,
        aggregate=None,
        evidence=None,
        web=None,
        register=None,
        publication=None,
    )


def test_a_charter_has_no_end_until_it_is_replaced() -> None:
    bare = charter(ALL)
    assert (bare.in_force_until, bare.replacements, dict(bare.procedures)) == (None, (), {})
    assert (dict(bare.settings), dict(bare.services)) == ({}, {})
    assert bare.in_force_from == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("one", "watched"),
    [
        (build.promise(), False),
        (build.promise(rule()), True),
        (build.promise(kind=("rule",), rule=ContentRule("Say who", on=("replied",), needs=("owner",))), True),
        (build.promise(kind=("rule",), rule=ContentRule("Be kind")), False),
        (build.promise(kind=("evidence", "rule"), rule=ContentRule("Say who", ("replied",), ("owner",))), False),
    ],
)
def test_contacts_are_judged_only_by_promises_that_watch_them(one: Promise, watched: bool) -> None:
    assert one.watched is watched
    assert charter(one).owed_to(contact("email", fact("received", "Mon 2 Nov 2026 10:00"))) == (
        (Owed(one),) if watched else ()
    )


def test_a_day_that_is_guessed_is_not_told_as_a_fact_and_a_draft_is_called_one() -> None:
    known = charter(ALL, in_force_from=on("Mon 1 Apr 2024"))
    guessed = replace(known, begin_is_known=False)
    draft = replace(known, status="draft")
    assert [one.since for one in (known, guessed, draft)] == [
        "in force since Monday 1 April 2024",
        "whose document does not say since when it holds",
        "a draft - not yet a promise",
    ]


def test_a_promise_has_words_of_its_own_for_some_channels() -> None:
    two_ways = replace(ALL, said_on=(("web", "By our form."),))
    assert [two_ways.words_on(channel) for channel in ("web", "email", "")] == ["By our form.", ALL.words, ALL.words]
