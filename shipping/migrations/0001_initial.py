import django.db.models.deletion
from django.db import migrations, models

from stores.fencing import Fence


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('orders', '0001_initial'),
        ('stores', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Parcel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.IntegerField(default=0)),
                ('number', models.CharField(blank=True, max_length=100, verbose_name='tracking number')),
                ('company', models.CharField(blank=True, max_length=100, verbose_name='carrier')),
                ('url', models.TextField(blank=True)),
                ('state', models.CharField(blank=True, max_length=40, verbose_name='state')),
                ('shipped_at', models.DateTimeField(null=True, verbose_name='shipped')),
                ('delivered_at', models.DateTimeField(null=True, verbose_name='delivered')),
                ('changed_at', models.DateTimeField(editable=False, null=True)),
                ('fulfilment', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orders.fulfilment')),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orders.order')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'parcel',
                'verbose_name_plural': 'parcels',
            },
        ),
        migrations.CreateModel(
            name='ParcelEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shopify_id', models.BigIntegerField(null=True)),
                ('state', models.CharField(max_length=40, verbose_name='state')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('message', models.TextField(blank=True)),
                ('city', models.CharField(blank=True, max_length=255)),
                ('country', models.CharField(blank=True, max_length=64)),
                ('changed_at', models.DateTimeField(editable=False, null=True)),
                ('rank', models.CharField(blank=True, editable=False, max_length=64)),
                ('fulfilment', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orders.fulfilment')),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orders.order')),
                ('parcel', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='shipping.parcel')),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'parcel event',
                'verbose_name_plural': 'parcel events',
            },
        ),
        migrations.AddIndex(
            model_name='parcel',
            index=models.Index(fields=['store', 'order', 'shipped_at'], name='parcels_of_order'),
        ),
        migrations.AddIndex(
            model_name='parcel',
            index=models.Index(fields=['store', 'number'], name='parcels_by_number'),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.UniqueConstraint(fields=('store', 'fulfilment', 'position'), name='parcel_has_a_place'),
        ),
        migrations.AddIndex(
            model_name='parcelevent',
            index=models.Index(fields=['store', 'fulfilment', 'at'], name='events_of_fulfilment'),
        ),
        migrations.AddIndex(
            model_name='parcelevent',
            index=models.Index(fields=['store', 'order', 'at'], name='parcel_events_of_order'),
        ),
        migrations.AddConstraint(
            model_name='parcelevent',
            constraint=models.UniqueConstraint(fields=('store', 'shopify_id'), name='parcel_event_known_once'),
        ),
        migrations.AddConstraint(
            model_name='parcelevent',
            constraint=models.CheckConstraint(condition=models.Q(('parcel__isnull', False), ('fulfilment__isnull', False), _connector='OR'), name='event_is_about_something'),
        ),
        Fence("Parcel"),
        Fence("ParcelEvent"),
    ]
