"""An agency gives a shop up. See Note [A shop that changes hands] in binding.py."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from stores import services
from stores.models import Store


class WrongName(DomainError):
    """What was typed is not the shop's name: nobody gives a shop up by a slip."""

    code = "wrong-shop-name"


@transaction.atomic
def release_store(*, store: Store, typed: str, now: datetime) -> bool:
    """Disconnect the store for good: the agency keeps what it has of it, and nothing is sent.

    False if it was given up before. Raises WrongName unless the shop's domain was typed.
    """
    if typed.strip().lower() != store.shop_domain.lower():
        raise WrongName(_("Type the shop's Shopify domain to give it up: nothing was changed."))
    row = Store.objects.select_for_update().get(pk=store.pk)
    if row.released_at:
        return False
    services.record_uninstall(store=row, now=now)
    Store.objects.filter(pk=row.pk).update(released_at=now)
    store.state, store.released_at = Store.State.UNINSTALLED, now
    store.uninstalled_at = row.uninstalled_at
    return True
