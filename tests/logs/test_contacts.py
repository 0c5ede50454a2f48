"""A line's record as a contact, or a refusal that says how to mend it."""

import re
from typing import Any

import pytest

from answerable.logs import LineError, contact_of
from answerable.standards.facts import Contact, Fact
from tests.build import LONDON, at, on

RECEIVED = {"what": "received", "at": "2026-12-18T18:30:00+00:00"}


def record(**changes: Any) -> dict[str, Any]:
    return {"id": "C-1", "channel": "email", "kinds": ["enquiry"], "facts": [RECEIVED], **changes}


def facts(*more: dict[str, Any]) -> dict[str, Any]:
    return record(facts=[RECEIVED, *more])


def test_a_record_becomes_a_contact_with_its_facts_in_order():
    replied = {"what": "replied", "at": "2026-12-21T10:00:00+00:00", "owner": "A. Officer", "closes": True}
    told = {"what": "acknowledged", "at": "2026-12-19T09:00:00", "by_when": "2027-01-06", "automatic": True}
    read = contact_of(
        record(kinds=["complaint", "foi"], mailbox="contact-group", facts=[replied, told, RECEIVED]), LONDON
    )
    assert read == Contact(
        "C-1",
        "email",
        frozenset({"complaint", "foi"}),
        (
            Fact("received", at("Fri 18 Dec 2026 18:30"), {}),
            Fact("acknowledged", at("Sat 19 Dec 2026 09:00"), {"by_when": on("Wed 6 Jan 2027"), "automatic": True}),
            Fact("replied", at("Mon 21 Dec 2026 10:00"), {"owner": "A. Officer", "closes": True}),
        ),
        "contact-group",
    )


def test_reading_a_record_does_not_change_it():
    said = facts({"what": "acknowledged", "at": "2026-12-19T09:00:00", "by_when": "2027-01-06"})
    before = repr(said)
    contact_of(said, LONDON)
    assert repr(said) == before


def test_kinds_left_out_are_an_enquiry_and_unknown_keys_are_passed_over():
    read = contact_of({"id": 7, "channel": "letter", "facts": [RECEIVED], "service": "parks", "after": "C-0"}, LONDON)
    assert read == Contact("7", "letter", frozenset({"enquiry"}), (Fact("received", at("Fri 18 Dec 2026 18:30"), {}),))


def test_the_last_type_given_says_the_kinds():
    typed = {"what": "typed", "at": "2026-12-20T09:00:00", "kinds": ["foi"]}
    assert contact_of(facts(typed), LONDON).kinds == {"foi"}


def test_a_slot_may_be_a_moment_and_an_extension_ends_on_a_day():
    offered = {"what": "appointment_offered", "at": "2026-12-19T09:00:00", "slot": "2026-12-22T14:00"}
    extended = {"what": "extended", "at": "2026-12-20T09:00:00", "until": "2026-07-06T23:30:00+00:00", "reason": "x"}
    _, first, second = contact_of(facts(offered, extended), LONDON).facts
    assert first.details == {"slot": at("Tue 22 Dec 2026 14:00")}
    assert second.details == {"until": on("Tue 7 Jul 2026"), "reason": "x"}


@pytest.mark.parametrize(("channel", "what"), [("phone", "ringing"), ("reception", "arrived"), ("phone", "received")])
def test_a_call_may_begin_by_ringing_and_a_visit_by_arriving(channel: str, what: str):
    said = record(channel=channel, facts=[{**RECEIVED, "what": what}])
    assert contact_of(said, LONDON).facts[0].what == what


def test_a_rule_may_begin_with_any_fact_and_need_no_channel():
    said = {"id": "1", "facts": [{**RECEIVED, "what": "escalated"}]}
    assert contact_of(said, LONDON, channel="internal", opens="escalated").channel == "internal"


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (record(id=None), 'It has no id. Add one in quotes: "id": "C-000123".'),
        (record(id=True), 'It has no id. Add one in quotes: "id": "C-000123".'),
        (record(channel=None), "It names no channel. Add one: email, web, letter, "),
        (record(channel="emial"), "'emial' is not a channel. Did you mean 'email'?"),
        (record(channel=["email"]), "['email'] is not a channel. Use email, web, letter, "),
        (record(kinds=["complant"]), "'complant' is not a kind of contact. Did you mean 'complaint'?"),
        (record(kinds="complaint"), "'kinds' cannot be 'complaint'. Write a list such as [\"complaint\", \"foi\"]."),
        (record(kinds=[1]), "'kinds' cannot be [1]. "),
        (record(kinds=[]), "'kinds' is empty. Leave it out for an enquiry, or name at least one."),
        (record(kinds=None, kind="foi"), "'kind' is not a key. Write \"kinds\" with a list: "),
        (record(mailbox=7), "'mailbox' cannot be 7. Write its name in quotes, or leave it out."),
        (record(facts=[]), 'It has no facts. Add "facts": '),
        (record(facts={}), "It has no facts. "),
        (record(facts=["received"]), "A fact cannot be 'received'. Write {\"what\": "),
        (record(facts=[{"at": RECEIVED["at"]}]), 'A fact does not say what happened. Add "what": "received".'),
        (record(facts=[{**RECEIVED, "what": "recieved"}]), "'recieved' is not a fact. Did you mean 'received'?"),
        (record(facts=[{**RECEIVED, "what": ["received"]}]), "['received'] is not a fact. Use received, "),
        (record(facts=[{"what": "received"}]), "'received' has no time. "),
        (
            record(facts=[{**RECEIVED, "what": "replied"}]),
            "No fact says when it began. Add one: 'received' (the channel is email).",
        ),
        (
            record(channel="phone", facts=[{**RECEIVED, "what": "answered"}]),
            "No fact says when it began. Add one: 'received' or 'ringing' (the channel is phone).",
        ),
        (facts({**RECEIVED, "what": "typed"}), "'kinds' is empty. "),
        (
            facts({**RECEIVED, "what": "acknowledged", "automatic": "yes"}),
            "'automatic' of acknowledged cannot be 'yes'. Write true or false, without quotes.",
        ),
        (facts({**RECEIVED, "what": "acknowledged", "by_when": "soon"}), "'by_when' cannot be 'soon'. Write a date "),
    ],
)
def test_a_record_that_cannot_be_used_is_refused_with_the_remedy(said: dict[str, Any], refusal: str):
    with pytest.raises(LineError) as refused:
        contact_of(said, LONDON)
    assert str(refused.value).startswith(refusal)


REPLIED = {"what": "replied", "at": "2026-12-21T10:00:00"}
STRUCK = {"what": "struck", "at": "2026-12-22T10:00:00", "fact": "replied", "fact_at": "2026-12-21T10:00:00"}


def test_what_a_record_strikes_out_does_not_count():
    read = contact_of(facts(REPLIED, STRUCK), LONDON)
    assert [fact.what for fact in read.facts] == ["received"]
    assert [fact.what for fact in read.noted] == ["received", "replied", "struck"]


@pytest.mark.parametrize(
    ("strike", "why"),
    [
        ({"fact": None}, "A fact 'struck' does not say what is struck out"),
        ({"fact": "answerd"}, "'answerd' is not a fact"),
        ({"fact": "put_back"}, "'put_back' cannot be struck out. Close it again, with the reason."),
        ({"fact_at": "2026-12-21T10:00:01"}, "which is not there before it"),
        ({"fact_at": None}, "which is not there before it"),
        ({"fact_place": "2"}, "which is not there before it"),
        ({"fact_place": 2}, "'fact_place' of struck cannot be 2"),
        ({"fact_place": "0"}, "'fact_place' of struck cannot be '0'"),
        ({"at": "2026-12-20T10:00:00"}, "which is not there before it"),
        ({"fact": "received", "fact_at": RECEIVED["at"]}, "No fact says when it began"),
    ],
)
def test_a_strike_that_strikes_out_nothing_or_what_stays_is_refused(strike: dict[str, Any], why: str):
    with pytest.raises(LineError, match=re.escape(why)):
        contact_of(facts(REPLIED, STRUCK | strike), LONDON)
