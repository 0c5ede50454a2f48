"""The database itself refuses to take an entry or a seal away, and to change a seal.

A later migration that alters evidence_entry or evidence_seal makes the table anew in SQLite, which drops its triggers:
it must end by running ``refuse`` again. tests/evidence/test_entries.py notices when it did not.
"""

from django.db import migrations

REFUSED = (
    ("evidence_entry", "DELETE", "Cannot take an entry from the record: what is in it stays. Add one that corrects it."),
    ("evidence_seal", "DELETE", "Cannot take a seal from the record: what is sealed stays sealed."),
    ("evidence_seal", "UPDATE", "Cannot change a seal of the record: what is sealed stays sealed."),
)


def refuse(apps, schema_editor):
    for table, what, says in REFUSED:
        name = f"{table}_no_{what.lower()}"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
                f" BEGIN RAISE EXCEPTION USING MESSAGE = '{says}', ERRCODE = 'restrict_violation'; END $$"
            )
            does = f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        else:
            does = f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {what} ON {table} {does}")


def allow(apps, schema_editor):
    for table, what, _ in REFUSED:
        name = f"{table}_no_{what.lower()}"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_entries_never_change")]
    operations = [migrations.RunPython(refuse, allow)]
