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
        INSTALLED_APPS=["django.contrib.contenttypes", "post_office", "tests.bench.senders"],
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "NAME": "django"},
            {"BACKEND": "tests.bench.senders.liquid_engine.LiquidEngine", "NAME": "liquid"},
        ],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=int(os.environ["PEER_SMTP_PORT"]),
        POST_OFFICE={
            "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
            "BATCH_SIZE": BATCH_SIZE,
            "THREADS_PER_PROCESS": THREADS,
            "LOG_LEVEL": 1,  # no row for each success: in its favour
            "TEMPLATE_ENGINE": os.environ.get("BENCH_PEER_ENGINE", "django"),
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
    is_same_work = os.environ.get("BENCH_PEER_ENGINE") == "liquid"
    words = given["liquid"] if is_same_work else given["template"]
    contexts = _place_orders(given["orders"]) if is_same_work else given["contexts"]
    template = EmailTemplate.objects.create(name="confirmation", **words)
    Email.objects.bulk_create(
        [
            Email(
                from_email=given["from"],
                to=[to],
                status=2,  # queued
                priority=1,
                template=template,
                context=context,
            )
            for to, context in zip(given["to"], contexts, strict=True)
        ],
        batch_size=200,
    )


def _place_orders(given: list[dict[str, Any]]) -> list[dict[str, int]]:
    """The orders in tables of the peer's own; the context of each mail is its order's number."""
    from django.db import connection

    from tests.bench.senders.models import Line, Order

    with connection.schema_editor() as editor:
        known = connection.introspection.table_names()
        for model in (Order, Line):
            if model._meta.db_table not in known:
                editor.create_model(model)
    Order.objects.all().delete()
    orders = Order.objects.bulk_create([Order(**each["order"]) for each in given], batch_size=200)
    Line.objects.bulk_create(
        [
            Line(order=order, position=place, **line)
            for order, each in zip(orders, given, strict=True)
            for place, line in enumerate(each["lines"])
        ],
        batch_size=500,
    )
    return [{"order_id": order.pk} for order in orders]
