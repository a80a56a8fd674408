"""Where the machine lives: a store in a transaction that is rolled back, and how to look at it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
)

from messaging.models import Message
from messaging.states import IN_HAND, State, Transport
from messaging.subjects import subject_of
from orders.models import Checkout
from stores.models import Store
from stores.scope import store_scope
from templates_app.data import NotificationKind as Kind
from tests.factories import payloads
from tests.factories.messaging import make_sender
from tests.messaging import shop as shops
from tests.messaging.model import DAY, MARKETING, Model, Said
from tests.messaging.post_office import PostOffice
from tests.messaging.shop import Shop, Snapshot

KINDS = (
    Kind.ORDER_CONFIRMATION,
    Kind.ORDER_CANCELLED,
    Kind.ORDER_REFUND,
    Kind.SHIPPING_CONFIRMATION,
    Kind.ABANDONED_CHECKOUT,
)
LANES = {Kind.SHIPPING_CONFIRMATION: 1, Kind.ABANDONED_CHECKOUT: MARKETING}
BUYERS = st.integers(0, 1)
PICK = st.integers(0, 40)
POINTS = (
    "messaging.claimed",
    "messaging.composed",
    "messaging.marked",
    "messaging.accepted",
    "messaging.before_record",
    "messaging.recorded",
    "messaging.captured",
)
Key = tuple[str, str, int]


class World(RuleBasedStateMachine):
    """A store with its shop and its transport, and the model of what was promised."""

    store: Store  # set by the test

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.scope = store_scope(self.store.pk)
        self.scope.__enter__()
        self.now = payloads.START
        self.shop = Shop(self.now)
        self.known: dict[int, Snapshot] = {}  # the newest that was delivered
        self.corrected: dict[int, tuple[str, str]] = {}  # what the shop said, what holds instead
        self.shipped: dict[int, datetime] = {}
        self.refunded: dict[int, datetime] = {}
        self.redacted: set[int] = set()
        self.left: dict[int, datetime] = {}  # checkouts
        self.clicks: dict[str, Key] = {}
        self.resent: dict[int, list[datetime]] = {}
        self.leases_are_over = False

    def teardown(self) -> None:
        self.scope.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(transport=st.sampled_from(["kept here", "by mail", "by a service"]))
    def opens(self, transport: str) -> None:
        self.leaves = transport != "kept here"
        honours_keys = transport == "by a service"
        self.model = Model(honours_keys)
        self.post = PostOffice(honours_keys)
        if honours_keys:
            fields = {"transport": Transport.ESP, "service": "resend", "password": "right"}
            make_sender(self.store, port=1, **fields)
        elif self.leaves:
            make_sender(self.store, port=1)
        for buyer in (0, 1):
            email = shops.addresses(buyer)[1]
            self.shop.tells("orders/create", Snapshot(buyer, self._tick(), email, self.now))

    def _tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        self.shop.now = self.now
        return self.now

    def _says(self, key: Key, address: str, verdict: tuple[str, str], **more: Any) -> Said:
        lane = 1 if key[2] else LANES.get(Kind(key[1]), 0)
        said = Said(address, lane, self.now, self.now, self.now + DAY, **more)
        said.becomes(*verdict)
        self.model.said[key] = said
        return said

    def _address(self, buyer: int) -> str:
        return self.corrected[buyer][1] if buyer in self.corrected else self.known[buyer].email

    def _overtaken(self, said: Said | None) -> None:
        if said:
            said.is_overtaken = True
            if said.state in ("PLANNED", "HELD"):
                said.becomes("NOT_SENT", "OVERTAKEN")

    def _picked(self, pick: int, *states: str) -> tuple[Key, Said, Message] | None:
        chosen = [key for key, said in self.model.said.items() if said.state in states]
        if not chosen:
            return None
        key = chosen[pick % len(chosen)]
        self._tick()
        return key, self.model.said[key], self._rows()[key]

    def _rows(self) -> dict[Key, Message]:
        rows = Message.objects.filter(store=self.store).select_related("order", "store")
        found = {self._key(row): row for row in rows.order_by("pk")}
        assert len(found) == len(rows), "said twice"
        return found

    @staticmethod
    def _key(row: Message) -> Key:
        if row.order is None:
            subject = subject_of(row.about)
            assert isinstance(subject, Checkout)
            return f"left {subject.token[-1]}", row.kind, row.sequence
        return f"order {row.order.shopify_id % 10}", row.kind, row.sequence

    def _take_over_times(self) -> None:
        for key, row in self._rows().items():
            said = self.model.said[key]
            said.due, said.expires, said.at = row.run_after, row.expires_at, row.changed_at

    # What holds after each step

    @invariant()
    def is_as_promised(self) -> None:
        if not hasattr(self, "model"):
            return
        rows = self._rows()
        assert set(rows) == set(self.model.said)
        for key, row in rows.items():
            said = self.model.said[key]
            assert (row.state, row.recipient) == (said.state, said.address), (key, said, row.reason)
            if said.state != State.UNKNOWN:
                assert row.reason == said.reason, (key, said)
            assert row.attempts_count == said.tries, (key, said)
            if row.state in (State.PLANNED, *IN_HAND):
                assert row.claims_count == said.claims, (key, said)
            assert bool(row.bounced_at) == said.has_bounced, (key, said)
            assert bool(row.delivered_at) == said.has_arrived, (key, said)
            self._is_honest(key, said, row)

    def _is_honest(self, key: Key, said: Said, row: Message) -> None:
        taken = self.post.taken[row.public_id]
        assert taken <= 1 + (0 if self.post.honours_keys else said.repeats), (key, said)
        if taken:
            is_open = row.state in IN_HAND or (row.state == State.PLANNED and said.is_doubtful)
            assert is_open or row.state in (State.SENT, State.UNKNOWN), (key, said)
            assert len(self.post.recipients[row.public_id]) == 1, (key, said)
