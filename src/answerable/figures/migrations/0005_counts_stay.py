"""Counts stay, each with why it may differ from the one before and with the file from which anybody can count again."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("figures", "0004_what_was_set_aside_late")]

    operations = [
        migrations.AddField(
            "PeriodCount",
            "because",
            models.TextField(
                blank=True, default="", help_text="Why it may differ from the count of this period before it."
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "PeriodCount",
            "sha256",
            models.CharField(
                blank=True, default="", help_text="Of its clock file, as it is downloaded.", max_length=64
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            "ClockFile",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("packed", models.BinaryField()),
                (
                    "count",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clock_file",
                        to="figures.periodcount",
                    ),
                ),
            ],
            options={"db_table": "figures_clock_file"},
        ),
    ]
