"""What people, services and buyers do to messages."""

from collections.abc import Callable
from typing import Any

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)

from common.errors import DomainError
from messaging import arrivals, batches, correcting, deciding, halting, services, settling
from messaging.batches import Wanted
from messaging.consenting import Word, record_consent
from messaging.correction import Correction, Scope, Words
from messaging.models import Deed, Halt, Message
from messaging.repeating import WordsNotKept
from messaging.states import IN_HAND, Channel, Ground, Purpose, State
from stores.scope import every_store
from tests.messaging import shop as shops
from tests.messaging.machine.world import KINDS, PICK, Key, World
from tests.messaging.model import DAY, Said


class People(World):
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
        except DomainError:
            is_done = False
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
        said = None
        try:
            said = correcting.resend(correction=correction, now=self.now)
        except WordsNotKept:
            may_go = may_go and words != Words.AS_SENT
        except DomainError as refusal:
            note(str(refusal))
        if said is None:
            is_other = earlier and earlier[:2] != key[:2]
            assert not may_go or is_other, (key, original)
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
