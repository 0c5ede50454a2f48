"""Raw first: whatever arrives, on any channel, is kept exactly as it came before anybody tries to understand it.

It is for losing nothing: bytes, tries, and what is set aside for a person. It is not for what a message means, which
its channel reads, nor for what is owed for it. A channel is a value here (``channel.Channel``), and none is known by
name.
"""
