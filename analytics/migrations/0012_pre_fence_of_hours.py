from django.db import migrations

# As in 0007: the start page of an agency reads the hours of all its stores.
HASHED = "(SELECT notifyhub_sees_all()) OR store_id IN (SELECT unnest(notifyhub_stores()))"
LISTED = (
    "(SELECT notifyhub_sees_all()) OR store_id = ANY ((SELECT notifyhub_stores())::bigint[])"
)


def using(condition):
    return f"ALTER POLICY fence ON analytics_hourlystat USING ({condition})"


class Migration(migrations.Migration):
    dependencies = [
        ("analytics", "0011_pre_storage"),
    ]

    operations = [migrations.RunSQL(using(HASHED), using(LISTED))]
