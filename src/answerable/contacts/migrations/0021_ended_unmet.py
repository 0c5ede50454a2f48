"""A call or a visit can have ended before anybody answered or saw them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0020_handing_over"),
    ]

    operations = [
        migrations.AlterField(
            model_name="contact",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("answered", "Answered in full"),
                    ("done", "Done: what was asked for has been carried out"),
                    ("withdrawn", "Taken back by the customer"),
                    ("unmet", "Ended before anybody answered or saw them"),
                    ("spam", "Spam"),
                    ("bounce", "A message about our own message"),
                    ("duplicate", "The same as another contact"),
                    ("misdirected", "Meant for another body"),
                    ("test", "A test of ours"),
                ],
                max_length=20,
            ),
        ),
    ]
