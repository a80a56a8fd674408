"""A worker of webhooks in a test, and its clock, which the test moves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from outbound.models import Delivery, DeliveryAttempt, Endpoint
from outbound.posting import Posting
from stores.scope import every_store


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def clock() -> Clock:
    return Clock(timezone.now())


def post(at: Clock, *, most: int = 32, seconds: float = 60.0) -> int:
    """All that is due now; how many calls were made."""
    with every_store(because="a test's worker"):
        return Posting(clock=at, most=most).run(seconds=seconds)


def post_for(at: Clock, *, until: timedelta, most: int = 32) -> int:
    """What is due in that time, each when it is due: the clock jumps from one to the next."""
    end, made = at.now + until, 0
    while True:
        made += post(at, most=most)
        due = next_due()
        if due is None or due > end:
            at.now = end
            return made
        at.now = max(due, at.now + timedelta(milliseconds=1))


def next_due() -> datetime | None:
    """When a worker will find something, if nothing new comes."""
    with every_store(because="a test looks"):
        found: datetime | None = None
        for endpoint in Endpoint.objects.filter(state="ACTIVE"):
            waiting = Delivery.objects.filter(endpoint=endpoint, state="WAITING")
            heads: dict[str, datetime] = {}
            for queue, next_at in waiting.order_by("pk").values_list("queue", "next_at"):
                heads.setdefault(queue, next_at)
            if not heads:
                continue
            due = max(min(heads.values()), endpoint.rests_until or min(heads.values()))
            found = due if found is None else min(found, due)
        return found


def deliveries(endpoint: Endpoint) -> list[Delivery]:
    with every_store(because="a test looks"):
        return list(Delivery.objects.filter(endpoint=endpoint).order_by("pk"))


def states(endpoint: Endpoint) -> list[str]:
    return [row.state for row in deliveries(endpoint)]


def attempts(endpoint: Endpoint) -> list[DeliveryAttempt]:
    with every_store(because="a test looks"):
        rows = DeliveryAttempt.objects.filter(delivery__endpoint=endpoint)
        return list(rows.order_by("pk"))


def fresh(endpoint: Endpoint) -> Endpoint:
    with every_store(because="a test looks"):
        return Endpoint.objects.get(pk=endpoint.pk)
