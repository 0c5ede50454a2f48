"""Who contacts us: names, addresses and needs. Personal data lives here and nowhere else in columns of its own.

It is for reaching people and treating them as they need. It is not for what they asked, which is a contact; and nobody
has to say who they are or where they live (S2-17). Public pages cannot import this room.
"""
