"""What the timeline says of the archive, and of what staff told a buyer."""

from typing import TYPE_CHECKING, Any, Final

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.lines import Line
from orders.contacting import Channel
from orders.models import Activity
from orders.models import ActivityKind as Kind
from orders.stages import Step

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from messaging.models import Message

# Why an order came back by itself; a step says itself.
_NEWS: Final = {
    "MAIL_CAME_BACK": gettext_lazy("a mail came back"),
    "BUYER_ASKED": gettext_lazy("the buyer asked for something"),
}


def _archived(row: Activity) -> "tuple[str, SafeString, str]":
    is_rule = row.data.get("because") == "RULE"
    by_rule = _("by the store's rule: done long enough") if is_rule else ""
    return "box", format_html("<b>{}</b>", _("Archived")), by_rule


def _unarchived(row: Activity) -> "tuple[str, SafeString, str]":
    because = str(row.data.get("because") or "")
    why = Step(because).label if because in Step else _NEWS.get(because, "")
    words = format_html("<b>{}</b>", _("Taken from the archive"))
    return "box", words, str(_("by itself: %(why)s") % {"why": why}) if why else ""


def contacted(row: Activity, message: "Message | None", quote: str) -> Line:
    """Who reached the buyer, by which way, and what was said."""
    channel = row.data.get("channel")
    way = Channel(channel).label if channel in Channel else ""
    who = format_html("<b>{}</b>", row.actor or _("Somebody"))
    if message is not None:
        return Line(row.at, "mail", format_html(_("{} wrote to the buyer"), who), message=message)
    words = format_html(_("{} spoke with the buyer"), who)
    return Line(row.at, "note", words, aside=str(way), quote=quote, is_staff_only=True)


WORDS: Final[dict[str, Any]] = {
    Kind.ORDER_ARCHIVED: _archived,
    Kind.ORDER_UNARCHIVED: _unarchived,
}
