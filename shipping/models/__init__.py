"""Tables of this room, by aggregate."""

from shipping.models.alarm import Alarm, AlarmKind
from shipping.models.carrier import Carrier, EarlyNews, Tracker, TrackerAccount
from shipping.models.parcel import (
    CarrierGround,
    Direction,
    Origin,
    Parcel,
    ParcelEvent,
    ParcelState,
)
from shipping.models.promise import (
    Calendar,
    CalendarDay,
    Cause,
    CollectionProduct,
    DeliverySettings,
    Level,
    MixedCart,
    ProcessingTime,
    Promise,
    PromiseRun,
    TransitTime,
)
from shipping.models.rule_change import RuleChange, Subject
from shipping.models.writing import ParcelImport, ParcelImportRow, ParcelWriteBack, WriteState

__all__ = [
    "Alarm",
    "AlarmKind",
    "Calendar",
    "CalendarDay",
    "Carrier",
    "CarrierGround",
    "Cause",
    "CollectionProduct",
    "DeliverySettings",
    "Direction",
    "EarlyNews",
    "Level",
    "MixedCart",
    "Origin",
    "Parcel",
    "ParcelEvent",
    "ParcelImport",
    "ParcelImportRow",
    "ParcelState",
    "ParcelWriteBack",
    "ProcessingTime",
    "Promise",
    "PromiseRun",
    "RuleChange",
    "Subject",
    "Tracker",
    "TrackerAccount",
    "TransitTime",
    "WriteState",
]
