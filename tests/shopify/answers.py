"""Which function answers which operation. A module of this package adds its own, by saying so.

    @answers("Locales")
    def locales(shop: PlayedShop, variables: Json) -> Json:
        return {"shopLocales": shop.room(Locales).nodes}

What comes back is the answer's `data`, in the shape that the document asks for. Where Shopify's
schema is at hand each answer is held against it (see schema.py): one that could not be is a lie.
Modules here import no Django, since the demo plays Shopify in a process without it.
"""

import functools
import importlib
import pkgutil
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tests.shopify.shop import PlayedShop

Json = dict[str, Any]
Answer = Callable[["PlayedShop", Json], Json]
_MARK: Final = "answered_operations"


class UserError(Exception):
    """What Shopify would say of our input: becomes the payload's `userErrors`."""

    def __init__(self, message: str, *field: str) -> None:
        super().__init__(message)
        self.said = {"field": list(field) or None, "message": message}


def answers(*operations: str) -> Callable[[Answer], Answer]:
    """Let the function answer the operations of these names."""

    def mark(function: Answer) -> Answer:
        setattr(function, _MARK, operations)
        return function

    return mark


@functools.cache
def every_answer() -> dict[str, Answer]:
    """By operation, of all modules of this package."""
    package = importlib.import_module("tests.shopify")
    found: dict[str, Answer] = {}
    for each in pkgutil.iter_modules(package.__path__):
        if each.name.startswith(("test_", "__")):
            continue
        for operation, function in _of(importlib.import_module(f"tests.shopify.{each.name}")):
            if found.setdefault(operation, function) is not function:
                raise ValueError(f"{operation} is answered in two places")
    return found


def _of(module: ModuleType) -> list[tuple[str, Answer]]:
    functions = [each for each in vars(module).values() if hasattr(each, _MARK)]
    return [(operation, each) for each in functions for operation in getattr(each, _MARK)]
