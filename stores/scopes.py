"""What we ask of a shop, and why: read by the way to Shopify, the store's page and the API."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stores.models import Credential, Store
from stores.shopify import app


@dataclass(frozen=True, slots=True)
class Wanted:
    """One scope. `topics`: news that Shopify tells only who has it."""

    name: str
    why: str | Promise
    without: str | Promise  # what happens if it is missing
    topics: tuple[str, ...] = ()
    is_extra: bool = False  # Shopify grants it to an app apart: see SHOPIFY_API_EXTRA_SCOPES


WANTED: Final = (
    Wanted(
        "read_orders",
        _("To learn of orders, refunds and baskets left behind, as they happen."),
        _("No mail of any order goes out."),
        topics=(
            *("orders/create", "orders/updated", "orders/paid", "orders/cancelled"),
            *("orders/fulfilled", "orders/partially_fulfilled", "orders/edited"),
            *("refunds/create", "checkouts/create", "checkouts/update"),
        ),
    ),
    Wanted(
        "write_orders",
        _("To write tags and notes, and to correct a mistyped e-mail or address in Shopify too."),
        _("Tags, notes and corrected addresses stay here."),
    ),
    Wanted(
        "read_all_orders",
        _("To bring in orders that are older than 60 days."),
        _("Orders older than 60 days are not brought in."),
        is_extra=True,
    ),
    Wanted(
        "read_fulfillments",
        _("To learn what was sent, and where its parcels are."),
        _("No mail says that an order is on its way."),
        topics=("fulfillments/create", "fulfillments/update", "fulfillment_events/create"),
    ),
    Wanted(
        "write_fulfillments",
        _("To tell Shopify the tracking numbers that were entered here."),
        _("Tracking numbers entered here do not reach Shopify."),
    ),
    Wanted(
        "write_merchant_managed_fulfillment_orders",
        _("To mark as sent, in Shopify, what the store sends itself."),
        _("What is sent off here stays unsent in Shopify."),
    ),
    Wanted(
        "write_assigned_fulfillment_orders",
        _("The same for what a warehouse sends for the store."),
        _("What a warehouse sends stays unsent in Shopify."),
    ),
    Wanted(
        "write_third_party_fulfillment_orders",
        _("The same for what a fulfilment service sends."),
        _("What a fulfilment service sends stays unsent in Shopify."),
    ),
    Wanted(
        "read_customers",
        _("To know a buyer's language, and whether they agreed to be written to."),
        _("Nobody is reminded of a basket, since nobody's consent is known."),
        topics=(
            *("customers/create", "customers/update", "customers/enable", "customers/disable"),
            "customers_email_marketing_consent/update",
            "customers_marketing_consent/update",
        ),
    ),
    Wanted(
        "write_customers",
        _("To let your rules tag buyers."),
        _("Rules cannot tag buyers."),
    ),
    Wanted(
        "read_products",
        _("To show pictures of what was bought."),
        _("Mails show goods without pictures."),
    ),
    Wanted(
        "read_locales",
        _("To write in the languages that the shop speaks."),
        _("Mails fall back on the language set here."),
    ),
    Wanted(
        "read_draft_orders",
        _("To send the mail of an offer."),
        _("Offers are not mailed."),
        topics=("draft_orders/create", "draft_orders/update", "draft_orders/delete"),
    ),
    Wanted(
        "write_discounts",
        _("To give each reminder of a basket a discount code of its own."),
        _("Reminders carry no code of their own."),
    ),
)
# Told to every app, whatever it was granted.
FREE_TOPICS: Final = frozenset({"app/uninstalled", "shop/update", "app/scopes_update"})


def asked() -> tuple[Wanted, ...]:
    """What this installation's app asks for."""
    extra = frozenset(settings.SHOPIFY_API_EXTRA_SCOPES)
    return tuple(each for each in WANTED if not each.is_extra or each.name in extra)


def missing(granted: Iterable[str]) -> list[Wanted]:
    """What is asked for and not granted, in the order of WANTED; who may write may read."""
    held = frozenset(granted)
    return [each for each in asked() if not app.covers(held, each.name)]


def missing_scopes(store: Store) -> list[Wanted]:
    """What the store's connection lacks; empty also where nobody knows. One statement."""
    kept = Credential.objects.filter(store=store).first()
    return missing_of(kept)


def missing_of(kept: Credential | None) -> list[Wanted]:
    """The same of a connection at hand."""
    if kept is None or not kept.access_token or kept.scopes_at is None:
        return []
    return missing(kept.scopes)


def scope_of_topic(topic: str) -> str | None:
    """Without which Shopify does not tell this news; None: it tells everybody."""
    return next((each.name for each in WANTED if topic in each.topics), None)
