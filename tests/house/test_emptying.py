"""What a test with transactions of its own leaves behind: nothing, and all that others need."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from messaging.models import Message, MessageBody
from messaging.packing import Words
from stores.scope import store_scope
from tests import emptying
from tests.factories.messaging import make_messages
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db(transaction=True)


def sent() -> Message:
    """A message with words that are kept."""
    store = make_store()
    (message,) = make_messages(store, 1)
    with store_scope(store.pk):
        MessageBody.of(message, Words("<p>Hei</p>", "Hei"), now=timezone.now()).save()
    return message


def rows() -> dict[str, int]:
    """How many each table has, partitions apart."""
    with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]  # ours
        cursor.execute(
            "SELECT relname FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        counts = " UNION ALL ".join(
            f"SELECT '{name}', count(*) FROM {name}"  # noqa: S608 - as Postgres names them
            for (name,) in cursor.fetchall()
        )
        cursor.execute(counts)
        return {name: count for name, count in cursor.fetchall() if count}


@pytest.mark.parametrize("most", [emptying.MOST_BYTES, 0])
def test_only_what_migrations_made_stays(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emptying, "MOST_BYTES", most)
    stay = {name: count for name, count in rows().items() if name in emptying.STAY}
    types, permissions = ContentType.objects.count(), Permission.objects.count()
    sent()
    assert len(rows()) > len(stay) + 3

    emptying.empty("default")

    assert rows() == stay
    assert (types, permissions) == (stay["django_content_type"], stay["auth_permission"])
    assert min(types, permissions) > 100


def test_guards_stand_again_behind_it() -> None:
    sent()
    emptying.empty("default")
    message = sent()

    with store_scope(message.store_id), pytest.raises(DatabaseError, match="never edited"):
        MessageBody.objects.filter(pk=message.pk).update(byte_count=1)
    with store_scope(message.store_id), pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(order_id=2**40)
