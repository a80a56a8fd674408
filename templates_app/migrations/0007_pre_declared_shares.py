import django.db.models.deletion
from django.db import migrations, models

# An arm stays what it was declared to be; only its name may be mended, and a variant that was
# decided upon be let go.
FREEZE = """
CREATE FUNCTION templates_app_keep_arm() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(OLD) - '{name,variant_id}'::text[])
       IS NOT DISTINCT FROM (to_jsonb(NEW) - '{name,variant_id}'::text[])
     AND (NEW.variant_id IS NULL OR NEW.variant_id IS NOT DISTINCT FROM OLD.variant_id) THEN
    RETURN NEW;
  END IF;
  IF EXISTS (SELECT FROM templates_app_experiment
             WHERE id = OLD.experiment_id AND started_at IS NOT NULL) THEN
    RAISE EXCEPTION 'what was declared of a test is not changed once it started'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER frozen BEFORE UPDATE ON templates_app_arm
  FOR EACH ROW EXECUTE FUNCTION templates_app_keep_arm();
"""
THAW = """
DROP TRIGGER frozen ON templates_app_arm;
DROP FUNCTION templates_app_keep_arm();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('stores', '0002_pre_words_kept_days'),
        ('templates_app', '0006_pre_experiments'),
    ]

    operations = [
        migrations.AddField(
            model_name='arm',
            name='weight_bp',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='share'),
        ),
        migrations.AddField(
            model_name='experiment',
            name='coverage_bp',
            field=models.PositiveSmallIntegerField(default=10000, verbose_name='coverage'),
        ),
        migrations.AddField(
            model_name='experiment',
            name='store_count',
            field=models.PositiveIntegerField(default=1, verbose_name='stores'),
        ),
        migrations.AlterField(
            model_name='arm',
            name='variant',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='templates_app.variant'),
        ),
        migrations.AddConstraint(
            model_name='experiment',
            constraint=models.CheckConstraint(condition=models.Q(('coverage_bp__gte', 1), ('coverage_bp__lte', 10000)), name='coverage_is_a_share_of_the_buckets'),
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
