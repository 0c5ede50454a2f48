from django.db import migrations, models

import answerable.finding.models
from answerable.finding.watching import make_words


class Migration(migrations.Migration):
    initial = True

    replaces = [("finding", "0002_answers_from_outside"), ("finding", "0003_where_it_is")]

    dependencies = [("contacts", "0001_first"), ("customers", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="Indexed",
            fields=[
                ("place", models.BigIntegerField(primary_key=True, serialize=False)),
                ("contact", models.BigIntegerField(db_column="contact_id", unique=True)),
                ("customer", models.BigIntegerField(db_column="customer_id", db_index=True, null=True)),
                ("words", answerable.finding.models.WordsField()),
            ],
        ),
        migrations.CreateModel(
            name="Unindexed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("contact", models.BigIntegerField(db_column="contact_id", db_index=True)),
            ],
        ),
        migrations.RunPython(lambda apps, editor: make_words(editor)),
    ]
