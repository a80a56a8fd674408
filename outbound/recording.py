"""What came of a call: the attempt kept, the delivery moved on, the endpoint's state of health.

# Note [A receiver that is down]
Each delivery follows the standard's schedule by itself. Were all that wait to do so, a receiver
that is down for a day would be called for each of thousands of events, time after time, and each
would come nearer to its end. So after PROBED_AFTER failures in a row the endpoint as a whole rests,
five seconds at first and five minutes at most, and is then tried with the one event whose turn it
is. What waits meanwhile is not tried and loses nothing by it. The first success ends that: all that
had failed is due at once. Five days without a success switch the endpoint off; what waits stays.
"""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from common.killpoint import killpoint
from common.outgoing import schedule, signing
from outbound import warning
from outbound.claiming import PROBED_AFTER
from outbound.data import Call, Outcome
from outbound.models import (
    Delivery,
    DeliveryAttempt,
    DeliveryState,
    DisabledBecause,
    Endpoint,
    EndpointState,
)

GONE: Final = 410
GIVES_UP_AFTER: Final = timedelta(days=5)
FEWEST_FAILURES: Final = 5  # one event that failed on Monday and one on Sunday prove nothing
FIRST_REST: Final = timedelta(seconds=5)
LONGEST_REST: Final = timedelta(minutes=5)
BUSY: Final = frozenset({429, 503})
SLOW_SECONDS: Final = 5.0
QUICK_SECONDS: Final = 2.0
NOTED_EVERY: Final = timedelta(minutes=1)
BODY_BYTES: Final = 4_096
_MOST_HEADERS: Final = 40
_LONGEST_HEADER: Final = 500
_UNWRITABLE: Final = re.compile("[\x00\ud800-\udfff]")


@transaction.atomic
def record(*, call: Call, outcome: Outcome, now: datetime) -> bool:
    """Keep what came of it. False if the delivery is gone, or no longer held under this claim."""
    rows = Endpoint.objects.select_for_update(no_key=True).filter(pk=call.endpoint_id)
    endpoint = rows.first()
    held = Delivery.objects.select_for_update().filter(pk=call.delivery_id, claim=call.claim)
    delivery = held.first()
    if endpoint is None or delivery is None:
        return False
    if not outcome.is_delivered and not outcome.error:
        outcome = replace(outcome, error=_words(outcome))
    _keep_attempt(delivery, call.url, outcome)
    if outcome.is_delivered:
        _settle(delivery, DeliveryState.DELIVERED, outcome, now)
        _note_success(endpoint, outcome, now)
    else:
        _fail(delivery, outcome, now)
        _note_failure(endpoint, outcome, now)
    killpoint("outbound.recorded")
    return True


@transaction.atomic
def take_back(*, now: datetime) -> int:
    """Deliveries whose worker died: it may or may not have told. They go again; how many."""
    lapsed = Delivery.objects.filter(state=DeliveryState.CLAIMED, claimed_until__lt=now)
    rows = list(lapsed.select_for_update(skip_locked=True).select_related(None)[:100])
    for delivery in rows:
        outcome = Outcome(
            at=now,
            seconds=0.0,
            request_headers={},
            error=_("Our process ended before it heard an answer: it may have arrived."),
        )
        _keep_attempt(delivery, "", outcome)
        _fail(delivery, outcome, now, at_once=True)
    return len(rows)


def _keep_attempt(delivery: Delivery, url: str, outcome: Outcome) -> None:
    DeliveryAttempt.objects.create(
        agency_id=delivery.agency_id,
        delivery=delivery,
        store_id=delivery.store_id,
        number=delivery.attempts_count,
        at=outcome.at,
        seconds=round(outcome.seconds, 3),
        url=url,
        request_headers=signing.masked(dict(outcome.request_headers)),
        status=outcome.status,
        response_headers=_kept_headers(outcome),
        response_body=_text(outcome.content[:BODY_BYTES].decode(errors="replace")),
        error=outcome.error[:300],
    )


def _fail(delivery: Delivery, outcome: Outcome, now: datetime, *, at_once: bool = False) -> None:
    delivery.round_count += 1
    wait = schedule.wait_after(delivery.round_count)
    if wait is None:
        _settle(delivery, DeliveryState.FAILED, outcome, now)
        return
    asked = schedule.asked_to_wait(_header(outcome, "retry-after"), now=now)
    _release(delivery, outcome, next_at=now if at_once else now + max(wait, asked))


def _settle(delivery: Delivery, state: DeliveryState, outcome: Outcome, now: datetime) -> None:
    delivery.state, delivery.settled_at = state, now
    _free(delivery, outcome)


def _release(delivery: Delivery, outcome: Outcome, *, next_at: datetime) -> None:
    delivery.state, delivery.next_at = DeliveryState.WAITING, next_at
    _free(delivery, outcome)


def _free(delivery: Delivery, outcome: Outcome) -> None:
    delivery.claim = delivery.claimed_until = None
    delivery.status, delivery.error = outcome.status, outcome.error[:300]
    delivery.save(
        update_fields=[
            *("state", "claim", "claimed_until", "status", "error"),
            *("next_at", "settled_at", "round_count"),
        ]
    )


def _note_success(endpoint: Endpoint, outcome: Outcome, now: datetime) -> None:
    changed = _speed(endpoint, outcome)
    if endpoint.failures_count or endpoint.failing_since:
        changed |= {"failing_since": None, "failures_count": 0, "rests_until": None}
    if endpoint.failures_count >= PROBED_AFTER:
        waiting = Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING)
        waiting.filter(next_at__gt=now).update(next_at=now)
    if endpoint.delivered_at is None or now - endpoint.delivered_at >= NOTED_EVERY:
        changed["delivered_at"] = now
    if changed:
        Endpoint.objects.filter(pk=endpoint.pk).update(**changed)


def _note_failure(endpoint: Endpoint, outcome: Outcome, now: datetime) -> None:
    """See Note [A receiver that is down]."""
    changed = _speed(endpoint, outcome)
    count = endpoint.failures_count + 1
    since = endpoint.failing_since or now
    changed |= {
        "failures_count": F("failures_count") + 1,
        "failing_since": since,
        "last_error": outcome.error[:300],
        "rests_until": _rests_until(count, outcome, now),
    }
    because = _reason_to_stop(count, since, outcome, now)
    if because and endpoint.state == EndpointState.ACTIVE:
        changed |= _switched_off(because, now)
    Endpoint.objects.filter(pk=endpoint.pk).update(**changed)
    if "state" in changed:
        endpoint.refresh_from_db()
        warning.write_notices(endpoint=endpoint, now=now)


def _reason_to_stop(
    failures: int, since: datetime, outcome: Outcome, now: datetime
) -> DisabledBecause | None:
    if outcome.status == GONE:
        return DisabledBecause.GONE
    if failures >= FEWEST_FAILURES and now - since >= GIVES_UP_AFTER:
        return DisabledBecause.FAILING
    return None


def _rests_until(failures: int, outcome: Outcome, now: datetime) -> datetime | None:
    rest = timedelta(0)
    if failures >= PROBED_AFTER:
        rest = min(FIRST_REST * 2 ** min(failures - PROBED_AFTER, 10), LONGEST_REST)
    if outcome.status in BUSY:
        rest = max(rest, schedule.asked_to_wait(_header(outcome, "retry-after"), now=now))
    return now + rest if rest else None


def _switched_off(because: DisabledBecause, now: datetime) -> dict[str, Any]:
    return {
        "state": EndpointState.DISABLED,
        "disabled_because": because,
        "disabled_at": now,
        "changed_at": now,
    }


def _speed(endpoint: Endpoint, outcome: Outcome) -> dict[str, Any]:
    if outcome.seconds >= SLOW_SECONDS and not endpoint.is_slow:
        return {"is_slow": True}
    if outcome.seconds <= QUICK_SECONDS and endpoint.is_slow and outcome.status is not None:
        return {"is_slow": False}
    return {}


def _words(outcome: Outcome) -> str:
    status = outcome.status or 0
    if status == GONE:
        return _("It answered 410: nobody wants events there any more.")
    if 300 <= status < 400:
        words = _(
            "It answered %(status)s, a redirect, which is not followed: give the new address."
        )
    else:
        words = _("It answered %(status)s; a delivery is confirmed by any status from 200 to 299.")
    return words % {"status": status}


def _header(outcome: Outcome, name: str) -> str:
    return outcome.headers.get(name, "")


def _kept_headers(outcome: Outcome) -> dict[str, str]:
    """Some, cut; no cookies, which are secrets of theirs."""
    named = list(outcome.headers.items())[:_MOST_HEADERS]
    return {
        _text(name)[:100]: "…" if name == "set-cookie" else _text(value)[:_LONGEST_HEADER]
        for name, value in named
    }


def _text(said: str) -> str:
    """As Postgres can keep it."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", said)
