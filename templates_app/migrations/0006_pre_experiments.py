import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import templates_app.models.experiment
import uuid
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

from stores.fencing import Fence

# What was declared before the start stays as it was declared; only how it goes on may be written.
FREEZE = """
CREATE FUNCTION templates_app_keep_declared() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.started_at IS NULL THEN RETURN NEW; END IF;
  IF (to_jsonb(OLD) - %s::text[]) IS DISTINCT FROM (to_jsonb(NEW) - %s::text[]) THEN
    RAISE EXCEPTION 'what was declared of a test is not changed once it started'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen BEFORE UPDATE ON templates_app_experiment
  FOR EACH ROW EXECUTE FUNCTION templates_app_keep_declared();
CREATE TRIGGER frozen BEFORE UPDATE ON templates_app_experimentepoch
  FOR EACH ROW EXECUTE FUNCTION templates_app_refuse_change();
"""
GOES_ON = (
    "'{state,name,hypothesis,promotes_itself,stopped_at,stopped_by,why_stopped,decided_at}'"
)
THAW = """
DROP TRIGGER frozen ON templates_app_experimentepoch;
DROP TRIGGER frozen ON templates_app_experiment;
DROP FUNCTION templates_app_keep_declared();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('stores', '0002_pre_words_kept_days'),
        ('templates_app', '0005_pictures_and_audits'),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name='Experiment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('hypothesis', models.CharField(blank=True, max_length=500, verbose_name='what we expect, and why')),
                ('kind', models.CharField(choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], max_length=32, verbose_name='kind')),
                ('salt', models.CharField(default=templates_app.models.experiment.new_salt, editable=False, max_length=64)),
                ('unit', models.CharField(choices=[('CUSTOMER', 'A buyer'), ('ORDER', 'An order')], default='CUSTOMER', max_length=8, verbose_name='who keeps an arm')),
                ('stopping', models.CharField(choices=[('PLANNED', 'Planned: a number of orders and an end'), ('OPEN', 'Open-ended: until it is sure'), ('PICK', 'Just pick: the likelier one, without proof'), ('BANDIT', 'Bandit: gives more to what does better')], default='PLANNED', max_length=8, verbose_name='how it ends')),
                ('primary_metric', models.CharField(choices=[('CLICKED', 'A person clicks through to the order status page'), ('OPENED', 'A person opens the mail'), ('BOUGHT_AGAIN', 'The buyer orders again'), ('REVENUE', 'What the buyer spends again'), ('ORDER_VALUE', 'The value of those next orders'), ('CONTACTED', 'The buyer asks the store for help')], default='CLICKED', max_length=16, verbose_name='what counts')),
                ('window_days', models.PositiveSmallIntegerField(default=14, verbose_name='days that count')),
                ('cap_minor', models.BigIntegerField(blank=True, null=True, verbose_name='counts at most')),
                ('guardrails', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('COMPLAINED', 'Marked as spam'), ('UNSUBSCRIBED', 'Left marketing'), ('TRACKING_OFF', 'Turned tracking off'), ('BOUNCED', 'Came back'), ('REFUNDED', 'Refunded or cancelled'), ('NOT_RENDERED', 'Could not be rendered')], max_length=16), size=None, verbose_name='must not become worse')),
                ('segments', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), blank=True, default=list, size=None)),
                ('alpha', models.FloatField(default=0.05, verbose_name='risk of a false winner')),
                ('power', models.FloatField(default=0.8, verbose_name='chance to see the effect')),
                ('base_rate', models.FloatField(blank=True, null=True, verbose_name='usual rate')),
                ('least_effect', models.FloatField(blank=True, null=True, verbose_name='smallest change worth seeing')),
                ('plan_units', models.PositiveIntegerField(blank=True, null=True, verbose_name='planned buyers or orders')),
                ('plan_end_at', models.DateTimeField(blank=True, null=True, verbose_name='planned end')),
                ('look_count', models.PositiveSmallIntegerField(default=5, verbose_name='planned looks')),
                ('least_days', models.PositiveSmallIntegerField(default=7, verbose_name='days at least')),
                ('promotes_itself', models.BooleanField(default=False, verbose_name='give the winner to everybody by itself')),
                ('holdback_bp', models.PositiveSmallIntegerField(default=500, verbose_name='hold-back')),
                ('method_version', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('state', models.CharField(choices=[('DRAFT', 'Being planned'), ('RUNNING', 'Running'), ('STOPPED', 'Stopped, not decided'), ('RAMPING', 'The winner is being given to everybody'), ('DONE', 'Decided')], default='DRAFT', max_length=8, verbose_name='state')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('created_by', models.CharField(max_length=254, verbose_name='created by')),
                ('declared_at', models.DateTimeField(blank=True, null=True, verbose_name='declared')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='started')),
                ('started_by', models.CharField(blank=True, max_length=254, verbose_name='started by')),
                ('stopped_at', models.DateTimeField(blank=True, null=True, verbose_name='stopped')),
                ('stopped_by', models.CharField(blank=True, max_length=254, verbose_name='stopped by')),
                ('why_stopped', models.CharField(blank=True, max_length=500, verbose_name='why')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('store', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
                ('template', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='templates_app.template')),
            ],
            options={
                'verbose_name': 'experiment',
                'verbose_name_plural': 'experiments',
            },
        ),
        migrations.CreateModel(
            name='Layer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('salt', models.CharField(default=templates_app.models.experiment.new_salt, editable=False, max_length=64)),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('store', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'layer',
                'verbose_name_plural': 'layers',
            },
        ),
        migrations.CreateModel(
            name='ExperimentStore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('buckets', django.contrib.postgres.fields.ranges.IntegerRangeField(verbose_name='buckets')),
                ('is_active', models.BooleanField(default=False)),
                ('experiment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='templates_app.experiment')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
                ('layer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='templates_app.layer')),
            ],
            options={
                'verbose_name': 'store of an experiment',
                'verbose_name_plural': 'stores of experiments',
            },
        ),
        migrations.AddField(
            model_name='experiment',
            name='layer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='templates_app.layer'),
        ),
        migrations.CreateModel(
            name='Arm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('label', models.CharField(max_length=8, verbose_name='label')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('sender_name', models.CharField(blank=True, max_length=120, verbose_name="sender's name")),
                ('delay', models.DurationField(blank=True, null=True, verbose_name='sent later by')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('variant', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='templates_app.variant')),
                ('experiment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='arms', to='templates_app.experiment')),
            ],
            options={
                'verbose_name': 'arm',
                'verbose_name_plural': 'arms',
                'constraints': [models.UniqueConstraint(fields=('experiment', 'number'), name='one_arm_a_number')],
            },
        ),
        migrations.CreateModel(
            name='ExperimentEpoch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('started_at', models.DateTimeField(verbose_name='from')),
                ('weights_bp', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None, verbose_name='weights')),
                ('coverage_bp', models.PositiveSmallIntegerField(default=10000, verbose_name='coverage')),
                ('reason', models.CharField(max_length=200, verbose_name='why')),
                ('actor', models.CharField(blank=True, max_length=254, verbose_name='by')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('experiment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='epochs', to='templates_app.experiment')),
            ],
            options={
                'verbose_name': 'epoch',
                'verbose_name_plural': 'epochs',
                'constraints': [models.UniqueConstraint(fields=('experiment', 'number'), name='one_epoch_a_number')],
            },
        ),
        migrations.CreateModel(
            name='HoldOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('share_bp', models.PositiveSmallIntegerField(default=0, verbose_name='share held out')),
                ('salt', models.CharField(default=templates_app.models.experiment.new_salt, editable=False, max_length=64)),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('changed_by', models.CharField(max_length=254, verbose_name='changed by')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'hold-out',
                'verbose_name_plural': 'hold-outs',
                'constraints': [models.UniqueConstraint(fields=('store',), name='one_hold_out_a_store'), models.CheckConstraint(condition=models.Q(('share_bp__lte', 2000)), name='hold_out_is_at_most_a_fifth')],
            },
        ),
        migrations.AddConstraint(
            model_name='layer',
            constraint=models.UniqueConstraint(fields=('agency', 'name'), name='one_layer_a_name'),
        ),
        migrations.AddIndex(
            model_name='experimentstore',
            index=models.Index(condition=models.Q(('is_active', True)), fields=['store'], name='tests_of_store'),
        ),
        migrations.AddConstraint(
            model_name='experimentstore',
            constraint=models.UniqueConstraint(fields=('experiment', 'store'), name='takes_part_once'),
        ),
        migrations.AddConstraint(
            model_name='experimentstore',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('is_active', True)), expressions=[('store', '='), ('layer', '='), ('buckets', '&&')], name='tests_of_a_layer_exclude_each_other'),
        ),
        migrations.AddIndex(
            model_name='experiment',
            index=models.Index(models.F('agency'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='experiments_newest'),
        ),
        migrations.AddConstraint(
            model_name='experiment',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'DRAFT'), ('started_at__isnull', False), _connector='OR'), name='a_running_experiment_has_started'),
        ),
        migrations.AddConstraint(
            model_name='experiment',
            constraint=models.CheckConstraint(condition=models.Q(('holdback_bp__lte', 5000)), name='holdback_is_at_most_half'),
        ),
        Fence("Layer"),
        Fence("Experiment"),
        Fence("ExperimentStore"),
        Fence("Arm"),
        Fence("ExperimentEpoch"),
        Fence("HoldOut"),
        migrations.RunSQL(FREEZE % (GOES_ON, GOES_ON), THAW),
    ]
