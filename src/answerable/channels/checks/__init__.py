"""Trying our own ways in, from outside, at every hour: the form, each mailbox, and where to find us.

It is for knowing that a way in is open before somebody stands before it in vain. It is not for what people write to us:
each channel knows its own test when it comes in. How a test came out is an observation, and is kept in that room.
"""
