"""Our app opened inside the shop's own admin: who opens it shows a session token of Shopify's.

No log-in of ours reaches into that frame, so what stands there says only how the connection is. A
shop that no agency has connected, or that was disconnected, is led out of the frame, to a log-in
and the same way by which any other shop is connected: whose it is to be is never guessed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from stores import binding, installing, scopes
from stores.models import ConnectionKind, Credential, Store
from stores.scope import every_store, store_scope
from stores.shopify import app

LEEWAY: Final = timedelta(seconds=10)
SOON: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Opened:
    """What the frame shows; store None: the shop is to be connected, outside of the frame."""

    shop_domain: str
    store: Store | None = None
    missing: tuple[scopes.Wanted, ...] = ()


def open_embedded(*, session_token: str, now: datetime) -> Opened:
    """Read whose shop it is, and take fresh tokens for its store if it wants some.

    Talks to Shopify, so call it outside a transaction. Raises NoApp, NotFromShopify, ShopSaidNo or
    ShopIsAway.
    """
    installing.check_app()
    claims = app.session_claims(session_token)
    if claims is None or claims.ends_at < (now - LEEWAY).timestamp():
        raise installing.NotFromShopify(
            _("Shopify did not say who you are. Open the app once more from Shopify's admin.")
        )
    store, kept = _connected(claims.shop_domain)
    if store is None or kept is None:
        return Opened(claims.shop_domain)
    if _wants_tokens(kept, now):
        kept = _renewed(store, session_token, now)
    return Opened(claims.shop_domain, store, tuple(scopes.missing_of(kept)))


def _connected(shop_domain: str) -> tuple[Store | None, Credential | None]:
    with every_store(because="a session token of Shopify's names the shop; nobody is logged in"):
        rows = Credential.objects.filter(
            store__shop_domain__iexact=shop_domain,
            store__released_at=None,
            kind=ConnectionKind.INSTALLED,
        )
        kept = rows.exclude(store__state=Store.State.UNINSTALLED).select_related("store").first()
    return (kept.store, kept) if kept else (None, None)


def _wants_tokens(kept: Credential, now: datetime) -> bool:
    ends_soon = kept.refresh_expires_at is not None and kept.refresh_expires_at < now + SOON
    return bool(kept.lost_at or not kept.access_token or ends_soon)


def _renewed(store: Store, session_token: str, now: datetime) -> Credential:
    grant = installing.exchanged(store.shop_domain, session_token=session_token)
    with store_scope(store.pk), transaction.atomic():
        kept = Credential.objects.select_for_update().get(store=store)
        row = Store.objects.select_for_update().get(pk=store.pk)
        if row.state != Store.State.UNINSTALLED:  # it was meanwhile: then it stays so
            binding.take_install(kept, grant, now)
            kept.save()
            installing.ring(store)
    return kept
