"""A Postgres and a Valkey of this run's own, with the product's tables, for a script."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import django

from common.embedded import postgres, valkey
from tests.plugin import SURROUNDINGS


@contextmanager
def product() -> Iterator[None]:
    """Django stands on its tables while this is open: on servers of its own, unless
    DATABASE_URL and BROKER_URL name others. Once in a process."""
    with ExitStack() as servers:
        os.environ.update(SURROUNDINGS)
        if not os.environ.get("DATABASE_URL"):
            os.environ["DATABASE_URL"] = servers.enter_context(postgres.temporary()).url
        if not os.environ.get("BROKER_URL"):
            os.environ["BROKER_URL"] = servers.enter_context(valkey.temporary()).url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "notifyhub.settings")
        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        try:
            yield
        finally:
            connections.close_all()
