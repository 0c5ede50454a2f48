"""A period's figures: counted from the clocks and facts, kept with how they were counted, and read by the public.

It is for counting and keeping. It is not for the formulas, which are the engine's.
"""
