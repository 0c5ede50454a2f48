"""The files of a council, of a law and of the calendar, read into values or refused with the place and the remedy.

``places`` reads a table of a file; ``holidays`` the files of calendars, ``clock_rules`` how a promise is timed, and
``charters`` a whole charter or statutory procedure. What a file names (a fact, a detail, a formula) is checked against
all that the engine knows, so that a slip is met here and not when a contact comes.
"""
