"""A mailbox knows the name under which its server says whether a message is from whom it says."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("councils", "0003_statements")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="mailbox",
            name="checked_by",
            field=models.CharField(
                blank=True,
                default="",
                help_text="The name under which its server says who wrote (RFC 8601); - for none.",
                max_length=253,
            ),
            preserve_default=False,
        ),
    ]
