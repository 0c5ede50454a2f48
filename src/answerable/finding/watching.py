"""What the database does by itself, whoever writes: a contact of which something changes leaves the index at once.

It is put on the tables of other rooms after each migration, because SQLite drops it with a table that is made anew. No
statement of it names those tables, or SQLite would refuse to make them anew. A migration that changes ``Indexed`` or
``Unindexed`` takes it away first.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection

_LEAVES = (
    "DELETE FROM finding_indexed WHERE contact_id = {row}.{key};"
    " INSERT INTO finding_unindexed (contact_id) VALUES ({row}.{key});"
)
_OF_CUSTOMER = (
    "INSERT INTO finding_unindexed (contact_id) SELECT contact_id FROM finding_indexed WHERE customer_id = NEW.id;"
    " DELETE FROM finding_indexed WHERE customer_id = NEW.id;"
)
_WRITTEN_BY_SOMEBODY = "{row}.by_id IS NOT NULL OR {row}.sort IN ('from customer', 'answer from outside')"

_WATCHED: tuple[tuple[str, str, tuple[str, ...], str, str], ...] = (
    ("contacts_contact", "INSERT", (), _LEAVES.format(row="NEW", key="id"), ""),
    (
        "contacts_contact",
        "UPDATE",
        ("path", "customer_id", "subject", "place", "welfare", "received_at", "closed_at"),
        _LEAVES.format(row="NEW", key="id"),
        "",
    ),
    ("contacts_kind", "DELETE", (), _LEAVES.format(row="OLD", key="contact_id"), ""),
    (
        "contacts_message",
        "INSERT",
        (),
        _LEAVES.format(row="NEW", key="contact_id"),
        _WRITTEN_BY_SOMEBODY.format(row="NEW"),
    ),
    (
        "contacts_message",
        "UPDATE",
        ("subject", "body", "words", "from_name", "from_address"),
        _LEAVES.format(row="NEW", key="contact_id"),
        "",
    ),
    (
        "contacts_message",
        "DELETE",
        (),
        _LEAVES.format(row="OLD", key="contact_id"),
        _WRITTEN_BY_SOMEBODY.format(row="OLD"),
    ),
    ("customers_customer", "UPDATE", ("name", "email", "phone", "address"), _OF_CUSTOMER, ""),
)
"""Table, event, the columns whose change matters, what is done, and when alone."""

_FTS5 = (
    (
        "finding_indexed_words_in",
        "INSERT ON finding_indexed",
        "INSERT INTO finding_words (rowid, words) VALUES (NEW.place, NEW.words);",
    ),
    (
        "finding_indexed_words_out",
        "DELETE ON finding_indexed",
        "INSERT INTO finding_words (finding_words, rowid, words) VALUES ('delete', OLD.place, OLD.words);",
    ),
)
"""How SQLite's index follows the rows that it is of."""


def watch() -> bool:
    """Have the database watch what contacts are found by, where it does not; return whether it did all of it before."""
    there = watched()
    with connection.cursor() as cursor:
        for name, statements in _statements():
            if name not in there:
                for statement in statements:
                    cursor.execute(statement)
    return {name for name, _ in _statements()} <= there


def is_watched() -> bool:
    """Tell whether the database watches all of it."""
    return {name for name, _ in _statements()} <= watched()


def watched() -> set[str]:
    """Return the names of what watches that is there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'finding_%%'"
            if connection.vendor == "postgresql"
            else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'finding_%%'",
            [],
        )
        return {name for (name,) in cursor.fetchall()}


def _statements() -> Iterator[tuple[str, list[str]]]:
    """Give the name of each trigger, with the statements that make it."""
    for table, event, columns, does, when in _WATCHED:
        name = f"finding_{table}_{event.lower()}"
        differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
        changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
        said = when or changed
        condition = f"WHEN ({said}) " if said else ""
        of = f" OF {', '.join(columns)}" if columns else ""
        yield name, _made(name, f"{event}{of} ON {table}", condition, does)
    if connection.vendor == "sqlite":
        for name, on, does in _FTS5:
            yield name, _made(name, on, "", does)


def _made(name: str, on: str, condition: str, does: str) -> list[str]:
    if connection.vendor == "sqlite":
        return [f"CREATE TRIGGER {name} AFTER {on} {condition}BEGIN {does} END"]
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does} RETURN NULL; END $$",
        f"CREATE TRIGGER {name} AFTER {on} FOR EACH ROW {condition}EXECUTE FUNCTION {name}()",
    ]


def make_words(editor: Any) -> None:
    """Make what is searched, in a migration: SQLite's table of words, or PostgreSQL's index of them."""
    if editor.connection.vendor == "sqlite":
        editor.execute(
            "CREATE VIRTUAL TABLE finding_words USING fts5(words, content='finding_indexed', content_rowid='place', "
            "columnsize=0, tokenize=\"ascii tokenchars '_/-'\")"
        )
    else:
        # What waits to be put into an index of PostgreSQL's is searched row by row, so nothing waits.
        editor.execute("CREATE INDEX finding_words ON finding_indexed USING gin (words) WITH (fastupdate = off)")
