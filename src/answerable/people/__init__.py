"""Staff: who they are, how they sign in, where they work, and what they may do.

It is for the people on the council's side of the desk. It is not for those who contact the council: they are customers,
and need no account.
"""
