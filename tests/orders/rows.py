"""All rows of a room's tables as comparable values, without what chance or the clock gave them."""

from typing import Any

from django.apps import apps
from django.db import models

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
    """A message is our own deed, done when we heard: not a fact that Shopify told."""
    return str(getattr(row, "kind", "")).startswith("MESSAGE_")


def _values(row: models.Model) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name in BY_CHANCE and not (
            field.name == "token" and row._meta.model_name == "checkout"
        ):
            continue
        value = getattr(row, field.name)
        values[field.name] = named(value) if isinstance(value, models.Model) else value
    return values
