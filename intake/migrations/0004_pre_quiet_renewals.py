"""Whose turn it is to renew a token is nobody's setting: no change is kept of it."""

from django.db import migrations

QUIET = (
    "changed_at,access_expires_at,refresh_token,refresh_expires_at,previous_refresh_token,"
    "renewing_until,renewing_as"
)
BEFORE = QUIET.removesuffix(",renewing_until,renewing_as")
ANEW = """
DROP TRIGGER recorded ON "stores_credential";
DROP TRIGGER recorded_update ON "stores_credential";
CREATE TRIGGER recorded AFTER INSERT OR DELETE ON "stores_credential"
FOR EACH ROW EXECUTE FUNCTION notifyhub_record_change('{quiet}', '');
CREATE TRIGGER recorded_update AFTER UPDATE ON "stores_credential"
FOR EACH ROW EXECUTE FUNCTION notifyhub_record_change('{quiet}', '');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_pre_recorded"),
        ("stores", "0014_pre_install"),
    ]

    operations = [
        migrations.RunSQL(ANEW.format(quiet=QUIET), ANEW.format(quiet=BEFORE)),
    ]
