"""Tables of the room, by aggregate."""

from messaging.models.assignment import FORGOTTEN_UNIT, Assignment
from messaging.models.attempt import Attempt
from messaging.models.basket import (
    BasketAnswer,
    BasketCode,
    BasketSettings,
    CodeState,
    MarketingMail,
    WithoutCode,
)
from messaging.models.batch import Batch, Deed
from messaging.models.body import BodyDictionary, MessageBody
from messaging.models.channel_mode import ChannelMode
from messaging.models.consent import Consent
from messaging.models.domain import DomainCheck, MailboxDomain
from messaging.models.message import Message, MessageQuerySet
from messaging.models.order_mode import OrderMode
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
from messaging.models.stage import StageFigure

__all__ = [
    "FORGOTTEN_UNIT",
    "Assignment",
    "Attempt",
    "BasketAnswer",
    "BasketCode",
    "BasketSettings",
    "Batch",
    "BodyDictionary",
    "ChannelMode",
    "CodeState",
    "Consent",
    "Deed",
    "DeliveryMode",
    "DomainCheck",
    "Halt",
    "MailboxDomain",
    "MarketingMail",
    "Message",
    "MessageBody",
    "MessageQuerySet",
    "NativeMail",
    "OrderMode",
    "PromoCode",
    "PromoMail",
    "PromoPool",
    "PushSubscription",
    "RescueCase",
    "RescueCause",
    "RescueState",
    "Sender",
    "SenderPulse",
    "StageFigure",
    "Suppression",
    "WithoutCode",
]
