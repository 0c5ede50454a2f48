"""Rows written and found by statements that are worked out once, for what is done hundreds of times a second.

It is for a contact as it begins, for letters and for the record, where Django works out each statement anew and that is
most of the work. It is not for anything else: all that it does, ``bulk_create`` and a query do too.
"""
