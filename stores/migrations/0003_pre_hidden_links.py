from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stores', '0002_pre_words_kept_days'),
    ]

    operations = [
        migrations.AddField(
            model_name='store',
            name='hidden_link',
            field=models.CharField(choices=[('GATEWAYS', 'Only where a known filter reads the mail first'), ('ALWAYS', 'In every mail'), ('NEVER', 'In no mail')], db_default='GATEWAYS', default='GATEWAYS', max_length=8, verbose_name='hidden link that tells scanners from people'),
        ),
    ]
