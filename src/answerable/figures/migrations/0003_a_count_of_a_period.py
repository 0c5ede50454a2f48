"""A count of a period, apart from the engine's count of one figure."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("figures", "0002_verdicts_of_any_length")]

    operations = [migrations.RenameModel("Count", "PeriodCount")]
