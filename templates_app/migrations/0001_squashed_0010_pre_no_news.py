"""All tables of this room as they stood with version 0.5, made at once.

For new installations; those that have made its forerunners one by one have them already.
"""


import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.functions
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import templates_app.models.experiment
from stores.fencing import Fence

# What was published is never edited: the last wall is here, where no code can forget it.
WORDS_STAY = """
CREATE FUNCTION templates_app_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was published is never changed' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER frozen BEFORE UPDATE ON templates_app_revision
  FOR EACH ROW EXECUTE FUNCTION templates_app_refuse_change();
CREATE TRIGGER frozen BEFORE UPDATE ON templates_app_wording
  FOR EACH ROW EXECUTE FUNCTION templates_app_refuse_change();
CREATE TRIGGER frozen BEFORE UPDATE ON templates_app_variantwording
  FOR EACH ROW EXECUTE FUNCTION templates_app_refuse_change();
"""

PICTURES_STAY = """
CREATE TRIGGER frozen BEFORE UPDATE ON templates_app_picturecontent
  FOR EACH ROW EXECUTE FUNCTION templates_app_refuse_change();
CREATE TRIGGER frozen BEFORE UPDATE ON templates_app_auditentry
  FOR EACH ROW EXECUTE FUNCTION templates_app_refuse_change();
"""

# What was declared before the start stays as it was declared; only how it goes on may be written.
TESTS_STAY = """
CREATE FUNCTION templates_app_keep_declared() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.started_at IS NULL THEN RETURN NEW; END IF;
  IF (to_jsonb(OLD) - '{state,name,hypothesis,promotes_itself,stopped_at,stopped_by,why_stopped,decided_at}'::text[]) IS DISTINCT FROM (to_jsonb(NEW) - '{state,name,hypothesis,promotes_itself,stopped_at,stopped_by,why_stopped,decided_at}'::text[]) THEN
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

# An arm stays what it was declared to be; only its name may be mended, and a variant that was
# decided upon be let go.
ARMS_STAY = """
CREATE FUNCTION templates_app_keep_arm() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(OLD) - '{name,variant_id}'::text[])
       IS NOT DISTINCT FROM (to_jsonb(NEW) - '{name,variant_id}'::text[])
     AND (NEW.variant_id IS NULL OR NEW.variant_id IS NOT DISTINCT FROM OLD.variant_id) THEN
    RETURN NEW;
  END IF;
  IF EXISTS (SELECT FROM templates_app_experiment
             WHERE id = OLD.experiment_id AND started_at IS NOT NULL) THEN
    RAISE EXCEPTION 'what was declared of a test is not changed once it started'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen BEFORE UPDATE ON templates_app_arm
  FOR EACH ROW EXECUTE FUNCTION templates_app_keep_arm();
"""


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('templates_app', '0001_initial'),
        ('templates_app', '0002_words_frozen_apart_from_revisions'),
        ('templates_app', '0003_findings_let_pass'),
        ('templates_app', '0004_staged_rollouts'),
        ('templates_app', '0005_pictures_and_audits'),
        ('templates_app', '0006_pre_experiments'),
        ('templates_app', '0007_pre_declared_shares'),
        ('templates_app', '0008_pre_ten_looks'),
        ('templates_app', '0009_pre_late_and_help'),
        ('templates_app', '0010_pre_no_news'),
    ]

    dependencies = [
        ('stores', '0001_squashed_0006_pre_parcels_and_promises'),
        ('stores', '__first__'),
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
                ('kind', models.CharField(choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('NO_NEWS', 'No News'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], max_length=32, verbose_name='kind')),
                ('salt', models.CharField(default=templates_app.models.experiment.new_salt, editable=False, max_length=64)),
                ('unit', models.CharField(choices=[('CUSTOMER', 'A buyer'), ('ORDER', 'An order')], default='CUSTOMER', max_length=8, verbose_name='who keeps an arm')),
                ('stopping', models.CharField(choices=[('PLANNED', 'Planned: a number of orders and an end'), ('OPEN', 'Open-ended: until it is sure'), ('PICK', 'Just pick: the likelier one, without proof'), ('BANDIT', 'Bandit: gives more to what does better')], default='PLANNED', max_length=8, verbose_name='how it ends')),
                ('primary_metric', models.CharField(choices=[('CLICKED', 'A person clicks through to the order status page'), ('OPENED', 'A person opens the mail'), ('BOUGHT_AGAIN', 'The buyer orders again'), ('REVENUE', 'What the buyer spends again'), ('ORDER_VALUE', 'The value of those next orders'), ('CONTACTED', 'The buyer asks the store for help')], default='CLICKED', max_length=16, verbose_name='what counts')),
                ('store_count', models.PositiveIntegerField(default=1, verbose_name='stores')),
                ('coverage_bp', models.PositiveSmallIntegerField(default=10000, verbose_name='coverage')),
                ('window_days', models.PositiveSmallIntegerField(default=14, verbose_name='days that count')),
                ('cap_minor', models.BigIntegerField(blank=True, null=True, verbose_name='counts at most')),
                ('guardrails', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('COMPLAINED', 'Marked as spam'), ('UNSUBSCRIBED', 'Left marketing'), ('TRACKING_OFF', 'Turned tracking off'), ('BOUNCED', 'Came back'), ('REFUNDED', 'Refunded or cancelled'), ('NOT_RENDERED', 'Could not be rendered'), ('LATE', 'Sent late'), ('ASKED_HELP', 'Asked for help')], max_length=16), size=None, verbose_name='must not become worse')),
                ('segments', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), blank=True, default=list, size=None)),
                ('alpha', models.FloatField(default=0.05, verbose_name='risk of a false winner')),
                ('power', models.FloatField(default=0.8, verbose_name='chance to see the effect')),
                ('base_rate', models.FloatField(blank=True, null=True, verbose_name='usual rate')),
                ('least_effect', models.FloatField(blank=True, null=True, verbose_name='smallest change worth seeing')),
                ('plan_units', models.PositiveIntegerField(blank=True, null=True, verbose_name='planned buyers or orders')),
                ('plan_end_at', models.DateTimeField(blank=True, null=True, verbose_name='planned end')),
                ('look_count', models.PositiveSmallIntegerField(default=10, verbose_name='planned looks')),
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
            ],
            options={
                'verbose_name': 'experiment',
                'verbose_name_plural': 'experiments',
                'indexes': [models.Index(models.F('agency'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='experiments_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'DRAFT'), ('started_at__isnull', False), _connector='OR'), name='a_running_experiment_has_started'), models.CheckConstraint(condition=models.Q(('holdback_bp__lte', 5000)), name='holdback_is_at_most_half'), models.CheckConstraint(condition=models.Q(('coverage_bp__gte', 1), ('coverage_bp__lte', 10000)), name='coverage_is_a_share_of_the_buckets')],
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
                'constraints': [models.UniqueConstraint(fields=('agency', 'name'), name='one_layer_a_name')],
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
                'indexes': [models.Index(condition=models.Q(('is_active', True)), fields=['store'], name='tests_of_store')],
                'constraints': [models.UniqueConstraint(fields=('experiment', 'store'), name='takes_part_once'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('is_active', True)), expressions=[('store', '='), ('layer', '='), ('buckets', '&&')], name='tests_of_a_layer_exclude_each_other')],
            },
        ),
        migrations.AddField(
            model_name='experiment',
            name='layer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='templates_app.layer'),
        ),
        migrations.CreateModel(
            name='PictureContent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(max_length=32)),
                ('data', models.BinaryField()),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
            ],
            options={
                'verbose_name': 'content of a picture',
                'verbose_name_plural': 'contents of pictures',
                'constraints': [models.UniqueConstraint(fields=('agency', 'digest'), name='pictured_once')],
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(editable=False, max_length=32, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('form', models.CharField(choices=[('PNG', 'PNG'), ('JPEG', 'JPEG')], max_length=4, verbose_name='format')),
                ('width', models.PositiveIntegerField(verbose_name='width')),
                ('height', models.PositiveIntegerField(verbose_name='height')),
                ('byte_count', models.PositiveIntegerField(verbose_name='size')),
                ('changes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), blank=True, default=list, size=None)),
                ('was_worn', models.BooleanField(default=False, editable=False)),
                ('created_at', models.DateTimeField(verbose_name='uploaded')),
                ('created_by', models.CharField(max_length=254, verbose_name='uploaded by')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='removed')),
                ('removed_by', models.CharField(blank=True, max_length=254, verbose_name='removed by')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('store', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
                ('content', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='templates_app.picturecontent', verbose_name='content')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'indexes': [models.Index(condition=models.Q(('removed_at', None)), fields=['agency', '-created_at', '-id'], name='pictures_offered'), models.Index(condition=models.Q(('removed_at__isnull', False)), fields=['removed_at'], name='pictures_removed')],
                'constraints': [models.UniqueConstraint(fields=('agency', 'store', 'content'), name='kept_once_each', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('NO_NEWS', 'No News'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], max_length=32, verbose_name='kind')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('brand', models.JSONField(verbose_name='brand as it was')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='why')),
                ('waived', models.JSONField(blank=True, default=list, verbose_name='findings let pass')),
                ('created_at', models.DateTimeField(verbose_name='published')),
                ('created_by', models.CharField(max_length=254, verbose_name='published by')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('base', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='templates_app.revision')),
                ('restores', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='templates_app.revision')),
                ('store', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
                'constraints': [models.UniqueConstraint(fields=('agency', 'store', 'kind', 'number'), name='numbered_in_order', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Rollout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('RUNNING', 'Under way'), ('PAUSED', 'Paused'), ('DONE', 'Done'), ('CANCELLED', 'Cancelled'), ('ROLLING_BACK', 'Being rolled back'), ('ROLLED_BACK', 'Rolled back')], default='RUNNING', max_length=12, verbose_name='state')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('NO_NEWS', 'No News'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], max_length=32), size=None)),
                ('stages', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None, verbose_name='stages')),
                ('stage', models.PositiveSmallIntegerField(default=0, verbose_name='stage')),
                ('wait', models.DurationField(verbose_name='time between stages')),
                ('store_count', models.PositiveIntegerField(verbose_name='stores')),
                ('next_at', models.DateTimeField(verbose_name='goes on at')),
                ('why_paused', models.CharField(blank=True, max_length=500, verbose_name='why it is paused')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='why')),
                ('created_at', models.DateTimeField(verbose_name='started')),
                ('created_by', models.CharField(max_length=254, verbose_name='started by')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('changed_by', models.CharField(max_length=254, verbose_name='changed by')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
            ],
            options={
                'verbose_name': 'roll-out',
                'verbose_name_plural': 'roll-outs',
                'indexes': [models.Index(fields=['agency', '-created_at'], name='rollouts_of_agency'), models.Index(condition=models.Q(('state__in', ['RUNNING', 'ROLLING_BACK'])), fields=['next_at'], name='rollout_due')],
            },
        ),
        migrations.CreateModel(
            name='RolloutItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('NO_NEWS', 'No News'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], max_length=32, verbose_name='kind')),
                ('stage', models.PositiveSmallIntegerField(default=0, verbose_name='stage')),
                ('state', models.CharField(choices=[('WAITING', 'Waits for its turn'), ('DONE', 'Sends the new words'), ('UNCHANGED', 'Nothing changed'), ('SKIPPED', 'Left as it is'), ('REFUSED', 'Could not be published'), ('UNDONE', 'Sends the old words again'), ('KEPT', 'Published anew since; left alone')], default='WAITING', max_length=12, verbose_name='state')),
                ('decision', models.CharField(choices=[('KEEP_STORE', "keep the store's"), ('TAKE_AGENCY', "take the agency's"), ('SKIP', 'leave this mail as it is')], default='KEEP_STORE', max_length=12)),
                ('why', models.CharField(blank=True, max_length=500, verbose_name='why')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('after', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='templates_app.revision')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('before', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='templates_app.revision')),
                ('rollout', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='templates_app.rollout')),
                ('store', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
                ('target', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='templates_app.revision')),
            ],
            options={
                'verbose_name': 'mail of a roll-out',
                'verbose_name_plural': 'mails of a roll-out',
                'indexes': [models.Index(condition=models.Q(('state', 'WAITING')), fields=['rollout', 'stage'], name='rollout_waiting')],
                'constraints': [models.UniqueConstraint(fields=('rollout', 'store', 'kind'), name='rolled_out_once', nulls_distinct=False), models.UniqueConstraint(condition=models.Q(('state', 'WAITING')), fields=('store', 'kind'), name='waits_in_one_rollout'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'DONE'), _negated=True), ('after__isnull', False), _connector='OR'), name='what_is_done_has_a_revision')],
            },
        ),
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('kind', models.CharField(choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('NO_NEWS', 'No News'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], max_length=32, verbose_name='kind')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('order', models.JSONField(blank=True, default=list, verbose_name='order of blocks')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version of the draft')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('changed_by', models.CharField(max_length=254, verbose_name='changed by')),
                ('opened_by', models.CharField(blank=True, max_length=254, verbose_name='open at')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='open since')),
                ('publish_at', models.DateTimeField(blank=True, null=True, verbose_name='publishes at')),
                ('publish_by', models.CharField(blank=True, max_length=254, verbose_name='scheduled by')),
                ('publish_note', models.CharField(blank=True, max_length=500, verbose_name='why')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('base', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='templates_app.revision', verbose_name="the agency's revision it builds on")),
                ('store', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'template',
                'verbose_name_plural': 'templates',
                'indexes': [models.Index(condition=models.Q(('publish_at__isnull', False)), fields=['publish_at'], name='template_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('store', None)), fields=('agency', 'kind'), name='an_agency_has_one_template_a_kind'), models.UniqueConstraint(condition=models.Q(('store__isnull', False)), fields=('store', 'kind'), name='a_store_has_one_template_a_kind')],
            },
        ),
        migrations.AddField(
            model_name='revision',
            name='template',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='templates_app.template', verbose_name='template'),
        ),
        migrations.AddField(
            model_name='experiment',
            name='template',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='templates_app.template'),
        ),
        migrations.CreateModel(
            name='Audit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('NO_NEWS', 'No News'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], max_length=32, verbose_name='kind')),
                ('cause', models.CharField(choices=[('CALENDAR', 'The calendar'), ('BRAND', 'The brand changed'), ('IMPORT', 'It was imported'), ('BY_HAND', 'Somebody asked for it')], max_length=10, verbose_name='cause')),
                ('about', models.CharField(blank=True, max_length=200, verbose_name='about')),
                ('opened_at', models.DateTimeField(verbose_name='opened')),
                ('due_on', models.DateField(verbose_name='due')),
                ('checklist', models.JSONField(blank=True, default=list, verbose_name='checklist')),
                ('worst', models.SmallIntegerField(choices=[(0, 'In order'), (1, 'Look at it'), (2, 'Mend it')], default=0, verbose_name='state')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='checked')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='signed off')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who looks')),
                ('store', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='templates_app.template', verbose_name='template')),
            ],
            options={
                'verbose_name': 'audit',
                'verbose_name_plural': 'audits',
                'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['agency', 'due_on', '-worst', 'id'], name='audits_due'), models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['agency', 'store', 'kind', '-closed_at'], name='audits_done'), models.Index(condition=models.Q(('closed_at', None)), fields=['checked_at'], name='audits_to_check')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('agency', 'store', 'kind'), name='one_open_audit_a_mail', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Variant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=8, verbose_name='label')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('order', models.JSONField(blank=True, default=list, verbose_name='order of blocks')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('store', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='templates_app.template', verbose_name='template')),
            ],
            options={
                'verbose_name': 'variant',
                'verbose_name_plural': 'variants',
                'constraints': [models.UniqueConstraint(fields=('template', 'label'), name='one_variant_a_label')],
            },
        ),
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=48, verbose_name='name within the mail')),
                ('type', models.CharField(max_length=32, verbose_name='type')),
                ('settings', models.JSONField(blank=True, default=dict, verbose_name='settings')),
                ('is_locked', models.BooleanField(default=False, verbose_name='locked for stores')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('store', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
                ('template', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='templates_app.template', verbose_name='template')),
                ('variant', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='templates_app.variant')),
            ],
            options={
                'verbose_name': 'block',
                'verbose_name_plural': 'blocks',
                'constraints': [models.UniqueConstraint(fields=('template', 'variant', 'key'), name='one_block_a_key', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('store', None), ('variant', None)), ('is_locked', False), _connector='OR'), name='only_an_agency_locks')],
            },
        ),
        migrations.CreateModel(
            name='Arm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('label', models.CharField(max_length=8, verbose_name='label')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('weight_bp', models.PositiveSmallIntegerField(default=0, verbose_name='share')),
                ('sender_name', models.CharField(blank=True, max_length=120, verbose_name="sender's name")),
                ('delay', models.DurationField(blank=True, null=True, verbose_name='sent later by')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('experiment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='arms', to='templates_app.experiment')),
                ('variant', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='templates_app.variant')),
            ],
            options={
                'verbose_name': 'arm',
                'verbose_name_plural': 'arms',
                'constraints': [models.UniqueConstraint(fields=('experiment', 'number'), name='one_arm_a_number')],
            },
        ),
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
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(editable=False, max_length=64)),
                ('kind', models.CharField(choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('NO_NEWS', 'No News'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], max_length=32, verbose_name='kind')),
                ('locales', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), size=None, verbose_name='languages')),
                ('sources', models.JSONField(verbose_name='sources')),
                ('blocks', models.JSONField(verbose_name='blocks')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
            ],
            options={
                'verbose_name': 'wording',
                'verbose_name_plural': 'wordings',
                'constraints': [models.UniqueConstraint(fields=('agency', 'fingerprint'), name='worded_once')],
            },
        ),
        migrations.CreateModel(
            name='VariantWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=8, verbose_name='label')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='templates_app.revision', verbose_name='revision')),
                ('store', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
                ('wording', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='templates_app.wording')),
            ],
            options={
                'verbose_name': 'wording of a variant',
                'verbose_name_plural': 'wordings of variants',
                'constraints': [models.UniqueConstraint(fields=('revision', 'label'), name='one_wording_a_variant')],
            },
        ),
        migrations.AddField(
            model_name='template',
            name='publish_wording',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='templates_app.wording', verbose_name='words to be published'),
        ),
        migrations.AddField(
            model_name='revision',
            name='wording',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='templates_app.wording'),
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.CharField(choices=[('SIGNED_OFF', 'Signed off'), ('POSTPONED', 'Not now'), ('GIVEN', 'Given to somebody')], max_length=10, verbose_name='deed')),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='note')),
                ('until', models.DateField(blank=True, null=True, verbose_name='not before')),
                ('checklist', models.JSONField(blank=True, default=list, verbose_name='checklist as it was')),
                ('actor', models.CharField(max_length=254, verbose_name='who')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('audit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='templates_app.audit', verbose_name='audit')),
                ('store', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'entry of an audit',
                'verbose_name_plural': 'entries of audits',
                'indexes': [models.Index(fields=['agency', '-at', '-id'], name='audit_log')],
            },
        ),
        migrations.CreateModel(
            name='AuditReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week_on', models.DateField(verbose_name='week')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('text', models.TextField(verbose_name='text')),
                ('due_count', models.PositiveIntegerField(verbose_name='mails due')),
                ('created_at', models.DateTimeField(verbose_name='written')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='handed over')),
                ('trouble', models.CharField(blank=True, max_length=300, verbose_name='trouble')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='to')),
            ],
            options={
                'verbose_name': 'reminder',
                'verbose_name_plural': 'reminders',
                'constraints': [models.UniqueConstraint(fields=('agency', 'user', 'week_on'), name='reminded_once_a_week')],
            },
        ),
        migrations.CreateModel(
            name='AuditRhythm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('NO_NEWS', 'No News'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], max_length=32, verbose_name='kind')),
                ('every', models.CharField(choices=[('QUARTER', 'Quarterly'), ('HALF_YEAR', 'Half-yearly'), ('YEAR', 'Yearly'), ('NEVER', 'Never')], max_length=10, verbose_name='rhythm')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('changed_by', models.CharField(max_length=254, verbose_name='changed by')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('store', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'audit rhythm',
                'verbose_name_plural': 'audit rhythms',
                'constraints': [models.UniqueConstraint(fields=('agency', 'store', 'kind'), name='one_rhythm_each', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('store', None), models.Q(('kind', ''), _negated=True), _connector='OR'), name='only_an_agency_has_a_default_rhythm')],
            },
        ),
        migrations.CreateModel(
            name='Brand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('logo_url', models.CharField(blank=True, max_length=500, verbose_name='logo')),
                ('logo_width', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='logo width in pixels')),
                ('accent', models.CharField(blank=True, max_length=7, verbose_name='accent colour')),
                ('text', models.CharField(blank=True, max_length=7, verbose_name='text colour')),
                ('ground', models.CharField(blank=True, max_length=7, verbose_name='ground colour')),
                ('font', models.CharField(blank=True, choices=[('SANS', 'Arial'), ('SERIF', 'Georgia'), ('HUMANIST', 'Verdana'), ('SYSTEM', "the reader's own"), ('MIXED', 'Georgia over Arial')], max_length=12, verbose_name='font')),
                ('footer', models.TextField(blank=True, max_length=1000, verbose_name='footer')),
                ('legal', models.TextField(blank=True, max_length=1000, verbose_name='legal lines')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='contact e-mail')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='website')),
                ('social', models.JSONField(blank=True, default=dict, verbose_name='social links')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('to_audit', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), blank=True, default=list, editable=False, size=None)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('store', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'brand',
                'verbose_name_plural': 'brands',
                'indexes': [models.Index(condition=models.Q(('to_audit', []), _negated=True), fields=['changed_at'], name='brands_to_audit')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('store', None)), fields=('agency',), name='one_brand_an_agency'), models.UniqueConstraint(condition=models.Q(('store__isnull', False)), fields=('store',), name='one_brand_a_store')],
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
            model_name='template',
            constraint=models.CheckConstraint(condition=models.Q(('publish_at', None), ('publish_wording__isnull', False), _connector='OR'), name='a_scheduled_publication_has_words'),
        ),
        migrations.RunSQL(WORDS_STAY, migrations.RunSQL.noop),
        migrations.RunSQL(PICTURES_STAY, migrations.RunSQL.noop),
        migrations.RunSQL(TESTS_STAY, migrations.RunSQL.noop),
        migrations.RunSQL(ARMS_STAY, migrations.RunSQL.noop),
        Fence('Brand'),
        Fence('Template'),
        Fence('Block'),
        Fence('Revision'),
        Fence('Variant'),
        Fence('Wording'),
        Fence('VariantWording'),
        Fence('Waiver'),
        Fence('Rollout'),
        Fence('RolloutItem'),
        Fence('Audit'),
        Fence('AuditEntry'),
        Fence('AuditReminder'),
        Fence('AuditRhythm'),
        Fence('Picture'),
        Fence('PictureContent'),
        Fence('Layer'),
        Fence('Experiment'),
        Fence('ExperimentStore'),
        Fence('Arm'),
        Fence('ExperimentEpoch'),
        Fence('HoldOut'),
    ]
