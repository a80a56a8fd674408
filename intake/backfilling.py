"""Fetching the orders of before a store was connected: started by staff, done in steps.

# Note [A back-fill in steps]
ASKING → WAITING → READING → COMPLETING → DONE, each step short, claimed with a lease, resumable:
what Shopify gathers bears our mark, so an operation whose name was lost is found again; how far the
file is read is written together with the orders that were read. Nobody is told of anything: the
orders are older than the store's first sending. What the feed's readers make of them: ADR 48.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from common import jobs
from common.errors import DomainError
from intake.models import Backfill, BackfillState
from intake.models.backfill import AT_WORK, UNFINISHED
from stores.models import Store
from stores.shopify.client import is_connected

LIMITED_TO: Final = timedelta(days=60)  # what Shopify tells of without read_all_orders


class BackfillIsRunning(DomainError):
    """One at a time: pause, resume or cancel that one."""

    code = "backfill-is-running"


class NobodyToAsk(DomainError):
    """The store is not connected, or is a sandbox."""

    code = "store-not-connected"


class NotPossibleNow(DomainError):
    """The back-fill has ended, or is paused or at work already."""

    code = "backfill-not-possible-now"


def start_backfill(*, store: Store, since: datetime | None, actor: str, now: datetime) -> Backfill:
    """Fetch the store's old orders: those placed since then, or all. Nobody is told of them.

    Raises NobodyToAsk or BackfillIsRunning.
    """
    if not is_connected(store):
        raise NobodyToAsk(
            gettext("This store's shop cannot be asked. Connect it first; a sandbox has no shop.")
        )
    try:
        with transaction.atomic():
            _never_send_the_past(store, now)
            made = Backfill.objects.create(
                store=store, since=since, started_by=actor[:254], started_at=now, due_at=now
            )
    except IntegrityError:
        raise BackfillIsRunning(
            gettext("The orders of this store are being fetched already. Wait, or cancel that.")
        ) from None
    jobs.defer("intake.backfill")
    return made


def _never_send_the_past(store: Store, now: datetime) -> None:
    """A store that never said from when on it sends does so from now on."""
    Store.objects.filter(pk=store.pk, sends_from_at=None).update(sends_from_at=now)


@transaction.atomic
def pause_backfill(*, backfill: Backfill, now: datetime) -> Backfill:
    """Stop where it is; resume_backfill goes on from there. Raises NotPossibleNow."""
    row = _locked(backfill)
    if row.state not in AT_WORK:
        raise NotPossibleNow(gettext("It is not at work: it is paused already, or has ended."))
    row.paused_from, row.state = row.state, BackfillState.PAUSED
    return _save(row)


@transaction.atomic
def resume_backfill(*, backfill: Backfill, now: datetime) -> Backfill:
    """Go on. Raises NotPossibleNow."""
    row = _locked(backfill)
    if row.state != BackfillState.PAUSED:
        raise NotPossibleNow(gettext("It is not paused: it is at work, or has ended."))
    row.state, row.paused_from = BackfillState(row.paused_from), ""
    row.due_at, row.claimed_until = now, None
    row.problem, row.failures_count = "", 0
    jobs.defer("intake.backfill")
    return _save(row)


@transaction.atomic
def cancel_backfill(*, backfill: Backfill, now: datetime) -> Backfill:
    """End it for good; what was fetched stays. Raises NotPossibleNow."""
    row = _locked(backfill)
    if row.state not in UNFINISHED:
        raise NotPossibleNow(gettext("It has ended already."))
    row.state, row.finished_at, row.url = BackfillState.CANCELLED, now, ""
    if row.operation and row.offset == 0:
        jobs.defer("intake.cancel_at_shopify", store_id=row.store_id, backfill_id=row.pk)
    return _save(row)


def _locked(backfill: Backfill) -> Backfill:
    return Backfill.objects.select_for_update().get(pk=backfill.pk)


def _save(row: Backfill) -> Backfill:
    row.save()
    return row
