"""What people wrote of a fact stands apart from the rest of it, so that it can be erased."""

from importlib import import_module

from django.db import migrations, models

from answerable.evidence.guards import allow, drop, forgetting, refuse
from answerable.evidence.words import kept_apart

STAYS = (
    *("by_when", "automatic", "unread", "closes", "told", "slot", "until", "named", "kinds", "asked_at", "welfare"),
    *("blocked", "reference", "code", "team", "of", "after"),
)
"""What was, when this was written, not in people's own words: all else is."""

CHANGED = "Cannot change a fact: facts never change. Note another fact that corrects it."
TAKEN = "Cannot take a fact away: facts stay. Note another fact that corrects it."


def take_guards_away(apps, schema_editor):
    drop(schema_editor, "contacts_fact", "contacts_fact_never_changes")
    drop(schema_editor, "contacts_fact", "contacts_fact_stays")


def guards_of_before(apps, schema_editor):
    for name in ("0002_facts_never_change", "0015_facts_are_never_taken_away"):
        import_module(f"answerable.contacts.migrations.{name}").refuse(apps, schema_editor)


def put_guards_back(apps, schema_editor):
    refuse(schema_editor, "contacts_fact", "UPDATE", CHANGED, unless=forgetting(schema_editor, "contacts_fact"))
    refuse(schema_editor, "contacts_fact", "DELETE", TAKEN)


def take_new_guards_away(apps, schema_editor):
    allow(schema_editor, "contacts_fact", "UPDATE")
    allow(schema_editor, "contacts_fact", "DELETE")


def part(apps, schema_editor):
    facts = apps.get_model("contacts", "FactRow").objects.using(schema_editor.connection.alias)
    for fact in facts.exclude(details={}).order_by("id").iterator():
        words = {name: said for name, said in fact.details.items() if name not in STAYS}
        if words:
            details = {name: said for name, said in fact.details.items() if name in STAYS}
            facts.filter(id=fact.id).update(details=details, **kept_apart(words))


def join(apps, schema_editor):
    facts = apps.get_model("contacts", "FactRow").objects.using(schema_editor.connection.alias)
    for fact in facts.exclude(words_digest="").iterator():
        facts.filter(id=fact.id).update(details={**fact.details, **fact.words})


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0015_facts_are_never_taken_away"),
        ("evidence", "0004_words_apart_and_deletions"),
    ]

    operations = [
        migrations.RunPython(take_guards_away, guards_of_before),
        migrations.AddField(
            "factrow",
            "words",
            models.JSONField(default=dict, help_text="By name, what may say something about a person."),
        ),
        migrations.AddField(
            "factrow",
            "salt",
            models.CharField(
                blank=True, default="", help_text="Random, in hexadecimal; empty once they are erased.", max_length=32
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "factrow",
            "words_digest",
            models.CharField(
                blank=True, default="", help_text="Of the salt and the words; empty for none.", max_length=64
            ),
            preserve_default=False,
        ),
        migrations.RunPython(part, join),
        migrations.RunPython(put_guards_back, take_new_guards_away),
    ]
