import django.db.models.deletion
from django.db import migrations, models

from stores.fencing import Fence

# As before, for the new column; and a dictionary never changes, since bodies are packed against it.
WORDS_STAY = """
CREATE OR REPLACE FUNCTION messaging_sent_words_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.words_zip = ''::bytea AND coalesce(NEW.html_zip, ''::bytea) = ''::bytea
     AND coalesce(NEW.text_zip, ''::bytea) = ''::bytea THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'The words of a message are never edited: plan a correction'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE FUNCTION messaging_dictionaries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A dictionary of bodies is never changed: what it packed could not be read'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER dictionaries_stay BEFORE UPDATE ON messaging_bodydictionary
  FOR EACH ROW EXECUTE FUNCTION messaging_dictionaries_stay();
"""
WORDS_STAYED = """
DROP TRIGGER dictionaries_stay ON messaging_bodydictionary;
DROP FUNCTION messaging_dictionaries_stay();
CREATE OR REPLACE FUNCTION messaging_sent_words_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.html_zip = ''::bytea AND NEW.text_zip = ''::bytea THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'The words of a message are never edited: plan a correction'
    USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""


# The old columns keep their names in the database, and are empty in new rows.
OLD_MAY_BE_EMPTY = """
ALTER TABLE messaging_messagebody
  ALTER COLUMN html_zip DROP NOT NULL, ALTER COLUMN text_zip DROP NOT NULL,
  ALTER COLUMN headers DROP NOT NULL, ALTER COLUMN links DROP NOT NULL;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0004_pre_channels_and_senders'),
        ('stores', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BodyDictionary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipe', models.CharField(editable=False, max_length=32)),
                ('words', models.BinaryField()),
                ('made_at', models.DateTimeField()),
                ('store', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stores.store')),
            ],
            options={
                'verbose_name': 'dictionary of bodies',
                'verbose_name_plural': 'dictionaries of bodies',
            },
        ),
        migrations.AddConstraint(
            model_name='bodydictionary',
            constraint=models.UniqueConstraint(fields=('store', 'recipe'), name='one_dictionary_of_a_recipe'),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(OLD_MAY_BE_EMPTY, migrations.RunSQL.noop)],
            state_operations=[
                migrations.RenameField('messagebody', 'html_zip', 'old_html_zip'),
                migrations.RenameField('messagebody', 'text_zip', 'old_text_zip'),
                migrations.RenameField('messagebody', 'headers', 'old_headers'),
                migrations.RenameField('messagebody', 'links', 'old_links'),
                migrations.AlterField('messagebody', 'old_html_zip', models.BinaryField(db_column='html_zip', null=True)),
                migrations.AlterField('messagebody', 'old_text_zip', models.BinaryField(db_column='text_zip', null=True)),
                migrations.AlterField('messagebody', 'old_headers', models.JSONField(db_column='headers', editable=False, null=True)),
                migrations.AlterField('messagebody', 'old_links', models.JSONField(db_column='links', editable=False, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='messagebody',
            name='words_zip',
            field=models.BinaryField(db_default=b'', default=b''),
        ),
        migrations.AddField(
            model_name='messagebody',
            name='dictionary',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='messaging.bodydictionary'),
        ),
        migrations.AddField(
            model_name='messagebody',
            name='forgotten_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(WORDS_STAY, WORDS_STAYED),
        Fence("BodyDictionary"),
    ]
