"""No longer than needed: what is kept of people goes when its time is over or they ask for it, unless it is held.

It is for the rules of all rooms together, for holds, and for handing out or erasing all that is held about somebody. It
is not for how a room takes its own rows away, which is that room's action; and what happened to a contact stays.
"""
