"""When many contacts are one flood: what they have in common, how many they are, and in how short a time.

Nothing is lost by being in one, and nothing is decided: its contacts are shown as one row, and a person looks at them.
"""

import re
from collections.abc import Mapping
from datetime import timedelta

from django.utils.crypto import salted_hmac

from answerable.contacts.arrival import Arrival
from answerable.contacts.limits import folded
from answerable.contacts.models import Flood

FEWEST, WITHIN = 20, timedelta(hours=1)
"""So many contacts with something in common, within that time, are a flood: of one person's, five are a lot."""

FEWEST_WORDS = 5
"""Fewer words than these are written by many who have nothing to do with each other: "Please ring me"."""

KNOWN_SINCE = timedelta(days=1)
"""A proven customer who wrote so long before a flood began is somebody we know, and is never put in with it."""

KNOWN_DOMAINS_AFTER = timedelta(days=7)
"""How long a council has been written to before a domain from which nobody wrote before is anything odd."""

GROUNDS = ("spam", "test", "duplicate")
"""The grounds on which a whole flood may be left out (``vocabulary.leaving_out``)."""


def marks_of(arrival: Arrival) -> Mapping[str, str]:
    """Return what a contact may have in common with others, as digests, by ``Flood.By``."""
    email = folded(arrival.email) if "@" in arrival.email else ""
    shared = {
        Flood.By.ADDRESS: email,
        Flood.By.DOMAIN: email.rpartition("@")[2],
        Flood.By.CALLER: arrival.caller,
        Flood.By.WORDS: same_words(arrival.body),
    }
    return {by.value: _digest(by, value) for by, value in shared.items() if value}


def same_words(body: str) -> str:
    """Return the words of a message without what machines change from one to the next: case, figures and marks."""
    words = re.sub(r"[\W\d_]+", " ", body.lower()).split()
    return " ".join(words) if len(words) >= FEWEST_WORDS else ""


def _digest(by: Flood.By, value: str) -> str:
    return salted_hmac(f"flood by {by.value}", value, algorithm="sha256").hexdigest()
