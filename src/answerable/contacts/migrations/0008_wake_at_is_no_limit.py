"""The moment at which a clock is looked at again is named for what it is: ``due`` is the limit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0007_kinds_in_a_table")]

    operations = [
        migrations.RemoveIndex("clockrow", "clock_due_at"),
        migrations.RenameField("clockrow", "due_at", "wake_at"),
        migrations.AddIndex(
            "clockrow",
            models.Index(fields=["wake_at"], name="clock_wake_at", condition=models.Q(wake_at__isnull=False)),
        ),
    ]
