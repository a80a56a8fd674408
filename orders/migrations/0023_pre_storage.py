from django.db import migrations

# The feed only grows: what is not yet known to be visible to all is read twice, so it is looked at
# when a twentieth is new, not a fifth.
STORAGE = {
    "orders_order": "fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02",
    "orders_activity": "autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02",
}


class Migration(migrations.Migration):
    dependencies = [("orders", "0022_pre_corrected_phones")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} SET ({settings})",
            "ALTER TABLE {} RESET ({})".format(
                table, ", ".join(each.split(" = ")[0] for each in settings.split(", "))
            ),
        )
        for table, settings in STORAGE.items()
    ]
