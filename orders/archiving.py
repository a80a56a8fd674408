"""Putting orders away, and taking them out again.

# Note [What the archive means]
An archived order leaves the list, the stages, the risk list and the alarms. Searching still finds
it, and whatever Shopify says of it is recorded as before; a wrong address that is open stays in its
queue until somebody says what to do. It comes back by itself when it needs a person again: goods
come back or do not get through, money is owed after delivery, a mail comes back, or the buyer asks
for something. A refund, a scan or a late payment is told on its timeline and leaves it where it is.
Shopify's own archive (`closed_at`) is another thing: it closes orders as soon as they are paid and
sent off, when for us the way only begins.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from orders.activity import Fact, record_all_once
from orders.models import ActivityKind, Order, OrderSettings
from orders.stages import Stage
from stores.models import Store

AT_ONCE: Final = 200
MOST_DAYS: Final = 3650


class PolicyRefused(DomainError):
    """So many days cannot be waited."""

    code = "archive-policy-refused"


def archive_orders(*, order_ids: Collection[int], actor: str, now: datetime) -> int:
    """Put these away; how many were not before. At most AT_ONCE, in three statements."""
    return _move(order_ids, is_archived=True, actor=actor, because="", now=now)


def unarchive_orders(*, order_ids: Collection[int], actor: str, now: datetime) -> int:
    """Take these out again; how many were away. At most AT_ONCE, in three statements."""
    return _move(order_ids, is_archived=False, actor=actor, because="", now=now)


def bring_back(*, order_id: int, because: str, now: datetime) -> bool:
    """News that calls for a person: see Note [What the archive means]. `because`: a code.

    One statement where the order is not archived, as hardly any is.
    """
    return bool(_move([order_id], is_archived=False, actor="", because=because, now=now))


@transaction.atomic
def archive_due(*, now: datetime) -> int:
    """Archive one chunk of what stores' rules say; how many. 0: nothing is due.

    Call it inside every_store. Its first statement reads the few stores that have a rule.
    """
    rules = OrderSettings.objects.filter(archive_after_days__isnull=False).order_by("store_id")
    for store_id, days in rules.values_list("store_id", "archive_after_days"):
        done = Order.objects.filter(store_id=store_id, archived_at=None, stage=Stage.DONE)
        done = done.filter(stage_since__lt=now - timedelta(days=days or MOST_DAYS))
        ids = list(done.order_by("stage_since", "id").values_list("pk", flat=True)[:AT_ONCE])
        moved = _move(ids, is_archived=True, actor="", because="RULE", now=now)
        if moved:
            return moved
    return 0


def settings_of(store: Store) -> OrderSettings:
    """What the store decided, or the defaults. One statement."""
    return OrderSettings.objects.filter(store=store).first() or OrderSettings(store=store)


def choose_policy(
    *,
    store: Store,
    days: int | None,
    writes_tags: bool,
    writes_corrections: bool = True,
    actor: str,
    now: datetime,
) -> OrderSettings:
    """Archive so many days after an order is done (None: only by hand). Raises PolicyRefused.

    And whether tags, notes and corrected addresses changed here are changed in Shopify too.
    """
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise PolicyRefused(_("Choose between 1 and 3,650 days, or none to archive only by hand."))
    decided = {
        "archive_after_days": days,
        "writes_tags": writes_tags,
        "writes_corrections": writes_corrections,
        "changed_at": now,
        "changed_by": actor[:254],
    }
    return OrderSettings.objects.update_or_create(store=store, defaults=decided)[0]


@transaction.atomic
def _move(
    order_ids: Collection[int], *, is_archived: bool, actor: str, because: str, now: datetime
) -> int:
    wanted = sorted(set(order_ids))[:AT_ONCE]
    if not wanted:
        return 0
    rows = Order.objects.filter(pk__in=wanted, archived_at__isnull=is_archived)
    locked = rows.order_by("pk").select_for_update().values_list("pk", "store_id", "archived_at")
    found = list(locked)
    if not found:
        return 0
    moved = Order.objects.filter(pk__in=[pk for pk, *_rest in found])
    moved.update(archived_at=now if is_archived else None)
    kind = ActivityKind.ORDER_ARCHIVED if is_archived else ActivityKind.ORDER_UNARCHIVED
    about = {"because": because} if because else {}
    record_all_once(
        (store_id, Fact(kind, now, _key(kind, pk, now), pk, about, actor[:254]))
        for pk, store_id, _at in found
    )
    return len(found)


def _key(kind: ActivityKind, order_id: int, now: datetime) -> str:
    return f"{kind.lower()}:{order_id}:{now:%Y%m%dT%H%M%S%f}"
