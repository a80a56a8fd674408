"""What blocks, their settings and their texts are called, so that they can be translated.

The schemas on disk and the keys of texts are English; tests/templates_app/test_labels.py compares.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext, gettext_noop

LABELS: Final = frozenset(
    {
        gettext_noop("Added"),
        gettext_noop("Addresses"),
        gettext_noop("Amount to pay"),
        gettext_noop("Attributes"),
        gettext_noop("Back"),
        gettext_noop("Back how"),
        gettext_noop("Billing"),
        gettext_noop("Box with a button"),
        gettext_noop("Button"),
        gettext_noop("Cash"),
        gettext_noop("Checkout"),
        gettext_noop("Choose"),
        gettext_noop("Code"),
        gettext_noop("Custom Liquid"),
        gettext_noop("Customer"),
        gettext_noop("Delivery"),
        gettext_noop("Digital"),
        gettext_noop("Digital how"),
        gettext_noop("Digital next"),
        gettext_noop("Digital title"),
        gettext_noop("Discount"),
        gettext_noop("Due"),
        gettext_noop("Due how"),
        gettext_noop("Duties"),
        gettext_noop("Email"),
        gettext_noop("Even"),
        gettext_noop("Even how"),
        gettext_noop("Expires"),
        gettext_noop("Facts for staff"),
        gettext_noop("Follow"),
        gettext_noop("Footer"),
        gettext_noop("Free"),
        gettext_noop("Gift card"),
        gettext_noop("Goods"),
        gettext_noop("Greeting"),
        gettext_noop("Header"),
        gettext_noop("Heading"),
        gettext_noop("Held"),
        gettext_noop("Help"),
        gettext_noop("How"),
        gettext_noop("Lasting"),
        gettext_noop("Lead"),
        gettext_noop("Lead paid"),
        gettext_noop("Lead unpaid"),
        gettext_noop("Left"),
        gettext_noop("Legal lines"),
        gettext_noop("Local"),
        gettext_noop("Local next"),
        gettext_noop("Masked"),
        gettext_noop("Mend"),
        gettext_noop("Message from the shop"),
        gettext_noop("Method"),
        gettext_noop("Next"),
        gettext_noop("Note"),
        gettext_noop("Number"),
        gettext_noop("Offer to change the address"),
        gettext_noop("Open"),
        gettext_noop("Order"),
        gettext_noop("Order lines"),
        gettext_noop("Outstanding"),
        gettext_noop("Paid"),
        gettext_noop("Paid with"),
        gettext_noop("Pay"),
        gettext_noop("Payment"),
        gettext_noop("Pending"),
        gettext_noop("Pending how"),
        gettext_noop("Phone"),
        gettext_noop("Pickup"),
        gettext_noop("Pickup next"),
        gettext_noop("Pickup title"),
        gettext_noop("Place"),
        gettext_noop("Preview line"),
        gettext_noop("Quantity"),
        gettext_noop("Quiet promotion"),
        gettext_noop("Reason"),
        gettext_noop("Refund"),
        gettext_noop("Refunded"),
        gettext_noop("Refunded goods"),
        gettext_noop("Removed"),
        gettext_noop("Reply"),
        gettext_noop("Rest"),
        gettext_noop("Risk"),
        gettext_noop("Risk how"),
        gettext_noop("Same"),
        gettext_noop("Shipping"),
        gettext_noop("Show article numbers"),
        gettext_noop("Show the order's number"),
        gettext_noop("Social links"),
        gettext_noop("Status button"),
        gettext_noop("Subject"),
        gettext_noop("Subject and preview line"),
        gettext_noop("Tags"),
        gettext_noop("Tax"),
        gettext_noop("Tax included"),
        gettext_noop("Text"),
        gettext_noop("The cart that was left"),
        gettext_noop("The order's page"),
        gettext_noop("The shop"),
        gettext_noop("Time"),
        gettext_noop("Tip"),
        gettext_noop("Title"),
        gettext_noop("To card"),
        gettext_noop("To gift card"),
        gettext_noop("To method"),
        gettext_noop("To same"),
        gettext_noop("Total"),
        gettext_noop("Totals"),
        gettext_noop("Uncharged"),
        gettext_noop("Uncharged how"),
        gettext_noop("Unpaid"),
        gettext_noop("Unsubscribe"),
        gettext_noop("Waits next"),
        gettext_noop("Waits title"),
        gettext_noop("Wallet"),
        gettext_noop("What is left to pay"),
        gettext_noop("What was added and removed"),
        gettext_noop("When"),
        gettext_noop("Where and when it was bought"),
        gettext_noop("Where the button leads"),
        gettext_noop("Why"),
        gettext_noop("Why customer"),
        gettext_noop("Why declined"),
        gettext_noop("Why it was cancelled, and the money"),
        gettext_noop("Why other"),
        gettext_noop("Why sold out"),
        gettext_noop("Why unverified"),
        gettext_noop("Worth"),
        gettext_noop("Write"),
    }
)

# Settings that stand in many blocks and mean the same in each.
SETTINGS: Final = {
    "is_shown": gettext_noop("Show this block"),
    "source": gettext_noop("Liquid"),
}

SAMPLES: Final = {
    "plain": gettext_noop("Everyday example"),
    "rich": gettext_noop("Discounts, taxes and a refund"),
    "right_to_left": gettext_noop("A buyer who reads from the right"),
    "three_decimals": gettext_noop("A currency with three decimals"),
    "no_decimals": gettext_noop("A currency without decimals"),
    "long_words": gettext_noop("Very long words, no picture"),
    "pickup": gettext_noop("Picked up in the shop, not paid yet"),
    "digital": gettext_noop("Nothing is shipped"),
    "discounted": gettext_noop("With a discount"),
    "for_somebody": gettext_noop("A present for somebody else"),
    "nameless": gettext_noop("A buyer without a name"),
    "not_shipped": gettext_noop("Delayed before it was shipped"),
    "partly": gettext_noop("The first of two parcels"),
    "removed": gettext_noop("Something was removed"),
    "risky": gettext_noop("Shopify warns of fraud"),
    "several": gettext_noop("Several parcels"),
    "terms": gettext_noop("To be paid later"),
    "unpaid": gettext_noop("It was not paid yet"),
    "whole": gettext_noop("Everything is refunded"),
    "without_number": gettext_noop("No tracking number"),
}


def translated(label: str) -> str:
    """A label of the schemas in the reader's language."""
    return gettext(label) if label else ""


def setting_label(setting: Mapping[str, Any]) -> str:
    """What a setting is called: by its schema, else as everywhere."""
    name = str(setting["name"])
    label = setting.get("label") or SETTINGS.get(name) or name.replace("_", " ").capitalize()
    return translated(str(label))


def is_words(english: str) -> bool:
    """Whether a text is a marketer's to write: a comma or a space between words is not."""
    return not english or any(map(str.isalpha, english))


def sample_label(name: str) -> str:
    """What a sample order shows."""
    return translated(SAMPLES.get(name) or name.replace("_", " ").capitalize())
