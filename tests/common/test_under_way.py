"""Statements that are answered later: in order, and none lost in between."""

import pytest
from django.db import DEFAULT_DB_ALIAS, DataError, connection, connections, transaction

from common.db.base import DatabaseWrapper


def wrapper() -> DatabaseWrapper:
    database = connections[DEFAULT_DB_ALIAS]
    assert isinstance(database, DatabaseWrapper)
    return database


@pytest.mark.django_db(transaction=True)
def test_a_statement_is_answered_when_it_is_asked_for() -> None:
    begun = wrapper().begin_statement("SELECT $1::int, $2::bytea", ["7", b"\0a"])

    assert begun.answer() == [(b"7", b"\\x0061")]
    assert begun.is_answered()


@pytest.mark.django_db(transaction=True)
def test_whatever_else_is_asked_waits_for_the_answer() -> None:
    begun = wrapper().begin_statement("SELECT pg_sleep(0.05), 'first'", [])

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 'second'")
        second = cursor.fetchone()

    assert second == ("second",)
    assert begun.answer() == [(b"", b"first")]


@pytest.mark.django_db(transaction=True)
def test_an_error_is_its_own_and_nobody_elses() -> None:
    begun = wrapper().begin_statement("SELECT $1::int", ["no number"])

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")

    with pytest.raises(DataError):
        begun.answer()


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_no_answer() -> None:
    from django.db import OperationalError

    begun = wrapper().begin_statement("SELECT pg_sleep(5)", [])
    connection.close()

    with pytest.raises(OperationalError):
        begun.answer()


@pytest.mark.django_db
def test_within_a_transaction_it_is_undone_alone() -> None:
    with pytest.raises(DataError):
        wrapper().begin_statement("SELECT $1::int", ["no number"])

    assert wrapper().begin_statement("SELECT 1", []).answer() == [(b"1",)]
