"""The ways in which somebody contacts a council."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class Touch(Enum):
    """How people are in touch on a channel; the public page of promises has a part for each."""

    RINGING = "When you ring us"
    WRITING = "When you write to us"
    MEETING = "When you come to see us, or we come to you"
    WITHIN = "Among ourselves"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One way in.

    ``one`` names a contact by it within a sentence ("an email"), ``title`` is its name on the desk, and ``reached``
    tells the resident that it came. ``begins`` is the fact by which a contact on it begins (C3). ``by_hand`` is how it
    is offered to staff who log a contact themselves; it is empty where contacts come of themselves.
    """

    name: str
    one: str
    title: str
    touch: Touch
    reached: str = "Your message reached us"
    begins: str = "received"
    by_hand: str = ""


CHANNELS: Mapping[str, Channel] = MappingProxyType(
    {
        channel.name: channel
        for channel in (
            Channel(
                name="email",
                one="an email",
                title="Email",
                touch=Touch.WRITING,
                reached="Your email reached us",
            ),
            Channel(
                name="web",
                one="a web form",
                title="Web form",
                touch=Touch.WRITING,
                reached="Your form reached us",
            ),
            Channel(
                name="letter",
                one="a letter",
                title="Letter",
                touch=Touch.WRITING,
                reached="Your letter reached us",
                by_hand="Letter",
            ),
            Channel(
                name="phone",
                one="a phone call",
                title="Phone call",
                touch=Touch.RINGING,
                reached="You rang us",
                begins="ringing",
                by_hand="Telephone call",
            ),
            Channel(
                name="voicemail",
                one="a voicemail",
                title="Voicemail",
                touch=Touch.RINGING,
                reached="You left us a message by telephone",
                by_hand="Voicemail",
            ),
            Channel(
                name="reception",
                one="a visit to a reception",
                title="Visit to a reception",
                touch=Touch.MEETING,
                reached="You came to see us",
                begins="arrived",
                by_hand="Visit to reception",
            ),
            Channel(
                name="visit",
                one="a meeting or home visit",
                title="Meeting or home visit",
                touch=Touch.MEETING,
                reached="We met you",
                by_hand="Home visit or meeting",
            ),
            Channel(
                name="elsewhere",
                one="a word in person elsewhere",
                title="In person elsewhere",
                touch=Touch.MEETING,
                reached="You spoke to one of us",
                by_hand="In person elsewhere",
            ),
            Channel(
                name="facebook",
                one="a Facebook message",
                title="Facebook message",
                touch=Touch.WRITING,
                by_hand="Message on Facebook",
            ),
            Channel(
                name="social",
                one="a message on other social media",
                title="Message on other social media",
                touch=Touch.WRITING,
                by_hand="Message on other social media",
            ),
            Channel(name="chat", one="a web chat", title="Web chat", touch=Touch.WRITING),
            Channel(name="sms", one="a text message", title="Text message", touch=Touch.WRITING),
            Channel(
                name="print", one="a printed form", title="Printed form", touch=Touch.WRITING, by_hand="Printed form"
            ),
            Channel(
                name="internal", one="a matter raised by staff", title="Matter raised by staff", touch=Touch.WITHIN
            ),
        )
    }
)
"""Every channel by its name. A contact keeps the one it came by for ever (A.9)."""

BY_HAND: Mapping[str, str] = MappingProxyType({name: one.by_hand for name, one in CHANNELS.items() if one.by_hand})
"""The channels of the contacts that staff log themselves, as they are offered, in that order."""
