from django.db import migrations

# A webhook is written thrice: received, handled, emptied after a month.
STORAGE = {
    "intake_webhook": "fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02",
}


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_pre_catchup")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} SET ({settings})",
            "ALTER TABLE {} RESET ({})".format(
                table, ", ".join(each.split(" = ")[0] for each in settings.split(", "))
            ),
        )
        for table, settings in STORAGE.items()
    ]
