"""Names that lead nowhere, and filters that do nothing."""

import difflib
from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.translation import gettext as _

from templates_app.data import NotificationKind as Kind
from templates_app.engine import environment
from templates_app.linting.complaints import Complaint
from templates_app.linting.mail import Mail

_CLOSE: Final = 0.6

# Shopify replaced them; they work still. What takes their place.
DEPRECATED: Final = {
    "img_url": "image_url",
    "product_img_url": "image_url",
    "collection_img_url": "image_url",
    "article_img_url": "image_url",
    "img_tag": "image_tag",
    "hex_to_rgba": "color_to_rgb",
    "currency_selector": "",
}

_PARCELS: Final = frozenset(
    {
        Kind.SHIPPING_CONFIRMATION,
        Kind.SHIPPING_UPDATE,
        Kind.OUT_FOR_DELIVERY,
        Kind.DELIVERED,
        Kind.DELAYED,
        Kind.NO_NEWS,
        Kind.REVIEW_REQUEST,
    }
)
# Names that only some kinds of mail fill; in the others they are empty.
ONLY_IN: Final[dict[str, frozenset[Kind]]] = {
    "fulfillment": _PARCELS,
    "gift_card": frozenset({Kind.GIFT_CARD}),
    "invoice_url": frozenset({Kind.DRAFT_ORDER_INVOICE}),
    "custom_message": frozenset({Kind.DRAFT_ORDER_INVOICE}),
    "reserve_inventory_until": frozenset({Kind.DRAFT_ORDER_INVOICE}),
    "url": frozenset({Kind.ABANDONED_CHECKOUT}),
    "refund_line_items": frozenset({Kind.ORDER_REFUND}),
    "amount": frozenset({Kind.ORDER_REFUND}),
    "added_line_items": frozenset({Kind.ORDER_EDITED}),
    "removed_line_items": frozenset({Kind.ORDER_EDITED}),
}
# What Shopify gives to mails that we do not send, or gives to nobody else.
SHOPIFYS_OWN: Final = frozenset(
    {
        "return",
        "return_label",
        "shopify_shipping_enabled",
        "email_title",
        "email_body",
        "email_emphasis",
        "parent_transactions",
        "child_transactions",
        "parent_order_processed_at",
        "child_order_processed_at",
    }
)


def unknown_variable(mail: Mail) -> Iterator[Complaint]:
    for piece, read in mail.readings:
        for unknown in read.unknown:
            if unknown.missing in SHOPIFYS_OWN:
                continue
            guess = _closest(unknown.missing, unknown.known)
            words = {"name": unknown.spot.name, "guess": guess}
            message = (
                _("Unknown variable %(name)s; did you mean %(guess)s?")
                if guess
                else _("Unknown variable %(name)s: nothing would be shown there.")
            )
            yield Complaint.of(piece, unknown.spot, message % words)


def unknown_filter(mail: Mail) -> Iterator[Complaint]:
    known = environment.filter_names()
    for piece, read in mail.readings:
        for spot in read.filters:
            if spot.name in known or spot.name in DEPRECATED:
                continue
            guess = _closest(spot.name, known)
            words = {"name": spot.name, "guess": guess}
            message = (
                _("Unknown filter %(name)s; did you mean %(guess)s?")
                if guess
                else _("Unknown filter %(name)s: it leaves the value as it is.")
            )
            yield Complaint.of(piece, spot, message % words)


def deprecated_filter(mail: Mail) -> Iterator[Complaint]:
    for piece, read in mail.readings:
        for spot in read.filters:
            if spot.name not in DEPRECATED:
                continue
            words = {"name": spot.name, "other": DEPRECATED[spot.name]}
            message = (
                _("Shopify has replaced the filter %(name)s with %(other)s.")
                if words["other"]
                else _("Shopify no longer supports the filter %(name)s.")
            )
            yield Complaint.of(piece, spot, message % words)


def variable_of_another_mail(mail: Mail) -> Iterator[Complaint]:
    for piece, read in mail.readings:
        for spot in read.variables:
            root = spot.name.split(".")[0].split("[")[0]
            if root in SHOPIFYS_OWN:
                message = _("Shopify has the variable %(name)s; it is empty in mails sent by us.")
                yield Complaint.of(piece, spot, message % {"name": spot.name})
            elif mail.kind not in ONLY_IN.get(root, {mail.kind}):
                message = _("The variable %(name)s is empty in this kind of mail.")
                yield Complaint.of(piece, spot, message % {"name": spot.name})


def _closest(name: str, known: Iterable[str]) -> str:
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=_CLOSE)
    return found[0] if found else ""
