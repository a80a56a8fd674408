"""The bell: Celery, with a Valkey or a RabbitMQ as its broker.

Rows are the truth: what is lost here the sweepers find again (common/jobs.py).
"""

from typing import Any, Final

from common import valkey

# A queue of its own, so that what orders and parcels need never waits behind other work.
# And one for calls to other people's programs, which may take their time to answer.
ROUTES: Final = {
    "messaging.send_urgent": {"queue": "urgent"},
    "outbound.send_due": {"queue": "outbound"},
    "automations.call_due": {"queue": "outbound"},
}
# A task must end well before the broker hands it out again; kombu's defaults look every 100 s.
VALKEY: Final[dict[str, Any]] = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    # Who rings while the broker is away would else be held for six seconds, in a request too.
    "max_retries": 0,
}
# RabbitMQ hands out again what a lost connection had not acknowledged, at once and by itself. It
# says when it has a message, and is given up on as soon as Valkey is.
RABBIT: Final[dict[str, Any]] = {
    "confirm_publish": True,
    "connect_timeout": 2,
    "read_timeout": 5,
    "write_timeout": 5,
    "max_retries": 0,
}
RABBIT_SCHEMES: Final = ("amqp", "amqps", "pyamqp")


def transport_options(broker_url: str) -> dict[str, Any]:
    """What kombu is told of a broker at this URL; nothing of one that we know nothing of."""
    if broker_url.partition("://")[0] in RABBIT_SCHEMES:
        return dict(RABBIT)
    return dict(VALKEY) if valkey.address_of(broker_url) else {}


def celery_settings(broker_url: str) -> dict[str, Any]:
    return {
        "CELERY_BROKER_URL": broker_url,
        "CELERY_BROKER_TRANSPORT_OPTIONS": transport_options(broker_url),
        "CELERY_BROKER_CONNECTION_TIMEOUT": 2,
        # A connection whose other end vanished without a word is noticed within twice as long.
        "CELERY_BROKER_HEARTBEAT": 20,
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_TASK_IGNORE_RESULT": True,
        "CELERY_TASK_ROUTES": ROUTES,
        "CELERY_TASK_ACKS_LATE": True,
        "CELERY_TASK_REJECT_ON_WORKER_LOST": True,
        "CELERY_TASK_TIME_LIMIT": 120,
        "CELERY_TASK_SOFT_TIME_LIMIT": 90,
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
    }
