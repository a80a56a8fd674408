"""All tables of this room as they stood with version 0.5, made at once.

For new installations; those that have made its forerunners one by one have them already.
"""


import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from stores.fencing import Fence

# What was seen and decided stays as it was; a row of a unit is written again and again.
FREEZE = """
CREATE TRIGGER frozen BEFORE UPDATE ON analytics_look
  FOR EACH ROW EXECUTE FUNCTION templates_app_refuse_change();
CREATE TRIGGER frozen BEFORE UPDATE ON analytics_decision
  FOR EACH ROW EXECUTE FUNCTION templates_app_refuse_change();
ALTER TABLE analytics_experimentunit SET (fillfactor = 85);
"""

# A store's time zone as this server knows it: one name that it does not know must not stop the
# figures of all stores.
KNOWN_ZONE = """
CREATE FUNCTION analytics_known_zone(zone text) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM now() AT TIME ZONE zone;
  RETURN zone;
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN 'UTC';
END
$$;
"""

TABLES = ("dailystat", "storeday", "orderday", "productday", "productname", "sourceday")

# The same wall, asked otherwise: an array of 500 stores is searched from its beginning for each
# row, a subquery of them is looked up in a hash. Pages name their stores themselves, so that the
# index is found without the policy.
HASHED = "(SELECT notifyhub_sees_all()) OR store_id IN (SELECT unnest(notifyhub_stores()))"


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('analytics', '0001_hourly_figures'),
        ('analytics', '0002_pre_arrivals'),
        ('analytics', '0003_pre_flow_and_incidents'),
        ('analytics', '0004_pre_units_and_looks'),
        ('analytics', '0005_pre_daily_figures'),
        ('analytics', '0006_pre_units_seen_in_sums'),
        ('analytics', '0007_pre_fences_of_figures'),
        ('analytics', '0008_pre_late_and_help'),
        ('analytics', '0009_pre_no_news'),
    ]

    dependencies = [
        ('messaging', '0001_squashed_0020_pre_no_news'),
        ('stores', '0001_squashed_0006_pre_parcels_and_promises'),
        ('stores', '__first__'),
        ('templates_app', '0001_squashed_0010_pre_no_news'),
    ]

    operations = [
        migrations.CreateModel(
            name='FeedCursor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('xid', models.BigIntegerField(default=0)),
                ('last_id', models.BigIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'place in the feed',
                'verbose_name_plural': 'places in the feed',
            },
        ),
        migrations.CreateModel(
            name='FigureReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('rhythm', models.CharField(choices=[('WEEKLY', 'Every Monday, of the week before'), ('MONTHLY', 'On the first, of the month before')], max_length=8, verbose_name='how often')),
                ('created_at', models.DateTimeField(verbose_name='since')),
                ('created_by', models.CharField(blank=True, max_length=254, verbose_name='asked for by')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('store', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='to')),
            ],
            options={
                'verbose_name': 'report by mail',
                'verbose_name_plural': 'reports by mail',
                'constraints': [models.UniqueConstraint(fields=('agency', 'store', 'user', 'rhythm'), name='one_report_a_person', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('rhythm__in', ['WEEKLY', 'MONTHLY'])), name='report_rhythm_is_known')],
            },
        ),
        migrations.CreateModel(
            name='FigureMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('subject', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('html', models.TextField()),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('trouble', models.CharField(blank=True, max_length=300)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('report', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='analytics.figurereport')),
            ],
            options={
                'verbose_name': 'mailed report',
                'verbose_name_plural': 'mailed reports',
                'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['agency', 'created_at'], name='reports_waiting')],
                'constraints': [models.UniqueConstraint(fields=('report', 'since'), name='figures_mailed_once')],
            },
        ),
        migrations.CreateModel(
            name='FlowHour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('domain', models.CharField(blank=True, max_length=255)),
                ('hour', models.DateTimeField()),
                ('tried_count', models.IntegerField(default=0)),
                ('bounced_count', models.IntegerField(default=0)),
                ('failed_count', models.IntegerField(default=0)),
                ('complained_count', models.IntegerField(default=0)),
                ('sender', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.sender')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'mail of an hour',
                'verbose_name_plural': 'mail by the hour',
                'indexes': [models.Index(fields=['hour'], name='flow_of_a_day'), models.Index(fields=['domain', 'hour'], name='flow_of_a_domain')],
                'constraints': [models.UniqueConstraint(fields=('store', 'hour', 'sender', 'domain'), name='one_flow_an_hour', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='HourlyStat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField(verbose_name='hour')),
                ('orders_count', models.IntegerField(default=0, verbose_name='orders')),
                ('order_value_minor', models.BigIntegerField(default=0, verbose_name='order value')),
                ('planned_count', models.IntegerField(default=0, verbose_name='planned')),
                ('sent_count', models.IntegerField(default=0, verbose_name='handed over')),
                ('sent_within_minute_count', models.IntegerField(default=0, verbose_name='left within a minute')),
                ('failed_count', models.IntegerField(default=0, verbose_name='could not be sent')),
                ('unknown_count', models.IntegerField(default=0, verbose_name='may have been sent')),
                ('held_count', models.IntegerField(default=0, verbose_name='held')),
                ('opened_count', models.IntegerField(default=0, verbose_name='opened')),
                ('clicked_count', models.IntegerField(default=0, verbose_name='clicked')),
                ('delivered_count', models.IntegerField(db_default=0, default=0, verbose_name='delivered')),
                ('bounced_count', models.IntegerField(db_default=0, default=0, verbose_name='came back')),
                ('complained_count', models.IntegerField(db_default=0, default=0, verbose_name='marked as spam')),
                ('unsubscribed_count', models.IntegerField(db_default=0, default=0, verbose_name='left marketing')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'figures of an hour',
                'verbose_name_plural': 'figures by the hour',
                'constraints': [models.UniqueConstraint(fields=('store', 'hour'), name='one_row_an_hour')],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('domain', models.CharField(blank=True, max_length=255, verbose_name='recipients at')),
                ('measure', models.CharField(choices=[('BOUNCES', 'came back'), ('FAILURES', 'could not be sent'), ('COMPLAINTS', 'marked as spam')], max_length=12, verbose_name='what')),
                ('since_at', models.DateTimeField(verbose_name='counted from')),
                ('tried_count', models.PositiveIntegerField(verbose_name='messages')),
                ('troubled_count', models.PositiveIntegerField(verbose_name='of them in trouble')),
                ('usual_rate', models.FloatField(verbose_name='usual rate')),
                ('opened_at', models.DateTimeField(verbose_name='since')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='over')),
                ('noted_at', models.DateTimeField(null=True, verbose_name='noted')),
                ('noted_by', models.CharField(blank=True, max_length=254, verbose_name='noted by')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('sender', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.sender')),
                ('store', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'incident',
                'verbose_name_plural': 'incidents',
                'indexes': [models.Index(models.F('agency'), models.OrderBy(models.F('opened_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='incidents_newest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('agency', 'store', 'sender', 'domain', 'measure'), name='one_open_incident_a_cause', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('measure__in', ['BOUNCES', 'FAILURES', 'COMPLAINTS'])), name='measure_is_known'), models.CheckConstraint(condition=models.Q(('store__isnull', False), models.Q(('sender', None), models.Q(('domain', ''), _negated=True)), _connector='OR'), name='incident_is_of_somebody')],
            },
        ),
        migrations.CreateModel(
            name='IncidentNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('trouble', models.CharField(blank=True, max_length=300)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='analytics.incident')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notice of an incident',
                'verbose_name_plural': 'notices of incidents',
                'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['agency', 'created_at'], name='notices_waiting')],
                'constraints': [models.UniqueConstraint(fields=('incident', 'user'), name='noticed_once')],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='look')),
                ('metric', models.CharField(max_length=20, verbose_name='metric')),
                ('arm', models.PositiveSmallIntegerField(verbose_name='arm')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('information', models.FloatField(null=True, verbose_name='share of what is needed')),
                ('spent_alpha', models.FloatField(null=True, verbose_name='risk spent')),
                ('n', models.BigIntegerField(verbose_name='units of both')),
                ('estimate', models.FloatField(null=True, verbose_name='difference')),
                ('low', models.FloatField(null=True, verbose_name='at least')),
                ('high', models.FloatField(null=True, verbose_name='at most')),
                ('p', models.FloatField(null=True, verbose_name='p')),
                ('verdict', models.CharField(blank=True, max_length=24, verbose_name='verdict')),
                ('method_version', models.PositiveSmallIntegerField()),
                ('analysis', models.JSONField()),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('experiment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='templates_app.experiment')),
                ('store', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'look at a test',
                'verbose_name_plural': 'looks at tests',
                'constraints': [models.UniqueConstraint(fields=('experiment', 'number', 'metric', 'arm'), name='looked_once')],
            },
        ),
        migrations.CreateModel(
            name='OrderDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                ('orders_count', models.IntegerField(default=0, verbose_name='orders')),
                ('refunds_count', models.IntegerField(default=0, verbose_name='refunds')),
                ('cancelled_count', models.IntegerField(default=0, verbose_name='cancelled')),
                ('gross_minor', models.BigIntegerField(default=0, verbose_name='product revenue')),
                ('refund_minor', models.BigIntegerField(default=0, verbose_name='refunded of it')),
                ('total_minor', models.BigIntegerField(default=0, verbose_name='order value')),
                ('refund_total_minor', models.BigIntegerField(default=0, verbose_name='money given back')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'orders of a day',
                'verbose_name_plural': 'orders by the day',
                'constraints': [models.UniqueConstraint(fields=('store', 'day', 'currency'), name='one_order_day')],
            },
        ),
        migrations.CreateModel(
            name='ProductDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('product_shopify_id', models.BigIntegerField(verbose_name='product')),
                ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                ('orders_count', models.IntegerField(default=0, verbose_name='orders')),
                ('units_count', models.IntegerField(default=0, verbose_name='pieces')),
                ('returned_count', models.IntegerField(default=0, verbose_name='pieces back')),
                ('gross_minor', models.BigIntegerField(default=0, verbose_name='product revenue')),
                ('refund_minor', models.BigIntegerField(default=0, verbose_name='refunded of it')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'product of a day',
                'verbose_name_plural': 'products by the day',
                'constraints': [models.UniqueConstraint(fields=('store', 'day', 'product_shopify_id', 'currency'), name='one_product_day')],
            },
        ),
        migrations.CreateModel(
            name='ProductName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('product_shopify_id', models.BigIntegerField(verbose_name='product')),
                ('title', models.CharField(blank=True, max_length=255, verbose_name='title')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'name of a product',
                'verbose_name_plural': 'names of products',
                'constraints': [models.UniqueConstraint(fields=('store', 'product_shopify_id'), name='one_name_a_product')],
            },
        ),
        migrations.CreateModel(
            name='SourceDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('source', models.CharField(blank=True, max_length=100, verbose_name='source')),
                ('medium', models.CharField(blank=True, max_length=100, verbose_name='medium')),
                ('campaign', models.CharField(blank=True, max_length=100, verbose_name='campaign')),
                ('ref', models.CharField(blank=True, max_length=100, verbose_name='ref')),
                ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                ('orders_count', models.IntegerField(default=0, verbose_name='orders')),
                ('gross_minor', models.BigIntegerField(default=0, verbose_name='product revenue')),
                ('refund_minor', models.BigIntegerField(default=0, verbose_name='refunded of it')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'source of a day',
                'verbose_name_plural': 'sources by the day',
                'constraints': [models.UniqueConstraint(fields=('store', 'day', 'source', 'medium', 'campaign', 'ref', 'currency'), name='one_source_day')],
            },
        ),
        migrations.CreateModel(
            name='StoreDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                ('planned_count', models.IntegerField(default=0, verbose_name='planned')),
                ('sent_count', models.IntegerField(default=0, verbose_name='handed over')),
                ('tracked_count', models.IntegerField(default=0, verbose_name='of which opens and clicks are seen')),
                ('delivered_count', models.IntegerField(default=0, verbose_name='delivered')),
                ('opened_count', models.IntegerField(default=0, verbose_name='opened')),
                ('clicked_count', models.IntegerField(default=0, verbose_name='clicked')),
                ('opened_by_people_count', models.IntegerField(default=0, verbose_name='opened by people')),
                ('opened_by_machines_count', models.IntegerField(default=0, verbose_name='opened by machines')),
                ('clicked_by_people_count', models.IntegerField(default=0, verbose_name='clicked by people')),
                ('clicked_by_machines_count', models.IntegerField(default=0, verbose_name='clicked by machines')),
                ('bounced_count', models.IntegerField(default=0, verbose_name='came back')),
                ('complained_count', models.IntegerField(default=0, verbose_name='marked as spam')),
                ('unsubscribed_count', models.IntegerField(default=0, verbose_name='left marketing')),
                ('failed_count', models.IntegerField(default=0, verbose_name='could not be sent')),
                ('unknown_count', models.IntegerField(default=0, verbose_name='may have been sent')),
                ('held_count', models.IntegerField(default=0, verbose_name='held')),
                ('not_sent_count', models.IntegerField(default=0, verbose_name='not sent')),
                ('orders_count', models.IntegerField(default=0, verbose_name='orders credited')),
                ('gross_minor', models.BigIntegerField(default=0, verbose_name='revenue credited')),
                ('refund_minor', models.BigIntegerField(default=0, verbose_name='refunded of it')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'all messages of a day',
                'verbose_name_plural': 'all messages by the day',
                'constraints': [models.UniqueConstraint(fields=('store', 'day', 'currency'), name='one_store_day')],
            },
        ),
        migrations.CreateModel(
            name='DailyStat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                ('planned_count', models.IntegerField(default=0, verbose_name='planned')),
                ('sent_count', models.IntegerField(default=0, verbose_name='handed over')),
                ('tracked_count', models.IntegerField(default=0, verbose_name='of which opens and clicks are seen')),
                ('delivered_count', models.IntegerField(default=0, verbose_name='delivered')),
                ('opened_count', models.IntegerField(default=0, verbose_name='opened')),
                ('clicked_count', models.IntegerField(default=0, verbose_name='clicked')),
                ('opened_by_people_count', models.IntegerField(default=0, verbose_name='opened by people')),
                ('opened_by_machines_count', models.IntegerField(default=0, verbose_name='opened by machines')),
                ('clicked_by_people_count', models.IntegerField(default=0, verbose_name='clicked by people')),
                ('clicked_by_machines_count', models.IntegerField(default=0, verbose_name='clicked by machines')),
                ('bounced_count', models.IntegerField(default=0, verbose_name='came back')),
                ('complained_count', models.IntegerField(default=0, verbose_name='marked as spam')),
                ('unsubscribed_count', models.IntegerField(default=0, verbose_name='left marketing')),
                ('failed_count', models.IntegerField(default=0, verbose_name='could not be sent')),
                ('unknown_count', models.IntegerField(default=0, verbose_name='may have been sent')),
                ('held_count', models.IntegerField(default=0, verbose_name='held')),
                ('not_sent_count', models.IntegerField(default=0, verbose_name='not sent')),
                ('orders_count', models.IntegerField(default=0, verbose_name='orders credited')),
                ('gross_minor', models.BigIntegerField(default=0, verbose_name='revenue credited')),
                ('refund_minor', models.BigIntegerField(default=0, verbose_name='refunded of it')),
                ('kind', models.CharField(blank=True, choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('NO_NEWS', 'No News'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], max_length=32, verbose_name='kind')),
                ('channel', models.CharField(blank=True, max_length=8, verbose_name='channel')),
                ('locale', models.CharField(blank=True, max_length=35, verbose_name='language')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
                ('template', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='templates_app.template')),
                ('variant', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='templates_app.variant')),
            ],
            options={
                'verbose_name': 'messages of a day',
                'verbose_name_plural': 'messages by the day',
                'constraints': [models.UniqueConstraint(fields=('store', 'day', 'kind', 'channel', 'template', 'variant', 'locale', 'currency'), name='one_stat_a_day', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('arm', models.PositiveSmallIntegerField(null=True, verbose_name='given to everybody')),
                ('was_proven', models.BooleanField(verbose_name='shown to be better')),
                ('decided_at', models.DateTimeField(verbose_name='decided')),
                ('decided_by', models.CharField(max_length=254, verbose_name='by')),
                ('because', models.CharField(blank=True, max_length=500, verbose_name='because')),
                ('language', models.CharField(max_length=16)),
                ('snapshot', models.JSONField()),
                ('html', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('experiment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='templates_app.experiment')),
                ('store', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'decision of a test',
                'verbose_name_plural': 'decisions of tests',
                'indexes': [models.Index(models.F('agency'), models.OrderBy(models.F('decided_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='decisions_newest')],
                'constraints': [models.UniqueConstraint(fields=('experiment', 'number'), name='one_decision_a_number')],
            },
        ),
        migrations.CreateModel(
            name='ExperimentRollup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('metric', models.CharField(choices=[('CLICKED', 'A person clicks through to the order status page'), ('OPENED', 'A person opens the mail'), ('BOUGHT_AGAIN', 'The buyer orders again'), ('REVENUE', 'What the buyer spends again'), ('ORDER_VALUE', 'The value of those next orders'), ('CONTACTED', 'The buyer asks the store for help'), ('COMPLAINED', 'Marked as spam'), ('UNSUBSCRIBED', 'Left marketing'), ('TRACKING_OFF', 'Turned tracking off'), ('BOUNCED', 'Came back'), ('REFUNDED', 'Refunded or cancelled'), ('NOT_RENDERED', 'Could not be rendered'), ('LATE', 'Sent late'), ('ASKED_HELP', 'Asked for help'), ('EXPOSED', 'Given the message'), ('OPENED_BY_MACHINE', 'Opened by a machine only'), ('CLICKED_BY_MACHINE', 'Clicked by a machine only'), ('RESENT', 'Sent again by staff')], max_length=20)),
                ('arm', models.PositiveSmallIntegerField()),
                ('epoch', models.PositiveSmallIntegerField()),
                ('segment', models.PositiveSmallIntegerField(default=0)),
                ('exposed_on', models.DateField()),
                ('n', models.BigIntegerField(default=0)),
                ('s1', models.DecimalField(decimal_places=0, default=0, max_digits=38)),
                ('s2', models.DecimalField(decimal_places=0, default=0, max_digits=38)),
                ('sx', models.DecimalField(decimal_places=0, default=0, max_digits=38)),
                ('sxx', models.DecimalField(decimal_places=0, default=0, max_digits=38)),
                ('sxy', models.DecimalField(decimal_places=0, default=0, max_digits=38)),
                ('experiment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='templates_app.experiment')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'sums of a test',
                'verbose_name_plural': 'sums of tests',
                'constraints': [models.UniqueConstraint(fields=('experiment', 'metric', 'arm', 'epoch', 'segment', 'exposed_on', 'store'), name='one_sum_a_cell')],
            },
        ),
        migrations.CreateModel(
            name='ExperimentUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_hash', models.BigIntegerField(null=True)),
                ('message_id', models.BigIntegerField(null=True)),
                ('arm', models.PositiveSmallIntegerField()),
                ('epoch', models.PositiveSmallIntegerField()),
                ('segment', models.PositiveSmallIntegerField(default=0)),
                ('exposed_at', models.DateTimeField()),
                ('exposed_on', models.DateField()),
                ('orders_count', models.PositiveIntegerField(default=0)),
                ('revenue_minor', models.BigIntegerField(default=0)),
                ('pre_minor', models.BigIntegerField(default=0)),
                ('resent_count', models.PositiveSmallIntegerField(default=0)),
                ('summed_count', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('marks', models.IntegerField(default=0)),
                ('forgotten_at', models.DateTimeField(null=True)),
                ('experiment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='templates_app.experiment')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'unit of a test',
                'verbose_name_plural': 'units of tests',
                'constraints': [models.UniqueConstraint(fields=('experiment', 'unit_hash'), name='one_row_a_unit'), models.CheckConstraint(condition=models.Q(models.Q(('forgotten_at', None), ('unit_hash__isnull', False)), models.Q(('forgotten_at__isnull', False), ('message_id', None), ('unit_hash', None)), _connector='OR'), name='who_is_forgotten_has_no_hash')],
            },
        ),
        migrations.RunSQL(FREEZE, migrations.RunSQL.noop),
        migrations.RunSQL(KNOWN_ZONE, migrations.RunSQL.noop),
        Fence('HourlyStat'),
        Fence('FlowHour'),
        Fence('Incident'),
        Fence('IncidentNotice'),
        Fence('Decision'),
        Fence('ExperimentRollup'),
        Fence('ExperimentUnit'),
        Fence('Look'),
        Fence('DailyStat'),
        Fence('StoreDay'),
        Fence('OrderDay'),
        Fence('ProductDay'),
        Fence('ProductName'),
        Fence('SourceDay'),
        Fence('FigureReport'),
        Fence('FigureMail'),
        migrations.RunSQL(
            [f"ALTER POLICY fence ON analytics_{table} USING ({HASHED})" for table in TABLES],
            migrations.RunSQL.noop,
        ),
    ]
