"""The first steps of an agency cost the same however much it has sent."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging import first_steps
from stores.models import Store
from stores.scope import store_scope

pytestmark = pytest.mark.django_db


def test_whether_a_test_was_sent_is_looked_up_among_tests_alone(store: Store) -> None:
    """An agency that never sent one had all its messages read."""
    with store_scope(store.pk), connection.cursor() as cursor:
        with CaptureQueriesContext(connection) as asked:
            assert not first_steps._has_written(frozenset({store.pk}))
        # Few rows are read faster without any index.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked.captured_queries[-1]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "messages_of_tests" in plan
