"""Guards in the database itself, for migrations: it refuses what must never happen to a row, whoever asks it to.

SQLite makes a table anew when a column is added, and drops its guards with the old one. A migration that alters a
guarded table takes them away first, with their functions in PostgreSQL, and ends by putting all of them back.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from answerable.evidence.words import ERASED


def refuse(editor: BaseDatabaseSchemaEditor, table: str, event: str, says: str, *, unless: str = "") -> None:
    """Refuse an event ("UPDATE" or "DELETE") on every row of a table, but where ``unless`` is true of it, in SQL.

    "TRUNCATE" empties a whole table in PostgreSQL, past the guards of its rows; SQLite has no such thing. "REPLACE" in
    SQLite takes a row away past the guard against that, and puts another in its place; PostgreSQL has no such thing.
    """
    name = f"{table}_no_{event.lower()}"
    is_postgresql = editor.connection.vendor == "postgresql"
    if event == ("REPLACE" if is_postgresql else "TRUNCATE"):
        return
    if event == "REPLACE":
        key = _key_of(editor, table)
        event, unless = "INSERT", f"NOT EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"
    if is_postgresql:
        row = "OLD" if event == "DELETE" else "NEW"
        each = "STATEMENT" if event == "TRUNCATE" else "ROW"
        allows = f"IF {unless} THEN RETURN {row}; END IF;" if unless else ""
        editor.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {allows}"
            f" RAISE EXCEPTION USING MESSAGE = '{says}', ERRCODE = 'restrict_violation'; END $$"
        )
        does = f"FOR EACH {each} EXECUTE FUNCTION {name}()"
    else:
        # What is not known to be true is refused: NOT NULL is no reason to let it pass.
        when = f"WHEN NOT COALESCE(({unless}), 0) " if unless else ""
        does = f"{when}BEGIN SELECT RAISE(ABORT, '{says}'); END"
    editor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} {does}")


def queue(editor: BaseDatabaseSchemaEditor, table: str, sort: str) -> None:
    """Have the database put each new row of a table in the queue to be sealed, and those that are there already."""
    name, key = f"{table}_waits", _key_of(editor, table)
    write = 'INSERT INTO evidence_unsealed (sort, "key")'
    if editor.connection.vendor == "postgresql":
        editor.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" {write} VALUES ('{sort}', CAST(NEW.{key} AS TEXT)); RETURN NEW; END $$"
        )
        does = f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    else:
        does = f"BEGIN {write} VALUES ('{sort}', CAST(NEW.{key} AS TEXT)); END"
    editor.execute(f"CREATE TRIGGER {name} AFTER INSERT ON {table} {does}")
    editor.execute(f"{write} SELECT '{sort}', CAST({key} AS TEXT) FROM {table} ORDER BY {key}")


def waits(sort: str, key: str) -> str:
    """Return, in SQL, that a row still waits to be sealed."""
    return f"EXISTS (SELECT 1 FROM evidence_unsealed WHERE sort = '{sort}' AND \"key\" = CAST({key} AS TEXT))"


def _key_of(editor: BaseDatabaseSchemaEditor, table: str) -> str:
    with editor.connection.cursor() as cursor:
        key = editor.connection.introspection.get_primary_key_column(cursor, table)
    return str(key)


def forgetting(editor: BaseDatabaseSchemaEditor, table: str) -> str:
    """Return, in SQL, that a change erases the words of a row of ``Worded`` and changes nothing else of it."""
    if editor.connection.vendor == "postgresql":
        return (
            "to_jsonb(NEW) - 'words' - 'salt' = to_jsonb(OLD) - 'words' - 'salt' AND NEW.salt = '' AND OLD.salt <> ''"
            f" AND NEW.words = (SELECT jsonb_object_agg(name, '{ERASED}') FROM jsonb_object_keys(OLD.words) AS name)"
        )
    with editor.connection.cursor() as cursor:
        columns = [column.name for column in editor.connection.introspection.get_table_description(cursor, table)]
    same = " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in columns if name not in ("words", "salt"))
    names = "SELECT key FROM json_each({}.words)"
    return (
        f"{same} AND NEW.salt = '' AND OLD.salt <> '' AND json_type(NEW.words) = 'object'"
        f" AND NOT EXISTS (SELECT 1 FROM json_each(NEW.words) WHERE value IS NOT '{ERASED}')"
        f" AND NOT EXISTS ({names.format('OLD')} EXCEPT {names.format('NEW')})"
        f" AND NOT EXISTS ({names.format('NEW')} EXCEPT {names.format('OLD')})"
    )
