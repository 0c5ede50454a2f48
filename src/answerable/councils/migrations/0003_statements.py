"""A council says what its privacy page and its accessibility statement need of it."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("councils", "0002_urgent_numbers")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="council",
            name="privacy",
            field=models.JSONField(default=dict, help_text="What its privacy page says, by the keys of its file."),
        ),
        migrations.AddField(
            model_name="council",
            name="accessibility",
            field=models.JSONField(default=dict, help_text="What its accessibility statement says, likewise."),
        ),
    ]
