"""What watches the messages watches answers from outside too."""

from django.db import migrations

from answerable.finding.watching import watch_messages_anew


class Migration(migrations.Migration):
    dependencies = [("finding", "0001_first"), ("contacts", "0024_asked_outside")]

    operations = [migrations.RunPython(lambda apps, editor: watch_messages_anew(), migrations.RunPython.noop)]
