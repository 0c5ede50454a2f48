"""What people wrote stands apart from the rest of an entry, so that it can be erased; deletions are written down.

The seals put on until now covered those words: they are taken off, and all entries are sealed again.
"""

from importlib import import_module

from django.db import migrations, models

from answerable.evidence.guards import allow, drop, forgetting, refuse
from answerable.evidence.words import kept_apart

IN_WORDS = ("why", "reason", "problem", "internet_address")
PASSKEYS = ("added a passkey", "took away a passkey")

CHANGED = "Cannot change an entry of the record: it may only be sealed, once. Add an entry that corrects it."
TAKEN = "Cannot take an entry from the record: what is in it stays. Add one that corrects it."
DELETION_CHANGED = "Cannot change what was written of a deletion: it stays as it is."
DELETION_TAKEN = "Cannot take away what was written of a deletion: it stays."
SEALING = "OLD.seal_id IS NULL AND NEW.seal_id IS NOT NULL AND "


def take_guards_away(apps, schema_editor):
    drop(schema_editor, "evidence_entry", "evidence_entry_never_changes")
    allow(schema_editor, "evidence_entry", "DELETE")
    allow(schema_editor, "evidence_seal", "DELETE")


def put_guards_back(apps, schema_editor):
    sealing = _nothing_but_the_seal(schema_editor)
    unless = f"({sealing}) OR ({forgetting(schema_editor, 'evidence_entry')})"
    refuse(schema_editor, "evidence_entry", "UPDATE", CHANGED, unless=unless)
    refuse(schema_editor, "evidence_entry", "DELETE", TAKEN)
    refuse(schema_editor, "evidence_seal", "DELETE", "Cannot take a seal from the record: what is sealed stays sealed.")
    refuse(schema_editor, "evidence_deletion", "UPDATE", DELETION_CHANGED)
    refuse(schema_editor, "evidence_deletion", "DELETE", DELETION_TAKEN)


def _nothing_but_the_seal(schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        return f"{SEALING}to_jsonb(NEW) - 'seal_id' = to_jsonb(OLD) - 'seal_id'"
    columns = ("id", "at", "by", "what", "about", "details", "words", "salt", "words_digest")
    return SEALING + " AND ".join(f"NEW.{name} IS OLD.{name}" for name in columns)


def part(apps, schema_editor):
    here = schema_editor.connection.alias
    entries = apps.get_model("evidence", "Entry").objects.using(here)
    entries.exclude(seal=None).update(seal=None)
    apps.get_model("evidence", "Seal").objects.using(here).all().delete()
    for entry in entries.order_by("id").iterator():
        names = [*IN_WORDS, "name"] if entry.what in PASSKEYS else IN_WORDS
        words = {name: entry.details.pop(name) for name in names if name in entry.details}
        if words:
            entries.filter(id=entry.id).update(details=entry.details, **kept_apart(words))
    # PostgreSQL does not alter a table while keys to other tables wait to be checked.
    schema_editor.connection.check_constraints()


def join(apps, schema_editor):
    entries = apps.get_model("evidence", "Entry").objects.using(schema_editor.connection.alias)
    for entry in entries.exclude(words_digest="").iterator():
        entries.filter(id=entry.id).update(details={**entry.details, **entry.words})


def guards_of_before(apps, schema_editor):
    for name in ("0002_entries_never_change", "0003_nothing_goes_from_the_record"):
        module = import_module(f"answerable.evidence.migrations.{name}")
        if name.startswith("0003"):
            allow(schema_editor, "evidence_seal", "UPDATE")
        module.refuse(apps, schema_editor)


def take_new_guards_away(apps, schema_editor):
    take_guards_away(apps, schema_editor)
    allow(schema_editor, "evidence_entry", "UPDATE")
    allow(schema_editor, "evidence_deletion", "UPDATE")
    allow(schema_editor, "evidence_deletion", "DELETE")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_nothing_goes_from_the_record")]

    operations = [
        migrations.RunPython(take_guards_away, guards_of_before),
        migrations.AddField(
            "entry",
            "words",
            models.JSONField(default=dict, help_text="By name, what may say something about a person."),
        ),
        migrations.AddField(
            "entry",
            "salt",
            models.CharField(
                blank=True, default="", help_text="Random, in hexadecimal; empty once they are erased.", max_length=32
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "entry",
            "words_digest",
            models.CharField(
                blank=True, default="", help_text="Of the salt and the words; empty for none.", max_length=64
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Deletion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(blank=True, max_length=254)),
                (
                    "kind",
                    models.CharField(
                        help_text="What sort of deletion: by age, or because somebody asked.", max_length=40
                    ),
                ),
                ("reference", models.CharField(db_index=True, max_length=80)),
                (
                    "ground",
                    models.CharField(
                        help_text="The rule of retention, or the ground of the request.", max_length=300
                    ),
                ),
                ("removed", models.JSONField(help_text="How many of each were removed, by what they are.")),
            ],
        ),
        migrations.RunPython(part, join),
        migrations.RunPython(put_guards_back, take_new_guards_away),
    ]
