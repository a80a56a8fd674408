"""The bodies of AfterShip's and EasyPost's webhooks.

Shapes by their public documentation: AfterShip's tracking webhook (aftership.com/docs/tracking,
"Webhook specifications", "Delivery statuses", "Delivery sub-statuses") and EasyPost's events
(docs.easypost.com, "Webhooks guide", "Trackers").
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from common.marking import gettext_noop
from intake.parsing.reading import (
    LONG,
    Body,
    Unparsable,
    any_moment,
    code,
    line_text,
    mapping,
    moment,
    objects,
    text,
)
from shipping.life import News, Scan

MOST_SCANS: Final = 100  # the newest: a number that is used again brings its former life along
AFTERSHIP_TELLS: Final = frozenset({"tracking_update", "edd_revise"})
EASYPOST_TELLS: Final = frozenset({"tracker.created", "tracker.updated"})

# "" is no news of a parcel. Any other word of theirs is kept as it came.
_AFTERSHIP: Final = {
    "Pending": "",
    "Expired": "",
    "InfoReceived": "CONFIRMED",
    "InTransit": "IN_TRANSIT",
    "OutForDelivery": "OUT_FOR_DELIVERY",
    "AttemptFail": "ATTEMPTED_DELIVERY",
    "AvailableForPickup": "READY_FOR_PICKUP",
    "Delivered": "DELIVERED",
    "Exception": "EXCEPTION",
}
_AFTERSHIP_CLOSER: Final = {
    "InTransit_002": "CARRIER_PICKED_UP",
    "Exception_004": "DELAYED",
    "Exception_005": "DELAYED",
    "Exception_010": "RETURNING",
    "Exception_011": "RETURNED",
}
_EASYPOST: Final = {
    "unknown": "",
    "error": "",
    "pre_transit": "CONFIRMED",
    "in_transit": "IN_TRANSIT",
    "out_for_delivery": "OUT_FOR_DELIVERY",
    "available_for_pickup": "READY_FOR_PICKUP",
    "delivered": "DELIVERED",
    "return_to_sender": "RETURNING",
    "failure": "FAILURE",
}


def parse_aftership(body: Body) -> News | None:
    """The news of one number; None for an event that tells of no parcel."""
    if text(body.get("event")) not in AFTERSHIP_TELLS:
        return None
    tracking = mapping(body.get("msg"))
    number = _number(tracking, "tracking_number")
    told_at = any_moment(tracking, "updated_at", "last_updated_at")
    scans = [
        Scan(
            state=state,
            at=at,
            message=text(each.get("message"), LONG),
            city=line_text(each.get("city")) or line_text(each.get("location")),
            country=line_text(each.get("country_iso3") or each.get("country_region"), 64),
        )
        for each in _newest(tracking, "checkpoints")
        if (at := any_moment(each, "checkpoint_time", "created_at"))
        and (state := _aftership_state(each))
    ]
    state = _aftership_state(tracking)
    estimate = _aftership_estimate(tracking)
    return _news(number, scans, state=state, told_at=told_at, expected_at=estimate)


def parse_easypost(body: Body) -> News | None:
    """The news of one number; None for an event of something else, or of EasyPost's test mode."""
    tracker = mapping(body.get("result"))
    if text(body.get("description")) not in EASYPOST_TELLS or is_test_of_easypost(body):
        return None
    number = _number(tracker, "tracking_code")
    scans = []
    for each in _newest(tracker, "tracking_details"):
        at = moment(each.get("datetime"))
        state = _easypost_state(each)
        place = mapping(each.get("tracking_location"))
        if not (at and state):
            continue
        scan = Scan(
            state=state,
            at=at,
            message=text(each.get("message"), LONG),
            city=line_text(place.get("city")),
            country=line_text(place.get("country"), 64),
        )
        scans.append(scan)
    return _news(
        number,
        scans,
        state=_easypost_state(tracker),
        told_at=moment(tracker.get("updated_at")),
        expected_at=moment(tracker.get("est_delivery_date")),
    )


def is_test_of_easypost(body: Body) -> bool:
    return text(body.get("mode")) == "test"


def _news(
    number: str,
    scans: list[Scan],
    *,
    state: str,
    told_at: datetime | None,
    expected_at: datetime | None,
) -> News:
    """All that was told, in order; the estimate stands with what was said last.

    The service's own word for the whole is a scan only where none of the scans says it.
    """
    if state and told_at and state not in {scan.state for scan in scans}:
        scans = [*scans, Scan(state=state, at=told_at)]
    scans = sorted(scans, key=lambda scan: (scan.at, scan.state, scan.message))
    if scans and expected_at:
        last = replace(scans[-1], expected_at=expected_at, told_at=told_at or scans[-1].at)
        scans[-1] = last
    return News(number, tuple(replace(scan, number=number) for scan in scans))


def _number(body: Body, name: str) -> str:
    number = line_text(body.get(name), 100)
    if number:
        return number
    raise Unparsable(gettext_noop("The tracking number is missing"))


def _newest(body: Body, name: str) -> Iterator[Body]:
    """Both services list the oldest first."""
    rows = body.get(name)
    return objects(rows[-MOST_SCANS:] if isinstance(rows, list) else [])


def _aftership_state(body: Body) -> str:
    tag, subtag = text(body.get("tag")), text(body.get("subtag"))
    return _AFTERSHIP_CLOSER.get(subtag) or _AFTERSHIP.get(tag, code(tag))


def _easypost_state(body: Body) -> str:
    status = text(body.get("status"))
    return _EASYPOST.get(status, code(status))


def _aftership_estimate(tracking: Body) -> datetime | None:
    """The newest of its guesses; older versions of their API name it otherwise."""
    latest = mapping(tracking.get("latest_estimated_delivery"))
    of_courier = mapping(tracking.get("courier_estimated_delivery_date"))
    return (
        any_moment(latest, "datetime", "datetime_max")
        or any_moment(of_courier, "estimated_delivery_date", "estimated_delivery_date_max")
        or any_moment(tracking, "expected_delivery")
    )
