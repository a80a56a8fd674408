"""What the timeline says of an order's promise."""

from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from orders.models import Activity
from shipping.models import Cause
from shipping.promising import day_words

Words = tuple[str, SafeString, str]


def promised(row: Activity) -> Words:
    """ "Promised: arrives Wed 25 to Thu 26 Nov", 2 days to pack, 3 to 4 on the road."""
    return "cal", format_html(_("Promised: <b>{}</b>"), _arrives(row, "")), _why(row)


def changed(row: Activity) -> Words:
    if row.data.get("is_withdrawn"):
        words = format_html("<b>{}</b>", _("No longer promised"))
        return "cal", words, _("was: %(days)s") % {"days": _arrives(row, "was_")}
    words = format_html(_("Promised anew: <b>{}</b>"), _arrives(row, ""))
    was = _("was: %(days)s") % {"days": _arrives(row, "was_")} if row.data.get("was_to_on") else ""
    cause = str(dict(Cause.choices).get(row.data.get("cause"), ""))
    who = _("by %(who)s") % {"who": row.actor} if row.actor else cause
    return "cal", words, "; ".join(filter(None, (was, who, row.data.get("because"))))


def _arrives(row: Activity, prefix: str) -> str:
    last = row.data.get(f"{prefix}to_on")
    leaves = row.data.get(f"{prefix}ships_by_on")
    if last:
        first = row.data.get(f"{prefix}from_on") or last
        return _("arrives %(days)s") % {"days": _span(row, first, last)}
    if leaves:
        return _("leaves by %(days)s") % {"days": _span(row, leaves, leaves)}
    return _("no date can be said")


def _span(row: Activity, first: str, last: str) -> str:
    ends = date.fromisoformat(first), date.fromisoformat(last)
    return day_words.span_in_words(*ends, row.at.date(), get_language() or "en")


def _why(row: Activity) -> str:
    pack, road = _count(row.data, "pack"), _count(row.data, "road")
    said = []
    if pack:
        low, high = pack
        words = ngettext("%(n)s day to pack", "%(n)s days to pack", high)
        said.append(words % {"n": _range(low, high)})
    if road:
        low, high = road
        words = ngettext("%(n)s on the road", "%(n)s on the road", high)
        said.append(words % {"n": _range(low, high)})
    return ", ".join(said)


def _count(data: dict[str, Any], name: str) -> tuple[int, int] | None:
    low, high = data.get(f"{name}_min"), data.get(f"{name}_max")
    return (low, high) if isinstance(low, int) and isinstance(high, int) else None


def _range(low: int, high: int) -> str:
    if low == high:
        return str(high)
    return _("%(low)s to %(high)s") % {"low": low, "high": high}
