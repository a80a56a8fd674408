from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models, transaction

AT_ONCE = 5_000
# What is known of orders recorded before, by the word Shopify said. The address of a marketplace
# is read where the column was not told.
WORDS = {
    'web': 'ONLINE', '580111': 'ONLINE', 'pos': 'POS', '129785': 'POS', 'facebook': 'FACEBOOK',
    '2329312': 'FACEBOOK', 'instagram': 'INSTAGRAM', 'ebay': 'EBAY', 'amazon': 'AMAZON',
    'tiktok': 'TIKTOK', '4383523': 'TIKTOK', 'google': 'GOOGLE', '1780363': 'GOOGLE',
    'shop': 'SHOP', '3890849': 'SHOP', 'shopify_draft_order': 'DRAFT', '1354745': 'DRAFT',
    'subscription_contract': 'SUBSCRIPTION', 'subscription_contract_checkout_one': 'SUBSCRIPTION',
    'api': 'API',
}
FILL = """
UPDATE orders_order SET sales_channel = CASE
    WHEN email LIKE '%%@members.ebay.%%' THEN 'EBAY'
    WHEN email LIKE '%%@marketplace.amazon.%%' THEN 'AMAZON'
    WHEN email LIKE '%%@scs.tiktokw.us' THEN 'TIKTOK'
    WHEN email LIKE '%%@marketplace.facebook.com' THEN 'FACEBOOK'
    ELSE COALESCE((SELECT found.channel FROM unnest(%s::text[], %s::text[])
                    AS found (said, channel) WHERE found.said = lower(source_name)), 'OTHER') END
 WHERE id > %s AND id <= %s AND sales_channel = '' AND source_name <> ''
"""


def fill(apps, schema_editor):
    """Some thousand rows at a time; begun anew it goes on where it stopped."""
    words, channels = list(WORDS), list(WORDS.values())
    with schema_editor.connection.cursor() as cursor:
        with transaction.atomic():
            cursor.execute("SELECT set_config('notifyhub.stores', '*', true)")
            cursor.execute('SELECT COALESCE(MAX(id), 0) FROM orders_order')
            (last,) = cursor.fetchone()
        for first in range(0, last, AT_ONCE):
            with transaction.atomic():
                cursor.execute("SELECT set_config('notifyhub.stores', '*', true)")
                cursor.execute(FILL, [words, channels, first, first + AT_ONCE])


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('orders', '0015_pre_lists_by_filters'),
    ]

    operations = [
        migrations.AddField(
            model_name='order',
            name='sales_channel',
            field=models.CharField(blank=True, choices=[('ONLINE', 'Online store'), ('POS', 'Shop counter (POS)'), ('FACEBOOK', 'Facebook and Instagram'), ('INSTAGRAM', 'Instagram'), ('EBAY', 'eBay'), ('AMAZON', 'Amazon'), ('TIKTOK', 'TikTok'), ('GOOGLE', 'Google and YouTube'), ('SHOP', 'Shop app'), ('DRAFT', 'Draft order'), ('SUBSCRIPTION', 'Subscription, renewed'), ('API', 'Another system, by our API'), ('OTHER', 'Another channel')], db_default='', default='', max_length=16, verbose_name='sales channel'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(models.F('store'), models.F('sales_channel'), models.OrderBy(models.F('placed_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('placed_at__isnull', False), models.Q(('sales_channel', 'ONLINE'), _negated=True)), name='orders_by_channel'),
        ),
    ]
