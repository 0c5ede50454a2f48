"""The database itself refuses to change an entry of the record, but for putting a seal on one that has none.

A later migration that alters evidence_entry makes the table anew in SQLite, which drops the trigger: it must end by
running ``refuse`` again, with the new columns. tests/evidence/test_entries.py notices when it did not.
"""

from django.db import migrations

SAYS = "Cannot change an entry of the record: it may only be sealed, once. Add an entry that corrects it."

SEALED = "OLD.seal_id IS NULL AND NEW.seal_id IS NOT NULL"

SQL = {
    "sqlite": [
        f"""
        CREATE TRIGGER evidence_entry_never_changes BEFORE UPDATE ON evidence_entry
        WHEN NOT (
            {SEALED} AND NEW.id IS OLD.id AND NEW.at IS OLD.at AND NEW.by IS OLD.by AND NEW.what IS OLD.what
            AND NEW.about IS OLD.about AND NEW.details IS OLD.details
        )
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END
        """,
    ],
    "postgresql": [
        f"""
        CREATE FUNCTION evidence_entry_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {SEALED} AND to_jsonb(NEW) - 'seal_id' = to_jsonb(OLD) - 'seal_id' THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION USING MESSAGE = '{SAYS}', ERRCODE = 'restrict_violation';
        END $$
        """,
        """
        CREATE TRIGGER evidence_entry_never_changes BEFORE UPDATE ON evidence_entry
        FOR EACH ROW EXECUTE FUNCTION evidence_entry_never_changes()
        """,
    ],
}

UNDO = {
    "sqlite": ["DROP TRIGGER evidence_entry_never_changes"],
    "postgresql": [
        "DROP TRIGGER evidence_entry_never_changes ON evidence_entry",
        "DROP FUNCTION evidence_entry_never_changes()",
    ],
}


def refuse(apps, schema_editor):
    for statement in SQL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_first")]
    operations = [migrations.RunPython(refuse, allow)]
