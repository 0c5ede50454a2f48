from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0002_facts_never_change'),
    ]

    operations = [
        migrations.AddField(
            model_name='outgoing',
            name='carrier',
            field=models.CharField(default='email', max_length=20),
        ),
    ]
