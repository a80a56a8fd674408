import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from stores.fencing import Fence

# What was published before: one template of an agency, whose blocks were not frozen with it.
CARRY_OVER = """
SELECT set_config('notifyhub.stores', '*', true);
UPDATE templates_app_block SET key = type || CASE WHEN twins.place > 1 THEN '-' || twins.place ELSE '' END
  FROM (SELECT id, row_number() OVER (PARTITION BY template_id, type ORDER BY position) AS place
          FROM templates_app_block) AS twins
 WHERE twins.id = templates_app_block.id;
INSERT INTO templates_app_block (agency_id, store_id, template_id, position, key, type, settings, is_locked)
SELECT agency_id, store_id, id, 0, 'subject', 'subject',
       CASE WHEN texts = '{}'::jsonb THEN '{}'::jsonb ELSE jsonb_build_object('texts', texts) END, false
  FROM templates_app_template AS template
 WHERE NOT EXISTS (SELECT FROM templates_app_block AS block
                    WHERE block.template_id = template.id AND block.type = 'subject');
UPDATE templates_app_block SET is_locked = false WHERE store_id IS NOT NULL;
UPDATE templates_app_template SET changed_at = created_at, changed_by = 'NotifyHub', "order" = coalesce(
  (SELECT jsonb_agg(key ORDER BY position, id) FROM templates_app_block
    WHERE template_id = templates_app_template.id), '[]'::jsonb);
INSERT INTO templates_app_wording (agency_id, fingerprint, kind, locales, sources, blocks, created_at)
SELECT DISTINCT ON (revision.agency_id, revision.fingerprint)
       revision.agency_id, revision.fingerprint, template.kind, revision.locales, revision.sources,
       coalesce((SELECT jsonb_agg(jsonb_build_object('key', key, 'type', type, 'settings', settings,
                                  'is_locked', is_locked, 'origin',
                                  CASE WHEN store_id IS NULL THEN 'AGENCY' ELSE 'STORE' END)
                                  ORDER BY position, id)
                   FROM templates_app_block WHERE template_id = template.id), '[]'::jsonb),
       revision.created_at
  FROM templates_app_revision AS revision
  JOIN templates_app_template AS template ON template.id = revision.template_id
 ORDER BY revision.agency_id, revision.fingerprint, revision.id;
UPDATE templates_app_revision SET kind = template.kind, wording_id = wording.id
  FROM templates_app_template AS template, templates_app_wording AS wording
 WHERE template.id = templates_app_revision.template_id
   AND wording.agency_id = templates_app_revision.agency_id
   AND wording.fingerprint = templates_app_revision.fingerprint;
SET CONSTRAINTS ALL IMMEDIATE;
SELECT set_config('notifyhub.stores', '', true);
"""
THAW = "DROP TRIGGER frozen ON templates_app_revision;"
FREEZE = """
CREATE OR REPLACE FUNCTION templates_app_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
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


class Migration(migrations.Migration):

    dependencies = [
        ('stores', '0001_initial'),
        ('templates_app', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Variant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=8, verbose_name='label')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('order', models.JSONField(blank=True, default=list, verbose_name='order of blocks')),
                ('created_at', models.DateTimeField(verbose_name='created')),
            ],
            options={
                'verbose_name': 'variant',
                'verbose_name_plural': 'variants',
            },
        ),
        migrations.CreateModel(
            name='VariantWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=8, verbose_name='label')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
            ],
            options={
                'verbose_name': 'wording of a variant',
                'verbose_name_plural': 'wordings of variants',
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(editable=False, max_length=64)),
                ('kind', models.CharField(choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], max_length=32, verbose_name='kind')),
                ('locales', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), size=None, verbose_name='languages')),
                ('sources', models.JSONField(verbose_name='sources')),
                ('blocks', models.JSONField(verbose_name='blocks')),
                ('created_at', models.DateTimeField(verbose_name='created')),
            ],
            options={
                'verbose_name': 'wording',
                'verbose_name_plural': 'wordings',
            },
        ),
        migrations.AddField(
            model_name='variant',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency'),
        ),
        migrations.AddField(
            model_name='variant',
            name='store',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store'),
        ),
        migrations.AddField(
            model_name='variant',
            name='template',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='templates_app.template', verbose_name='template'),
        ),
        migrations.AddField(
            model_name='variantwording',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency'),
        ),
        migrations.AddField(
            model_name='variantwording',
            name='revision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='templates_app.revision', verbose_name='revision'),
        ),
        migrations.AddField(
            model_name='variantwording',
            name='store',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store'),
        ),
        migrations.AddField(
            model_name='wording',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency'),
        ),
        migrations.AddField(
            model_name='variantwording',
            name='wording',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='templates_app.wording'),
        ),
        migrations.RemoveConstraint(
            model_name='block',
            name='one_block_a_place',
        ),
        migrations.RemoveConstraint(
            model_name='revision',
            name='numbered_in_order',
        ),
        migrations.RemoveConstraint(
            model_name='template',
            name='an_agency_uses_one_template_a_kind',
        ),
        migrations.RemoveConstraint(
            model_name='template',
            name='a_store_uses_one_template_a_kind',
        ),
        migrations.AddField(
            model_name='block',
            name='key',
            field=models.CharField(default='', max_length=48, verbose_name='name within the mail'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='revision',
            name='kind',
            field=models.CharField(choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], default='', max_length=32, verbose_name='kind'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='revision',
            name='note',
            field=models.CharField(blank=True, max_length=500, verbose_name='why'),
        ),
        migrations.AddField(
            model_name='revision',
            name='restores',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='templates_app.revision'),
        ),
        migrations.AddField(
            model_name='revision',
            name='waived',
            field=models.JSONField(blank=True, default=list, verbose_name='findings let pass'),
        ),
        migrations.AddField(
            model_name='template',
            name='base',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='templates_app.revision', verbose_name="the agency's revision it builds on"),
        ),
        migrations.AddField(
            model_name='template',
            name='changed_at',
            field=models.DateTimeField(null=True, verbose_name='changed'),
        ),
        migrations.AddField(
            model_name='template',
            name='changed_by',
            field=models.CharField(default='', max_length=254, verbose_name='changed by'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='template',
            name='opened_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='open since'),
        ),
        migrations.AddField(
            model_name='template',
            name='opened_by',
            field=models.CharField(blank=True, max_length=254, verbose_name='open at'),
        ),
        migrations.AddField(
            model_name='template',
            name='order',
            field=models.JSONField(blank=True, default=list, verbose_name='order of blocks'),
        ),
        migrations.AddField(
            model_name='template',
            name='publish_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='publishes at'),
        ),
        migrations.AddField(
            model_name='template',
            name='publish_by',
            field=models.CharField(blank=True, max_length=254, verbose_name='scheduled by'),
        ),
        migrations.AddField(
            model_name='template',
            name='publish_note',
            field=models.CharField(blank=True, max_length=500, verbose_name='why'),
        ),
        migrations.AddField(
            model_name='template',
            name='version',
            field=models.PositiveIntegerField(default=1, verbose_name='version of the draft'),
        ),
        migrations.AddField(
            model_name='block',
            name='variant',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='templates_app.variant'),
        ),
        migrations.AddField(
            model_name='revision',
            name='wording',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='templates_app.wording'),
        ),
        migrations.AddField(
            model_name='template',
            name='publish_wording',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='templates_app.wording', verbose_name='words to be published'),
        ),
        *(Fence(name) for name in ("Variant", "Wording", "VariantWording")),
        migrations.RunSQL(THAW, migrations.RunSQL.noop),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='template',
            name='changed_at',
            field=models.DateTimeField(verbose_name='changed'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='wording',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='templates_app.wording'),
        ),
        migrations.RemoveField(
            model_name='block',
            name='position',
        ),
        migrations.RemoveField(
            model_name='revision',
            name='fingerprint',
        ),
        migrations.RemoveField(
            model_name='revision',
            name='locales',
        ),
        migrations.RemoveField(
            model_name='revision',
            name='sources',
        ),
        migrations.RemoveField(
            model_name='template',
            name='is_active',
        ),
        migrations.RemoveField(
            model_name='template',
            name='texts',
        ),
        migrations.AddConstraint(
            model_name='block',
            constraint=models.UniqueConstraint(fields=('template', 'variant', 'key'), name='one_block_a_key', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='block',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('store', None), ('variant', None)), ('is_locked', False), _connector='OR'), name='only_an_agency_locks'),
        ),
        migrations.AddIndex(
            model_name='template',
            index=models.Index(condition=models.Q(('publish_at__isnull', False)), fields=['publish_at'], name='template_due'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(fields=('agency', 'store', 'kind', 'number'), name='numbered_in_order', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.UniqueConstraint(condition=models.Q(('store', None)), fields=('agency', 'kind'), name='an_agency_has_one_template_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.UniqueConstraint(condition=models.Q(('store__isnull', False)), fields=('store', 'kind'), name='a_store_has_one_template_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.CheckConstraint(condition=models.Q(('publish_at', None), ('publish_wording__isnull', False), _connector='OR'), name='a_scheduled_publication_has_words'),
        ),
        migrations.AddConstraint(
            model_name='variant',
            constraint=models.UniqueConstraint(fields=('template', 'label'), name='one_variant_a_label'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.UniqueConstraint(fields=('agency', 'fingerprint'), name='worded_once'),
        ),
        migrations.AddConstraint(
            model_name='variantwording',
            constraint=models.UniqueConstraint(fields=('revision', 'label'), name='one_wording_a_variant'),
        ),
        migrations.RunSQL(FREEZE, migrations.RunSQL.noop),
    ]
