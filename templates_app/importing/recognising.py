"""Which mail a Shopify template is: by its file's name, its heading, and what only it can know."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_noop

from templates_app.data import NotificationKind as Kind

_NAME, _VARIABLE, _HEADING, _WORD = 10, 4, 5, 3
_FEWEST: Final = 3
_LIQUID: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_MARKUP: Final = re.compile(r"<(style|script)\b.*?</\1\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_COMMENT: Final = re.compile(
    r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}|<!--.*?-->", re.DOTALL
)
_TITLE: Final = re.compile(
    r"\{%-?\s*(?:capture email_title|assign email_title =)(.*?)(?:\{%-?\s*endcapture|-?%\})"
    r"|<title>(.*?)</title>|<h[12][^<>]*>(.*?)</h[12]>",
    re.DOTALL | re.IGNORECASE,
)
# A mail with the lines of an order and no sign of another kind is its confirmation.
_ORDER: Final = re.compile(r"\bin (?:subtotal_)?line_items\b")
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Sign:
    """What gives a kind away. `others` lists variables that only it uses."""

    name: str  # in the file's name, words parted by "-"
    heading: str  # in its titles
    variables: str = ""  # in its Liquid
    words: str = ""  # in what buyers read


# Mails of Shopify's that we do not send, with what to call them.
FOREIGN: Final[Mapping[str, tuple[str, Sign]]] = {
    "customer-account": (
        gettext_noop("customer account and contact"),
        Sign(
            r"account-(?:activat|welcome|invit|reset|password|confirm)|password-reset|company-contact"
            r"|contact-(?:buyer|customer)|marketing-confirm|customer-(?:account|invite|welcome)",
            r"activat\w+ (?:your )?account|reset your password|customer account|welcome|set up",
            r"account_activation_url|reset_password_url|company_location|customer\.subscribe_url",
            r"activated your (?:customer )?account|customer account|log in the next time",
        ),
    ),
    "fulfillment-request": (
        gettext_noop("fulfilment request to a warehouse"),
        Sign(
            r"fulfil?lment-request|fulfil?lment-order",
            r"fulfil?lment request|please fulfil",
            r"service_name|fulfillment_aborted",
            r"please fulfil|fulfillment request",
        ),
    ),
    "returns": (
        gettext_noop("return"),
        Sign(r"(?:^|-)returns?-", r"\breturn\b", r"\breturn\.|return_label|return_line_items"),
    ),
    "payment": (
        gettext_noop("payment of an order"),
        Sign(
            r"failed-payment|payment-(?:fail|error|remind|success|processing)|pending-payment"
            r"|order-invoice",
            r"payment (?:could not|couldn|was not|has been|for order|is|fail)|complete payment",
            r"checkout_payment_collection_url",
            r"payment (?:could not|couldn|was not|is pending|failed)|complete your payment",
        ),
    ),
    "local": (
        gettext_noop("pickup receipt or missed local delivery"),
        Sign(
            r"missed-delivery|pickup-receipt|picked-up",
            r"missed|been picked up|was picked up",
            r"",
            r"missed you|has been picked up",
        ),
    ),
}

KINDS: Final[Mapping[Kind, Sign]] = {
    Kind.ORDER_CONFIRMATION: Sign(
        r"order-confirm|confirmation-order|ordre-?bekreft|orderbekr",
        r"thank you for your (?:purchase|order)|order (?:is )?confirm|takk for|tak for|tack för"
        r"|vielen dank|merci",
        r"",
        r"getting your order ready|thank you for (?:your purchase|placing|your order)",
    ),
    Kind.ORDER_EDITED: Sign(
        r"order-edit|order-updated",
        r"order (?:has been|was) (?:edited|updated)|updated order",
        r"added_line_items|removed_line_items",
        r"order (?:has been|was) (?:edited|updated)|updated order|changes to your order",
    ),
    Kind.ORDER_CANCELLED: Sign(
        r"cancel", r"cancel|annul|storniert|avbest", r"cancel_reason|cancelled_at",
        r"(?:was|been) cancell?ed|cancell?ation",
    ),
    Kind.ORDER_REFUND: Sign(
        r"refund", r"refund", r"refund_line_items|refund_amount|(?<![\w.])amount \|", r"refund"
    ),
    Kind.SHIPPING_CONFIRMATION: Sign(
        r"shipping-confirm|fulfil?lment-confirm",
        r"on the way|on its way|(?:has|have) (?:been )?shipped|a shipment from",
        r"fulfillment\.(?:tracking|item_count)|fulfillment\.fulfillment_line_items",
        r"on the way",
    ),
    Kind.SHIPPING_UPDATE: Sign(
        r"shipping-update|shipment-update|tracking-update",
        r"shipping (?:status|update)|updated shipping|(?:shipment|shipping).{0,40}updat",
        r"fulfillment\.(?:tracking|item_count|estimated)",
        r"updated with|shipping status|updated shipping|new tracking",
    ),
    Kind.OUT_FOR_DELIVERY: Sign(
        r"out-for-delivery", r"out for delivery", r"fulfillment\.(?:tracking|item_count)",
        r"out for delivery",
    ),
    Kind.DELIVERED: Sign(
        r"deliver(?:ed|y-confirm)", r"delivered", r"fulfillment\.(?:tracking|item_count)",
        r"been delivered",
    ),
    Kind.READY_FOR_PICKUP: Sign(
        r"ready-for-pick-?up|pickup-ready", r"ready (?:for|to be) pick", r"pickup_instructions",
        r"ready for pickup",
    ),
    Kind.ABANDONED_CHECKOUT: Sign(
        r"abandon|cart-recover",
        r"complete your (?:purchase|order)|left (?:items|something)|in your cart|still there",
        r"""(?:href=["']|\{\{\s*)url\b|\{\{\s*url\s*[}|]""",
        r"left (?:items )?in your cart|shopping cart|complete your purchase",
    ),
    Kind.DRAFT_ORDER_INVOICE: Sign(
        r"draft-order|draft-invoice|invoice-draft", r"invoice|complete your purchase",
        r"invoice_url|reserve_inventory_until", r"invoice",
    ),
    Kind.GIFT_CARD: Sign(
        r"gift-?card|gavekort", r"gift card", r"(?<![\w.])gift_card\.(?:code|balance|url)"
    ),
    Kind.POS_RECEIPT: Sign(
        r"(?:^|-)pos-|store-receipt|mobile-receipt|exchange", r"receipt|exchange",
        r"exchange_|parent_order|child_order", r"receipt|in store",
    ),
    Kind.STAFF_NEW_ORDER: Sign(
        r"new-order|staff-order", r"new order|placed (?:an|a new) order|placed order",
        r"has_high_risks\?|\border\.attributes|fulfillment_aborted|customer\.orders_count",
        r"placed (?:a new|this|an) order|new order|placed on",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recognised:
    """The likeliest kind. `kind` empty: none of ours; `foreign` names Shopify's, if it is known."""

    kind: str
    foreign: str = ""
    is_sure: bool = False


def recognised(name: str, source: str, subject: str = "") -> Recognised:
    """Which mail it is; both empty where nothing speaks for any."""
    slug = _slug(name)
    bare = _COMMENT.sub(" ", source)
    liquid = " ".join(_LIQUID.findall(bare))
    titles = " ".join(" ".join(found) for found in _TITLE.findall(bare)) + f" {subject}"
    seen = " ".join(_MARKUP.sub(" ", _LIQUID.sub(" ", bare)).split())
    signs = {**{str(k): s for k, s in KINDS.items()}, **{k: s for k, (_, s) in FOREIGN.items()}}
    scores = {key: _score(sign, slug, titles.lower(), liquid, seen) for key, sign in signs.items()}
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    (best, most), (_next, next_most) = ranked[0], ranked[1]
    if most < _FEWEST:
        return Recognised(str(Kind.ORDER_CONFIRMATION) if _ORDER.search(liquid) else "")
    is_sure = most >= _NAME or most - next_most >= _VARIABLE
    if best in FOREIGN:
        return Recognised("", best, is_sure)
    return Recognised(best, "", is_sure)


def _score(sign: Sign, slug: str, titles: str, liquid: str, seen: str) -> int:
    return (
        _NAME * _has(sign.name, slug)
        + _HEADING * _has(sign.heading, titles)
        + _VARIABLE * _has(sign.variables, liquid)
        + _WORD * _has(sign.words, seen)
    )


def _has(pattern: str, text: str) -> bool:
    return bool(pattern) and re.search(pattern, text, re.IGNORECASE) is not None


def _slug(name: str) -> str:
    stem = name[-_LONGEST_NAME:].replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
