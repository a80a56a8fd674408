"""What a parcel must be before it is one; every refusal says what to do."""

from collections import Counter
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext

from common.errors import DomainError
from orders.data import QuantityData
from orders.models import LineItem, Order
from shipping.carriers import naming
from shipping.data import ParcelDraft
from shipping.models import Carrier, CarrierGround, Direction, Origin, Parcel
from shipping.numbers import LONGEST, spelled

LONGEST_URL: Final = 2000


class NotAParcel(DomainError):
    """What was said does not make a parcel."""

    code = "not-a-parcel"


class LinesDoNotMatch(DomainError):
    """The order does not have these lines, or not so many of them."""

    code = "lines-do-not-match"


class NothingIsSent(DomainError):
    """Nothing of the order goes in a parcel."""

    code = "nothing-is-sent"


class OrderIsForgotten(DomainError):
    """The buyer asked to be forgotten."""

    code = "order-is-forgotten"


class NoReason(DomainError):
    """Nobody said why."""

    code = "no-reason"


def checked(*, order: Order, draft: ParcelDraft) -> ParcelDraft:
    """The draft, cleaned. Lines are checked as it is written. Raises a refusal."""
    refuse_forgotten(order)
    if draft.direction not in Direction or draft.origin not in Origin:
        raise ValueError(f"{draft.direction} or {draft.origin} is no code of ours")
    draft = checked_names(draft)
    if not (draft.number or draft.company or draft.carrier or draft.own_carrier_id):
        raise NotAParcel(gettext("Say the parcel's number, or at least who brings it."))
    _refuse_digital(order, draft)
    return draft


def checked_names(draft: ParcelDraft) -> ParcelDraft:
    """Number, carrier and link in one line each, of bounded length. Raises NotAParcel."""
    number, company, url = spelled(draft.number), spelled(draft.company), draft.url.strip()
    if len(number) > LONGEST:
        raise NotAParcel(
            gettext("A tracking number has at most %(n)s characters; this one has %(long)s.")
            % {"n": LONGEST, "long": len(number)}
        )
    if url and not _is_link(url):
        raise NotAParcel(gettext("The link must begin with https:// or http:// and name a site."))
    return replace(draft, number=number, company=company[:LONGEST], url=url)


def columns_said(draft: ParcelDraft, *, store_id: int) -> dict[str, Any]:
    """The columns that say who brings it and where to follow it; none where nobody said."""
    own = _own_carrier(draft, store_id)
    if own is not None:
        said: dict[str, Any] = {"own_carrier": own, "carrier": "", "company": own.name}
    elif draft.carrier:
        company = draft.company or naming.name_of(draft.carrier)
        if not naming.name_of(draft.carrier):
            raise NotAParcel(
                gettext(
                    "There is no carrier “%(code)s”: choose one of the list, or write its name."
                )
                % {"code": draft.carrier}
            )
        said = {"own_carrier": None, "carrier": draft.carrier, "company": company}
    elif naming.is_named(draft.company):
        code = naming.code_of(draft.company)
        said = {"own_carrier": None, "carrier": code, "company": draft.company}
    else:
        return {"url": draft.url} if draft.url else {}
    return {**said, "url": draft.url, "carrier_ground": CarrierGround.STAFF}


def _own_carrier(draft: ParcelDraft, store_id: int) -> Carrier | None:
    """The store's own that was chosen, or whose name was written and is nobody else's."""
    rows = Carrier.objects.filter(is_retired=False)
    if draft.own_carrier_id is not None:
        own = rows.filter(pk=draft.own_carrier_id, store_id=store_id).first()
        if own is None:
            raise NotAParcel(gettext("This store has no such carrier: choose one of its list."))
        return own
    if draft.carrier or not naming.is_named(draft.company):
        return None
    return rows.filter(store_id=store_id, name__iexact=draft.company).first()


def checked_lines(
    *,
    order: Order,
    lines: tuple[QuantityData, ...],
    direction: str,
    besides: Parcel | None = None,
) -> list[dict[str, int]]:
    """What is in it, as it is kept. Raises LinesDoNotMatch. One query for none, two else.

    What other parcels of the same direction say they hold cannot be in this one as well.
    """
    wanted: Counter[int] = Counter()
    for each in lines:
        if each.quantity < 1:
            raise LinesDoNotMatch(gettext("Say how many of each line: one at least."))
        wanted[each.line_shopify_id] += each.quantity
    if not wanted:
        return []
    rows = LineItem.objects.filter(order=order, shopify_id__in=list(wanted))
    known = {row.shopify_id: row for row in rows}
    others = Parcel.objects.filter(order=order, direction=direction).exclude(lines=[])
    held: Counter[int] = Counter()
    for other in others.exclude(pk=besides.pk) if besides else others:
        held.update({each["line"]: each["quantity"] for each in other.lines})
    for number, quantity in wanted.items():
        _refuse_too_many(known.get(number), quantity, held[number])
    return [{"line": number, "quantity": quantity} for number, quantity in sorted(wanted.items())]


def refuse_forgotten(order: Order) -> None:
    if order.redacted_at is not None:
        raise OrderIsForgotten(
            gettext("The buyer's data was erased, so nothing that leads to them is kept any more.")
        )


def refuse_no_number(number: str) -> None:
    if not number:
        raise NotAParcel(gettext("Say the new number; to take the parcel away, remove it."))


def reason_of(because: str) -> str:
    """One line of why. Raises NoReason."""
    said = spelled(because)[:500]
    if not said:
        raise NoReason(gettext("Say why: it stands on the order's timeline."))
    return said


def _refuse_too_many(line: LineItem | None, quantity: int, held: int) -> None:
    if line is None:
        raise LinesDoNotMatch(gettext("This order has no such line: read its lines again."))
    left = line.quantity - held
    if quantity > left:
        raise LinesDoNotMatch(
            gettext("Of “%(title)s” only %(left)s are left for this parcel, not %(n)s.")
            % {"title": line.title, "left": max(left, 0), "n": quantity}
        )
    if not line.requires_shipping:
        raise LinesDoNotMatch(
            gettext("“%(title)s” is not sent in a parcel.") % {"title": line.title}
        )


def _refuse_digital(order: Order, draft: ParcelDraft) -> None:
    if draft.direction != Direction.OUT:
        return
    sent = set(LineItem.objects.filter(order=order).values_list("requires_shipping", flat=True))
    if sent == {False}:
        raise NothingIsSent(
            gettext("Nothing of this order is sent in a parcel: all of it is digital.")
        )


def _is_link(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    is_clean = len(url) <= LONGEST_URL and not any(sign.isspace() for sign in url)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and is_clean
