"""A small Django project of the peers': django-post_office's tables, and one SMTP server.

Both peers keep the same queue: a row per mail, with its template and the order's values.
"""

import json
import os
from pathlib import Path
from typing import Any

import django
import environ
from django.conf import settings

BATCH_SIZE = int(os.environ.get("BENCH_PEER_BATCH", "1000"))
THREADS = int(os.environ.get("BENCH_PEER_THREADS", "5"))


def set_up() -> None:
    database: dict[str, Any] = environ.Env.db_url_config(os.environ["PEER_DATABASE_URL"])
    settings.configure(
        SECRET_KEY="peer",
        DATABASES={"default": {**database, "CONN_MAX_AGE": None}},
        INSTALLED_APPS=["django.contrib.contenttypes", "post_office"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=int(os.environ["PEER_SMTP_PORT"]),
        POST_OFFICE={
            "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
            "BATCH_SIZE": BATCH_SIZE,
            "THREADS_PER_PROCESS": THREADS,
            "LOG_LEVEL": 1,  # no row for each success: in its favour
        },
        LOGGING_CONFIG=None,
    )
    django.setup()


def fill(path: str) -> None:
    """Empty the queue and put the mails of that file in it."""
    from post_office.models import Email, EmailTemplate, Log

    given = json.loads(Path(path).read_text())
    Log.objects.all().delete()
    Email.objects.all().delete()
    EmailTemplate.objects.all().delete()
    template = EmailTemplate.objects.create(name="confirmation", **given["template"])
    Email.objects.bulk_create(
        [
            Email(
                from_email=given["from"],
                to=[mail["to"]],
                status=2,  # queued
                priority=1,
                template=template,
                context=mail["context"],
            )
            for mail in given["mails"]
        ],
        batch_size=200,
    )
