from django.db import migrations

# A delivery is written thrice and deleted after a month: in the long run as many rows die as live.
STORAGE = {
    "outbound_delivery": "fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02",
    "outbound_deliveryattempt": "autovacuum_vacuum_scale_factor = 0.05",
}


class Migration(migrations.Migration):
    dependencies = [("outbound", "0002_pre_calls_of_an_endpoint")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} SET ({settings})",
            "ALTER TABLE {} RESET ({})".format(
                table, ", ".join(each.split(" = ")[0] for each in settings.split(", "))
            ),
        )
        for table, settings in STORAGE.items()
    ]
