"""Whether everything runs: for a probe that asks, and for whoever is woken by it.

It is for what can be seen from the tables and the disk: which process went round and when, and what waits too long. It
is not for how the council keeps its promises: that is the figures' room.
"""
