"""Shopify's filters: money, dates, addresses, pictures, words."""

from typing import Any, Final

from templates_app.engine import budgets
from templates_app.engine.filters import (
    addresses,
    assets,
    codes,
    colours,
    dates,
    elements,
    lists,
    money,
    numbers,
    pictures,
    words,
)

_MODULES: Final = (
    addresses, assets, codes, colours, dates, elements, lists, money, numbers, pictures, words,
)  # fmt: skip


def register(environment: Any) -> None:
    """Add ours, take away `safe`, and bound them all."""
    for module in _MODULES:
        for name, function in module.FILTERS.items():
            environment.add_filter(name, function)
    # Of the library's filters the only one that lets markup through: buyers' text must not.
    environment.filters.pop("safe", None)
    for name, function in list(environment.filters.items()):
        environment.filters[name] = budgets.guarded(name, function)
