"""The database itself refuses to change a count once it is sealed, with its figures and the file it was made from.

A count of a running period waits until its day is over, and is replaced until then. Its clock file goes when a count of
a later day is made; that of a period that was over when it was counted stays.
"""

from django.db import migrations

from answerable.evidence.guards import allow, queue, refuse, unqueue, waits

SAYS = "a count that is sealed, or what belongs to it: what was published stays. Count the period again."
TABLES = ("figures_periodcount", "figures_figure", "figures_clock_file")
RUNS = (
    "EXISTS (SELECT 1 FROM figures_periodcount AS made WHERE made.id = OLD.count_id AND {day} <= made.last_on)"
)


def seal(apps, schema_editor):
    day = "CAST(made.at AT TIME ZONE 'UTC' AS date)" if schema_editor.connection.vendor == "postgresql" else "date(made.at)"
    of_count, of_part = waits("count", "OLD.id"), waits("count", "OLD.count_id")
    refuse(schema_editor, "figures_periodcount", "UPDATE", f"Cannot change {SAYS}", unless=of_count)
    refuse(schema_editor, "figures_periodcount", "DELETE", f"Cannot take away {SAYS}")
    refuse(schema_editor, "figures_figure", "UPDATE", f"Cannot change {SAYS}")
    refuse(schema_editor, "figures_figure", "DELETE", f"Cannot take away {SAYS}", unless=of_part)
    refuse(schema_editor, "figures_clock_file", "UPDATE", f"Cannot change {SAYS}")
    refuse(schema_editor, "figures_clock_file", "DELETE", f"Cannot take away {SAYS}", unless=RUNS.format(day=day))
    for table in TABLES:
        for event in ("TRUNCATE", "REPLACE"):
            refuse(schema_editor, table, event, f"Cannot take away {SAYS}")
    queue(schema_editor, "figures_periodcount", "count")


def undo(apps, schema_editor):
    unqueue(schema_editor, "figures_periodcount", "count")
    for table in TABLES:
        for event in ("UPDATE", "DELETE", "TRUNCATE", "REPLACE"):
            allow(schema_editor, table, event)


class Migration(migrations.Migration):
    dependencies = [("figures", "0005_counts_stay"), ("evidence", "0006_seals_with_a_key")]
    operations = [migrations.RunPython(seal, undo)]
