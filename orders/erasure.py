"""Forgetting people: personal data is written over, rows and sums stay."""

from datetime import datetime

from django.db.models import Q, QuerySet

from orders.activity import Fact, blanked, record_once
from orders.columns import (
    FORGOTTEN_CHECKOUT,
    FORGOTTEN_CUSTOMER,
    FORGOTTEN_DRAFT,
    FORGOTTEN_GIFT_CARD,
    FORGOTTEN_ORDER,
)
from orders.data import Forgotten, RedactionData
from orders.models import (
    Activity,
    ActivityKind,
    Checkout,
    Customer,
    CustomerTagWrite,
    DraftOrder,
    GiftCard,
    LineItem,
    Note,
    Order,
    OrderTag,
    OrderWrite,
    Refund,
    StaffTask,
    TagWrite,
)


def forget_person(*, store_id: int, data: RedactionData, now: datetime) -> Forgotten:
    """Who and what is not known yet leaves a tombstone: older news of it may be on the way."""
    if data.customer_shopify_id:
        stub = Customer(store_id=store_id, shopify_id=data.customer_shopify_id)
        Customer.objects.bulk_create([stub], ignore_conflicts=True)
    stubs = [Order(store_id=store_id, shopify_id=each) for each in data.order_shopify_ids]
    Order.objects.bulk_create(stubs, ignore_conflicts=True)
    nobody, email = Q(pk=None), data.email
    is_known_by_it = Q(email=email) | Q(shopify_email=email) if email else nobody
    is_theirs = Q(shopify_id=data.customer_shopify_id) | is_known_by_it
    customers = Customer.objects.filter(is_theirs, store_id=store_id)
    known = list(customers.values_list("pk", "email", "shopify_email", "phone"))
    of_customer = Q(customer_id__in=[pk for pk, *_addresses in known])
    bought = of_customer | Q(shopify_id__in=data.order_shopify_ids) | is_known_by_it
    left = of_customer | (Q(email=email) if email else nobody)
    given = of_customer | (Q(recipient_email=email) if email else nobody)
    orders = Order.objects.filter(bought, store_id=store_id)
    order_ids = list(orders.order_by("pk").select_for_update().values_list("pk", flat=True))
    addresses = {data.email, *(each or "" for _pk, *row in known for each in row)}
    CustomerTagWrite.objects.filter(customer__in=[pk for pk, *_addresses in known]).delete()
    customers.update(redacted_at=now, **FORGOTTEN_CUSTOMER)
    forgotten = Forgotten(
        order_ids=order_ids,
        checkout_ids=forget_checkouts(left, store_id, now),
        draft_ids=_forget_drafts(left, store_id, now),
        gift_card_ids=_forget_cards(given | Q(order_id__in=order_ids), store_id, now),
        addresses=tuple(sorted(addresses - {""})),
    )
    forget_orders(store_id=store_id, order_ids=order_ids, now=now)
    _tell(store_id=store_id, order_ids=order_ids, now=now)
    return forgotten


def forget_everybody(*, store_id: int, now: datetime) -> Forgotten:
    orders = Order.objects.filter(store_id=store_id)
    order_ids = list(orders.order_by("pk").select_for_update().values_list("pk", flat=True))
    CustomerTagWrite.objects.filter(store_id=store_id).delete()
    Customer.objects.filter(store_id=store_id).update(redacted_at=now, **FORGOTTEN_CUSTOMER)
    forgotten = Forgotten(
        order_ids=order_ids,
        checkout_ids=forget_checkouts(Q(), store_id, now),
        draft_ids=_forget_drafts(Q(), store_id, now),
        gift_card_ids=_forget_cards(Q(), store_id, now),
    )
    forget_orders(store_id=store_id, order_ids=order_ids, now=now)
    Activity.objects.filter(store_id=store_id, order=None).update(data=blanked())
    return forgotten


def forget_customers(*, wanted: QuerySet[Customer, Customer], now: datetime) -> int:
    """These customers' names and addresses; how many they were."""
    CustomerTagWrite.objects.filter(customer__in=wanted.values("pk")).delete()
    return wanted.update(redacted_at=now, **FORGOTTEN_CUSTOMER)


def forget_orders(*, store_id: int, order_ids: list[int], now: datetime) -> None:
    """These orders' buyers, in every table of the room."""
    theirs = {"store_id": store_id, "order_id__in": order_ids}
    rows = Order.objects.filter(store_id=store_id, pk__in=order_ids)
    rows.update(redacted_at=now, tags=[], **FORGOTTEN_ORDER)
    OrderTag.objects.filter(**theirs).delete()
    TagWrite.objects.filter(**theirs).delete()
    OrderWrite.objects.filter(**theirs).delete()
    StaffTask.objects.filter(**theirs).update(title="", text="")
    LineItem.objects.filter(**theirs).update(properties=[])
    Refund.objects.filter(**theirs).update(note="")
    Note.objects.filter(**theirs).update(text="")
    _forget_cards(Q(order_id__in=order_ids), store_id, now)
    Activity.objects.filter(**theirs).update(data=blanked())


def forget_checkouts(wanted: Q, store_id: int, now: datetime) -> list[int]:
    rows = Checkout.objects.filter(wanted, store_id=store_id)
    found = list(rows.order_by("pk").select_for_update().values_list("pk", "token"))
    Checkout.objects.filter(pk__in=[pk for pk, _token in found]).update(
        redacted_at=now, **FORGOTTEN_CHECKOUT
    )
    said = Activity.objects.filter(
        store_id=store_id, data__token__in=[token for _pk, token in found], order=None
    )
    said.update(data=blanked())
    return [pk for pk, _token in found]


def _forget_drafts(wanted: Q, store_id: int, now: datetime) -> list[int]:
    rows = DraftOrder.objects.filter(wanted, store_id=store_id)
    found = list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
    DraftOrder.objects.filter(pk__in=found).update(redacted_at=now, **FORGOTTEN_DRAFT)
    return found


def _forget_cards(wanted: Q, store_id: int, now: datetime) -> list[int]:
    rows = GiftCard.objects.filter(wanted, store_id=store_id)
    found = list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
    GiftCard.objects.filter(pk__in=found).update(redacted_at=now, **FORGOTTEN_GIFT_CARD)
    return found


def _tell(*, store_id: int, order_ids: list[int], now: datetime) -> None:
    for order_id in order_ids:
        fact = Fact(ActivityKind.CUSTOMER_REDACTED, now, f"redacted:{order_id}", order_id)
        record_once(store_id=store_id, fact=fact)
