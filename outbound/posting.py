"""Calls out what is due: threads talk, the main thread claims and records.

A death between the call and its record leaves a claimed delivery, which goes again when its lease
is over, under the same `webhook-id`: at most twice told, never lost.
"""

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime
from typing import Final

from common.errors import DomainError
from common.killpoint import killpoint
from common.outgoing import calls, signing
from outbound import claiming, recording
from outbound.data import Call, Outcome

DEADLINE: Final = 15.0  # seconds, for the whole of one call
CALLS: Final = 32  # at a time, of one worker
LOOK_EVERY: Final = 0.25  # seconds between two looks for more while calls are under way
GATHER: Final = 0.005  # seconds in which others may come back too, so that one claim serves them

Clock = Callable[[], datetime]

logger = logging.getLogger(__name__)


class Posting:
    """All calls of one worker. `clock` is the database's, which all workers share."""

    def __init__(self, *, clock: Clock, most: int = CALLS) -> None:
        self._clock, self._most = clock, most
        self._under_way: dict[Future[Outcome], Call] = {}

    def run(self, *, seconds: float) -> int:
        """Until nothing is due, or that time is over and all calls are back; how many calls."""
        until, made = time.monotonic() + seconds, 0
        with ThreadPoolExecutor(self._most, thread_name_prefix="outbound") as threads:
            recording.take_back(now=self._clock())
            while True:
                if time.monotonic() < until:
                    for call in self._fresh():
                        self._under_way[threads.submit(make, call)] = call
                        made += 1
                if not self._under_way:
                    return made
                self._hear()

    def _hear(self) -> None:
        done, _ = wait(self._under_way, timeout=LOOK_EVERY, return_when=FIRST_COMPLETED)
        if done:
            done, _ = wait(self._under_way, timeout=GATHER)
        for future in done:
            call = self._under_way.pop(future)
            killpoint("outbound.answered")
            recording.record(call=call, outcome=future.result(), now=self._clock())

    def _fresh(self) -> Iterator[Call]:
        """What may begin now. See Note [Slow receivers] in outbound/claiming.py."""
        free = self._most - len(self._under_way)
        if free <= 0:
            return
        now = self._clock()
        slow = sum(call.is_slow for call in self._under_way.values())
        share = self._most // 2
        for endpoint_id in claiming.endpoints_due(now=now, limit=free, may_be_slow=slow < share):
            if free <= 0:
                return
            taken = claiming.claim(
                endpoint_id=endpoint_id, now=now, most=free, most_slow=share - slow
            )
            killpoint("outbound.claimed")
            free -= len(taken)
            slow += sum(call.is_slow for call in taken)
            yield from taken


def make(call: Call) -> Outcome:
    """One call; it never raises."""
    at, began = datetime.now(UTC), time.monotonic()
    headers = {
        "content-type": "application/json",
        "user-agent": "NotifyHub-Webhooks/1.0",
        **signing.headers(event_id=call.event_id, at=at, body=call.body, secrets=call.secrets),
    }
    try:
        answer = calls.call(
            "POST",
            call.url,
            headers=headers,
            content=call.body,
            deadline=DEADLINE,
            most=recording.BODY_BYTES,
        )
    except DomainError as error:
        return Outcome(at, time.monotonic() - began, headers, error=str(error))
    except Exception as error:
        # Tried again like any other failure: one delivery may not stop the others.
        logger.exception("Could not call an endpoint", extra={"delivery_id": call.delivery_id})
        return Outcome(at, time.monotonic() - began, headers, error=type(error).__name__)
    return Outcome(
        at,
        answer.seconds,
        headers,
        status=answer.status,
        headers={name.lower(): value for name, value in answer.headers},
        content=answer.content,
    )
