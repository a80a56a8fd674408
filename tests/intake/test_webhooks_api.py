"""What Shopify told us, over the API: listed, read with its body, read again."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.api.veiled import unveil, veil
from intake.models import Webhook
from stores.models import Store
from stores.scope import store_scope
from tests.factories.keys import KeyClient, make_client
from tests.factories.stores import make_store
from tests.problems import refusal

pytestmark = pytest.mark.django_db


def make_webhook(store: Store, *, state: str = "QUARANTINED", body: bytes = b"{}") -> Webhook:
    now = timezone.now()
    with store_scope(store.pk):
        return Webhook.objects.create(
            store=store,
            topic="orders/updated",
            event_key=str(uuid4()),
            body_hash=uuid4().bytes,
            body=body,
            received_at=now,
            run_after=now,
            state=state,
            handled_at=None if state == "RECEIVED" else now,
        )


def test_what_could_not_be_read_is_found_and_read_again(api: KeyClient, store: Store) -> None:
    row = make_webhook(store, body='{"name": "#1001 æ"}'.encode())
    make_webhook(store, state="DONE")

    (found,) = api.get("shopify-webhooks/", {"state": "QUARANTINED"}).json()["results"]
    read = api.get(f"shopify-webhooks/{found['id']}/").json()
    again = api.post(f"shopify-webhooks/{found['id']}/replay/")

    assert read["body"] == '{"name": "#1001 æ"}'
    assert "body" not in found
    assert again.json()["state"] == "RECEIVED"
    with store_scope(store.pk):
        row.refresh_from_db()
    assert row.state == "RECEIVED"
    twice = api.post(f"shopify-webhooks/{found['id']}/replay/")
    assert refusal(twice) == (409, "webhook-needs-no-replay")


def test_a_body_that_was_removed_is_null_and_cannot_be_read_again(
    api: KeyClient, store: Store
) -> None:
    row = make_webhook(store, body=b"")
    path = f"shopify-webhooks/{veil('shopify-webhooks', row.pk)}/"

    assert api.get(path).json()["body"] is None
    assert refusal(api.post(f"{path}replay/")) == (409, "webhook-body-is-gone")


def test_another_stores_webhook_is_as_unknown_as_none(store: Store) -> None:
    sister = make_webhook(make_store(store.agency))
    narrow = make_client(store.agency, stores=[store])

    for public_id in (veil("shopify-webhooks", sister.pk), uuid4()):
        assert refusal(narrow.get(f"shopify-webhooks/{public_id}/")) == (404, "not-found")


def test_the_list_reads_no_bodies_and_costs_the_same_for_many(api: KeyClient, store: Store) -> None:
    make_webhook(store)
    for _ in range(2):  # the key's first use is written down, then the key is known
        api.get("shopify-webhooks/")
    with CaptureQueriesContext(connection) as for_one:
        api.get("shopify-webhooks/")
    for _ in range(20):
        make_webhook(store)

    with CaptureQueriesContext(connection) as for_many:
        assert len(api.get("shopify-webhooks/").json()["results"]) == 21

    assert len(for_many) == len(for_one) == 2  # the key, the list
    assert '"body"' not in for_many.captured_queries[-1]["sql"]


def test_a_veiled_id_says_nothing_and_is_of_one_list() -> None:
    ids = [veil("a", number) for number in (1, 2, 3)]

    assert [unveil("a", one) for one in ids] == [1, 2, 3]
    assert veil("a", 1) == ids[0]
    assert len({one.hex[:8] for one in ids}) == 3
    assert unveil("b", ids[0]) is None
    assert unveil("a", uuid4()) is None
    assert unveil("a", UUID(int=0)) is None


def test_a_veiled_id_outlives_a_rotated_secret() -> None:
    with override_settings(SECRET_KEY="old" * 20):
        old = veil("a", 7)

    with override_settings(SECRET_KEY="new" * 20, SECRET_KEY_FALLBACKS=["old" * 20]):
        assert unveil("a", old) == 7
    with override_settings(SECRET_KEY="new" * 20):
        assert unveil("a", old) is None
