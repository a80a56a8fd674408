"""What staff said to a buyer outside of our mails, and that they wrote to them by one."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import DomainError
from orders.activity import Fact, record_once
from orders.models import ActivityKind, Note, Order


class Channel(TextChoices):
    """How staff reached a buyer."""

    PHONE = "PHONE", gettext_lazy("By telephone")
    EMAIL = "EMAIL", gettext_lazy("By e-mail")
    CHAT = "CHAT", gettext_lazy("In a chat")
    SHOP = "SHOP", gettext_lazy("In the shop")


class NothingSaid(DomainError):
    """A contact outside of our mails without a word of what was said."""

    code = "contact-without-words"


@dataclass(frozen=True, slots=True)
class By:
    """Who it was: a person's number, if it was one, and the name that is shown."""

    user_id: int | None
    name: str


@transaction.atomic
def record_contact(
    *,
    order: Order,
    channel: Channel,
    text: str,
    by: By,
    now: datetime,
    message_id: int | None = None,
) -> Note | None:
    """Keep that staff reached the buyer, and what was said as a note for colleagues.

    `message_id`: the mail that said it; then no words are needed, and no note is written.
    Raises NothingSaid.
    """
    text = text.replace("\x00", "").strip()
    if not text and message_id is None:
        raise NothingSaid(_("Say in a few words what was said, for your colleagues."))
    note = None
    if text:
        note = Note.objects.create(
            store_id=order.store_id,
            order=order,
            author_id=by.user_id,
            author_name=by.name,
            text=text,
            created_at=now,
        )
    about: dict[str, object] = {"channel": channel.value}
    if note:
        about["note_id"] = note.pk
    name = f"message:{message_id}" if note is None else f"note:{note.pk}"
    fact = Fact(
        ActivityKind.BUYER_CONTACTED, now, f"contact:{name}", order.pk, about, by.name, message_id
    )
    record_once(store_id=order.store_id, fact=fact)
    return note
