"""Keys to a contact's own page: a digest of each, where each contact had one secret, in clear, for ever."""

import re
from datetime import timedelta
from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

from answerable.contacts.keys import digest_of, without_keys

SORTS = [
    ("from customer", "Message from the customer"),
    ("acknowledgement", "Acknowledgement"),
    ("question", "Request for information"),
    ("delay", "Delay notice"),
    ("reply", "Reply"),
    ("notice", "Notice of what we did"),
    ("call", "Telephone call"),
    ("note", "Note for colleagues"),
    ("to duty", "Word to whoever is on duty"),
    ("link", "New link to their page"),
    ("code", "Code to write with"),
]
_LINE = re.compile(r"\nFollow it here: \S+")
_LONGEST = timedelta(days=730)


def keep_digests(apps: Any, schema_editor: Any) -> None:
    """Let each link go on opening its page, for as long as a new one would."""
    contacts, keys = apps.get_model("contacts", "Contact"), apps.get_model("contacts", "PageKey")
    rows = contacts.objects.values_list("id", "reference", "secret", "received_at")
    made = (
        keys(contact_id=id, digest=digest_of(reference, secret), made_at=received_at, ends_at=received_at + _LONGEST)
        for id, reference, secret, received_at in rows.iterator(chunk_size=1000)
    )
    keys.objects.bulk_create(made, batch_size=500)


def take_out_of_letters(apps: Any, schema_editor: Any) -> None:
    """Take the links out of what was written, where staff can read them."""
    messages = apps.get_model("contacts", "Message").objects
    for message in messages.filter(body__contains="/contacts/").only("body").iterator(chunk_size=500):
        body = without_keys(_LINE.sub("", message.body))
        if body != message.body:
            messages.filter(id=message.id).update(body=body)


class Migration(migrations.Migration):
    """A table of keys, what there was, and the secret gone."""

    dependencies: ClassVar = [
        ("contacts", "0013_who_a_message_says_it_is_from"),
        ("councils", "0005_how_long_links_open"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="PageKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "opens",
                    models.CharField(
                        choices=[("page", "Their page"), ("writing", "Writing from their page")],
                        default="page",
                        max_length=10,
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                (
                    "ends_at",
                    models.DateTimeField(
                        help_text="The latest: it may end before, some time after its contact is closed."
                    ),
                ),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="page_keys", to="contacts.contact"
                    ),
                ),
            ],
            options={"db_table": "contacts_page_key"},
        ),
        migrations.AlterField(
            "message",
            "sort",
            models.CharField(
                choices=SORTS,
                max_length=20,
            ),
        ),
        migrations.AlterField(
            "draftletter",
            "sort",
            models.CharField(choices=SORTS, max_length=20),
        ),
        migrations.RunPython(keep_digests, migrations.RunPython.noop),
        migrations.RunPython(take_out_of_letters, migrations.RunPython.noop),
        # So that it can be put back, empty: what it was is nowhere now.
        migrations.AlterField("contact", "secret", models.CharField(max_length=32, default="")),
        migrations.RemoveField(model_name="contact", name="secret"),
    ]
