"""What the shop does, what we are told of it, and how time passes."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)

from intake.topics import HANDLERS
from messaging.models import Message
from messaging.states import IN_HAND
from templates_app.data import NotificationKind as Kind
from tests.messaging import shop as shops
from tests.messaging.machine.world import BUYERS, PICK, World
from tests.messaging.model import DAY
from tests.messaging.post_office import Killed, dying
from tests.messaging.shop import Snapshot, Webhook


class Telling(World):
    # What the shop does

    @rule(buyer=BUYERS, which=st.integers(0, 2))
    def edits_address(self, buyer: int, which: int) -> None:
        self._edits(buyer, "orders/updated", email=shops.addresses(buyer)[which])

    @rule(buyer=BUYERS)
    def cancels_order(self, buyer: int) -> None:
        self._edits(buyer, "orders/cancelled", cancelled_at=self._tick())

    @rule(buyer=BUYERS, says_so=st.booleans())
    def ships(self, buyer: int, says_so: bool) -> None:
        is_new = self.shop.orders[buyer].shipped_at is None
        if is_new and self._edits(buyer, "orders/fulfilled", shipped_at=self._tick()) and says_so:
            self.shop.ships(self.shop.orders[buyer])

    @rule(buyer=BUYERS, says_so=st.booleans())
    def pays_back(self, buyer: int, says_so: bool) -> None:
        is_new = self.shop.orders[buyer].refunded_at is None
        if is_new and self._edits(buyer, "orders/updated", refunded_at=self._tick()) and says_so:
            self.shop.pays_back(self.shop.orders[buyer])

    @rule(buyer=BUYERS, is_ticked=st.booleans())
    def buyer_leaves_checkout(self, buyer: int, is_ticked: bool) -> None:
        if buyer in self.redacted:
            return
        self._tick()
        self.shop.leaves_checkout(buyer, shops.addresses(buyer)[1], is_ticked=is_ticked)

    def _edits(self, buyer: int, topic: str, **changes: Any) -> bool:
        """Not once the buyer is erased: the shop knows nobody then."""
        if buyer in self.redacted:
            return False
        snapshot = replace(self.shop.orders[buyer], changed_at=self._tick(), **changes)
        self.shop.tells(topic, snapshot)
        return True

    # What we are told: in any order, any number of times

    @precondition(lambda self: self.shop.bag)
    @rule(pick=PICK, is_newest=st.booleans())
    def webhook_arrives(self, pick: int, is_newest: bool) -> None:
        bag = self.shop.bag
        webhook = bag[-1] if is_newest else bag[pick % len(bag)]
        is_first = webhook.buyer in self.redacted - set(self.known)
        if is_first and webhook.topic == "refunds/create":
            return  # its note would stay: an erased order that was never heard of has no tombstone
        note(f"{webhook.topic} {webhook.snapshot or webhook.at}")
        self._tick()
        with transaction.atomic():
            HANDLERS[webhook.topic](self.store, webhook.body, self.now)
        if webhook.topic == "checkouts/update":
            self._told_of_checkout(webhook)
        elif webhook.snapshot:
            self._told(webhook.topic, webhook.snapshot)

    @precondition(lambda self: self.shop.bag)
    @rule(pick=PICK, at=st.integers(1, 60))
    def web_worker_dies(self, pick: int, at: int) -> None:
        """Whatever it did is undone; Shopify tells again."""
        webhook = self.shop.bag[pick % len(self.shop.bag)]
        try:
            with dying(at), transaction.atomic():
                HANDLERS[webhook.topic](self.store, webhook.body, self.now)
                raise Killed
        except Killed:
            pass

    def _told(self, topic: str, snapshot: Snapshot) -> None:
        buyer = snapshot.buyer
        if snapshot.refunded_at and topic != "fulfillments/create":
            self.refunded[buyer] = snapshot.refunded_at
        if snapshot.shipped_at and topic != "refunds/create":
            self.shipped[buyer] = snapshot.shipped_at
        if topic.startswith("orders/"):
            self._told_of_order(snapshot)
        elif buyer not in self.known or buyer in self.redacted:
            return
        elif topic == "refunds/create":
            self._announced(buyer)
        else:
            self._planned(buyer, Kind.SHIPPING_CONFIRMATION, self.shipped[buyer])

    def _told_of_order(self, snapshot: Snapshot) -> None:
        buyer = snapshot.buyer
        if buyer not in self.known or snapshot.changed_at > self.known[buyer].changed_at:
            self.known[buyer] = snapshot
            if self.corrected.get(buyer, ("",))[0] != snapshot.email:
                self.corrected.pop(buyer, None)
        if buyer in self.redacted:
            return
        if not self.known[buyer].cancelled_at:
            self._planned(buyer, Kind.ORDER_CONFIRMATION, snapshot.placed_at)
        self._overtaken(self.model.said.get((f"left {buyer}", Kind.ABANDONED_CHECKOUT, 0)))
        self._announced(buyer)

    def _announced(self, buyer: int) -> None:
        known = self.known[buyer]
        if known.cancelled_at:
            self._planned(buyer, Kind.ORDER_CANCELLED, known.cancelled_at)
        since = self.now - DAY
        if self.refunded.get(buyer, since) > since:
            self._planned(buyer, Kind.ORDER_REFUND, self.refunded[buyer])
        if known.shipped_at and self.shipped.get(buyer, since) > since:
            self._planned(buyer, Kind.SHIPPING_CONFIRMATION, self.shipped[buyer])

    def _planned(self, buyer: int, kind: str, happened_at: datetime) -> None:
        address, key = self._address(buyer), (f"order {buyer}", str(kind), 0)
        verdict = self.model.verdict(address, happened_at, self.now)
        said = self.model.said.get(key)
        if said is None:
            self._says(key, address, verdict)
        elif self.model.may_be_readdressed(said, address):
            self.model.readdress(said, address, verdict)

    def _told_of_checkout(self, webhook: Webhook) -> None:
        assert webhook.at
        buyer, key = webhook.buyer, (f"left {webhook.buyer}", str(Kind.ABANDONED_CHECKOUT), 0)
        if buyer in self.redacted:
            return
        self.left[buyer] = max(webhook.at, self.left.get(buyer, webhook.at))
        said = self.model.said.get(key)
        if buyer in self.known:
            self._overtaken(said)
            return
        if said or self.now - self.left[buyer] >= DAY:
            return
        address = shops.addresses(buyer)[1]
        is_agreed = self.model.agreed.get(address, self.shop.checkouts[buyer][0])
        verdict = self.model.verdict(address, self.left[buyer], self.now)
        if verdict[0] != "NOT_SENT" and not is_agreed:
            has_left = address in self.model.agreed
            verdict = ("NOT_SENT", "OPTED_OUT" if has_left else "NO_CONSENT")
        self._says(key, address, verdict)

    @rule(buyer=BUYERS)
    def buyer_is_erased(self, buyer: int) -> None:
        self._tick()
        body = self.shop.redaction(buyer)
        with transaction.atomic():
            HANDLERS["customers/redact"](self.store, body, self.now)
        self.redacted.add(buyer)
        for (about, _kind, _sequence), said in self.model.said.items():
            if about in (f"order {buyer}", f"left {buyer}"):
                self.model.forgotten(said)

    # Time

    @rule(minutes=st.sampled_from([1, 3, 11, 35, 61, 240, 600, 1441, 4000]))
    def clock_jumps(self, minutes: int) -> None:
        """Leases go by the database's clock, which a test cannot set: so they are moved."""
        self.now += timedelta(minutes=minutes)
        self.shop.now = self.now
        rows = Message.objects.filter(state__in=IN_HAND)
        if minutes > 1 and rows.update(claimed_until=self.now - timedelta(days=3650)):
            self.leases_are_over = True
