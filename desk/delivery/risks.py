"""What is late to leave, longest first, then what must leave soon; of one store or of all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common import pieces
from common.keyset import Place, read_place
from desk.delivery.common import context
from shipping import risk
from shipping.models import Promise
from shipping.promise_words import days_in_words, standing_in_words, standing_of
from stores.admin_base import actor_of, may
from stores.roles import Verb

ON_A_PAGE: Final = 50
MOST_COUNTED: Final = 500


@dataclass(frozen=True, slots=True)
class Row:
    """An order that must leave."""

    promise: Promise
    now: datetime

    @property
    def badge(self) -> SafeString:
        today = self.now.astimezone(ZoneInfo(self.promise.store.timezone)).date()
        tone = standing_of(self.promise, today).tone
        symbol = {"bad": "alert", "warn": "clock"}.get(tone, "truck")
        words = standing_in_words(self.promise, today)
        return pieces.state(words, tone="" if tone == "good" else tone, symbol=symbol)

    @property
    def arrives(self) -> str:
        today = self.now.astimezone(ZoneInfo(self.promise.store.timezone)).date()
        return days_in_words(self.promise, today, get_language() or "en")


def page(request: HttpRequest) -> HttpResponse:
    """Three queries beside who asks: how many, which, and the stores' own choice of hours."""
    if not may(request, Verb.VIEW_ORDERS):
        raise PermissionDenied
    actor, now = actor_of(request), timezone.now()
    named = request.GET.get("store", "")
    store = next((one for one in actor.stores if str(one.pk) == named), None)
    owners = [store.pk] if store else sorted(actor.store_ids)
    place = read_place(request.GET.get("after"))
    after = risk.Place(place.at, place.id) if place else None
    found = risk.at_risk(owners, now, after=after, limit=ON_A_PAGE + 1)
    rows = found[:ON_A_PAGE]
    more = ""
    if len(found) > ON_A_PAGE and (last := rows[-1]).ships_by:
        more = _address(named, Place(last.ships_by, last.pk))
    said = {
        "verdict": verdict(owners, now),
        "rows": [Row(one, now) for one in rows],
        "more": more,
        "first": _address(named, None) if place else "",
        "chosen": named,
    }
    return TemplateResponse(
        request, "desk/delivery/risks.html", context(request, store, _("Must leave"), **said)
    )


def verdict(owners: list[int], now: datetime) -> str:
    found = risk.moments_at_risk(owners, now, limit=MOST_COUNTED + 1)
    late = sum(by <= now for _store, by, _on in found)
    soon = len(found) - late
    if not found:
        return _("Nothing must leave soon.")
    late_words = ngettext(
        "%(n)s order is late to leave", "%(n)s orders are late to leave", late
    ) % {"n": pieces.bounded(late, MOST_COUNTED)}
    soon_words = ngettext("%(n)s order must leave soon", "%(n)s orders must leave soon", soon) % {
        "n": pieces.bounded(soon, MOST_COUNTED)
    }
    parts = [words for words, count in ((late_words, late), (soon_words, soon)) if count]
    return _("%(parts)s.") % {"parts": ", ".join(parts)}


def _address(store: str, after: Place | None) -> str:
    named = {"store": store, "after": str(after) if after else ""}
    query = urlencode({name: value for name, value in named.items() if value})
    return f"{reverse('admin:delivery_risks')}?{query}"
