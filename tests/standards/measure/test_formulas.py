"""Where each promise stands: measured as things happen, from a log, or by nothing; and the formulas by their ids."""

import pickle
from dataclasses import replace

import pytest

from answerable.standards.charter.clock_rules import SAME_DAY, Condition, DatesKept, Deadline, Notice
from answerable.standards.charter.promises import ContentRule, Evidence, Force, Promise, Publication, Register, WebCheck
from answerable.standards.judging.outcome import Measure
from answerable.standards.measure.figure import Share
from answerable.standards.measure.formula import Clocks, Contacts, NothingYet, Observations, TheCharter
from answerable.standards.measure.formulas import (
    AGGREGATES,
    FORMULAS,
    OF_CLOCKS,
    Standing,
    countable,
    formula_of,
    is_fed,
    share_measured,
    standing,
    unconnected,
)
from answerable.standards.time.calendar import Calendar
from answerable.standards.vocabulary.facts import FACTS
from answerable.standards.vocabulary.feeds import CHECKS
from tests.standards.measure.some import NINE_TO_FIVE, aggregate, promise, terms
from tests.standards.measure.test_results import charter
from tests.standards.measure.test_results import timed as by_email

EVERY_WEEKDAY = Calendar("every weekday")
CHATS = "Nothing collects this yet: web chats and text messages."


def timed(opens: str, stop: str, channels: str, **more) -> Promise:
    return promise(
        channels=channels, clock=Deadline(within=SAME_DAY, calendar=EVERY_WEEKDAY, opens=opens, stop=stop, **more)
    )


def said(stands: Standing) -> tuple[str, list[str], str]:
    return stands.measured.value, [feed.name for feed in stands.feeds], stands.why_not


@pytest.mark.parametrize(
    ("opens", "stop", "channels", "answer"),
    [
        ("received", "full reply", "email", ("live", ["email", "messages"], "")),
        ("received", "full reply", "chat email web", ("live", ["email", "messages", "web"], "")),
        ("received", "full reply", "letter email web", ("live", ["email", "messages", "web", "post"], "")),
        ("received", "resolution", "web", ("live", ["web", "desk"], "")),
        ("received", "full reply", "chat", ("from a log", ["chat", "messages"], CHATS)),
        ("received", "made_safe", "email chat", ("live", ["email", "steps"], "")),
        ("ringing", "answered", "phone", ("live", ["calls"], "")),
        ("received", "response", "voicemail", ("live", ["calls", "messages"], "")),
        ("arrived", "greeted", "reception", ("live", ["visits"], "")),
        ("appealed", "appeal_decided", "internal chat", ("from a log", ["chat", "steps"], CHATS)),
        ("arrived", "full reply", "email", (
            "from a log", ["email", "never there", "messages"],
            "Nothing collects this yet: such a fact of a contact on this channel.",
        )),
    ],
)  # fmt: skip
def test_a_clock_is_live_where_something_here_writes_what_opens_it_and_what_stops_it(
    opens: str, stop: str, channels: str, answer: tuple[str, list[str], str]
):
    assert said(standing(timed(opens, stop, channels))) == answer


def test_a_clock_that_waits_for_a_declaration_is_live_only_when_that_is_written_too():
    declared = timed("received", "full reply", "email", only_if=Condition("declared_complex"))
    assert said(standing(declared)) == ("live", ["email", "messages", "steps"], "")
    ours = timed("received", "full reply", "email", only_if=Condition("typed"))
    assert said(standing(ours)) == ("live", ["email", "messages", "desk"], "")


def test_a_clock_says_from_which_logs_what_feeds_it_can_come():
    assert standing(timed("received", "full reply", "email")).logs == ("email: the cases of an old help desk",)
    assert standing(timed("ringing", "answered", "phone")).logs == ("calls: the log of a telephone system",)


def test_what_could_excuse_a_clock_need_not_be_written_for_it_to_run():
    lifted = timed("received", "full reply", "email", lifted_by=Condition("declared_complex", reason="so"))
    assert said(standing(lifted)) == ("live", ["email", "messages"], "")


@pytest.mark.parametrize(
    ("on", "channels", "answer"),
    [
        (("acknowledged", "replied"), "email", ("live", ["email", "messages"], "")),
        (("decision_sent", "replied"), "email", ("live", ["email", "messages"], "")),
        (("decision_sent",), "email", ("live", ["email", "steps"], "")),
        (("delay_told",), "chat", ("from a log", ["chat", "messages"], CHATS)),
    ],
)
def test_what_messages_must_give_is_live_where_one_of_the_messages_is_written(on, channels: str, answer):
    content = promise(kind=("rule",), channels=channels, rule=ContentRule("x", on=on, needs=("reason",)))
    assert said(standing(content)) == answer


def test_dates_we_give_are_live_where_some_message_may_give_one():
    dates = promise(channels="email", clock=DatesKept(calendar=EVERY_WEEKDAY))
    assert said(standing(dates)) == ("live", ["email", "messages"], "")
    assert said(standing(promise(channels="chat", clock=DatesKept(calendar=EVERY_WEEKDAY))))[0] == "from a log"


@pytest.mark.parametrize(
    ("formula", "channels", "answer"),
    [
        ("count", "email web chat", ("live", ["email", "web"], "")),
        ("count", "chat", ("from a log", ["chat"], CHATS)),
        ("share-kept", "email chat", ("live", ["email"], "")),
        ("share-answered", "web", ("live", ["web", "messages"], "")),
        ("share-resolved-first", "phone", ("live", ["calls", "messages"], "")),
        ("percentiles-response", "email", ("live", ["email", "messages"], "")),
        ("phone-answered-of-offered", "phone", ("live", ["calls"], "")),
        ("share-transferred-once", "phone", ("live", ["calls"], "")),
        ("count-transfers", "phone", ("live", ["calls"], "")),
        ("share-seen", "reception", ("live", ["visits"], "")),
        ("mean-wait-seen", "reception", ("live", ["visits"], "")),
        ("share-measured", "all", ("live", ["charter"], "")),
        ("survey-top-two", "all", ("not measured", ["survey"], "Nothing collects this yet: answers to surveys.")),
        ("count-answers", "all", ("not measured", ["survey"], "Nothing collects this yet: answers to surveys.")),
        ("share-read", "all", (
            "not measured", ["read"], "Nothing collects this yet: which messages a person has read.",
        )),
        ("count-by-reason", "all", ("not measured", ["reasons"], "Nothing collects this yet: why visitors came.")),
    ],
)  # fmt: skip
def test_a_figure_is_live_where_something_here_writes_what_its_formula_is_fed_by(formula: str, channels: str, answer):
    assert said(standing(aggregate(formula, channels=channels))) == answer


def test_checks_are_live_where_one_of_them_is_made():
    assert said(standing(aggregate("availability", checks=("form", "site")))) == ("live", ["form", "site"], "")
    assert said(standing(aggregate("availability", checks=("site",)))) == (
        "not measured",
        ["site"],
        f"Nothing collects this yet: {CHECKS['site'].holds}.",
    )
    assert said(standing(promise(kind=("web",), web=WebCheck("x", checks=("form",))))) == ("live", ["form"], "")
    assert said(standing(promise(kind=("rule",), rule=ContentRule("x", checks=("form",))))) == ("live", ["form"], "")


def test_what_is_seen_or_kept_or_published_waits_for_somebody_to_note_it():
    one = promise(
        kind=("evidence", "web", "register", "publication"),
        evidence=Evidence(("audit",), "x"),
        web=WebCheck("x"),
        register=Register("x"),
        publication=Publication("x"),
    )
    assert said(standing(one)) == (
        "not measured",
        ["audit", "web", "register", "publication"],
        "Nothing collects this yet: what audits find; looks at the website; a register of this; what was published, "
        "and when.",
    )
    rule = promise(kind=("rule",), rule=ContentRule("x"))
    assert said(standing(rule)) == (
        "not measured",
        ["rule"],
        "Nothing collects this yet: whether this rule is followed.",
    )


def test_a_promise_stands_by_the_best_of_its_measures():
    late = timed("received", "seen", "email", needs=("reason",))
    both = promise(channels="email", clock=late.clock, aggregate=aggregate("count").aggregate)
    assert said(standing(both)) == ("live", ["email"], "")
    waiting = promise(channels="chat", clock=late.clock, aggregate=aggregate("survey-top-two").aggregate)
    assert said(standing(waiting))[:2] == ("from a log", ["chat", "never there"])


def test_its_own_clocks_are_the_share_kept_of_a_promise():
    late = timed("received", "seen", "email")
    own = promise(channels="email", clock=late.clock, aggregate=aggregate("share-kept").aggregate)
    assert said(standing(own))[0] == "from a log"


def test_a_promise_that_is_owed_on_no_channel_is_never_live():
    assert said(standing(aggregate("count", channels=""))) == (
        "from a log",
        ["never there"],
        "Nothing collects this yet: such a fact of a contact on this channel.",
    )


def test_the_share_of_promises_measured_is_of_a_councils_own_and_counts_those_that_are_live():
    one = charter(
        timed("received", "full reply", "email"),
        timed("received", "full reply", "chat"),
        promise("X-3", kind=("rule",), rule=ContentRule("x")),
        promise("LAW", channels="email", clock=timed("received", "full reply", "email").clock, force=Force.LAW),
    )
    assert share_measured(terms(), one) == Share(
        formula=formula_of("share-measured"), terms=terms(), numerator=1, denominator=3
    )


def test_every_formula_stands_under_its_own_id():
    assert [id for id, formula in FORMULAS.items() if formula.id != id] == []


def test_a_formula_is_found_by_its_id():
    assert formula_of("share-kept") is FORMULAS["share-kept"]


def test_a_formula_there_is_not_is_refused_with_those_there_are():
    with pytest.raises(ValueError) as refusal:
        formula_of("share-keept")
    ids = list(FORMULAS)
    assert str(refusal.value) == (
        f"There is no formula 'share-keept'. The formulas are {', '.join(ids[:-1])} and {ids[-1]}."
    )


def test_a_formula_that_goes_to_another_process_and_back_is_the_same():
    assert [id for id, formula in FORMULAS.items() if pickle.loads(pickle.dumps(formula)) is not formula] == []


def test_each_sort_of_clock_is_counted_by_one_formula():
    assert {measure: formula.id for measure, formula in OF_CLOCKS.items()} == {
        Measure.TIMED: "share-kept",
        Measure.CONTENT: "share-complete",
        Measure.DERIVED: "share-dates-kept",
    }


def test_a_charter_may_name_every_formula_but_those_only_shown_beside_another():
    assert set(FORMULAS) - set(AGGREGATES) == {
        "share-complete",
        "share-dates-kept",
        "share-machine-dates-kept",
        "headline-answers",
        "headline-acknowledgements",
        "headline-dates",
        "delay-replied-in-time",
        "delay-replied-or-told",
        "delay-revised-date-met",
        "not-measured",
    }


def test_a_formula_names_only_facts_and_instruments_that_there_are():
    kinds = (Clocks, Contacts, Observations, TheCharter, NothingYet)
    assert [id for id, one in FORMULAS.items() if not isinstance(one.fed_by, kinds)] == []
    fed = [one.fed_by for one in FORMULAS.values() if isinstance(one.fed_by, Contacts)]
    assert {fact for one in fed for facts in one.facts for fact in facts} - set(FACTS) == set()


def test_what_nothing_counts_yet_has_a_feed_that_nothing_writes():
    waiting = [one.fed_by.feed for one in FORMULAS.values() if isinstance(one.fed_by, NothingYet)]
    assert [feed.name for feed in waiting if feed.written_by] == []


def test_each_measure_of_a_promise_has_facts_of_its_own():
    letters = ContentRule("x", on=("seen",), needs=("reason",))
    both = replace(timed("received", "full reply", "email"), rule=letters)
    assert said(standing(both)) == ("live", ["email", "messages"], "")


def test_a_notice_of_delay_is_fed_by_what_tells_of_it():
    late = promise(channels="email chat", clock=Notice(stop="seen", notice_for=()))
    assert said(standing(late))[:2] == ("from a log", ["email", "never there"])
    told = promise(channels="email chat", clock=Notice(stop="delay_told", notice_for=()))
    assert said(standing(told)) == ("live", ["email", "messages"], "")


@pytest.mark.parametrize(
    ("promise_of", "formula", "fed"),
    [
        (by_email("X-1", 7, "full reply"), "share-kept", True),
        (replace(by_email("X-1", 7, "full reply"), channels=frozenset({"chat"})), "share-kept", False),
        (promise(clock=DatesKept(NINE_TO_FIVE)), "share-dates-kept", True),
        (promise(clock=DatesKept(NINE_TO_FIVE)), "share-machine-dates-kept", True),
        (promise(clock=Notice(stop="delay_told", notice_for=())), "delay-replied-in-time", True),
        (promise(channels="chat", clock=Notice(stop="delay_told", notice_for=())), "delay-replied-or-told", False),
        (aggregate("share-kept"), "headline-dates", True),
        (aggregate("share-read"), "share-read", False),
        (by_email("X-1", 7, "full reply", aggregate=aggregate("share-read").aggregate), "share-read", False),
        (by_email("X-1", 7, "full reply"), "share-read", False),
        (
            replace(aggregate("share-read"), clock=Notice(stop="delay_told", notice_for=())),
            "share-read",
            False,
        ),
        (
            replace(by_email("X-1", 7, "full reply"), rule=ContentRule("x", on=("seen",), needs=("reason",))),
            "share-complete",
            False,
        ),
    ],
)
def test_of_each_figure_it_is_known_whether_something_here_feeds_it(promise_of: Promise, formula: str, fed: bool):
    assert is_fed(promise_of, formula) == fed


@pytest.mark.parametrize(
    ("channels", "seen", "said"),
    [
        ("letter", {"email"}, "Not connected: no letters are recorded here."),
        ("letter", {"letter"}, ""),
        ("letter phone", set(), "Not connected: no letters and no calls are recorded here."),
        ("letter phone", {"phone"}, ""),
        ("letter email", set(), ""),
        ("all", set(), ""),
    ],
)
def test_a_promise_is_not_connected_where_nothing_it_is_owed_to_comes_and_none_comes_of_itself(
    channels: str, seen: set[str], said: str
):
    assert unconnected(timed("received", "full reply", channels), seen) == said


def test_what_is_observed_needs_no_contacts_and_is_never_not_connected():
    asked = promise(channels="phone", evidence=Evidence(by=("survey",), item="Were you content?", every="year"))
    assert unconnected(asked, set()) == ""


@pytest.mark.parametrize(
    ("one", "seen", "can"),
    [
        (timed("received", "full reply", "letter"), {"letter": {"received", "replied"}}, True),
        (timed("received", "full reply", "letter"), {"letter": {"received", "resolved"}}, True),
        (timed("received", "full reply", "letter"), {"letter": {"received"}}, False),
        (timed("received", "full reply", "letter"), {"email": {"received", "replied"}}, False),
        (timed("received", "full reply", "letter"), {"letter": {"received"}, "email": {"replied"}}, False),
        (timed("ringing", "answered", "phone"), {"phone": {"ringing", "answered"}}, True),
        (aggregate("count", channels="phone"), {"phone": {"ringing"}}, True),
        (aggregate("share-kept", channels="phone"), {"phone": {"ringing"}}, True),
        (aggregate("share-kept", channels="phone"), {"phone": {"answered"}}, False),
        (
            promise(channels="reception", kind=("rule",), rule=ContentRule("x", on=("seen",), needs=("reason",))),
            {"reception": {"arrived", "seen"}},
            True,
        ),
        (aggregate("phone-answered-of-offered", channels="phone"), {"phone": {"ringing"}}, False),
        (aggregate("phone-answered-of-offered", channels="phone"), {"phone": {"ringing", "answered"}}, True),
    ],
)
def test_a_log_can_give_a_figure_where_all_that_it_waits_for_is_in_it(
    one: Promise, seen: dict[str, set[str]], can: bool
):
    assert countable(one, seen) is can
