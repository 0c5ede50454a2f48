"""What is proposed for a contact of which a limit had passed, until a second person decides."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0008_wake_at_is_no_limit'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='contact',
            name='outcome',
            field=models.CharField(blank=True, choices=[('answered', 'Answered in full'), ('done', 'Done: what was asked for has been carried out'), ('withdrawn', 'Taken back by the customer'), ('spam', 'Spam'), ('bounce', 'A message about our own message'), ('duplicate', 'The same as another contact'), ('misdirected', 'Meant for another body'), ('test', 'A test of ours')], max_length=20),
        ),
        migrations.AlterField(
            model_name='message',
            name='sort',
            field=models.CharField(choices=[('from customer', 'Message from the customer'), ('acknowledgement', 'Acknowledgement'), ('question', 'Request for information'), ('delay', 'Delay notice'), ('reply', 'Reply'), ('notice', 'Notice of what we did'), ('note', 'Note for colleagues')], max_length=20),
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=40)),
                ('details', models.JSONField()),
                ('at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('agreed', models.BooleanField(default=False)),
                ('refusal', models.TextField(blank=True, help_text='Why it was refused.')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='contacts.contact')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('contact',), name='one_proposal_waits')],
            },
        ),
    ]
