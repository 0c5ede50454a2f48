"""Seals are signed by a key outside the database, and are put on rows of every room: the database queues each for it.

The seals of before had no key, so that whoever changed the database could make them anew. They go, and everything is
sealed again from the first.
"""

from importlib import import_module

from django.db import migrations, models

from answerable.evidence.guards import allow, forgetting, queue, refuse, unqueue

GUARDED = (
    ("evidence_entry", "an entry", "the record", "Add one that corrects it."),
    ("evidence_seal", "a seal", "the record", "What is sealed stays sealed."),
    ("evidence_deletion", "what was written of a deletion", "the record", "It stays as it is."),
)
SORTS = (("evidence_entry", "entry"), ("evidence_deletion", "deletion"))
EVENTS = ("UPDATE", "DELETE", "TRUNCATE", "REPLACE")


def take_guards_away(apps, schema_editor):
    for table, *_ in GUARDED:
        for event in EVENTS:
            allow(schema_editor, table, event)


def put_guards_back(apps, schema_editor):
    for table, what, where, remedy in GUARDED:
        unless = forgetting(schema_editor, table) if table == "evidence_entry" else ""
        refuse(schema_editor, table, "UPDATE", f"Cannot change {what} of {where}. {remedy}", unless=unless)
        refuse(schema_editor, table, "DELETE", f"Cannot take {what} from {where}. {remedy}")
        refuse(schema_editor, table, "TRUNCATE", f"Cannot take {what} from {where}. {remedy}")
        refuse(schema_editor, table, "REPLACE", f"Cannot put another in the place of {what} of {where}. {remedy}")
    for table, sort in SORTS:
        queue(schema_editor, table, sort)


def take_new_guards_away(apps, schema_editor):
    for table, sort in SORTS:
        unqueue(schema_editor, table, sort)
    take_guards_away(apps, schema_editor)


def guards_of_before(apps, schema_editor):
    import_module("answerable.evidence.migrations.0004_words_apart_and_deletions").put_guards_back(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0005_who_looked")]

    operations = [
        migrations.RunPython(take_guards_away, guards_of_before),
        migrations.RemoveIndex("entry", "entry_unsealed"),
        migrations.RemoveField("entry", "seal"),
        migrations.DeleteModel("Seal"),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("leaves", models.TextField()),
                ("left", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=16)),
                ("signature", models.CharField(max_length=128)),
            ],
        ),
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=64)),
            ],
            options={"indexes": [models.Index(fields=["sort", "key"], name="unsealed_row")]},
        ),
        migrations.RunPython(put_guards_back, take_new_guards_away),
    ]
