"""Promise, facts, calendar and now go in; how each promise stands comes out.

Read in this order: ``reckoning`` (openings, stops and extensions), ``outcome`` (what a clock is), ``timed`` and
``messages`` (how each sort is judged), and ``clock`` (all that a charter owes a contact). ``prospect`` says what a
contact would be owed, and ``changes`` what a new holiday moves.
"""
