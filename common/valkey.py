"""The broker where it is a Valkey: its address for redis-py, and Django's cache in it."""

from typing import Any

SECONDS = 0.5  # what is kept there may be missed; nobody waits for it


def address_of(broker_url: str) -> str | None:
    """The URL as redis-py writes it; None for a broker that is no Valkey.

    kombu says `redis+socket:///path?virtual_host=0` where redis-py says `unix:///path?db=0`.
    """
    if broker_url.startswith("redis+socket://"):
        plain = broker_url.replace("redis+socket://", "unix://", 1)
        return plain.replace("virtual_host=", "db=")
    return broker_url if broker_url.startswith(("redis://", "rediss://", "unix://")) else None


def cache_at(broker_url: str) -> dict[str, Any]:
    """An entry of CACHES: in the broker, or in this process alone where it is no Valkey."""
    address = address_of(broker_url)
    if address is None:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": address,
        "KEY_PREFIX": "notifyhub",
        "OPTIONS": {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS},
    }
