"""Databases of millions of rows that a bench fills once and finds again at its next run."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import django
import psycopg

from tests.bench import seeding
from tests.plugin import SURROUNDINGS


def seeded(
    url: str,
    name: str,
    rows: Callable[[], list[seeding.Copies]],
    *,
    is_fresh: bool = False,
    then: Callable[[], None] | None = None,
) -> dict[str, float] | None:
    """Make and fill the database, unless an earlier run did. In a process of its own.

    It bears its name only once it is whole: a run broken off goes on where it was. `rows` makes the
    small world, in Django's scope of that database, and says how it is multiplied; `then` does what
    is left before it counts as whole. How long each step took; None where there was none.
    """
    draft = address(url, f"{name}.draft")
    with psycopg.connect(url, autocommit=True) as admin:
        has = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if has and not is_fresh:
            return None
        if is_fresh or not _is_begun(admin, draft, name):
            for old in (name, f"{name}.draft"):
                admin.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
            admin.execute(f'CREATE DATABASE "{name}.draft"')
    with django_on(url, f"{name}.draft"):
        from tests.bench import tables

        if not seeding.is_planned(draft):
            tables.make()
            seeding.plan(draft, rows())
        took = seeding.go_on(draft)
        if then:
            began = time.monotonic()
            then()
            took["seconds of what follows"] = round(time.monotonic() - began, 1)
        seeding.end(draft)
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}.draft" RENAME TO "{name}"')
    return took


def _is_begun(admin: "psycopg.Connection[Any]", draft: str, name: str) -> bool:
    """Whether an earlier run was broken off after it had said what it would pour."""
    has = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [f"{name}.draft"])
    return has.fetchone() is not None and seeding.is_planned(draft)


@contextmanager
def django_on(url: str, name: str, broker: str = "memory://") -> Iterator[None]:
    """Django with its one connection to that database; the same process serves several."""
    from django.db import connections

    if not os.environ.get("DATABASE_URL"):
        os.environ.update(SURROUNDINGS)
        os.environ.update(BROKER_URL=broker, LOG_LEVEL="WARNING")
        os.environ["DATABASE_URL"] = address(url, name)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "notifyhub.settings")
        django.setup()
        from django.test.utils import setup_test_environment

        setup_test_environment(debug=False)
    connections.close_all()
    connections["default"].settings_dict["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()


def address(url: str, name: str) -> str:
    """The URL of another database of the same server."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()
