"""A message to us keeps who it says it is from and how far that is proved; what is done from outside is counted."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("contacts", "0012_drafts")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="message",
            name="from_name",
            field=models.CharField(
                blank=True, default="", help_text="Of a message to us: who it says it is from.", max_length=200
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="message",
            name="from_address",
            field=models.CharField(
                blank=True, default="", help_text="The address that it says it is from.", max_length=254
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="message",
            name="proof",
            field=models.CharField(
                blank=True,
                choices=[("passed", "passed"), ("failed", "failed"), ("not told", "not told"), ("link", "link")],
                default="",
                help_text="How far that is proved.",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="message",
            name="by_stranger",
            field=models.BooleanField(default=False, help_text="Whether it was not the customer who wrote it."),
        ),
        migrations.CreateModel(
            name="LimitCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("limit", models.CharField(max_length=40)),
                ("who", models.CharField(max_length=64)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(db_index=True)),
                ("number", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("limit", "who", "since"), name="one_count_a_span")],
            },
        ),
    ]
