"""The city's service company (S1): what keeps and what breaks each of its promises that is measured."""

import pytest

from tests.promises.telling import Log, Row, checked, logs, published_on, rows


@pytest.mark.promise("S1-14")
@rows("""
    email | received Fri 18 Dec 2026 18:30; replied Mon 21 Dec 2026 23:59:59
        = kept, due Mon 21 Dec 2026, "The acknowledgement came in time."
    web | received Fri 18 Dec 2026 18:30; acknowledged Mon 21 Dec 2026 (next step, by when Tue 29 Dec 2026)
        = kept, due Mon 21 Dec 2026, "The acknowledgement came in time."
    letter | received Fri 18 Dec 2026; acknowledged Fri 18 Dec 2026 13:00 (automatic, next step,
        by when Tue 29 Dec 2026)
        = kept, due Mon 21 Dec 2026, "The acknowledgement came in time."
    email | received Fri 18 Dec 2026; acknowledged Mon 21 Dec 2026 (next step)
        = broken, due Mon 21 Dec 2026, "The acknowledgement came without what it must give: by when."
    email | received Fri 18 Dec 2026; acknowledged Mon 21 Dec 2026 (by when Tue 29 Dec 2026)
        = broken, due Mon 21 Dec 2026, "The acknowledgement came without what it must give: what happens next."
    email | received Fri 18 Dec 2026; replied Tue 22 Dec 2026 00:00
        = broken, due Mon 21 Dec 2026, "The acknowledgement came late."
    email | received Fri 18 Dec 2026; withdrawn Mon 21 Dec 2026
        = void, due Mon 21 Dec 2026, "The customer took the matter back before it fell due."
    phone | received Fri 18 Dec 2026; replied Tue 22 Dec 2026 = nothing
""")
def test_something_written_is_answered_or_acknowledged_with_what_comes_next_in_one_working_day(row: Row):
    assert row.answer("S1-14") == row.expected


@pytest.mark.promise("S1-15")
@rows("""
    email | received Mon 2 Nov 2026; acknowledged Tue 3 Nov 2026 (next step, by when Mon 9 Nov 2026);
        replied Mon 9 Nov 2026
        = kept, due Mon 9 Nov 2026, "Done by the date given." + kept, due Tue 3 Nov 2026 12:00,
          "The message gave all it must."
    email | received Mon 2 Nov 2026; acknowledged Tue 3 Nov 2026 (next step, by when Mon 9 Nov 2026);
        replied Tue 10 Nov 2026
        = broken, due Mon 9 Nov 2026, "Done after the date given." + kept, due Tue 3 Nov 2026 12:00,
          "The message gave all it must."
    letter | received Mon 2 Nov 2026; acknowledged Tue 3 Nov 2026 (next step)
        = broken, due Tue 3 Nov 2026 12:00, "The message did not give: by when."
    web | received Mon 2 Nov 2026; acknowledged Mon 2 Nov 2026 13:00 (automatic)
        = broken, due Mon 2 Nov 2026 13:00, "The message did not give: what happens next and by when."
    web | received Mon 2 Nov 2026; acknowledged Mon 2 Nov 2026 13:00 (automatic);
        excluded Tue 3 Nov 2026 (code test)
        = excluded, due Mon 2 Nov 2026 13:00, "Left out of the figures after its limit had passed: test."
    email | received Mon 2 Nov 2026; replied Tue 3 Nov 2026 = nothing
    phone | received Mon 2 Nov 2026; acknowledged Tue 3 Nov 2026 = nothing
""")
def test_an_acknowledgement_says_what_comes_next_and_by_when_and_the_date_is_kept(row: Row):
    assert row.answer("S1-15") == row.expected


@pytest.mark.promise("S1-16")
@rows("""
    email | received Fri 18 Dec 2026; replied Tue 29 Dec 2026 23:59:59
        = kept, due Tue 29 Dec 2026, "The full reply came in time."
    letter | received Fri 18 Dec 2026; replied Wed 30 Dec 2026 00:00
        = broken, due Tue 29 Dec 2026, "The full reply came late."
    web | received Fri 18 Dec 2026; acknowledged Mon 21 Dec 2026; responded Tue 22 Dec 2026
        = broken, due Tue 29 Dec 2026, "The full reply did not come by the due moment."
    email | received Fri 18 Dec 2026 @ Thu 24 Dec 2026
        = due soon, due Tue 29 Dec 2026, "The full reply is due soon."
    phone | received Fri 18 Dec 2026 = nothing
""")
def test_something_written_gets_a_full_reply_in_five_working_days(row: Row):
    assert row.answer("S1-16") == row.expected


@pytest.mark.promise("S1-19")
@rows("""
    phone: appointment | received Fri 18 Dec 2026;
        appointment offered Fri 18 Dec 2026 13:00 (slot Wed 23 Dec 2026 16:00)
        = kept, due Wed 23 Dec 2026, "The appointment came in time."
    reception: appointment | received Fri 18 Dec 2026;
        appointment offered Fri 18 Dec 2026 13:00 (slot Thu 24 Dec 2026 09:00)
        = broken, due Wed 23 Dec 2026, "The appointment came late."
    email: appointment | received Fri 18 Dec 2026; appointment offered Mon 21 Dec 2026
        = broken, due Wed 23 Dec 2026, "The appointment came without what it must give: appointment."
    email: appointment | received Fri 18 Dec 2026; withdrawn Mon 21 Dec 2026
        = void, due Wed 23 Dec 2026, "The customer took the matter back before it fell due."
    email | received Fri 18 Dec 2026 = nothing
""")
def test_an_appointment_asked_for_falls_within_five_calendar_days(row: Row):
    assert row.answer("S1-19") == row.expected


@pytest.mark.promise("S1-25")
@rows("""
    voicemail | received Fri 18 Dec 2026 17:30; responded Mon 21 Dec 2026 23:59:59
        = kept, due Mon 21 Dec 2026, "The response came in time."
    voicemail | received Fri 18 Dec 2026 17:30; responded Tue 22 Dec 2026 00:00
        = broken, due Mon 21 Dec 2026, "The response came late."
    voicemail | received Fri 18 Dec 2026 17:30; acknowledged Mon 21 Dec 2026
        = broken, due Mon 21 Dec 2026, "The response did not come by the due moment."
    email | received Fri 18 Dec 2026 = nothing
""")
def test_a_message_left_by_telephone_is_answered_within_one_working_day(row: Row):
    assert row.answer("S1-25") == row.expected


@pytest.mark.promise("S1-27")
@rows("""
    letter: comment | received Fri 18 Dec 2026; acknowledged Mon 21 Dec 2026 23:59:59
        = kept, due Mon 21 Dec 2026, "The acknowledgement came in time."
    email: complaint | received Fri 18 Dec 2026; acknowledged Fri 18 Dec 2026 12:01 (automatic, reference,
        by when Tue 29 Dec 2026)
        = kept, due Mon 21 Dec 2026, "The acknowledgement came in time."
    email: complaint | received Fri 18 Dec 2026; acknowledged Fri 18 Dec 2026 12:01 (automatic)
        = broken, due Mon 21 Dec 2026, "The acknowledgement came without what it must give: reference and by when."
    phone: compliment | received Fri 18 Dec 2026; acknowledged Tue 22 Dec 2026 00:00
        = broken, due Mon 21 Dec 2026, "The acknowledgement came late."
    email: complaint | received Fri 18 Dec 2026; excluded Mon 21 Dec 2026 (code duplicate)
        = excluded, due Mon 21 Dec 2026, "Left out of the figures: duplicate."
    email | received Fri 18 Dec 2026 = nothing
""")
def test_a_comment_complaint_or_compliment_is_acknowledged_within_one_working_day(row: Row):
    assert row.answer("S1-27") == row.expected


@pytest.mark.promise("S1-28")
@rows("""
    reception: complaint | received Fri 18 Dec 2026; replied Tue 29 Dec 2026 23:59:59
        = kept, due Tue 29 Dec 2026, "The full reply came in time."
    email: compliment | received Fri 18 Dec 2026; replied Wed 30 Dec 2026 00:00
        = broken, due Tue 29 Dec 2026, "The full reply came late."
    letter: comment | received Fri 18 Dec 2026; acknowledged Mon 21 Dec 2026
        = broken, due Tue 29 Dec 2026, "The full reply did not come by the due moment."
    email | received Fri 18 Dec 2026 = nothing
""")
def test_a_comment_complaint_or_compliment_gets_a_full_reply_within_five_working_days(row: Row):
    assert row.answer("S1-28") == row.expected


@pytest.mark.promise("S1-29")
@rows("""
    email: complaint | received Fri 18 Dec 2026; delay told Tue 29 Dec 2026 (by when Fri 8 Jan 2027);
        replied Fri 8 Jan 2027
        = kept, due Tue 29 Dec 2026, "The notice of delay came in time."
    email: complaint | received Fri 18 Dec 2026; delay told Wed 30 Dec 2026 (by when Fri 8 Jan 2027)
        = broken, due Tue 29 Dec 2026, "The notice of delay came late."
    letter: comment | received Fri 18 Dec 2026; delay told Tue 29 Dec 2026 (reason)
        = broken, due Tue 29 Dec 2026, "The notice of delay came without what it must give: by when."
    letter: comment | received Fri 18 Dec 2026; replied Tue 29 Dec 2026
        = not required, due Tue 29 Dec 2026, "The full reply was sent in time, so no notice of delay was owed."
    email | received Fri 18 Dec 2026 = nothing
""")
def test_whoever_waits_longer_than_five_working_days_is_told_when_to_expect_the_answer(row: Row):
    assert row.answer("S1-29") == row.expected


@pytest.mark.promise("S1-04")
@logs("""
    3 of email: complaint: received Mon 2 Nov 2026
    2 of letter: compliment: received Mon 2 Nov 2026
    4 of email: enquiry: received Mon 2 Nov 2026
    1 of email: complaint: received Fri 1 Jan 2027
    = count | 5 | 5 contacts
""")
def test_complaints_and_compliments_are_counted(log: Log):
    assert log.answer("S1-04") == log.expected


@pytest.mark.promise("S1-02")
def test_how_many_of_the_promises_are_measured_is_counted_from_the_list_itself():
    assert checked("S1-02") == "share-measured | 17 of 37 | 45.9 % | broken"


@pytest.mark.promise("S1-12")
@pytest.mark.promise("S1-35")
@pytest.mark.parametrize("promise", ["S1-12", "S1-35"])
def test_a_form_that_is_found_and_takes_a_complaint_is_counted_by_its_tests(promise: str):
    assert checked(promise, form="96 of 96") == "availability | 96 of 96 | 100.0 %"
    assert checked(promise, form="95 of 96") == "availability | 95 of 96 | 98.9 %"


@pytest.mark.promise("S1-07")
@logs("""
    1 of email: enquiry: received Mon 2 Nov 2026; replied Tue 3 Nov 2026
    1 of email: enquiry: received Mon 2 Nov 2026; replied Tue 10 Nov 2026
    = headline-answers | 1 of 2 | 50.0 %
""")
def test_all_time_limits_together_make_one_figure(log: Log):
    assert log.answer("S1-07") == log.expected


@pytest.mark.promise("S1-24")
@logs("""
    1 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; answered 10:00:25
    2 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; answered 10:00:45
    1 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; abandoned 10:02:05
    = percentiles-wait | 3 | 33.4 seconds
""")
def test_how_long_callers_wait_is_published_without_a_verdict(log: Log):
    assert log.answer("S1-24") == log.expected


@pytest.mark.promise("S1-36")
@logs("""
    3 of email: complaint: received Mon 2 Nov 2026; replied Fri 27 Nov 2026
    = share-answered | 3 of 3 | 100.0 % | kept

    3 of email: suggestion: received Mon 2 Nov 2026; replied Fri 27 Nov 2026
    1 of email: comment: received Mon 2 Nov 2026; acknowledged Tue 3 Nov 2026
    2 of email: enquiry: received Mon 2 Nov 2026
    = share-answered | 3 of 4 | 75.0 % | broken
""")
def test_every_comment_complaint_suggestion_and_compliment_gets_an_answer(log: Log):
    assert log.answer("S1-36") == log.expected


@pytest.mark.promise("S1-37")
def test_the_share_of_checks_that_found_where_to_find_us_is_published_without_a_verdict():
    assert checked("S1-37", details="23 of 24", form="0 of 9", mailbox="0 of 9") == "availability | 23 of 24 | 95.8 %"
    assert checked("S1-37", details="24 of 24") == "availability | 24 of 24 | 100.0 %"
    assert checked("S1-37") == "availability | 0 | not measured | not measured"


@pytest.mark.promise("S1-08")
def test_figures_are_published_within_a_month_of_the_quarter_they_are_of():
    assert published_on("S1-08", "Fri 30 Oct 2026 23:59") == "share-passed | 1 of 1 | 100.0 %"
    assert published_on("S1-08", "Sat 31 Oct 2026 00:00") == "share-passed | 0 of 1 | 0.0 %"
    assert published_on("S1-08", "") == "share-passed | 0 of 1 | 0.0 %"
