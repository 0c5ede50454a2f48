"""How long the link to a resident's own page opens it."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two numbers of days, for each council."""

    dependencies: ClassVar = [("councils", "0004_who_checks_senders")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="council",
            name="link_days_after_closing",
            field=models.PositiveIntegerField(
                default=90,
                help_text="Days for which the link to a resident's own page opens it after we closed the matter.",
            ),
        ),
        migrations.AddField(
            model_name="council",
            name="link_days_longest",
            field=models.PositiveIntegerField(default=730, help_text="Days after which any such link ends."),
        ),
    ]
