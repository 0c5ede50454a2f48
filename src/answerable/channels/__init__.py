"""How contacts reach us and how our answers travel: one folder a channel, each with what it reads, places and carries.

It is for getting messages in and out whole, once, and in spite of crashes. It is not for what they promise or mean.
"""
