"""What a mail of a kind must hold: the way to the order, and the parcel."""

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from templates_app.data import NotificationKind as Kind
from templates_app.linting.complaints import Complaint
from templates_app.linting.mail import Mail, Page, links_in

_LEADS_TO_STATUS: Final = frozenset({Kind.ORDER_CONFIRMATION})
_TELLS_PARCEL: Final = frozenset(
    {Kind.SHIPPING_CONFIRMATION, Kind.SHIPPING_UPDATE, Kind.OUT_FOR_DELIVERY}
)
_TELLS_ORDER: Final = frozenset(Kind) - {
    Kind.GIFT_CARD,
    Kind.ABANDONED_CHECKOUT,
    Kind.DRAFT_ORDER_INVOICE,
    Kind.STAFF_NEW_ORDER,
    Kind.REVIEW_REQUEST,
    Kind.THANK_YOU,
    Kind.ADDRESS_CHECK,
    Kind.POS_RECEIPT,
}
_FEWEST_LETTERS: Final = 40


def no_status_link(mail: Mail) -> Iterator[Complaint]:
    if mail.kind not in _LEADS_TO_STATUS:
        return
    for page in mail.pages:
        if _status_urls(page).isdisjoint(link for _page, link in links_in([page])):
            message = _("No link to the order's status page: buyers cannot follow their order.")
            yield Complaint(message=message, locale=page.locale)


def no_tracking(mail: Mail) -> Iterator[Complaint]:
    if mail.kind not in _TELLS_PARCEL:
        return
    for page in mail.pages:
        links = {link for _page, link in links_in([page])}
        numbers = _tracking_numbers(page)
        if links.isdisjoint(_tracking_urls(page)) and not any(n in page.text for n in numbers):
            message = _("Tells of a parcel without its tracking number or a link to follow it.")
            yield Complaint(message=message, locale=page.locale)


def no_text_part(mail: Mail) -> Iterator[Complaint]:
    for page in mail.pages:
        if sum(sign.isalpha() for sign in page.text) < _FEWEST_LETTERS:
            message = _("Hardly any text: who reads mail as plain text gets nothing of it.")
            yield Complaint(message=message, locale=page.locale)


def no_linked_data(mail: Mail) -> Iterator[Complaint]:
    if mail.kind not in _TELLS_ORDER:
        return
    for page in mail.pages:
        if "application/ld+json" not in page.html and "schema.org/" not in page.html:
            message = _("No data for mail programs: Gmail makes no card of this order.")
            yield Complaint(message=message, locale=page.locale)


def _status_urls(page: Page) -> set[str]:
    order: dict[str, Any] = page.values.get("order") or {}
    urls = {
        page.values["notifyhub"].get("status_url"),
        page.values.get("order_status_url"),
        order.get("customer_order_url"),
        order.get("order_status_url"),
    }
    return {str(url) for url in urls if url}


def _tracking_urls(page: Page) -> set[str]:
    parcels = page.values["notifyhub"].get("parcels") or []
    fulfillment = page.values.get("fulfillment") or {}
    urls = [*(parcel.get("url") for parcel in parcels), *(fulfillment.get("tracking_urls") or [])]
    return {str(url) for url in [*urls, fulfillment.get("tracking_url")] if url}


def _tracking_numbers(page: Page) -> list[str]:
    parcels = page.values["notifyhub"].get("parcels") or []
    fulfillment = page.values.get("fulfillment") or {}
    numbers = [parcel.get("number") for parcel in parcels]
    return [str(n) for n in [*numbers, *(fulfillment.get("tracking_numbers") or [])] if n]
