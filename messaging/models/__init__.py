"""Tables of the room, by aggregate."""

from messaging.models.message import Attempt, Message, MessageBody, MessageQuerySet
from messaging.models.promotion import PromoCode, PromoMail, PromoPool
from messaging.models.sender import DeliveryMode, Sender, Suppression

__all__ = [
    "Attempt",
    "DeliveryMode",
    "Message",
    "MessageBody",
    "MessageQuerySet",
    "PromoCode",
    "PromoMail",
    "PromoPool",
    "Sender",
    "Suppression",
]
