"""Accounts for texts and notices, the words of a store about ways, devices, agreements."""

import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone

from messaging import devices
from messaging.devices import Subscription
from messaging.models import Consent, DeliveryMode, PushSubscription, Sender
from messaging.states import Channel, Ground, Purpose, Transport
from orders.models import Order
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import KIND
from tests.messaging.push_services import Browser
from tests.messaging.sms_services import ACCOUNT, TOKEN

NUMBER = "+4791234567"


def make_text_sender(store: Store, url: str = "http://127.0.0.1:9", **fields: Any) -> Sender:
    """An account at a service that speaks Twilio's API."""
    with store_scope(store.pk):
        return Sender.objects.create(
            **{
                "store": store,
                "channel": Channel.SMS,
                "transport": Transport.SMS,
                "host": url.rstrip("/"),
                "username": ACCOUNT,
                "password": TOKEN,
                "from_phone": "+4759440000",
                **fields,
            }
        )


def make_push_sender(store: Store) -> Sender:
    with store_scope(store.pk):
        return Sender.objects.create(store=store, channel=Channel.PUSH, transport=Transport.PUSH)


def say_ways(store: Store, *channels: Channel, **fields: Any) -> DeliveryMode:
    with store_scope(store.pk):
        row, _ = DeliveryMode.objects.update_or_create(
            store=store, kind=KIND, defaults={"channels": [c.value for c in channels], **fields}
        )
    return row


def agree(order: Order, *, is_given: bool = True, purpose: Purpose = Purpose.ORDERS) -> None:
    with store_scope(order.store_id):
        Consent.objects.create(
            store_id=order.store_id,
            channel=Channel.SMS,
            address=NUMBER,
            purpose=purpose,
            is_given=is_given,
            ground=Ground.BUYER,
            order=order,
            at=timezone.now(),
        )


def make_device(order: Order, browser: Browser, url: str) -> PushSubscription:
    device = browser.at(url)
    with store_scope(order.store_id):
        return devices.subscribe_device(
            order=order,
            subscription=Subscription(device.endpoint, device.p256dh, device.auth),
            locale="nb",
            now=timezone.now(),
        )


def subscription_json(endpoint: str = "https://fcm.googleapis.com/fcm/send/abc") -> dict[str, Any]:
    """As a browser would send it."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {
        "endpoint": endpoint,
        "expirationTime": None,
        "keys": {
            "p256dh": base64.urlsafe_b64encode(point).rstrip(b"=").decode(),
            "auth": base64.urlsafe_b64encode(b"sixteen bytes at").rstrip(b"=").decode(),
        },
    }
