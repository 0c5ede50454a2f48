"""Each fact waits to be sealed from the moment it is written, and none is taken away by emptying the table."""

from django.db import migrations

from answerable.evidence.guards import allow, queue, refuse, unqueue

TAKEN = "Cannot take a fact away: facts stay. Note another fact that corrects it."


def seal(apps, schema_editor):
    refuse(schema_editor, "contacts_fact", "TRUNCATE", TAKEN)
    refuse(schema_editor, "contacts_fact", "REPLACE", TAKEN)
    queue(schema_editor, "contacts_fact", "fact")


def undo(apps, schema_editor):
    unqueue(schema_editor, "contacts_fact", "fact")
    allow(schema_editor, "contacts_fact", "REPLACE")
    allow(schema_editor, "contacts_fact", "TRUNCATE")


class Migration(migrations.Migration):
    dependencies = [("contacts", "0018_floods"), ("evidence", "0006_seals_with_a_key")]
    operations = [migrations.RunPython(seal, undo)]
