"""A letter may go to whoever is on duty, and words of welfare raise a flag for a person to look at."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0009_what_is_proposed"),
        ("councils", "0002_urgent_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "outgoing",
            "to",
            models.EmailField(
                blank=True, default="", help_text="Where it goes, if not to the customer.", max_length=254
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "message",
            "words",
            models.TextField(
                blank=True, default="", help_text="What one of us wrote of it, where the rest was added."
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "message",
            "sort",
            models.CharField(
                choices=[
                    ("from customer", "Message from the customer"),
                    ("acknowledgement", "Acknowledgement"),
                    ("question", "Request for information"),
                    ("delay", "Delay notice"),
                    ("reply", "Reply"),
                    ("notice", "Notice of what we did"),
                    ("note", "Note for colleagues"),
                    ("to duty", "Word to whoever is on duty"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            "contact",
            "is_welfare",
            models.BooleanField(
                default=False,
                help_text="It goes first: somebody may come to harm, or words that may mean it wait to be looked at.",
            ),
        ),
        migrations.CreateModel(
            name="WelfareFlag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("found", models.JSONField()),
                ("raised_at", models.DateTimeField()),
                ("looked_at", models.DateTimeField(null=True)),
                ("is_confirmed", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="welfare_flags",
                        to="contacts.contact",
                    ),
                ),
                (
                    "looked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="welfare_flag",
                        to="contacts.message",
                    ),
                ),
            ],
            options={"db_table": "contacts_welfare_flag", "ordering": ["id"]},
        ),
    ]
