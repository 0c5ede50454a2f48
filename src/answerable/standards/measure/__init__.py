"""From many clocks and contacts to the figures of a period: counted in one pass, rounded against the council.

It is for counting what the engine has judged, so that anybody can count it again: each figure carries its formula,
its period, what it leaves out and why. It is not for judging: no due moment is worked out here.

Read in this order: ``period`` (which days), ``honest`` (how to round, compare and be unsure), ``formula`` (what is
counted), ``figure`` (what is published), ``tally`` and ``cohort`` (counting clocks and contacts), then ``phone``,
``visits``, ``first_time``, ``survey`` and ``availability``, and last ``results``, which counts a whole charter.
"""
