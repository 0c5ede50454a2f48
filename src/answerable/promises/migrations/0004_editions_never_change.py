"""The database itself refuses to change what was published: an edition, but for its bank holidays, and every text."""

from django.db import migrations

from answerable.evidence.guards import allow, queue, refuse, unqueue

TABLES = (
    ("promises_edition", "edition", "an edition: what was published never changes. Publish another version."),
    ("promises_text", "text", "a text: what was published with it never changes. Publish another version."),
)
KEPT = ("id", "council_id", "version", "in_force_from", "in_force_until", "charter_id", "calendars_id", "procedures",
        "digest", "published_at")  # fmt: skip


def seal(apps, schema_editor):
    for table, sort, says in TABLES:
        unless = ""
        if sort == "edition" and schema_editor.connection.vendor == "postgresql":
            unless = "to_jsonb(NEW) - 'holidays_id' = to_jsonb(OLD) - 'holidays_id'"
        elif sort == "edition":
            unless = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT)
        refuse(schema_editor, table, "UPDATE", f"Cannot change {says}", unless=unless)
        for event in ("DELETE", "TRUNCATE", "REPLACE"):
            refuse(schema_editor, table, event, f"Cannot take away {says}")
        queue(schema_editor, table, sort)


def undo(apps, schema_editor):
    for table, sort, _ in TABLES:
        unqueue(schema_editor, table, sort)
        for event in ("UPDATE", "DELETE", "TRUNCATE", "REPLACE"):
            allow(schema_editor, table, event)


class Migration(migrations.Migration):
    dependencies = [("promises", "0003_editions_keep_every_text"), ("evidence", "0006_seals_with_a_key")]
    operations = [migrations.RunPython(seal, undo)]
