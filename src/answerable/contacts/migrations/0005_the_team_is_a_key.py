"""The path of a contact becomes a key to its team, so that no contact can be with a team that is not there."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Exists, OuterRef


def refuse_what_is_with_nobody(apps, schema_editor):
    here = schema_editor.connection.alias
    teams = apps.get_model("councils", "Team").objects.using(here).filter(path=OuterRef("path"))
    lost = apps.get_model("contacts", "Contact").objects.using(here).filter(~Exists(teams)).order_by("path")
    paths = list(lost.values_list("path", flat=True).distinct())
    if paths:
        raise ValueError(
            f"Cannot make the path of a contact a key to its team: there are contacts at {', '.join(paths)}, and no team "
            f"is there. Put the team back with the program as it was before, by answerable council, and migrate again."
        )


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0004_clocks_know_their_holidays"),
        ("councils", "0001_first"),
    ]

    operations = [
        migrations.RunPython(refuse_what_is_with_nobody, migrations.RunPython.noop),
        migrations.RenameField("contact", "path", "team"),
        migrations.AlterField(
            "contact",
            "team",
            models.ForeignKey(
                db_column="path",
                db_index=False,
                help_text="The team it is with, by its path: s5/roads/post.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="councils.team",
                to_field="path",
            ),
        ),
    ]
