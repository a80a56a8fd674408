"""A session that answered lately is not asked whether it lives; one that ended is noticed."""

import time
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql import base as postgresql

from common.db import base

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each look of Django's own at whether the session lives."""
    looks: list[str] = []
    plain = postgresql.DatabaseWrapper.is_usable

    def is_usable(self: Any) -> bool:
        looks.append("asked")
        return bool(plain(self))

    monkeypatch.setattr(postgresql.DatabaseWrapper, "is_usable", is_usable)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return looks


def test_a_session_that_answered_lately_is_not_asked(asked: list[str]) -> None:
    assert connection.is_usable()
    assert asked == []


def test_one_that_was_silent_for_long_is_asked(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "HEARD_LATELY", 0.0)

    assert connection.is_usable()
    assert asked == ["asked"]


def test_one_that_the_server_ended_is_noticed_however_lately_it_answered(asked: list[str]) -> None:
    number = connection.connection.info.backend_pid
    with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [number])
    until = time.monotonic() + 5
    while connection.is_usable() and time.monotonic() < until:
        time.sleep(0.01)

    assert not connection.is_usable()
    connection.close()


def test_one_whose_transaction_failed_is_of_no_use_until_that_ends(asked: list[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="division by zero"):
            cursor.execute("SELECT 1 / 0")
        is_usable = connection.is_usable()
        transaction.set_rollback(True)

    assert not is_usable
    assert connection.is_usable()
    assert asked == []
