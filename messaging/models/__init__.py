"""Tables of the room, by aggregate."""

from messaging.models.batch import Batch, Deed
from messaging.models.body import BodyDictionary, MessageBody
from messaging.models.consent import Consent
from messaging.models.domain import DomainCheck
from messaging.models.message import Attempt, Message, MessageQuerySet
from messaging.models.promotion import PromoCode, PromoMail, PromoPool
from messaging.models.push import PushSubscription
from messaging.models.rescue import RescueCase, RescueCause, RescueState
from messaging.models.sender import (
    DeliveryMode,
    Halt,
    NativeMail,
    Sender,
    SenderPulse,
    Suppression,
)

__all__ = [
    "Attempt",
    "Batch",
    "BodyDictionary",
    "Consent",
    "Deed",
    "DeliveryMode",
    "DomainCheck",
    "Halt",
    "Message",
    "MessageBody",
    "MessageQuerySet",
    "NativeMail",
    "PromoCode",
    "PromoMail",
    "PromoPool",
    "PushSubscription",
    "RescueCase",
    "RescueCause",
    "RescueState",
    "Sender",
    "SenderPulse",
    "Suppression",
]
