"""When what a contact says of a person went; and an index for those of which it has not gone yet."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("contacts", "0016_words_apart")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="contact",
            name="erased_at",
            field=models.DateTimeField(
                null=True, help_text="When what it says of a person went. What happened, and when, stays."
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                fields=["council", "closed_at"],
                name="contact_kept",
                condition=models.Q(closed_at__isnull=False, erased_at=None),
            ),
        ),
    ]
