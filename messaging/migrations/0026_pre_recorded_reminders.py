from django.db import migrations

from stores.recorded import Recorded


class Migration(migrations.Migration):
    dependencies = [("messaging", "0025_pre_thank_you"), ("stores", "0014_pre_install")]

    operations = [
        Recorded("messaging_basketsettings", quiet=("changed_at", "changed_by")),
        Recorded("messaging_channelmode", quiet=("changed_at", "actor")),
    ]
