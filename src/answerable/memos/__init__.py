"""Short emails to one of us, or to somebody of another service: written once for each key, sent, and soon forgotten.

A memo says that there is something to see, and where. What it is stays behind the link: no memo holds a word about a
customer. Letters to customers are not memos; they are in the outbox of ``contacts``, and are facts.
"""
