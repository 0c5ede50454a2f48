"""When what arrived went."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("inbox", "0002_reports")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="incoming",
            name="erased_at",
            field=models.DateTimeField(null=True, help_text="When what it says went."),
        ),
    ]
