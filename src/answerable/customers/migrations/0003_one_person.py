"""Who is one person with whom, as somebody found. Nobody is with anybody yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One new column."""

    dependencies = [
        ('customers', '0002_nobody_was_proved'),
    ]

    operations = [
        migrations.AddField(
            model_name='customer',
            name='same',
            field=models.CharField(db_index=True, help_text='Those with the same are one person, as somebody found who looked. Each stays as it is.', max_length=32, null=True),
        ),
    ]
