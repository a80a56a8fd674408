"""What a person wants to be said (again): to whom, in which words, and why."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final, Self

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging import devices, phones, routing
from messaging.editing import Edits
from messaging.models import Message
from messaging.services import CannotBeWrittenTo
from messaging.states import Channel
from orders.models import Order
from templates_app.data import NotificationKind

OF_AN_ORDER: Final = tuple(
    kind
    for kind in NotificationKind
    if kind
    not in (
        NotificationKind.ABANDONED_CHECKOUT,
        NotificationKind.DRAFT_ORDER_INVOICE,
        NotificationKind.GIFT_CARD,
        NotificationKind.STAFF_NEW_ORDER,
    )
)


class Scope(TextChoices):
    """For what a corrected address counts."""

    MESSAGE = "MESSAGE", gettext_lazy("This message only")
    ORDER = "ORDER", gettext_lazy("This order")
    CUSTOMER = "CUSTOMER", gettext_lazy("This order and the customer")


class Words(TextChoices):
    """What the new message says."""

    AS_SENT = "AS_SENT", gettext_lazy("As first sent")
    NOW = "NOW", gettext_lazy("Written anew")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person wants to be said, to whom, and why."""

    order: Order
    kind: str
    actor: str
    original: Message | None = None  # None: nothing of this kind is corrected, it is said first
    channel: str = Channel.EMAIL
    recipient: str = ""  # "": as before
    scope: str = Scope.MESSAGE
    words: str = Words.NOW
    edits: Edits | None = None
    because: str = ""
    nonce: str = ""  # what one click carries: the same again sends nothing more

    @classmethod
    def of_message(cls, original: Message, **fields: Any) -> Self:
        """To say that message again. Raises CannotBeWrittenTo for one of no order."""
        if original.order is None or original.is_test:
            raise CannotBeWrittenTo(_("Only messages of an order can be sent again."))
        given = {"kind": original.kind, "channel": original.channel, **fields}
        return cls(order=original.order, original=original, **given)

    @classmethod
    def of_order(cls, order: Order, kind: str, **fields: Any) -> Self:
        """To say something of that kind about the order: again, if it was said. One query."""
        said = Message.objects.for_order(order.pk).filter(kind=kind).order_by("-id").first()
        return cls(order=order, kind=kind, original=said, **fields)

    @property
    def kept_nonce(self) -> str:
        """As the row keeps it, whatever its length."""
        return self.nonce and hashlib.blake2b(self.nonce.encode(), digest_size=20).hexdigest()

    @property
    def address(self) -> str:
        """Where it goes, if it can: what was given, else where the first went, else the order's."""
        order, original = self.order, self.original
        if self.channel == Channel.PUSH:
            return routing.notice_to(order) if devices.has_device(order) else ""
        if self.channel == Channel.SMS:
            given = phones.as_dialled(self.recipient, order.store.country)
            return given if self.recipient.strip() else routing.number_of(order)
        before = original.recipient if original and original.channel == Channel.EMAIL else ""
        if before and order.shopify_email and before == order.shopify_email.strip().lower():
            before = ""  # the order's address was corrected since
        return (self.recipient or before or order.email).strip().lower()
