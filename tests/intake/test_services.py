"""What becomes of kept webhooks."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DataError, connections
from pytest_django import DjangoAssertNumQueries

from intake import services, topics
from intake.models import Webhook, WebhookState
from intake.parsing.reading import Unparsable
from stores.models import Store
from stores.scope import current, every_store, store_scope
from tests.factories.intake import body_of, make_webhook
from tests.factories.stores import make_store

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TOPIC = "tests/happened"
Handle = Callable[[Store, dict[str, Any], datetime], str | None]


class Desk:
    """Who handles TOPIC in these tests: counts, renames the store, and fails on demand."""

    def __init__(self) -> None:
        self.seen: list[tuple[int, Any]] = []
        self.fails_with: Exception | None = None
        self.reason: str | None = None

    def __call__(self, store: Store, body: dict[str, Any], now: datetime) -> str | None:
        assert current().stores == frozenset([store.pk]), "a handler runs in the scope of its store"
        Store.objects.filter(pk=store.pk).update(name="handled")
        if self.fails_with is not None:
            raise self.fails_with
        self.seen.append((store.pk, body.get("id")))
        return self.reason


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk()
    monkeypatch.setitem(topics.HANDLERS, TOPIC, desk)
    return desk


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    rung: list[str] = []
    monkeypatch.setattr("common.jobs.defer", lambda name, **_: rung.append(name))
    return rung


def make(store: Store, body: bytes | None = None, **fields: Any) -> Webhook:
    return make_webhook(store, body, **{"topic": TOPIC, "now": NOW, **fields})


def read(webhook: Webhook) -> Webhook:
    with every_store(because="a test looks"):
        return Webhook.objects.get(pk=webhook.pk)


def name_of(store: Store) -> str:
    with every_store(because="a test looks"):
        return Store.objects.get(pk=store.pk).name


def test_due_webhooks_of_all_stores_are_handled_in_their_own_scope(
    store: Store, desk: Desk
) -> None:
    other = make_store()
    webhooks = [make(store, b'{"id": 1}'), make(other, b'{"id": 2}')]

    assert services.handle_due(now=NOW) == 2

    assert desk.seen == [(store.pk, 1), (other.pk, 2)]
    assert [read(it).state for it in webhooks] == [WebhookState.DONE] * 2
    assert read(webhooks[0]).handled_at == NOW
    assert services.handle_due(now=NOW) == 0


def test_what_is_not_due_waits(store: Store, desk: Desk) -> None:
    later = make(store, run_after=NOW + timedelta(hours=1))

    assert services.handle_due(now=NOW) == 0
    assert services.handle_due(now=NOW + timedelta(hours=1)) == 1
    assert read(later).state == WebhookState.DONE


def test_the_oldest_are_taken_first_and_no_more_than_asked(store: Store, desk: Desk) -> None:
    for number in (3, 1, 2):
        make(store, b'{"id": %d}' % number, run_after=NOW - timedelta(minutes=10 - number))

    assert services.handle_due(now=NOW, limit=2) == 2
    assert [seen for _, seen in desk.seen] == [1, 2]


def test_a_handlers_reason_and_an_unknown_topic_are_ignored_with_words(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.reason = "The draft is not an order yet."
    monkeypatch.setitem(topics.IGNORED, "tests/boring", "Nothing in it concerns us.")
    refused, boring, unknown = (
        make(store),
        make(store, topic="tests/boring"),
        make(store, b"not json", topic="tests/never_heard_of"),
    )

    services.handle_due(now=NOW)

    assert read(refused).state == WebhookState.IGNORED
    assert read(refused).reason == desk.reason
    assert read(boring).reason == "Nothing in it concerns us."
    assert read(unknown).state == WebhookState.IGNORED
    assert "tests/never_heard_of" in read(unknown).reason


def test_a_disconnected_store_is_not_listened_to(store: Store, desk: Desk) -> None:
    with store_scope(store.pk):
        Store.objects.filter(pk=store.pk).update(state=Store.State.UNINSTALLED)
    webhook = make(store)

    services.handle_due(now=NOW)

    assert read(webhook).state == WebhookState.IGNORED
    assert desk.seen == []


@pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 100_000, b'{"a": NaN}', b"\xff"])
def test_what_cannot_be_read_is_kept_aside(store: Store, desk: Desk, body: bytes) -> None:
    webhook = make(store, body)
    good = make(store)

    assert services.handle_due(now=NOW) == 2

    assert read(webhook).state == WebhookState.QUARANTINED
    assert read(webhook).reason
    assert bytes(read(webhook).body) == body
    assert read(good).state == WebhookState.DONE


@pytest.mark.parametrize("name", ["shop_domain", "myshopify_domain"])
def test_a_body_that_speaks_of_another_shop_is_kept_aside(
    store: Store, desk: Desk, name: str
) -> None:
    foreign = make(store, body_of(**{name: "rival.myshopify.com"}))
    own = make(store, body_of(**{name: store.shop_domain.upper()}))

    services.handle_due(now=NOW)

    assert read(foreign).state == WebhookState.QUARANTINED
    assert "rival.myshopify.com" in read(foreign).reason
    assert read(own).state == WebhookState.DONE


@pytest.mark.parametrize("error", [Unparsable("It has no id."), DataError("out of range")])
def test_a_body_that_cannot_be_recorded_is_kept_aside_and_leaves_nothing_behind(
    store: Store, desk: Desk, error: Exception
) -> None:
    desk.fails_with = error
    webhook = make(store)

    services.handle_due(now=NOW)

    assert read(webhook).state == WebhookState.QUARANTINED
    assert read(webhook).reason == str(error)
    assert name_of(store) != "handled"


def test_a_failing_handler_is_tried_again_later_and_leaves_nothing_behind(
    store: Store, desk: Desk
) -> None:
    desk.fails_with = RuntimeError("deadlock")
    webhook = make(store)

    services.handle_due(now=NOW)

    waiting = read(webhook)
    assert (waiting.state, waiting.attempts) == (WebhookState.RECEIVED, 1)
    assert waiting.run_after == NOW + timedelta(seconds=5)
    assert waiting.reason == "RuntimeError: deadlock"
    assert name_of(store) != "handled"

    desk.fails_with = None
    assert services.handle_due(now=NOW) == 0
    assert services.handle_due(now=NOW + timedelta(seconds=5)) == 1
    assert read(webhook).state == WebhookState.DONE
    assert read(webhook).reason == ""
    assert name_of(store) == "handled"


def test_after_five_attempts_it_is_given_up_and_shown(store: Store, desk: Desk) -> None:
    desk.fails_with = RuntimeError("always")
    webhook = make(store)

    for hour in range(10):
        services.handle_due(now=NOW + timedelta(hours=hour))

    assert read(webhook).state == WebhookState.FAILED
    assert read(webhook).attempts == 5
    with store_scope(store.pk):
        assert Webhook.objects.needing_attention().get() == webhook


def test_a_body_that_kills_its_worker_is_not_tried_for_ever(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook = make(store)
    monkeypatch.setattr(services, "_handle", lambda **_: None)  # dies before it can say a word

    taken = [services.handle_due(now=NOW + timedelta(hours=hour)) for hour in range(8)]

    assert taken == [1, 1, 1, 1, 1, 0, 0, 0]
    assert read(webhook).state == WebhookState.FAILED


def test_a_claim_holds_others_off_until_its_lease_ends(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(store)
    with monkeypatch.context() as dying:
        dying.setattr(services, "_handle", lambda **_: None)
        services.handle_due(now=NOW)

    assert services.handle_due(now=NOW + services.LEASE - timedelta(seconds=1)) == 0
    assert services.handle_due(now=NOW + services.LEASE + timedelta(seconds=1)) == 1
    assert len(desk.seen) == 1


@pytest.mark.parametrize("body", [b"<html>", b'{"id": 5}'])
def test_a_webhook_kept_aside_can_be_replayed(
    store: Store, desk: Desk, rung: list[str], body: bytes
) -> None:
    desk.fails_with = Unparsable("not yet understood")
    webhook = make(store, body)
    services.handle_due(now=NOW)
    desk.fails_with = None

    with store_scope(store.pk):
        replayed = services.replay(webhook=read(webhook), now=NOW)

    assert (replayed.state, replayed.attempts, replayed.handled_at) == ("RECEIVED", 0, None)
    assert rung == ["intake.handle_due"]
    assert services.handle_due(now=NOW) == 1
    is_good = body != b"<html>"
    assert read(webhook).state == (WebhookState.DONE if is_good else WebhookState.QUARANTINED)


def test_what_was_recorded_or_forgotten_is_not_replayed(
    store: Store, desk: Desk, rung: list[str]
) -> None:
    done = make(store)
    services.handle_due(now=NOW)
    pruned = make(store, b"<html>", state="QUARANTINED", received_at=NOW - timedelta(days=31))
    with store_scope(store.pk):
        services.prune_bodies(now=NOW)

        with pytest.raises(services.NothingToReplay):
            services.replay(webhook=read(done), now=NOW)
        with pytest.raises(services.BodyIsGone):
            services.replay(webhook=read(pruned), now=NOW)
    assert rung == []


def test_bodies_are_forgotten_after_thirty_days_and_rows_stay(store: Store) -> None:
    old = make(store, received_at=NOW - timedelta(days=30, seconds=1))
    young = make(store, received_at=NOW - timedelta(days=29))

    with every_store(because="a test prunes"):
        assert services.prune_bodies(now=NOW) == 1
        assert services.prune_bodies(now=NOW) == 0

    assert not read(old).has_body
    assert read(young).has_body


def test_queries_do_not_grow_with_the_webhooks_that_wait(
    store: Store, desk: Desk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(30):
        make(store, run_after=NOW + timedelta(hours=1))
    make(store)

    with django_assert_num_queries(9):
        services.handle_due(now=NOW)


@pytest.fixture
def workers(transactional_db: None) -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(6) as pool:
        yield pool


@pytest.mark.race
def test_six_workers_at_once_handle_each_webhook_once(
    workers: ThreadPoolExecutor, desk: Desk
) -> None:
    store = make_store()
    for number in range(60):
        make(store, b'{"id": %d}' % number)
    together = threading.Barrier(6)

    def work(_: int) -> int:
        together.wait()
        try:
            return sum(iter(lambda: services.handle_due(now=NOW, limit=7), 0))
        finally:
            connections.close_all()

    assert sum(workers.map(work, range(6))) == 60
    assert sorted(seen for _, seen in desk.seen) == list(range(60))
