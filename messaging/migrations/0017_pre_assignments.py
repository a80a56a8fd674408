import django.db.models.deletion
from django.db import migrations, models

from stores.fencing import Fence


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0016_pre_native_mails'),
        ('orders', '0007_pre_verdicts_and_credits'),
        ('stores', '0002_pre_words_kept_days'),
        ('templates_app', '0006_pre_experiments'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_hash', models.BigIntegerField()),
                ('arm', models.PositiveSmallIntegerField()),
                ('epoch', models.PositiveSmallIntegerField()),
                ('assigned_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
            },
        ),
        migrations.RemoveConstraint(
            model_name='consent',
            name='purpose_is_known',
        ),
        migrations.AddField(
            model_name='message',
            name='arm',
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='clicked_by_machine_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='clicked_by_person_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='epoch',
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='experiment',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='templates_app.experiment'),
        ),
        migrations.AddField(
            model_name='message',
            name='opened_by_machine_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='opened_by_person_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='unit_hash',
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='consent',
            name='purpose',
            field=models.CharField(choices=[('MARKETING', 'Offers and reminders'), ('ORDERS', 'News about their orders'), ('TRACKING', 'Seeing whether they open and click')], max_length=16, verbose_name='for'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('experiment__isnull', False)), fields=['experiment', 'id'], name='messages_of_experiment'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['MARKETING', 'ORDERS', 'TRACKING'])), name='purpose_is_known'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('experiment', None), models.Q(('arm__isnull', False), ('epoch__isnull', False), ('unit_hash__isnull', False)), _connector='OR'), name='a_message_in_a_test_has_an_arm'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='experiment',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='templates_app.experiment'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='store',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(fields=('experiment', 'unit_hash'), name='assigned_once'),
        ),
        Fence("Assignment"),
    ]
