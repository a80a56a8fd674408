"""Devices that a buyer wants notices on, about one order: entered and left on its status page."""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from common.errors import DomainError
from messaging import vapid
from messaging.channels.push import is_push_service
from messaging.envelope import Device
from messaging.models import PushSubscription
from orders.models import Order

MOST_DEVICES: Final = 5  # of one order; the oldest goes
_LONGEST_ENDPOINT: Final = 1024
_POINT: Final = 65  # bytes of a public key on P-256, uncompressed
_SECRET: Final = 16


class NotADevice(DomainError):
    """What was sent is no subscription of a browser that we can write to."""

    code = "not-a-device"


@dataclass(frozen=True, slots=True)
class Subscription:
    """As a browser gives it."""

    endpoint: str
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)


@transaction.atomic
def subscribe_device(
    *, order: Order, subscription: Subscription, locale: str, now: datetime
) -> PushSubscription:
    """Tell this device of the order from now on; once, however often it asks. Raises NotADevice."""
    _check(subscription)
    # One at a time for each order, so that the limit holds.
    Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    row, is_new = PushSubscription.objects.update_or_create(
        store_id=order.store_id,
        order=order,
        endpoint_hash=_hash(subscription.endpoint),
        defaults={
            "endpoint": subscription.endpoint,
            "p256dh": subscription.p256dh,
            "auth": subscription.auth,
            "server_key": vapid.public_key(),
            "locale": locale[:35],
            "gone_at": None,
            "created_at": now,
        },
    )
    if is_new:
        rows = PushSubscription.objects.filter(order=order).order_by("-created_at", "-id")
        kept = list(rows.values_list("pk", flat=True)[:MOST_DEVICES])
        PushSubscription.objects.filter(order=order).exclude(pk__in=kept).delete()
    return row


def unsubscribe_device(*, order: Order, endpoint: str) -> bool:
    """Tell this device of the order no more, and forget it. False if it was not told."""
    rows = PushSubscription.objects.filter(order=order, endpoint_hash=_hash(endpoint))
    return bool(rows.delete()[0])


def devices_of(order: Order) -> list[Device]:
    """Those that take notices. One query."""
    rows = PushSubscription.objects.filter(order=order).living(vapid.public_key())
    return [
        Device(row.public_id, row.endpoint, row.p256dh, row.auth)
        for row in rows.order_by("created_at", "id")
    ]


def has_device(order: Order) -> bool:
    """Whether a notice could reach anybody. No query without a key of ours, else one."""
    key = vapid.public_key()
    return bool(key) and PushSubscription.objects.filter(order=order).living(key).exists()


def record_gone(*, public_ids: list[UUID], at: datetime) -> int:
    """Their push services know these devices no more; how many were known here."""
    return PushSubscription.objects.all().gone(public_ids, at) if public_ids else 0


def forget_devices(*, order_ids: list[int]) -> int:
    """A buyer is erased."""
    return PushSubscription.objects.filter(order_id__in=order_ids).delete()[0]


def _check(subscription: Subscription) -> None:
    hosts = tuple(settings.NOTIFYHUB_PUSH_HOSTS)
    if not vapid.public_key():
        raise NotADevice(gettext("This installation sends no notices."))
    endpoint = subscription.endpoint
    is_lax = settings.NOTIFYHUB_PRIVATE_SERVICES
    if len(endpoint) > _LONGEST_ENDPOINT or not is_push_service(endpoint, hosts, is_lax=is_lax):
        raise NotADevice(gettext("Notices go to browsers' own push services only."))
    key, secret = _bytes(subscription.p256dh), _bytes(subscription.auth)
    if len(key) != _POINT or key[:1] != b"\x04" or len(secret) != _SECRET:
        raise NotADevice(gettext("The browser's keys are incomplete."))


def _bytes(text: str) -> bytes:
    if len(text) > 100 or not text.isascii():
        return b""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        return b""


def _hash(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()
