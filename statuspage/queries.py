"""Reads for the page: an order by its token, and everything the page says of it."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import format_money
from orders.models import DeliveryMethod, LineItem, Order
from shipping.models import Parcel, ParcelEvent, ParcelState
from statuspage.data import Box, Line, Page, Scan, Step, Sum
from statuspage.masking import masked_address
from stores.scope import every_store


def order_by_token(token: str) -> Order | None:
    """The order behind a link, with its store; None for any other text. One query."""
    with every_store(because="the token names the order, and so the store"):
        orders = Order.objects.placed().filter(token=token, redacted_at=None)
        return orders.select_related("store").first()


def page_of(order: Order, locale: str) -> Page:
    """Three queries: lines, parcels, scans. Runs in the store's scope and the page's language."""
    boxes = _boxes(order)
    stage = _stage(order, boxes)
    return Page(
        number=order.name,
        steps=_steps(order, stage),
        boxes=boxes,
        lines=_lines(order, locale),
        sums=_sums(order, locale),
        address=masked_address(order.shipping_address),
        may_change=stage < 2 and not order.cancelled_at,
        **_words(order, stage, boxes),
    )


def _boxes(order: Order) -> tuple[Box, ...]:
    parcels = list(Parcel.objects.filter(order=order).order_by("shipped_at", "position", "id"))
    scans: dict[int, list[ParcelEvent]] = defaultdict(list)
    for event in ParcelEvent.objects.filter(order=order).order_by("-at", "-id"):
        for parcel in parcels:
            if parcel.pk == event.parcel_id or (
                event.parcel_id is None and parcel.fulfilment_id == event.fulfilment_id
            ):
                scans[parcel.pk].append(event)
    return tuple(
        Box(
            title=_("Parcel %(number)s") % {"number": number},
            state=parcel.state,
            number=parcel.number,
            company=parcel.company,
            url=parcel.url,
            scans=tuple(Scan(words=_scan_words(event), at=event.at) for event in scans[parcel.pk]),
        )
        for number, parcel in enumerate(parcels, 1)
    )


def _scan_words(event: ParcelEvent) -> str:
    known = dict(ParcelState.choices)
    words = str(known.get(event.state) or event.message or event.state.capitalize())
    return _beside(words, event.city)


def _beside(first: str, second: str) -> str:
    if not first or not second:
        return first or second
    return _("%(first)s, %(second)s") % {"first": first, "second": second}


def _stage(order: Order, boxes: tuple[Box, ...]) -> int:
    """0 placed, 1 packed, 2 on its way, 3 all parcels delivered."""
    if boxes and all(box.state == ParcelState.DELIVERED for box in boxes):
        return 3
    announced = {"", ParcelState.LABEL_PURCHASED, ParcelState.LABEL_PRINTED, ParcelState.CONFIRMED}
    if any(box.state not in announced for box in boxes):
        return 2
    if boxes or order.fulfilment_state in {"FULFILLED", "PARTIAL"}:
        return 1
    return 0


def _steps(order: Order, stage: int) -> tuple[Step, ...]:
    if order.cancelled_at or order.delivery_method == DeliveryMethod.NONE:
        return ()
    labels = (_("Ordered"), _("Packed"), _("On its way"), _("Delivered"))
    return tuple(
        Step(
            label=label,
            at=order.placed_at if place == 0 else None,
            look="done" if place < stage or stage == 3 else "now" if place == stage else "",
        )
        for place, label in enumerate(labels)
    )


def _words(order: Order, stage: int, boxes: tuple[Box, ...]) -> dict[str, str]:
    if order.cancelled_at:
        return {
            "pill": _("Cancelled"),
            "headline": _("This order was cancelled"),
            "lead": _("Money already paid goes back the way it came."),
        }
    if order.delivery_method == DeliveryMethod.PICKUP and stage == 0:
        return {
            "pill": _("Received"),
            "headline": _("We are getting your order ready"),
            "lead": _("You will hear from us when you can pick it up."),
        }
    if order.delivery_method == DeliveryMethod.NONE:
        return {
            "pill": _("Received"),
            "headline": _("Thank you, we have your order"),
            "lead": _("Nothing needs to be shipped."),
        }
    delivered = sum(box.state == ParcelState.DELIVERED for box in boxes)
    return (
        {
            "pill": _("Received"),
            "headline": _("We have your order and are packing it"),
            "lead": _("You will hear from us when the parcel leaves."),
        },
        {
            "pill": _("Packed"),
            "headline": _("Your order is packed"),
            "lead": _("The carrier has been told. The first scan shows here."),
        },
        {
            "pill": _("On its way, %(delivered)s of %(count)s delivered")
            % {"delivered": delivered, "count": len(boxes)}
            if len(boxes) > 1
            else _("On its way"),
            "headline": ngettext(
                "Your parcel is on its way", "Your parcels are on their way", len(boxes)
            ),
            "lead": _("Below stands what the carrier last told us."),
        },
        {
            "pill": _("Delivered"),
            "headline": _("Your order has arrived"),
            "lead": _("Something not right? Answer the mail that brought you here."),
        },
    )[stage]


def _lines(order: Order, locale: str) -> tuple[Line, ...]:
    rows = LineItem.objects.filter(order=order, current_quantity__gt=0).order_by("position")
    currency = order.presentment_currency or order.currency
    return tuple(
        Line(
            title=row.title,
            detail=_beside(row.variant_title, _pieces(row.current_quantity)),
            image_url=row.image_url if row.image_url.startswith("https://") else "",
            price=format_money(row.presentment_total_minor, currency, locale),
        )
        for row in rows
    )


def _pieces(count: int) -> str:
    return ngettext("%(count)s piece", "%(count)s pieces", count) % {"count": count}


def _sums(order: Order, locale: str) -> tuple[Sum, ...]:
    currency = order.presentment_currency or order.currency
    tax = _("Of which tax") if order.is_tax_included else _("Tax")
    rows = (
        (_("Items"), "subtotal_minor", True),
        (_("Shipping"), "shipping_minor", order.delivery_method == DeliveryMethod.SHIPPING),
        (tax, "tax_minor", False),
        (_("Tip"), "tip_minor", False),
        (_("Duties"), "duties_minor", False),
    )

    def amount(name: str) -> int:
        return int(order.presentment.get(name, getattr(order, name)))

    shown = [
        Sum(label=label, amount=format_money(amount(name), currency, locale))
        for label, name, always in rows
        if always or amount(name)
    ]
    total = format_money(amount("total_minor"), currency, locale)
    return (*shown, Sum(label=_("Total"), amount=total, is_total=True))
