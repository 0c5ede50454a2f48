from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0001_first")]

    operations = [
        migrations.AlterField(
            model_name="incoming",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting to be read"),
                    ("read", "Read: it is a contact, or part of one"),
                    ("ours", "A copy of what we sent"),
                    ("report", "A report about a letter that is none of ours"),
                    ("unreadable", "Could not be read: a contact was made of it for a person to look at"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
    ]
