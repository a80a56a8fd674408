"""What came back from a message: events, what is thought of them, and services' reports."""

from tracking.models.attribution import (
    Attribution,
    AttributionEvent,
    AttributionSettings,
    CurrencyRate,
    OrderSource,
    RefTag,
    TagState,
)
from tracking.models.event import Event, EventKind, FeedCursor
from tracking.models.glimpse import Glimpse
from tracking.models.judgement import Judgement, NetworkList, Verdict, VerdictCount
from tracking.models.report import Finding, Report, ReportKind, ReportQuerySet

__all__ = [
    "Attribution",
    "AttributionEvent",
    "AttributionSettings",
    "CurrencyRate",
    "Event",
    "EventKind",
    "FeedCursor",
    "Finding",
    "Glimpse",
    "Judgement",
    "NetworkList",
    "OrderSource",
    "RefTag",
    "Report",
    "ReportKind",
    "ReportQuerySet",
    "TagState",
    "Verdict",
    "VerdictCount",
]
