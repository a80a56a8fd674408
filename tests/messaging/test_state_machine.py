"""Everything that can happen to messages, in any order, against a small model of what is promised.

`MACHINE_EXAMPLES=2000 MACHINE_STEPS=50` runs it long; a failure prints how to repeat it.
"""

import os
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from common.errors import DomainError
from intake.topics import HANDLERS
from messaging import arrivals, batches, correcting, deciding, halting, sending, services, settling
from messaging.batches import Wanted
from messaging.consenting import Word, record_consent
from messaging.correction import Correction, Scope, Words
from messaging.models import Deed, Halt, Message
from messaging.repeating import WordsNotKept
from messaging.states import IN_HAND, Channel, Ground, Purpose, State, Transport
from orders.models import Activity, Order
from stores.models import Store
from stores.scope import every_store, store_scope
from templates_app.data import NotificationKind as Kind
from templates_app.services import ensure_default_template
from tests.factories import payloads
from tests.factories.messaging import make_sender
from tests.messaging import shop as shops
from tests.messaging.model import DAY, MARKETING, RESULTS, TOLD, WAITS_FOR_ACCOUNT, Model, Said
from tests.messaging.post_office import Hands, Killed, PostOffice, dying
from tests.messaging.shop import Shop, Snapshot, Webhook
from tests.messaging.traces import tables_naming

pytestmark = pytest.mark.django_db

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


class Messages(RuleBasedStateMachine):
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

    def _tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        self.shop.now = self.now
        return self.now

    # What we are told: in any order, any number of times

    @precondition(lambda self: self.shop.bag)
    @rule(pick=PICK, is_newest=st.booleans())
    def webhook_arrives(self, pick: int, is_newest: bool) -> None:
        bag = self.shop.bag
        webhook = bag[-1] if is_newest else bag[pick % len(bag)]
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
        if topic == "fulfillments/create":
            assert snapshot.shipped_at
            self.shipped[buyer] = snapshot.shipped_at
            if buyer in self.known and buyer not in self.redacted:
                self._planned(buyer, Kind.SHIPPING_CONFIRMATION, snapshot.shipped_at)
            return
        if snapshot.refunded_at:
            self.refunded[buyer] = snapshot.refunded_at
        if topic == "refunds/create":
            if buyer in self.known and buyer not in self.redacted:
                self._announced(buyer)
            return
        if snapshot.shipped_at:
            self.shipped[buyer] = snapshot.shipped_at
        if buyer not in self.known or snapshot.changed_at > self.known[buyer].changed_at:
            self.known[buyer] = snapshot
            if self.corrected.get(buyer, ("",))[0] != snapshot.email:
                self.corrected.pop(buyer, None)
        if buyer in self.redacted:
            return
        if not self.known[buyer].cancelled_at:
            self._planned(buyer, Kind.ORDER_CONFIRMATION, snapshot.placed_at)
        reminder = self.model.said.get((f"left {buyer}", Kind.ABANDONED_CHECKOUT, 0))
        self._overtaken(reminder)
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

    def _says(self, key: Key, address: str, verdict: tuple[str, str], **more: Any) -> Said:
        lane = 1 if key[2] else LANES.get(Kind(key[1]), 0)
        said = Said(address, lane, self.now, self.now, self.now + DAY, **more)
        said.becomes(*verdict)
        self.model.said[key] = said
        return said

    def _address(self, buyer: int) -> str:
        return self.corrected[buyer][1] if buyer in self.corrected else self.known[buyer].email

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

    def _overtaken(self, said: Said | None) -> None:
        if said:
            said.is_overtaken = True
            if said.state in ("PLANNED", "HELD"):
                said.becomes("NOT_SENT", "OVERTAKEN")

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

    # Workers

    OUTCOMES = st.lists(st.sampled_from(sorted(RESULTS)), max_size=6)

    @precondition(lambda self: self.model.said)
    @rule(plan=OUTCOMES, hours=st.integers(-1, 1))
    def worker_sends(self, plan: list[str], hours: int) -> None:
        """Its own clock is an hour off, for all that it matters."""
        self._tick()
        self.post.plan = deque(plan)
        with pytest.MonkeyPatch.context() as patch:
            off = self.now + timedelta(hours=hours)
            patch.setattr("django.utils.timezone.now", lambda: off)
            while self._sends_once():
                pass

    @precondition(lambda self: self.model.said)
    @rule(
        plan=OUTCOMES,
        at=st.one_of(st.sampled_from(POINTS), st.integers(1, 60)),
    )
    def worker_dies(self, plan: list[str], at: str | int) -> None:
        self._tick()
        self._settles()
        self.post.plan, self.post.log = deque(plan), {}
        due = self._due()
        try:
            with dying(at):
                sending.send_due(now=self.now, crew=Hands(self.post))
        except Killed:
            self._died(due)
        else:
            self._sent(due)

    def _settles(self) -> None:
        with every_store(because="a test settles"):
            settling.settle(now=self.now)
        self._take_over_times()
        self.model.settle(self.now, leases_are_over=self.leases_are_over)
        self.leases_are_over = False
        self.is_as_promised()

    def _sends_once(self) -> int:
        self._settles()
        due = self._due()
        self.post.log = {}
        taken = sending.send_due(now=self.now, crew=Hands(self.post))
        self._sent(due)
        return taken

    def _due(self) -> list[Key]:
        self._take_over_times()
        said = self.model.said
        return [k for k, one in said.items() if one.state == "PLANNED" and one.due <= self.now]

    def _sent(self, due: list[Key]) -> None:
        rows = self._rows()
        was_suspect = any(self.model.said[key].claims for key in due)
        obstacles = {k: self.model.obstacle(k[1], self.model.said[k], self.now) for k in due}
        is_bulk_busy = self._bulk_is_busy()
        for key in due:
            row, said = rows[key], self.model.said[key]
            result = self.post.log.get(row.public_id)
            if not self.leaves and not obstacles[key] and row.state != State.PLANNED:
                result = "taken"
            is_left = row.state == State.PLANNED and row.run_after == said.due
            may_be_left = was_suspect or (is_bulk_busy and said.lane >= MARKETING)
            if result:
                assert not obstacles[key], (key, said, obstacles[key])
                self.model.carried(said, result)
            elif is_left and may_be_left:
                continue
            elif obstacle := obstacles[key]:
                said.becomes(*obstacle)
                said.claims = 0
            else:
                assert row.reason in WAITS_FOR_ACCOUNT, (key, said, row.state, row.reason)
                said.becomes("PLANNED", row.reason)
                said.claims = 0

    def _died(self, due: list[Key]) -> None:
        """What it left behind is one of the things that it may leave; the model goes on from it."""
        rows = self._rows()
        obstacles = {k: self.model.obstacle(k[1], self.model.said[k], self.now) for k in due}
        for key in due:
            row, said = rows[key], self.model.said[key]
            result = self.post.log.get(row.public_id)
            if row.state in IN_HAND:
                assert row.state == State.TRANSMITTING or not result, "left without the mark"
                said.becomes(row.state, said.reason)
                said.claims += 1
            elif (
                row.claims_count == said.claims
                and row.run_after == said.due
                and (row.state == State.PLANNED)
            ):
                assert not result, "carried, and as if it had not been claimed"
            elif obstacle := obstacles[key]:
                said.becomes(*obstacle)
                said.claims = 0
            elif result or not self.leaves:
                self.model.carried(said, result or "taken")
            else:
                assert row.reason in WAITS_FOR_ACCOUNT
                said.becomes("PLANNED", row.reason)
                said.claims = 0

    def _bulk_is_busy(self) -> bool:
        held = [s for s in self.model.said.values() if s.state in IN_HAND and s.lane >= MARKETING]
        return len(held) > 1

    # What people and services do to one message

    def _picked(self, pick: int, *states: str) -> tuple[Key, Said, Message] | None:
        chosen = [key for key, said in self.model.said.items() if said.state in states]
        if not chosen:
            return None
        key = chosen[pick % len(chosen)]
        self._tick()
        return key, self.model.said[key], self._rows()[key]

    @precondition(lambda self: self.model.said)
    @rule(pick=PICK)
    def person_releases(self, pick: int) -> None:
        if found := self._picked(pick, "HELD", "FAILED"):
            _key, said, row = found
            self._does(services.release_message, row, is_refused=not said.address)
            self._released(said)

    def _released(self, said: Said) -> None:
        if said.address:
            is_old = said.reason in ("BACKFILL", "TOO_OLD")
            said.becomes("PLANNED")
            said.lane, said.tries, said.claims = 3 if is_old else said.lane, 0, 0

    @precondition(lambda self: self.model.said)
    @rule(pick=PICK)
    def person_cancels(self, pick: int) -> None:
        if found := self._picked(pick, "HELD", "PLANNED"):
            self._does(services.cancel_message, found[2])
            found[1].becomes("NOT_SENT", "CANCELLED")

    @precondition(lambda self: self.model.said)
    @rule(pick=PICK, deed=st.sampled_from(["repeat", "it arrived"]))
    def person_decides(self, pick: int, deed: str) -> None:
        if found := self._picked(pick, "UNKNOWN"):
            _key, said, row = found
            if deed == "it arrived":
                self._does(settling.settle_as_sent, row)
                said.becomes("SENT")
                said.claims = 0
                return
            self._does(deciding.repeat_unknown, row, is_refused=not said.address)
            if said.address:
                said.goes_again()

    def _does(self, deed: Callable[..., Any], row: Message, *, is_refused: bool = False) -> None:
        try:
            is_done = deed(message=row, actor="Mina", now=self.now)
        except DomainError as refusal:
            assert is_refused, refusal
        else:
            assert is_done != is_refused

    @precondition(lambda self: self.model.said)
    @rule(state=st.sampled_from(["HELD", "FAILED"]))
    def batch_releases(self, state: str) -> None:
        self._tick()
        self._batch(Deed.RELEASE, state)
        for said in self.model.said.values():
            if said.state == state:
                self._released(said)

    def _batch(self, deed: Deed, state: str) -> None:
        wanted = Wanted(store_ids=(self.store.pk,), state=State(state))
        batches.begin(
            wanted=wanted,
            deed=deed,
            agency_id=self.store.agency_id,
            because="It is time",
            actor="Mina",
            now=self.now,
        )
        self._run_batches()

    def _run_batches(self) -> None:
        with every_store(because="a test runs batches"):
            while batches.run_batches(now=self.now):
                pass

    @precondition(lambda self: self.model.said)
    @rule(
        pick=PICK,
        to=st.integers(-1, 3),
        scope=st.sampled_from([Scope.MESSAGE, Scope.ORDER]),
        words=st.sampled_from([Words.NOW, Words.NOW, Words.AS_SENT]),
        click=st.integers(0, 6),
    )
    def person_sends_again(self, pick: int, to: int, scope: str, words: str, click: int) -> None:
        chosen = [key for key in self.model.said if key[0].startswith("order")]
        if not chosen:
            return
        key = chosen[pick % len(chosen)]
        original, row, buyer = self.model.said[key], self._rows()[key], int(key[0][-1])
        self._tick()
        recipient = "" if to < 0 else shops.addresses(buyer)[to]
        correction = Correction.of_message(
            row,
            recipient=recipient,
            scope=scope,
            words=words,
            actor="Mina",
            because="lost",
            nonce=f"click {click}" if click > 2 else "",
        )
        earlier = self.clicks.get(correction.nonce)
        address = self._goes_to(original, recipient, buyer)
        may_go = (
            buyer not in self.redacted
            and address
            and address not in self.model.stopped
            and original.state not in IN_HAND
            and self._sent_again_today(buyer) < 3
        )
        try:
            said = correcting.resend(correction=correction, now=self.now)
        except WordsNotKept:
            assert words == Words.AS_SENT
            return
        except DomainError as refusal:
            is_other = earlier and earlier[:2] != key[:2]
            assert not may_go or is_other, (refusal, key, original)
            return
        if earlier:
            assert said.sequence == earlier[2]
            return
        assert may_go, (key, original)
        self._said_again(key, said, address, scope)
        if correction.nonce:
            self.clicks[correction.nonce] = (key[0], key[1], said.sequence)
        if row.state in ("SENT", "FAILED", "UNKNOWN"):
            before = {name: value for name, value in vars(row).items() if name[0] != "_"}
            after = vars(Message.objects.get(pk=row.pk))
            assert {name: after[name] for name in before} == before

    def _goes_to(self, original: Said, recipient: str, buyer: int) -> str:
        before = original.address
        if buyer in self.corrected and before == self.corrected[buyer][0]:
            before = ""
        return recipient or before or self._address(buyer)

    def _sent_again_today(self, buyer: int) -> int:
        return sum(at > self.now - DAY for at in self.resent.get(buyer, []))

    def _said_again(self, key: Key, row: Message, address: str, scope: str) -> None:
        buyer = int(key[0][-1])
        self.resent.setdefault(buyer, []).append(self.now)
        if scope == Scope.ORDER and address != self._address(buyer):
            self._correct(buyer, address, key)
        for other, said in self.model.said.items():
            if other[:2] == key[:2] and said.state in ("PLANNED", "HELD"):
                said.becomes("NOT_SENT", "CANCELLED")
        self.model.said[key].is_corrected = True
        again = (key[0], key[1], row.sequence)
        assert again not in self.model.said
        self._says(again, address, ("PLANNED", ""), by_person=True)

    def _correct(self, buyer: int, address: str, but: Key) -> None:
        said_by_shop = self.known[buyer].email
        self.corrected[buyer] = (said_by_shop, address)
        if address == said_by_shop:
            del self.corrected[buyer]
        for other, said in self.model.said.items():
            if other == but or other[0] != but[0] or other[2]:
                continue
            if self.model.may_be_readdressed(said, address):
                happened_at = self._rows()[other].planned_at
                verdict = (said.state, said.reason)
                if said.state == "NOT_SENT":
                    verdict = self.model.verdict(address, happened_at, self.now)
                self.model.readdress(said, address, verdict)

    @precondition(lambda self: self.model.said)
    @rule(pick=PICK, fact=st.sampled_from(["delivered", "bounced", "complained"]))
    def service_reports(self, pick: int, fact: str) -> None:
        rows = self._rows()
        had = [key for key, row in rows.items() if self.post.taken[row.public_id]]
        if not had:
            return
        key = had[pick % len(had)]
        self._tick()
        said, row = self.model.said[key], rows[key]
        if fact == "delivered":
            arrivals.record_delivery(message=row, at=self.now, line="250 OK")
        elif fact == "bounced":
            line = f"550 5.1.1 {said.address} unknown"
            arrivals.record_bounce(message=row, at=self.now, is_hard=True, line=line)
        else:
            arrivals.record_complaint(message=row, at=self.now)
        self.model.reported(said, fact)

    @precondition(lambda self: self.model.said)
    @rule(pick=PICK)
    def service_is_asked(self, pick: int) -> None:
        """It knows whether it has it."""
        found = self._picked(pick, "UNKNOWN", "PLANNED")
        if found is None:
            return
        _key, said, row = found
        is_open = said.state == "UNKNOWN" or said.is_doubtful
        arrived = bool(self.post.taken[row.public_id])
        is_news = settling.settle_unknown(message=row, arrived=arrived, now=self.now)
        if not is_open:
            assert not is_news
        elif arrived:
            said.becomes("SENT")
            said.claims = 0
        elif said.is_redacted:
            said.is_doubtful = False
            said.told["NOT_SENT"] -= not is_news
            said.becomes("NOT_SENT", "REDACTED")
        else:
            said.is_doubtful, said.claims, said.repeats = False, 0, said.repeats + 1
            said.becomes("PLANNED")

    @precondition(lambda self: self.model.said)
    @rule(pick=PICK, is_given=st.booleans())
    def buyer_speaks(self, pick: int, is_given: bool) -> None:
        """On the page that a mail of theirs leads to."""
        found = self._picked(pick, "SENT")
        if found is None or not found[1].address:
            return
        _key, said, row = found
        word = Word(
            channel=Channel.EMAIL,
            address=said.address,
            purpose=Purpose.MARKETING,
            is_given=is_given,
            ground=Ground.BUYER,
            detail=said.address,
        )
        record_consent(store=self.store, word=word, at=self.now, now=self.now, order=row.order)
        self.model.agreed[said.address] = is_given

    @rule(kind=st.sampled_from(KINDS[:2]))
    def person_halts(self, kind: str) -> None:
        scope = halting.Scope(kind)
        stores = [self.store]
        halting.halt(stores=stores, scope=scope, because="Wrong", actor="Mina", now=self._tick())
        self.model.halted.add(kind)

    @rule()
    def person_lifts_halts(self) -> None:
        self._tick()
        for halt in Halt.objects.filter(lifted_at=None).order_by("pk"):
            agency_id = self.store.agency_id
            halting.lift_halt(halt=halt, agency_id=agency_id, actor="Mina", now=self.now)
            for (_about, kind, _sequence), said in self.model.said.items():
                if kind == halt.kind and (said.state, said.reason) == ("HELD", "HALTED"):
                    self._released(said)
        self._run_batches()
        self.model.halted.clear()

    # What holds after each step

    def _rows(self) -> dict[Key, Message]:
        rows = Message.objects.filter(store=self.store).select_related("order", "store")
        found = {self._key(row): row for row in rows.order_by("pk")}
        assert len(found) == len(rows), "said twice"
        return found

    @staticmethod
    def _key(row: Message) -> Key:
        if row.order is None:
            from messaging.subjects import subject_of

            subject = subject_of(row.about)
            return f"left {subject.token[-1]}", row.kind, row.sequence
        return f"order {row.order.shopify_id % 10}", row.kind, row.sequence

    def _take_over_times(self) -> None:
        for key, row in self._rows().items():
            said = self.model.said[key]
            said.due, said.expires, said.at = row.run_after, row.expires_at, row.changed_at

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

    @invariant()
    def timeline_is_complete(self) -> None:
        if not hasattr(self, "model") or not self.model.said:
            return
        rows = {row.pk: key for key, row in self._rows().items()}
        facts = Activity.objects.filter(message_id__in=rows).values_list("message_id", "kind")
        told = Counter((rows[pk], kind.removeprefix("MESSAGE_")) for pk, kind in facts)
        for key, said in self.model.said.items():
            if key[0].startswith("order"):
                expected = {(key, state): count for state, count in said.told.items() if count}
                found = {k: told[k] for k in told if k[0] == key and k[1] in TOLD}
                assert found == expected, (key, said)

    @invariant()
    def erased_buyers_leave_no_trace(self) -> None:
        for buyer in self.redacted:
            assert tables_naming(shops.canary(buyer)) == []


EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "40"))
STEPS = int(os.environ.get("MACHINE_STEPS", "30"))
SHRINKS = os.environ.get("MACHINE_SHRINKS", "1") == "1"


def test_whatever_happens_messages_are_as_promised(store: Store) -> None:
    with every_store(because="a test publishes the default words"):
        for kind in KINDS:
            ensure_default_template(agency=store.agency, kind=kind, now=payloads.START)
    machine = type("Machine", (Messages,), {"store": store})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]  # Hypothesis leaves it untyped
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            print_blob=True,
            report_multiple_bugs=False,
            phases=set(Phase) - (set() if SHRINKS else {Phase.shrink, Phase.explain}),
            suppress_health_check=list(HealthCheck),
        ),
    )
