from django.db import migrations

from stores.recorded import Recorded


class Migration(migrations.Migration):
    dependencies = [("fleet", "0001_pre_health_and_alerts"), ("stores", "0014_pre_install")]

    operations = [Recorded("fleet_alertrule", quiet=("changed_at", "actor"))]
