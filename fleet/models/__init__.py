"""Tables of the room, by aggregate."""

from fleet.models.alert import Alert, AlertRule, AlertState, Moment, Rhythm
from fleet.models.health import Finding, HealthDay, StoreHealth

__all__ = [
    "Alert",
    "AlertRule",
    "AlertState",
    "Finding",
    "HealthDay",
    "Moment",
    "Rhythm",
    "StoreHealth",
]
