"""The county's messages (S5): what keeps and what breaks the promises about what they say."""

import pytest

from tests.promises.telling import Row, rows


@pytest.mark.promise("S5-25")
@rows("""
    letter | received Mon 2 Nov 2026; acknowledged Tue 3 Nov 2026 (owner); replied Wed 4 Nov 2026
        = kept, due Tue 3 Nov 2026 12:00, "The message gave all it must." + broken, due Wed 4 Nov 2026 12:00,
          "The message did not give: who is dealing with it."
    email | received Mon 2 Nov 2026; responded Tue 3 Nov 2026 (owner); delay told Wed 4 Nov 2026
        = kept, due Tue 3 Nov 2026 12:00, "The message gave all it must." + broken, due Wed 4 Nov 2026 12:00,
          "The message did not give: who is dealing with it."
    phone | received Mon 2 Nov 2026; replied Tue 3 Nov 2026 = nothing
""")
def test_whatever_is_written_says_who_deals_with_the_matter(row: Row):
    assert row.answer("S5-25") == row.expected


@pytest.mark.promise("S5-26")
@rows("""
    letter | received Mon 2 Nov 2026; acknowledged Tue 3 Nov 2026 (contact); replied Wed 4 Nov 2026
        = kept, due Tue 3 Nov 2026 12:00, "The message gave all it must." + broken, due Wed 4 Nov 2026 12:00,
          "The message did not give: telephone number for questions."
    web | received Mon 2 Nov 2026; responded Tue 3 Nov 2026 (contact); delay told Wed 4 Nov 2026
        = kept, due Tue 3 Nov 2026 12:00, "The message gave all it must." + broken, due Wed 4 Nov 2026 12:00,
          "The message did not give: telephone number for questions."
    phone | received Mon 2 Nov 2026; replied Tue 3 Nov 2026 = nothing
""")
def test_whatever_is_written_gives_a_name_and_a_number_for_questions(row: Row):
    assert row.answer("S5-26") == row.expected


@pytest.mark.promise("S5-27")
@rows("""
    letter | received Mon 2 Nov 2026; acknowledged Tue 3 Nov 2026 (being done); replied Wed 4 Nov 2026
        = kept, due Tue 3 Nov 2026 12:00, "The message gave all it must." + broken, due Wed 4 Nov 2026 12:00,
          "The message did not give: what is being done."
    email | received Mon 2 Nov 2026; responded Tue 3 Nov 2026 (being done); delay told Wed 4 Nov 2026
        = kept, due Tue 3 Nov 2026 12:00, "The message gave all it must." + broken, due Wed 4 Nov 2026 12:00,
          "The message did not give: what is being done."
    phone | received Mon 2 Nov 2026; replied Tue 3 Nov 2026 = nothing
""")
def test_whatever_is_written_says_what_is_being_done(row: Row):
    assert row.answer("S5-27") == row.expected


@pytest.mark.promise("S5-28")
@rows("""
    letter | received Mon 2 Nov 2026; acknowledged Tue 3 Nov 2026 (next step, by when Mon 16 Nov 2026);
        replied Mon 16 Nov 2026 (closes)
        = kept, due Mon 16 Nov 2026, "Done by the date given." + kept, due Tue 3 Nov 2026 12:00,
          "The message gave all it must." + not required, due Mon 16 Nov 2026 12:00,
          "The message closed the matter."
    email | received Mon 2 Nov 2026; acknowledged Tue 3 Nov 2026 (next step, by when Mon 9 Nov 2026)
        = broken, due Mon 9 Nov 2026, "Not done by the date given." + kept, due Tue 3 Nov 2026 12:00,
          "The message gave all it must."
    email | received Mon 2 Nov 2026; acknowledged Tue 3 Nov 2026 (next step)
        = broken, due Tue 3 Nov 2026 12:00, "The message did not give: by when."
    email | received Mon 2 Nov 2026; responded Tue 3 Nov 2026; delay told Wed 4 Nov 2026 (next step)
        = broken, due Tue 3 Nov 2026 12:00, "The message did not give: what happens next and by when." + broken,
          due Wed 4 Nov 2026 12:00, "The message did not give: by when."
    email | received Mon 2 Nov 2026; replied Tue 3 Nov 2026
        = broken, due Tue 3 Nov 2026 12:00, "The message did not give: what happens next and by when."
    email | received Mon 2 Nov 2026; replied Tue 3 Nov 2026 (next step, by when Fri 6 Nov 2026);
        resolved Fri 6 Nov 2026
        = kept, due Fri 6 Nov 2026, "Done by the date given." + kept, due Tue 3 Nov 2026 12:00,
          "The message gave all it must."
    phone | received Mon 2 Nov 2026; replied Tue 3 Nov 2026 = nothing
""")
def test_whatever_is_written_says_what_comes_next_and_by_when_and_the_date_is_kept(row: Row):
    assert row.answer("S5-28") == row.expected


@pytest.mark.promise("S5-29")
@rows("""
    letter | received Mon 2 Nov 2026; delay told Mon 16 Nov 2026 (reason, by when Fri 27 Nov 2026)
        = kept, due Mon 16 Nov 2026, "The notice of delay came in time."
    letter: complaint | received Mon 2 Nov 2026; delay told Mon 23 Nov 2026 (reason, by when Fri 27 Nov 2026)
        = kept, due Mon 23 Nov 2026, "The notice of delay came in time."
    email: complaint | received Mon 2 Nov 2026; delay told Tue 24 Nov 2026 00:00 (reason, by when Fri 27 Nov 2026)
        = broken, due Mon 23 Nov 2026, "The notice of delay came late."
    email | received Mon 2 Nov 2026; delay told Wed 11 Nov 2026 (reason, by when Fri 27 Nov 2026)
        = kept, due Wed 11 Nov 2026, "The notice of delay came in time."
    web | received Mon 2 Nov 2026; delay told Wed 11 Nov 2026 (reason)
        = broken, due Wed 11 Nov 2026, "The notice of delay came without what it must give: by when."
    web | received Mon 2 Nov 2026; delay told Wed 11 Nov 2026 (by when Fri 27 Nov 2026)
        = broken, due Wed 11 Nov 2026, "The notice of delay came without what it must give: reason."
    email | received Mon 2 Nov 2026; replied Wed 11 Nov 2026
        = not required, due Wed 11 Nov 2026, "The full reply was sent in time, so no notice of delay was owed."
    email: foi | received Mon 2 Nov 2026
        = void, due Wed 11 Nov 2026, "The law gives twenty working days for a request for information."
    email: complaint and enquiry | received Mon 2 Nov 2026; delay told Wed 11 Nov 2026 (reason,
        by when Fri 27 Nov 2026); replied Thu 12 Nov 2026
        = not required, due Mon 23 Nov 2026, "The full reply was sent in time, so no notice of delay was owed."
          + kept, due Wed 11 Nov 2026, "The notice of delay came in time."
    phone | received Mon 2 Nov 2026 = nothing
""")
def test_whoever_waits_longer_than_promised_is_told_why_and_until_when(row: Row):
    assert row.answer("S5-29") == row.expected
