from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0005_the_team_is_a_key'),
    ]

    operations = [
        migrations.AddField(
            model_name='outgoing',
            name='carrier',
            field=models.CharField(default='email', max_length=20),
        ),
    ]
