"""All tables of this room as they stood with version 0.5, made at once.

For new installations; those that have made its forerunners one by one have them already.
"""


import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import common.fields
import messaging.models.sender
from stores.fencing import Fence

# Words that were handed over are never edited; they are emptied where a person's data is erased.
# A dictionary never changes, since bodies are packed against it.
WORDS_STAY = """
CREATE FUNCTION messaging_sent_words_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.words_zip = ''::bytea AND coalesce(NEW.html_zip, ''::bytea) = ''::bytea
     AND coalesce(NEW.text_zip, ''::bytea) = ''::bytea THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'The words of a message are never edited: plan a correction'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER sent_words_stay BEFORE UPDATE ON messaging_messagebody
  FOR EACH ROW EXECUTE FUNCTION messaging_sent_words_stay();
CREATE FUNCTION messaging_dictionaries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A dictionary of bodies is never changed: what it packed could not be read'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER dictionaries_stay BEFORE UPDATE ON messaging_bodydictionary
  FOR EACH ROW EXECUTE FUNCTION messaging_dictionaries_stay();
"""


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('messaging', '0001_initial'),
        ('messaging', '0002_pre_lifts_and_authors_of_modes'),
        ('messaging', '0003_pre_promotion'),
        ('messaging', '0004_pre_channels_and_senders'),
        ('messaging', '0005_pre_bodies_by_dictionary'),
        ('messaging', '0006_pre_bodies_by_age'),
        ('messaging', '0007_pre_bulk_by_age'),
        ('messaging', '0008_pre_batches'),
        ('messaging', '0009_pre_when_a_sender_was_slowed'),
        ('messaging', '0010_pre_arrivals'),
        ('messaging', '0011_pre_rescue_cases'),
        ('messaging', '0012_pre_domain_checks'),
        ('messaging', '0013_pre_ways_and_devices'),
        ('messaging', '0014_pre_what_people_send'),
        ('messaging', '0015_pre_pools_of_numbers'),
        ('messaging', '0016_pre_native_mails'),
        ('messaging', '0017_pre_assignments'),
        ('messaging', '0018_pre_gateways'),
        ('messaging', '0019_pre_tracked_as'),
        ('messaging', '0020_pre_no_news'),
    ]

    dependencies = [
        ('orders', '0001_squashed_0013_pre_corrected_delivery_addresses'),
        ('stores', '0001_squashed_0006_pre_parcels_and_promises'),
        ('templates_app', '0001_squashed_0010_pre_no_news'),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('NO_NEWS', 'No News'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], max_length=32, verbose_name='kind')),
                ('about', models.CharField(blank=True, max_length=64)),
                ('channel', models.CharField(choices=[('EMAIL', 'e-mail'), ('SMS', 'text message'), ('PUSH', 'notice on a device')], default='EMAIL', max_length=8, verbose_name='channel')),
                ('recipient', models.CharField(blank=True, max_length=320, verbose_name='to')),
                ('recipient_name', models.CharField(blank=True, max_length=200)),
                ('sequence', models.PositiveSmallIntegerField(default=0)),
                ('locale', models.CharField(blank=True, max_length=35, verbose_name='language')),
                ('state', models.CharField(choices=[('PLANNED', 'Waits to be sent'), ('CLAIMED', 'Being sent'), ('TRANSMITTING', 'Being handed over'), ('SENT', 'Handed over'), ('FAILED', 'Could not be sent'), ('UNKNOWN', 'May have been sent'), ('HELD', 'Held: waits for a person'), ('NOT_SENT', 'Not sent')], max_length=16, verbose_name='state')),
                ('reason', models.CharField(blank=True, choices=[('MODE_OFF', 'the store has switched this mail off'), ('SHOPIFY_SENDS', 'Shopify sends this one'), ('SUPPRESSED', "the address is on the store's list of addresses not to write to"), ('NO_ADDRESS', 'the order has no e-mail address'), ('BAD_ADDRESS', "the order's e-mail address cannot exist"), ('STORE_UNINSTALLED', 'the store is disconnected'), ('REDACTED', "the buyer's data was erased"), ('CANCELLED', 'a person cancelled it'), ('OPTED_OUT', 'the buyer wants no marketing'), ('NO_CONSENT', 'the buyer has not agreed to be written to this way'), ('NO_PHONE', 'the order has no telephone number'), ('BAD_PHONE', "the order's telephone number cannot exist"), ('NO_DEVICE', 'no device of the buyer takes notices any more'), ('OVERTAKEN', 'the order was placed in the meantime'), ('STORE_PAUSED', 'the store is paused'), ('BACKFILL', 'the order was placed before the store began to send from here'), ('TOO_OLD', 'the order is older than a day'), ('TOO_LATE', 'it could not go out within a day'), ('NO_WORDS', 'there is no published template for it'), ('HALTED', 'a person stopped these messages'), ('SERVER_BUSY', 'the mail server asked us to come again later'), ('SERVER_AWAY', 'the mail server does not answer'), ('MAILBOX_BUSY', 'the mailbox cannot take it now'), ('LOGIN_REFUSED', 'the mail server refused the login'), ('STUMBLED', 'something went wrong on our side'), ('RATE_REACHED', 'the sender has sent as much as it may for now'), ('QUIET_HOURS', 'it is night where the buyer lives'), ('NO_SUCH_ADDRESS', 'no such address'), ('REFUSED', 'the mail server refused it'), ('WORDS_BROKEN', 'the template could not be rendered'), ('CRASHED', 'it crashed the renderer three times'), ('EXPIRED', 'the mail server did not take it for a day'), ('CONNECTION_LOST', 'the connection was lost before the server confirmed'), ('WORKER_LOST', 'our worker stopped before the server confirmed')], max_length=24, verbose_name='reason')),
                ('detail', models.TextField(blank=True, verbose_name='detail')),
                ('changed_at', models.DateTimeField(verbose_name='since')),
                ('lane', models.PositiveSmallIntegerField(choices=[(0, 'orders and refunds'), (1, 'parcels, status, and what staff send'), (2, 'checkouts left and marketing'), (3, 'back-fill')], default=0)),
                ('vtag', models.FloatField(default=0)),
                ('planned_at', models.DateTimeField(verbose_name='planned')),
                ('run_after', models.DateTimeField(verbose_name='goes out')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('claim', models.UUIDField(editable=False, null=True)),
                ('claimed_until', models.DateTimeField(editable=False, null=True)),
                ('claims_count', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('attempts_count', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('repeated_at', models.DateTimeField(null=True, verbose_name='sent once more')),
                ('arm', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('epoch', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('unit_hash', models.BigIntegerField(editable=False, null=True)),
                ('is_verbatim', models.BooleanField(db_default=False, default=False)),
                ('tracked_as', models.CharField(blank=True, db_default='', default='', editable=False, max_length=12)),
                ('subject', models.CharField(blank=True, max_length=255, verbose_name='subject')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent')),
                ('delivered_at', models.DateTimeField(null=True, verbose_name='delivered')),
                ('bounced_at', models.DateTimeField(null=True, verbose_name='came back')),
                ('complained_at', models.DateTimeField(null=True, verbose_name='marked as spam')),
                ('first_opened_at', models.DateTimeField(null=True, verbose_name='opened')),
                ('first_clicked_at', models.DateTimeField(null=True, verbose_name='clicked')),
                ('opened_by_person_at', models.DateTimeField(editable=False, null=True)),
                ('clicked_by_person_at', models.DateTimeField(editable=False, null=True)),
                ('opened_by_machine_at', models.DateTimeField(editable=False, null=True)),
                ('clicked_by_machine_at', models.DateTimeField(editable=False, null=True)),
                ('links_count', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('open_count', models.PositiveIntegerField(default=0, verbose_name='opens')),
                ('click_count', models.PositiveIntegerField(default=0, verbose_name='clicks')),
                ('actor', models.CharField(blank=True, max_length=254, verbose_name='asked for by')),
                ('because', models.CharField(blank=True, max_length=200, verbose_name='because')),
                ('passed_over', models.JSONField(db_default=[], default=list, editable=False)),
                ('rerouted_at', models.DateTimeField(editable=False, null=True)),
                ('nonce', models.CharField(blank=True, db_default='', default='', editable=False, max_length=40)),
                ('experiment', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='templates_app.experiment')),
                ('order', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orders.order', verbose_name='order')),
                ('revision', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='templates_app.revision')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
                ('variant', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='templates_app.variant')),
                ('wording', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='templates_app.wording')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'indexes': [models.Index(condition=models.Q(('state', 'PLANNED')), fields=['lane', 'vtag', 'id'], name='service_order'), models.Index(condition=models.Q(('lane__gte', 2), ('state', 'PLANNED')), fields=['run_after', 'id'], name='bulk_by_age'), models.Index(models.F('store'), models.F('lane'), models.OrderBy(models.F('vtag'), descending=True), condition=models.Q(('state', 'PLANNED')), name='last_place_of_store'), models.Index(condition=models.Q(('state__in', ['CLAIMED', 'TRANSMITTING'])), fields=['claimed_until'], name='messages_in_hand'), models.Index(condition=models.Q(('state', 'UNKNOWN')), fields=['changed_at'], name='messages_unknown'), models.Index(models.F('store'), models.OrderBy(models.F('planned_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='messages_newest_first'), models.Index(models.F('store'), models.F('state'), models.OrderBy(models.F('planned_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('state__in', ['FAILED', 'UNKNOWN', 'HELD', 'NOT_SENT'])), name='messages_to_look_at'), models.Index(fields=['order', 'id'], name='messages_of_order'), models.Index(models.F('store'), models.OrderBy(models.F('bounced_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('bounced_at__isnull', False)), name='messages_come_back'), models.Index(condition=models.Q(('actor', ''), _negated=True), fields=['actor', 'planned_at'], name='messages_by_person'), models.Index(condition=models.Q(('wording__isnull', False)), fields=['wording'], name='messages_with_own_words'), models.Index(models.F('store'), models.OrderBy(models.F('planned_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('bounced_at__isnull', False), ('complained_at__isnull', False), _connector='OR'), name='messages_gone_wrong'), models.Index(models.F('store'), models.OrderBy(models.F('planned_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('state', 'SENT'), models.Q(('reason', ''), _negated=True)), name='messages_underway'), models.Index(condition=models.Q(('experiment__isnull', False)), fields=['experiment', 'id'], name='messages_of_experiment'), models.Index(fields=['recipient', 'planned_at'], name='messages_to_recipient')],
                'constraints': [models.UniqueConstraint(fields=('store', 'order', 'kind', 'about', 'channel', 'sequence'), name='said_once', nulls_distinct=False), models.UniqueConstraint(condition=models.Q(('nonce', ''), _negated=True), fields=('store', 'nonce'), name='one_message_a_click'), models.CheckConstraint(condition=models.Q(('state__in', ['PLANNED', 'CLAIMED', 'TRANSMITTING', 'SENT', 'FAILED', 'UNKNOWN', 'HELD', 'NOT_SENT'])), name='message_state_is_known'), models.CheckConstraint(condition=models.Q(('lane__in', [0, 1, 2, 3])), name='lane_is_known'), models.CheckConstraint(condition=models.Q(('experiment', None), models.Q(('arm__isnull', False), ('epoch__isnull', False), ('unit_hash__isnull', False)), _connector='OR'), name='a_message_in_a_test_has_an_arm'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'SENT'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='sent_has_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('claim__isnull', False), ('claimed_until__isnull', False), ('state__in', ('CLAIMED', 'TRANSMITTING'))), models.Q(models.Q(('state__in', ('CLAIMED', 'TRANSMITTING')), _negated=True), ('claim', None), ('claimed_until', None)), _connector='OR'), name='only_what_is_in_hand_has_a_lease'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['NOT_SENT', 'HELD', 'FAILED', 'UNKNOWN']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='what_did_not_go_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['PLANNED', 'CLAIMED', 'TRANSMITTING']), _negated=True), models.Q(('recipient', ''), _negated=True), _connector='OR'), name='what_goes_has_a_recipient')],
            },
        ),
        migrations.CreateModel(
            name='Sender',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('channel', models.CharField(choices=[('EMAIL', 'e-mail'), ('SMS', 'text message'), ('PUSH', 'notice on a device')], db_default='EMAIL', default='EMAIL', max_length=8, verbose_name='channel')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('transport', models.CharField(choices=[('CAPTURE', 'Keep here: nothing leaves'), ('SMTP', 'Mail server (SMTP)'), ('ESP', 'Mail service'), ('SMS', 'Text messages (Twilio or alike)'), ('PUSH', 'Notices on devices')], default='CAPTURE', max_length=16, verbose_name='transport')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('from_email', models.EmailField(blank=True, max_length=254, verbose_name='from address')),
                ('from_name', models.CharField(blank=True, max_length=120, verbose_name='from name')),
                ('reply_to', models.EmailField(blank=True, max_length=254, verbose_name='answers go to')),
                ('host', models.CharField(blank=True, max_length=253, verbose_name='server')),
                ('port', models.PositiveIntegerField(default=587, verbose_name='port')),
                ('username', models.CharField(blank=True, max_length=254, verbose_name='user name')),
                ('password', common.fields.EncryptedTextField(blank=True, verbose_name='password')),
                ('security', models.CharField(choices=[('NONE', 'None'), ('STARTTLS', 'STARTTLS'), ('TLS', 'TLS')], default='STARTTLS', max_length=8, verbose_name='security')),
                ('service', models.CharField(blank=True, db_default='', default='', max_length=24, verbose_name='mail service')),
                ('options', models.JSONField(blank=True, db_default={}, default=dict, verbose_name='options')),
                ('from_phone', models.CharField(blank=True, db_default='', default='', max_length=40, verbose_name='from number or name')),
                ('webhook_secret', common.fields.EncryptedTextField(blank=True, db_default='', default='', verbose_name='signing secret of its webhooks')),
                ('per_minute', models.PositiveIntegerField(blank=True, null=True, verbose_name='at most a minute')),
                ('connections', models.PositiveSmallIntegerField(db_default=4, default=4, verbose_name='connections at a time')),
                ('waits_until', models.DateTimeField(editable=False, null=True, verbose_name='waits until')),
                ('trouble', models.CharField(blank=True, editable=False, max_length=24, verbose_name='trouble')),
                ('trouble_detail', models.TextField(blank=True, editable=False)),
                ('trouble_since', models.DateTimeField(editable=False, null=True, verbose_name='since')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'sender',
                'verbose_name_plural': 'senders',
                'indexes': [models.Index(fields=['store', 'position', 'id'], name='senders_of_store')],
                'constraints': [models.CheckConstraint(condition=models.Q(('transport__in', ['CAPTURE', 'SMTP', 'ESP', 'SMS', 'PUSH'])), name='transport_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('transport', 'SMTP'), _negated=True), models.Q(models.Q(('host', ''), _negated=True), models.Q(('from_email', ''), _negated=True)), _connector='OR'), name='smtp_has_a_host_and_an_address'), models.CheckConstraint(condition=models.Q(models.Q(('transport', 'ESP'), _negated=True), models.Q(models.Q(('service', ''), _negated=True), models.Q(('from_email', ''), _negated=True)), _connector='OR'), name='mail_service_has_a_name_and_an_address'), models.CheckConstraint(condition=models.Q(models.Q(('transport', 'SMS'), _negated=True), models.Q(('channel', 'SMS'), models.Q(('host', ''), _negated=True), models.Q(('username', ''), _negated=True), models.Q(('from_phone', ''), _negated=True)), _connector='OR'), name='text_messages_have_an_account_and_a_sender'), models.CheckConstraint(condition=models.Q(models.Q(('transport', 'PUSH'), _negated=True), ('channel', 'PUSH'), _connector='OR'), name='notices_leave_by_their_channel')],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('deed', models.CharField(choices=[('RELEASE', 'Let them go'), ('CANCEL', 'Do not send them'), ('REPEAT', 'Send them once more'), ('MARK_SENT', 'Take them as sent')], max_length=12, verbose_name='deed')),
                ('store_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('wanted', models.JSONField(default=dict)),
                ('because', models.CharField(blank=True, max_length=200, verbose_name='because')),
                ('actor', models.CharField(max_length=254, verbose_name='who')),
                ('state', models.CharField(choices=[('RUNNING', 'Under way'), ('SETTLING', 'On their way'), ('DONE', 'Done'), ('CANCELLED', 'Cancelled')], default='RUNNING', max_length=12, verbose_name='state')),
                ('created_at', models.DateTimeField(verbose_name='begun')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
                ('foreseen_count', models.PositiveIntegerField(default=0)),
                ('done_count', models.PositiveIntegerField(default=0)),
                ('refusals', models.JSONField(default=dict)),
                ('place', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField(null=True)),
                ('last_id', models.BigIntegerField(null=True)),
                ('claimed_until', models.DateTimeField(null=True)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
            ],
            options={
                'verbose_name': 'batch',
                'verbose_name_plural': 'batches',
                'indexes': [models.Index(models.F('agency'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='batches_newest'), models.Index(condition=models.Q(('state__in', ['RUNNING', 'SETTLING'])), fields=['id'], name='batches_at_work')],
                'constraints': [models.CheckConstraint(condition=models.Q(('deed__in', ['RELEASE', 'CANCEL', 'REPEAT', 'MARK_SENT'])), name='deed_of_batch_is_known')],
            },
        ),
        migrations.CreateModel(
            name='BodyDictionary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipe', models.CharField(editable=False, max_length=32)),
                ('words', models.BinaryField()),
                ('made_at', models.DateTimeField()),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'dictionary of bodies',
                'verbose_name_plural': 'dictionaries of bodies',
                'constraints': [models.UniqueConstraint(fields=('store', 'recipe'), name='one_dictionary_of_a_recipe')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('EMAIL', 'e-mail'), ('SMS', 'text message'), ('PUSH', 'notice on a device')], max_length=8, verbose_name='channel')),
                ('address', models.CharField(max_length=320, verbose_name='address')),
                ('purpose', models.CharField(choices=[('MARKETING', 'Offers and reminders'), ('ORDERS', 'News about their orders'), ('TRACKING', 'Seeing whether they open and click')], max_length=16, verbose_name='for')),
                ('is_given', models.BooleanField(verbose_name='agreed')),
                ('ground', models.CharField(choices=[('SHOPIFY', 'The shop'), ('BUYER', 'The buyer, on a page of ours'), ('ONE_CLICK', "The buyer's mail program"), ('ANSWER', "The buyer's answer"), ('STAFF', 'A person of the store')], max_length=16, verbose_name='told by')),
                ('detail', models.CharField(blank=True, max_length=200, verbose_name='detail')),
                ('actor', models.CharField(blank=True, max_length=254, verbose_name='who')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('order', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='orders.order')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'indexes': [models.Index(models.F('store'), models.F('address'), models.F('channel'), models.F('purpose'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='last_word_of_a_person'), models.Index(models.F('store'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='consents_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ground__in', ['SHOPIFY', 'BUYER', 'ONE_CLICK', 'ANSWER', 'STAFF'])), name='ground_is_known'), models.CheckConstraint(condition=models.Q(('purpose__in', ['MARKETING', 'ORDERS', 'TRACKING'])), name='purpose_is_known')],
            },
        ),
        migrations.CreateModel(
            name='DeliveryMode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('NO_NEWS', 'No News'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], max_length=32, verbose_name='kind')),
                ('mode', models.CharField(choices=[('WE_SEND', 'We send'), ('SHOPIFY_SENDS', 'Shopify sends'), ('OFF', 'Off')], default='WE_SEND', max_length=16, verbose_name='who sends')),
                ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('EMAIL', 'e-mail'), ('SMS', 'text message'), ('PUSH', 'notice on a device')], max_length=8), db_default=['EMAIL'], default=messaging.models.sender.by_mail, size=None, verbose_name='ways, in order')),
                ('takes_phone_as_consent', models.BooleanField(db_default=False, default=False, verbose_name='a number given with the order is agreement')),
                ('actor', models.CharField(blank=True, db_default='', default='', max_length=254, verbose_name='who')),
                ('changed_at', models.DateTimeField(null=True, verbose_name='since')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'delivery mode',
                'verbose_name_plural': 'delivery modes',
                'constraints': [models.UniqueConstraint(fields=('store', 'kind'), name='one_mode_per_kind'), models.CheckConstraint(condition=models.Q(('mode__in', ['WE_SEND', 'SHOPIFY_SENDS', 'OFF'])), name='mode_is_known'), models.CheckConstraint(condition=models.Q(('channels__len__gt', 0), ('channels__contained_by', ['EMAIL', 'SMS', 'PUSH'])), name='ways_are_known')],
            },
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
        migrations.CreateModel(
            name='MessageBody',
            fields=[
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='body', serialize=False, to='messaging.message')),
                ('words_zip', models.BinaryField(db_default=b'', default=b'')),
                ('content_hash', models.CharField(max_length=64)),
                ('byte_count', models.PositiveIntegerField(default=0)),
                ('kept_at', models.DateTimeField()),
                ('forgotten_at', models.DateTimeField(null=True)),
                ('old_html_zip', models.BinaryField(db_column='html_zip', null=True)),
                ('old_text_zip', models.BinaryField(db_column='text_zip', null=True)),
                ('old_headers', models.JSONField(db_column='headers', editable=False, null=True)),
                ('old_links', models.JSONField(db_column='links', editable=False, null=True)),
                ('dictionary', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='messaging.bodydictionary')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'body',
                'verbose_name_plural': 'bodies',
                'indexes': [models.Index(condition=models.Q(('forgotten_at', None)), fields=['store', 'kept_at'], name='bodies_by_age')],
            },
        ),
        migrations.CreateModel(
            name='PromoMail',
            fields=[
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='messaging.message')),
                ('promoted_at', models.DateTimeField()),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'mail with promotion',
                'verbose_name_plural': 'mails with promotion',
            },
        ),
        migrations.AddField(
            model_name='message',
            name='batch',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.batch'),
        ),
        migrations.AddField(
            model_name='message',
            name='corrects',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.message', verbose_name='sent again from'),
        ),
        migrations.CreateModel(
            name='NativeMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('NO_NEWS', 'No News'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], max_length=32, verbose_name='kind')),
                ('state', models.CharField(choices=[('UNKNOWN', 'Nobody has looked'), ('LIVE', 'Its own mail goes out'), ('SHORT', 'A short thank-you goes out'), ('EXPORT', 'Our exported template goes out'), ('OFF', 'Nothing goes out')], max_length=8, verbose_name="Shopify's own")),
                ('actor', models.CharField(blank=True, max_length=254, verbose_name='who')),
                ('said_at', models.DateTimeField(verbose_name='since')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': "Shopify's own mail",
                'verbose_name_plural': "Shopify's own mails",
                'constraints': [models.UniqueConstraint(fields=('store', 'kind'), name='one_native_mail_a_kind'), models.CheckConstraint(condition=models.Q(('state__in', ['UNKNOWN', 'LIVE', 'SHORT', 'EXPORT', 'OFF'])), name='native_is_known')],
            },
        ),
        migrations.CreateModel(
            name='PromoPool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('created_by', models.CharField(blank=True, max_length=254, verbose_name='created by')),
                ('missed_at', models.DateTimeField(editable=False, null=True, verbose_name='found empty')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'pool of discount codes',
                'verbose_name_plural': 'pools of discount codes',
                'indexes': [models.Index(models.F('store'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='promo_pools_newest')],
                'constraints': [models.UniqueConstraint(fields=('store', 'name'), name='one_pool_of_a_name')],
            },
        ),
        migrations.CreateModel(
            name='PromoCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('given_at', models.DateTimeField(null=True, verbose_name='given')),
                ('message', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.message')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
                ('pool', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.promopool')),
            ],
            options={
                'verbose_name': 'discount code',
                'verbose_name_plural': 'discount codes',
                'indexes': [models.Index(condition=models.Q(('given_at', None)), fields=['pool', 'id'], name='promo_codes_left'), models.Index(models.F('pool'), models.OrderBy(models.F('given_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('given_at__isnull', False)), name='promo_codes_given')],
                'constraints': [models.UniqueConstraint(models.F('store'), django.db.models.functions.text.Upper('code'), name='one_code_in_one_pool'), models.CheckConstraint(condition=models.Q(('message', None), ('given_at__isnull', False), _connector='OR'), name='whose_code_was_given')],
            },
        ),
        migrations.CreateModel(
            name='PushSubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('endpoint', common.fields.EncryptedTextField(editable=False)),
                ('endpoint_hash', models.CharField(editable=False, max_length=64)),
                ('p256dh', models.CharField(editable=False, max_length=100)),
                ('auth', common.fields.EncryptedTextField(editable=False)),
                ('server_key', models.CharField(editable=False, max_length=100)),
                ('locale', models.CharField(blank=True, max_length=35, verbose_name='language')),
                ('created_at', models.DateTimeField(verbose_name='since')),
                ('gone_at', models.DateTimeField(null=True, verbose_name='gone')),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orders.order')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'device',
                'verbose_name_plural': 'devices',
                'constraints': [models.UniqueConstraint(models.F('store'), models.F('order'), models.F('endpoint_hash'), name='device_once_an_order')],
            },
        ),
        migrations.CreateModel(
            name='RescueCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('channel', models.CharField(choices=[('EMAIL', 'e-mail'), ('SMS', 'text message'), ('PUSH', 'notice on a device')], default='EMAIL', max_length=8, verbose_name='channel')),
                ('address', models.CharField(blank=True, max_length=320, verbose_name='address')),
                ('cause', models.CharField(choices=[('MISTYPED', 'Looks mistyped'), ('BOUNCED', 'Came back'), ('COMPLAINED', 'Marked as spam')], max_length=12, verbose_name='cause')),
                ('detail', models.TextField(blank=True, verbose_name='detail')),
                ('suggestion', models.CharField(blank=True, max_length=320, verbose_name='suggestion')),
                ('score', models.FloatField(default=0, verbose_name='how sure')),
                ('state', models.CharField(choices=[('OPEN', 'Waits for a person'), ('MENDED', 'Corrected and sent again'), ('DISMISSED', 'Left as it is'), ('SETTLED', 'Settled by itself')], default='OPEN', max_length=12, verbose_name='state')),
                ('opened_at', models.DateTimeField(verbose_name='since')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed')),
                ('closed_by', models.CharField(blank=True, max_length=254, verbose_name='closed by')),
                ('because', models.CharField(blank=True, max_length=200, verbose_name='because')),
                ('correction', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.message')),
                ('message', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.message')),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orders.order', verbose_name='order')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'wrong address',
                'verbose_name_plural': 'wrong addresses',
                'indexes': [models.Index(models.F('store'), models.F('opened_at'), models.F('id'), condition=models.Q(('state', 'OPEN')), name='cases_open'), models.Index(models.F('store'), models.OrderBy(models.F('opened_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('state', 'OPEN'), _negated=True), name='cases_closed'), models.Index(fields=['order', 'id'], name='cases_of_order')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'OPEN')), fields=('order', 'address'), name='one_open_case_an_address'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state', 'OPEN')), models.Q(models.Q(('state', 'OPEN'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='closed_case_has_a_time'), models.CheckConstraint(condition=models.Q(('cause__in', ['MISTYPED', 'BOUNCED', 'COMPLAINED'])), name='rescue_cause_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['OPEN', 'MENDED', 'DISMISSED', 'SETTLED'])), name='rescue_state_is_known')],
            },
        ),
        migrations.CreateModel(
            name='SenderPulse',
            fields=[
                ('sender', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='pulse', serialize=False, to='messaging.sender')),
                ('tokens', models.FloatField(default=0)),
                ('tokens_at', models.DateTimeField(null=True)),
                ('rate', models.FloatField(null=True)),
                ('slowed_at', models.DateTimeField(null=True)),
                ('window_began_at', models.DateTimeField(null=True)),
                ('tries_count', models.PositiveIntegerField(default=0)),
                ('failures_count', models.PositiveIntegerField(default=0)),
                ('refusals_count', models.PositiveSmallIntegerField(default=0)),
                ('trips_count', models.PositiveSmallIntegerField(default=0)),
                ('probing_until', models.DateTimeField(null=True)),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'pulse of a sender',
                'verbose_name_plural': 'pulses of senders',
            },
        ),
        migrations.AddField(
            model_name='message',
            name='sender',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.sender'),
        ),
        migrations.CreateModel(
            name='Halt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('kind', models.CharField(blank=True, choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('NO_NEWS', 'No News'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], max_length=32, verbose_name='kind')),
                ('because', models.CharField(max_length=200, verbose_name='because')),
                ('actor', models.CharField(blank=True, max_length=254, verbose_name='who')),
                ('halted_at', models.DateTimeField(verbose_name='since')),
                ('lifted_at', models.DateTimeField(editable=False, null=True, verbose_name='lifted')),
                ('lifted_by', models.CharField(blank=True, editable=False, max_length=254, verbose_name='lifted by')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
                ('sender', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.sender')),
            ],
            options={
                'verbose_name': 'stopped messages',
                'verbose_name_plural': 'stopped messages',
                'constraints': [models.UniqueConstraint(fields=('store', 'lifted_at', 'kind', 'sender'), name='halted_once_at_a_time', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='DomainCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('domain', models.CharField(max_length=253, verbose_name='domain')),
                ('selectors', models.JSONField(default=list)),
                ('verdict', models.CharField(choices=[('GOOD', 'good'), ('UNKNOWN', 'unknown'), ('LOOK', 'look at it'), ('ACT', 'act now')], max_length=8, verbose_name='verdict')),
                ('is_verified', models.BooleanField(verbose_name='verified')),
                ('is_worse', models.BooleanField(default=False)),
                ('is_latest', models.BooleanField(default=True)),
                ('findings', models.JSONField(default=list)),
                ('checked_at', models.DateTimeField(verbose_name='looked at')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
                ('sender', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='domain_checks', to='messaging.sender')),
            ],
            options={
                'verbose_name': 'domain',
                'verbose_name_plural': 'domains',
                'indexes': [models.Index(models.F('sender'), models.OrderBy(models.F('checked_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='looks_of_sender'), models.Index(condition=models.Q(('is_latest', True)), fields=['store', 'checked_at'], name='domains_now')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_latest', True)), fields=('sender',), name='one_latest_look'), models.CheckConstraint(condition=models.Q(('verdict__in', ['GOOD', 'UNKNOWN', 'LOOK', 'ACT'])), name='domain_verdict_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='try')),
                ('transport', models.CharField(max_length=16, verbose_name='by')),
                ('outcome', models.CharField(choices=[('ACCEPTED', 'Accepted'), ('DELAYED', 'Asked to come again'), ('REFUSED', 'Refused'), ('UNKNOWN', 'Not known')], max_length=16, verbose_name='outcome')),
                ('code', models.PositiveSmallIntegerField(null=True)),
                ('line', models.TextField(blank=True, verbose_name="the server's words")),
                ('provider_id', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('started_at', models.DateTimeField(verbose_name='from')),
                ('ended_at', models.DateTimeField(verbose_name='to')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
                ('message', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='messaging.message')),
                ('sender', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.sender')),
            ],
            options={
                'verbose_name': 'try',
                'verbose_name_plural': 'tries',
                'indexes': [models.Index(fields=['message', 'id'], name='attempts_of_message'), models.Index(condition=models.Q(('provider_id', ''), _negated=True), fields=['provider_id'], name='attempts_by_provider_id')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['ACCEPTED', 'DELAYED', 'REFUSED', 'UNKNOWN'])), name='attempt_outcome_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True)),
                ('channel', models.CharField(choices=[('EMAIL', 'e-mail'), ('SMS', 'text message'), ('PUSH', 'notice on a device')], default='EMAIL', max_length=8, verbose_name='channel')),
                ('address', models.CharField(max_length=320, verbose_name='address')),
                ('cause', models.CharField(choices=[('HARD_BOUNCE', 'No such address'), ('COMPLAINT', 'Marked as spam'), ('STAFF', 'Entered by a person'), ('OPT_OUT', 'Wants no marketing'), ('STOP', 'Answered STOP')], max_length=16, verbose_name='cause')),
                ('detail', models.TextField(blank=True, verbose_name='detail')),
                ('message_id', models.BigIntegerField(editable=False, null=True)),
                ('actor', models.CharField(blank=True, max_length=254, verbose_name='who')),
                ('suppressed_at', models.DateTimeField(verbose_name='since')),
                ('lifted_at', models.DateTimeField(editable=False, null=True, verbose_name='lifted')),
                ('lifted_by', models.CharField(blank=True, db_default='', default='', editable=False, max_length=254, verbose_name='lifted by')),
                ('lifted_because', models.CharField(blank=True, db_default='', default='', editable=False, max_length=200, verbose_name='lifted because')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'suppressed address',
                'verbose_name_plural': 'suppressed addresses',
                'indexes': [models.Index(models.F('store'), models.OrderBy(models.F('suppressed_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='suppressions_newest')],
                'constraints': [models.UniqueConstraint(fields=('store', 'address', 'channel', 'cause', 'lifted_at'), name='suppressed_once_at_a_time', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('lifted_at', None), models.Q(('lifted_because', ''), _negated=True), _connector='OR'), name='lifted_has_a_reason'), models.CheckConstraint(condition=models.Q(('cause__in', ['HARD_BOUNCE', 'COMPLAINT', 'STAFF', 'OPT_OUT', 'STOP'])), name='suppression_cause_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_hash', models.BigIntegerField()),
                ('arm', models.PositiveSmallIntegerField()),
                ('epoch', models.PositiveSmallIntegerField()),
                ('assigned_at', models.DateTimeField()),
                ('experiment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='templates_app.experiment')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
                'constraints': [models.UniqueConstraint(fields=('experiment', 'unit_hash'), name='assigned_once')],
            },
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('corrects__isnull', False)), fields=['corrects'], name='corrections_of_message'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('batch__isnull', False), ('state__in', ['PLANNED', 'CLAIMED', 'TRANSMITTING'])), fields=['batch'], name='messages_of_batch_on_their_way'),
        ),
        migrations.RunSQL(WORDS_STAY, migrations.RunSQL.noop),
        Fence('Message'),
        Fence('MessageBody'),
        Fence('Attempt'),
        Fence('Sender'),
        Fence('Suppression'),
        Fence('DeliveryMode'),
        Fence('PromoMail'),
        Fence('PromoPool'),
        Fence('PromoCode'),
        Fence('Consent'),
        Fence('Halt'),
        Fence('SenderPulse'),
        Fence('BodyDictionary'),
        Fence('Batch'),
        Fence('RescueCase'),
        Fence('DomainCheck'),
        Fence('PushSubscription'),
        Fence('NativeMail'),
        Fence('Assignment'),
    ]
