"""Where these pages stand below /admin/; the site puts its guard before each."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponseBase

from desk.baskets import one, pages, rules

View = Callable[..., HttpResponseBase]

ROUTES: Final[list[tuple[str, View, str]]] = [
    ("baskets/", pages.page, "baskets_changelist"),
    ("baskets/<int:pk>/", one.page, "baskets_change"),
    ("baskets/rules/", rules.page, "basket_rules_changelist"),
    ("baskets/rules/<int:store_id>/", rules.change, "basket_rules_change"),
]
