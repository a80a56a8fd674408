from django.db import migrations

from stores.recorded import Recorded


class Migration(migrations.Migration):
    dependencies = [("automations", "0002_pre_rules"), ("stores", "0014_pre_install")]

    operations = [
        Recorded(
            "automations_rule", quiet=("fused_at", "on_xid", "version", "changed_at", "changed_by")
        )
    ]
