"""The district with council housing (S4): what keeps and what breaks each of its promises that is measured."""

import pytest

from tests.promises.telling import Log, Row, checked, logs, rows


@pytest.mark.promise("S4-11")
def test_a_form_that_is_found_and_takes_a_complaint_is_counted_by_its_tests():
    assert checked("S4-11", form="96 of 96") == "availability | 96 of 96 | 100.0 %"
    assert checked("S4-11", form="95 of 96") == "availability | 95 of 96 | 98.9 %"


@pytest.mark.promise("S4-25")
@rows("""
    phone | ringing Mon 9 Nov 2026 10:00; answered 10:00:11.999
        = kept, due Mon 9 Nov 2026 10:00:12, "The answer to the call came in time."
    phone | ringing Mon 9 Nov 2026 10:00; answered 10:00:12
        = broken, due Mon 9 Nov 2026 10:00:12, "The answer to the call came late."
    phone | ringing Mon 9 Nov 2026 10:00; voicemail left 10:00:10
        = broken, due Mon 9 Nov 2026 10:00:12, "The answer to the call did not come by the due moment."
    phone | ringing Mon 9 Nov 2026 10:00; answered 10:00:05 (automatic)
        = broken, due Mon 9 Nov 2026 10:00:12, "The answer to the call came from a machine, which does not count."
    phone | ringing Mon 9 Nov 2026 10:00; abandoned 10:00:11.999
        = excluded, due Mon 9 Nov 2026 10:00:12, "The person left before the limit was reached."
    phone | ringing Mon 9 Nov 2026 10:00; abandoned 10:00:12
        = broken, due Mon 9 Nov 2026 10:00:12, "The answer to the call did not come by the due moment."
    phone | ringing Mon 9 Nov 2026 19:00; answered 19:00:05
        = excluded, due Mon 9 Nov 2026 19:00:12, "It came outside the published opening hours."
    email | received Mon 9 Nov 2026 10:00 = nothing
""")
def test_a_call_is_answered_by_a_person_before_the_fifth_ring(row: Row):
    assert row.answer("S4-25") == row.expected


@pytest.mark.promise("S4-27")
@rows("""
    email | received Fri 18 Dec 2026; replied Fri 1 Jan 2027 23:59:59
        = kept, due Fri 1 Jan 2027, "The full reply came in time."
    letter | received Fri 18 Dec 2026; replied Sat 2 Jan 2027 00:00
        = broken, due Fri 1 Jan 2027, "The full reply came late."
    letter | received Fri 18 Dec 2026; acknowledged Mon 21 Dec 2026
        = broken, due Fri 1 Jan 2027, "The full reply did not come by the due moment."
    letter | received Fri 18 Dec 2026; withdrawn Fri 1 Jan 2027
        = void, due Fri 1 Jan 2027, "The customer took the matter back before it fell due."
    web | received Fri 18 Dec 2026 = nothing
""")
def test_a_letter_or_an_email_is_answered_within_fourteen_calendar_days(row: Row):
    assert row.answer("S4-27") == row.expected


@pytest.mark.promise("S4-28")
@rows("""
    email | received Fri 18 Dec 2026; delay told Fri 1 Jan 2027 (by when Fri 8 Jan 2027)
        = kept, due Fri 1 Jan 2027, "The notice of delay came in time."
    email | received Fri 18 Dec 2026; delay told Sat 2 Jan 2027 00:00 (by when Fri 8 Jan 2027)
        = broken, due Fri 1 Jan 2027, "The notice of delay came late."
    letter | received Fri 18 Dec 2026; delay told Fri 1 Jan 2027 (reason)
        = broken, due Fri 1 Jan 2027, "The notice of delay came without what it must give: by when."
    letter | received Fri 18 Dec 2026; replied Fri 1 Jan 2027
        = not required, due Fri 1 Jan 2027, "The full reply was sent in time, so no notice of delay was owed."
    web | received Fri 18 Dec 2026 = nothing
""")
def test_whoever_waits_longer_than_fourteen_days_is_told_a_date(row: Row):
    assert row.answer("S4-28") == row.expected


@pytest.mark.promise("S4-32")
@rows("""
    email to contact-group | received Fri 18 Dec 2026 18:30; acknowledged Sat 19 Dec 2026 18:30
        = kept, due Sat 19 Dec 2026 18:30, "The acknowledgement came in time."
    email to contact-group | received Fri 18 Dec 2026 18:30; acknowledged 18:31 (automatic, reference,
        by when Fri 1 Jan 2027)
        = kept, due Sat 19 Dec 2026 18:30, "The acknowledgement came in time."
    email to contact-group | received Fri 18 Dec 2026 18:30; acknowledged 18:31 (automatic, reference)
        = broken, due Sat 19 Dec 2026 18:30, "The acknowledgement came without what it must give: by when."
    email to contact-group | received Fri 18 Dec 2026 18:30; acknowledged Sat 19 Dec 2026 18:30:01
        = broken, due Sat 19 Dec 2026 18:30, "The acknowledgement came late."
    email | received Fri 18 Dec 2026 18:30 = nothing
""")
def test_an_email_to_a_contact_group_is_acknowledged_within_24_hours(row: Row):
    assert row.answer("S4-32") == row.expected


@pytest.mark.promise("S4-36")
@rows("""
    visit: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026; appealed Mon 20 Apr 2026;
        appeal decided Tue 5 May 2026 23:59:59
        = kept, due Tue 5 May 2026, "The decision on the appeal came in time."
    visit: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026; appealed Mon 20 Apr 2026;
        appeal decided Wed 6 May 2026 00:00
        = broken, due Tue 5 May 2026, "The decision on the appeal came late."
    visit: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026; appealed Mon 20 Apr 2026
        = broken, due Tue 5 May 2026, "The decision on the appeal did not come by the due moment."
    visit: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026 = nothing
""")
def test_an_appeal_is_decided_within_ten_working_days(row: Row):
    assert row.answer("S4-36") == row.expected


@pytest.mark.promise("S4-38")
@rows("""
    visit: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026; reviewed Sun 28 Feb 2027 23:59:59
        = kept, due Sun 28 Feb 2027, "The review came in time."
    internal: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026; reviewed Mon 1 Mar 2027 00:00
        = broken, due Sun 28 Feb 2027, "The review came late."
    visit: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026
        = broken, due Sun 28 Feb 2027, "The review did not come by the due moment."
    visit: restriction | received Mon 30 Mar 2026 = nothing
""")
def test_a_restriction_is_reviewed_within_eleven_months(row: Row):
    assert row.answer("S4-38") == row.expected


@pytest.mark.promise("S4-39")
@rows("""
    visit: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026; outcome sent Wed 31 Mar 2027 23:59:59
        = kept, due Wed 31 Mar 2027, "The letter with the outcome came in time."
    visit: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026; outcome sent Thu 1 Apr 2027 00:00
        = broken, due Wed 31 Mar 2027, "The letter with the outcome came late."
    visit: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026; reviewed Fri 26 Feb 2027
        = broken, due Wed 31 Mar 2027, "The letter with the outcome did not come by the due moment."
""")
def test_the_letter_with_the_outcome_of_the_review_goes_within_twelve_months(row: Row):
    assert row.answer("S4-39") == row.expected


@pytest.mark.promise("S4-40")
@rows("""
    visit: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026; reviewed Fri 26 Feb 2027;
        reviewed Fri 31 Mar 2028 23:59:59
        = kept, due Fri 31 Mar 2028, "The review came in time."
    visit: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026; reviewed Fri 26 Feb 2027;
        reviewed Sat 1 Apr 2028 00:00
        = broken, due Fri 31 Mar 2028, "The review came late."
    visit: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026; reviewed Fri 26 Feb 2027
        = broken, due Fri 31 Mar 2028, "The review did not come by the due moment."
    visit: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026; reviewed Fri 26 Feb 2027;
        outcome sent Mon 1 Mar 2027 (closes)
        = not required, due Fri 31 Mar 2028, "The restriction was removed after the first review."
    visit: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026; reviewed Fri 26 Feb 2027;
        outcome sent Mon 1 Mar 2027
        = broken, due Fri 31 Mar 2028, "The review did not come by the due moment."
""")
def test_a_restriction_that_is_kept_is_reviewed_again_at_the_end_of_the_second_year(row: Row):
    assert row.answer("S4-40") == row.expected


@pytest.mark.promise("S4-23")
@rows("""
    reception | arrived Mon 9 Nov 2026 10:00; wait told 10:01;
        appointment offered 10:02 (slot Tue 10 Nov 2026 09:00); left 10:03
        = kept, due Mon 9 Nov 2026 10:02, "The message gave all it must."
    reception | arrived Mon 9 Nov 2026 10:00; wait told 10:01; appointment offered 10:02; left 10:03
        = broken, due Mon 9 Nov 2026 10:02, "The message did not give: appointment."
    reception | arrived Mon 9 Nov 2026 10:00; wait told 10:01; left 10:03 = nothing
""")
def test_a_visitor_who_will_not_wait_is_offered_a_time(row: Row):
    assert row.answer("S4-23") == row.expected


@pytest.mark.promise("S4-31")
@rows("""
    email | received Mon 9 Nov 2026; acknowledged Mon 9 Nov 2026 12:01 (automatic, reference);
        replied Tue 10 Nov 2026 (reference)
        = kept, due Mon 9 Nov 2026 12:01, "The message gave all it must." + kept, due Tue 10 Nov 2026 12:00,
          "The message gave all it must."
    letter | received Mon 9 Nov 2026; responded Tue 10 Nov 2026; delay told Wed 11 Nov 2026
        = broken, due Tue 10 Nov 2026 12:00, "The message did not give: reference." + broken,
          due Wed 11 Nov 2026 12:00, "The message did not give: reference."
    web | received Mon 9 Nov 2026; acknowledged Mon 9 Nov 2026 12:01 = nothing
""")
def test_whatever_is_written_to_a_customer_carries_a_reference(row: Row):
    assert row.answer("S4-31") == row.expected


@pytest.mark.promise("S4-35")
@rows("""
    visit: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026; decision sent Wed 1 Apr 2026 (reason)
        = kept, due Wed 1 Apr 2026 12:00, "The message gave all it must."
    visit: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026; decision sent Wed 1 Apr 2026
        = broken, due Wed 1 Apr 2026 12:00, "The message did not give: reason."
    visit: restriction | received Mon 30 Mar 2026; restricted Tue 31 Mar 2026 = nothing
""")
def test_the_letter_about_a_restriction_gives_the_reason(row: Row):
    assert row.answer("S4-35") == row.expected


@pytest.mark.promise("S4-12")
@logs("""
    3 of email: complaint: received Mon 2 Nov 2026; replied Fri 6 Nov 2026
    1 of email: complaint: received Mon 2 Nov 2026; replied Fri 27 Nov 2026
    2 of email: enquiry: received Mon 2 Nov 2026; replied Fri 27 Nov 2026
    = headline-answers | 3 of 5 | 60.0 %
""")
def test_how_quickly_complaints_are_dealt_with_is_our_own_limits_on_complaints(log: Log):
    """The late answer broke the fourteen days, and nobody told the customer that it would."""
    assert log.answer("S4-12") == log.expected


@pytest.mark.promise("S4-14")
@logs("""
    3 of email: complaint: received Mon 2 Nov 2026
    1 of phone: complaint: ringing Mon 9 Nov 2026 10:00; answered 10:00:05
    2 of email: enquiry: received Mon 2 Nov 2026
    1 of email: complaint: received Fri 1 Jan 2027
    = count | 4 | 4 contacts
""")
def test_complaints_are_written_down_on_every_channel(log: Log):
    assert log.answer("S4-14") == log.expected


@pytest.mark.promise("S4-21")
@logs("""
    3 of reception: arrived Mon 9 Nov 2026 10:00; greeted 10:01; seen 10:30
    1 of reception: arrived Mon 9 Nov 2026 10:00; greeted 10:01; left 10:30
    2 of reception: arrived Mon 9 Nov 2026 10:00 (slot Mon 9 Nov 2026 10:10); seen 10:12
    = share-seen | 3 of 4 | 75.0 %
""")
def test_the_share_of_visitors_without_an_appointment_who_are_seen_is_published(log: Log):
    assert log.answer("S4-21") == log.expected


@pytest.mark.promise("S4-26")
@logs("""
    3 of phone: ringing Mon 9 Nov 2026 10:00; answered 10:00:05; resolved 10:05
    1 of phone: ringing Mon 9 Nov 2026 10:00; answered 10:00:05; callback agreed 10:05
    2 of phone: ringing Mon 9 Nov 2026 10:00; abandoned 10:01
    = share-resolved-first | 3 of 4 | 75.0 %
""")
def test_the_share_of_calls_settled_at_once_is_published(log: Log):
    assert log.answer("S4-26") == log.expected


@pytest.mark.promise("S4-25")
@logs("""
    3 of phone: ringing Mon 9 Nov 2026 10:00; answered 10:00:05
    1 of phone: ringing Mon 9 Nov 2026 10:00; answered 10:00:20
    1 of phone: ringing Mon 9 Nov 2026 10:00; abandoned 10:00:05
    1 of phone: ringing Mon 9 Nov 2026 10:00; abandoned 10:01:00
    2 of phone: ringing Sat 7 Nov 2026 10:00; answered 10:00:20
    = share-kept | 3 of 5 | 60.0 %
""")
def test_the_share_of_calls_answered_within_four_rings_leaves_out_who_hung_up_sooner(log: Log):
    assert log.answer("S4-25") == log.expected
