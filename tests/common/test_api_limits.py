"""Token buckets: how many pass, who is told what, and what happens while Valkey is away."""

import threading
import uuid

import pytest
import redis
from django.conf import settings
from django.test import override_settings

from common.api import limits
from common.api.limits import Limit, LocalBuckets, SharedBuckets, buckets_at
from common.valkey import address_of
from stores.models import Store
from tests.factories.keys import KeyClient, make_client
from tests.problems import refusal

SMALL = Limit(per_minute=60, burst=3)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_then_one_a_second() -> None:
    clock = Clock()
    buckets = LocalBuckets(clock)

    def passes() -> bool:
        verdict = buckets.take("key:1", SMALL)
        return verdict is not None and verdict.passes

    assert [passes() for _ in range(4)] == [True, True, True, False]
    clock.now += 1
    assert [passes() for _ in range(2)] == [True, False]
    clock.now += 60
    assert [passes() for _ in range(4)] == [True, True, True, False]


def test_one_caller_does_not_use_up_anothers() -> None:
    buckets = LocalBuckets(Clock())
    for _ in range(5):
        buckets.take("key:1", SMALL)

    other = buckets.take("key:2", SMALL)

    assert other is not None
    assert other.passes


def test_headers_say_what_is_left_and_when_it_is_full_again() -> None:
    buckets = LocalBuckets(Clock())
    buckets.take("key:1", SMALL)

    verdict = buckets.take("key:1", SMALL)

    assert verdict is not None
    assert verdict.headers() == {
        "RateLimit-Limit": "3",
        "RateLimit-Remaining": "1",
        "RateLimit-Reset": "2",
    }


def valkey() -> SharedBuckets:
    shared = buckets_at(settings.BROKER_URL)
    if not isinstance(shared, SharedBuckets):
        pytest.skip("BROKER_URL is no Valkey here")
    return shared


def test_valkeys_buckets_count_as_ours_do() -> None:
    shared, caller = valkey(), str(uuid.uuid4())

    verdicts = [shared.take(caller, SMALL) for _ in range(4)]

    assert [verdict.passes for verdict in verdicts if verdict] == [True, True, True, False]
    assert [int(verdict.tokens) for verdict in verdicts if verdict] == [2, 1, 0, 0]


@pytest.mark.race
def test_valkeys_buckets_let_no_more_pass_from_many_threads() -> None:
    shared, caller, slow = valkey(), str(uuid.uuid4()), Limit(per_minute=1, burst=20)
    passed: list[bool] = []

    def ask() -> None:
        for _ in range(20):
            verdict = shared.take(caller, slow)
            passed.append(bool(verdict and verdict.passes))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(passed), sum(passed)) == (160, 20)


def test_while_valkey_is_away_everybody_passes_and_it_is_left_alone() -> None:
    clock, asked = Clock(), []

    class Away:
        def register_script(self, _script: str) -> "Away":
            return self

        def __call__(self, **_: object) -> object:
            asked.append(clock.now)
            raise redis.ConnectionError("gone")

    buckets = SharedBuckets(Away(), clock)  # type: ignore[arg-type]  # the part of redis.Redis it uses

    assert [buckets.take("key:1", SMALL) for _ in range(3)] == [None, None, None]
    clock.now += limits.PAUSE
    buckets.take("key:1", SMALL)
    assert asked == [1000.0, 1000.0 + limits.PAUSE]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("redis+socket:///tmp/a/valkey.sock?virtual_host=3", "unix:///tmp/a/valkey.sock?db=3"),
        ("redis://broker:6379/0", "redis://broker:6379/0"),
        ("rediss://broker:6379/0", "rediss://broker:6379/0"),
        ("memory://", None),
        ("amqp://broker", None),
    ],
)
def test_the_brokers_url_is_read_as_kombu_writes_it(url: str, address: str | None) -> None:
    assert address_of(url) == address


@pytest.mark.django_db
@override_settings(NOTIFYHUB_API_BURST=2)
def test_who_asks_too_much_is_told_to_wait(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from stores import api_base

    local = LocalBuckets(Clock())
    monkeypatch.setattr(api_base, "buckets_at", lambda _url: local)
    greedy, modest = make_client(store.agency), make_client(store.agency)

    answers = [greedy.get("me/") for _ in range(3)]

    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert refusal(answers[2]) == (429, "rate-limited")
    assert int(answers[2].headers["Retry-After"]) >= 1
    assert modest.get("me/").status_code == 200


@pytest.mark.django_db
def test_the_api_works_on_without_a_limiter(
    api: KeyClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stores import api_base

    class Nobody:
        def take(self, caller: str, limit: Limit) -> None:
            return None

    monkeypatch.setattr(api_base, "buckets_at", lambda _url: Nobody())

    answer = api.get("me/")

    assert answer.status_code == 200
    assert "RateLimit-Limit" not in answer.headers
