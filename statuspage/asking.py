"""What buyers ask for, and how staff answer. Locks: the order's row, then the request."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from common import jobs
from common.errors import DomainError
from messaging.limits import DAY
from orders import archiving, correcting
from orders.activity import Fact, record_once
from orders.data import AddressData
from orders.models import ActivityKind, LineItem, Order
from shipping import promises
from shipping.models import Cause, Promise
from shipping.queries import parcels_by_order
from statuspage import answering
from statuspage.asking_words import PROBLEMS, RETURNS
from statuspage.changing import address_window, may_return
from statuspage.delivery import faults_of
from statuspage.frame import OFFERED, locale_of
from statuspage.mailing import buyer_label
from statuspage.models import BuyerRequest, RequestKind, RequestState, ShopState
from statuspage.page_settings import settings_of

PER_ORDER: Final = 5  # a day
LONGEST: Final = 2000
_SAME_CLICK: Final = timedelta(minutes=10)


class NotOffered(DomainError):
    """The store's page does not offer this, or no longer for this order."""

    code = "not-offered"


class AskedTooOften(DomainError):
    """The order had its share of requests; `may_go_at` says until when."""

    code = "asked-too-often"

    def __init__(self, may_go_at: datetime) -> None:
        super().__init__(_("An order takes at most five requests a day."))
        self.may_go_at = may_go_at


class RequestRefused(DomainError):
    """What was filled in cannot be kept; the message says why."""

    code = "request-refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What one form says."""

    kind: str
    reason: str = ""
    text: str = ""
    data: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """So many of one line of the order, by its place there."""

    position: int
    quantity: int


@transaction.atomic
def ask_address(*, order: Order, address: AddressData, now: datetime) -> BuyerRequest:
    """Want the goods sent elsewhere: for staff to approve, or at once where the store says so.

    Raises NotOffered once it is too late, RequestRefused, AskedTooOften.
    """
    order = _locked(order)
    settings = settings_of(order.store_id)
    parcels = parcels_by_order([order.pk]).get(order.pk, [])
    promise = Promise.objects.filter(order=order, is_current=True).first()
    window = address_window(order, settings, parcels=parcels, promise=promise, now=now)
    if not window.is_open:
        raise NotOffered(_("The address can no longer be changed here: the goods are leaving."))
    for fault in faults_of(address).values():
        raise RequestRefused(fault)
    wish = Wish(kind=RequestKind.ADDRESS, data=asdict(address))
    request, is_new = _asked(order, wish, now)
    if is_new and window.is_automatic:
        actor = buyer_label(order)
        _grant_address(request, order, actor, now)
        BuyerRequest.objects.filter(pk=request.pk).update(state=RequestState.DONE, settled_at=now)
        request.refresh_from_db()
    return request


@transaction.atomic
def report_problem(*, order: Order, reason: str, text: str, now: datetime) -> BuyerRequest:
    """Tell the store that something is wrong. Raises as ask_address does."""
    order = _locked(order)
    if not settings_of(order.store_id).takes_problems or order.redacted_at:
        raise NotOffered(_("Problems are not reported here: write to the shop."))
    if reason not in dict(PROBLEMS):
        raise RequestRefused(_("Choose what is wrong."))
    if reason == "OTHER" and not text.strip():
        raise RequestRefused(_("Tell in a few words what is wrong."))
    wish = Wish(kind=RequestKind.PROBLEM, reason=reason, text=_written(text))
    return _asked(order, wish, now)[0]


@transaction.atomic
def ask_return(
    *, order: Order, pieces: Sequence[Piece], reason: str, text: str, now: datetime
) -> BuyerRequest:
    """Want to send goods back. Raises as ask_address does."""
    order = _locked(order)
    settings = settings_of(order.store_id)
    parcels = parcels_by_order([order.pk]).get(order.pk, [])
    if settings.return_url or not may_return(order, settings, parcels, now):
        raise NotOffered(_("Returns are not asked for here any more: write to the shop."))
    if reason not in dict(RETURNS):
        raise RequestRefused(_("Choose why it goes back."))
    lines = {row.position: row for row in LineItem.objects.filter(order=order)}
    wanted = [piece for piece in pieces if piece.quantity]
    if not wanted:
        raise RequestRefused(_("Choose at least one thing to send back."))
    for piece in wanted:
        line = lines.get(piece.position)
        if line is None or not 0 < piece.quantity <= line.current_quantity:
            raise RequestRefused(_("You cannot send back more than you bought."))
    data = {
        "lines": [
            {
                "line": lines[piece.position].shopify_id,
                "place": piece.position,
                "quantity": piece.quantity,
            }
            for piece in sorted(wanted, key=lambda piece: piece.position)
        ]
    }
    wish = Wish(kind=RequestKind.RETURN, reason=reason, text=_written(text), data=data)
    return _asked(order, wish, now)[0]


@transaction.atomic
def settle_request(
    *, request: BuyerRequest, is_granted: bool, answer: str, actor: str, now: datetime
) -> bool:
    """Do what was asked, or refuse it, and mail the buyer the answer. False: it was settled before.

    A new delivery address that is granted counts from now on, and Shopify is told of it. Raises
    RequestRefused for a refusal without a word.
    """
    words = _written(answer)
    if not is_granted and not words:
        raise RequestRefused(_("Tell the buyer why: a refusal without a word helps nobody."))
    order = _locked(request.order)
    open_ones = BuyerRequest.objects.filter(pk=request.pk, state=RequestState.OPEN)
    state = RequestState.DONE if is_granted else RequestState.REFUSED
    settled = {"state": state, "settled_at": now, "settled_by": actor[:254], "answer": words}
    if not open_ones.update(**settled):
        return False
    request.refresh_from_db()
    if is_granted and request.kind == RequestKind.ADDRESS:
        _grant_address(request, order, actor, now)
    about = {"what": request.kind, "state": state, "request": str(request.public_id)}
    key = f"request:{request.pk}:settled"
    fact = Fact(ActivityKind.BUYER_ANSWERED, now, key, order.pk, about, actor)
    record_once(store_id=order.store_id, fact=fact)
    with translation.override(OFFERED[locale_of(order.store, order.locale)]):
        answering.mail_answer(order=order, request=request, actor=actor, now=now)
    return True


def _grant_address(request: BuyerRequest, order: Order, actor: str, now: datetime) -> None:
    address = AddressData(**request.data)
    because = "Asked for by the buyer"
    is_new = correcting.correct_address(
        order=order, address=address, actor=actor, because=because, now=now
    )
    if not is_new:
        return
    promises.promise_order(order=order, cause=Cause.EDITED, now=now)
    due = {"shop_state": ShopState.DUE, "run_after": now}
    BuyerRequest.objects.filter(pk=request.pk).update(**due)
    jobs.defer("statuspage.tell_shops")


def _asked(order: Order, wish: Wish, now: datetime) -> tuple[BuyerRequest, bool]:
    """The request, and whether it is new: the same form sent twice asks once."""
    rows = BuyerRequest.objects.filter(order=order)
    said = {"kind": wish.kind, "reason": wish.reason, "text": wish.text, "data": wish.data or {}}
    same = rows.filter(asked_at__gt=now - _SAME_CLICK, **said).order_by("-id").first()
    if same is not None:
        return same, False
    times = rows.filter(asked_at__gt=now - DAY).order_by("-asked_at")
    full = list(times.values_list("asked_at", flat=True)[:PER_ORDER])
    if len(full) == PER_ORDER:
        raise AskedTooOften(full[-1] + DAY)
    request = BuyerRequest.objects.create(
        store_id=order.store_id, order=order, asked_at=now, **said
    )
    about = {"what": wish.kind, "reason": wish.reason, "request": str(request.public_id)}
    key = f"request:{request.pk}:asked"
    fact = Fact(ActivityKind.BUYER_ASKED, now, key, order.pk, about, buyer_label(order))
    record_once(store_id=order.store_id, fact=fact)
    archiving.bring_back(order_id=order.pk, because="BUYER_ASKED", now=now)
    return request, True


def _locked(order: Order) -> Order:
    rows = Order.objects.select_for_update(of=("self",)).select_related("store")
    return rows.get(pk=order.pk)


def _written(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()[:LONGEST]
