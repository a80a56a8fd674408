"""The life of an invented order, told as Shopify would tell it: one webhook after another.

The same seed, shop and number give the same life, on any machine.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from notifyhub.demo import basket as baskets
from notifyhub.demo import buyers
from notifyhub.demo.basket import Wishes
from notifyhub.demo.bodies.checkout import checkout_body
from notifyhub.demo.bodies.later import event_body, fulfilment_body, part, refund_body
from notifyhub.demo.bodies.order import order_body
from notifyhub.demo.oddities import Oddity, thrown
from notifyhub.demo.snapshot import Body, Repaid, Scan, Sent, Snapshot
from notifyhub.demo.world import Carrier, Shop, dice

SEED: Final = 1
SETTLED_AFTER: Final = 4  # seconds until the payment stands in the order too


@dataclass(frozen=True, slots=True)
class Told:
    """One webhook: what Shopify says, and when."""

    topic: str
    at: datetime
    order: Snapshot
    body_of: Callable[[], Body]

    @property
    def body(self) -> Body:
        return self.body_of()


@dataclass(frozen=True, slots=True)
class Life:
    number: int
    oddities: frozenset[Oddity]
    told: tuple[Told, ...]  # in the order in which it happened

    def until(self, now: datetime) -> "Life":
        return replace(self, told=tuple(one for one in self.told if one.at <= now))

    def of(self, *topics: str) -> list[Told]:
        return [one for one in self.told if one.topic in topics]


def order_life(
    shop: Shop,
    number: int,
    placed_at: datetime,
    *,
    seed: int = SEED,
    oddities: Iterable[Oddity] | None = None,
) -> Life:
    """All that ever happens to this order; `oddities` None lets the dice choose them."""
    chance = dice("order", seed, shop.key, number)
    odd = thrown(shop, chance) if oddities is None else frozenset(oddities)
    return _Story(_begin(shop, number, placed_at, seed, odd, chance), odd, chance).tell()


def left_checkout(shop: Shop, number: int, at: datetime, *, seed: int = SEED) -> Told:
    """A checkout that nobody completed. Its numbers must not be an order's."""
    chance = dice("checkout", seed, shop.key, number)
    order = _begin(shop, number, at, seed, frozenset(), chance)
    return _checkout(order, at, None)


def _begin(
    shop: Shop, number: int, at: datetime, seed: int, odd: frozenset[Oddity], chance: Random
) -> Snapshot:
    """The order as it is placed."""
    who = buyers.foreigner if Oddity.ABROAD in odd and shop.abroad else buyers.regular
    buyer = who(shop, seed, chance)
    email = buyer.email
    if Oddity.TYPING_ERROR in odd:
        email = buyers.mistyped(email, chance)
    wishes = Wishes(
        is_digital=Oddity.DIGITAL in odd,
        is_pickup=Oddity.PICKUP in odd,
        is_personal=Oddity.PERSONAL in odd,
        is_large=Oddity.COMPANY in odd,
        has_code=Oddity.DISCOUNT in odd,
        has_tip=Oddity.TIP in odd,
        has_two_shipped=Oddity.TWO_PARCELS in odd,
    )
    is_later = odd & {Oddity.PENDING, Oddity.COMPANY}
    return Snapshot(
        shop=shop,
        number=number,
        buyer=buyer,
        basket=baskets.fill(shop, buyer.abroad, wishes, chance),
        placed_at=at,
        updated_at=at + timedelta(seconds=chance.randint(1, SETTLED_AFTER)),
        email="" if Oddity.NO_EMAIL in odd else email,
        token=dice("token", seed, shop.key, number).randbytes(16).hex(),
        gateway="Bank deposit" if is_later else chance.choice(shop.gateways),
        note=chance.choice(shop.gift_notes) if Oddity.GIFT_NOTE in odd else "",
        company=chance.choice(shop.companies) if Oddity.COMPANY in odd else "",
        campaign=chance.choice(shop.campaigns) if chance.random() < 0.24 else "",
        tags=chance.choice(shop.tags) if chance.random() < 0.06 else "",
        financial="pending" if is_later else "paid",
    )


class _Story:
    """Tells one order's life from front to back; `order` is how it stands by now."""

    def __init__(self, order: Snapshot, odd: frozenset[Oddity], chance: Random) -> None:
        self.order = order
        self.odd = odd
        self.chance = chance
        self.told: list[Told] = []

    def tell(self) -> Life:
        self._place()
        if Oddity.CANCELLED in self.odd:
            self._cancel()
        elif Oddity.DIGITAL not in self.odd:
            self._send()
        if Oddity.REFUND in self.odd:
            self._repay()
        told = sorted(self.told, key=lambda one: one.at)
        return Life(self.order.number, self.odd, tuple(told))

    def _say(self, topic: str, at: datetime, body: Callable[[Snapshot], Body] = order_body) -> None:
        self.told.append(Told(topic, at, self.order, partial(body, self.order)))

    def _place(self) -> None:
        placed = self.order.placed_at
        if self.chance.random() < 0.12:
            begun = placed - timedelta(seconds=self.chance.randint(70, 1500))
            self.told.append(_checkout(self.order, begun, None))
            self.told.append(_checkout(self.order, placed, placed))
        self._say("orders/create", self.order.updated_at)
        if self.order.financial != "pending":
            self._say("orders/paid", self.order.updated_at)
        elif Oddity.CANCELLED not in self.odd:
            paid = placed + timedelta(hours=self.chance.uniform(3, 90))
            self.order = replace(self.order, financial="paid", updated_at=paid)
            self._say("orders/paid", paid)

    def _cancel(self) -> None:
        at = self.order.updated_at + timedelta(minutes=self.chance.randint(6, 1500))
        reason = self.chance.choice(("customer", "inventory", "declined"))
        was_paid = self.order.financial == "paid"
        if was_paid:
            everything = tuple((at, one.quantity) for at, one in enumerate(self.order.basket.lines))
            repaid = Repaid(0, at, "", everything, self.order.basket.total, True)
            self.order = replace(self.order, repaid=(repaid,))
        self.order = replace(
            self.order,
            updated_at=at,
            cancelled_at=at,
            closed_at=at,
            cancel_reason=reason,
            financial="refunded" if was_paid else "voided",
        )
        if was_paid:
            self._say("refunds/create", at, partial(refund_body, repaid=self.order.repaid[0]))
        self._say("orders/cancelled", at)

    def _send(self) -> None:
        """The order leaves in one box or two, and the boxes are scanned on their way."""
        leaves = _next_working_hour(self.order, self.chance)
        for sent in self._boxes(leaves):
            self.order = replace(self.order, sent=(*self.order.sent, sent), updated_at=sent.at)
            if self.order.fulfilment_state == "fulfilled":
                self.order = replace(self.order, closed_at=sent.at)
            self._say("fulfillments/create", sent.at, partial(fulfilment_body, sent=sent))
            self._say("orders/updated", sent.at)
            for scan in self._scans(sent):
                self._say(
                    "fulfillment_events/create", scan.at, partial(event_body, sent=sent, scan=scan)
                )

    def _boxes(self, at: datetime) -> list[Sent]:
        shipped = tuple(n for n, one in enumerate(self.order.basket.lines) if one.is_shipped)
        if Oddity.PICKUP in self.odd:
            return [Sent(0, at, shipped, None)]
        carrier = self.chance.choices(self.order.shop.carriers, (7, 3))[0]
        if Oddity.TWO_PARCELS not in self.odd:
            return [Sent(0, at, shipped, carrier, (self._parcel_number(carrier),))]
        if len(shipped) < 2:
            both = (self._parcel_number(carrier), self._parcel_number(carrier))
            return [Sent(0, at, shipped, carrier, both)]
        later = at + timedelta(hours=self.chance.randint(20, 50))
        return [
            Sent(0, at, shipped[:1], carrier, (self._parcel_number(carrier),)),
            Sent(1, later, shipped[1:], carrier, (self._parcel_number(carrier),)),
        ]

    def _parcel_number(self, carrier: Carrier) -> str:
        digits = "".join(str(self.chance.randrange(10)) for _ in range(carrier.digits))
        return f"{carrier.prefix}{digits}{carrier.suffix}"

    def _scans(self, sent: Sent) -> list[Scan]:
        if sent.carrier is None:
            ready = sent.at + timedelta(minutes=self.chance.randint(1, 30))
            return [Scan(0, ready, "ready_for_pickup", "")]
        home = self.order.shop.country.places[0].city
        there = self.order.buyer.place.city
        at = sent.at + timedelta(hours=self.chance.uniform(4, 14))
        scans = [Scan(0, at, "in_transit", home)]
        if Oddity.STUCK_PARCEL in self.odd:
            return scans
        at += timedelta(hours=self.chance.uniform(9, 30))
        scans.append(Scan(1, at, "in_transit", there))
        at += timedelta(hours=self.chance.uniform(5, 26))
        at = _by_day(at, self.order.shop)
        scans.append(Scan(2, at, "out_for_delivery", there))
        if self.chance.random() < 0.04:
            at += timedelta(hours=self.chance.uniform(2, 7))
            scans.append(Scan(3, at, "attempted_delivery", there))
            at += timedelta(hours=20)
        at += timedelta(hours=self.chance.uniform(1, 6))
        return [*scans, Scan(len(scans), at, "delivered", there)]

    def _repay(self) -> None:
        """Some of it comes back some days after it left."""
        basket = self.order.basket
        at = self.order.updated_at + timedelta(hours=self.chance.uniform(60, 260))
        place = self.chance.randrange(len(basket.lines))
        line = basket.lines[place]
        amount = part(line.total, line.quantity, line)
        is_all = amount == basket.total
        note = self.chance.choice(("", "Damaged in transit", "Wrong size"))
        repaid = Repaid(0, at, note, ((place, line.quantity),), amount)
        self.order = replace(
            self.order,
            updated_at=at,
            repaid=(repaid,),
            financial="refunded" if is_all else "partially_refunded",
        )
        self._say("refunds/create", at, partial(refund_body, repaid=repaid))
        self._say("orders/updated", at)


def _checkout(order: Snapshot, at: datetime, completed_at: datetime | None) -> Told:
    topic = "checkouts/update" if completed_at else "checkouts/create"
    body = partial(checkout_body, order, at=at, completed_at=completed_at)
    return Told(topic, at, order, body)


def _by_day(at: datetime, shop: Shop) -> datetime:
    """That moment, or the next morning if a van would not be out then."""
    local = at.astimezone(ZoneInfo(shop.timezone))
    if 7 <= local.hour < 13:
        return at
    morning = local.replace(hour=8) + timedelta(days=local.hour >= 13)
    return morning.astimezone(at.tzinfo)


def _next_working_hour(order: Snapshot, chance: Random) -> datetime:
    """When the shop packs it: on a weekday between 9 and 16 by its own clock."""
    local = order.updated_at.astimezone(ZoneInfo(order.shop.timezone))
    local += timedelta(hours=chance.choice((2, 3, 5, 18, 26, 44)))
    if local.hour >= 16:
        local += timedelta(days=1)
    while local.weekday() > 4:
        local += timedelta(days=1)
    if not 9 <= local.hour < 16 or local.hour >= 16:
        local = local.replace(hour=chance.randint(9, 15), minute=chance.randrange(60))
    return max(local, order.updated_at + timedelta(minutes=20))
