"""Many contacts that are alike can be one flood, which the queue shows as one row."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0017_what_was_written_goes"),
        ("councils", "0005_how_long_links_open"),
        ("customers", "0002_nobody_was_proved"),
        ("promises", "0003_editions_keep_every_text"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Flood",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "by",
                    models.CharField(
                        choices=[
                            ("address", "from one email address"),
                            ("caller", "from one internet address"),
                            ("words", "with the same words"),
                            ("domain", "from addresses of one domain"),
                        ],
                        max_length=10,
                    ),
                ),
                ("who", models.CharField(max_length=64)),
                ("began_at", models.DateTimeField()),
                ("last_at", models.DateTimeField(help_text="When the last of them was taken in.")),
                ("is_alike", models.BooleanField(help_text="Whether all that came have the same words.")),
                ("ended_at", models.DateTimeField(null=True)),
                ("let_go_at", models.DateTimeField(help_text="When somebody said that it is none.", null=True)),
            ],
        ),
        migrations.CreateModel(
            name="FloodAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("aside", "put aside"),
                            ("agree", "agree to what is proposed"),
                            ("refuse", "refuse what is proposed"),
                            ("back", "put back"),
                            ("singly", "show singly"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "code",
                    models.CharField(blank=True, help_text="The ground on which they are left out.", max_length=20),
                ),
                ("of", models.CharField(blank=True, help_text="The contact that they repeat.", max_length=9)),
                ("why", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("up_to", models.BigIntegerField()),
                ("reached", models.BigIntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "contacts_flood_act",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="FloodMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "by",
                    models.CharField(
                        choices=[
                            ("address", "from one email address"),
                            ("caller", "from one internet address"),
                            ("words", "with the same words"),
                            ("domain", "from addresses of one domain"),
                        ],
                        max_length=10,
                    ),
                ),
                ("who", models.CharField(max_length=64)),
                ("at", models.DateTimeField(db_index=True, help_text="When it was taken in.")),
            ],
            options={
                "db_table": "contacts_flood_mark",
            },
        ),
        migrations.RemoveIndex(
            model_name="contact",
            name="contact_queue",
        ),
        migrations.RemoveIndex(
            model_name="kindrow",
            name="kind_queue",
        ),
        migrations.AddField(
            model_name="flood",
            name="council",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="floods", to="councils.council"
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="flood",
            field=models.ForeignKey(
                db_index=False,
                help_text="What it is one of many of, and shown as one row with.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="contacts.flood",
            ),
        ),
        migrations.AddField(
            model_name="kindrow",
            name="flood",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contacts.flood",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("flood", None)),
                fields=["council", "-is_welfare", "next_due", "id"],
                name="contact_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("flood__isnull", False)),
                fields=["council", "flood"],
                name="contact_floods",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("flood__isnull", False)), fields=["flood", "id"], name="contact_of_flood"
            ),
        ),
        migrations.AddIndex(
            model_name="kindrow",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("flood", None)),
                fields=["council", "kind", "-is_welfare", "next_due", "contact"],
                name="kind_queue",
            ),
        ),
        migrations.AddField(
            model_name="floodact",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="floodact",
            name="flood",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="contacts.flood"
            ),
        ),
        migrations.AddField(
            model_name="floodmark",
            name="contact",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="flood_marks", to="contacts.contact"
            ),
        ),
        migrations.AddField(
            model_name="floodmark",
            name="council",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="councils.council"
            ),
        ),
        migrations.AddConstraint(
            model_name="flood",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("council", "by", "who"), name="one_flood_lasts"
            ),
        ),
        migrations.AddConstraint(
            model_name="floodact",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at", None)), fields=("flood",), name="one_act_at_a_time"
            ),
        ),
        migrations.AddIndex(
            model_name="floodmark",
            index=models.Index(fields=["council", "by", "who"], name="flood_mark"),
        ),
    ]
