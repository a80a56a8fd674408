"""What staff, programs and files do to parcels. Locks: the order's row first.

A number stands once on an order, in each direction: see Note [One number, one row] in matching.py.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.utils.translation import gettext

from common.errors import DomainError
from orders.activity import Fact, record_once
from orders.data import QuantityData
from orders.models import ActivityKind, Order
from shipping import checking, matching
from shipping.data import ParcelDraft
from shipping.following import settle
from shipping.models import Parcel
from shipping.numbers import key_of
from shipping.scanning import settle_parcels


class NumberIsTaken(DomainError):
    """Another parcel of the order has this number."""

    code = "number-is-taken"


class NumberWasReplaced(DomainError):
    """A parcel of the order had this number, and got another one instead."""

    code = "number-was-replaced"


class ParcelIsShopifys(DomainError):
    """Shopify names the parcel, and would name it again."""

    code = "parcel-is-shopifys"


@transaction.atomic
def add_parcel(*, order: Order, draft: ParcelDraft, actor: str, now: datetime) -> Parcel:
    """Add a parcel to an order, before or after Shopify knows of it.

    A number that the order has already makes no second parcel: that one is answered, and is ours
    as well from then on. Raises a refusal of shipping/checking.py.
    """
    order = _locked(order)
    draft = checking.checked(order=order, draft=draft)
    public_id = uuid5(order.public_id, draft.nonce) if draft.nonce else uuid4()
    done = Parcel.objects.filter(public_id=public_id).first() if draft.nonce else None
    if done is not None:
        return done
    held = _with_number(order, draft.number, draft.direction)
    if held is None:
        _refuse_replaced(order, draft)
        return _add(order, draft, public_id, actor, now)
    if held.origin == "SHOPIFY":
        said = checking.columns_said(draft, store_id=order.store_id)
        if draft.lines:
            said["lines"] = checking.checked_lines(
                order=order, lines=draft.lines, direction=draft.direction, besides=held
            )
        _write(held, {**said, "origin": draft.origin}, now)
        _tell(held, ActivityKind.PARCEL_ADDED, actor, now, key=f"parcel:own:{held.public_id}")
    return held


@transaction.atomic
def change_number(
    *, parcel: Parcel, draft: ParcelDraft, actor: str, because: str = "", now: datetime
) -> bool:
    """Give the parcel the draft's number, and its carrier and link where it names them.

    The old number stands in `former`. False: it has this number. Nothing is known of where the new
    number is, so the state begins anew. Raises NumberIsTaken, or a refusal of shipping/checking.py.
    """
    order, parcel = _held(parcel)
    draft = checking.checked_names(draft)
    checking.refuse_no_number(draft.number)
    if draft.number == parcel.number:
        return False
    taken = _with_number(order, draft.number, parcel.direction)
    if taken is not None and taken.pk != parcel.pk:
        raise NumberIsTaken(
            gettext("Another parcel of this order has the number %(number)s already.")
            % {"number": draft.number}
        )
    was = parcel.number
    columns = matching.renumbered(parcel, draft.number, now, by=matching.OURS)
    said = {"url": "", **checking.columns_said(draft, store_id=order.store_id)}
    _write(parcel, {**said, **columns, "number": draft.number}, now)
    about = {"was": was, "because": because.strip()[:500]}
    key = f"parcel:renumbered:{parcel.public_id}:{now:%Y%m%d%H%M%S.%f}"
    _tell(parcel, ActivityKind.PARCEL_CHANGED, actor, now, key=key, **about)
    return True


@transaction.atomic
def set_carrier(*, parcel: Parcel, draft: ParcelDraft, actor: str, now: datetime) -> bool:
    """Say who brings it, and where to follow it, as the draft does; False: it was so.

    What a person says stays, whatever Shopify says.
    """
    order, parcel = _held(parcel)
    said = checking.columns_said(checking.checked_names(draft), store_id=order.store_id)
    if all(getattr(parcel, name) == value for name, value in said.items()):
        return False
    was = parcel.company
    _write(parcel, said, now)
    key = f"parcel:carrier:{parcel.public_id}:{now:%Y%m%d%H%M%S.%f}"
    _tell(parcel, ActivityKind.PARCEL_CHANGED, actor, now, key=key, was_company=was)
    return True


@transaction.atomic
def change_lines(
    *, parcel: Parcel, lines: Sequence[QuantityData], actor: str, now: datetime
) -> bool:
    """Say what is in it; none: all that its fulfilment holds. False: it was so."""
    order, parcel = _held(parcel)
    rows = checking.checked_lines(
        order=order, lines=tuple(lines), direction=parcel.direction, besides=parcel
    )
    if rows == parcel.lines:
        return False
    _write(parcel, {"lines": rows}, now)
    key = f"parcel:lines:{parcel.public_id}:{now:%Y%m%d%H%M%S.%f}"
    _tell(parcel, ActivityKind.PARCEL_CHANGED, actor, now, key=key, lines=rows)
    return True


@transaction.atomic
def remove_parcel(*, parcel: Parcel, actor: str, because: str, now: datetime) -> None:
    """Take a parcel away that was added by mistake; the timeline keeps what was said of it.

    Raises ParcelIsShopifys, or NoReason.
    """
    _order, parcel = _held(parcel)
    reason = checking.reason_of(because)
    if parcel.fulfilment_id is not None:
        raise ParcelIsShopifys(
            gettext(
                "Shopify names this parcel and would name it again: take the number away from the"
                " fulfilment there, and it goes here too."
            )
        )
    key = f"parcel:removed:{parcel.public_id}"
    _tell(parcel, ActivityKind.PARCEL_REMOVED, actor, now, key=key, because=reason)
    parcel.delete()


def _add(order: Order, draft: ParcelDraft, public_id: UUID, actor: str, now: datetime) -> Parcel:
    parcel = Parcel.objects.create(
        public_id=public_id,
        store_id=order.store_id,
        order=order,
        number=draft.number,
        direction=draft.direction,
        lines=checking.checked_lines(order=order, lines=draft.lines, direction=draft.direction),
        shipped_at=draft.shipped_at or now,
        origin=draft.origin,
        created_at=now,
        changed_at=now,
        **checking.columns_said(draft, store_id=order.store_id),
    )
    settle([parcel])
    _tell(parcel, ActivityKind.PARCEL_ADDED, actor, now, key=f"parcel:own:{parcel.public_id}")
    return parcel


def _locked(order: Order) -> Order:
    return Order.objects.select_for_update(of=("self",)).get(pk=order.pk)


def _held(parcel: Parcel) -> tuple[Order, Parcel]:
    """Its order, locked, and the parcel as it is now."""
    order = Order.objects.select_for_update(of=("self",)).get(pk=parcel.order_id)
    checking.refuse_forgotten(order)
    parcel.refresh_from_db()
    return order, parcel


def _with_number(order: Order, number: str, direction: str) -> Parcel | None:
    """The parcel of the order with this number, however it is spelled."""
    if not number:
        return None
    wanted = key_of(number)
    rows = Parcel.objects.filter(store_id=order.store_id, order=order, direction=direction)
    return next((row for row in rows.order_by("pk") if key_of(row.number) == wanted), None)


def _refuse_replaced(order: Order, draft: ParcelDraft) -> None:
    """An old list, imported again, must not bring back numbers that were wrong."""
    if not draft.number:
        return
    rows = Parcel.objects.filter(store_id=order.store_id, order=order, direction=draft.direction)
    for row in rows.exclude(former=[]):
        if key_of(draft.number) in {key_of(each["number"]) for each in row.former}:
            raise NumberWasReplaced(
                gettext(
                    "The number %(number)s was replaced by %(other)s. If it is right after all,"
                    " change the number of that parcel."
                )
                % {"number": draft.number, "other": row.number}
            )


def _write(parcel: Parcel, columns: dict[str, Any], now: datetime) -> None:
    for name, value in columns.items():
        setattr(parcel, name, value)
    parcel.changed_at = now
    parcel.save(update_fields=[*columns, "changed_at"])
    settle([parcel])
    settle_parcels(store_id=parcel.store_id, order_id=parcel.order_id)
    parcel.refresh_from_db()


def _tell(
    parcel: Parcel, kind: ActivityKind, actor: str, now: datetime, *, key: str, **data: Any
) -> None:
    about = {"number": parcel.number, "company": parcel.company, "direction": parcel.direction}
    fact = Fact(
        kind=kind,
        at=now,
        key=key,
        order_id=parcel.order_id,
        data={**about, **data},
        actor=actor[:254],
    )
    record_once(store_id=parcel.store_id, fact=fact)
