"""How the house is put together and started: settings, addresses, the clock, and the processes that run.

It is the top floor: it may import every room, and no room imports it but for ``clock``, which is where time is read.
"""
