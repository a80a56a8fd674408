"""The link to an order's status page: made anew, so that the old one opens nothing any more."""

import uuid
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from orders.activity import Fact, record_once
from orders.models import ActivityKind, Order
from orders.models.order import new_token

LONGEST_REASON: Final = 500


class LinkNotRenewed(DomainError):
    """There is no page to give a new link to, or no reason is given."""

    code = "link-not-renewed"


@transaction.atomic
def renew_link(*, order: Order, actor: str, because: str, now: datetime) -> str:
    """Give the order's page a new token; the old link is unknown from now on. Returns the token.

    The page's time begins anew. Mails that wait are composed when they go, with the new link; those
    that were sent keep the old one. Raises LinkNotRenewed.
    """
    because = " ".join(because.split())
    if not because or len(because) > LONGEST_REASON:
        raise LinkNotRenewed(
            _("Say why the link is renewed, in at most %(n)s letters.") % {"n": LONGEST_REASON}
        )
    row = Order.objects.select_for_update().get(pk=order.pk)
    if row.is_stub or row.redacted_at:
        raise LinkNotRenewed(_("This order has no status page."))
    row.token, row.link_renewed_at = new_token(), now
    row.save(update_fields=["token", "link_renewed_at"])
    order.token, order.link_renewed_at = row.token, now
    # Neither token stands in the feed: it outlives the link.
    key = f"order:{row.shopify_id}:link:{uuid.uuid4()}"
    fact = Fact(ActivityKind.LINK_RENEWED, now, key, row.pk, {"because": because}, actor)
    record_once(store_id=row.store_id, fact=fact)
    return row.token
