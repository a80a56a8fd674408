"""Confirmations ready to be composed, in memory: the orders of the send bench, without a database.

What a worker has at hand when composing begins: rows that were read, words that are published,
an account to send by and the store's dictionary.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from messaging import composing, dictionaries
from messaging.composing import Composed, Prepared
from messaging.context import values_of
from messaging.facts.rows import Rows
from messaging.models import BodyDictionary, Message, Sender
from messaging.states import Transport
from orders.models import Order
from stores.models import Agency, Store
from templates_app import catalogue, queries
from templates_app.data import NotificationKind
from templates_app.models import Revision, Wording
from templates_app.previewing import default_words
from tests.bench.senders import world

KIND: Final = NotificationKind.ORDER_CONFIRMATION
NOW: Final = timezone.now()


@dataclass(slots=True)
class Confirmations:
    """A store's messages, and what is needed to write them."""

    count: int
    store: Store = field(init=False)
    revision: Revision = field(init=False)
    brand: dict[str, Any] = field(init=False)
    sender: Sender = field(init=False)
    messages: list[Message] = field(init=False)
    rows: Rows = field(init=False)

    def __post_init__(self) -> None:
        agency = Agency(pk=7, name="Fjell")
        self.store = Store(
            pk=7,
            agency=agency,
            name="Fjell & Garn",
            shop_domain="fjell.myshopify.com",
            email="post@fjelloggarn.example",
            currency="NOK",
            locale="nb",
            timezone="Europe/Oslo",
        )
        self.sender = Sender(
            pk=7,
            store=self.store,
            transport=Transport.SMTP,
            from_email="post@fjelloggarn.example",
            from_name="Fjell & Garn",
        )
        self.brand = queries._merged(self.store.name, queries._told(self.store)).as_context()
        self.revision = _revision(agency, self.brand)
        orders = [world._order(self.store, 10_001 + number, NOW) for number in range(self.count)]
        for pk, order in enumerate(orders, 90_001):
            order.pk, order.token = pk, f"token{pk:020d}"
            order.public_id = UUID(int=pk)
        self.rows = Rows(
            lines={
                order.pk: [world._line(order, place, row) for place, row in enumerate(world.LINES)]
                for order in orders
            }
        )
        self.messages = [_message(self.store, order) for order in orders]
        self._remember_dictionary()

    def context(self, message: Message) -> dict[str, Any]:
        return values_of(message, None, self.rows)

    def composed(self, message: Message) -> Composed:
        """As the worker composes it of the rows it has read."""
        return composing.compose(
            message,
            revision=self.revision,
            brand=self.brand,
            sender=self.sender,
            now=NOW,
            prepared=Prepared(self.context(message), is_refused=False),
        )

    def _remember_dictionary(self) -> None:
        """As if a worker had read it: the first mail of a store would make it."""
        recipe = dictionaries._recipe(self.revision, "nb", self.brand)
        words = dictionaries._sample_mail(self.revision, "nb", self.brand)
        made = BodyDictionary(pk=1, store=self.store, recipe=recipe, words=words, made_at=NOW)
        dictionaries._remember((self.store.pk, recipe), made)


def _revision(agency: Agency, brand: dict[str, Any]) -> Revision:
    words = default_words(KIND)
    kind = catalogue.kind_words(KIND)
    assert kind is not None
    wording = Wording(
        pk=7,
        fingerprint=words.fingerprint,
        locales=words.locales,
        sources=words.sources,
        blocks=[
            {"key": each.key, "type": each.type, "settings": dict(each.settings)}
            for each in kind.blocks
        ],
    )
    return Revision(pk=7, agency=agency, kind=KIND, number=1, wording=wording, brand=brand)


def _message(store: Store, order: Order) -> Message:
    return Message(
        pk=order.pk + 100_000,
        public_id=UUID(int=order.pk),
        store=store,
        order=order,
        kind=KIND,
        recipient=order.email,
        recipient_name=order.buyer_name,
        locale=order.locale,
        planned_at=NOW,
        run_after=NOW,
        expires_at=NOW + timedelta(hours=24),
    )
