"""Emails to a customer who wants to know when something happens with their contact, beside the letters they get anyway.

One says that something has happened, under which reference, and where to read it: nothing of the matter. It answers
nothing, and is no fact: no promise is begun, kept or ended by it.
"""
