"""The county's letters and emails (S5): what keeps and what breaks the promises about when they are answered."""

import pytest

from tests.promises.telling import Row, rows


@pytest.mark.promise("S5-12")
@rows("""
    letter | received Mon 2 Nov 2026; acknowledged Mon 9 Nov 2026 23:59:59; replied Wed 25 Nov 2026
        = kept, due Mon 9 Nov 2026, final Mon 16 Nov 2026, "The acknowledgement came in time."
    letter | received Mon 2 Nov 2026; acknowledged Mon 2 Nov 2026 12:01 (automatic)
        = kept, due Mon 9 Nov 2026, final Mon 16 Nov 2026, "The acknowledgement came in time."
    letter | received Mon 2 Nov 2026; replied Mon 16 Nov 2026 23:59:59
        = not required, due Mon 9 Nov 2026, final Mon 16 Nov 2026,
          "The full reply came so soon that no acknowledgement was owed."
    letter | received Mon 2 Nov 2026; acknowledged Tue 10 Nov 2026 00:00; replied Tue 17 Nov 2026
        = broken, due Mon 9 Nov 2026, final Mon 16 Nov 2026, "The acknowledgement came late."
    letter | received Mon 2 Nov 2026
        = broken, due Mon 9 Nov 2026, final Mon 16 Nov 2026, "The acknowledgement did not come by the due moment."
    letter | received Mon 2 Nov 2026 @ Wed 11 Nov 2026
        = exposed, due Mon 9 Nov 2026, final Mon 16 Nov 2026, "The acknowledgement is late;
          only a full reply in time can still save this."
    letter: complaint | received Mon 2 Nov 2026 = nothing
    email | received Mon 2 Nov 2026 = nothing
""")
def test_a_letter_not_answered_in_ten_working_days_is_acknowledged_in_five(row: Row):
    assert row.answer("S5-12") == row.expected


@pytest.mark.promise("S5-13")
@rows("""
    letter | received Mon 2 Nov 2026; replied Mon 16 Nov 2026 23:59:59
        = kept, due Mon 16 Nov 2026, "The full reply came in time."
    letter | received Mon 2 Nov 2026; replied Tue 17 Nov 2026 00:00
        = broken, due Mon 16 Nov 2026, "The full reply came late."
    letter | received Mon 2 Nov 2026; acknowledged Mon 9 Nov 2026
        = broken, due Mon 16 Nov 2026, "The full reply did not come by the due moment."
    letter: foi | received Mon 2 Nov 2026
        = void, due Mon 16 Nov 2026, "The law gives twenty working days for a request for information."
    letter: complaint | received Mon 2 Nov 2026 = nothing
    email | received Mon 2 Nov 2026 = nothing
""")
def test_a_letter_gets_a_full_reply_within_ten_working_days(row: Row):
    assert row.answer("S5-13") == row.expected


@pytest.mark.promise("S5-14")
@rows("""
    letter: complaint | received Mon 2 Nov 2026; acknowledged Mon 9 Nov 2026 23:59:59
        = kept, due Mon 9 Nov 2026, final Mon 23 Nov 2026, "The acknowledgement came in time."
    letter: complaint | received Mon 2 Nov 2026; acknowledged Mon 2 Nov 2026 12:01 (automatic)
        = kept, due Mon 9 Nov 2026, final Mon 23 Nov 2026, "The acknowledgement came in time."
    letter: complaint | received Mon 2 Nov 2026; replied Mon 23 Nov 2026 23:59:59
        = not required, due Mon 9 Nov 2026, final Mon 23 Nov 2026,
          "The full reply came so soon that no acknowledgement was owed."
    letter: complaint | received Mon 2 Nov 2026; replied Tue 24 Nov 2026 00:00
        = broken, due Mon 9 Nov 2026, final Mon 23 Nov 2026, "The acknowledgement came late."
    letter: adult-care-complaint | received Mon 2 Nov 2026
        = void, due Mon 9 Nov 2026, final Mon 23 Nov 2026,
          "The law has its own procedure and times for complaints about adult social care."
    letter | received Mon 2 Nov 2026 = nothing
    email: complaint | received Mon 2 Nov 2026 = nothing
""")
def test_a_complaint_by_letter_not_answered_in_fifteen_working_days_is_acknowledged_in_five(row: Row):
    assert row.answer("S5-14") == row.expected


@pytest.mark.promise("S5-15")
@rows("""
    letter: complaint | received Mon 2 Nov 2026; replied Mon 23 Nov 2026 23:59:59
        = kept, due Mon 23 Nov 2026, "The full reply came in time."
    letter: complaint | received Mon 2 Nov 2026; replied Tue 24 Nov 2026 00:00
        = broken, due Mon 23 Nov 2026, "The full reply came late."
    letter: children-complaint | received Mon 2 Nov 2026
        = void, due Mon 23 Nov 2026,
          "The law has its own procedure and times for complaints about children's services."
    letter | received Mon 2 Nov 2026 = nothing
""")
def test_a_complaint_by_letter_gets_a_full_reply_within_fifteen_working_days(row: Row):
    assert row.answer("S5-15") == row.expected


@pytest.mark.promise("S5-16")
@rows("""
    email: foi | received Fri 18 Dec 2026 18:30; replied Thu 21 Jan 2027 23:59:59
        = kept, due Thu 21 Jan 2027, "The full reply came in time."
    letter: foi | received Fri 18 Dec 2026 18:30; replied Fri 22 Jan 2027 00:00
        = broken, due Thu 21 Jan 2027, "The full reply came late."
    social: foi | received Fri 18 Dec 2026 18:30; acknowledged Mon 21 Dec 2026
        = broken, due Thu 21 Jan 2027, "The full reply did not come by the due moment."
    email: foi | received Mon 6 Jul 2026; clarification asked Fri 10 Jul 2026; clarified Thu 16 Jul 2026;
        replied Fri 14 Aug 2026
        = kept, due Fri 14 Aug 2026, "The full reply came in time."
    email: foi | received Fri 18 Dec 2026 18:30; extended Thu 21 Jan 2027 (reason, until Thu 18 Feb 2027);
        replied Thu 18 Feb 2027
        = kept, due Thu 18 Feb 2027, "The full reply came in time."
    email: foi | received Mon 6 Jul 2026; fee asked Tue 14 Jul 2026
        = void, due Wed 5 Aug 2026, "The matter lapsed: what we asked for did not come in the time allowed."
    phone: foi | received Fri 18 Dec 2026 = nothing
    email | received Fri 18 Dec 2026 = nothing
""")
def test_a_request_under_freedom_of_information_is_answered_within_twenty_working_days_of_the_act(row: Row):
    assert row.answer("S5-16") == row.expected


@pytest.mark.promise("S5-18")
@rows("""
    email: adult-care-complaint | received Mon 2 Nov 2026; acknowledged Tue 3 Nov 2026
        = void, due Wed 4 Nov 2026,
          "The law has its own procedure and times for complaints about adult social care."
    email: complaint | received Mon 2 Nov 2026; acknowledged Tue 3 Nov 2026
        = kept, due Wed 4 Nov 2026, "The acknowledgement came in time."
    email: complaint and adult-care-complaint | received Mon 2 Nov 2026; acknowledged Tue 3 Nov 2026
        = kept, due Wed 4 Nov 2026, "The acknowledgement came in time."
""")
def test_a_complaint_about_care_for_adults_is_outside_the_standards(row: Row):
    assert row.answer("S5-22") == row.expected


@pytest.mark.promise("S5-19")
@rows("""
    email: children-complaint | received Mon 2 Nov 2026; replied Tue 3 Nov 2026
        = void, due Mon 23 Nov 2026,
          "The law has its own procedure and times for complaints about children's services."
    email: complaint | received Mon 2 Nov 2026; replied Tue 3 Nov 2026
        = kept, due Mon 23 Nov 2026, "The full reply came in time."
""")
def test_a_complaint_about_help_for_children_is_outside_the_standards(row: Row):
    assert row.answer("S5-23") == row.expected


@pytest.mark.promise("S5-21")
@rows("""
    letter: sen-complaint | received Mon 2 Nov 2026; replied Tue 3 Nov 2026
        = void, due Mon 23 Nov 2026,
          "Mediation and the Tribunal deal with decisions about special educational needs."
    letter: complaint | received Mon 2 Nov 2026; replied Tue 3 Nov 2026
        = kept, due Mon 23 Nov 2026, "The full reply came in time."
""")
def test_a_complaint_about_a_decision_on_special_needs_is_outside_the_standards(row: Row):
    assert row.answer("S5-15") == row.expected


@pytest.mark.promise("S5-22")
@rows("""
    email | received Mon 2 Nov 2026 09:00; acknowledged Wed 4 Nov 2026 23:59:59
        = kept, due Wed 4 Nov 2026, "The acknowledgement came in time."
    email | received Mon 2 Nov 2026 09:00; acknowledged Mon 2 Nov 2026 09:01 (automatic)
        = kept, due Wed 4 Nov 2026, "The acknowledgement came in time."
    web | received Mon 2 Nov 2026 09:00; replied Tue 3 Nov 2026
        = kept, due Wed 4 Nov 2026, "The acknowledgement came in time."
    email | received Mon 2 Nov 2026 09:00; replied Mon 2 Nov 2026 23:59:59
        = not required, due Wed 4 Nov 2026, "The full reply came so soon that no acknowledgement was owed."
    email | received Mon 2 Nov 2026 09:00; acknowledged Thu 5 Nov 2026 00:00
        = broken, due Wed 4 Nov 2026, "The acknowledgement came late."
    email | received Mon 2 Nov 2026 09:00
        = broken, due Wed 4 Nov 2026, "The acknowledgement did not come by the due moment."
    letter | received Mon 2 Nov 2026 09:00 = nothing
""")
def test_an_email_not_answered_at_once_is_acknowledged_within_two_working_days(row: Row):
    assert row.answer("S5-22") == row.expected


@pytest.mark.promise("S5-23")
@rows("""
    email: complaint | received Fri 18 Dec 2026; replied Wed 13 Jan 2027 23:59:59
        = kept, due Wed 13 Jan 2027, "The full reply came in time."
    web: complaint | received Fri 18 Dec 2026; replied Thu 14 Jan 2027 00:00
        = broken, due Wed 13 Jan 2027, "The full reply came late."
    email: complaint | received Fri 18 Dec 2026
        = broken, due Wed 13 Jan 2027, "The full reply did not come by the due moment."
    email: adult-care-complaint | received Fri 18 Dec 2026
        = void, due Wed 13 Jan 2027,
          "The law has its own procedure and times for complaints about adult social care."
    email | received Fri 18 Dec 2026 = nothing
    letter: complaint | received Fri 18 Dec 2026 = nothing
""")
def test_a_complaint_by_email_gets_a_full_reply_within_fifteen_working_days(row: Row):
    assert row.answer("S5-23") == row.expected


@pytest.mark.promise("S5-24")
@rows("""
    email | received Fri 18 Dec 2026; replied Thu 31 Dec 2026 23:59:59
        = kept, due Thu 31 Dec 2026, "The full reply came in time."
    web | received Fri 18 Dec 2026; replied Fri 1 Jan 2027 00:00
        = broken, due Thu 31 Dec 2026, "The full reply came late."
    email | received Fri 18 Dec 2026; responded Mon 21 Dec 2026
        = broken, due Thu 31 Dec 2026, "The full reply did not come by the due moment."
    email: sar | received Fri 18 Dec 2026
        = void, due Thu 31 Dec 2026, "The law gives one month for a request for your own information."
    email: foi | received Fri 18 Dec 2026
        = void, due Thu 31 Dec 2026, "The law gives twenty working days for a request for information."
    email | received Fri 18 Dec 2026; withdrawn Mon 21 Dec 2026
        = void, due Thu 31 Dec 2026, "The customer took the matter back before it fell due."
    email: complaint | received Fri 18 Dec 2026 = nothing
    letter | received Fri 18 Dec 2026 = nothing
""")
def test_any_other_email_gets_a_full_reply_within_seven_working_days(row: Row):
    assert row.answer("S5-24") == row.expected


@pytest.mark.promise("S5-30")
@rows("""
    phone: sar | received Thu 3 Sep 2026; replied Mon 5 Oct 2026 23:59:59
        = kept, due Mon 5 Oct 2026, "The full reply came in time."
    email: sar | received Thu 3 Sep 2026; replied Tue 6 Oct 2026 00:00
        = broken, due Mon 5 Oct 2026, "The full reply came late."
    letter: sar | received Thu 3 Sep 2026; acknowledged Fri 4 Sep 2026
        = broken, due Mon 5 Oct 2026, "The full reply did not come by the due moment."
    letter: sar | received Mon 9 Nov 2026; identity asked Tue 10 Nov 2026; identified Tue 24 Nov 2026;
        replied Thu 24 Dec 2026
        = kept, due Thu 24 Dec 2026, "The full reply came in time."
    letter: sar | received Sat 31 Jan 2026; extended Mon 2 Mar 2026 (reason); replied Thu 30 Apr 2026
        = kept, due Thu 30 Apr 2026, "The full reply came in time."
    letter | received Thu 3 Sep 2026 = nothing
""")
def test_a_request_for_ones_own_information_is_answered_within_a_month_of_the_law(row: Row):
    assert row.answer("S5-30") == row.expected
