"""Finding a contact by anything that was written of it: an index of words that is made from the rows, and made again.

It is for whoever has a name, a number or some words and wants the contact. Whoever may not see a contact does not find
it, nor learns that there is one. It keeps nothing of its own: what is erased elsewhere is gone from here with it.
"""
