"""A campaign's ref becomes a tag of the order: here at once, and at Shopify a moment later.

# Note [Our own tag comes back]
Shopify answers our tag with orders/updated, which has the tag. That changes nothing: it is the same
tag by its letters, the order's row here is made once, and the tag's row with it. So it is not
written again either, nor put back after staff took it away.
"""

from datetime import datetime, timedelta
from typing import Final

from common import jobs
from orders import services as orders
from orders.models import Order
from stores.models import Store
from tracking.attribution import counting
from tracking.models.attribution import AttributionSettings, RefTag

PREFIX: Final = "ref:"
# Orders that are back-filled are tagged here only: nobody waits for a tag of last year's orders.
WRITTEN_WITHIN: Final = timedelta(days=2)


def tag_by_ref(
    *,
    store: Store,
    order: Order,
    ref: str,
    now: datetime,
    chosen: AttributionSettings | None = None,
) -> bool:
    """Tag the order `ref:…` if the store wants that. False if not, or if it was asked before.

    No statement without a ref.
    """
    if not ref:
        return False
    chosen = chosen or counting.settings_of(store_id=store.pk)
    if not counting.becomes_tag(ref, chosen):
        return False
    tag = f"{PREFIX}{ref}"
    assert order.placed_at  # noqa: S101 - no stub comes here
    if order.placed_at < now - WRITTEN_WITHIN:
        return orders.tag_order(order=order, tag=tag, actor="", now=now)
    _row, is_new = RefTag.objects.get_or_create(
        store_id=order.store_id, order=order, defaults={"tag": tag, "run_after": now}
    )
    if not is_new:
        return False
    orders.tag_order(order=order, tag=tag, actor="", now=now)
    jobs.defer("tracking.write_tags")
    return True
