"""What NotifyHub does when a tracking service speaks; as intake/topics.py for Shopify."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop

from intake.parsing import tracking_services
from intake.parsing.reading import Body
from messaging import scanning
from shipping.life import News
from shipping.models import Tracker
from shipping.trackers import record_heard
from stores.models import Store

TOPICS: Final = {Tracker.AFTERSHIP: "aftership/tracking", Tracker.EASYPOST: "easypost/event"}
NO_PARCEL: Final = gettext_noop("It tells of no parcel.")
A_TEST: Final = gettext_noop("A test of the tracking service.")
WAITS: Final = gettext_noop(
    "No parcel has this number yet. It is kept for 30 days, and recorded when one has."
)


def aftership_spoke(store: Store, body: Body, now: datetime) -> str | None:
    record_heard(store=store, tracker=Tracker.AFTERSHIP, now=now)
    return _recorded(store, tracking_services.parse_aftership(body), now)


def easypost_spoke(store: Store, body: Body, now: datetime) -> str | None:
    record_heard(store=store, tracker=Tracker.EASYPOST, now=now)
    if tracking_services.is_test_of_easypost(body):
        return A_TEST
    return _recorded(store, tracking_services.parse_easypost(body), now)


def _recorded(store: Store, said: News | None, now: datetime) -> str | None:
    if said is None or not said.scans:
        return NO_PARCEL
    is_known = scanning.record_news(store=store, said=said, now=now)
    return None if is_known else WAITS


HANDLERS: Final[dict[str, Callable[[Store, Body, datetime], str | None]]] = {
    TOPICS[Tracker.AFTERSHIP]: aftership_spoke,
    TOPICS[Tracker.EASYPOST]: easypost_spoke,
}
