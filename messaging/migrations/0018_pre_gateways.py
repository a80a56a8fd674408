from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0017_pre_assignments'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='links_count',
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name='MailboxDomain',
            fields=[
                ('domain', models.CharField(max_length=253, primary_key=True, serialize=False)),
                ('gateway', models.CharField(blank=True, max_length=24)),
                ('seen_at', models.DateTimeField()),
                ('looked_up_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('looked_up_at', None)), fields=['seen_at'], name='mailbox_domain_due'), models.Index(fields=['looked_up_at'], name='mailbox_domain_by_age')],
            },
        ),
    ]
