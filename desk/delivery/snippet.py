"""What an agency pastes into a store's theme, ready to copy."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.delivery.common import context, store_of
from stores.roles import Verb

PRODUCT: Final = """<div data-notifyhub-delivery="product"
     data-product="{{ product.id }}"
     data-variant="{{ product.selected_or_first_available_variant.id }}"
     data-vendor="{{ product.vendor | escape }}"
     data-country="{{ localization.country.iso_code }}"
     data-locale="{{ request.locale.iso_code }}" hidden></div>"""
CART: Final = """<div data-notifyhub-delivery="cart"
     data-country="{{ localization.country.iso_code }}"
     data-locale="{{ request.locale.iso_code }}" hidden></div>"""
EMAIL: Final = '<input type="email" … data-notifyhub-email>'


def page(request: HttpRequest, store_id: int) -> HttpResponse:
    """The script's tag and the three places where it shows something. No query of its own."""
    store = store_of(request, store_id, Verb.VIEW_STORES)
    source = request.build_absolute_uri(reverse("statuspage-storefront"))
    said = {
        "tag": f'<script src="{source}" data-store="{store.public_id}" defer></script>',
        "parts": [
            (_("On the product page"), PRODUCT, "product"),
            (_("In the cart"), CART, "cart"),
            (_("At a field for an e-mail address"), EMAIL, "email"),
        ],
        "host": f"{request.scheme}://{request.get_host()}",
    }
    return TemplateResponse(
        request,
        "desk/delivery/snippet.html",
        context(request, store, _("On the shop's pages"), **said),
    )
