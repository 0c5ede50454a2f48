"""A contact's reference: eight characters that can be read out, such as "7K3Q-92MX", of which the last is a check.

It says nothing about how many contacts there are. There is no 0, 1, I, O or U in it. The check catches every wrong
character and every swap of two: weights modulo a prime, 31, which is why the alphabet has 31 letters.
"""

import re
import secrets
from collections.abc import Iterator
from itertools import product

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
MISREAD = {"0": "DQ", "O": "DQ", "1": "LJ", "I": "LJ", "U": "V"}
"""What no reference has, and what it was before somebody misread it."""
ALIKE = {"2": "Z", "Z": "2", "5": "S", "S": "5", "6": "G", "G": "6", "8": "B", "B": "8", "V": "Y", "Y": "V"}
"""Letters and digits of references that are taken for each other."""
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
    return [f"{whole[:4]}-{whole[4:]}" for whole in found if _agrees(whole)]


def references_typed(text: str) -> list[str]:
    """Return the references that somebody may have meant who typed one from paper or by ear, the likeliest first.

    Spaces and case do not matter. Letters that look alike are put right where the check character then agrees: all that
    no reference has, and then one of those that are taken for another.
    """
    after = text.upper().rpartition("REFERENCE")[2]
    typed = "".join(letter for letter in after if letter.isalnum())
    if len(typed) != 8 or not set(typed) <= {*ALPHABET, *MISREAD}:
        return references_in(text)
    return [f"{whole[:4]}-{whole[4:]}" for whole in dict.fromkeys(_meant(typed)) if _agrees(whole)]


def _meant(typed: str) -> Iterator[str]:
    read = ["".join(letters) for letters in product(*(MISREAD.get(letter, letter) for letter in typed))]
    yield from read
    for whole in read:
        for place, letter in enumerate(whole):
            if letter in ALIKE:
                yield whole[:place] + ALIKE[letter] + whole[place + 1 :]


def _agrees(whole: str) -> bool:
    return check_character(whole[:7]) == whole[7]
