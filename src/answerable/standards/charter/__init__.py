"""What a council has promised: typed values, and the reading of its files into them.

``promises`` are the values; ``holidays`` reads the files of calendars, ``clock_rules`` how a promise is timed, and
``reading`` a whole charter or a statutory procedure. Nothing is judged here.
"""
