"""What is said in people's own words, kept apart from the rest of a row so that it alone can be forgotten.

A row is sealed with the digest of its words and not with the words: after they are erased its seal still fits, and
nothing that is left can tell what they said.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from secrets import token_hex
from typing import Any

from django.db import models

ERASED = "[erased]"
"""What stands in the place of words that were forgotten. The names stay: that something was said still counts."""


class Worded(models.Model):
    """A row of which part is in people's own words: ``details`` are codes, days, yes and no, and ``words`` the rest.

    ``salt`` goes with the words, so that nobody can try out by ``words_digest`` what they were.
    """

    details = models.JSONField(default=dict)
    words = models.JSONField(default=dict, help_text="By name, what may say something about a person.")
    salt = models.CharField(max_length=32, blank=True, help_text="Random, in hexadecimal; empty once they are erased.")
    words_digest = models.CharField(max_length=64, blank=True, help_text="Of the salt and the words; empty for none.")

    class Meta:
        """Each room has rows of its own."""

        abstract = True

    @property
    def said(self) -> dict[str, Any]:
        """All that is said of it: the details and the words together."""
        return {**self.details, **self.words}

    @property
    def is_erased(self) -> bool:
        """Tell whether its words were forgotten, as far as the row itself says."""
        return bool(self.words_digest) and not self.salt and all(said == ERASED for said in self.words.values())

    @property
    def words_fit(self) -> bool:
        """Tell whether its words are those it was written with."""
        return self.words_digest == (digest_of_words(self.words, self.salt) if self.words else "")


def kept_apart(words: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a new row that hold some words, with a salt of their own; there may be none."""
    if not words:
        return {"words": {}, "salt": "", "words_digest": ""}
    salt = token_hex(16)
    return {"words": dict(words), "salt": salt, "words_digest": digest_of_words(words, salt)}


def digest_of_words(words: Mapping[str, Any], salt: str) -> str:
    """Return the SHA-256, in hexadecimal, of a salt and of words as JSON with sorted keys, in ASCII."""
    return sha256(f"{salt}{json.dumps(words, sort_keys=True, separators=(',', ':'))}".encode()).hexdigest()
