from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("messaging", "0028_pre_storage")]

    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                fields=["store"],
                condition=models.Q(about__startswith="test:"),
                name="messages_of_tests",
            ),
        ),
    ]
