"""Say in each figure already counted that nothing was known to have been set aside late: it was not asked then."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def say_none(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Give each figure, and those beside it, the count that figures have from now on."""
    rows = apps.get_model("figures", "FigureRow").objects
    for row in rows.only("detail").iterator(chunk_size=500):
        for one in (row.detail, *row.detail.get("beside", ())):
            if "apart" in one:
                one["apart"].setdefault("set_aside_late", {})
        row.save(update_fields=["detail"])


class Migration(migrations.Migration):
    """It takes nothing away, so going back leaves it."""

    dependencies = [("figures", "0003_a_count_of_a_period")]  # noqa: RUF012 - as Django writes them
    operations = [migrations.RunPython(say_none, migrations.RunPython.noop)]  # noqa: RUF012 - as Django writes them
