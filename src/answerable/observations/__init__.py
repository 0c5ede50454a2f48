"""Everything that is not a clock: one row for each thing that was looked at, by which instrument, and how it came out.

It is for keeping what checks, surveys, mystery shops, samples, audits and attestations found. It is not for how an
instrument looks: the tries of our own ways in are in ``channels``, which writes here, and so does any other.
"""
