"""Until now whoever wrote from an address was believed to have it, though nothing had proved it: so nothing has."""

from typing import Any, ClassVar

from django.db import migrations, models


def believe_nobody(apps: Any, editor: Any) -> None:
    apps.get_model("customers", "Customer").objects.filter(is_proven=True).update(is_proven=False)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("customers", "0001_first")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="customer",
            name="is_proven",
            field=models.BooleanField(
                default=False, help_text="Whether they are known to have written to us from that address."
            ),
        ),
        migrations.RunPython(believe_nobody, migrations.RunPython.noop, elidable=True),
    ]
