import django.db.models.deletion
from django.db import migrations, models

from stores.fencing import Fence


class Migration(migrations.Migration):

    dependencies = [
        ('stores', '0001_initial'),
        ('templates_app', '0002_words_frozen_apart_from_revisions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=8, verbose_name='rule')),
                ('block_key', models.CharField(blank=True, max_length=48, verbose_name='block')),
                ('reason', models.CharField(max_length=500, verbose_name='why')),
                ('created_at', models.DateTimeField(verbose_name='let pass')),
                ('created_by', models.CharField(max_length=254, verbose_name='let pass by')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('store', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
                ('template', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='waivers', to='templates_app.template', verbose_name='template')),
            ],
            options={
                'verbose_name': 'finding let pass',
                'verbose_name_plural': 'findings let pass',
                'constraints': [models.UniqueConstraint(fields=('template', 'rule', 'block_key'), name='one_waiver_a_finding'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_waiver_has_a_reason')],
            },
        ),
        Fence("Waiver"),
    ]
