"""Forgetting people: personal data is written over, rows and sums stay."""

from datetime import datetime

from django.db.models import Q

from orders.activity import Fact, record_once
from orders.columns import (
    FORGOTTEN_CHECKOUT,
    FORGOTTEN_CUSTOMER,
    FORGOTTEN_DRAFT,
    FORGOTTEN_GIFT_CARD,
    FORGOTTEN_ORDER,
)
from orders.data import RedactionData
from orders.models import (
    Activity,
    ActivityKind,
    Checkout,
    Customer,
    DraftOrder,
    GiftCard,
    LineItem,
    Note,
    Order,
    OrderTag,
    Refund,
)


def forget_person(*, store_id: int, data: RedactionData, now: datetime) -> list[int]:
    """A customer not known yet leaves a tombstone: their older orders may still be on the way."""
    if data.customer_shopify_id:
        stub = Customer(store_id=store_id, shopify_id=data.customer_shopify_id)
        Customer.objects.bulk_create([stub], ignore_conflicts=True)
    is_theirs = Q(shopify_id=data.customer_shopify_id)
    if data.email:
        is_theirs |= Q(email=data.email) | Q(shopify_email=data.email)
    customers = Customer.objects.filter(is_theirs, store_id=store_id)
    customer_ids = list(customers.values_list("pk", flat=True))
    bought = Q(customer_id__in=customer_ids) | Q(shopify_id__in=data.order_shopify_ids)
    left = Q(customer_id__in=customer_ids)
    if data.email:
        bought |= Q(email=data.email) | Q(shopify_email=data.email)
        left |= Q(email=data.email)
    orders = Order.objects.filter(bought, store_id=store_id)
    order_ids = list(orders.order_by("pk").select_for_update().values_list("pk", flat=True))
    checkouts = Checkout.objects.filter(left, store_id=store_id)
    tokens = list(checkouts.values_list("token", flat=True))
    customers.update(redacted_at=now, **FORGOTTEN_CUSTOMER)
    checkouts.update(redacted_at=now, **FORGOTTEN_CHECKOUT)
    drafts = DraftOrder.objects.filter(left, store_id=store_id)
    drafts.update(redacted_at=now, **FORGOTTEN_DRAFT)
    theirs = Q(customer_id__in=customer_ids)
    if data.email:
        theirs |= Q(recipient_email=data.email)
    cards = GiftCard.objects.filter(theirs, store_id=store_id)
    cards.update(redacted_at=now, **FORGOTTEN_GIFT_CARD)
    forget_orders(store_id=store_id, order_ids=order_ids, now=now)
    about_checkouts = Activity.objects.filter(store_id=store_id, data__token__in=tokens, order=None)
    about_checkouts.update(data={"redacted": True})
    _tell(store_id=store_id, order_ids=order_ids, now=now)
    return order_ids


def forget_everybody(*, store_id: int, now: datetime) -> list[int]:
    orders = Order.objects.filter(store_id=store_id)
    order_ids = list(orders.order_by("pk").select_for_update().values_list("pk", flat=True))
    Customer.objects.filter(store_id=store_id).update(redacted_at=now, **FORGOTTEN_CUSTOMER)
    Checkout.objects.filter(store_id=store_id).update(redacted_at=now, **FORGOTTEN_CHECKOUT)
    DraftOrder.objects.filter(store_id=store_id).update(redacted_at=now, **FORGOTTEN_DRAFT)
    GiftCard.objects.filter(store_id=store_id).update(redacted_at=now, **FORGOTTEN_GIFT_CARD)
    forget_orders(store_id=store_id, order_ids=order_ids, now=now)
    Activity.objects.filter(store_id=store_id, order=None).update(data={"redacted": True})
    return order_ids


def forget_orders(*, store_id: int, order_ids: list[int], now: datetime) -> None:
    """These orders' buyers, in every table of the room."""
    theirs = {"store_id": store_id, "order_id__in": order_ids}
    rows = Order.objects.filter(store_id=store_id, pk__in=order_ids)
    rows.update(redacted_at=now, tags=[], **FORGOTTEN_ORDER)
    OrderTag.objects.filter(**theirs).delete()
    LineItem.objects.filter(**theirs).update(properties=[])
    Refund.objects.filter(**theirs).update(note="")
    Note.objects.filter(**theirs).update(text="")
    GiftCard.objects.filter(**theirs).update(redacted_at=now, **FORGOTTEN_GIFT_CARD)
    Activity.objects.filter(**theirs).update(data={"redacted": True})


def _tell(*, store_id: int, order_ids: list[int], now: datetime) -> None:
    for order_id in order_ids:
        fact = Fact(ActivityKind.CUSTOMER_REDACTED, now, f"redacted:{order_id}", order_id)
        record_once(store_id=store_id, fact=fact)
