"""Rescue cases open and settle by themselves here; what people do with them is in rescuing.py.

# Note [A doubt is not a refusal]
A mistyped address opens a case, and the mail goes out all the same: only the buyer knows whether
it is wrong. The doubt ends when they open the mail or follow a link. A delivery ends only a weak
doubt, since whoever registers a misspelled domain takes every mail that comes (gnail.com does).
"""

import hashlib
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from common import jobs
from messaging import typos
from messaging.models import Message, RescueCase, RescueCause, RescueState
from messaging.models.message import ABOUT_CODE
from messaging.models.rescue import RescueCaseQuerySet
from orders import archiving
from orders import services as orders
from orders.models import ActivityKind, Order

SURE: Final = 0.8  # of a suggestion: from here a delivery proves nothing
NEWS: Final = timedelta(days=14)  # addresses of older orders are not doubted: nobody writes there
_SHOP_CHANGED_IT: Final = gettext_noop("The shop has another address now, and none was written to.")
_IT_ARRIVED: Final = gettext_noop("The mail arrived there.")
_TAKES_MAIL: Final = gettext_noop("The domain takes mail.")
_WEIGHT: Final = {RescueCause.MISTYPED: 0, RescueCause.BOUNCED: 1, RescueCause.COMPLAINED: 2}


@transaction.atomic(savepoint=False)
def doubt_address(*, order: Order, now: datetime) -> RescueCase | None:
    """Open a case once if the order's address looks mistyped; one query if all is well.

    Cases of an address that the shop has corrected settle, or take the new one as suggestion.
    """
    address = order.email.strip()[:320]
    known = list(RescueCase.objects.filter(order=order))
    for case in known:
        if case.state == RescueState.OPEN and address and case.address != address:
            _take_correction(case, address, now)
    is_news = order.placed_at is not None and now - order.placed_at < NEWS
    if not is_news or order.is_test or order.redacted_at or not address:
        return None
    if any(case.address == address for case in known):
        return None
    found = typos.suggest(address)
    if found is None:
        return None
    rows = Message.objects.for_order(order.pk).filter(recipient=address)
    opened = _opened(
        RescueCase(
            store_id=order.store_id,
            order=order,
            message=rows.order_by("id").first(),
            address=address,
            cause=RescueCause.MISTYPED,
            suggestion=found.address,
            score=found.score,
            opened_at=now,
        )
    )
    if opened is None:
        return None
    orders.record_activity(
        store_id=order.store_id,
        order_id=order.pk,
        kind=ActivityKind.ADDRESS_DOUBTED,
        at=now,
        key=f"order:{order.pk}:doubted:{_digest(address)}",
        # No address: it stands in the case, and is erased there with the buyer.
        data={"case_id": opened.pk, "slip": found.slip.value, "score": found.score},
    )
    if settings.NOTIFYHUB_LOOK_UP_DOMAINS:  # after the commit: nobody waits for a name server here
        jobs.defer("messaging.look_up_domain", store_id=order.store_id, case_id=opened.pk)
    return opened


def weigh_case(*, case: RescueCase, resolver: typos.Resolver, now: datetime) -> bool:
    """Ask once whether the doubted domain takes mail; a weak doubt settles if it does.

    True if the case is still open. Talks to the network, so it wants no transaction around it.
    """
    found = typos.suggest(case.address, resolver)
    row = RescueCase.objects.open().filter(pk=case.pk, cause=RescueCause.MISTYPED)
    if found is None:
        return not _settle(row, _TAKES_MAIL, now)
    return bool(row.update(score=found.score))


def open_case(*, message: Message, cause: RescueCause, at: datetime, detail: str = "") -> bool:
    """Something came back or annoyed: ask a person. Within the caller's transaction.

    False if the case was open, or if the address was corrected after this message was planned.
    """
    address = message.recipient
    # A code goes to an address that is nobody's until somebody reads it there.
    is_nobodys = message.is_test or message.about.startswith(ABOUT_CODE)
    if message.order_id is None or is_nobodys or not address:
        return False
    rows = RescueCase.objects.filter(order_id=message.order_id, address=address)
    if rows.filter(state=RescueState.MENDED, closed_at__gte=message.planned_at).exists():
        return False
    found = typos.suggest(address) if cause == RescueCause.BOUNCED else None
    case = RescueCase(
        store_id=message.store_id,
        order_id=message.order_id,
        message=message,
        channel=message.channel,
        address=address,
        cause=cause,
        detail=detail,
        suggestion=found.address if found else "",
        score=found.score if found else 0,
        opened_at=at,
    )
    if _opened(case):
        archiving.bring_back(order_id=message.order_id, because="MAIL_CAME_BACK", now=at)
        return True
    weaker = [one for one, weight in _WEIGHT.items() if weight < _WEIGHT[cause]]
    rows.open().filter(cause__in=weaker).update(cause=cause, detail=detail, message=message)
    return False


def settle_case(*, message: Message, at: datetime, is_read: bool) -> bool:
    """The mail arrived, or was read: the doubt was unfounded. See Note [A doubt is not a refusal].

    What came back stays open: another mail may arrive and this one did not.
    """
    if message.order_id is None or not message.recipient:
        return False
    doubts = RescueCase.objects.open().filter(
        order_id=message.order_id, address=message.recipient, cause=RescueCause.MISTYPED
    )
    if not is_read:
        doubts = doubts.filter(score__lt=SURE)
    return _settle(doubts, _IT_ARRIVED, at)


def redact_cases(*, order_ids: list[int], now: datetime) -> int:
    """Forget the addresses of these orders; how many cases there were."""
    rows = RescueCase.objects.filter(order_id__in=order_ids)
    _settle(rows.open(), "", now)
    return rows.update(address="", suggestion="", detail="", because="")


def _take_correction(case: RescueCase, address: str, now: datetime) -> None:
    """The shop has another address. If the wrong one was written to, the mail must go once more."""
    written = Message.objects.filter(order_id=case.order_id, recipient=case.address)
    row = RescueCase.objects.open().filter(pk=case.pk)
    if case.cause == RescueCause.MISTYPED and not written.exists():
        _settle(row, _SHOP_CHANGED_IT, now)
    elif case.suggestion != address:
        row.update(suggestion=address, score=1)


def _opened(case: RescueCase) -> RescueCase | None:
    """The new row; None if a case of this address is open."""
    columns = ("store_id", "message", "channel", "cause", "detail", "suggestion", "score")
    row, is_new = RescueCase.objects.get_or_create(
        order_id=case.order_id,
        address=case.address,
        state=RescueState.OPEN,
        defaults={name: getattr(case, name) for name in (*columns, "opened_at")},
    )
    return row if is_new else None


def _settle(rows: RescueCaseQuerySet, because: str, at: datetime) -> bool:
    return bool(rows.update(state=RescueState.SETTLED, because=because, closed_at=at))


def _digest(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:16]
