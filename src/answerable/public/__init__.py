"""The residents' pages: contacting the council, following a contact, and what was promised and kept. A face.

It holds pages and no rules, and it cannot see who the customers are: it may not import their room.
"""
