from django.db import migrations

# A message is written five times or more: a twentieth of them dead is half a million of ten. Room in
# its page lets opens and clicks, which no index names, stay there (HOT).
STORAGE = {
    "messaging_message": "fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02",
    "messaging_messagebody": "autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05",
    "messaging_attempt": "autovacuum_vacuum_insert_scale_factor = 0.05",
}


class Migration(migrations.Migration):
    dependencies = [("messaging", "0027_pre_stages")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} SET ({settings})",
            "ALTER TABLE {} RESET ({})".format(
                table, ", ".join(each.split(" = ")[0] for each in settings.split(", "))
            ),
        )
        for table, settings in STORAGE.items()
    ]
