"""Tables of the room, by aggregate."""

from outbound.models.delivery import Delivery, DeliveryAttempt, DeliveryState
from outbound.models.endpoint import DisabledBecause, Endpoint, EndpointNotice, EndpointState
from outbound.models.replay import Replay, ReplayState

__all__ = [
    "Delivery",
    "DeliveryAttempt",
    "DeliveryState",
    "DisabledBecause",
    "Endpoint",
    "EndpointNotice",
    "EndpointState",
    "Replay",
    "ReplayState",
]
