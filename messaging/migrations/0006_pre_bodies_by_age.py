from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('messaging', '0005_pre_bodies_by_dictionary'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='messagebody',
            index=models.Index(condition=models.Q(('forgotten_at', None)), fields=['store', 'kept_at'], name='bodies_by_age'),
        ),
    ]
