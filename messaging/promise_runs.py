"""Open orders promised anew by the rules of now: only if staff want it, in the background.

# Note [A run walks into the past]
A run walks a store's orders by the index of their list, newest first, a chunk at a time, and
commits its place with what it did: a worker that dies goes on where it was. Orders placed after it
began are not met: they follow the new rules anyway. It ends where orders are too old to wait.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from common import jobs
from common.errors import DomainError
from messaging import promise_news
from orders.models.order import Order, OrderQuerySet
from shipping.models import Cause, Promise, PromiseRun
from stores.models import Store
from stores.scope import every_store, store_scope

CHUNK: Final = 50
OLDEST: Final = timedelta(days=180)
_ALL_SENT: Final = "FULFILLED"


class RunRefused(DomainError):
    """Orders cannot be promised anew now."""

    code = "promises-run-refused"


def open_orders(store: Store, now: datetime) -> int:
    """How many a run would look at; 1,000 stands for that many or more. One statement."""
    return _open(store.pk, now).order_by()[:1_000].count()


def begin_run(*, store: Store, actor: str, because: str, now: datetime) -> PromiseRun:
    """Promise all open orders of the store anew, in the background. Raises RunRefused.

    Buyers hear of what becomes later, if the store tells of delays. What staff promised by hand
    stands.
    """
    reason = " ".join(because.replace("\x00", "").split())[:1000]
    if not reason:
        raise RunRefused(_("Say why: it stands in the history of each promise."))
    run = PromiseRun(store=store, actor=actor[:254], because=reason, started_at=now, place_at=now)
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as error:
        words = _("Orders of this store are being promised anew already: wait until that is done.")
        raise RunRefused(words) from error
    jobs.defer("messaging.renew_promises")
    return run


def last_run(store_id: int) -> PromiseRun | None:
    """The newest, with how far it is. One statement."""
    return PromiseRun.objects.filter(store_id=store_id).order_by("-started_at").first()


def run_chunk(*, now: datetime) -> int:
    """One chunk of one run that nobody has in hand; how many orders were met, at least 1.

    0: no run is left. Opens the scopes itself.
    """
    with every_store(because="runs of all stores take turns"), transaction.atomic():
        waiting = PromiseRun.objects.select_for_update(skip_locked=True, of=("self",))
        run = waiting.filter(finished_at=None).order_by("seen_count", "id").first()
        if run is None:
            return 0
        with store_scope(run.store_id):
            return _do_chunk(run, now)


def _do_chunk(run: PromiseRun, now: datetime) -> int:
    """See Note [A run walks into the past]. The run's row is locked."""
    earlier = Q(placed_at__lt=run.place_at)
    if run.place is not None:
        earlier |= Q(placed_at=run.place_at, id__lt=run.place)
    rows = _open(run.store_id, run.started_at).filter(earlier, placed_at__lte=run.place_at)
    found = list(rows.order_by("-placed_at", "-id")[:CHUNK])
    for order in found:
        made: Promise | None = promise_news.promise_order(
            order=order, cause=Cause.RULES, now=now, actor=run.actor, because=run.because
        )
        run.changed_count += made is not None
    run.seen_count += len(found)
    if len(found) < CHUNK:
        run.finished_at = now
    else:
        run.place_at, run.place = found[-1].placed_at or run.place_at, found[-1].pk
    run.save()
    return max(1, len(found))


def _open(store_id: int, now: datetime) -> OrderQuerySet:
    rows = Order.objects.all().placed().filter(store_id=store_id, placed_at__gt=now - OLDEST)
    unsent = rows.exclude(fulfilment_state=_ALL_SENT)
    return unsent.filter(cancelled_at=None, archived_at=None, redacted_at=None, is_test=False)
