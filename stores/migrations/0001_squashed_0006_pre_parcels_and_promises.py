"""All tables of this room as they stood with version 0.5, made at once.

For new installations; those that have made its forerunners one by one have them already.
"""


import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import common.fields
from stores import fencing
from stores.fencing import Fence


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('stores', '0001_initial'),
        ('stores', '0002_pre_words_kept_days'),
        ('stores', '0003_pre_hidden_links'),
        ('stores', '0004_pre_agency_currency'),
        ('stores', '0005_pre_privacy'),
        ('stores', '0006_pre_parcels_and_promises'),
    ]

    dependencies = [
    ]

    operations = [
        migrations.RunSQL(fencing.FUNCTIONS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('locale', models.CharField(default='en', max_length=16, verbose_name='language')),
                ('timezone', models.CharField(default='UTC', max_length=64, verbose_name='time zone')),
                ('currency', models.CharField(db_default='EUR', default='EUR', max_length=3, verbose_name='currency')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'agency',
                'verbose_name_plural': 'agencies',
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('language', models.CharField(blank=True, max_length=16, verbose_name='language')),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_login_per_email')],
            },
        ),
        migrations.CreateModel(
            name='Store',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('shop_domain', models.CharField(help_text='such as fjell-garn.myshopify.com', max_length=120, verbose_name='Shopify domain')),
                ('primary_domain', models.CharField(blank=True, max_length=253, verbose_name='web address')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail of the store')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('currency', models.CharField(default='EUR', max_length=3, verbose_name='currency')),
                ('locale', models.CharField(default='en', max_length=16, verbose_name='language')),
                ('timezone', models.CharField(default='UTC', max_length=64, verbose_name='time zone')),
                ('state', models.CharField(choices=[('ACTIVE', 'Sends'), ('PAUSED', 'Paused: nothing is sent'), ('UNINSTALLED', 'Disconnected by Shopify')], default='ACTIVE', max_length=12, verbose_name='state')),
                ('is_sandbox', models.BooleanField(default=False, verbose_name='sandbox: nothing leaves')),
                ('sends_from_at', models.DateTimeField(blank=True, help_text='Orders placed before this moment are never mailed by themselves.', null=True, verbose_name='sends from')),
                ('words_kept_days', models.PositiveSmallIntegerField(blank=True, help_text='Empty: as long as everywhere here. Links in older mails still lead on.', null=True, validators=[django.core.validators.MinValueValidator(30)], verbose_name='words of mails are kept for (days)')),
                ('tracking_mode', models.CharField(blank=True, choices=[('OFF', 'Not seen at all'), ('AGGREGATE', 'Only sums: nobody can be told from others'), ('INDIVIDUAL', 'Of each reader, who may say no')], db_default='', default='', max_length=12, verbose_name='opens and clicks')),
                ('are_links_tagged', models.BooleanField(db_default=True, default=True, verbose_name='links to the shop name the mail (utm_…, ref)')),
                ('link_domains', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=253), blank=True, db_default=[], default=list, size=None)),
                ('hidden_link', models.CharField(choices=[('GATEWAYS', 'Only where a known filter reads the mail first'), ('ALWAYS', 'In every mail'), ('NEVER', 'In no mail')], db_default='GATEWAYS', default='GATEWAYS', max_length=8, verbose_name='hidden link that tells scanners from people')),
                ('money_format', models.CharField(blank=True, max_length=120, verbose_name='money format in e-mails')),
                ('money_with_currency_format', models.CharField(blank=True, max_length=120)),
                ('changed_at', models.DateTimeField(editable=False, help_text='updated_at of the last shop/update that we hold', null=True)),
                ('uninstalled_at', models.DateTimeField(editable=False, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stores', to='stores.agency')),
            ],
            options={
                'verbose_name': 'store',
                'verbose_name_plural': 'stores',
                'indexes': [models.Index(fields=['agency', 'name'], name='stores_of_agency')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('shop_domain'), name='shop_connects_to_one_agency')],
            },
        ),
        migrations.CreateModel(
            name='Credential',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('webhook_secret', common.fields.EncryptedTextField(blank=True, verbose_name='webhook signing secret')),
                ('previous_webhook_secret', common.fields.EncryptedTextField(blank=True)),
                ('access_token', common.fields.EncryptedTextField(blank=True, verbose_name='Admin API token')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'connection',
                'verbose_name_plural': 'connections',
                'constraints': [models.UniqueConstraint(models.F('store'), name='store_has_one_connection')],
            },
        ),
        migrations.CreateModel(
            name='TrackingDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(blank=True, choices=[('OFF', 'Not seen at all'), ('AGGREGATE', 'Only sums: nobody can be told from others'), ('INDIVIDUAL', 'Of each reader, who may say no')], max_length=12, verbose_name='opens and clicks')),
                ('basis', models.TextField(blank=True, verbose_name='legal basis')),
                ('actor', models.CharField(max_length=254, verbose_name='who')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'decision on opens and clicks',
                'verbose_name_plural': 'decisions on opens and clicks',
                'indexes': [models.Index(models.F('store'), models.OrderBy(models.F('at'), descending=True), name='tracking_decisions')],
                'constraints': [models.CheckConstraint(condition=models.Q(('mode__in', ['', 'OFF', 'AGGREGATE', 'INDIVIDUAL'])), name='tracking_decision_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('mode', 'INDIVIDUAL'), _negated=True), models.Q(('basis', ''), _negated=True), _connector='OR'), name='seeing_individuals_has_a_basis')],
            },
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('lookup', models.CharField(editable=False, max_length=16, unique=True)),
                ('secret_hash', models.BinaryField(max_length=32)),
                ('is_test', models.BooleanField(default=False, verbose_name='test key: sandbox stores only')),
                ('verbs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('VIEW_FIGURES', 'See figures'), ('VIEW_ORDERS', 'See orders, buyers and their timeline'), ('NOTE_ORDERS', 'Write notes and tags on orders'), ('HANDLE_PARCELS', "Add and change parcels and promises, answer buyers' requests"), ('VIEW_MESSAGES', 'See messages and their bodies'), ('SEND_MESSAGES', 'Send, resend, correct, hold and cancel messages'), ('VIEW_TEMPLATES', 'See templates and brands'), ('EDIT_TEMPLATES', 'Edit and publish templates and brands'), ('VIEW_STORES', 'See stores and their connection'), ('MANAGE_STORES', 'Connect and set up stores and senders'), ('REPLAY_WEBHOOKS', "See and replay Shopify's webhooks"), ('MANAGE_PEOPLE', 'Add people and give roles'), ('MANAGE_KEYS', 'Create and revoke API keys')], max_length=32), default=list, size=None, verbose_name='may')),
                ('has_all_stores', models.BooleanField(default=True, verbose_name='all stores')),
                ('store_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('created_by', models.CharField(blank=True, editable=False, max_length=254, verbose_name='created by')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='expires')),
                ('last_used_at', models.DateTimeField(editable=False, null=True, verbose_name='last used')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='revoked')),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
            ],
            options={
                'verbose_name': 'API key',
                'verbose_name_plural': 'API keys',
                'indexes': [models.Index(fields=['agency', '-created_at'], name='keys_of_agency')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('OWNER', 'Owner'), ('MANAGER', 'Manager'), ('MARKETER', 'Marketer'), ('SUPPORT', 'Support'), ('ANALYST', 'Analyst')], max_length=12, verbose_name='role')),
                ('has_all_stores', models.BooleanField(default=True, verbose_name='all stores')),
                ('store_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('agency', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'member',
                'verbose_name_plural': 'people and roles',
                'constraints': [models.UniqueConstraint(models.F('agency'), models.F('user'), name='one_membership_per_agency'), models.CheckConstraint(condition=models.Q(('role__in', ['OWNER', 'MANAGER', 'MARKETER', 'SUPPORT', 'ANALYST'])), name='role_is_known')],
            },
        ),
        migrations.RunSQL(fencing.AGENCIES, migrations.RunSQL.noop),
        migrations.RunSQL(fencing.STORES_AND_AGENCIES, migrations.RunSQL.noop),
        Fence('Credential'),
        Fence('Membership'),
        Fence('ApiKey'),
        Fence('TrackingDecision'),
    ]
