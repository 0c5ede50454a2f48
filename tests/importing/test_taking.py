"""Lines of another system's log become contacts once each, in whatever order and however often they come."""

from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from answerable.charters import charter_of
from answerable.contacts import actions as contacts
from answerable.contacts.actions.erasing import erase
from answerable.contacts.actions.importing import bring_more
from answerable.contacts.clocks import reckon, wrong_clocks
from answerable.contacts.models import Contact, FactRow, Message, Outgoing, WelfareFlag
from answerable.customers.models import Customer
from answerable.evidence.actions import key_at, seal_all
from answerable.evidence.keys import public_file, read_public_keys
from answerable.evidence.models import Entry
from answerable.evidence.verifying import Verification
from answerable.figures.counting import PeriodTally
from answerable.importing import actions
from answerable.importing.models import LogLine
from answerable.importing.reading import Reading
from answerable.logs.counted import CountedLog
from answerable.queues.queries import waiting_for
from answerable.standards.measure.period import Period
from tests import cast
from tests.build import at, on
from tests.importing.lines import (
    ACKNOWLEDGED,
    EARLIER,
    NOW,
    RECEIVED,
    REPLIED,
    became,
    happened,
    line,
    refused,
    stands,
    struck,
    taken,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

RANG, QUEUED = happened("ringing", "Mon 2 Nov 2026 09:00"), happened("queued", "Mon 2 Nov 2026 09:00:05")
ANSWERED = happened("answered", "Mon 2 Nov 2026 09:00:15")


def test_a_contact_comes_in_with_its_facts_at_their_own_moments_and_its_clocks_are_those_of_a_contact_like_any_other():
    taken(line(RECEIVED, ACKNOWLEDGED))
    contact = Contact.objects.get()
    assert (contact.received_at, contact.channel, contact.path) == (
        at("Mon 2 Nov 2026 09:00"),
        "email",
        "s5/customer-services/post",
    )
    assert list(contact.facts.values_list("what", "at", "by", "noted_at")) == [
        ("received", at("Mon 2 Nov 2026 09:00"), None, NOW),
        ("acknowledged", at("Mon 2 Nov 2026 11:00"), None, NOW),
    ]
    before = sorted(contact.clocks.values_list("promise", "measure", "state", "due", "stopped"))
    assert before
    contacts.wake(now=NOW)
    contact.clocks.all().delete()
    reckon(contact, now=NOW)
    assert sorted(contact.clocks.values_list("promise", "measure", "state", "due", "stopped")) == before


OVER = {
    "replied to": (line(RECEIVED, REPLIED), ("Thu 5 Nov 2026 10:00", "answered")),
    "done": (line(RECEIVED, REPLIED, happened("resolved", "Fri 6 Nov 2026 10:00")), ("Fri 6 Nov 2026 10:00", "done")),
    "replied to on its day, in a book without times": (
        line(RECEIVED, happened("replied", "Mon 2 Nov 2026 09:00"), kinds=["hazard"], channel="letter"),
        ("Mon 2 Nov 2026 09:00", "answered"),
    ),
    "acknowledged alone": (line(RECEIVED, ACKNOWLEDGED), None),
    "received alone, long ago": (line(happened("received", "Mon 3 Mar 2025 09:00")), None),
    "left out": (
        line(RECEIVED, happened("excluded", "Tue 3 Nov 2026 09:00", code="spam")),
        ("Tue 3 Nov 2026 09:00", "spam"),
    ),
    "taken back": (
        line(RECEIVED, happened("withdrawn", "Tue 3 Nov 2026 09:00")),
        ("Tue 3 Nov 2026 09:00", "withdrawn"),
    ),
    "left out and put back": (
        line(
            RECEIVED,
            happened("excluded", "Tue 3 Nov 2026 09:00", code="spam"),
            happened("put_back", "Wed 4 Nov 2026 09:00"),
        ),
        None,
    ),
    "hung up": (
        line(RANG, happened("abandoned", "Mon 2 Nov 2026 09:01"), channel="phone"),
        ("Mon 2 Nov 2026 09:01", "unmet"),
    ),
    "left unseen": (
        line(
            happened("arrived", "Mon 2 Nov 2026 09:00"),
            happened("left", "Mon 2 Nov 2026 09:40"),
            channel="reception",
        ),
        ("Mon 2 Nov 2026 09:40", "unmet"),
    ),
    "to be called back": (
        line(RANG, ANSWERED, happened("callback_agreed", "Mon 2 Nov 2026 09:02"), channel="phone"),
        None,
    ),
    "a complaint that was rung in": (line(RANG, ANSWERED, channel="phone", kinds=["complaint"]), None),
    "replied to, and escalated": (
        line(
            RECEIVED,
            ACKNOWLEDGED,
            REPLIED,
            happened("escalated", "Fri 4 Dec 2026 10:00"),
            kinds=["complaint"],
        ),
        None,
    ),
}


@pytest.mark.parametrize(("record", "over"), OVER.values(), ids=OVER)
def test_what_is_over_is_closed_as_it_ended_and_only_what_waits_for_us_is_in_the_queue(record: Any, over: Any):
    taken(record)
    contact = Contact.objects.get()
    wanted = (at(over[0]), over[1]) if over else (None, "")
    assert (contact.closed_at, contact.outcome) == wanted
    assert set(contact.kinds.values_list("closed_at", flat=True)) == {wanted[0]}
    assert len(waiting_for("s5", ["s5"], now=NOW).contacts) == (over is None)


def test_nothing_is_sent_to_anybody_and_nobody_is_told():
    taken(line(RECEIVED, email="robin@home.example", name="Robin Reed", message="I want to kill myself tonight"))
    assert (Outgoing.objects.count(), Message.objects.count(), WelfareFlag.objects.count()) == (0, 1, 1)
    assert Contact.objects.get().is_welfare


def test_a_closed_contact_raises_no_flag_for_words_that_somebody_dealt_with_then():
    taken(line(RECEIVED, REPLIED, message="I want to kill myself tonight"))
    assert (WelfareFlag.objects.count(), Contact.objects.get().is_welfare) == (0, False)


def test_customers_are_those_that_the_log_names_and_none_is_taken_for_one_who_is_proved():
    proved = cast.received(email="robin@home.example").customer
    robin = {"name": "Robin Reed", "email": "Robin@home.example"}
    taken(line(RECEIVED, id="1", **robin), line(RECEIVED, id="2", **robin), line(RECEIVED, id="3"))
    taken(line(RECEIVED, id="4", **robin), line(RECEIVED, id="5", phone="01632 960 001"))
    brought = [row.contact.customer for row in LogLine.objects.order_by("known_as").select_related("contact__customer")]
    assert [(one and one.is_proven, one == proved) for one in brought] == [(False, False)] * 2 + [(None, False)] + [
        (False, False)
    ] * 2
    assert brought[0] == brought[1] == brought[3]
    assert Customer.objects.count() == 3


def test_the_same_line_again_changes_nothing_at_all():
    lines = [line(RECEIVED, REPLIED), line(RANG, ANSWERED, id="2", channel="phone")]
    assert became(*lines) == ["NEW", "NEW"]
    before, entries = stands(), Entry.objects.count()
    assert became(*lines, lines[0]) == ["THERE"] * 3
    assert (stands(), Entry.objects.count()) == (before, entries)


def test_one_line_twice_in_a_file_is_one_contact():
    assert became(line(RECEIVED), line(RECEIVED), line(RECEIVED, REPLIED)) == ["NEW", "THERE", "MORE"]
    assert Contact.objects.get().outcome == "answered"


GROWING = [
    line(RECEIVED, id="A"),
    line(RECEIVED, ACKNOWLEDGED, id="A"),
    line(RECEIVED, REPLIED, id="A"),
    line(happened("received", "Mon 9 Nov 2026 09:00", after="A"), id="B"),
]


@pytest.mark.parametrize("order", permutations(range(4)), ids=str)
def test_whatever_the_order_and_however_many_at_once_what_is_there_in_the_end_is_the_same(order: Any):
    taken(*GROWING)
    wanted = stands()
    LogLine.objects.update(source="another")  # so that the same lines are new again
    before = set(Contact.objects.values_list("id", flat=True))
    for place in order:
        taken(GROWING[place])
    new = Contact.objects.exclude(id__in=before)
    assert [one.follows in new for one in new if one.follows] == [True]
    assert stands() == sorted([*wanted, *wanted])


CORRECTED = {
    "a reply": [line(RECEIVED, ACKNOWLEDGED, REPLIED), line(RECEIVED, REPLIED, struck(REPLIED), ACKNOWLEDGED)],
    "of two replies one": [line(RECEIVED, REPLIED), line(RECEIVED, REPLIED, REPLIED, struck(REPLIED))],
    "a kind": [
        line(RECEIVED, FOI := happened("typed", "Tue 3 Nov 2026 09:00", kinds=["foi"])),
        line(RECEIVED, FOI, struck(FOI)),
    ],
    "a receipt": [line(RECEIVED, REPLIED), line(RECEIVED, EARLIER, struck(RECEIVED), REPLIED)],
}


@pytest.mark.parametrize("lines", CORRECTED.values(), ids=CORRECTED)
def test_what_a_log_strikes_out_is_as_if_it_had_never_been_noted_whenever_it_says_so(lines: Any):
    assert became(lines[1]) == ["NEW"]
    wanted = stands()
    for at_once, order in ((False, (0, 1)), (False, (1, 0)), (False, (0, 1, 1, 0)), (True, (0, 1)), (True, (1, 0, 1))):
        before, source = stands(), f"log-{at_once}-{order}"
        chosen = [lines[place] for place in order]
        for some in [chosen] if at_once else [[one] for one in chosen]:
            assert "REFUSED" not in became(*some, source=source)
        assert stands() == sorted([*before, *wanted]), source
        assert became(*lines, source=source) == ["THERE", "THERE"]
    assert list(wrong_clocks(now=NOW)) == []


def test_a_correction_in_a_log_does_what_it_does_at_the_desk():
    taken(line(RECEIVED, ACKNOWLEDGED, REPLIED, id="A"))
    contact = Contact.objects.get()
    assert (contact.outcome, cast.states(contact)["S5-24"]) == ("answered", "kept")
    assert became(line(RECEIVED, ACKNOWLEDGED, REPLIED, struck(REPLIED), id="A")) == ["MORE"]
    contact.refresh_from_db()
    assert (contact.closed_at, contact.outcome, cast.states(contact)["S5-24"]) == (None, "", "broken")
    taken(line(RECEIVED, id="B"), line(EARLIER, RECEIVED, struck(RECEIVED), id="C"))
    _, late, early = Contact.objects.order_by("id")
    assert (late.received_at, early.received_at) == (at("Mon 2 Nov 2026 09:00"), at("Fri 30 Oct 2026 09:00"))
    assert cast.clock(early, "S5-24").due == at("Tue 10 Nov 2026 23:59:59")
    assert early.facts.get(what="struck").said["right_at"] == EARLIER["at"]


def test_what_was_struck_out_here_is_not_struck_again_by_a_log():
    early = at("Wed 4 Nov 2026 10:00")
    taken(line(RECEIVED, FOI), now=early)
    contact = Contact.objects.get()
    done = contacts.strike(contact, fact=contact.facts.get(what="typed"), why="Not one", by=cast.staff(), at=early)
    assert done is None
    before = stands()
    assert became(line(RECEIVED, FOI, struck(FOI)), now=early + timedelta(days=4)) == ["THERE"]
    assert (stands(), contact.facts.filter(what="struck").count()) == (before, 1)


def test_an_open_contact_is_closed_by_a_later_line_and_opened_again_where_it_says_so():
    taken(line(RECEIVED))
    assert became(line(RECEIVED, REPLIED)) == ["MORE"]
    assert Contact.objects.get().outcome == "answered"
    left_out = happened("excluded", "Thu 5 Nov 2026 11:00", code="test")
    assert became(line(RECEIVED, REPLIED, left_out)) == ["MORE"]
    assert Contact.objects.get().outcome == "test"
    taken(line(RECEIVED, left_out, happened("put_back", "Thu 5 Nov 2026 12:00")))
    assert Contact.objects.get().outcome == "answered"


def test_what_somebody_here_did_meanwhile_stands():
    taken(line(RECEIVED, REPLIED))
    contact = Contact.objects.get()
    contacts.reopen(contact, by=cast.staff(), at=NOW)
    assert became(line(RECEIVED, REPLIED)) == ["THERE"]
    assert became(line(RECEIVED, REPLIED, happened("resolved", "Fri 6 Nov 2026 10:00"))) == ["MORE"]
    assert Contact.objects.get().closed_at is None  # whoever opened it looks at what was done


def test_what_was_erased_is_not_brought_back_by_the_log_it_came_from():
    taken(line(RECEIVED, REPLIED, subject="Robin's lamp", name="Robin Reed"))
    erase(Contact.objects.get(), at=NOW)
    why = happened("delay_told", "Wed 4 Nov 2026 10:00", reason="Robin's lamp is of a kind we order")
    says = Reading(cast.council(), now=NOW).line_of(line(RECEIVED, REPLIED, why)).says
    assert bring_more(Contact.objects.get(), says.judged, now=NOW) is False  # it was erased as the line was read
    assert became(line(RECEIVED, REPLIED, why, subject="Robin's lamp")) == ["THERE"]
    assert FactRow.objects.filter(what="delay_told").count() == 0


def test_the_ids_of_two_systems_are_apart():
    assert became(line(RECEIVED)) == ["NEW"]
    assert became(line(RECEIVED), source="post-book") == ["NEW"]
    assert Contact.objects.count() == 2


def test_an_id_that_is_here_as_something_else_is_refused_and_says_what_may_be_the_cause():
    taken(line(RECEIVED))
    reference = Contact.objects.get().reference
    assert refused(line(happened("received", "Tue 3 Nov 2026 09:00"), channel="letter")) == (
        f"'C-1' is here already as {reference}, by email, enquiry, begun 2026-11-02T09:00:00+00:00; this line says "
        f"otherwise. If it is of another system, give that a --source of its own."
    )


REFUSED = {
    "a NUL": (
        line(RECEIVED, subject="a\0b"),
        "It holds a NUL, or half a character: the file is damaged there. Take it out.",
    ),
    "half a character": (line(RECEIVED, subject="a\udce9b"), "It holds a NUL, or half a character"),
    "in the future": (
        line(RECEIVED, happened("replied", "Mon 7 Dec 2026 09:01")),
        "'replied' at 2026-12-07T09:01:00+00:00: Cannot note what has not happened yet. Give a moment that has come.",
    ),
    "before receipt": (
        line(RECEIVED, happened("replied", "Sun 1 Nov 2026 09:00")),
        "'replied' at 2026-11-01T09:00:00+00:00: Cannot note what happened before the contact began.",
    ),
    "on another channel": (
        line(RECEIVED, ANSWERED),
        "'answered' at 2026-11-02T09:00:15+00:00: Cannot note “Answered” of an email",
    ),
    "a detail that is none": (
        line(happened("received", "Mon 2 Nov 2026 09:00", colour="red")),
        "Cannot say 'colour' of",
    ),
    "a detail of another sort": (
        line(RECEIVED, happened("acknowledged", "Mon 2 Nov 2026 11:00", owner={"a": [1]})),
        "with {'a': [1]} for",
    ),
    "a correction without a reason": (
        line(RECEIVED, REPLIED, struck(REPLIED, why=" ")),
        "Its fact 'struck' does not say why.",
    ),
    "a correction of what is not there": (
        line(RECEIVED, struck(REPLIED)),
        "which is not there before it.",
    ),
    "a correction twice": (
        line(RECEIVED, REPLIED, struck(REPLIED), struck(REPLIED, "Fri 6 Nov 2026 11:00")),
        "which is struck out already.",
    ),
    "a correction of what stays": (
        line(RECEIVED, struck(happened("put_back", "Tue 3 Nov 2026 09:00"))),
        "'put_back' cannot be struck out.",
    ),
    "a receipt that was wrong, and no right one": (
        line(RECEIVED, struck(RECEIVED)),
        "No fact says when it began.",
    ),
    "a receipt that was wrong, and two right ones": (
        line(RECEIVED, EARLIER, struck(RECEIVED, right_at=at("Fri 30 Oct 2026 10:00").isoformat())),
        "has the 'right_at' 2026-10-30T10:00:00+00:00, and it begins at 2026-10-30T09:00:00+00:00.",
    ),
    "a receipt by which such a contact does not begin": (
        line(RANG, happened("received", "Mon 2 Nov 2026 09:00"), struck(RECEIVED), channel="phone"),
        "'received' cannot be struck out: a contact by phone does not begin with it.",
    ),
    "before any charter": (
        line(happened("received", "Mon 4 Jan 1999 09:00")),
        "Cannot say what council s5 promised on 4 January 1999",
    ),
    "no team": (
        line(RECEIVED, team="parks"),
        "There is no team 'parks'. Write customer-services/post or customer-services/roads, or leave it out.",
    ),
    "a text that is a number": (line(RECEIVED, phone=7), "'phone' cannot be 7. Write it in quotes, or leave it out."),
    "too long": (line(RECEIVED, phone="0" * 41), "'phone' is longer than 40 characters. Shorten it."),
    "an id that is too long": (line(RECEIVED, id="x" * 201), "Its id is empty, or longer than 200 characters."),
    "left out for no reason": (
        line(RECEIVED, happened("excluded", "Mon 2 Nov 2026 11:00")),
        "'excluded' needs its code: spam",
    ),
    "no beginning": (line(REPLIED), "No fact says when it began."),
}


@pytest.mark.parametrize(("record", "says"), REFUSED.values(), ids=REFUSED)
def test_a_bad_line_is_refused_in_a_sentence_and_the_others_are_taken(record: Any, says: str):
    assert says in refused(record)
    assert became(line(RECEIVED, id="1"), record, line(RECEIVED, id="2")) == ["NEW", "REFUSED", "NEW"]


def test_a_line_that_nobody_expected_stops_none_of_its_batch(monkeypatch: pytest.MonkeyPatch):
    usual = actions.bring_in

    def odd(council: Any, brought: Any, **how: Any) -> Any:
        if any(one.subject == "odd" for one in brought):
            raise ZeroDivisionError("of a sort that nobody thought of")
        return usual(council, brought, **how)

    monkeypatch.setattr(actions, "bring_in", odd)
    done = taken(line(RECEIVED, id="1"), line(RECEIVED, id="2", subject="odd"), line(RECEIVED, id="3"))
    assert [one.became.name for one in done] == ["NEW", "REFUSED", "NEW"]
    assert str(done[1].problem).startswith("It could not be kept, and nothing of it was (ZeroDivisionError: of a sort")
    assert LogLine.objects.count() == 2


def test_a_trial_says_the_same_and_writes_nothing():
    taken(line(RECEIVED))
    before, entries = stands(), Entry.objects.count()
    lines = [line(RECEIVED, REPLIED), line(RECEIVED, id="2"), line(REPLIED, id="3"), line(RECEIVED)]
    assert became(*lines, trial=True) == ["MORE", "NEW", "REFUSED", "THERE"]
    assert (stands(), Entry.objects.count()) == (before, entries)


def test_the_record_says_what_was_brought_from_where_and_the_seals_fit(tmp_path: Path):
    taken(line(RECEIVED), line(RECEIVED, REPLIED, id="2"))
    entry = Entry.objects.get(what="imported contacts")
    assert (entry.about, entry.at, entry.details) == (
        "s5",
        NOW,
        {"source": "log", "lines": "1 to 2", "new": 2, "more": 0},
    )
    key = key_at(tmp_path / "key.pem")
    seal_all(at=NOW, key=key)
    assert list(Verification(read_public_keys(public_file(tmp_path / "key.pem")), [], now=NOW).faults()) == []


def test_a_breach_enters_the_record_at_its_own_moment():
    taken(line(RECEIVED, ACKNOWLEDGED))
    broken = Contact.objects.get().clocks.filter(state="broken").order_by("decided", "id")
    entries = Entry.objects.filter(what="promise broken").order_by("at", "id")
    assert broken
    assert [(one.at, one.details["promise"]) for one in entries] == [(row.decided, row.promise) for row in broken]


SPAM = happened("excluded", "Mon 2 Nov 2026 11:00", code="spam")
EARLY = happened("received", "Mon 5 Oct 2026 09:00")


def test_what_was_brought_in_is_counted_as_the_log_itself_is():
    records = [
        line(RECEIVED, ACKNOWLEDGED, REPLIED, id="1"),
        line(RECEIVED, happened("replied", "Mon 30 Nov 2026 10:00"), id="2", channel="letter"),
        line(RECEIVED, id="3"),
        line(RANG, QUEUED, ANSWERED, id="4", channel="phone"),
        line(RANG, QUEUED, happened("abandoned", "Mon 2 Nov 2026 09:03"), id="5", channel="phone"),
        line(
            happened("arrived", "Mon 2 Nov 2026 09:00"),
            happened("greeted", "Mon 2 Nov 2026 09:01"),
            happened("seen", "Mon 2 Nov 2026 09:21"),
            id="6",
            channel="reception",
        ),
        line(RECEIVED, happened("excluded", "Mon 2 Nov 2026 11:00", code="spam"), id="7"),
        line(RECEIVED, REPLIED, struck(REPLIED), id="9"),
        line(RECEIVED, SPAM, REPLIED, struck(SPAM, "Fri 27 Nov 2026 10:00"), id="10"),
        line(EARLY, RECEIVED, struck(EARLY), REPLIED, id="11"),
        line(
            happened("ringing", "Tue 3 Nov 2026 09:00", after="4"),
            happened("answered", "Tue 3 Nov 2026 09:00:05"),
            id="8",
            channel="phone",
        ),
    ]
    taken(*records)
    period = Period(on("Thu 1 Oct 2026"), on("Thu 31 Dec 2026"), zone="Europe/London")
    log = CountedLog("s5", period=period, now=NOW)
    for number, record in enumerate(records):
        log.add(record, number)
    tally = PeriodTally(cast.council(), first_on=period.first, last_on=period.last, at=NOW)
    tally.run()
    ours = {promise.id for promise in charter_of("s5").promises if not promise.checks}
    wanted = [str(figure) for _, figure in log.figures() if figure.terms.promise in ours and figure.n]
    assert wanted
    assert [str(one.figure) for one in tally.figures() if one.figure.terms.promise in ours and one.figure.n] == wanted
