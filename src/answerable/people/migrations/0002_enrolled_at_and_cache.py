"""When somebody set up their one-time codes; and the table of the cache, in which tries at signing in are counted."""

from django.core.management import call_command
from django.db import migrations, models


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0001_first"),
    ]

    operations = [
        migrations.AddField("staff", "enrolled_at", models.DateTimeField(null=True)),
        migrations.RunPython(make_table, migrations.RunPython.noop),
    ]
