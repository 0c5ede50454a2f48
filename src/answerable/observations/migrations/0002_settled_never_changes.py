"""The database itself refuses to change an observation once it is settled, whoever asks it to.

A later migration that alters observations_observation makes the table anew in SQLite, which drops the trigger: it must
end by running ``refuse`` again. tests/observations/test_actions.py notices when it did not.
"""

from django.db import migrations

SAYS = "Cannot change an observation: it is settled. Make another, which says what is found now."

SQL = {
    "sqlite": [
        f"""
        CREATE TRIGGER observations_settled_never_change BEFORE UPDATE ON observations_observation
        WHEN OLD.settled_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END
        """,
    ],
    "postgresql": [
        f"""
        CREATE FUNCTION observations_settled_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION USING MESSAGE = '{SAYS}', ERRCODE = 'restrict_violation'; END $$
        """,
        """
        CREATE TRIGGER observations_settled_never_change BEFORE UPDATE ON observations_observation
        FOR EACH ROW WHEN (OLD.settled_at IS NOT NULL) EXECUTE FUNCTION observations_settled_never_change()
        """,
    ],
}

UNDO = {
    "sqlite": ["DROP TRIGGER observations_settled_never_change"],
    "postgresql": [
        "DROP TRIGGER observations_settled_never_change ON observations_observation",
        "DROP FUNCTION observations_settled_never_change()",
    ],
}


def refuse(apps, schema_editor):
    for statement in SQL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("observations", "0001_first")]
    operations = [migrations.RunPython(refuse, allow)]
