"""What conditions may ask about an order: the table of fields, each with its operators."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from automations.vocabulary import (
    OF_AGE,
    OF_AMOUNT,
    OF_CHOICE,
    OF_FLAG,
    OF_MANY,
    OF_TAGS,
    OF_TEXT,
    Choices,
    Field,
    Type,
)
from orders.channels import SalesChannel
from orders.models import DeliveryMethod
from orders.stages import Step

_PAYMENTS: Final[Choices] = (
    ("PENDING", _("not paid")),
    ("AUTHORIZED", _("reserved")),
    ("PARTIALLY_PAID", _("paid in part")),
    ("PAID", _("paid")),
    ("PARTIALLY_REFUNDED", _("refunded in part")),
    ("REFUNDED", _("refunded")),
    ("VOIDED", _("voided")),
)
_GOODS: Final[Choices] = (
    ("UNFULFILLED", _("not sent off")),
    ("PARTIAL", _("sent off in part")),
    ("FULFILLED", _("sent off")),
)

FIELDS: Final[Mapping[str, Field]] = {
    field.name: field
    for field in (
        Field(name="total", label=_("its total"), type=Type.MONEY, operators=OF_AMOUNT),
        Field(
            name="country",
            label=_("the country it goes to"),
            type=Type.COUNTRY,
            operators=OF_CHOICE,
        ),
        Field(name="product", label=_("a product's title"), type=Type.TEXT, operators=OF_MANY),
        Field(name="vendor", label=_("a product's vendor"), type=Type.TEXT, operators=OF_MANY),
        Field(name="sku", label=_("an SKU"), type=Type.TEXT, operators=OF_MANY),
        Field(
            name="line_note",
            label=_("a wish of a line or the basket"),
            type=Type.TEXT,
            operators=OF_MANY,
            help=_("What buyers chose or wrote, such as “Gift wrap: yes”."),
        ),
        Field(
            name="item_count", label=_("its number of items"), type=Type.NUMBER, operators=OF_AMOUNT
        ),
        Field(
            name="delivery_method",
            label=_("its way of delivery"),
            type=Type.CHOICE,
            choices=DeliveryMethod.choices,
            operators=OF_CHOICE,
        ),
        Field(
            name="requires_shipping",
            label=_("something has to be shipped"),
            type=Type.FLAG,
            operators=OF_FLAG,
        ),
        Field(
            name="is_first_order",
            label=_("it is the buyer's first order"),
            type=Type.FLAG,
            operators=OF_FLAG,
        ),
        Field(
            name="order_count",
            label=_("the buyer's number of orders"),
            type=Type.NUMBER,
            operators=OF_AMOUNT,
            help=_("Here, this one included."),
        ),
        Field(
            name="customer_tags",
            label=_("the customer's tags"),
            type=Type.TAG,
            operators=OF_TAGS,
        ),
        Field(name="tags", label=_("its tags"), type=Type.TAG, operators=OF_TAGS),
        Field(
            name="has_consent",
            label=_("the buyer agreed to marketing"),
            type=Type.FLAG,
            operators=OF_FLAG,
        ),
        Field(name="locale", label=_("its language"), type=Type.LOCALE, operators=OF_CHOICE),
        Field(
            name="sales_channel",
            label=_("its sales channel"),
            type=Type.CHOICE,
            choices=SalesChannel.choices,
            operators=OF_CHOICE,
        ),
        Field(
            name="source_name",
            label=_("its source in Shopify"),
            type=Type.TEXT,
            operators=OF_TEXT,
            help=_("As Shopify says it: web, pos, an app's number."),
        ),
        Field(name="ref", label=_("the ref of its link"), type=Type.TEXT, operators=OF_TEXT),
        Field(name="utm_source", label=_("its utm_source"), type=Type.TEXT, operators=OF_TEXT),
        Field(name="utm_medium", label=_("its utm_medium"), type=Type.TEXT, operators=OF_TEXT),
        Field(name="utm_campaign", label=_("its utm_campaign"), type=Type.TEXT, operators=OF_TEXT),
        Field(
            name="payment",
            label=_("its payment"),
            type=Type.CHOICE,
            choices=_PAYMENTS,
            operators=OF_CHOICE,
        ),
        Field(
            name="fulfilment",
            label=_("its goods"),
            type=Type.CHOICE,
            choices=_GOODS,
            operators=OF_CHOICE,
        ),
        Field(
            name="step",
            label=_("where it stands"),
            type=Type.CHOICE,
            choices=Step.choices,
            operators=OF_CHOICE,
        ),
        Field(name="customer_note", label=_("the buyer's note"), type=Type.TEXT, operators=OF_TEXT),
        Field(name="is_paid", label=_("it is paid"), type=Type.FLAG, operators=OF_FLAG),
        Field(name="is_cancelled", label=_("it is cancelled"), type=Type.FLAG, operators=OF_FLAG),
        Field(name="age", label=_("it was placed"), type=Type.DURATION, operators=OF_AGE),
        Field(
            name="sent_age",
            label=_("it was last sent off"),
            type=Type.DURATION,
            operators=OF_AGE,
            help=_("Fits no order that was not sent off."),
        ),
    )
}
