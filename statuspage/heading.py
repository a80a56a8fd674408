"""The top of the page: how far the order has come, and when it will be there. Told honestly."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orders.models import DeliveryMethod
from shipping.models import ParcelState, Promise
from shipping.promise_words import days_in_words
from statuspage.boxes import ANNOUNCED, clipped
from statuspage.data import Box, Head, Stage, Step
from statuspage.facts import Facts
from statuspage.moments import day, local_day, short_day

# What a carrier says when a parcel does not come as it should; the last word counts.
_AMISS: Final = frozenset(
    {
        ParcelState.ATTEMPTED_DELIVERY,
        ParcelState.DELAYED,
        ParcelState.EXCEPTION,
        ParcelState.FAILURE,
        ParcelState.RETURNING,
        ParcelState.RETURNED,
    }
)


_LONGEST_PLACE: Final = 30  # letters of a town's name in its narrow place
_PAID: Final = frozenset({"PAID", "PARTIALLY_PAID", "PARTIALLY_REFUNDED", "REFUNDED"})


def stage_of(boxes: Sequence[Box]) -> Stage:
    sent = [box for box in boxes if box.is_sent]
    if sent and all(box.is_delivered for box in boxes):
        return Stage.DELIVERED
    if any(box.state not in ANNOUNCED for box in sent):
        return Stage.ON_ITS_WAY
    return Stage.PACKED if sent else Stage.PLACED


def head_of(facts: Facts, boxes: Sequence[Box]) -> Head:
    """Pill, headline and what stands below it."""
    order, stage = facts.order, stage_of(boxes)
    if order.cancelled_at:
        return _cancelled(facts)
    if order.delivery_method == DeliveryMethod.NONE and not boxes:
        return _nothing_to_ship(facts)
    if stage is Stage.DELIVERED:
        return _delivered(facts, boxes)
    return _amiss(boxes) or _to_be_fetched(facts, boxes) or _on_its_way(facts, boxes, stage)


def steps_of(facts: Facts, boxes: Sequence[Box]) -> tuple[Step, ...]:
    """The stations, with the days of those that are behind and the place of the present one."""
    order, stage = facts.order, stage_of(boxes)
    if order.cancelled_at or (order.delivery_method == DeliveryMethod.NONE and not boxes):
        return ()
    left = [row.shipped_at for row in facts.fulfilments if row.shipped_at]
    left += [row.shipped_at for row in facts.parcels if row.shipped_at]
    packed_on = local_day(min(left)) if left else None
    scanned = [row.first_scanned_at for row in facts.parcels if row.first_scanned_at]
    moved_on = local_day(min(scanned)) if scanned else None
    days = [box.delivered_on for box in boxes if box.delivered_on]
    came_on = max(days) if stage is Stage.DELIVERED and days else None
    placed_on = local_day(order.placed_at) if order.placed_at else None
    known = (placed_on, packed_on, moved_on, came_on)
    city = _place(boxes)
    return tuple(
        Step(
            label=label,
            note=_note(stage, place, known[place], city),
            look=_look(stage, place),
        )
        for place, label in enumerate(_labels(order.delivery_method))
    )


def _labels(method: str) -> tuple[str, str, str, str]:
    if method == DeliveryMethod.PICKUP:
        return _("Ordered"), _("Packed"), _("Ready for you"), _("Picked up")
    return _("Ordered"), _("Packed"), _("On its way"), _("Delivered")


def _look(stage: Stage, place: int) -> str:
    if place < stage or stage is Stage.DELIVERED:
        return "done"
    return "now" if place == stage else ""


def _note(stage: Stage, place: int, on: date | None, city: str) -> str:
    if place > stage:
        return ""
    if place == stage == Stage.ON_ITS_WAY and city:
        return _("now in %(city)s") % {"city": clipped(city, _LONGEST_PLACE)}
    return short_day(on) if on else ""


def _place(boxes: Sequence[Box]) -> str:
    """Where the parcels are that are on their way, if that is one place."""
    cities = {box.city for box in boxes if box.is_sent and not box.is_delivered and box.city}
    return cities.pop() if len(cities) == 1 else ""


def _cancelled(facts: Facts) -> Head:
    if facts.refunds and sum(row.amount_minor for row in facts.refunds) >= facts.order.total_minor:
        lead = _("What you had paid was paid back the way it came.")
    elif facts.order.financial_state in _PAID:
        lead = _("Money already paid goes back the way it came.")
    else:
        lead = _("You have nothing to pay.")
    return Head(icon="x", pill=_("Cancelled"), headline=_("This order was cancelled"), lead=lead)


def _nothing_to_ship(facts: Facts) -> Head:
    is_card = bool(facts.lines) and all(line.is_gift_card for line in facts.lines)
    lead = _("The gift card comes by e-mail.") if is_card else _("Nothing needs to be shipped.")
    headline = _("Thank you, we have your order")
    return Head(icon="check", pill=_("Received"), headline=headline, lead=lead)


def _delivered(facts: Facts, boxes: Sequence[Box]) -> Head:
    days = [box.delivered_on for box in boxes if box.delivered_on]
    is_fetched = facts.order.delivery_method == DeliveryMethod.PICKUP
    headline = _("You have picked up your order") if is_fetched else _("Your order has arrived")
    if days and not is_fetched:
        headline = _("Delivered %(day)s") % {"day": day(max(days))}
    return Head(
        icon="check",
        pill=_("Picked up") if is_fetched else _("Delivered"),
        headline=headline,
        lead=_("Something not right? Below you can tell us."),
    )


def _amiss(boxes: Sequence[Box]) -> Head | None:
    """Where a parcel does not come as it should, that is the answer: no date stands above it."""
    box = next((box for box in boxes if box.state in _AMISS and not box.is_delivered), None)
    if box is None or box.state == ParcelState.DELAYED:
        return None  # a delay has a new date, or none: the promise says so
    texts = {
        ParcelState.ATTEMPTED_DELIVERY: (
            _("Delivery attempted"),
            _("The carrier could not hand over your parcel"),
            _("It is tried again, or waits for you: the carrier's page says which."),
        ),
        ParcelState.RETURNING: (
            _("On its way back"),
            _("Your parcel is on its way back to us"),
            _("It could not be delivered. We will write to you, or you write to us below."),
        ),
        ParcelState.RETURNED: (
            _("Came back"),
            _("Your parcel came back to us"),
            _("It could not be delivered. We will write to you, or you write to us below."),
        ),
    }
    otherwise = (
        _("Something is wrong"),
        _("Something keeps your parcel from coming"),
        _("The carrier says so without a new day. If you hear nothing more, tell us below."),
    )
    pill, headline, lead = texts.get(ParcelState(box.state), otherwise)
    return Head(icon="warn", pill=pill, headline=headline, lead=lead)


def _to_be_fetched(facts: Facts, boxes: Sequence[Box]) -> Head | None:
    """It waits in the shop, or at the carrier's pickup point."""
    ready = [box for box in boxes if box.state == ParcelState.READY_FOR_PICKUP]
    if ready:
        is_shop = facts.order.delivery_method == DeliveryMethod.PICKUP
        city = ready[0].city
        lead = _("Below stands where.")
        if not is_shop:
            lead = (
                _("It waits at the carrier's pickup point in %(city)s.") % {"city": city}
                if city
                else _("It waits at the carrier's pickup point.")
            )
        pill, headline = _("Ready for pickup"), _("You can pick up your order")
        return Head(icon="bag", pill=pill, headline=headline, lead=lead)
    return None


def _on_its_way(facts: Facts, boxes: Sequence[Box], stage: Stage) -> Head:
    words = _dated(facts, boxes)
    plain_headline, plain_lead = _plain(facts, boxes, stage)
    headline, told = words or (plain_headline, plain_lead)
    return Head(
        icon=("bag", "bag", "truck")[stage],
        pill=_pill(boxes, stage),
        headline=headline,
        lead=" ".join(filter(None, (told, _whereabouts(facts, boxes)))),
    )


def _pill(boxes: Sequence[Box], stage: Stage) -> str:
    if stage is Stage.PLACED:
        return _("Received")
    if stage is Stage.PACKED:
        return _("Packed")
    count, delivered = len(boxes), sum(box.is_delivered for box in boxes)
    sent = sum(box.is_sent for box in boxes)
    if delivered:
        return _("On its way, %(delivered)s of %(count)s delivered") % {
            "delivered": delivered,
            "count": count,
        }
    if sent < count:
        return _("On its way, parcel %(sent)s of %(count)s") % {"sent": sent, "count": count}
    return _("On its way")


def _dated(facts: Facts, boxes: Sequence[Box]) -> tuple[str, str] | None:
    """The headline with days, and whether that is what was said at first."""
    going = [box for box in boxes if not box.is_delivered]
    if len(going) == 1 and going[0].state == ParcelState.OUT_FOR_DELIVERY:
        scanned = going[0].scans[0].at if going[0].scans else None
        if scanned and local_day(scanned) == facts.today:
            return _("With you today"), _("It is out for delivery.")
    promise = facts.promise
    if promise is None or promise.to_on is None:
        return None
    if promise.to_on < facts.today:
        lead = _("It should have been there by %(day)s, and we know of no new day yet.")
        return _("Later than we promised"), lead % {"day": day(promise.to_on)}
    days = days_in_words(promise, facts.today, facts.locale)
    if not days:
        return None
    is_fetched = facts.order.delivery_method == DeliveryMethod.PICKUP
    headline = _("Ready for you %(days)s") if is_fetched else _("With you %(days)s")
    return headline % {"days": days}, _compared(facts, promise)


def _compared(facts: Facts, promise: Promise) -> str:
    """Whether it is what the buyer was told first: on time, moved, or sooner."""
    first = next((row for row in reversed(facts.promises) if row.to_on), None)
    if first is None or first.to_on is None or promise.to_on is None:
        return ""
    if (first.from_on, first.to_on) == (promise.from_on, promise.to_on):
        return _("Just as we promised when you ordered.")
    if promise.to_on <= first.to_on:
        return _("As we promised when you ordered, or sooner.")
    words = days_in_words(first, facts.today, facts.locale)
    return _("It takes longer: at first we said %(days)s.") % {"days": words}


def _whereabouts(facts: Facts, boxes: Sequence[Box]) -> str:
    """Where it is now, and when the rest leaves."""
    parts = []
    going = [box for box in boxes if box.is_sent and not box.is_delivered and box.city]
    if len(going) == 1 and len(boxes) == 1:
        parts.append(_("It is in %(city)s now.") % {"city": going[0].city})
    elif going:
        said = {"number": going[0].number, "city": going[0].city}
        parts.append(_("Parcel %(number)s is in %(city)s now.") % said)
    promise = facts.promise
    is_partly_sent = any(box.is_sent for box in boxes) and any(not box.is_sent for box in boxes)
    if promise and promise.ships_by_on and promise.ships_by_on >= facts.today and is_partly_sent:
        parts.append(
            _("We send the rest at the latest on %(day)s.") % {"day": day(promise.ships_by_on)}
        )
    return " ".join(parts)


def _plain(facts: Facts, boxes: Sequence[Box], stage: Stage) -> tuple[str, str]:
    """Where nothing is promised: what is done, and nothing about days."""
    if facts.order.delivery_method == DeliveryMethod.PICKUP:
        return (
            _("We are getting your order ready"),
            _("You will hear from us when you can pick it up."),
        )
    if stage is Stage.PLACED:
        return (
            _("We have your order and are packing it"),
            _("You will hear from us when the parcel leaves."),
        )
    sent = sum(box.is_sent for box in boxes)
    if stage is Stage.PACKED:
        has_number = any(box.tracking_number for box in boxes)
        lead = _("The carrier has been told. The first scan shows here.") if has_number else ""
        return _("Your order is packed"), lead
    headline = ngettext("Your parcel is on its way", "Your parcels are on their way", sent)
    return headline, _("Below stands what the carrier last told us.")
