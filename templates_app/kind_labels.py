"""What each kind of message is called, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from templates_app.data import NotificationKind as Kind

LABELS: Final = {
    Kind.ORDER_CONFIRMATION: _("Order confirmation"),
    Kind.ORDER_EDITED: _("Order edited"),
    Kind.ORDER_CANCELLED: _("Order cancelled"),
    Kind.ORDER_REFUND: _("Refund"),
    Kind.SHIPPING_CONFIRMATION: _("Shipping confirmation"),
    Kind.SHIPPING_UPDATE: _("Shipping update"),
    Kind.OUT_FOR_DELIVERY: _("Out for delivery"),
    Kind.DELIVERED: _("Delivered"),
    Kind.DELAYED: _("Delay"),
    Kind.NO_NEWS: _("No news yet"),
    Kind.READY_FOR_PICKUP: _("Ready for pickup"),
    Kind.ABANDONED_CHECKOUT: _("Checkout left behind"),
    Kind.DRAFT_ORDER_INVOICE: _("Invoice of a draft order"),
    Kind.GIFT_CARD: _("Gift card"),
    Kind.POS_RECEIPT: _("Receipt"),
    Kind.STAFF_NEW_ORDER: _("New order, to staff"),
    Kind.REVIEW_REQUEST: _("Request for a review"),
    Kind.ADDRESS_CHECK: _("Check of the address"),
    Kind.THANK_YOU: _("Thank-you"),
}
