"""What may be done to drafts and gift cards. Any order of arrival ends in the same rows."""

from datetime import datetime

from django.db import transaction

from orders.columns import draft_columns
from orders.freshness import freshness, rank_of
from orders.models import Customer, DraftOrder, GiftCard, Order
from orders.offered_data import DraftData, GiftCardData
from orders.snapshots import is_forgotten, keep_customer, write
from stores.models import Store


@transaction.atomic
def record_draft(*, store: Store, data: DraftData, now: datetime) -> DraftOrder:
    """Keep the newest snapshot of a draft; one that was deleted stays deleted."""
    customer = keep_customer(store_id=store.pk, data=data.buyer.customer)
    draft = _locked_draft(store, data.shopify_id)
    rank = rank_of(data, data.completed_at is not None)
    is_newer = freshness(data.changed_at, rank) > freshness(draft.changed_at, draft.rank)
    is_wanted = draft.redacted_at is None and not is_forgotten(customer, data.started_at)
    if is_newer and is_wanted:
        write(draft, {**draft_columns(data), "customer": customer, "rank": rank})
    return draft


@transaction.atomic
def record_draft_deletion(*, store: Store, shopify_id: int, now: datetime) -> bool:
    """Note that a draft is gone, even one never heard of. False if that was known."""
    draft = _locked_draft(store, shopify_id)
    if draft.deleted_at:
        return False
    write(draft, {"deleted_at": now})
    return True


@transaction.atomic
def record_gift_card(*, store: Store, data: GiftCardData, now: datetime) -> GiftCard:
    """Keep the newest snapshot of a gift card, with the order and customer it names, if known."""
    rank = rank_of(data)
    rows = GiftCard.objects.select_for_update().filter(store=store, shopify_id=data.shopify_id)
    GiftCard.objects.bulk_create([_gift_card(store, data, rank)], ignore_conflicts=True)
    card = rows.get()
    is_newer = freshness(data.changed_at, rank) > freshness(card.changed_at, card.rank)
    if is_newer and card.redacted_at is None:
        newer = _gift_card(store, data, rank)
        newer.pk = card.pk
        newer.save(force_update=True)
        return newer
    return card


def _locked_draft(store: Store, shopify_id: int) -> DraftOrder:
    DraftOrder.objects.bulk_create(
        [DraftOrder(store=store, shopify_id=shopify_id)], ignore_conflicts=True
    )
    return DraftOrder.objects.select_for_update().get(store=store, shopify_id=shopify_id)


def _gift_card(store: Store, data: GiftCardData, rank: str) -> GiftCard:
    orders = Order.objects.filter(store=store, shopify_id=data.order_shopify_id or 0)
    customers = Customer.objects.filter(store=store, shopify_id=data.customer_shopify_id or 0)
    order = orders.first()
    card = GiftCard(
        store=store,
        shopify_id=data.shopify_id,
        order=order,
        customer=customers.first(),
        currency=data.currency,
        initial_minor=data.initial_minor,
        balance_minor=data.balance_minor,
        expires_on=data.expires_on,
        is_enabled=data.is_enabled,
        changed_at=data.changed_at,
        rank=rank,
    )
    if order and order.redacted_at:
        card.redacted_at = order.redacted_at
        return card
    card.last_characters = data.last_characters[-4:]
    card.url, card.pass_url = data.url, data.pass_url
    card.message = data.message
    card.recipient_name, card.recipient_email = data.recipient_name, data.recipient_email
    return card
