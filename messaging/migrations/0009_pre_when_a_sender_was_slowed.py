from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0008_pre_batches'),
    ]

    operations = [
        migrations.AddField(
            model_name='senderpulse',
            name='slowed_at',
            field=models.DateTimeField(null=True),
        ),
    ]
