"""Trying our own ways in, from outside, at every hour: the form, each mailbox, and where to find us.

It is for knowing that a way in is open before somebody stands before it in vain. It is not for what people write to us:
a test is recognised where it comes in, and is nobody's contact.
"""
