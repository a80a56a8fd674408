"""Idempotency-Key: one deed and one answer for a key, whatever is sent how often."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders.models import Order
from stores import named_calls
from stores.models import ApiKey, NamedCall, Store
from stores.scope import every_store
from tests.factories.keys import KeyClient, make_client
from tests.factories.orders import make_order
from tests.factories.stores import make_store
from tests.problems import refusal
from tests.stores.noting import KEY, note, notes_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(store: Store) -> Order:
    return make_order(store)


def test_a_second_sending_is_answered_as_the_first_and_does_nothing(
    api: KeyClient, order: Order
) -> None:
    first, second = note(api, order), note(api, order)

    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.headers["RateLimit-Limit"] == first.headers["RateLimit-Limit"]
    assert notes_of(order) == 1


def test_without_the_header_each_sending_counts(api: KeyClient, order: Order) -> None:
    for _ in range(2):
        api.post(f"orders/{order.public_id}/notes/", {"text": "Called"})

    assert notes_of(order) == 2


@pytest.mark.parametrize("differs", ["body", "path", "query", "method"])
def test_a_key_names_one_call(api: KeyClient, order: Order, store: Store, differs: str) -> None:
    note(api, order)
    others: dict[str, Callable[[], Any]] = {
        "body": lambda: note(api, order, text="Wrote"),
        "path": lambda: note(api, make_order(store)),
        "query": lambda: note(api, order, query="?fields=id"),
        "method": lambda: api.put(
            f"stores/{store.public_id}/archive-policy/",
            {"archive_after_days": 30},
            content_type="application/json",
            headers={"Idempotency-Key": KEY},
        ),
    }
    other = others[differs]()

    assert refusal(other) == (422, "idempotency-mismatch")
    assert notes_of(order) == 1


def test_the_same_key_of_somebody_else_is_another(
    api: KeyClient, order: Order, store: Store
) -> None:
    sister = make_client(store.agency)
    foreign = make_order(make_store())
    stranger = make_client(foreign.store.agency)

    answers = [note(api, order), note(sister, order), note(stranger, foreign)]

    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert not any("Idempotency-Replayed" in answer.headers for answer in answers)
    assert (notes_of(order), notes_of(foreign)) == (2, 1)


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 256, "a\x7f"])
def test_what_is_no_key_is_refused_in_words(api: KeyClient, order: Order, key: str) -> None:
    answer = note(api, order, key=key)

    assert refusal(answer) == (422, "invalid")
    (wrong,) = answer.json()["errors"]
    assert wrong["field"] == "Idempotency-Key"
    assert "visible ASCII" in wrong["message"]
    assert notes_of(order) == 0


def test_a_key_of_255_letters_is_one(api: KeyClient, order: Order) -> None:
    answers = [note(api, order, key="~" * 255) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert notes_of(order) == 1


def test_what_was_refused_may_be_mended_under_the_same_key(api: KeyClient, order: Order) -> None:
    refused = note(api, order, text="")

    assert refusal(refused) == (422, "invalid")
    assert note(api, order).status_code == 201
    assert notes_of(order) == 1


def test_a_bug_leaves_nothing_and_may_be_tried_again(
    api: KeyClient, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    from orders import api as views

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(views.Notes, "shown", broken)  # after the verb wrote the note
        failed = note(api, order)
    after_the_failure = notes_of(order)

    assert refusal(failed) == (500, "internal")
    assert after_the_failure == 0
    assert note(api, order).status_code == 201
    assert notes_of(order) == 1


def test_a_day_later_the_key_is_free_and_the_sweep_leaves_younger_ones(
    api: KeyClient, order: Order
) -> None:
    note(api, order)
    with every_store(because="a test lets a day go by"):
        early = named_calls.forget_old(now=timezone.now() + timedelta(hours=23))
        NamedCall.objects.update(made_at=timezone.now() - timedelta(hours=24))
    later = note(api, order)
    with every_store(because="a test lets two days go by"):
        swept = named_calls.forget_old(now=timezone.now() + timedelta(hours=25))

    assert early == 0
    assert "Idempotency-Replayed" not in later.headers
    assert notes_of(order) == 2
    assert swept == 1


def test_no_secret_of_an_answer_can_be_read_in_the_table(api: KeyClient, store: Store) -> None:
    wanted = {"name": "ERP", "verbs": ["VIEW_ORDERS"], "stores": None}
    answers = [api.post("keys/", wanted, headers={"Idempotency-Key": KEY}).json() for _ in range(2)]
    with every_store(because="a test reads the whole table"):
        row = NamedCall.objects.get()
        of_name = ApiKey.objects.filter(name="ERP", created_by__startswith="API key").count()
    kept = b"".join(bytes(part) for part in (row.key_hash, row.fingerprint, row.answer))
    stranger = named_calls.Call(row.agency_id, row.caller, KEY + "x", b"")

    assert answers[0] == answers[1]
    assert of_name == 1
    assert KeyClient(answers[1]["key"]).get("me/").status_code == 200
    for secret in (answers[0]["key"], KEY, "ERP"):
        assert secret.encode() not in kept
    with pytest.raises(named_calls.AnswerLost):
        named_calls._opened(stranger, bytes(row.answer))


def test_an_answer_that_our_keys_no_longer_open_is_not_done_twice(
    api: KeyClient, order: Order, settings: Any
) -> None:
    note(api, order)
    old = settings.NOTIFYHUB_ENCRYPTION_KEYS
    new = ["bmV3a2V5bmV3a2V5bmV3a2V5bmV3a2V5bmV3a2V5bmV3a2U="]

    settings.NOTIFYHUB_ENCRYPTION_KEYS = [*new, *old]
    rotated = note(api, order)
    settings.NOTIFYHUB_ENCRYPTION_KEYS = new
    lost = note(api, order)

    assert rotated.status_code == 201
    assert refusal(lost) == (409, "idempotency-answer-lost")
    assert notes_of(order) == 1


def test_an_upload_is_the_same_though_its_boundary_differs(api: KeyClient, store: Store) -> None:
    from tests.factories.pictures import logo

    def upload(data: bytes, boundary: str) -> Any:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n'
        body = head.encode() + b"Content-Type: image/png\r\n\r\n" + data
        return api.generic(
            "POST",
            "pictures/",
            body + f"\r\n--{boundary}--\r\n".encode(),
            f"multipart/form-data; boundary={boundary}",
            headers={"Idempotency-Key": KEY},
        )

    first, second = upload(logo(), "one"), upload(logo(), "two")
    other = upload(logo(width=90), "three")

    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert second.headers["Idempotency-Replayed"] == "true"
    assert refusal(other) == (422, "idempotency-mismatch")


def test_a_key_costs_three_queries_more_and_a_replay_fewer(api: KeyClient, order: Order) -> None:
    """And the two of the savepoint, which in production are BEGIN and COMMIT."""
    for name in ("noted as used", "known by now"):
        note(api, order, key=name)
    path, body = f"orders/{order.public_id}/notes/", {"text": "Called"}
    with CaptureQueriesContext(connection) as plain:
        api.post(path, body)
    with CaptureQueriesContext(connection) as named:
        note(api, order)
    with CaptureQueriesContext(connection) as replayed:
        note(api, order)

    assert len(named) == len(plain) + 5, [query["sql"][:90] for query in named]
    assert len(replayed) <= 6, [query["sql"][:90] for query in replayed]
