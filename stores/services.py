"""What may be done to stores: here, what Shopify tells us of them."""

from datetime import datetime

from django.db import transaction

from stores.data import ShopData
from stores.models import Store


@transaction.atomic
def record_shop(*, store: Store, data: ShopData, now: datetime) -> bool:
    """Keep what Shopify says of the shop; what it does not say stays. False if that is old news."""
    row = Store.objects.select_for_update().get(pk=store.pk)
    if row.changed_at and (data.changed_at is None or data.changed_at < row.changed_at):
        return False
    said = {name: getattr(data, name) for name in data.__slots__}
    columns = {name: value for name, value in said.items() if value}
    for name, value in columns.items():
        setattr(row, name, value)
        setattr(store, name, value)
    row.save(update_fields=list(columns))
    return True


@transaction.atomic
def record_uninstall(*, store: Store, now: datetime) -> bool:
    """Shopify disconnected the store: nothing is sent any more. False if it was so already."""
    connected = Store.objects.filter(pk=store.pk).exclude(state=Store.State.UNINSTALLED)
    if not connected.update(state=Store.State.UNINSTALLED, uninstalled_at=now):
        return False
    store.state, store.uninstalled_at = Store.State.UNINSTALLED, now
    return True
