import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Takes over the table of the emails that arrived, and makes it one of whatever arrives on any channel."""

    initial = True

    dependencies = [
        ('channels', '0003_incoming_moves_to_the_inbox'),
        ('contacts', '0001_first'),
        ('councils', '0001_first'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Incoming',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('message_id', models.CharField(blank=True, max_length=300)),
                        ('digest', models.CharField(max_length=64)),
                        ('raw', models.BinaryField()),
                        ('arrived_at', models.DateTimeField(help_text="When the council's mail server had it (C3).")),
                        ('kept_at', models.DateTimeField()),
                        ('state', models.CharField(choices=[('waiting', 'Waiting to be read'), ('read', 'Read: it is a contact, or part of one'), ('ours', 'A copy of what we sent'), ('unreadable', 'Could not be read: a contact was made of it for a person to look at')], default='waiting', max_length=10)),
                        ('try_at', models.DateTimeField(help_text='Not before this moment.')),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('notice', models.TextField(blank=True, help_text='What of it did not come; shown with it.')),
                        ('problem', models.TextField(blank=True, help_text='Why it could not be read, last time.')),
                        ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='incoming', to='contacts.contact')),
                        ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='councils.council')),
                        ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incoming', to='councils.mailbox')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['try_at'], name='incoming_waiting')],
                        'constraints': [models.UniqueConstraint(fields=('council', 'message_id', 'digest'), name='each_email_once')],
                    },
                ),
            ],
        ),
        migrations.RemoveConstraint(model_name='incoming', name='each_email_once'),
        migrations.RenameField(model_name='incoming', old_name='message_id', new_name='external_id'),
        migrations.AddField(
            model_name='incoming',
            name='channel',
            field=models.CharField(default='email', max_length=20),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='incoming',
            name='mailbox',
            field=models.ForeignKey(help_text='Where it came to an address.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='incoming', to='councils.mailbox'),
        ),
        migrations.AlterField(
            model_name='incoming',
            name='digest',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name='incoming',
            name='arrived_at',
            field=models.DateTimeField(help_text='When the council had it, or its mail server for it (C3).'),
        ),
        migrations.AlterField(
            model_name='incoming',
            name='problem',
            field=models.TextField(blank=True, help_text='Why it could not be taken in, last time.'),
        ),
        migrations.AddConstraint(
            model_name='incoming',
            constraint=models.UniqueConstraint(fields=('council', 'channel', 'external_id', 'digest'), name='each_arrival_is_kept_once'),
        ),
    ]
