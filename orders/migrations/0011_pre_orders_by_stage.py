from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('orders', '0010_pre_stages_and_archive'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(models.F('store'), models.OrderBy(models.F('placed_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('archived_at', None), ('placed_at__isnull', False)), name='orders_not_archived'),
        ),
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(models.F('store'), models.OrderBy(models.F('placed_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('archived_at__isnull', False)), name='orders_archived'),
        ),
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(condition=models.Q(('archived_at', None), ('stage__in', ['PAYMENT', 'FULFILMENT', 'FOLLOW_UP'])), fields=['store', 'step', 'stage_since'], name='orders_by_step'),
        ),
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(condition=models.Q(('archived_at', None), ('stage', 'DONE')), fields=['store', 'stage_since', 'id'], name='orders_done'),
        ),
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(condition=models.Q(('placed_at__isnull', False), ('stage', '')), fields=['id'], name='orders_not_settled'),
        ),
    ]
