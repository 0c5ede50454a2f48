"""What an officer has typed and not sent is kept, and a telephone call may be the answer."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0011_clocks_that_cannot_be_counted_yet"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="sort",
            field=models.CharField(
                choices=[
                    ("from customer", "Message from the customer"),
                    ("acknowledgement", "Acknowledgement"),
                    ("question", "Request for information"),
                    ("delay", "Delay notice"),
                    ("reply", "Reply"),
                    ("notice", "Notice of what we did"),
                    ("call", "Telephone call"),
                    ("note", "Note for colleagues"),
                    ("to duty", "Word to whoever is on duty"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="DraftLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sort",
                    models.CharField(
                        choices=[
                    ("from customer", "Message from the customer"),
                    ("acknowledgement", "Acknowledgement"),
                    ("question", "Request for information"),
                    ("delay", "Delay notice"),
                    ("reply", "Reply"),
                    ("notice", "Notice of what we did"),
                    ("call", "Telephone call"),
                    ("note", "Note for colleagues"),
                    ("to duty", "Word to whoever is on duty"),
                ],
                        max_length=20,
                    ),
                ),
                ("fields", models.JSONField(default=dict)),
                (
                    "newest",
                    models.BigIntegerField(help_text="The newest message that its writer had before them, by its id."),
                ),
                ("saved_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="contacts.contact"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="draftletter",
            constraint=models.UniqueConstraint(fields=("contact", "by", "sort"), name="one_draft_each"),
        ),
    ]
