"""What the desk calls the channels and the kinds of contact: the engine's words without their article."""

from answerable.standards.facts import CHANNELS, KINDS
from answerable.standards.judging.prospect import CHANNEL_WORDS, KIND_WORDS


def _bare(words: str) -> str:
    """Return "Web form" for "a web form"."""
    bare = words.split(" ", 1)[1]
    return bare[0].upper() + bare[1:]


CHANNEL_CHOICES = [(channel, _bare(CHANNEL_WORDS[channel])) for channel in CHANNELS]
KIND_CHOICES = [(kind, _bare(KIND_WORDS[kind])) for kind in KINDS]
_CHANNELS = dict(CHANNEL_CHOICES)
_KINDS = dict(KIND_CHOICES)


def channel_word(channel: str) -> str:
    """Return what a channel is called: "Web form"; a channel nobody knows keeps its own name."""
    return _CHANNELS.get(channel, channel)


def kind_word(kind: str) -> str:
    """Return what a kind is called: "Complaint about adult social care"."""
    return _KINDS.get(kind, kind)
