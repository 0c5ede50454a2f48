"""Where clocks stand, against a counter that lays each stop day by day and minute by minute."""

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from answerable.standards.charter.clock_rules import Effect, Extension, StoppedBy
from answerable.standards.charter.promises import Promise, Strength
from answerable.standards.facts import Contact, Fact
from answerable.standards.judging.clock import judge
from answerable.standards.time.calendar import CannotCount
from answerable.standards.time.duration import WorkingDays
from tests import oracle
from tests.build import notice, rule
from tests.standards.properties import oracle_of_clocks as clocks
from tests.standards.properties.oracle_of_clocks import Stop
from tests.standards.properties.strategies import DAY, SECOND, counting, limit, moments, settings, worlds

LONGEST = {"working day": 8, "working minute": 300, "hour": 48, "day": 12, "week": 2, "month": 1}
PAIRS = (("paused", "resumed"), ("clarification_asked", "clarified"), ("fee_asked", "fee_paid"))
IDENTITY = ("identity_asked", "identified")
MECHANICS = [
    ("starts again", "working day"),
    ("starts again", "working minute"),
    ("starts again", "month"),
    ("skips working days", "working day"),
    ("moves by calendar days", "working day"),
    ("moves by calendar days", "day"),
    ("moves by calendar days", "month"),
    ("moves by open time", "working minute"),
    ("moves by open time", "working day"),
    ("moves by open time", "day"),
    ("moves by open time", "hour"),
]
NUDGES = [-1, 0, 1, 3600, -86_400]


def promise(stop="full reply", clock=None, **limit):
    return Promise(
        id="P-1",
        words="We do it in time.",
        kind=("clock",),
        strength=Strength.WILL,
        channels=frozenset({"all"}),
        source="invented",
        clock=clock or rule(stop=stop, **limit),
    )


def contact(*facts):
    return Contact.of("1", "email", {"enquiry"}, [Fact(what, at) for what, at in facts if at is not None])


def stopped_by(pair, effect):
    return StoppedBy(*pair, Effect(effect), "we wait")


def stands(promise, contact, now):
    clock = judge(promise, contact, now=now)[0]
    return clock.state.value, clock.due, clock.stopped


def maybe(strategy):
    return st.one_of(st.none(), strategy)


@st.composite
def openings(draw, unit, **only):
    """An office, a moment at which something came, a limit and its settings."""
    world = draw(worlds())
    opened = draw(moments(world))
    return world, opened, draw(st.integers(1, LONGEST[unit])), draw(settings(**only))


@st.composite
def pauses(draw, world, opened, pairs):
    """Facts that stop and restart a clock, and the same as plain stops in order of asking; some are not answered."""
    first = oracle.local_day(world.office, opened)
    found = draw(st.sets(moments(world, first=first, days=12), max_size=6))
    facts, stops, asked = [], [], {}
    for at in sorted(moment for moment in found if moment > opened):
        pair = draw(st.sampled_from(pairs))
        facts.append((pair[pair in asked], at))
        if pair in asked:
            stops.append((asked.pop(pair), at, pair))
        else:
            asked[pair] = at
    stops += [(at, None, pair) for pair, at in asked.items()]
    return facts, sorted(stops)


def as_known(stops, effects, now):
    """The stops as they were known at a moment."""
    return [
        Stop(asked, answered if answered is not None and answered <= now else None, effects[pair])
        for asked, answered, pair in stops
        if asked <= now
    ]


def within(world, due_at):
    """Whether a due moment lies among the days that the invented calendar knows."""
    return due_at is not None and oracle.local_day(world.office, due_at) < world.last


def around(data, world, opened, due_at):
    """A moment to look at: near the due moment, or any."""
    anywhere = moments(world, first=oracle.local_day(world.office, opened), days=20)
    at = data.draw(st.one_of(st.sampled_from(NUDGES).map(lambda nudge: due_at + nudge * SECOND), anywhere))
    return max(at, opened)


# ---- plain limits ----


@pytest.mark.parametrize("unit", LONGEST)
@given(st.data())
def test_a_promise_is_kept_if_and_only_if_it_is_stopped_by_the_due_moment(unit, data):
    world, opened, number, chosen = data.draw(openings(unit))
    due_at = oracle.due(world.office, number, unit, opened, **chosen)
    assume(within(world, due_at))
    replied, now = data.draw(st.booleans()) and around(data, world, opened, due_at), around(data, world, opened, due_at)
    asked = promise(within=limit(number, unit), calendar=world.calendar, counting=counting(chosen))
    assert stands(asked, contact(("received", opened), ("replied", replied or None)), now) == (
        clocks.standing(unit=unit, due_at=due_at, stopped=replied or None, now=now),
        due_at,
        replied if replied and replied <= now else None,
    )


# ---- clocks that stop ----


@pytest.mark.parametrize(("effect", "unit"), MECHANICS)
@given(st.data())
def test_a_stopped_clock_is_due_when_its_stops_laid_one_by_one_say(effect, unit, data):
    check_stops(data, unit, dict.fromkeys(PAIRS, effect))


@pytest.mark.parametrize(("effect", "unit"), [one for one in MECHANICS if one[0] != "starts again"])
@given(st.data())
def test_a_fresh_start_keeps_what_is_left_of_a_stop_that_is_not_yet_answered(effect, unit, data):
    check_stops(data, unit, {PAIRS[0]: effect, IDENTITY: "starts again"})


def check_stops(data, unit, effects):
    world, opened, number, chosen = data.draw(openings(unit))
    facts, stops = data.draw(pauses(world, opened, list(effects)))
    now = data.draw(moments(world, first=oracle.local_day(world.office, opened), days=25))
    assume(now >= opened)
    due_at, counted = clocks.due_with_stops(world.office, number, unit, opened, as_known(stops, effects, now), **chosen)
    assume(within(world, due_at))
    replied = data.draw(maybe(moments(world, first=oracle.local_day(world.office, opened), days=25)))
    assume(replied is None or replied >= opened)
    asked = promise(
        within=limit(number, unit),
        calendar=world.calendar,
        counting=counting(chosen),
        stopped_by=tuple(stopped_by(pair, effect) for pair, effect in effects.items()),
    )
    assert stands(asked, contact(("received", opened), ("replied", replied), *facts), now) == (
        clocks.standing(unit=unit, due_at=due_at, stopped=replied, now=now, stops=counted),
        due_at,
        replied if replied and replied <= now else None,
    )


@given(st.sampled_from(MECHANICS), st.data())
def test_a_stop_that_begins_after_the_due_moment_changes_nothing(mechanics, data):
    effect, unit = mechanics
    world, opened, number, chosen = data.draw(openings(unit))
    due_at = oracle.due(world.office, number, unit, opened, **chosen)
    assume(within(world, due_at))
    asked = due_at + data.draw(st.integers(1, 9 * 86_400)) * SECOND
    answered = asked + data.draw(st.integers(0, 9 * 86_400)) * SECOND
    pausing = promise(
        within=limit(number, unit),
        calendar=world.calendar,
        counting=counting(chosen),
        stopped_by=(stopped_by(PAIRS[0], effect),),
    )
    now = data.draw(st.sampled_from([asked, answered, answered + 9 * DAY]))
    assert stands(pausing, contact(("received", opened), ("paused", asked), ("resumed", answered)), now) == (
        "broken",
        due_at,
        None,
    )


# ---- extensions ----


@pytest.mark.parametrize("unit", ["working day", "day", "month"])
@given(st.data())
def test_a_limit_is_extended_only_by_a_complete_notice_in_time(unit, data):
    world, opened, number, chosen = data.draw(openings(unit))
    longer = number + data.draw(st.integers(0, LONGEST[unit]))
    first = oracle.due(world.office, number, unit, opened, **chosen)
    last = oracle.due(world.office, longer, unit, opened, **chosen)
    assume(within(world, last))
    told, given_reason = around(data, world, opened, first), data.draw(st.booleans())
    until = data.draw(maybe(st.integers(-3, 20).map(lambda n: oracle.local_day(world.office, first) + n * DAY)))
    extended = promise(
        within=limit(number, unit),
        calendar=world.calendar,
        counting=counting(chosen),
        extension=Extension("extended", to=limit(longer, unit), needs=("reason",)),
    )
    notice = Fact("extended", told, {"reason": "it is long" if given_reason else "", "until": until})
    expected = first
    if given_reason and clocks.in_time(told, first, unit):
        expected = last
        if until is not None:
            expected = max(first, min(last, oracle.last_second(world.office, until)))
    now = first + 30 * DAY
    facts = Contact.of("1", "email", {"enquiry"}, [Fact("received", opened), notice])
    assert stands(extended, facts, now)[1] == expected


@given(st.data())
def test_an_extension_by_working_days_is_counted_from_the_first_due_day_whenever_the_contact_came(data):
    world, opened, number, chosen = data.draw(openings("working day", due_at=["end of day"]))
    first = oracle.due(world.office, number, "working day", opened, **chosen)
    more = data.draw(st.integers(1, 6))
    expected = clocks.extended_by(world.office, more, first)
    assume(within(world, expected))
    extended = promise(
        within=WorkingDays(number),
        calendar=world.calendar,
        counting=counting(chosen),
        extension=Extension("extended", by=WorkingDays(more)),
    )
    facts = contact(("received", opened), ("extended", opened))
    assert stands(extended, facts, first + 30 * DAY)[1] == expected


# ---- counted from an acknowledgement ----


@given(st.data())
def test_a_reply_is_counted_from_the_acknowledgement_or_from_the_end_of_its_limit(data):
    world, opened, number, chosen = data.draw(openings("working day", due_at=["end of day"], first_day=[0]))
    ack_by = oracle.due(world.office, 3, "working day", opened, **chosen)
    acked = data.draw(maybe(moments(world, first=oracle.local_day(world.office, opened), days=8)))
    assume(acked is None or acked >= opened)
    if acked is not None and acked < ack_by:
        expected = oracle.due(world.office, number, "working day", acked, **chosen)
    else:
        expected = clocks.extended_by(world.office, number, ack_by)
    assume(within(world, expected))
    code = promise(
        within=WorkingDays(number),
        calendar=world.calendar,
        counting=counting(chosen),
        counts_from="acknowledged",
        counts_from_within=WorkingDays(3),
    )
    facts = contact(("received", opened), ("acknowledged", acked))
    assert stands(code, facts, opened + 40 * DAY)[1] == expected


# ---- an acknowledgement owed only when the reply takes longer, and a notice of delay ----


@given(st.data())
def test_a_contingent_acknowledgement_follows_the_seven_rows(data):
    world, opened, number, chosen = data.draw(openings("working day"))
    more = number + data.draw(st.integers(1, 6))
    ack_by, reply_by = (oracle.due(world.office, n, "working day", opened, **chosen) for n in (number, more))
    assume(within(world, reply_by))

    def some_moment():
        return around(data, world, opened, data.draw(st.sampled_from([ack_by, reply_by])))

    acked, replied, declared = (some_moment() if data.draw(st.booleans()) else None for _ in range(3))
    now = some_moment()
    contingent = promise(
        stop="acknowledgement",
        within=WorkingDays(number),
        unless_full_reply_within=WorkingDays(more),
        calendar=world.calendar,
        counting=counting(chosen),
    )
    facts = contact(("received", opened), ("acknowledged", acked), ("replied", replied), ("declared_late", declared))
    clock = judge(contingent, facts, now=now)[0]
    state, final = clocks.contingent(
        ack_by=ack_by, reply_by=reply_by, acked=acked, replied=replied, declared=declared, now=now
    )
    assert (clock.state.value, clock.due, clock.decided) == (state, ack_by, final)


@given(st.data())
def test_a_notice_of_delay_is_owed_by_who_does_not_reply_in_time(data):
    world, opened, number, chosen = data.draw(openings("working day"))
    reply_by = oracle.due(world.office, number, "working day", opened, **chosen)
    assume(within(world, reply_by))
    replied, told = (around(data, world, opened, reply_by) if data.draw(st.booleans()) else None for _ in range(2))
    now = around(data, world, opened, reply_by)
    reply = promise(within=WorkingDays(number), calendar=world.calendar, counting=counting(chosen))
    late = promise(clock=notice(reply))
    facts = contact(("received", opened), ("replied", replied), ("delay_told", told))
    assert stands(late, facts, now)[:2] == (
        clocks.delay_notice(reply_by=reply_by, replied=replied, told=told, now=now),
        reply_by,
    )


# ---- what must be so whatever happened ----


@st.composite
def histories(draw):
    """A promise with everything on it, all that happened to one contact, and moments at which to look."""
    effect, unit = draw(st.sampled_from(MECHANICS))
    world, opened, number, chosen = draw(openings(unit, cut_off=[None]))
    pairs = [PAIRS[0], IDENTITY]
    facts, _ = draw(pauses(world, opened, pairs))
    first = oracle.local_day(world.office, opened)
    for what in ("extended", "replied", "resolved", "acknowledged", "declared_late"):
        at = draw(maybe(moments(world, first=first, days=20)))
        if at is not None and at >= opened:
            facts.append((what, at))
    rule = {
        "within": limit(number, unit),
        "calendar": world.calendar,
        "counting": counting(chosen),
        "stopped_by": (stopped_by(PAIRS[0], effect), stopped_by(IDENTITY, "starts again")),
    }
    if draw(st.booleans()):
        rule["extension"] = Extension("extended", to=limit(2 * number, unit))
    looks = sorted(draw(st.sets(moments(world, first=first, days=30), min_size=2, max_size=6)))
    return promise(**rule), contact(("received", opened), *facts), [opened, *(at for at in looks if at > opened)]


def judged(promise, contact, looks):
    try:
        return [judge(promise, contact, now=now)[0] for now in looks]
    except CannotCount:  # the invented calendar is too short for this one
        reject()


@given(histories())
def test_facts_that_have_not_happened_yet_change_nothing(history):
    asked, facts, looks = history
    found = judged(asked, facts, looks)
    assert found == [judge(asked, facts.until(now), now=now)[0] for now in looks]


@given(histories())
def test_what_is_settled_stays_settled(history):
    asked, facts, looks = history
    states = [clock.state.value for clock in judged(asked, facts, looks)]
    settled = [state for state in states if state in ("kept", "broken")]
    assert settled == settled[:1] * len(settled)


@given(histories())
def test_a_broken_promise_was_due_in_the_past_and_a_running_one_is_not(history):
    asked, facts, looks = history
    wrong = [
        (clock.state.value, clock.due, now)
        for clock, now in zip(judged(asked, facts, looks), looks, strict=True)
        if (clock.state.value == "broken" and now <= clock.due)
        or (clock.state.value == "running" and now >= clock.due + SECOND)
    ]
    assert wrong == []
