"""A key to a contact's own page, as it is made, written and read. Nothing here asks who has one.

It is read out and typed from paper, so it is of Crockford's 32 letters and digits, in groups of four, and is forgiving.
How long it is, and why, is in docs/decisions/0042-keys-to-a-page.md.
"""

import re
import secrets
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
OF_A_PAGE, OF_WRITING = 16, 8
"""Letters of a key that opens a page, and of a code that is good for half an hour."""

_ALIKE = str.maketrans("OIL", "011")
_GROUP = 4
_IN_AN_ADDRESS = re.compile(r"(/contacts/[\w-]+/)[\w-]+")


def new_key(letters: int) -> str:
    """Make a key at random, in groups: "7K3Q-92MX-4T8V-0ABC"."""
    return in_groups("".join(secrets.choice(ALPHABET) for _ in range(letters)))


def in_groups(key: str) -> str:
    """Return a key as it is written, however it was typed.

    Spaces, hyphens and case make no difference, nor O and 0, or I, L and 1.
    """
    typed = "".join(letter for letter in key.upper() if letter.isalnum()).translate(_ALIKE)
    return "-".join(typed[at : at + _GROUP] for at in range(0, len(typed), _GROUP))


def digest_of(reference: str, key: str) -> str:
    """Return what is kept of a contact's key, which cannot be had back from it."""
    return sha256(f"{reference} {in_groups(key)}".encode()).hexdigest()


def without_keys(text: str) -> str:
    """Return a text, such as a customer's answer that quotes a letter of ours, with no key in any address in it."""
    return _IN_AN_ADDRESS.sub(r"\1…", text)
