"""What a user of django-post_office writes to send Liquid words with values of their own tables.

A template engine of Django's, as POST_OFFICE["TEMPLATE_ENGINE"] takes one: the mail's context is
the order's number in its table; values are read by Django's ORM when the mail is sent, the words
rendered by python-liquid, the styles put on the elements by css-inline. Templates are parsed once.
"""

from functools import lru_cache
from typing import Any, Final

import css_inline
import liquid
from django.template.backends.base import BaseEngine

_SPACE: Final = "\u00a0"


def _money(minor: int) -> str:
    kroner = f"{abs(minor) / 100:,.2f}".replace(",", _SPACE).replace(".", ",")
    return f"{'−' if minor < 0 else ''}{kroner}{_SPACE}kr"


def _environment(*, autoescape: bool) -> liquid.Environment:
    environment = liquid.Environment(autoescape=autoescape)
    environment.add_filter("money", _money)
    environment.add_filter("ljust", lambda text, width: str(text).ljust(width))
    environment.add_filter("rjust", lambda text, width: str(text).rjust(width))
    return environment


_PAGE: Final = _environment(autoescape=True)
_TEXT: Final = _environment(autoescape=False)
_inliner: Final = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


class LiquidEngine(BaseEngine):
    app_dirname = "liquid"

    def __init__(self, params: dict[str, Any]) -> None:
        params = params.copy()
        params.pop("OPTIONS", None)
        super().__init__(params)

    def from_string(self, template_code: str) -> Any:
        return _parsed(str(template_code))


class _Template:
    def __init__(self, source: str) -> None:
        self._is_page = "<html" in source
        self._template = (_PAGE if self._is_page else _TEXT).from_string(source)

    def render(self, context: dict[str, Any] | None = None, request: Any = None) -> str:
        words = self._template.render(**values_of(context["order_id"] if context else 0))
        return _inliner.inline(words) if self._is_page else words


@lru_cache(maxsize=64)
def _parsed(source: str) -> _Template:
    return _Template(source)


@lru_cache(maxsize=16)  # subject, text and page of one mail ask for the same
def values_of(order_id: int) -> dict[str, Any]:
    """The order as its words name it. Two statements."""
    from tests.bench.senders.models import Line, Order

    order = Order.objects.get(pk=order_id)
    sums = {name: getattr(order, f"{name}_minor") for name in ("subtotal", "discount", "shipping")}
    return {
        "buyer": order.buyer_name,
        "first_name": order.buyer_name.partition(" ")[0],
        "name": order.name,
        "number": str(order.number),
        "lines": [
            {
                "title": line.title,
                "variant": line.variant,
                "quantity": line.quantity,
                "amount": line.price_minor * line.quantity,
                "image": f"{line.image_url}&width=160&height=160&crop=center",
            }
            for line in Line.objects.filter(order=order).order_by("position")
        ],
        "totals": [
            {"words": "Varer", "amount": sums["subtotal"]},
            {"words": f"Rabatt {order.discount_code}", "amount": -sums["discount"]},
            {"words": f"Frakt, {order.shipping_title}", "amount": sums["shipping"]},
            {"words": f"Herav MVA 25{_SPACE}%", "amount": order.tax_minor},
            {"words": "Totalt", "amount": order.total_minor, "is_total": True},
            {"words": f"Betalt med {order.payment}", "amount": order.total_minor},
        ],
    }
