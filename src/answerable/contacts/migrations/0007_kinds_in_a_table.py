"""The kinds of a contact as it is now become rows, and those it came as a list.

Contacts that are there already are of the kinds that their last "typed" fact gives, or of those they came as.
"""

import django.db.models.deletion
from django.db import migrations, models

CHUNK = 1000


def kinds_in_rows(apps, schema_editor):
    Contact, FactRow = apps.get_model("contacts", "Contact"), apps.get_model("contacts", "FactRow")
    KindRow = apps.get_model("contacts", "KindRow")
    last = 0
    while contacts := list(Contact.objects.filter(id__gt=last).order_by("id")[:CHUNK]):
        typed = FactRow.objects.filter(what="typed", contact__in=contacts).order_by("at", "id")
        now = {contact.id: contact.kinds.split() for contact in contacts}
        now |= {fact.contact_id: fact.details["kinds"] for fact in typed}
        for contact in contacts:
            contact.came_as = contact.kinds.split()
        Contact.objects.bulk_update(contacts, ["came_as"])
        KindRow.objects.bulk_create(
            KindRow(
                contact=contact,
                kind=kind,
                council_id=contact.council_id,
                is_welfare=contact.is_welfare,
                next_due=contact.next_due,
                closed_at=contact.closed_at,
            )
            for contact in contacts
            for kind in sorted(set(now[contact.id]))
        )
        last = contacts[-1].id
    # PostgreSQL does not alter a table while keys to other tables wait to be checked.
    schema_editor.connection.check_constraints()


def kinds_in_words(apps, schema_editor):
    for contact in apps.get_model("contacts", "Contact").objects.order_by("id").iterator():
        contact.kinds = " ".join(contact.came_as)
        contact.save(update_fields=["kinds"])


HELP = "The kinds it came as. What it is now are its kinds (C17)."


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0006_letters_name_their_carrier"),
        ("councils", "0001_first"),
    ]

    operations = [
        migrations.AddField("contact", "came_as", models.JSONField(default=list, help_text=HELP)),
        migrations.CreateModel(
            name="KindRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("is_welfare", models.BooleanField()),
                ("next_due", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "contact",
                    # Its other end is called as the text was until the text is gone.
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contacts.contact",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="councils.council",
                    ),
                ),
            ],
            options={"db_table": "contacts_kind"},
        ),
        migrations.RunPython(kinds_in_rows, kinds_in_words),
        migrations.AddIndex(
            "kindrow",
            models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["council", "kind", "-is_welfare", "next_due", "contact"],
                name="kind_queue",
            ),
        ),
        migrations.AddConstraint(
            "kindrow", models.UniqueConstraint(fields=("contact", "kind"), name="one_row_a_kind")
        ),
        migrations.RemoveField("contact", "kinds"),
        migrations.AlterField("contact", "came_as", models.JSONField(help_text=HELP)),
        migrations.AlterField(
            "kindrow",
            "contact",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="kinds",
                to="contacts.contact",
            ),
        ),
    ]
