"""Contacts are found by where it is, too: what watches them is made again after the migration, which reads them all."""

from typing import Any

from django.db import migrations


def watch_anew(apps: Any, editor: Any) -> None:
    """Take away what watches contacts change. SQLite has dropped it already, with the table that was made anew."""
    postgresql = editor.connection.vendor == "postgresql"
    name = "finding_contacts_contact_update"
    editor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE" if postgresql else f"DROP TRIGGER IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("contacts", "0025_place"), ("finding", "0002_answers_from_outside")]

    operations = [migrations.RunPython(watch_anew, migrations.RunPython.noop, elidable=False)]
