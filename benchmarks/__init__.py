"""How fast the engine and the command line are, as ratios within one run: ``make bench`` prints JSON lines.

Absolute times drift with the machine, so each row carries what it is compared with, measured in the same minute.
"""
