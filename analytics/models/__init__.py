"""Tables of the room, by aggregate."""

from analytics.models.day import DailyStat, OrderDay, ProductDay, ProductName, SourceDay, StoreDay
from analytics.models.experiment import (
    Decision,
    ExperimentRollup,
    ExperimentUnit,
    Look,
    Mark,
    Tally,
)
from analytics.models.figures import FeedCursor, FlowHour, HourlyStat
from analytics.models.incident import Incident, IncidentNotice, Measure
from analytics.models.report import FigureMail, FigureReport, Rhythm

__all__ = [
    "DailyStat",
    "Decision",
    "ExperimentRollup",
    "ExperimentUnit",
    "FeedCursor",
    "FigureMail",
    "FigureReport",
    "FlowHour",
    "HourlyStat",
    "Incident",
    "IncidentNotice",
    "Look",
    "Mark",
    "Measure",
    "OrderDay",
    "ProductDay",
    "ProductName",
    "Rhythm",
    "SourceDay",
    "StoreDay",
    "Tally",
]
