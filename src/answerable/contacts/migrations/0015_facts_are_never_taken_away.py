"""The database itself refuses to take a fact away, whoever asks it to.

A later migration that alters contacts_fact makes the table anew in SQLite, which drops the trigger: it must end by
running ``refuse`` again. tests/contacts/test_facts.py notices when it did not.
"""

from django.db import migrations

SAYS = "Cannot take a fact away: facts stay. Note another fact that corrects it."

SQL = {
    "sqlite": [
        f"""
        CREATE TRIGGER contacts_fact_stays BEFORE DELETE ON contacts_fact
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END
        """,
    ],
    "postgresql": [
        f"""
        CREATE FUNCTION contacts_fact_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION USING MESSAGE = '{SAYS}', ERRCODE = 'restrict_violation'; END $$
        """,
        """
        CREATE TRIGGER contacts_fact_stays BEFORE DELETE ON contacts_fact
        FOR EACH ROW EXECUTE FUNCTION contacts_fact_stays()
        """,
    ],
}

UNDO = {
    "sqlite": ["DROP TRIGGER contacts_fact_stays"],
    "postgresql": ["DROP TRIGGER contacts_fact_stays ON contacts_fact", "DROP FUNCTION contacts_fact_stays()"],
}


def refuse(apps, schema_editor):
    for statement in SQL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("contacts", "0014_keys_to_a_page")]
    operations = [migrations.RunPython(refuse, allow)]
