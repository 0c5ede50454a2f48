from django.db import migrations


class Migration(migrations.Migration):
    """The table of what arrived is handed over as it stands, with its rows: only its name changes."""

    dependencies = [
        ('channels', '0002_checks'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable('Incoming', 'inbox_incoming')],
            state_operations=[migrations.DeleteModel('Incoming')],
        ),
    ]
