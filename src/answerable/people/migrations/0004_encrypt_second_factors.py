"""The secrets of one-time codes and the seeds of recovery codes were kept in clear."""

from django.db import migrations

from answerable.people.encryption import SECRETS, decrypt, encrypt


def change(apps, change_one):
    for authenticator in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"):
        for name in SECRETS:
            if name in authenticator.data:
                authenticator.data[name] = change_one(authenticator.data[name])
        authenticator.save()


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0003_tries_to_sign_in"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: change(apps, encrypt), lambda apps, schema_editor: change(apps, decrypt)
        ),
    ]
