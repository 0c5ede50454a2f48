"""A clock may be uncounted: it reaches days that no calendar knows yet."""

from django.db import migrations, models

STATES = (
    "running", "due soon", "exposed", "kept", "broken", "not required", "void", "excluded", "paused", "uncounted"
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("contacts", "0010_danger_and_welfare")]

    operations = [
        migrations.AlterField(
            "clockrow", "state", models.CharField(choices=[(state, state) for state in STATES], max_length=20)
        ),
    ]
