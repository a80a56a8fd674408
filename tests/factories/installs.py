"""Stores connected by our app, at a played Shopify."""

from datetime import datetime
from typing import Final

from django.utils import timezone

from stores.models import ConnectionKind, Credential, Store
from stores.scope import every_store
from stores.shopify import granting, tokens
from tests.shopify.oauth import Grants
from tests.shopify.shop import PlayedShop

SCOPES: Final = ("read_orders", "write_orders")


def install(
    store: Store, shop: PlayedShop, *, scopes: tuple[str, ...] = SCOPES, now: datetime | None = None
) -> None:
    """Connect the store by the app, with tokens that the played shop gave."""
    now = now or timezone.now()
    shop.room(Grants).codes["made"] = scopes
    grant = granting.by_code(shop_domain=store.shop_domain, code="made")
    with every_store(because="a test installs the app"):
        kept = Credential.objects.get(store=store)
        kept.kind, kept.webhook_secret, kept.installed_at = ConnectionKind.INSTALLED, "", now
        tokens.take_grant(kept, grant, now)
        kept.save()


def kept_of(store: Store) -> Credential:
    with every_store(because="a test looks"):
        return Credential.objects.get(store=store)
