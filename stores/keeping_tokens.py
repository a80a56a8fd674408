"""A refresh token that nobody uses ends after some months, and the connection with it."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from stores.models import Credential, Store
from stores.shopify import tokens
from stores.shopify.errors import Away, Refused

AHEAD: Final = timedelta(days=30)
AT_ONCE: Final = 50


def renew_ending(*, now: datetime) -> int:
    """Renew what ends soon unless it is used: of sandboxes and silent stores; how many were."""
    ends_soon = Q(refresh_expires_at__lt=now + AHEAD) & ~Q(refresh_token="")
    rows = Credential.objects.filter(ends_soon, lost_at=None).select_related("store")
    rows = rows.exclude(store__state=Store.State.UNINSTALLED).order_by("refresh_expires_at", "pk")
    renewed = 0
    for row in rows[:AT_ONCE]:
        try:
            tokens.renew(store=row.store)
        except (Away, Refused):  # it is shown on the store, or tried again tomorrow
            continue
        renewed += 1
    return renewed
