"""Whose values a preview shows: a sample's, or a real order's of a store that the actor sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from common import pieces
from desk.editor.doors import NotUnderstood, Opened, door, text_of
from messaging.context import build_context
from orders.models import Order
from orders.queries import OrderSearch, search_orders
from stores.models import Store
from templates_app import samples
from templates_app.queries import agency_brand, resolved_brand

FOUND: Final = 8


@dataclass(frozen=True, slots=True)
class Values:
    """What a mail is rendered with."""

    context: dict[str, Any]
    brand: dict[str, Any]
    store: Store | None = None
    order: Order | None = None


def values_of(opened: Opened, sent: Mapping[str, Any]) -> Values:
    """Those of the chosen order, else of the chosen sample. One query, with an order about six.

    Raises NotUnderstood for a sample, Http404 for an order that is not there.
    """
    wanted = text_of(sent, "order", 64)
    if wanted:
        return _values_of_order(opened, wanted)
    offered = samples.for_kind(opened.template.kind)
    name = text_of(sent, "sample", 40) or next(iter(offered))
    if name not in offered:
        raise NotUnderstood(_("There is no such example for this kind of mail."))
    store = opened.store
    brand = (resolved_brand(store) if store else agency_brand(opened.template.agency)).as_context()
    context = offered[name]()
    context["notifyhub"] = {**context.get("notifyhub", {}), "brand": brand}
    if store is not None:
        context["shop"] = {**context["shop"], **_shop(store)}
    return Values(context, brand, store)


@door("GET")
def find_orders(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The newest orders, or those that a number, an address or a name finds."""
    if not opened.may_read_orders:
        raise PermissionDenied
    search = OrderSearch(text=request.GET.get("q", "").replace("\x00", "")[:200])
    store_ids = [store.pk for store in opened.stores]
    found = search_orders(store_ids=store_ids, search=search, limit=FOUND)
    names = {store.pk: store.name for store in opened.stores}
    return JsonResponse(
        {
            "orders": [
                {
                    "id": str(order.public_id),
                    "name": order.name,
                    "buyer": order.buyer_name or order.email or pieces.EMPTY,
                    "store": names[order.store_id] if opened.store is None else "",
                    "locale": order.locale,
                }
                for order in found
            ]
        }
    )


@door("GET")
def variables(request: HttpRequest, opened: Opened) -> HttpResponse:
    """What a template can say of the chosen order or sample, for the picker."""
    return JsonResponse({"values": values_of(opened, request.GET).context})


def _values_of_order(opened: Opened, wanted: str) -> Values:
    if not opened.may_read_orders:
        raise PermissionDenied
    rows = Order.objects.select_related("store", "customer")
    try:
        order = rows.filter(store_id__in=[store.pk for store in opened.stores]).get(
            public_id=wanted, redacted_at=None
        )
    except (Order.DoesNotExist, ValidationError) as error:
        raise Http404 from error
    brand = resolved_brand(order.store).as_context()
    context = build_context(order=order, store=order.store, kind=opened.template.kind)
    # As its first mail would be: a preview counts none, and gives no code away.
    promo = {"is_allowed": True, "code": samples.SAMPLE_CODE}
    context["notifyhub"] |= {"brand": brand, "promo": promo}
    return Values(context, brand, order.store, order)


def _shop(store: Store) -> dict[str, str]:
    domain = store.primary_domain or store.shop_domain
    return {"name": store.name, "email": store.email, "domain": domain, "url": f"https://{domain}"}
