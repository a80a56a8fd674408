"""Activity as lines that a support person reads: a symbol, words, and what stands behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import pieces
from common.keyset import Place
from desk import kinds
from messaging.models import Message
from messaging.states import Channel
from orders.models import Activity, Note
from orders.models import ActivityKind as Kind
from shipping.models import ParcelState

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PER_PAGE: Final = 40
_PREFIXES: Final = {"messages": "MESSAGE_", "parcels": "PARCEL_"}
_STAFF: Final = (Kind.NOTED, Kind.TAGGED, Kind.ADDRESS_CORRECTED)
CHOICES: Final = ("all", "messages", "parcels", "staff")


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    symbol: str
    words: SafeString
    tone: str = ""
    aside: str = ""
    reason: str = ""
    quote: str = ""
    message: Message | None = None
    is_staff_only: bool = False
    is_end: bool = False  # says what became of its message, and so where that is corrected


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Timeline:
    days: list[Day]
    earlier: Place | None


def read_timeline(*, order_id: int, show: str, before: Place | None) -> Timeline:
    """One page of an order's life, newest first, in three queries."""
    rows = Activity.objects.filter(order_id=order_id)
    if before:
        rows = rows.filter(Q(at__lt=before.at) | Q(at=before.at, id__lt=before.id))
    if show in _PREFIXES:
        rows = rows.filter(kind__startswith=_PREFIXES[show])
    elif show == "staff":
        rows = rows.filter(kind__in=_STAFF)
    found = list(rows.order_by("-at", "-id")[: PER_PAGE + 1])
    page = found[:PER_PAGE]
    lines = _lines(page)
    days = [
        Day(day, list(of_day))
        for day, of_day in groupby(lines, key=lambda line: timezone.localtime(line.at).date())
    ]
    last = page[-1] if len(found) > PER_PAGE else None
    return Timeline(days, Place(last.at, last.pk) if last else None)


def _lines(page: Sequence[Activity]) -> list[Line]:
    messages = Message.objects.in_bulk(_ids(row.message_id for row in page))
    notes = Note.objects.in_bulk(_ids(row.data.get("note_id") for row in page))
    return [_line(row, messages.get(row.message_id or 0), notes) for row in page]


def _ids(found: Iterable[Any]) -> list[int]:
    return sorted({one for one in found if isinstance(one, int)})


def _line(row: Activity, message: Message | None, notes: dict[int, Note]) -> Line:
    if row.kind == Kind.NOTED:
        note = notes.get(row.data.get("note_id") or 0)
        who = format_html("<b>{}</b>", row.actor or _("Somebody"))
        words = format_html(_("{} noted"), who)
        return Line(row.at, "note", words, quote=note.text if note else "", is_staff_only=True)
    if row.kind.startswith("MESSAGE_"):
        return _message_line(row, message)
    make = _WORDS.get(row.kind)
    if make is None:
        return Line(row.at, "clock", format_html("{}", row.get_kind_display()))
    symbol, words, aside = make(row)
    return Line(row.at, symbol, words, aside=aside or _by(row))


_MESSAGES: Final = {
    Kind.MESSAGE_PLANNED: ("", "clock"),
    Kind.MESSAGE_NOT_SENT: ("mute", "x"),
    Kind.MESSAGE_SENT: ("", "mail"),
    Kind.MESSAGE_DELAYED: ("warn", "clock"),
    Kind.MESSAGE_FAILED: ("bad", "fail"),
    Kind.MESSAGE_UNKNOWN: ("unk", "unknown"),
    Kind.MESSAGE_HELD: ("hold", "pause"),
    Kind.MESSAGE_DELIVERED: ("good", "check"),
    Kind.MESSAGE_BOUNCED: ("bad", "bounce"),
    Kind.MESSAGE_COMPLAINED: ("bad", "shield"),
    Kind.MESSAGE_OPENED: ("good", "eye"),
    Kind.MESSAGE_CLICKED: ("good", "eye"),
}


_HAS_A_REASON: Final = {
    Kind.MESSAGE_NOT_SENT,
    Kind.MESSAGE_DELAYED,
    Kind.MESSAGE_FAILED,
    Kind.MESSAGE_UNKNOWN,
    Kind.MESSAGE_HELD,
    Kind.MESSAGE_BOUNCED,
}
_ENDS: Final = {
    Kind.MESSAGE_NOT_SENT,
    Kind.MESSAGE_SENT,
    Kind.MESSAGE_FAILED,
    Kind.MESSAGE_UNKNOWN,
    Kind.MESSAGE_HELD,
    Kind.MESSAGE_BOUNCED,
}


def _message_line(row: Activity, message: Message | None) -> Line:
    tone, symbol = _MESSAGES[Kind(row.kind)]
    name = kinds.words(row.data.get("kind", "") or (message.kind if message else ""))
    channel = row.data.get("channel") or Channel.EMAIL
    if channel in Channel and channel != Channel.EMAIL:
        name = _("%(message)s, %(way)s") % {"message": name, "way": Channel(channel).label}
    if row.kind == Kind.MESSAGE_PLANNED and message and message.actor == row.actor != "":
        return _by_hand(row, message, name)
    said = {
        Kind.MESSAGE_PLANNED: _("{} planned"),
        Kind.MESSAGE_NOT_SENT: _("{} not sent"),
        Kind.MESSAGE_SENT: _("{} handed over"),
        Kind.MESSAGE_DELAYED: _("{} delayed"),
        Kind.MESSAGE_FAILED: _("{} could not be sent"),
        Kind.MESSAGE_UNKNOWN: _("{} may have been sent"),
        Kind.MESSAGE_HELD: _("{} held: waits for a person"),
        Kind.MESSAGE_DELIVERED: _("{} delivered"),
        Kind.MESSAGE_BOUNCED: _("{} came back"),
        Kind.MESSAGE_COMPLAINED: _("{} marked as spam"),
        Kind.MESSAGE_OPENED: _("{} opened"),
        Kind.MESSAGE_CLICKED: _("A link of {} followed"),
    }[Kind(row.kind)]
    return Line(
        row.at,
        symbol,
        format_html(said, format_html("<b>{}</b>", name)),
        tone=tone,
        aside=_by(row),
        reason=message.get_reason_display() if message and row.kind in _HAS_A_REASON else "",
        message=message,
        is_end=row.kind in _ENDS,
    )


def _by_hand(row: Activity, message: Message, name: str) -> Line:
    """Who sent it (again), in which words, and why."""
    again, first = _("<b>{}</b> sent <b>{}</b> again"), _("<b>{}</b> sent <b>{}</b>")
    said = again if message.sequence else first
    parts = [
        _("As first sent") if message.is_verbatim else "",
        _("Words changed for this message") if message.wording_id else "",
        message.because,
        _("left out of the A/B figures") if message.sequence else "",
    ]
    words = format_html(said, row.actor, name)
    reason = "; ".join(filter(None, parts))
    return Line(row.at, "resend", words, reason=reason, message=message)


def _corrected(row: Activity) -> tuple[str, SafeString, str]:
    who = row.actor or _("Somebody")
    words = format_html(_("<b>{}</b> corrected the e-mail address"), who)
    if row.data.get("redacted"):
        return "pencil", words, " "
    was = row.data.get("was") or pieces.EMPTY
    said = [f"{was} → {row.data.get('now', '')}", row.data.get("because", "")]
    if row.data.get("is_customers"):
        said.append(_("also the customer's"))
    return "pencil", words, "; ".join(filter(None, said))


def _by(row: Activity) -> str:
    return _("by %(who)s") % {"who": row.actor} if row.actor else ""


def _plain(symbol: str, words: "StrPromise") -> Any:
    return lambda row: (symbol, format_html("<b>{}</b>", words), "")


def _fulfilled(row: Activity) -> tuple[str, SafeString, str]:
    count = row.data.get("quantity") or 0
    items = ngettext("%(n)s item", "%(n)s items", count) % {"n": count}
    return "truck", format_html("<b>{}</b> {}", _("Sent off"), items), row.data.get("name", "")


def _tagged(row: Activity) -> tuple[str, SafeString, str]:
    is_added = row.data.get("is_added", True)
    words = _("Tagged") if is_added else _("Tag taken away")
    return "tag", format_html("{} {}", words, pieces.tag(row.data.get("tag", ""))), ""


def _parcel(row: Activity) -> tuple[str, SafeString, str]:
    number = row.data.get("number") or ""
    carrier = row.data.get("company") or ""
    words = format_html('<b>{}</b> <bdi class="mono">{}</bdi>', _("Parcel"), number)
    return "box", words, carrier


def _scanned(row: Activity) -> tuple[str, SafeString, str]:
    code = row.data.get("state") or ""
    known = dict(ParcelState.choices).get(code) or code.replace("_", " ").capitalize()
    where = ", ".join(text for text in (row.data.get("city"), row.data.get("country")) if text)
    return "box", format_html("{} <b>{}</b>", _("Parcel:"), known), where


_WORDS: Final[dict[str, Any]] = {
    Kind.ORDER_PLACED: _plain("bag", gettext_lazy("Order placed")),
    Kind.ORDER_PAID: _plain("card", gettext_lazy("Paid")),
    Kind.ORDER_CANCELLED: _plain("x", gettext_lazy("Order cancelled")),
    Kind.ORDER_EDITED: _plain("pencil", gettext_lazy("Order edited")),
    Kind.ORDER_REFUNDED: _plain("card", gettext_lazy("Money refunded")),
    Kind.ORDER_FULFILLED: _fulfilled,
    Kind.ORDER_CLOSED: _plain("check", gettext_lazy("Order closed")),
    Kind.ADDRESS_DOUBTED: _plain("unknown", gettext_lazy("The address looks mistyped")),
    Kind.ADDRESS_CORRECTED: _corrected,
    Kind.TAGGED: _tagged,
    Kind.CUSTOMER_REDACTED: _plain("shield", gettext_lazy("Personal data erased")),
    Kind.PARCEL_ADDED: _parcel,
    Kind.PARCEL_CHANGED: _scanned,
    Kind.PARCEL_SCANNED: _scanned,
    Kind.CHECKOUT_STARTED: _plain("bag", gettext_lazy("Checkout started")),
    Kind.CHECKOUT_DONE: _plain("bag", gettext_lazy("Checkout completed")),
}
