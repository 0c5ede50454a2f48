"""A contact knows by which bank holidays its clocks were last reckoned, so that what other ones move is recorded.

Contacts that are there already were reckoned by those that their edition was given in promises 0003.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def reckoned_as_its_edition_is_read(apps, schema_editor):
    here = schema_editor.connection.alias
    editions = apps.get_model("promises", "Edition").objects.using(here).filter(id=OuterRef("edition_id"))
    contacts = apps.get_model("contacts", "Contact").objects.using(here)
    contacts.update(holidays_id=Subquery(editions.values("holidays_id")[:1]))
    # PostgreSQL does not alter a table while keys to other tables wait to be checked.
    schema_editor.connection.check_constraints()


def key(**options):
    return models.ForeignKey(
        db_index=False,
        help_text="The bank holidays by which its clocks were last reckoned (C19).",
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="promises.text",
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0003_reasons_of_any_length"),
        ("promises", "0003_editions_keep_every_text"),
    ]

    operations = [
        migrations.AddField("contact", "holidays", key(null=True)),
        migrations.RunPython(reckoned_as_its_edition_is_read, migrations.RunPython.noop),
        migrations.AlterField("contact", "holidays", key()),
    ]
