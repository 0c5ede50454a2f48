"""A council gets the numbers for what cannot wait, and the address that is told of a danger."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("councils", "0001_first")]

    operations = [
        migrations.AddField(
            "council",
            "urgent_numbers",
            models.JSONField(default=list, help_text="For what cannot wait; see urgent.UrgentNumber."),
        ),
        migrations.AddField(
            "council",
            "duty_address",
            models.EmailField(
                blank=True,
                default="",
                help_text="Who is told by email, at once, that somebody is in danger.",
                max_length=254,
            ),
            preserve_default=False,
        ),
    ]
