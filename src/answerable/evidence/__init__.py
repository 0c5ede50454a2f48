"""Who did what, and when: an append-only record, sealed so that tampering shows.

It is for what people and the system did to the house: signed in, sent, closed, noticed. It is not for what happened to
a contact, which is a fact and is kept with the contact.
"""
