"""A buyer's order, and what its buyer does on the page: for tests of the deeds."""

import re
from typing import Any

from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from messaging import sending
from messaging.models import Message, MessageBody
from orders.models import Order
from shipping.models import Parcel, Promise
from statuspage import asking
from statuspage.models import BuyerRequest, PageSettings
from stores.models import Store
from stores.scope import store_scope
from tests.factories.messaging import make_order, make_words, plan

TYPO, RIGHT = "ingrid@fjordpsot.example", "ingrid@fjordpost.example"
POSTCODE = "5006"
ADDRESS = {
    "first_name": "Ingrid",
    "last_name": "Solheim",
    "name": "Ingrid Solheim",
    "company": "",
    "address1": "Ullbakken 12",
    "address2": "",
    "zip": POSTCODE,
    "city": "Bergen",
    "province": "",
    "province_code": "",
    "country": "Norge",
    "country_code": "NO",
    "phone": "+47 912 34 567",
}
ELSEWHERE = {**ADDRESS, "address1": "Nygata 3", "zip": "5003", "phone": ""}
SECRETS = (TYPO, RIGHT, "Ingrid", "Solheim", "Ullbakken", POSTCODE, "91234567", "912 34 567")


def bought(store: Store, **fields: Any) -> Order:
    """An order whose confirmation went to a mistyped address."""
    make_words(store)
    order = make_order(
        store,
        **{
            "email": TYPO,
            "locale": "en",
            "shipping_address": ADDRESS,
            "delivery_method": "SHIPPING",
            **fields,
        },
    )
    plan(order)
    send()
    return order


def send() -> None:
    """Whatever waits goes out, to the capture transport."""
    sending.send_due(now=timezone.now())


def mails_to(order: Order, address: str) -> list[Message]:
    with store_scope(order.store_id):
        rows = Message.objects.filter(order=order, recipient=address)
        return list(rows.order_by("pk"))


def text_of(message: Message) -> str:
    with store_scope(message.store_id):
        return MessageBody.objects.get(message=message).text


def code_in(order: Order, address: str = RIGHT) -> str:
    """The six digits that were mailed there last."""
    send()
    found = re.search(r"^\d{6}$", text_of(mails_to(order, address)[-1]), re.MULTILINE)
    assert found
    return found[0]


def settings_for(store: Store, **fields: Any) -> PageSettings:
    with store_scope(store.pk):
        row, _new = PageSettings.objects.update_or_create(store=store, defaults=fields)
    return row


def parcel_of(order: Order, state: str, **fields: Any) -> Parcel:
    with store_scope(order.store_id):
        return Parcel.objects.create(
            store_id=order.store_id, order=order, state=state, number="370521884410", **fields
        )


def promise_of(order: Order, **fields: Any) -> Promise:
    with store_scope(order.store_id):
        return Promise.objects.create(
            store_id=order.store_id,
            order=order,
            version=1,
            cause="PLACED",
            made_at=timezone.now(),
            **fields,
        )


def fresh(order: Order) -> Order:
    with store_scope(order.store_id):
        return Order.objects.select_related("store").get(pk=order.pk)


def known(client: Client, order: Order) -> Client:
    """The browser of its buyer."""
    assert client.post(f"/s/{order.token}/who", {"who": POSTCODE}).status_code == 303
    return client


def forget_turns() -> None:
    cache.clear()


def asked_of(order: Order) -> list[BuyerRequest]:
    with store_scope(order.store_id):
        return list(BuyerRequest.objects.filter(order=order).order_by("pk"))


def settle(request: BuyerRequest, *, is_granted: bool, answer: str = "") -> bool:
    with store_scope(request.store_id):
        row = BuyerRequest.objects.select_related("order").get(pk=request.pk)
        return asking.settle_request(
            request=row,
            is_granted=is_granted,
            answer=answer,
            actor="Jonas Berg",
            now=timezone.now(),
        )
