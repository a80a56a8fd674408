"""Activity as lines that a support person reads: a symbol, words, and what stands behind them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
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
from desk import kinds, order_lines, promise_lines, seen
from desk.automations import lines as rule_lines
from desk.lines import Line
from desk.parcels import lines as parcel_lines
from messaging.models import Message
from messaging.states import Channel
from orders.channels import channel_words
from orders.models import Activity, Note
from orders.models import ActivityKind as Kind
from orders.queries import ON_TIMELINE
from shipping.models import AlarmKind, ParcelState
from statuspage import asking_words
from statuspage.models import RequestKind, RequestState

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PER_PAGE: Final = 40
COUNTED: Final = 500  # then a count stops, and says so
_STAFF: Final = (
    Kind.NOTED,
    Kind.TAGGED,
    Kind.ADDRESS_CORRECTED,
    Kind.BUYER_CONTACTED,
    Kind.BUYER_ANSWERED,
    Kind.ALARM_SETTLED,
    Kind.ORDER_ARCHIVED,
    Kind.ORDER_UNARCHIVED,
    Kind.LINK_RENEWED,
)
_OF: Final[dict[str, tuple[str, ...]]] = {
    "messages": tuple(kind for kind in Kind.values if kind.startswith("MESSAGE_")),
    "parcels": tuple(
        kind for kind in Kind.values if kind.startswith(("PARCEL_", "ALARM_", "PROMISE"))
    ),
    "staff": _STAFF,
}
CHOICES: Final = ("all", *_OF)


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
    rows = Activity.objects.filter(ON_TIMELINE, order_id=order_id)
    if before:
        rows = rows.filter(Q(at__lt=before.at) | Q(at=before.at, id__lt=before.id))
    if show in _OF:
        rows = rows.filter(kind__in=_OF[show])
    found = list(rows.order_by("-at", "-id")[: PER_PAGE + 1])
    page = found[:PER_PAGE]
    lines = _lines(page)
    days = [
        Day(day, list(of_day))
        for day, of_day in groupby(lines, key=lambda line: timezone.localtime(line.at).date())
    ]
    last = page[-1] if len(found) > PER_PAGE else None
    return Timeline(days, Place(last.at, last.pk) if last else None)


def counts(order_id: int) -> dict[str, str]:
    """How many lines each choice has, up to COUNTED of all. One query, of the newest."""
    rows = Activity.objects.filter(ON_TIMELINE, order_id=order_id).order_by("-at", "-id")
    kinds_of = Counter(rows.values_list("kind", flat=True)[: COUNTED + 1])
    is_more = kinds_of.total() > COUNTED
    found = {"all": pieces.bounded(kinds_of.total(), COUNTED)}
    for show, among in _OF.items():
        count = sum(kinds_of[kind] for kind in among)
        found[show] = f"{count}+" if is_more and count else str(count)
    return found


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
        if row.data.get("what") == "SHOP":
            words = format_html(_("{} changed the note that Shopify shows"), who)
            return Line(row.at, "note", words, is_staff_only=True)
        words = format_html(_("{} noted"), who)
        aside = _("for packers") if note and note.is_for_packers else ""
        quote = note.text if note else ""
        return Line(row.at, "note", words, aside=aside, quote=quote, is_staff_only=True)
    if row.kind == Kind.BUYER_CONTACTED:
        note = notes.get(row.data.get("note_id") or 0)
        return order_lines.contacted(row, message, note.text if note else "")
    if row.kind.startswith("MESSAGE_"):
        return _message_line(row, message)
    if row.kind == Kind.ORDER_ATTRIBUTED:
        return _credit_line(row, message)
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


_SIGNS: Final = {Kind.MESSAGE_OPENED, Kind.MESSAGE_CLICKED}
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
    name = kinds.words_of(message) if message else kinds.words(row.data.get("kind", ""))
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
    if message and row.kind in _SIGNS:
        first = seen.first_in_words(row, message, format_html("<b>{}</b>", name))
        return Line(
            row.at, first.symbol, first.words, first.tone, aside=first.aside, message=message
        )
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


def _credit_line(row: Activity, message: Message | None) -> Line:
    """Which message has the credit for the order, or lost it."""
    words = row.data.get("template", "").upper()
    name = kinds.words(message.kind if message else words)
    is_taken = row.data.get("orders", 1) < 0
    said = _("No longer credited to {}") if is_taken else _("Credited to {}")
    return Line(row.at, "check", format_html(said, format_html("<b>{}</b>", name)))


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
    if row.data.get("what") == "DELIVERY":
        moved = format_html(_("<b>{}</b> changed the delivery address"), who)
        return "pencil", moved, row.data.get("because", "") or " "
    if row.data.get("what") == "PHONE":
        also = _("also the customer's") if row.data.get("is_customers") else ""
        why = "; ".join(filter(None, (row.data.get("because", ""), also)))
        mended = format_html(_("<b>{}</b> corrected the telephone number"), who)
        return "pencil", mended, why or " "
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


def _placed(row: Activity) -> tuple[str, SafeString, str]:
    """Where the buyer bought, unless that was the online store."""
    where = channel_words(row.data.get("sales_channel") or "", row.data.get("source_name") or "")
    return "bag", format_html("<b>{}</b>", _("Order placed")), where


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


def _scanned(row: Activity) -> tuple[str, SafeString, str]:
    code = row.data.get("state") or ""
    known = dict(ParcelState.choices).get(code) or code.replace("_", " ").capitalize()
    where = ", ".join(text for text in (row.data.get("city"), row.data.get("country")) if text)
    return "box", format_html("{} <b>{}</b>", _("Parcel:"), known), where


def _thought(row: Activity) -> tuple[str, SafeString, str]:
    about = kinds.words(str(row.data["kind"])) if row.data.get("kind") else _("The status page")
    if row.data.get("is_good"):
        return "ok", format_html(_("<b>Of use</b> to the buyer: {}"), about), ""
    return "fail", format_html(_("<b>Of no use</b> to the buyer: {}"), about), ""


def _renewed(row: Activity) -> tuple[str, SafeString, str]:
    words = format_html("<b>{}</b>", _("The status page got a new link"))
    because = str(row.data.get("because") or "")
    # What we say ourselves is marked in statuspage/finding.py; what staff wrote stays as it is.
    return "shield", words, "; ".join(filter(None, (_by(row), because and _(because))))


def _alarm(row: Activity) -> tuple[str, SafeString, str]:
    code = row.data.get("alarm") or ""
    what = dict(AlarmKind.choices).get(code) or code
    if row.kind == Kind.ALARM_RAISED:
        return "alert", format_html("{} <b>{}</b>", _("To look after:"), what), ""
    if not row.actor:
        return "check", format_html("{} <b>{}</b>", _("Well again:"), what), ""
    words = format_html(_("<b>{}</b> looked after it: {}"), row.actor, what)
    return "check", words, row.data.get("because") or " "


def _asked(row: Activity) -> tuple[str, SafeString, str]:
    """What the buyer asks for on the status page; their words stand in the queue."""
    known = dict(RequestKind.choices)
    what = known.get(row.data.get("what", ""), "")
    why = asking_words.words_for(row.data.get("reason", ""))
    return "mail", format_html(_("The buyer asks: <b>{}</b>"), what), str(why) or " "


def _answered(row: Activity) -> tuple[str, SafeString, str]:
    is_done = row.data.get("state") == RequestState.DONE
    said = _("<b>{}</b> did what the buyer asked") if is_done else _("<b>{}</b> refused the buyer")
    what = dict(RequestKind.choices).get(row.data.get("what", ""), "")
    return "check" if is_done else "x", format_html(said, row.actor or _("Somebody")), str(what)


_WORDS: Final[dict[str, Any]] = {
    Kind.BUYER_ASKED: _asked,
    Kind.BUYER_ANSWERED: _answered,
    Kind.ORDER_PLACED: _placed,
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
    Kind.FEEDBACK_GIVEN: _thought,
    Kind.LINK_RENEWED: _renewed,
    **order_lines.WORDS,
    **parcel_lines.WORDS,
    **rule_lines.WORDS,
    Kind.PARCEL_SCANNED: _scanned,
    Kind.ALARM_RAISED: _alarm,
    Kind.ALARM_SETTLED: _alarm,
    Kind.PROMISED: promise_lines.promised,
    Kind.PROMISE_CHANGED: promise_lines.changed,
    Kind.CHECKOUT_STARTED: _plain("bag", gettext_lazy("Checkout started")),
    Kind.CHECKOUT_DONE: _plain("bag", gettext_lazy("Checkout completed")),
}
