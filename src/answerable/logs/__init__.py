"""Contact logs: files and streams of what happened to contacts, one contact a line, read and judged line by line.

It is for running the engine over a log that somebody else wrote, whatever is wrong with some of its lines, in memory
that does not grow with the log. It is not for keeping contacts, and it works out nothing about a promise itself: that
is the engine's. ``lines`` reads, ``contacts`` turns a line into facts, ``mapping`` turns a CSV row into a line,
``inline`` makes a calendar and a rule that came with the log, and ``verdicts`` judges and says so. ``counted`` counts
what was judged into the figures of a period, and ``samples`` picks two of it to show the working of.
"""

from answerable.logs.contacts import contact_of
from answerable.logs.errors import LineError
from answerable.logs.lines import read_lines

__all__ = ["LineError", "contact_of", "read_lines"]
