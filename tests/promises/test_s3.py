"""The draft standards (S3): what keeps and what breaks each of its promises that is measured."""

import pytest

from tests.promises.telling import Log, Row, logs, published_on, rows


@pytest.mark.promise("S3-29")
@logs("""
    3 of email: enquiry: received Mon 9 Nov 2026 10:00 (welfare); responded 11:00
    2 of letter: enquiry: received Mon 9 Nov 2026 10:00 (welfare); responded 16:00
    7 of email: enquiry: received Mon 9 Nov 2026 10:00; responded 17:00
    6 of web: enquiry: received Mon 9 Nov 2026 10:00 (welfare); responded 17:00
    = percentiles-response-welfare | 5 | 3.0 working hours
""")
def test_how_long_somebody_at_risk_waits_is_told_apart(log: Log):
    assert log.answer("S3-29") == log.expected


@pytest.mark.promise("S3-04")
@rows("""
    phone: complaint | received Fri 18 Dec 2026; acknowledged Wed 23 Dec 2026 23:59:59
        = kept, due Wed 23 Dec 2026, "The acknowledgement came in time."
    letter: complaint | received Fri 18 Dec 2026; replied Wed 23 Dec 2026
        = kept, due Wed 23 Dec 2026, "The acknowledgement came in time."
    email: complaint | received Fri 18 Dec 2026; acknowledged Fri 18 Dec 2026 12:01
        = kept, due Wed 23 Dec 2026, "The acknowledgement came in time."
    email: complaint | received Fri 18 Dec 2026; acknowledged Fri 18 Dec 2026 12:01 (automatic)
        = broken, due Wed 23 Dec 2026, "The acknowledgement came from a machine, which does not count."
    letter: complaint | received Fri 18 Dec 2026; acknowledged Thu 24 Dec 2026 00:00
        = broken, due Wed 23 Dec 2026, "The acknowledgement came late."
    email: complaint | received Fri 18 Dec 2026
        = broken, due Wed 23 Dec 2026, "The acknowledgement did not come by the due moment."
    email: complaint | received Fri 18 Dec 2026; withdrawn Mon 21 Dec 2026
        = void, due Wed 23 Dec 2026, "The customer took the matter back before it fell due."
    email | received Fri 18 Dec 2026 = nothing
""")
def test_a_complaint_is_acknowledged_within_three_working_days(row: Row):
    assert row.answer("S3-04") == row.expected


@pytest.mark.promise("S3-05")
@rows("""
    letter: complaint | received Fri 18 Dec 2026; acknowledged Mon 21 Dec 2026 (investigator, responder)
        = kept, due Mon 21 Dec 2026 12:00, "The message gave all it must."
    letter: complaint | received Fri 18 Dec 2026; acknowledged Mon 21 Dec 2026 (investigator)
        = broken, due Mon 21 Dec 2026 12:00, "The message did not give: who will answer."
    letter: complaint | received Fri 18 Dec 2026; acknowledged Mon 21 Dec 2026
        = broken, due Mon 21 Dec 2026 12:00, "The message did not give: who looks into it and who will answer."
    letter: complaint | received Fri 18 Dec 2026; acknowledged Mon 21 Dec 2026; excluded Mon 21 Dec 2026 (code test)
        = excluded, due Mon 21 Dec 2026 12:00, "Left out of the figures: test."
    letter | received Fri 18 Dec 2026; acknowledged Mon 21 Dec 2026 = nothing
""")
def test_the_acknowledgement_of_a_complaint_names_who_investigates_and_who_answers(row: Row):
    assert row.answer("S3-05") == row.expected


@pytest.mark.promise("S3-06")
@rows("""
    email: complaint | received Fri 18 Dec 2026; replied Wed 6 Jan 2027 23:59:59
        = kept, due Wed 6 Jan 2027, "The full reply came in time."
    email: complaint | received Fri 18 Dec 2026; replied Thu 7 Jan 2027 00:00
        = broken, due Wed 6 Jan 2027, "The full reply came late."
    email: complaint | received Fri 18 Dec 2026; declared complex Wed 6 Jan 2027 (reason, told)
        = not required, due Wed 6 Jan 2027, "Declared complex in time, so the twenty working days apply."
    email: complaint | received Fri 18 Dec 2026; declared complex Thu 7 Jan 2027 (reason, told)
        = broken, due Wed 6 Jan 2027, "The full reply did not come by the due moment."
    email: complaint | received Fri 18 Dec 2026; declared complex Wed 6 Jan 2027 (told); replied Thu 7 Jan 2027
        = broken, due Wed 6 Jan 2027, "The full reply came late."
    email | received Fri 18 Dec 2026 = nothing
""")
def test_a_complaint_is_answered_within_ten_working_days(row: Row):
    assert row.answer("S3-06") == row.expected


@pytest.mark.promise("S3-07")
@rows("""
    email: complaint | received Fri 18 Dec 2026; declared complex Wed 6 Jan 2027 (reason, told);
        replied Wed 20 Jan 2027 23:59:59
        = kept, due Wed 20 Jan 2027, "The full reply came in time."
    email: complaint | received Fri 18 Dec 2026; declared complex Wed 6 Jan 2027 (reason, told);
        replied Thu 21 Jan 2027 00:00
        = broken, due Wed 20 Jan 2027, "The full reply came late."
    email: complaint | received Fri 18 Dec 2026; declared complex Wed 6 Jan 2027 (reason, told)
        = broken, due Wed 20 Jan 2027, "The full reply did not come by the due moment."
    email: complaint | received Fri 18 Dec 2026; declared complex Wed 6 Jan 2027 (reason); replied Wed 20 Jan 2027
        = nothing
    email: complaint | received Fri 18 Dec 2026; declared complex Thu 7 Jan 2027 (reason, told) = nothing
    email: complaint | received Fri 18 Dec 2026 = nothing
""")
def test_a_complaint_declared_complex_in_time_is_answered_within_twenty_working_days(row: Row):
    assert row.answer("S3-07") == row.expected


@pytest.mark.promise("S3-13")
@rows("""
    web | received Fri 18 Dec 2026; acknowledged Fri 18 Dec 2026 12:01 (automatic, reference,
        by when Wed 6 Jan 2027, next step); replied Mon 4 Jan 2027
        = kept, due Fri 18 Dec 2026 12:01, "The message gave all it must."
    web | received Fri 18 Dec 2026; acknowledged Fri 18 Dec 2026 12:01 (automatic, reference)
        = broken, due Fri 18 Dec 2026 12:01, "The message did not give: by when and what happens next."
    web | received Fri 18 Dec 2026; acknowledged Fri 18 Dec 2026 12:01 (by when Wed 6 Jan 2027, next step)
        = broken, due Fri 18 Dec 2026 12:01, "The message did not give: reference."
    email | received Fri 18 Dec 2026; acknowledged Fri 18 Dec 2026 12:01 = nothing
""")
def test_an_enquiry_sent_online_is_confirmed_with_a_reference_the_next_step_and_the_date(row: Row):
    assert row.answer("S3-13") == row.expected


@pytest.mark.promise("S3-17")
@rows("""
    phone | ringing Fri 18 Dec 2026; answered 12:00:05; callback agreed 12:05; called back Mon 21 Dec 2026 23:59:59
        = kept, due Mon 21 Dec 2026, "The call back came in time."
    phone | ringing Fri 18 Dec 2026; answered 12:00:05; callback agreed 12:05; called back Tue 22 Dec 2026 00:00
        = broken, due Mon 21 Dec 2026, "The call back came late."
    phone | ringing Fri 18 Dec 2026; answered 12:00:05; callback agreed 12:05
        = broken, due Mon 21 Dec 2026, "The call back did not come by the due moment."
    phone | ringing Fri 18 Dec 2026; answered 12:00:05; resolved 12:05 = nothing
""")
def test_a_caller_whose_details_are_taken_is_called_back_by_the_end_of_the_next_working_day(row: Row):
    assert row.answer("S3-17") == row.expected


@pytest.mark.promise("S3-22")
@rows("""
    reception | arrived Fri 18 Dec 2026 10:00; greeted 10:05
        = kept, due Fri 18 Dec 2026 10:05, "The greeting came in time."
    reception | arrived Fri 18 Dec 2026 10:00; greeted 10:05:01
        = broken, due Fri 18 Dec 2026 10:05, "The greeting came late."
    reception | arrived Fri 18 Dec 2026 10:00
        = broken, due Fri 18 Dec 2026 10:05, "The greeting did not come by the due moment."
    reception | arrived Fri 18 Dec 2026 10:00; left 10:05
        = excluded, due Fri 18 Dec 2026 10:05, "The person left before the limit was reached."
    reception | arrived Fri 18 Dec 2026 10:00; left 10:05:01
        = broken, due Fri 18 Dec 2026 10:05, "The greeting did not come by the due moment."
    visit | received Fri 18 Dec 2026 10:00 = nothing
""")
def test_a_visitor_is_greeted_within_five_minutes_of_arriving(row: Row):
    assert row.answer("S3-22") == row.expected


@pytest.mark.promise("S3-26")
@rows("""
    email | received Fri 18 Dec 2026; acknowledged Mon 21 Dec 2026 23:59:59
        = kept, due Mon 21 Dec 2026, "The acknowledgement came in time."
    email: foi | received Fri 18 Dec 2026; acknowledged Fri 18 Dec 2026 12:01 (automatic, reference,
        by when Thu 21 Jan 2027)
        = kept, due Mon 21 Dec 2026, "The acknowledgement came in time."
    email | received Fri 18 Dec 2026; acknowledged Fri 18 Dec 2026 12:01 (automatic, reference)
        = broken, due Mon 21 Dec 2026, "The acknowledgement came without what it must give: by when."
    email | received Fri 18 Dec 2026; acknowledged Tue 22 Dec 2026 00:00
        = broken, due Mon 21 Dec 2026, "The acknowledgement came late."
    letter | received Fri 18 Dec 2026 = nothing
""")
def test_every_email_is_acknowledged_within_one_working_day(row: Row):
    assert row.answer("S3-26") == row.expected


@pytest.mark.promise("S3-27")
@rows("""
    email | received Fri 18 Dec 2026; replied Wed 6 Jan 2027 23:59:59
        = kept, due Wed 6 Jan 2027, "The full reply came in time."
    letter | received Fri 18 Dec 2026; replied Thu 7 Jan 2027 00:00
        = broken, due Wed 6 Jan 2027, "The full reply came late."
    web | received Fri 18 Dec 2026; responded Mon 21 Dec 2026
        = broken, due Wed 6 Jan 2027, "The full reply did not come by the due moment."
    email: sar | received Fri 18 Dec 2026
        = void, due Wed 6 Jan 2027, "Another timescale applies instead of the ten working days."
    email: complaint | received Fri 18 Dec 2026 = nothing
    facebook | received Fri 18 Dec 2026 = nothing
""")
def test_a_letter_or_an_email_gets_a_full_reply_within_ten_working_days(row: Row):
    assert row.answer("S3-27") == row.expected


@pytest.mark.promise("S3-28")
@rows("""
    email: foi | received Fri 18 Dec 2026 @ Mon 21 Dec 2026
        = void, due Wed 6 Jan 2027, "Another timescale applies instead of the ten working days."
    letter: eir | received Fri 18 Dec 2026 @ Mon 21 Dec 2026
        = void, due Wed 6 Jan 2027, "Another timescale applies instead of the ten working days."
    email: sar and foi | received Fri 18 Dec 2026 @ Mon 21 Dec 2026
        = void, due Wed 6 Jan 2027, "Another timescale applies instead of the ten working days."
    email: enquiry and foi | received Fri 18 Dec 2026 @ Mon 21 Dec 2026
        = running, due Wed 6 Jan 2027, "The full reply is not yet due."
    email | received Fri 18 Dec 2026; typed Mon 4 Jan 2027 (kinds foi) @ Mon 4 Jan 2027
        = void, due Wed 6 Jan 2027, "Another timescale applies instead of the ten working days."
    email | received Fri 18 Dec 2026 @ Mon 21 Dec 2026
        = running, due Wed 6 Jan 2027, "The full reply is not yet due."
""")
def test_another_laws_time_applies_instead_of_the_ten_working_days(row: Row):
    assert row.answer("S3-27") == row.expected


@pytest.mark.promise("S3-28")
@rows("""
    email: foi | received Fri 18 Dec 2026; delay told Wed 6 Jan 2027 (steps, by when Fri 8 Jan 2027)
        = void, due Wed 6 Jan 2027, "Another timescale applies instead of the ten working days."
""")
def test_another_laws_time_drops_the_notice_of_delay_too(row: Row):
    assert row.answer("S3-30") == row.expected


@pytest.mark.promise("S3-30")
@rows("""
    email | received Fri 18 Dec 2026; delay told Wed 6 Jan 2027 (steps, by when Fri 15 Jan 2027)
        = kept, due Wed 6 Jan 2027, "The notice of delay came in time."
    letter | received Fri 18 Dec 2026; delay told Thu 7 Jan 2027 00:00 (steps, by when Fri 15 Jan 2027)
        = broken, due Wed 6 Jan 2027, "The notice of delay came late."
    web | received Fri 18 Dec 2026; delay told Wed 6 Jan 2027 (by when Fri 15 Jan 2027)
        = broken, due Wed 6 Jan 2027, "The notice of delay came without what it must give: the steps under way."
    web | received Fri 18 Dec 2026; delay told Wed 6 Jan 2027 (steps)
        = broken, due Wed 6 Jan 2027, "The notice of delay came without what it must give: by when."
    email | received Fri 18 Dec 2026; replied Wed 6 Jan 2027
        = not required, due Wed 6 Jan 2027, "The full reply was sent in time, so no notice of delay was owed."
    email: complaint | received Fri 18 Dec 2026 = nothing
""")
def test_whoever_waits_longer_than_ten_working_days_is_told_the_steps_and_the_date(row: Row):
    assert row.answer("S3-30") == row.expected


@pytest.mark.promise("S3-35")
@rows("""
    facebook | received Fri 18 Dec 2026 18:30; responded Wed 23 Dec 2026 23:59:59
        = kept, due Wed 23 Dec 2026, "The response came in time."
    facebook | received Fri 18 Dec 2026 18:30; received 18:40; responded Thu 24 Dec 2026 00:00
        = broken, due Wed 23 Dec 2026, "The response came late."
    facebook | received Fri 18 Dec 2026 18:30; acknowledged 18:31 (automatic)
        = broken, due Wed 23 Dec 2026, "The response did not come by the due moment."
    social | received Fri 18 Dec 2026 18:30 = nothing
""")
def test_a_direct_message_on_facebook_gets_a_response_within_three_working_days(row: Row):
    assert row.answer("S3-35") == row.expected


@pytest.mark.promise("S3-14")
@logs("""
    2 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; answered 10:05:04.9
    = mean-wait-answered | 2 | 299.9 seconds | met aim

    2 of phone: ringing Mon 9 Nov 2026 10:00; queued 10:00:05; answered 10:05:05
    = mean-wait-answered | 2 | 300.0 seconds | missed aim
""")
def test_callers_wait_less_than_five_minutes_on_average(log: Log):
    assert log.answer("S3-14") == log.expected


@pytest.mark.promise("S3-15")
@logs("""
    2 of phone: ringing Mon 9 Nov 2026 10:00; answered 10:00:20; transferred 10:02; resolved 10:05
    1 of phone: ringing Mon 9 Nov 2026 10:00; answered 10:01; callback agreed 10:05; called back 15:00; resolved 15:05
    1 of reception: arrived Mon 9 Nov 2026 10:00; seen 10:10; left 10:20
    = share-resolved-first | 2 of 3 | 66.6 %
""")
def test_the_share_of_calls_settled_the_first_time_is_published_without_a_verdict(log: Log):
    assert log.answer("S3-15") == log.expected


@pytest.mark.promise("S3-16")
@logs("""
    3 of phone: ringing Mon 9 Nov 2026 10:00; answered 10:00:20; transferred 10:02; resolved 10:05
    1 of phone: ringing Mon 9 Nov 2026 10:00; answered 10:00:20; transferred 10:02; transferred 10:04; resolved 10:05
    5 of phone: ringing Mon 9 Nov 2026 10:00; answered 10:00:20; resolved 10:05
    = share-transferred-once | 3 of 4 | 75.0 %
""")
def test_a_call_put_through_is_put_through_once(log: Log):
    assert log.answer("S3-16") == log.expected


@pytest.mark.promise("S3-23")
@logs("""
    2 of reception: arrived Mon 9 Nov 2026 10:00; greeted 10:01; seen 10:20
    3 of reception: arrived Mon 9 Nov 2026 10:00; greeted 10:01; left 11:00
    = mean-wait-seen | 2 | 1200.0 seconds | met aim

    2 of reception: arrived Mon 9 Nov 2026 10:00; greeted 10:01; seen 10:20:01
    = mean-wait-seen | 2 | 1201.0 seconds | missed aim
""")
def test_visitors_are_seen_within_twenty_minutes_on_average(log: Log):
    assert log.answer("S3-23") == log.expected


@pytest.mark.promise("S3-25")
@logs("""
    1 of reception: arrived Mon 9 Nov 2026 10:00; seen 10:10; resolved 10:20
    1 of reception: arrived Mon 9 Nov 2026 10:00; seen 10:10; delay told 10:20 (reason, by when Fri 20 Nov 2026)
    1 of reception: arrived Mon 9 Nov 2026 10:00; left 10:20
    4 of phone: ringing Mon 9 Nov 2026 10:00; answered 10:00:20; resolved 10:05
    = share-resolved-first | 1 of 2 | 50.0 %
""")
def test_the_share_of_visits_that_settle_the_matter_is_published_without_a_verdict(log: Log):
    assert log.answer("S3-25") == log.expected


@pytest.mark.promise("S3-22")
@logs("""
    3 of reception: arrived Mon 9 Nov 2026 10:00; greeted 10:05
    1 of reception: arrived Mon 9 Nov 2026 10:00; greeted 10:06
    2 of reception: arrived Mon 9 Nov 2026 10:00; left 10:01
    = share-kept | 3 of 4 | 75.0 %
""")
def test_the_share_of_visitors_greeted_in_five_minutes_leaves_out_who_left_sooner(log: Log):
    assert log.answer("S3-22") == log.expected


@pytest.mark.promise("S3-03")
def test_figures_are_published_within_a_month_of_the_quarter_they_are_of():
    assert published_on("S3-03", "Fri 30 Oct 2026 23:59") == "share-passed | 1 of 1 | 100.0 %"
    assert published_on("S3-03", "Sat 31 Oct 2026 00:00") == "share-passed | 0 of 1 | 0.0 %"
    assert published_on("S3-03", "") == "share-passed | 0 of 1 | 0.0 %"
