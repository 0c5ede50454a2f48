"""The county's calls and visits (S5): what keeps and what breaks each promise that is measured."""

import pytest

from tests.promises.telling import Log, Row, logs, rows


@pytest.mark.promise("S5-06")
@rows("""
    phone | ringing Mon 9 Nov 2026 10:00; answered 10:00:20.999
        = kept, due Mon 9 Nov 2026 10:00:21, "The answer to the call came in time."
    phone | ringing Mon 9 Nov 2026 10:00; answered 10:00:21
        = broken, due Mon 9 Nov 2026 10:00:21, "The answer to the call came late."
    phone | ringing Mon 9 Nov 2026 10:00; voicemail left 10:00:10
        = broken, due Mon 9 Nov 2026 10:00:21, "The answer to the call did not come by the due moment."
    phone | ringing Mon 9 Nov 2026 10:00; answered 10:00:05 (automatic)
        = broken, due Mon 9 Nov 2026 10:00:21, "The answer to the call came from a machine, which does not count."
    phone | ringing Mon 9 Nov 2026 10:00; abandoned 10:00:20
        = excluded, due Mon 9 Nov 2026 10:00:21, "The person left before the limit was reached."
    phone | ringing Mon 9 Nov 2026 10:00; abandoned 10:00:21
        = broken, due Mon 9 Nov 2026 10:00:21, "The answer to the call did not come by the due moment."
    phone | ringing Mon 9 Nov 2026 08:29:59; answered 08:30:05
        = excluded, due Mon 9 Nov 2026 08:30:20, "It came outside the published opening hours."
    email | received Mon 9 Nov 2026 10:00 = nothing
""")
def test_a_call_is_answered_by_a_person_before_the_eighth_ring(row: Row):
    assert row.answer("S5-06") == row.expected


@pytest.mark.promise("S5-10")
@rows("""
    phone | ringing Mon 9 Nov 2026 10:00; answered 10:00:05; callback agreed 10:05 (by when Mon 9 Nov 2026 16:00);
        called back 16:00
        = kept, due Mon 9 Nov 2026 16:00, "Done by the date given." + kept, due Mon 9 Nov 2026 10:05,
          "The message gave all it must."
    phone | ringing Mon 9 Nov 2026 10:00; answered 10:00:05; callback agreed 10:05 (by when Mon 9 Nov 2026 16:00);
        called back 16:01
        = broken, due Mon 9 Nov 2026 16:00, "Done after the date given." + kept, due Mon 9 Nov 2026 10:05,
          "The message gave all it must."
    phone | ringing Mon 9 Nov 2026 10:00; answered 10:00:05; callback agreed 10:05 (by when Mon 9 Nov 2026 16:00)
        = broken, due Mon 9 Nov 2026 16:00, "Not done by the date given." + kept, due Mon 9 Nov 2026 10:05,
          "The message gave all it must."
    phone | ringing Mon 9 Nov 2026 10:00; answered 10:00:05; callback agreed 10:05; called back 11:00
        = broken, due Mon 9 Nov 2026 10:05, "The message did not give: by when."
    phone | ringing Mon 9 Nov 2026 10:00; answered 10:00:05; resolved 10:05 = nothing
""")
def test_a_call_back_is_agreed_for_a_time_and_made_by_it(row: Row):
    assert row.answer("S5-10") == row.expected


@pytest.mark.promise("S5-31")
@rows("""
    reception | arrived Fri 18 Dec 2026 10:00; greeted 10:05
        = kept, due Fri 18 Dec 2026 10:05, "The greeting came in time."
    reception | arrived Fri 18 Dec 2026 10:00; greeted 10:05:01
        = broken, due Fri 18 Dec 2026 10:05, "The greeting came late."
    reception | arrived Fri 18 Dec 2026 10:00; left 10:05
        = excluded, due Fri 18 Dec 2026 10:05, "The person left before the limit was reached."
    reception | arrived Fri 18 Dec 2026 10:00; left 10:05:01
        = broken, due Fri 18 Dec 2026 10:05, "The greeting did not come by the due moment."
    visit | received Fri 18 Dec 2026 10:00 = nothing
""")
def test_a_visitor_is_greeted_within_five_minutes_of_reaching_the_desk(row: Row):
    assert row.answer("S5-31") == row.expected


@pytest.mark.promise("S5-32")
@rows("""
    reception | arrived Fri 18 Dec 2026 10:00; colleague asked 10:02; colleague met 10:17
        = kept, due Fri 18 Dec 2026 10:17, "The colleague came in time."
    reception | arrived Fri 18 Dec 2026 10:00; colleague asked 10:02; colleague met 10:17:01
        = broken, due Fri 18 Dec 2026 10:17, "The colleague came late."
    reception | arrived Fri 18 Dec 2026 10:00; colleague asked 10:02
        = broken, due Fri 18 Dec 2026 10:17, "The colleague did not come by the due moment."
    reception | arrived Fri 18 Dec 2026 10:00; colleague asked 10:02 (named); colleague unavailable 10:05
        = void, due Fri 18 Dec 2026 10:17, "The person asked for by name was not there."
    reception | arrived Fri 18 Dec 2026 10:00; colleague asked 10:02; colleague unavailable 10:05
        = broken, due Fri 18 Dec 2026 10:17, "The colleague did not come by the due moment."
    reception | arrived Fri 18 Dec 2026 10:00; seen 10:03 = nothing
""")
def test_a_colleague_who_is_asked_for_comes_within_fifteen_minutes(row: Row):
    assert row.answer("S5-32") == row.expected


@pytest.mark.promise("S5-36")
@rows("""
    reception | arrived Fri 18 Dec 2026 10:00; seen 10:02; delay told 10:05 (reason, by when Tue 22 Dec 2026)
        = kept, due Fri 18 Dec 2026 10:05, "The message gave all it must."
    reception | arrived Fri 18 Dec 2026 10:00; seen 10:02; delay told 10:05 (reason)
        = broken, due Fri 18 Dec 2026 10:05, "The message did not give: by when."
    reception | arrived Fri 18 Dec 2026 10:00; seen 10:02; delay told 10:05 (by when Tue 22 Dec 2026)
        = broken, due Fri 18 Dec 2026 10:05, "The message did not give: reason."
    reception | arrived Fri 18 Dec 2026 10:00; seen 10:02; resolved 10:05 = nothing
""")
def test_a_visitor_who_goes_without_is_told_why_and_when(row: Row):
    assert row.answer("S5-36") == row.expected


@pytest.mark.promise("S5-11")
@logs("""
    3 of phone: ringing Mon 9 Nov 2026 10:00; answered 10:00:05; transferred 10:01
    1 of phone: ringing Mon 9 Nov 2026 10:00; answered 10:00:05; transferred 10:01; transferred 10:02
    5 of phone: ringing Mon 9 Nov 2026 10:00; answered 10:00:05
    = count-transfers | 4 | 4 calls
""")
def test_calls_passed_on_are_counted(log: Log):
    assert log.answer("S5-11") == log.expected


@pytest.mark.promise("S5-35")
@logs("""
    3 of reception: arrived Mon 9 Nov 2026 10:00; seen 10:10; resolved 10:20
    1 of reception: arrived Mon 9 Nov 2026 10:00; seen 10:10; delay told 10:20 (reason, by when Fri 20 Nov 2026)
    = share-resolved-first | 3 of 4 | 75.0 %
""")
def test_the_share_of_visits_in_which_the_visitor_got_what_was_asked_for_is_published(log: Log):
    assert log.answer("S5-35") == log.expected


@pytest.mark.promise("S5-06")
@logs("""
    3 of phone: ringing Mon 9 Nov 2026 10:00; answered 10:00:20
    1 of phone: ringing Mon 9 Nov 2026 10:00; answered 10:00:22
    1 of phone: ringing Mon 9 Nov 2026 10:00; abandoned 10:00:20
    = share-kept | 3 of 4 | 75.0 %
""")
def test_the_share_of_calls_answered_within_seven_rings_leaves_out_who_hung_up_sooner(log: Log):
    assert log.answer("S5-06") == log.expected


@pytest.mark.promise("S5-31")
@logs("""
    3 of reception: arrived Mon 9 Nov 2026 10:00; greeted 10:05
    1 of reception: arrived Mon 9 Nov 2026 10:00; left 10:30
    1 of reception: arrived Mon 9 Nov 2026 10:00; left 10:01
    = share-kept | 3 of 4 | 75.0 %
""")
def test_the_share_of_visitors_greeted_in_five_minutes_leaves_out_who_left_sooner(log: Log):
    assert log.answer("S5-31") == log.expected
