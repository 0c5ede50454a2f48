"""From many clocks and contacts to the figures of a period: counted in one pass, rounded against the council.

It is for counting what the engine has judged, so that anybody can count it again: each figure carries its formula,
its period, what it leaves out and why. It is not for judging: no due moment is worked out here.

Read in this order: ``period`` (which days), ``honest`` (how to round and compare), ``formula`` (what one is),
``figure`` (what is published), ``tally`` and ``cohort`` (counting clocks and contacts), ``phone``, ``transfers``,
``visits``, ``first_time`` and ``observations``, then ``formulas`` (all of them, and where a promise stands by them),
and last ``results``, which counts a whole charter.
"""
