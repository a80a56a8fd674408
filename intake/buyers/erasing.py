"""Verbs that forget buyers: through every room, then into the ledger, then committed.

See Note [The ledger outlives the dump] in stores/ledger.py. Done again they find nothing more.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from analytics import unit_erasure
from automations import erasing as rules
from common.errors import DomainError
from common.killpoint import killpoint
from intake.buyers import dropping, raw
from messaging import services as messaging
from orders import services as orders
from orders.data import RedactionData
from orders.models import Checkout, Customer, DraftOrder, GiftCard, Order
from shipping import services as shipping
from statuspage import erasure as page
from stores import ledger
from stores.models import AskedBy, ErasureKind, Store, Tombstone
from tracking import forgetting
from tracking.attribution import erasing

LONGEST_REASON: Final = 500
_ERASURES: Final = uuid.UUID("5f1c7a0e-6f0b-4c54-9d0a-3b8f7a1e2d49")  # a name space of our own


class NotConfirmed(DomainError):
    """What cannot be undone wants its name typed twice, and a reason."""

    code = "erasure-not-confirmed"


class NothingKept(DomainError):
    """Nothing here is about that person."""

    code = "nothing-kept-of-them"


@dataclass(frozen=True, slots=True)
class Asked:
    """Through which door it was asked, by whom, and why."""

    by: AskedBy = AskedBy.SHOPIFY
    actor: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A buyer, as staff name them: by e-mail, or by Shopify's number of the customer."""

    email: str = ""
    customer_shopify_id: int | None = None

    @property
    def written(self) -> str:
        return self.email or str(self.customer_shopify_id or "")


@transaction.atomic
def erase_buyer(*, store: Store, data: RedactionData, asked: Asked, now: datetime) -> Tombstone:
    """Forget one buyer in every room. Raises LedgerAway, and then nothing is forgotten."""
    count, names = forget_buyer(store=store, data=data, now=now)
    return _bury(store, ErasureKind.CUSTOMER, names, count, asked, now)


@transaction.atomic
def erase_shop(
    *, store: Store, asked: Asked, now: datetime, public_id: uuid.UUID | None = None
) -> Tombstone:
    """Forget everybody who bought in the store. Raises LedgerAway.

    With a `public_id` the line of the ledger is the same whenever it is tried again.
    """
    count = forget_shop(store=store, now=now)
    return _bury(store, ErasureKind.SHOP, [], count, asked, now, public_id)


def forget_buyer(*, store: Store, data: RedactionData, now: datetime) -> tuple[int, list[str]]:
    """One buyer, room by room; of how many orders, and by which names. Wants a transaction."""
    who = orders.redact_customer(store=store, data=data, now=now)
    unit_erasure.forget_units(store_id=store.pk, who=who, now=now)
    messaging.redact_person(store_id=store.pk, who=who, now=now)
    forgetting.forget_persons_hits(store_id=store.pk, who=who)
    forget_beside(store_id=store.pk, order_ids=who.order_ids)
    emails = {data.email, *(each for each in who.addresses if "@" in each)} - {""}
    customers = [data.customer_shopify_id] if data.customer_shopify_id else []
    names = ledger.names_of(
        customers=customers, emails=sorted(emails), orders=data.order_shopify_ids
    )
    raw.forget(store_id=store.pk, names=names)
    dropping.forget_exports(store_id=store.pk, names=names)
    return len(who.order_ids), names


def forget_shop(*, store: Store, now: datetime) -> int:
    """Everybody, room by room; of how many orders. Wants a transaction."""
    who = orders.redact_shop(store=store, now=now)
    unit_erasure.forget_store(store_id=store.pk, now=now)
    messaging.redact_store(store_id=store.pk, who=who, now=now)
    forgetting.forget_stores_hits(store_id=store.pk)
    shipping.forget_early_news(store_id=store.pk)
    forget_beside(store_id=store.pk, order_ids=who.order_ids)
    raw.forget_all(store_id=store.pk)
    dropping.forget_all_exports(store_id=store.pk)
    return len(who.order_ids)


def forget_beside(*, store_id: int, order_ids: list[int]) -> None:
    """What the rooms beside and below messages know of orders."""
    shipping.redact_parcels(store_id=store_id, order_ids=order_ids)
    page.redact_asking(store_id=store_id, order_ids=order_ids)
    page.redact_copies(store_id=store_id, order_ids=order_ids)
    page.redact_feedback(store_id=store_id, order_ids=order_ids)
    rules.redact_runs(store_id=store_id, order_ids=order_ids)
    erasing.redact_sources(store_id=store_id, order_ids=order_ids)


def erase_by_hand(
    *, store: Store, somebody: Somebody, confirmed: str, asked: Asked, now: datetime
) -> Tombstone:
    """Forget a buyer because staff say so. Raises NotConfirmed, NothingKept, LedgerAway."""
    if not asked.reason.strip():
        raise NotConfirmed(_("Say why: whoever looks at the list of erasures will ask."))
    if not somebody.written or confirmed.strip().lower() != somebody.written.lower():
        raise NotConfirmed(_("Type the e-mail or number of the buyer once more, as it is above."))
    data = known_as(store=store, somebody=somebody)
    if data is None:
        raise NothingKept(_("Nothing is kept of this buyer in %(store)s.") % {"store": store.name})
    return erase_buyer(store=store, data=data, asked=asked, now=now)


def known_as(*, store: Store, somebody: Somebody) -> RedactionData | None:
    """All orders and the number of who is meant; None if nothing is kept of them. Six queries."""
    email = somebody.email.strip().lower()
    named = Q(shopify_id=somebody.customer_shopify_id) if somebody.customer_shopify_id else Q()
    by_mail = Q(email=email) | Q(shopify_email=email) if email else Q(pk=None)
    customers = Customer.objects.filter(
        named if somebody.customer_shopify_id else by_mail, store_id=store.pk, redacted_at=None
    )
    found = list(customers.values_list("pk", "shopify_id", "email"))
    emails = {email, *(each[2] for each in found)} - {""}
    theirs = Q(customer_id__in=[each[0] for each in found]) | Q(email__in=emails)
    bought = Order.objects.filter(theirs, store_id=store.pk, redacted_at=None)
    numbers = tuple(sorted(bought.values_list("shopify_id", flat=True)))
    # An order keeps the address that it was placed with; its customer may have another by now.
    accounts = [each[1] for each in found]
    accounts += bought.exclude(customer=None).values_list("customer__shopify_id", flat=True)[:1]
    if not (found or numbers or _is_known_otherwise(store.pk, emails)):
        return None
    return RedactionData(
        customer_shopify_id=next(iter(accounts), somebody.customer_shopify_id),
        email=email or next(iter(sorted(emails)), ""),
        order_shopify_ids=tuple(each for each in numbers if each),
    )


def _is_known_otherwise(store_id: int, emails: set[str]) -> bool:
    """By a basket, a draft, a gift card, or what they said of mails."""
    left = {"store_id": store_id, "email__in": emails}
    if Checkout.objects.filter(**left, redacted_at=None).exists():
        return True
    if DraftOrder.objects.filter(**left, redacted_at=None).exists():
        return True
    cards = GiftCard.objects.filter(store_id=store_id, recipient_email__in=emails)
    return cards.exists() or messaging.is_known(store_id=store_id, addresses=sorted(emails))


def _bury(  # noqa: PLR0913 - an erasure has these parts, and `Asked` holds three more
    store: Store,
    kind: ErasureKind,
    names: list[str],
    count: int,
    asked: Asked,
    now: datetime,
    public_id: uuid.UUID | None = None,
) -> Tombstone:
    key = ledger.key_name()
    who = sorted({ledger.digest(name, key=key) for name in names})
    killpoint("erasing.forgotten")
    row = Tombstone.objects.create(
        public_id=public_id or _id_of(store, kind, who),
        store=store,
        kind=kind,
        who=who,
        key_name=key,
        asked_by=asked.by,
        actor=asked.actor[:254],
        reason=asked.reason.strip()[:LONGEST_REASON],
        orders_count=count,
        erased_at=now,
    )
    ledger.write(line_of(row, store))
    killpoint("erasing.written")
    return row


def _id_of(store: Store, kind: ErasureKind, who: list[str]) -> uuid.UUID:
    """The same for the same erasure until it is done: who tries it again, since a process died
    after its line, commits the row that the line lacks."""
    said = f"{store.public_id}:{kind}:{','.join(who)}"
    first = uuid.uuid5(_ERASURES, said)
    return uuid.uuid4() if Tombstone.objects.filter(public_id=first).exists() else first


def line_of(row: Tombstone, store: Store) -> ledger.Line:
    """The erasure as the ledger says it. The reason stays here: it may name somebody."""
    return ledger.Line(
        id=str(row.public_id),
        at=row.erased_at.isoformat(),
        store=str(store.public_id),
        kind=row.kind,
        key=row.key_name,
        who=tuple(row.who),
        asked_by=row.asked_by,
    )


def row_of(line: ledger.Line, store: Store, now: datetime) -> Tombstone:
    """The other way, of a line that a restored database lacks."""
    return Tombstone(
        public_id=uuid.UUID(line.id),
        store=store,
        kind=line.kind,
        who=list(line.who),
        key_name=line.key,
        asked_by=line.asked_by,
        erased_at=line.erased_at,
        replayed_at=now,
    )
