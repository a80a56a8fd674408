from django.db import migrations

# The rows of today are added to every ten seconds, in columns that no index names: with room in their
# pages they stay there (HOT), and no index grows.
STORAGE = {
    "analytics_hourlystat": "fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05",
    "analytics_dailystat": "fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05",
    "analytics_storeday": "fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05",
    "analytics_orderday": "fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05",
    "analytics_productday": "fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05",
    "analytics_sourceday": "fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05",
    "analytics_flowhour": "fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05",
}


class Migration(migrations.Migration):
    dependencies = [("analytics", "0010_pre_rules")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} SET ({settings})",
            "ALTER TABLE {} RESET ({})".format(
                table, ", ".join(each.split(" = ")[0] for each in settings.split(", "))
            ),
        )
        for table, settings in STORAGE.items()
    ]
