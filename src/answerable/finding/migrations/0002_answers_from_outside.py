"""What watches the messages watches answers from outside too. It names the columns of today, so they come first."""

from django.db import migrations

from answerable.finding.watching import watch_messages_anew


class Migration(migrations.Migration):
    dependencies = [("finding", "0001_first"), ("contacts", "0025_place")]

    operations = [migrations.RunPython(lambda apps, editor: watch_messages_anew(), migrations.RunPython.noop)]
