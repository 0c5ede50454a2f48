"""Somebody else's log as contacts of ours: which of its lines are here, and what each became.

It is for bringing lines in once each, whatever happens on the way: from a file, or one at a time from another system.
It is not for reading files, which ``logs`` does, nor for how a contact is written, which is the room of contacts.
"""
