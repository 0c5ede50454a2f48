"""Rows written and found by statements that are worked out once, for what is done hundreds of times a second.

It is for taking in what arrives, where Django works out each statement anew and that is most of the work. It is not for
anything else: all that it does, ``bulk_create`` and a query do too.
"""
