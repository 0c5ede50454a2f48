"""What was made from the contacts to find them by, and which of them are still to be read for it."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class WordsField(models.TextField):  # type: ignore[type-arg]  # it has no types of its own to give
    """Words with a space between them: text that FTS5 reads in SQLite, and a vector of PostgreSQL's text search.

    What begins with "_" was not written by anybody (``queries.marks_of``), and stands at no place among the words.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Return the kind of column."""
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """Return the words as the database takes them. They are letters and figures, so that nothing is escaped."""
        if connection.vendor != "postgresql":
            return value
        return " ".join(
            f"'{word}'" if word.startswith("_") else f"'{word}':{min(place, _LAST)}"
            for place, word in enumerate(value.split(" "), 1)
            if word
        )


_LAST = 16_383
"""The last place in a text that PostgreSQL tells from those after it."""


class Indexed(models.Model):
    """All words of a contact, by the moment at which it reached us.

    The database takes the row away as soon as anything changes of what it was made from, in the same transaction
    (``watching``), so that whatever is here is true. ``place`` is that of ``queries.place_of``.
    """

    place = models.BigIntegerField(primary_key=True)
    contact = models.BigIntegerField(unique=True, db_column="contact_id")
    customer = models.BigIntegerField(null=True, db_index=True, db_column="customer_id")
    words = WordsField()

    def __str__(self) -> str:
        return f"The words of contact {self.contact}"


class Unindexed(models.Model):
    """A contact that is to be read for the index: it is new, or something of it has changed. The database writes it."""

    contact = models.BigIntegerField(db_index=True, db_column="contact_id")

    def __str__(self) -> str:
        return f"Contact {self.contact}"
