"""The borough (S2): what keeps and what breaks each of its promises that is measured."""

import pytest

from tests.promises.telling import Log, Row, checked, logs, rows


@pytest.mark.promise("S2-34")
@rows("""
    email | received Fri 18 Dec 2026 18:30; responded Mon 21 Dec 2026 23:59:59
        = kept, due Mon 21 Dec 2026, "The response came in time."
    web | received Fri 18 Dec 2026 18:30; replied Mon 21 Dec 2026
        = kept, due Mon 21 Dec 2026, "The response came in time."
    email | received Fri 18 Dec 2026 18:30; responded Tue 22 Dec 2026 00:00
        = broken, due Mon 21 Dec 2026, "The response came late."
    email | received Fri 18 Dec 2026 18:30; acknowledged Fri 18 Dec 2026 18:31 (automatic, reference,
        by when Mon 21 Dec 2026)
        = broken, due Mon 21 Dec 2026, "The response did not come by the due moment."
    email | received Fri 18 Dec 2026 18:30; responded Fri 18 Dec 2026 18:31 (automatic)
        = broken, due Mon 21 Dec 2026, "The response came from a machine, which does not count."
    email | received Fri 18 Dec 2026 18:30; excluded Mon 21 Dec 2026 (code spam)
        = excluded, due Mon 21 Dec 2026, "Left out of the figures: spam."
    letter | received Fri 18 Dec 2026 = nothing
""")
def test_an_email_or_a_form_gets_a_response_by_a_person_within_one_working_day(row: Row):
    assert row.answer("S2-34") == row.expected


@pytest.mark.promise("S2-07")
@logs("""
    3 of phone: ringing Mon 9 Nov 2026 10:00; answered 10:00:20; resolved 10:05
    1 of phone: ringing Mon 9 Nov 2026 10:00; answered 10:00:20; callback agreed 10:05 (by when Tue 10 Nov 2026)
    2 of phone: complaint: received Mon 9 Nov 2026 10:00; ringing 10:00; answered 10:00:20
    = share-resolved-first | 3 of 4 | 75.0 %
""")
def test_the_share_settled_at_the_first_contact_is_published_without_a_verdict(log: Log):
    assert log.answer("S2-07") == log.expected


@pytest.mark.promise("S2-11")
@logs("""
    3 of email: enquiry: received Mon 2 Nov 2026; responded Tue 3 Nov 2026
    1 of email: enquiry: received Mon 2 Nov 2026
    = headline-answers | 3 of 4 | 75.0 %
""")
def test_all_time_limits_together_make_one_figure(log: Log):
    assert log.answer("S2-11") == log.expected


@pytest.mark.promise("S2-25")
@logs("""
    1 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; answered 10:00:25
    1 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; answered 10:00:45
    = percentiles-wait | 2 | 30.0 seconds
""")
def test_how_long_callers_wait_is_published_without_a_verdict(log: Log):
    assert log.answer("S2-25") == log.expected


@pytest.mark.promise("S2-28")
@logs("""
    85 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; answered 10:01:00
    14 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; abandoned 10:01:00
    1 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; abandoned 10:00:06
    5 of phone: ringing Mon 9 Nov 2026 20:00; queued 20:00:05; abandoned 20:01:00
    = phone-answered-of-offered | 85 of 100 | 85.0 % | kept

    84 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; answered 10:01:00
    16 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; abandoned 10:01:00
    = phone-answered-of-offered | 84 of 100 | 84.0 % | broken

    84 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; answered 10:01:00
    1 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; callback agreed 10:01:00; called back 11:00
    15 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; callback agreed 10:01:00
    = phone-answered-of-offered | 85 of 100 | 85.0 % | kept

    84 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; answered 10:01:00
    16 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; voicemail left 10:01:00
    = phone-answered-of-offered | 84 of 100 | 84.0 % | broken

    5 of phone: ringing Sat 7 Nov 2026 10:00; queued 10:00:05; answered 10:01:00
    = phone-answered-of-offered | 0 of 0 | not measured | not measured
""")
def test_at_least_85_in_a_hundred_calls_are_answered_by_a_person(log: Log):
    assert log.answer("S2-28") == log.expected


@pytest.mark.promise("S2-29")
@logs("""
    2 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; answered 10:03:04.9
    = mean-wait-answered | 2 | 179.9 seconds | kept

    2 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; answered 10:03:05
    9 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; abandoned 10:00:06
    = mean-wait-answered | 2 | 180.0 seconds | broken
""")
def test_callers_wait_less_than_three_minutes_on_average(log: Log):
    assert log.answer("S2-29") == log.expected


@pytest.mark.promise("S2-30")
@logs("""
    1 of email: enquiry: received Mon 9 Nov 2026 10:00; responded 12:00
    1 of web: enquiry: received Mon 9 Nov 2026 10:00; acknowledged 10:01 (automatic); replied 14:00
    1 of letter: enquiry: received Mon 9 Nov 2026 10:00; replied 16:00
    = percentiles-response | 2 | 3.0 working hours
""")
def test_how_long_emails_wait_is_published_without_a_verdict(log: Log):
    assert log.answer("S2-30") == log.expected


@pytest.mark.promise("S2-03")
def test_the_share_of_tests_that_came_in_by_form_and_by_email_is_published_without_a_verdict():
    assert checked("S2-03", form="95 of 96", mailbox="96 of 96") == "availability | 191 of 192 | 99.4 %"
    assert checked("S2-03", form="96 of 96", mailbox="95 of 96") == "availability | 191 of 192 | 99.4 %"
    assert checked("S2-03", details="0 of 24") == "availability | 0 | not measured | not measured"


@pytest.mark.promise("S2-17")
def test_the_share_of_test_forms_that_said_nothing_of_their_sender_is_published_without_a_verdict():
    assert checked("S2-17", form="96 of 96", mailbox="0 of 9") == "availability | 96 of 96 | 100.0 %"
    assert checked("S2-17", form="0 of 96") == "availability | 0 of 96 | 0.0 %"


@pytest.mark.promise("S2-20")
def test_999_in_a_thousand_test_forms_arrive_at_any_hour():
    assert checked("S2-20", form="999 of 1000", mailbox="0 of 9") == "availability | 999 of 1000 | 99.9 % | kept"
    assert checked("S2-20", form="1997 of 2000") == "availability | 1997 of 2000 | 99.8 % | broken"
    assert checked("S2-20") == "availability | 0 | not measured | not measured"


@pytest.mark.promise("S2-21")
def test_the_share_of_test_emails_that_arrived_is_published_without_a_verdict():
    assert checked("S2-21", mailbox="95 of 96", form="0 of 9") == "availability | 95 of 96 | 98.9 %"
    assert checked("S2-21", form="96 of 96") == "availability | 0 | not measured | not measured"
