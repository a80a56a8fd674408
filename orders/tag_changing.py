"""Tags that staff add and take away: here at once, and in Shopify soon after.

# Note [Whose tag it is]
A tag changed here stands in `own_tags` or `dropped_tags`, above what Shopify says, until Shopify
has taken it. The first snapshot of a later moment then decides alone: so a tag that somebody takes
away in Shopify afterwards stays away, and one given back there comes back. Shopify's webhook about
our own write finds nothing new, so nothing is told and no rule is set off; a tag that was not known
here is told as the shop's (snapshots.py).
"""

from datetime import datetime

from django.db import transaction

from common import jobs
from orders import archiving, customer_tags, services
from orders.foreign import is_foreign
from orders.models import Order, OrderWrite, TagWrite, WriteState
from orders.search import name_key


@transaction.atomic
def change_tag(*, order: Order, tag: str, is_added: bool, actor: str, now: datetime) -> bool:
    """Add a tag or take it away, here and, if the store wants so, in Shopify. False: no change.

    The last wish for a tag counts: one that waits to be written is replaced.
    """
    verb = services.tag_order if is_added else services.untag_order
    if not verb(order=order, tag=tag, actor=actor, now=now):
        return False
    if is_foreign(order.shopify_id) or not archiving.settings_of(order.store).writes_tags:
        return True
    tag = " ".join(tag.replace("\x00", "").split())[:255]
    wish = {
        "tag": tag,
        "is_added": is_added,
        "state": WriteState.DUE,
        "run_after": now,
        "tries_count": 0,
        "detail": "",
        "asked_at": now,
        "settled_at": None,
    }
    TagWrite.objects.update_or_create(
        store_id=order.store_id, order=order, tag_key=name_key(tag), defaults=wish
    )
    jobs.defer("orders.write_tags")
    return True


def writes_of(order: Order) -> list[TagWrite]:
    """What is on its way to Shopify, or did not get there. One query."""
    rows = TagWrite.objects.filter(store_id=order.store_id, order=order)
    return list(rows.exclude(state=WriteState.DONE).order_by("tag_key")[:50])


@transaction.atomic
def write_again(*, order: Order, now: datetime) -> int:
    """Try once more what Shopify did not take, of tags (its customer's too), note and address."""
    tags, fields = _due_again(TagWrite, order, now), _due_again(OrderWrite, order, now)
    tags += customer_tags.write_again(order=order, now=now)
    if tags:
        jobs.defer("orders.write_tags")
    if fields:
        jobs.defer("orders.write_fields")
    return tags + fields


def _due_again(model: type[TagWrite] | type[OrderWrite], order: Order, now: datetime) -> int:
    refused = model.objects.filter(
        store_id=order.store_id, order=order, state__in=(WriteState.REFUSED, WriteState.LOCAL)
    )
    return refused.update(
        state=WriteState.DUE, run_after=now, tries_count=0, detail="", settled_at=None
    )
