"""An edition keeps the procedures, the calendars and the bank holidays it is read with, beside its charter.

Editions published before this kept their charter alone, and were read with whatever the installed program had. So each
is given the texts of the program that is installed when this runs: those by which its contacts were last judged.
"""

import json
import tomllib
from hashlib import sha256

import django.db.models.deletion
from django.db import migrations, models

from answerable.charters import text_of


def digest_of(words):
    return sha256(words.encode()).hexdigest()


def keep_every_text(apps, schema_editor):
    here = schema_editor.connection.alias
    texts = apps.get_model("promises", "Text").objects.using(here)

    def keep(words):
        return texts.get_or_create(digest=digest_of(words), defaults={"words": words})[0].digest

    for edition in apps.get_model("promises", "Edition").objects.using(here).order_by("id").iterator():
        named = tomllib.loads(edition.text)["charter"].get("procedures", [])
        laws = {key: keep(text_of(f"procedures/{key}.toml")) for key in named}
        edition.charter_id = keep(edition.text)
        edition.calendars_id = keep(text_of("calendars.toml"))
        edition.procedures = laws
        edition.holidays_id = keep(text_of("bank-holidays.toml"))
        never_changing = [edition.charter_id, edition.calendars_id, laws]
        edition.digest = digest_of(json.dumps(never_changing, sort_keys=True, separators=(",", ":")))
        edition.save()
    # PostgreSQL does not alter a table while keys to other tables wait to be checked.
    schema_editor.connection.check_constraints()


def keep_the_charter_alone(apps, schema_editor):
    editions = apps.get_model("promises", "Edition").objects.using(schema_editor.connection.alias)
    for edition in editions.select_related("charter").iterator():
        edition.text, edition.digest = edition.charter.words, edition.charter_id
        edition.save()
    schema_editor.connection.check_constraints()


def key(**options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="promises.text", **options
    )


HOLIDAYS = "The bank holidays as they are known by now."
PROCEDURES = "The digest of each statutory procedure that it names, by its key."


class Migration(migrations.Migration):
    dependencies = [("promises", "0002_not_yet_was_never_promised")]

    operations = [
        migrations.CreateModel(
            name="Text",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("words", models.TextField()),
            ],
        ),
        migrations.AddField("edition", "charter", key(null=True)),
        migrations.AddField("edition", "calendars", key(null=True)),
        migrations.AddField("edition", "procedures", models.JSONField(default=dict, help_text=PROCEDURES)),
        migrations.AddField("edition", "holidays", key(null=True, help_text=HOLIDAYS)),
        migrations.AlterField("edition", "text", models.TextField(default="")),
        migrations.RunPython(keep_every_text, keep_the_charter_alone),
        migrations.RemoveField("edition", "text"),
        migrations.AlterField("edition", "charter", key()),
        migrations.AlterField("edition", "calendars", key()),
        migrations.AlterField("edition", "procedures", models.JSONField(help_text=PROCEDURES)),
        migrations.AlterField("edition", "holidays", key(help_text=HOLIDAYS)),
    ]
