"""Which days count, how long a limit is, and from when to when it runs.

Read in this order: ``calendar`` (which days are working days and when the doors are open), ``duration`` (how long),
``counting`` (from when to when) and ``table`` (a calendar unrolled, so that a sum walks no days). It knows no promise
and no contact.
"""
