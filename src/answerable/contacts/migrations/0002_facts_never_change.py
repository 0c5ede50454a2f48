"""The database itself refuses to change a fact, whoever asks it to.

A later migration that alters contacts_fact makes the table anew in SQLite, which drops the trigger: it must end by
running ``refuse`` again. tests/contacts/test_facts.py notices when it did not.
"""

from django.db import migrations

SAYS = "Cannot change a fact: facts never change. Note another fact that corrects it."

SQL = {
    "sqlite": [
        f"""
        CREATE TRIGGER contacts_fact_never_changes BEFORE UPDATE ON contacts_fact
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END
        """,
    ],
    "postgresql": [
        f"""
        CREATE FUNCTION contacts_fact_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION USING MESSAGE = '{SAYS}', ERRCODE = 'restrict_violation'; END $$
        """,
        """
        CREATE TRIGGER contacts_fact_never_changes BEFORE UPDATE ON contacts_fact
        FOR EACH ROW EXECUTE FUNCTION contacts_fact_never_changes()
        """,
    ],
}

UNDO = {
    "sqlite": ["DROP TRIGGER contacts_fact_never_changes"],
    "postgresql": [
        "DROP TRIGGER contacts_fact_never_changes ON contacts_fact",
        "DROP FUNCTION contacts_fact_never_changes()",
    ],
}


def refuse(apps, schema_editor):
    for statement in SQL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_first")]
    operations = [migrations.RunPython(refuse, allow)]
