"""All rows of a room's tables as comparable values, without what chance or the clock gave them."""

from collections import Counter
from typing import Any

from django.apps import apps
from django.db import models

from orders.models import Activity, ActivityKind

# How the sums of an order reached the feed depends on what was told first; what they add up to does
# not. See Note [Sums are told once] in orders/worth.py.
SUMS = ("product_minor", "total_minor", "currency", "products")
BY_CHANCE = {"id", "public_id", "token", "xid", "recorded_at"}


def named(row: models.Model | None) -> object:
    """A row by what Shopify calls it, for its number is an accident of arrival."""
    return None if row is None else getattr(row, "shopify_id", None) or str(row)


def all_rows(*rooms: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for room in rooms:
        for model in apps.get_app_config(room).get_models():
            kept = [row for row in model.objects.all() if not is_our_own(row)]  # type: ignore[attr-defined]  # fenced
            found[model.__name__] = sorted(map(_values, kept), key=repr)
    return found


def is_our_own(row: models.Model) -> bool:
    """Our own deed, done when we heard: not a fact that Shopify told."""
    is_correction = "corrects" in (getattr(row, "data", None) or {})
    kind = str(getattr(row, "kind", ""))
    return is_correction or kind.startswith("MESSAGE_") or kind == ActivityKind.ORDER_ATTRIBUTED


def told_sums() -> Counter[tuple[str, object]]:
    """What the feed says of orders, added up: sold, and given back."""
    found: Counter[tuple[str, object]] = Counter()
    rows = Activity.objects.filter(data__has_key="product_minor")
    for kind, data in rows.values_list("kind", "data"):
        side = "sold" if kind in ("ORDER_PLACED", "ORDER_EDITED") else "back"
        found[side, "product"] += data["product_minor"]
        found[side, "total"] += data["total_minor"]
        for product, (units, minor) in data["products"].items():
            found[side, f"units of {product}"] += units
            found[side, f"product {product}"] += minor
    return Counter({name: number for name, number in found.items() if number})


def _values(row: models.Model) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name in BY_CHANCE and not (
            field.name == "token" and row._meta.model_name == "checkout"
        ):
            continue
        value = getattr(row, field.name)
        if isinstance(row, Activity) and field.name == "data":
            value = {key: said for key, said in value.items() if key not in SUMS}
        values[field.name] = named(value) if isinstance(value, models.Model) else value
    return values
