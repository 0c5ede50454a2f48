"""The checks of our ways in go over into the room of observations, each as it is, and their table goes."""

from itertools import islice

from django.db import migrations

A_CHUNK = 2000


def carry(apps, schema_editor):
    here = schema_editor.connection.alias
    rows = apps.get_model("observations", "ObservationRow").objects.using(here)
    checks = apps.get_model("channels", "Check").objects.using(here).select_related("mailbox__team").order_by("id")
    made = (
        rows.model(
            council_id=check.council_id,
            path=check.mailbox.team.path if check.mailbox else check.council_id,
            instrument=check.what,
            subject=check.mailbox.address if check.mailbox else "",
            mark=check.mark,
            at=check.at,
            passed=check.passed,
            problem=check.problem,
            settled_at=check.settled_at,
        )
        for check in checks.iterator(chunk_size=A_CHUNK)
    )
    while chunk := list(islice(made, A_CHUNK)):
        rows.bulk_create(chunk)


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0004_forms_are_kept_in_the_inbox"),
        ("observations", "0002_settled_never_changes"),
    ]
    operations = [
        migrations.RunPython(carry, migrations.RunPython.noop),
        migrations.DeleteModel("Check"),
    ]
