"""What the proof of a wording came to is kept beside its words, which nobody may change."""

from django.db import migrations, models

# All columns but the proof's: that comes after publishing, and again with each release of ours.
FREEZE = """
DROP TRIGGER frozen ON templates_app_wording;
CREATE TRIGGER frozen
  BEFORE UPDATE OF id, agency_id, fingerprint, kind, locales, sources, blocks, created_at
  ON templates_app_wording
  FOR EACH ROW EXECUTE FUNCTION templates_app_refuse_change();
"""
FREEZE_ALL = """
DROP TRIGGER frozen ON templates_app_wording;
CREATE TRIGGER frozen BEFORE UPDATE ON templates_app_wording
  FOR EACH ROW EXECUTE FUNCTION templates_app_refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('templates_app', '0011_pre_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='wording',
            name='proof',
            field=models.JSONField(
                db_default=models.Value({}, models.JSONField()), default=dict, editable=False,
            ),
        ),
        migrations.RunSQL(FREEZE, FREEZE_ALL),
    ]
