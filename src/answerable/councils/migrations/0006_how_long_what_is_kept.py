"""How long a council keeps what, and whether what was kept long enough goes by itself."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Nothing changes for a council that is there: the program's own times hold, and nothing goes by itself."""

    dependencies: ClassVar = [("councils", "0005_how_long_links_open")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="council",
            name="keeps",
            field=models.JSONField(
                default=dict, help_text="How long it keeps what, where it is not as keeping.KEEPING has it."
            ),
        ),
        migrations.AddField(
            model_name="council",
            name="erases_daily",
            field=models.BooleanField(default=False, help_text="Whether what was kept long enough goes by itself."),
        ),
    ]
