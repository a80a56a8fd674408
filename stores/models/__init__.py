"""Tables of the room, by aggregate."""

from stores.models.buyers_data import (
    AskedBy,
    DataExport,
    ErasureKind,
    ExportArchive,
    ExportState,
    ShopErasure,
    ShopErasureState,
    Tombstone,
)
from stores.models.calls import NamedCall
from stores.models.changes import Change, ChangeDeed
from stores.models.connections import ConnectionKind, Credential, Installation, LostReason
from stores.models.joining import Invitation, Letter, SignUp
from stores.models.keys import ApiKey
from stores.models.people import Membership, User
from stores.models.privacy import TrackingDecision
from stores.models.retention import Dropped, Retention
from stores.models.stores import Agency, HiddenLink, Store, TrackingDomainState, TrackingMode
from stores.models.subscriptions import Subscription, SubscriptionState, SubscriptionWatch

__all__ = [
    "Agency",
    "ApiKey",
    "AskedBy",
    "Change",
    "ChangeDeed",
    "ConnectionKind",
    "Credential",
    "DataExport",
    "Dropped",
    "ErasureKind",
    "ExportArchive",
    "ExportState",
    "HiddenLink",
    "Installation",
    "Invitation",
    "Letter",
    "LostReason",
    "Membership",
    "NamedCall",
    "Retention",
    "ShopErasure",
    "ShopErasureState",
    "SignUp",
    "Store",
    "Subscription",
    "SubscriptionState",
    "SubscriptionWatch",
    "Tombstone",
    "TrackingDecision",
    "TrackingDomainState",
    "TrackingMode",
    "User",
]
