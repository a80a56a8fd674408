"""Settings follow the broker: what one knows, the other must not be told."""

import pytest

from notifyhub.broker_settings import RABBIT, VALKEY, celery_settings, transport_options


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("redis://broker:6379/0", VALKEY),
        ("rediss://broker:6379/0", VALKEY),
        ("redis+socket:///tmp/valkey.sock?virtual_host=0", VALKEY),
        ("amqp://user:password@broker//", RABBIT),
        ("amqps://user:password@broker:5671/hub", RABBIT),
        ("pyamqp://broker//", RABBIT),
        ("memory://", {}),
    ],
)
def test_each_broker_is_told_what_it_knows(url: str, options: dict[str, object]) -> None:
    assert transport_options(url) == options
    assert celery_settings(url)["CELERY_BROKER_TRANSPORT_OPTIONS"] == options


def test_who_rings_never_waits_for_long_whatever_the_broker() -> None:
    for options in (VALKEY, RABBIT):
        assert options["max_retries"] == 0
        assert max(value for name, value in options.items() if "connect_timeout" in name) <= 2
