"""What staff, programs and Shopify did to parcels, as lines of an order's timeline."""

from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from orders.models import Activity
from orders.models import ActivityKind as Kind
from shipping.models import Direction

Said = tuple[str, SafeString, str]


def _number(row: Activity, name: str = "number") -> SafeString:
    number = row.data.get(name) or ""
    if name == "was":
        return format_html('<s><bdi class="mono" dir="ltr">{}</bdi></s>', number)
    return format_html('<bdi class="mono" dir="ltr">{}</bdi>', number)


def _aside(row: Activity, *parts: object) -> str:
    """Who did it and why, after what is told of it; never empty, which would say it once more."""
    by = _("by %(who)s") % {"who": row.actor} if row.actor else ""
    said = (str(part) for part in (*parts, by, row.data.get("because")) if part)
    return "; ".join(said) or " "


def _added(row: Activity) -> Said:
    is_back = row.data.get("direction") == Direction.RETURN
    what = _("Return parcel") if is_back else _("Parcel")
    words = format_html("<b>{}</b> {}", what, _number(row))
    return "box", words, _aside(row, row.data.get("company"))


def _changed(row: Activity) -> Said:
    if row.data.get("was"):
        said = _("Parcel with another number")
        words = format_html("<b>{}</b> {} {}", said, _number(row, "was"), _number(row))
        return "pencil", words, _aside(row)
    if "was_company" in row.data:
        words = format_html("<b>{}</b> {}", _("Parcel with another carrier"), _number(row))
        carriers = f"{row.data.get('was_company') or '–'} → {row.data.get('company') or '–'}"
        return "pencil", words, _aside(row, carriers)
    words = format_html("<b>{}</b> {}", _("Parcel changed"), _number(row))
    return "pencil", words, _aside(row)


def _removed(row: Activity) -> Said:
    words = format_html("<b>{}</b> {}", _("Parcel taken away"), _number(row))
    return "x", words, _aside(row)


WORDS: Final[dict[str, Any]] = {
    Kind.PARCEL_ADDED: _added,
    Kind.PARCEL_CHANGED: _changed,
    Kind.PARCEL_REMOVED: _removed,
}
