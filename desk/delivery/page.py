"""One store's delivery promise: what must leave, what is said of its times, what comes of it."""

from collections import Counter
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from analytics.models import ProductName
from desk.delivery import rows
from desk.delivery.common import context
from desk.delivery.trying import trial_of
from messaging import promise_runs
from shipping import risk, rule_changes
from shipping.delivery_settings import settings_of
from shipping.models import MixedCart
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb

MOST_COUNTED: Final = 500
MOST_NAMES: Final = 300


def page(request: HttpRequest) -> HttpResponse:
    """The rules of one store: the named one, else the first."""
    if not may(request, Verb.VIEW_STORES):
        raise PermissionDenied
    stores = actor_of(request).stores
    named = request.GET.get("store", "")
    store = next((one for one in stores if str(one.pk) == named), next(iter(stores), None))
    title = _("Delivery promise")
    if store is None:
        return TemplateResponse(request, "desk/delivery/page.html", context(request, None, title))
    now = timezone.now()
    level = request.GET.get("level", "")
    settings = settings_of(store.pk)
    transits, later = rows.transits_of(store, _number(request.GET.get("way")) or 0)
    levels = rows.levels_of(store, level, _number(request.GET.get("older")))
    has_store_rule = any(one.level == "STORE" for one in levels)
    more = {
        "verdict": verdict(request, store, bool(levels), is_shown=settings.is_shown, now=now),
        "level": level,
        "levels": levels,
        "lacks_store_rule": bool(levels) and not level and not has_store_rule,
        "calendars": rows.calendars_of(store, now),
        "transits": transits,
        "later_transits": later,
        "settings": settings,
        "mixed": MixedCart(settings.mixed_cart).label,
        "open_count": promise_runs.open_orders(store, now) if levels else 0,
        "run": promise_runs.last_run(store.pk),
        "changes": [
            (one, rows.changes_in_words(one.before, one.after))
            for one in rule_changes.newest_changes(store.pk)[:10]
        ],
        "trial": trial_of(store, request.GET, now, get_language() or "en"),
        "products": known_products(store),
    }
    return TemplateResponse(
        request, "desk/delivery/page.html", context(request, store, title, **more)
    )


def known_products(store: Store) -> list[tuple[int, str]]:
    """Ids and titles of what the store sold, to choose from. One query."""
    sold = ProductName.objects.filter(store=store).exclude(title="").order_by("title")
    return list(sold.values_list("product_shopify_id", "title")[:MOST_NAMES])


def verdict(
    request: HttpRequest, store: Store, has_rules: bool, *, is_shown: bool, now: datetime
) -> str:
    """What must be done about this store, or that nothing must."""
    if not has_rules:
        return _("Nothing is promised yet: say how long things take.")
    if may(request, Verb.VIEW_ORDERS):
        said = in_words(risk.moments_at_risk([store.pk], now, limit=MOST_COUNTED + 1), now, store)
        if said:
            return said
    if not is_shown:
        return _("Dates are worked out, and buyers are not shown them.")
    return _("Nothing is late, and nothing must leave soon.")


def in_words(found: list[tuple[int, datetime, date]], now: datetime, store: Store) -> str:
    """ "12 orders must leave today, 2 are late." "" where nothing must be done."""
    today = now.astimezone(ZoneInfo(store.timezone)).date()
    counts: Counter[str] = Counter()
    for _store, by, on in found[:MOST_COUNTED]:
        counts["late" if by <= now else "today" if on == today else "soon"] += 1
    parts = []
    if counts["today"]:
        words = ngettext(
            "%(n)s order must leave today", "%(n)s orders must leave today", counts["today"]
        )
        parts.append(words % {"n": counts["today"]})
    if counts["late"]:
        words = ngettext("%(n)s is late", "%(n)s are late", counts["late"])
        if not parts:
            words = ngettext(
                "%(n)s order is late to leave", "%(n)s orders are late to leave", counts["late"]
            )
        count = f"{MOST_COUNTED}+" if counts["late"] >= MOST_COUNTED else counts["late"]
        parts.append(words % {"n": count})
    if not parts and counts["soon"]:
        words = ngettext(
            "%(n)s order must leave soon", "%(n)s orders must leave soon", counts["soon"]
        )
        parts.append(words % {"n": counts["soon"]})
    return _("%(parts)s.") % {"parts": ", ".join(parts)} if parts else ""


def _number(text: str | None) -> int | None:
    is_number = text and text.isascii() and text.isdigit() and len(text) < 19
    return int(text) if is_number and text else None
