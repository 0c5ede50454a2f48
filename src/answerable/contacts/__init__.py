"""The heart: contacts, the facts of what happened to them, their clocks, their messages, and what waits to be sent.

It is for everything that is owed to somebody who contacts a council, whatever the channel. It is not for how a message
travels, which is a channel's business, nor for what a promise means, which is the engine's.
"""
