"""A contact's reference: eight characters that can be read out, such as "7K3Q-92MX", of which the last is a check.

It says nothing about how many contacts there are. There is no 0, 1, I, O or U in it. The check catches every wrong
character and every swap of two: weights modulo a prime, 31, which is why the alphabet has 31 letters.
"""

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
_SHAPE = re.compile(rf"\b([{ALPHABET}]{{4}})-?([{ALPHABET}]{{4}})\b")


def new_reference() -> str:
    """Make a reference at random, out of 27 thousand million."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(7))
    whole = body + check_character(body)
    return f"{whole[:4]}-{whole[4:]}"


def check_character(body: str) -> str:
    """Return the eighth character for seven others."""
    return ALPHABET[sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(body, 2)) % 31]


def references_in(text: str) -> list[str]:
    """Return the references in a text, in its order, leaving out what only looks like one."""
    found = (one + two for one, two in _SHAPE.findall(text.upper()))
    return [f"{whole[:4]}-{whole[4:]}" for whole in found if check_character(whole[:7]) == whole[7]]
