import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from stores.fencing import Fence

# See 0002: raises for whatever is kept for ever.
FREEZE = """
CREATE TRIGGER frozen BEFORE UPDATE ON templates_app_picturecontent
  FOR EACH ROW EXECUTE FUNCTION templates_app_refuse_change();
CREATE TRIGGER frozen BEFORE UPDATE ON templates_app_auditentry
  FOR EACH ROW EXECUTE FUNCTION templates_app_refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('stores', '0001_initial'),
        ('templates_app', '0004_staged_rollouts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Audit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], max_length=32, verbose_name='kind')),
                ('cause', models.CharField(choices=[('CALENDAR', 'The calendar'), ('BRAND', 'The brand changed'), ('IMPORT', 'It was imported'), ('BY_HAND', 'Somebody asked for it')], max_length=10, verbose_name='cause')),
                ('about', models.CharField(blank=True, max_length=200, verbose_name='about')),
                ('opened_at', models.DateTimeField(verbose_name='opened')),
                ('due_on', models.DateField(verbose_name='due')),
                ('checklist', models.JSONField(blank=True, default=list, verbose_name='checklist')),
                ('worst', models.SmallIntegerField(choices=[(0, 'In order'), (1, 'Look at it'), (2, 'Mend it')], default=0, verbose_name='state')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='checked')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='signed off')),
            ],
            options={
                'verbose_name': 'audit',
                'verbose_name_plural': 'audits',
            },
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
            ],
            options={
                'verbose_name': 'entry of an audit',
                'verbose_name_plural': 'entries of audits',
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
            ],
            options={
                'verbose_name': 'reminder',
                'verbose_name_plural': 'reminders',
            },
        ),
        migrations.CreateModel(
            name='AuditRhythm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, choices=[('ORDER_CONFIRMATION', 'Order Confirmation'), ('ORDER_EDITED', 'Order Edited'), ('ORDER_CANCELLED', 'Order Cancelled'), ('ORDER_REFUND', 'Order Refund'), ('SHIPPING_CONFIRMATION', 'Shipping Confirmation'), ('SHIPPING_UPDATE', 'Shipping Update'), ('OUT_FOR_DELIVERY', 'Out For Delivery'), ('DELIVERED', 'Delivered'), ('DELAYED', 'Delayed'), ('READY_FOR_PICKUP', 'Ready For Pickup'), ('ABANDONED_CHECKOUT', 'Abandoned Checkout'), ('DRAFT_ORDER_INVOICE', 'Draft Order Invoice'), ('GIFT_CARD', 'Gift Card'), ('POS_RECEIPT', 'Pos Receipt'), ('STAFF_NEW_ORDER', 'Staff New Order'), ('REVIEW_REQUEST', 'Review Request'), ('ADDRESS_CHECK', 'Address Check')], max_length=32, verbose_name='kind')),
                ('every', models.CharField(choices=[('QUARTER', 'Quarterly'), ('HALF_YEAR', 'Half-yearly'), ('YEAR', 'Yearly'), ('NEVER', 'Never')], max_length=10, verbose_name='rhythm')),
                ('changed_at', models.DateTimeField(verbose_name='changed')),
                ('changed_by', models.CharField(max_length=254, verbose_name='changed by')),
            ],
            options={
                'verbose_name': 'audit rhythm',
                'verbose_name_plural': 'audit rhythms',
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
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
            },
        ),
        migrations.CreateModel(
            name='PictureContent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(max_length=32)),
                ('data', models.BinaryField()),
            ],
            options={
                'verbose_name': 'content of a picture',
                'verbose_name_plural': 'contents of pictures',
            },
        ),
        migrations.AddField(
            model_name='brand',
            name='to_audit',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=24), blank=True, default=list, editable=False, size=None),
        ),
        migrations.AlterField(
            model_name='brand',
            name='logo_url',
            field=models.CharField(blank=True, max_length=500, verbose_name='logo'),
        ),
        migrations.AddIndex(
            model_name='brand',
            index=models.Index(condition=models.Q(('to_audit', []), _negated=True), fields=['changed_at'], name='brands_to_audit'),
        ),
        migrations.AddField(
            model_name='audit',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency'),
        ),
        migrations.AddField(
            model_name='audit',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who looks'),
        ),
        migrations.AddField(
            model_name='audit',
            name='store',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store'),
        ),
        migrations.AddField(
            model_name='audit',
            name='template',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='templates_app.template', verbose_name='template'),
        ),
        migrations.AddField(
            model_name='auditentry',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency'),
        ),
        migrations.AddField(
            model_name='auditentry',
            name='audit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='templates_app.audit', verbose_name='audit'),
        ),
        migrations.AddField(
            model_name='auditentry',
            name='store',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store'),
        ),
        migrations.AddField(
            model_name='auditreminder',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency'),
        ),
        migrations.AddField(
            model_name='auditreminder',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='to'),
        ),
        migrations.AddField(
            model_name='auditrhythm',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency'),
        ),
        migrations.AddField(
            model_name='auditrhythm',
            name='store',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store'),
        ),
        migrations.AddField(
            model_name='picture',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency'),
        ),
        migrations.AddField(
            model_name='picture',
            name='store',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store'),
        ),
        migrations.AddField(
            model_name='picturecontent',
            name='agency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.agency'),
        ),
        migrations.AddField(
            model_name='picture',
            name='content',
            field=models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='templates_app.picturecontent', verbose_name='content'),
        ),
        migrations.AddIndex(
            model_name='audit',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['agency', 'due_on', '-worst', 'id'], name='audits_due'),
        ),
        migrations.AddIndex(
            model_name='audit',
            index=models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['agency', 'store', 'kind', '-closed_at'], name='audits_done'),
        ),
        migrations.AddIndex(
            model_name='audit',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['checked_at'], name='audits_to_check'),
        ),
        migrations.AddConstraint(
            model_name='audit',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('agency', 'store', 'kind'), name='one_open_audit_a_mail', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['agency', '-at', '-id'], name='audit_log'),
        ),
        migrations.AddConstraint(
            model_name='auditreminder',
            constraint=models.UniqueConstraint(fields=('agency', 'user', 'week_on'), name='reminded_once_a_week'),
        ),
        migrations.AddConstraint(
            model_name='auditrhythm',
            constraint=models.UniqueConstraint(fields=('agency', 'store', 'kind'), name='one_rhythm_each', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='auditrhythm',
            constraint=models.CheckConstraint(condition=models.Q(('store', None), models.Q(('kind', ''), _negated=True), _connector='OR'), name='only_an_agency_has_a_default_rhythm'),
        ),
        migrations.AddConstraint(
            model_name='picturecontent',
            constraint=models.UniqueConstraint(fields=('agency', 'digest'), name='pictured_once'),
        ),
        migrations.AddIndex(
            model_name='picture',
            index=models.Index(condition=models.Q(('removed_at', None)), fields=['agency', '-created_at', '-id'], name='pictures_offered'),
        ),
        migrations.AddIndex(
            model_name='picture',
            index=models.Index(condition=models.Q(('removed_at__isnull', False)), fields=['removed_at'], name='pictures_removed'),
        ),
        migrations.AddConstraint(
            model_name='picture',
            constraint=models.UniqueConstraint(fields=('agency', 'store', 'content'), name='kept_once_each', nulls_distinct=False),
        ),
        Fence('Audit'),
        Fence('AuditEntry'),
        Fence('AuditReminder'),
        Fence('AuditRhythm'),
        Fence('Picture'),
        Fence('PictureContent'),
        migrations.RunSQL(FREEZE, migrations.RunSQL.noop),
    ]
