"""A clock's table in a charter, read into a rule: every key, every default, and every refusal."""

from collections.abc import Mapping
from typing import Any

import pytest

from answerable.standards.charter.clock_rules import (
    ClockRule,
    Condition,
    Contingent,
    DatesKept,
    Deadline,
    Effect,
    Extension,
    Notice,
    StoppedBy,
)
from answerable.standards.reading.clock_rules import Context, read_clock, read_counting
from answerable.standards.reading.file_table import CharterError, FileTable
from answerable.standards.time.counting import PLAIN, AtClosing, Counting, DueAt, OnDayOff, RingEnds, Start
from answerable.standards.time.duration import CalendarDays, Months, Rings, Seconds, Weeks, WorkingDays, WorkingMinutes
from tests.build import calendar, on, promise, rule, special, week

COUNCIL = calendar(name="council")
FOI = calendar(name="foi", holidays={}, closures_count=True)
DESK = calendar(name="council", closures={on("Tue 29 Dec 2026"): "Closed"})
PHONE = calendar(
    name="council",
    hours=week("08:00-18:00"),
    closures={on("Wed 30 Dec 2026"): "Shut"},
    special={on("Sat 21 Nov 2026"): special("09:00-13:00", "Saturday opening")},
)
CALENDARS = {"council": COUNCIL, "foi": FOI}
TIMED = promise(rule("10 working days"), id="S9-01")
UNTIMED = promise(None, id="S9-02")
DATES = promise(DatesKept(DESK), id="S9-28")
LAW = promise(rule("20 working days", calendar=FOI), id="LAW-1")


def context(**changes: Any) -> Context:
    settings: dict[str, Any] = {
        "calendars": CALENDARS,
        "default": "council",
        "services": {"desk": DESK, "phone": PHONE},
        "procedures": {"LAW-1": LAW},
        "above": {"S9-01": TIMED, "S9-02": UNTIMED, "S9-28": DATES},
    }
    return Context(**{**settings, **changes})


def place(lines: str) -> FileTable:
    """Return the table [clock] with these lines; the first of them is line 3."""
    table = FileTable.of(f"format = 1\n[clock]\n{lines}\n", "s9.toml").take_table("clock")
    assert table is not None
    return table


def read(lines: str, **changes: Any) -> ClockRule:
    answer = read_clock(place(lines), context(**changes))
    assert answer is not None
    return answer


def refusal(lines: str, **changes: Any) -> str:
    with pytest.raises(CharterError) as refused:
        read_clock(place(lines), context(**changes))
    return str(refused.value)


PLAINEST = 'within = "10 working days"\nstop = "full reply"\n'


def plainest(**changes: Any) -> Deadline:
    settings: dict[str, Any] = {"within": WorkingDays(10), "stop": "full reply", "calendar": DESK}
    return Deadline(**{**settings, **changes})


def test_a_promise_without_a_clock_has_none() -> None:
    assert read_clock(None, context()) is None


def test_a_limit_and_a_stop_are_a_clock_and_the_rest_is_plain() -> None:
    answer = read(PLAINEST)
    assert answer.stops == frozenset({"replied", "resolved"})
    assert answer == Deadline(
        within=WorkingDays(10),
        stop="full reply",
        opens="received",
        needs=(),
        automatic=True,
        automatic_needs=(),
        counts_from=None,
        counts_from_within=None,
        only_if=None,
        lifted_by=None,
        void_by=None,
        measured_to=None,
        left=None,
        in_hours=False,
        even_before=False,
        variant=None,
        nth=1,
        stop_after=None,
        backstop=False,
        stopped_by=(),
        extension=None,
        calendar=DESK,
        counting=PLAIN,
        due_soon=None,
    )


KEYS: list[tuple[str, dict[str, Any]]] = [
    ('from = "arrived"', {"opens": "arrived"}),
    ('from = "received"', {}),
    ('needs = ["next_step", "by_when"]', {"needs": ("next_step", "by_when")}),
    ("automatic = false", {"automatic": False}),
    ("automatic = true", {}),
    ('automatic_needs = ["reference"]', {"automatic_needs": ("reference",)}),
    ('counts_from = "acknowledged"', {"counts_from": "acknowledged"}),
    (
        'counts_from = "acknowledged"\ncounts_from_within = "5 working days"',
        {"counts_from": "acknowledged", "counts_from_within": WorkingDays(5)},
    ),
    ('measured_to = "by_when"', {"measured_to": "by_when"}),
    ('left = "abandoned"', {"left": "abandoned"}),
    ("in_hours = true", {"in_hours": True}),
    ("in_hours = false", {}),
    ("even_before = true", {"even_before": True}),
    ("even_before = false", {}),
    ('variant = "4 weeks"', {"variant": Weeks(4)}),
    ("backstop = true", {"backstop": True}),
    ("backstop = false", {}),
    ("nth = 1", {}),
    ("nth = 2", {"nth": 2}),
    ('stop_after = "escalated"', {"stop_after": "escalated"}),
    ("derived = false", {}),
    ("notice_for = []", {}),
    ('service = "desk"', {}),
    (
        'service = "phone"',
        {"calendar": calendar(name="council", hours=PHONE.hours, closures=PHONE.closures, special=PHONE.special)},
    ),
    ('calendar = "council"', {}),
    (
        'calendar = "foi"',
        {"calendar": calendar(name="foi", holidays={}, closures_count=True, closures=DESK.closures)},
    ),
    ('only_if = { fact = "declared_complex" }', {"only_if": Condition("declared_complex", None, (), "")}),
    (
        'lifted_by = { fact = "declared_late", within = "5 working days", needs = ["reason"], reason = "Told" }',
        {"lifted_by": Condition("declared_late", WorkingDays(5), ("reason",), "Told")},
    ),
    (
        'void_by = { fact = "colleague_unavailable", needs = ["named"], reason = "Away" }',
        {"void_by": Condition("colleague_unavailable", None, ("named",), "Away")},
    ),
    (
        'extension = { fact = "extended", to = "40 working days", needs = ["reason"] }',
        {"extension": Extension("extended", WorkingDays(40), None, ("reason",))},
    ),
    (
        'extension = { fact = "extended", by = "2 months" }',
        {"extension": Extension("extended", None, Months(2), ())},
    ),
    (
        'extension = { fact = "extended", by = "2 months", told_anew = true }',
        {"extension": Extension("extended", None, Months(2), (), told_anew=True)},
    ),
    ('start = "NEXT_OPEN"', {"counting": Counting(start=Start.NEXT_OPEN)}),
    ('cut_off = "16:30"', {"counting": Counting(cut_off=990)}),
    ("first_day = 1", {"counting": Counting(first_day=1)}),
    ("first_day = 0", {}),
    ('due_at = "close of business"', {"counting": Counting(due_at=DueAt.CLOSE_OF_BUSINESS)}),
    ('at_closing = "next opening"', {"counting": Counting(at_closing=AtClosing.NEXT_OPENING)}),
    ('on_day_off = "next working day"', {"counting": Counting(on_day_off=OnDayOff.NEXT_WORKING_DAY)}),
    ("ring_ms = 1", {"counting": Counting(ring_ms=1)}),
    ('ring_ends = "burst"', {"counting": Counting(ring_ends=RingEnds.BURST)}),
]


@pytest.mark.parametrize(("line", "changes"), KEYS, ids=[line for line, _ in KEYS])
def test_each_key_changes_one_thing(line: str, changes: dict[str, Any]) -> None:
    assert read(PLAINEST + line) == plainest(**changes)


@pytest.mark.parametrize(
    ("line", "stop"), [(f'stop = "{stop}"', stop) for stop in ("acknowledgement", "response", "resolution", "greeted")]
)
def test_a_stop_is_a_rung_of_the_ladder_or_one_fact(line: str, stop: str) -> None:
    assert read(f'within = "10 working days"\n{line}') == plainest(stop=stop)


def test_a_clock_may_stand_still_in_several_ways() -> None:
    answer = read(
        PLAINEST
        + """
stopped_by = [
    { from = "clarification_asked", to = "clarified", effect = "starts again", reason = "Unclear" },
    { from = "fee_asked", to = "fee_paid", effect = "skips working days", reason = "Fee", lapses_after = "3 months" },
    { from = "identity_asked", to = "identified", effect = "moves by calendar days", reason = "Who" },
    { from = "paused", to = "resumed", effect = "moves by open time", reason = "Waiting" },
]
"""
    )
    assert answer == plainest(
        stopped_by=(
            StoppedBy("clarification_asked", "clarified", Effect.STARTS_AGAIN, "Unclear", None),
            StoppedBy("fee_asked", "fee_paid", Effect.SKIPS_WORKING_DAYS, "Fee", Months(3)),
            StoppedBy("identity_asked", "identified", Effect.MOVES_BY_CALENDAR_DAYS, "Who", None),
            StoppedBy("paused", "resumed", Effect.MOVES_BY_OPEN_TIME, "Waiting", None),
        )
    )


@pytest.mark.parametrize("effect", ["starts again", "moves by calendar days", "moves by open time"])
def test_only_skipping_working_days_needs_a_limit_in_working_days(effect: str) -> None:
    answer = read(
        'within = "1 month"\nstop = "full reply"\n'
        f'stopped_by = [{{ from = "paused", to = "resumed", effect = "{effect}", reason = "Waiting" }}]'
    )
    assert answer.stopped_by == (StoppedBy("paused", "resumed", Effect(effect), "Waiting"),)


def test_a_notice_of_delay_is_due_with_the_promises_it_is_for() -> None:
    answer = read(
        'notice_for = ["S9-01"]\nstop = "delay_told"\nneeds = ["reason"]\nautomatic = false\n'
        'automatic_needs = ["by_when"]'
    )
    assert answer == Notice(
        stop="delay_told", needs=("reason",), automatic=False, automatic_needs=("by_when",), notice_for=(TIMED,)
    )
    assert answer.stops == frozenset({"delay_told"})


def test_an_acknowledgement_that_a_full_reply_makes_needless_is_of_a_kind_of_its_own() -> None:
    answer = read(
        'within = "2 working days"\nstop = "acknowledgement"\nunless_full_reply_within = "3 working hours"\n'
        'even_before = true\nlifted_by = { fact = "extended", reason = "Told" }',
        due_soon=2,
    )
    assert answer == Contingent(
        within=WorkingDays(2),
        stop="acknowledgement",
        unless_full_reply_within=WorkingMinutes(180),
        even_before=True,
        lifted_by=Condition("extended", None, (), "Told"),
        calendar=DESK,
        due_soon=2,
    )


def test_the_dates_we_give_have_a_calendar_and_nothing_more() -> None:
    assert read("derived = true", due_soon=2, counting=Counting(first_day=1)) == DatesKept(DESK)
    assert read('derived = true\nservice = "phone"').calendar.hours == PHONE.hours
    assert read('derived = true\ncalendar = "foi"').calendar.name == "foi"


def test_a_statutory_clock_can_be_adopted_and_is_then_the_same() -> None:
    assert read_clock(place('procedure = "LAW-1"'), context()) is LAW.clock


def test_the_charters_own_settings_are_a_clocks_defaults() -> None:
    counting = Counting(start=Start.NEXT_OPEN, cut_off=990, first_day=1)
    answer = read(PLAINEST, counting=counting, automatic=False, due_soon=2)
    assert answer == plainest(counting=counting, automatic=False, due_soon=2)
    own = read(PLAINEST + 'start = "ACTUAL"\nfirst_day = 0\nautomatic = true', counting=counting, automatic=False)
    assert own == plainest(counting=Counting(cut_off=990))


REFUSED: list[tuple[str, str]] = [
    ('stop = "full reply"', "line 2: 'within' is missing. Add within = text in quotes."),
    ('within = "1 day"', "line 2: 'stop' is missing. Add stop = text in quotes."),
    ("stop = 3", "line 3: 'stop' cannot be 3. It must be text in quotes."),
    ('stop = "full replies"', "line 3: 'stop' does not know 'full replies'. Did you mean 'full reply'?"),
    ('stop = "replid"', "line 3: 'stop' does not know 'replid'. Did you mean 'replied'?"),
    (
        PLAINEST + 'calendar = "moon"',
        "line 5: 'calendar' does not know 'moon'. Use council, foi or law.",
    ),
    (PLAINEST + 'calendar = "councl"', "line 5: 'calendar' does not know 'councl'. Did you mean 'council'?"),
    (PLAINEST + 'service = "web"', "line 5: 'service' does not know 'web'. Use desk or phone."),
    ('procedure = "LAW-2"', "line 3: 'procedure' does not know 'LAW-2'. Did you mean 'LAW-1'?"),
    (
        'procedure = "LAW-1"\nwithin = "1 day"',
        "line 4: 'within' is not a key of this table. The keys here are procedure.",
    ),
    (
        "derived = true\n" + PLAINEST,
        "line 4: 'within' is not a key of this table. The keys here are calendar, derived, procedure and service.",
    ),
    ("derived = 1", "line 3: 'derived' cannot be 1. It must be true or false."),
    (
        'stop = "delay_told"\nnotice_for = ["S9-03"]',
        "line 4: 'notice_for' does not know 'S9-03'. Did you mean 'S9-02'?",
    ),
    ('stop = "delay_told"\nnotice_for = ["S9-02"]', "line 4: S9-02 has no limit, so it can have no notice of delay."),
    (
        'stop = "delay_told"\nnotice_for = ["S9-01", "S9-02"]',
        "line 4: S9-02 has no limit, so it can have no notice of delay.",
    ),
    (
        'stop = "delay_told"\nnotice_for = ["S9-01"]\nwithin = "1 day"',
        "line 5: 'within' is not a key of this table. The keys here are automatic, automatic_needs, derived, needs, "
        "notice_for, procedure and stop.",
    ),
    (
        'stop = "delay_told"\nnotice_for = ["S9-01"]\nfirst_day = 1',
        "line 5: 'first_day' is not a key of this table. The keys here are automatic, automatic_needs, derived, needs, "
        "notice_for, procedure and stop.",
    ),
    (
        'stop = "delay_told"\nnotice_for = ["S9-28"]',
        "line 4: S9-28 has no limit, so it can have no notice of delay.",
    ),
    *(
        (
            'within = "1 day"\nstop = "acknowledgement"\nunless_full_reply_within = "3 days"\n' + line,
            f"line 6: '{line.split()[0]}' cannot stand beside 'unless_full_reply_within', for a full reply ends that "
            "clock too. Leave one of them out.",
        )
        for line in (
            'measured_to = "by_when"',
            'left = "abandoned"',
            "nth = 2",
            'stop_after = "escalated"',
            "backstop = true",
        )
    ),
    (PLAINEST + 'needs = "by_when"', "line 5: 'needs' cannot be 'by_when'. It must be a list in square brackets."),
    (PLAINEST + "automatic = 0", "line 5: 'automatic' cannot be 0. It must be true or false."),
    (
        PLAINEST + "automatic_needs = [1]",
        "line 5: 'automatic_needs' holds 1. Each of its parts must be text in quotes.",
    ),
    (PLAINEST + 'from = "recieved"', "line 5: 'from' does not know 'recieved'. Did you mean 'received'?"),
    (
        PLAINEST + 'counts_from = "repled"',
        "line 5: 'counts_from' does not know 'repled'. Did you mean 'replied'?",
    ),
    (PLAINEST + 'left = "abandond"', "line 5: 'left' does not know 'abandond'. Did you mean 'abandoned'?"),
    (PLAINEST + "measured_to = 3", "line 5: 'measured_to' cannot be 3. It must be text in quotes."),
    (PLAINEST + 'measured_to = "by_whn"', "line 5: 'measured_to' does not know 'by_whn'. Did you mean 'by_when'?"),
    (PLAINEST + 'measured_to = "slot"', "line 5: 'measured_to' does not know 'slot'. Use by_when."),
    (PLAINEST + 'needs = ["ownr"]', "line 5: 'needs' does not know 'ownr'. Did you mean 'owner'?"),
    (
        PLAINEST + 'automatic_needs = ["slot"]',
        "line 5: 'automatic_needs' does not know 'slot'. Use complaint, decision, being_done, reason, remedy, "
        "outstanding, next_step, by_when, recourse, ombudsman, owner, "
        "contact, reference, automatic or closes.",
    ),
    (PLAINEST + 'in_hours = "yes"', "line 5: 'in_hours' cannot be 'yes'. It must be true or false."),
    (PLAINEST + "even_before = 1", "line 5: 'even_before' cannot be 1. It must be true or false."),
    (
        PLAINEST + 'counts_from_within = "5 working days"',
        "line 5: 'counts_from_within' says by when, but not what. Add counts_from.",
    ),
    (PLAINEST + "nth = true", "line 5: 'nth' cannot be True. It must be a whole number."),
    (PLAINEST + "nth = 0", "line 5: 'nth' counts from 1, the first time. Leave it out for the first."),
    (PLAINEST + "withn = 3", "line 5: 'withn' is not a key of this table. Did you mean 'within'?"),
    (PLAINEST + "first_day = 2", 'line 5: \'first_day\' is 0 for "within" or 1 for "beginning with".'),
    (PLAINEST + "first_day = -1", 'line 5: \'first_day\' is 0 for "within" or 1 for "beginning with".'),
    (PLAINEST + "first_day = true", "line 5: 'first_day' cannot be True. It must be a whole number."),
    (PLAINEST + "ring_ms = 0", "line 5: 'ring_ms' must be above 0. A UK ring is 3000 milliseconds."),
    (PLAINEST + "ring_ms = -1", "line 5: 'ring_ms' must be above 0. A UK ring is 3000 milliseconds."),
    (PLAINEST + "ring_ms = 3.0", "line 5: 'ring_ms' cannot be 3.0. It must be a whole number."),
    (
        PLAINEST + 'start = "SOON"',
        "line 5: 'start' does not know 'SOON'. Use ACTUAL, NEXT_OPEN, NEXT_WORKING_DAY or AFTER_CUT_OFF.",
    ),
    (PLAINEST + 'start = "NEXT"', "line 5: 'start' does not know 'NEXT'. Did you mean 'NEXT_OPEN'?"),
    (PLAINEST + 'cut_off = "25:00"', "line 5: '25:00' is not a time of day. Write it as 09:00 or 17:30, up to 24:00."),
    (
        'within = "0 days"\nstop = "full reply"',
        "line 3: '0 days' is no time at all. Write one at least, or: same day.",
    ),
    (
        PLAINEST + 'extension = { fact = "extended", to = "10 working days" }',
        "line 5: An extension to 10 working days is none: the limit is 10 working days. Write a longer one.",
    ),
    (PLAINEST + 'cut_off = "9:0"', "line 5: '9:0' is not a time of day. Write it as 09:00 or 17:30, up to 24:00."),
    (PLAINEST + 'due_at = "x"', "line 5: 'due_at' does not know 'x'. Use end of day, close of business or instant."),
    (PLAINEST + 'at_closing = "x"', "line 5: 'at_closing' does not know 'x'. Use due then or next opening."),
    (PLAINEST + 'on_day_off = "x"', "line 5: 'on_day_off' does not know 'x'. Use stays or next working day."),
    (PLAINEST + 'ring_ends = "x"', "line 5: 'ring_ends' does not know 'x'. Use next ring or burst."),
    *[
        (PLAINEST + f"{key} = {{}}", "line 5: 'fact' is missing. Add fact = text in quotes.")
        for key in ("only_if", "lifted_by", "void_by")
    ],
    *[
        (PLAINEST + f"{key} = 3", f"line 5: '{key}' cannot be 3. It must be a table.")
        for key in ("only_if", "lifted_by", "void_by", "extension")
    ],
    *[
        (PLAINEST + f'{key} = {{ fact = "extended" }}', "line 5: 'reason' is missing. Add reason = text in quotes.")
        for key in ("lifted_by", "void_by")
    ],
    (
        PLAINEST + 'only_if = { fact = "extend" }',
        "line 5: 'fact' does not know 'extend'. Did you mean 'extended'?",
    ),
    (
        PLAINEST + 'only_if = { fact = "extended", neds = [] }',
        "line 5: 'neds' is not a key of this table. Did you mean 'needs'?",
    ),
    (
        PLAINEST + 'only_if = { fact = "extended", to = "1 day" }',
        "line 5: 'to' is not a key of this table. The keys here are fact, needs, reason and within.",
    ),
    (
        PLAINEST + 'only_if = { fact = "extended", reason = 3 }',
        "line 5: 'reason' cannot be 3. It must be text in quotes.",
    ),
    *[
        (
            PLAINEST + f'extension = {{ fact = "extended"{more} }}',
            "line 5: An extension goes either 'to' a limit from the start or 'by' one from the due date. Give one.",
        )
        for more in ("", ', to = "40 working days", by = "20 working days"')
    ],
    (
        PLAINEST + 'extension = { fact = "exteded", by = "1 day" }',
        "line 5: 'fact' does not know 'exteded'. Did you mean 'extended'?",
    ),
    (
        PLAINEST + 'extension = { by = "1 day" }',
        "line 5: 'fact' is missing. Add fact = text in quotes.",
    ),
    (
        PLAINEST + 'extension = { fact = "extended", by = "1 day", within = "1 day" }',
        "line 5: 'within' is not a key of this table. The keys here are by, fact, needs, to and told_anew.",
    ),
    (PLAINEST + "stopped_by = 3", "line 5: 'stopped_by' cannot be 3. It must be a list in square brackets."),
    (
        PLAINEST + "stopped_by = [3]",
        "line 5: 'stopped_by' must be tables, each under [[stopped_by]] or in curly brackets.",
    ),
]


@pytest.mark.parametrize(("lines", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_a_table_that_cannot_be_used_is_refused(lines: str, message: str) -> None:
    assert refusal(lines) == f"s9.toml, {message}"


FORMS = (
    "Cannot read 'soon' as a length of time. Write a whole number and a unit: 10 working days, 3 working hours, "
    "90 working minutes, 24 hours, 14 days, 20 weeks, 11 months, 300 seconds, 5 minutes, 4 rings, or: same day."
)


@pytest.mark.parametrize(
    "lines",
    [
        'stop = "full reply"\n\nwithin = "soon"',
        PLAINEST + 'counts_from_within = "soon"',
        PLAINEST + 'unless_full_reply_within = "soon"',
        PLAINEST + 'variant = "soon"',
        PLAINEST + 'only_if = { fact = "extended", within = "soon" }',
        PLAINEST + 'extension = { fact = "extended", by = "soon" }',
        PLAINEST + 'extension = { fact = "extended", to = "soon" }',
    ],
)
def test_a_limit_that_cannot_be_read_is_refused(lines: str) -> None:
    assert refusal(lines) == f"s9.toml, line 5: {FORMS}"


STOPPED = {"from": '"paused"', "to": '"resumed"', "effect": '"moves by open time"', "reason": '"Waiting"'}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"from": None}, "'from' is missing. Add from = text in quotes."),
        ({"to": None}, "'to' is missing. Add to = text in quotes."),
        ({"effect": None}, "'effect' is missing. Add effect = text in quotes."),
        ({"reason": None}, "'reason' is missing. Add reason = text in quotes."),
        ({"from": '"pause"'}, "'from' does not know 'pause'. Did you mean 'paused'?"),
        ({"to": '"resume"'}, "'to' does not know 'resume'. Did you mean 'resumed'?"),
        ({"reason": "3"}, "'reason' cannot be 3. It must be text in quotes."),
        ({"lapses_after": '"soon"'}, FORMS),
        ({"lapse_after": '"1 day"'}, "'lapse_after' is not a key of this table. Did you mean 'lapses_after'?"),
        ({"effect": '"starts"'}, "'effect' does not know 'starts'. Did you mean 'starts again'?"),
        (
            {"effect": '"x"'},
            "'effect' does not know 'x'. "
            "Use starts again, skips working days, moves by calendar days or moves by open time.",
        ),
        (
            {"effect": '"skips working days"'},
            "Only a limit in working days can skip them; this one is 1 month. Choose another effect.",
        ),
    ],
)
def test_a_stop_that_cannot_be_used_is_refused(changes: Mapping[str, str | None], message: str) -> None:
    keys = {key: value for key, value in {**STOPPED, **changes}.items() if value is not None}
    table = ", ".join(f"{key} = {value}" for key, value in keys.items())
    lines = f'within = "1 month"\nstop = "full reply"\nstopped_by = [\n    {{ {table} }},\n]'
    line = 5 if "is missing" in message else 6
    assert refusal(lines) == f"s9.toml, line {line}: {message}"


def test_where_there_is_nothing_to_name_the_key_is_to_be_left_out() -> None:
    assert refusal('procedure = "LAW-1"', procedures={}) == (
        "s9.toml, line 3: 'procedure' does not know 'LAW-1'. There is none to name; leave it out."
    )
    assert refusal(PLAINEST + 'service = "desk"', services={"": DESK}) == (
        "s9.toml, line 5: 'service' does not know 'desk'. There is none to name; leave it out."
    )
    assert refusal('stop = "delay_told"\nnotice_for = ["S9-01"]', above={}) == (
        "s9.toml, line 4: 'notice_for' does not know 'S9-01'. There is none to name; leave it out."
    )


# ---- the context ----


def test_a_calendar_has_a_services_hours_and_the_councils_closures() -> None:
    here = context()
    assert here.calendar_for("foi", "phone") == calendar(
        name="foi",
        holidays={},
        closures_count=True,
        hours=PHONE.hours,
        closures=PHONE.closures,
        special=PHONE.special,
    )
    assert here.calendar_for("foi", None) == here.calendar_for("foi", "desk")
    assert here.calendar_for("council", None) == DESK


def test_a_calendar_is_made_once_for_each_pair() -> None:
    here = context()
    assert here.calendar_for("foi", "phone") is here.calendar_for("foi", "phone")
    assert here.for_a_law().calendar_for("foi", "phone") is here.calendar_for("foi", "phone")
    assert here.calendar_for("foi", "phone") is not here.calendar_for("council", "phone")


def settings(lines: str) -> FileTable:
    table = place(lines)
    table.who = "settings"
    return table


def test_a_charters_settings_are_the_contexts() -> None:
    here = context()
    assert here.with_settings(None) is here
    assert here.with_settings(settings("")) == here
    changed = here.with_settings(
        settings(
            'start = "AFTER_CUT_OFF"\ncut_off = "16:30"\nfirst_day = 1\ndue_at = "instant"\n'
            'at_closing = "next opening"\non_day_off = "next working day"\nring_ms = 3333\nring_ends = "burst"\n'
            'automatic_acknowledges = false\ndue_soon = "2 working days"'
        )
    )
    counting = Counting(
        Start.AFTER_CUT_OFF,
        990,
        1,
        DueAt.INSTANT,
        AtClosing.NEXT_OPENING,
        OnDayOff.NEXT_WORKING_DAY,
        3333,
        RingEnds.BURST,
    )
    assert changed == context(counting=counting, automatic=False, due_soon=2)


def test_a_council_cannot_change_how_a_law_counts() -> None:
    here = context(counting=Counting(first_day=1), automatic=False, due_soon=2)
    assert here.for_a_law() == context(counting=PLAIN, automatic=True, due_soon=2)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('due_soon = "2 days"', "line 3, settings: 'due_soon' must be in working days, such as 1 working day."),
        ("due_soon = 2", "line 3, settings: 'due_soon' cannot be 2. It must be text in quotes."),
        ('due_soon = "soon"', f"line 3, settings: {FORMS}"),
        (
            'automatic_acknowledges = "yes"',
            "line 3, settings: 'automatic_acknowledges' cannot be 'yes'. It must be true or false.",
        ),
        (
            "automatic_acknowledge = true",
            "line 3, settings: 'automatic_acknowledge' is not a key of this table. "
            "Did you mean 'automatic_acknowledges'?",
        ),
        ('ring_ms = "x"', "line 3, settings: 'ring_ms' cannot be 'x'. It must be a whole number."),
    ],
)
def test_settings_that_cannot_be_used_are_refused(lines: str, message: str) -> None:
    with pytest.raises(CharterError) as refused:
        context().with_settings(settings(lines))
    assert str(refused.value) == f"s9.toml, {message}"


def test_the_same_day_is_an_early_warning_too() -> None:
    assert context().with_settings(settings('due_soon = "same day"')).due_soon == 0


def test_a_way_of_counting_begins_from_another() -> None:
    default = Counting(
        Start.NEXT_OPEN,
        720,
        1,
        DueAt.CLOSE_OF_BUSINESS,
        AtClosing.NEXT_OPENING,
        OnDayOff.NEXT_WORKING_DAY,
        1000,
        RingEnds.BURST,
    )
    assert read_counting(place(""), default) == default
    assert read_counting(place(""), PLAIN) == PLAIN
    plain = (
        'start = "ACTUAL"\ncut_off = "00:00"\nfirst_day = 0\ndue_at = "end of day"\nat_closing = "due then"\n'
        'on_day_off = "stays"\nring_ms = 3000\nring_ends = "next ring"'
    )
    assert read_counting(place(plain), default) == Counting(cut_off=0)


@pytest.mark.parametrize(
    ("words", "limit"), [("4 rings", Rings(4)), ("300 seconds", Seconds(300)), ("14 days", CalendarDays(14))]
)
def test_a_limit_is_of_any_unit(words: str, limit: Any) -> None:
    assert read(f'within = "{words}"\nstop = "full reply"') == plainest(within=limit)
