import django.db.models.deletion
from django.db import migrations, models

from stores.fencing import Fence

# The application's role owns no table and so cannot drop a month: it asks this function, which drops
# none that ended within the last four weeks. It gives up rather than let opens wait for it.
DROP_MONTH = """
CREATE FUNCTION tracking_drop_month(wanted date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $drop$
DECLARE
  month timestamp := date_trunc('month', wanted::timestamp);
  part text := 'tracking_event_' || to_char(month, 'YYYYMM');
BEGIN
  IF (month + interval '1 month') AT TIME ZONE 'UTC' > now() - interval '28 days' THEN
    RAISE EXCEPTION 'tracking_drop_month: % is too young', wanted;
  END IF;
  IF to_regclass(part) IS NULL THEN
    RETURN false;
  END IF;
  PERFORM set_config('lock_timeout', '1s', true);
  EXECUTE format('DROP TABLE %I', part);
  RETURN true;
END
$drop$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('stores', '0001_initial'),
        ('tracking', '0002_pre_reports'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='network',
            field=models.CharField(blank=True, db_default='', default='', max_length=8),
        ),
        migrations.AddField(
            model_name='event',
            name='way',
            field=models.CharField(blank=True, db_default='', default='', max_length=8),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('OPEN', 'Opened'), ('CLICK', 'Clicked'), ('BEACON', 'Used a page of ours')], max_length=8),
        ),
        migrations.CreateModel(
            name='NetworkList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(choices=[('APPLE', 'APPLE'), ('SCANNER', 'SCANNER')], max_length=8)),
                ('version', models.PositiveIntegerField()),
                ('loaded_at', models.DateTimeField()),
                ('source', models.CharField(max_length=200)),
                ('networks_count', models.PositiveIntegerField()),
                ('ranges', models.BinaryField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('network', 'version'), name='list_has_one_version'), models.CheckConstraint(condition=models.Q(('network__in', ['APPLE', 'SCANNER'])), name='list_is_of_a_known_class')],
            },
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.BigIntegerField(unique=True)),
                ('first_hit_at', models.DateTimeField()),
                ('last_hit_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('judged_at', models.DateTimeField(null=True)),
                ('version', models.PositiveSmallIntegerField(default=0)),
                ('changes_count', models.PositiveIntegerField(default=0)),
                ('is_gateway', models.BooleanField(default=False)),
                ('is_partial', models.BooleanField(default=False)),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at', 'id'], name='judgement_due'), models.Index(condition=models.Q(('is_partial', False)), fields=['first_hit_at'], name='judgement_by_age')],
            },
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_id', models.BigIntegerField(unique=True)),
                ('message_id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('who', models.CharField(choices=[('PREFETCH', 'PREFETCH'), ('MACHINE_PRIVACY', 'MACHINE_PRIVACY'), ('MACHINE_SUSPECTED', 'MACHINE_SUSPECTED'), ('HUMAN_PROXIED', 'HUMAN_PROXIED'), ('SCANNER', 'SCANNER'), ('SCANNER_SUSPECTED', 'SCANNER_SUSPECTED'), ('HUMAN_CONFIRMED', 'HUMAN_CONFIRMED'), ('HUMAN', 'HUMAN')], max_length=20)),
                ('why', models.CharField(choices=[('NOT_GET', 'NOT_GET'), ('FETCHED_AHEAD', 'FETCHED_AHEAD'), ('APPLE_PRIVACY', 'APPLE_PRIVACY'), ('APPLE_AGENT', 'APPLE_AGENT'), ('MAIL_PROXY', 'MAIL_PROXY'), ('PROXY_TOO_SOON', 'PROXY_TOO_SOON'), ('SCANNER_AGENT', 'SCANNER_AGENT'), ('SCANNER_NETWORK', 'SCANNER_NETWORK'), ('HONEYPOT', 'HONEYPOT'), ('BEACON', 'BEACON'), ('BURST', 'BURST'), ('SWEEP', 'SWEEP'), ('HEAD_FIRST', 'HEAD_FIRST'), ('TOO_SOON', 'TOO_SOON'), ('SAME_SOURCE', 'SAME_SOURCE'), ('NOTHING_AGAINST', 'NOTHING_AGAINST')], max_length=20)),
                ('version', models.PositiveSmallIntegerField()),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'indexes': [models.Index(fields=['store', 'message_id'], name='verdict_of_message'), models.Index(fields=['at'], name='verdict_by_age')],
                'constraints': [models.CheckConstraint(condition=models.Q(('who__in', ['PREFETCH', 'MACHINE_PRIVACY', 'MACHINE_SUSPECTED', 'HUMAN_PROXIED', 'SCANNER', 'SCANNER_SUSPECTED', 'HUMAN_CONFIRMED', 'HUMAN'])), name='verdict_is_known')],
            },
        ),
        migrations.CreateModel(
            name='VerdictCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('kind', models.CharField(max_length=8)),
                ('who', models.CharField(choices=[('PREFETCH', 'PREFETCH'), ('MACHINE_PRIVACY', 'MACHINE_PRIVACY'), ('MACHINE_SUSPECTED', 'MACHINE_SUSPECTED'), ('HUMAN_PROXIED', 'HUMAN_PROXIED'), ('SCANNER', 'SCANNER'), ('SCANNER_SUSPECTED', 'SCANNER_SUSPECTED'), ('HUMAN_CONFIRMED', 'HUMAN_CONFIRMED'), ('HUMAN', 'HUMAN')], max_length=20)),
                ('why', models.CharField(choices=[('NOT_GET', 'NOT_GET'), ('FETCHED_AHEAD', 'FETCHED_AHEAD'), ('APPLE_PRIVACY', 'APPLE_PRIVACY'), ('APPLE_AGENT', 'APPLE_AGENT'), ('MAIL_PROXY', 'MAIL_PROXY'), ('PROXY_TOO_SOON', 'PROXY_TOO_SOON'), ('SCANNER_AGENT', 'SCANNER_AGENT'), ('SCANNER_NETWORK', 'SCANNER_NETWORK'), ('HONEYPOT', 'HONEYPOT'), ('BEACON', 'BEACON'), ('BURST', 'BURST'), ('SWEEP', 'SWEEP'), ('HEAD_FIRST', 'HEAD_FIRST'), ('TOO_SOON', 'TOO_SOON'), ('SAME_SOURCE', 'SAME_SOURCE'), ('NOTHING_AGAINST', 'NOTHING_AGAINST')], max_length=20)),
                ('hits_count', models.IntegerField(default=0)),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('store', 'on', 'kind', 'who', 'why'), name='verdicts_counted_once')],
            },
        ),
        Fence("Judgement"),
        Fence("Verdict"),
        Fence("VerdictCount"),
        migrations.RunSQL(DROP_MONTH, "DROP FUNCTION tracking_drop_month(date)"),
    ]
