"""All buyers of a store erased by hand: asked for with the shop's name typed, done by a job.

Rows are the truth: a worker that dies leaves its claim to run out, and has erased nothing or all.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from common import jobs
from common.killpoint import killpoint
from intake.buyers import erasing
from intake.buyers.erasing import LONGEST_REASON, Asked, NotConfirmed
from messaging.queries import database_now
from stores import ledger
from stores.models import AskedBy, ShopErasure, ShopErasureState, Store
from stores.scope import every_store, store_scope

LEASE: Final = timedelta(minutes=35)  # longer than the job may take
TRIES: Final = 4
WAIT: Final = timedelta(minutes=5)

logger = logging.getLogger(__name__)


@transaction.atomic
def ask_for_shop(*, store: Store, confirmed: str, asked: Asked, now: datetime) -> ShopErasure:
    """Let everybody who bought in the store be erased; the one that waits if it was asked already.

    Raises NotConfirmed.
    """
    if not asked.reason.strip():
        raise NotConfirmed(_("Say why: whoever looks at the list of erasures will ask."))
    if confirmed.strip().lower() != store.shop_domain.lower():
        words = _("Type the address of the shop as it is written here: %(shop)s.")
        raise NotConfirmed(words % {"shop": store.shop_domain})
    row, _is_new = ShopErasure.objects.get_or_create(
        store=store,
        state=ShopErasureState.WAITING,
        defaults={
            "asked_by": asked.by,
            "actor": asked.actor[:254],
            "reason": asked.reason.strip()[:LONGEST_REASON],
            "asked_at": now,
            "run_after": now,
        },
    )
    jobs.defer("intake.erase_shops")
    return row


def erase_due(*, now: datetime) -> bool:
    """Erase the shop that waited longest; False where none waits."""
    with every_store(because="shops to be erased are claimed over all stores"):
        claimed = _claim(now)
    if claimed is None:
        return False
    erasure_id, store_id = claimed
    killpoint("erasing.claimed")
    with store_scope(store_id):
        _erase(erasure_id)
    return True


@transaction.atomic
def _claim(now: datetime) -> tuple[int, int] | None:
    is_free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    due = ShopErasure.objects.filter(is_free, state=ShopErasureState.WAITING, run_after__lte=now)
    row = due.order_by("run_after", "pk").select_for_update(skip_locked=True).first()
    if row is None:
        return None
    rows = ShopErasure.objects.filter(pk=row.pk)
    if row.tries_count >= TRIES:
        words = row.trouble or "The worker died each time it was tried."
        rows.update(state=ShopErasureState.FAILED, trouble=words)
        return _claim(now)
    rows.update(claimed_until=now + LEASE, tries_count=F("tries_count") + 1)
    return row.pk, row.store_id


def _erase(erasure_id: int) -> None:
    erasure = ShopErasure.objects.select_related("store").get(pk=erasure_id)
    try:
        _forget(erasure)
    except Exception as error:  # one shop must not hold up the others
        logger.exception("Could not erase a shop", extra={"erasure": str(erasure.public_id)})
        _fail(erasure, error)


@transaction.atomic
def _forget(erasure: ShopErasure) -> None:
    now = database_now()
    wanted = ShopErasure.objects.filter(pk=erasure.pk, state=ShopErasureState.WAITING)
    if not wanted.update(state=ShopErasureState.DONE, done_at=now, claimed_until=None, trouble=""):
        return  # somebody else did it
    asked = Asked(AskedBy(erasure.asked_by), erasure.actor, erasure.reason)
    done = erasing.erase_shop(
        store=erasure.store, asked=asked, now=now, public_id=erasure.public_id
    )
    ShopErasure.objects.filter(pk=erasure.pk).update(orders_count=done.orders_count)


def _fail(erasure: ShopErasure, error: Exception) -> None:
    """The words of an error may hold a buyer's name: the ledger's own are told, else its sort."""
    is_last = erasure.tries_count >= TRIES
    words = str(error) if isinstance(error, ledger.LedgerAway) else type(error).__name__
    ShopErasure.objects.filter(pk=erasure.pk, state=ShopErasureState.WAITING).update(
        state=ShopErasureState.FAILED if is_last else ShopErasureState.WAITING,
        trouble=words[:300],
        claimed_until=None,
        run_after=database_now() + WAIT,
    )
