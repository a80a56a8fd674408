"""Abandoned baskets: what became of them, by mail and by reason; and the baskets themselves."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics import figure_words
from analytics.basket_figures import BasketFigures, ReasonCount, StepFigures, basket_figures
from common import pieces
from common.keyset import Place, read_place
from desk.baskets import wording
from messaging import basket_listing
from messaging.basket_listing import Basket
from messaging.basket_rules import Why
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb

PRESETS: Final = (7, 30, 90, 365)
ON_A_PAGE: Final = 25


@dataclass(frozen=True, slots=True)
class StepLine:
    """One mail, or one wording of it."""

    figures: StepFigures
    locale: str

    @property
    def title(self) -> str:
        return _("Mail %(n)s") % {"n": self.figures.number}

    @property
    def share(self) -> str:
        return part(self.figures.orders, self.figures.sent)

    @property
    def money(self) -> str:
        return figure_words.money(self.figures.recovered, self.locale)

    @property
    def refunds(self) -> str:
        return figure_words.money(self.figures.recovered, self.locale, "refund_minor")


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason, and what part of the answers it is."""

    reason: ReasonCount
    total: int

    @property
    def words(self) -> str:
        if self.reason.words:
            return self.reason.words
        is_known = self.reason.reason in Why.values
        return str(Why(self.reason.reason).label) if is_known else self.reason.reason

    @property
    def is_own(self) -> bool:
        return bool(self.reason.words)

    @property
    def share(self) -> str:
        return part(self.reason.count, self.total)


@dataclass(frozen=True, slots=True)
class Line:
    """One basket of the list."""

    basket: Basket

    @property
    def link(self) -> str:
        return reverse("admin:baskets_change", args=[self.basket.checkout.pk])

    @property
    def badge(self) -> SafeString:
        return wording.badge(self.basket.standing(timezone.now()))

    @property
    def money(self) -> SafeString:
        checkout = self.basket.checkout
        return pieces.money(checkout.subtotal_minor, checkout.currency, checkout.store.locale)

    @property
    def reminders(self) -> str:
        return wording.reminders(self.basket)

    @property
    def answer(self) -> str:
        return wording.answer(self.basket.answer) if self.basket.answer else ""


def page(request: HttpRequest) -> HttpResponse:
    """Figures for who may see figures, baskets for who may see buyers. Ten queries beside."""
    if not may(request, Verb.VIEW_FIGURES):
        raise PermissionDenied
    stores = actor_of(request).stores
    named = request.GET.get("store", "")
    store = next((one for one in stores if str(one.pk) == named), None)
    days = _days(request)
    asked = [store] if store else list(stores)
    last = timezone.localdate()
    since = last - timedelta(days=days - 1)
    found = basket_figures(stores=asked, since=since, last=last, now=timezone.now())
    locale = store.locale if store else "en"
    context = {
        **admin.site.each_context(request),
        "title": _("Abandoned baskets"),
        "crumbs": [(_("Abandoned baskets"), "")],
        "verdict": _verdict(found),
        "period": figure_words.in_words(since, last),
        "stores": stores,
        "store": store,
        "days": days,
        "presets": PRESETS,
        "is_empty": not found.begun,
        "cards": _cards(found, locale),
        "steps": [StepLine(each, locale) for each in found.steps],
        "wordings": [StepLine(each, locale) for each in found.wordings]
        if len(found.wordings) > len(found.steps)
        else [],
        "reasons": [ReasonLine(each, found.answered) for each in found.reasons],
        "answered": found.answered,
        "sees_baskets": may(request, Verb.VIEW_ORDERS),
        "rules_link": _rules_link(store),
        **(_listed(request, asked) if may(request, Verb.VIEW_ORDERS) else {}),
    }
    return TemplateResponse(request, "desk/baskets/page.html", context)


def part(count: int, whole: int) -> str:
    return figure_words.share(count / whole if whole else None)


def _days(request: HttpRequest) -> int:
    said = request.GET.get("days", "")
    wanted = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 0
    return wanted if wanted in PRESETS else 30


def _rules_link(store: Store | None) -> str:
    link = reverse("admin:basket_rules_changelist")
    return f"{link}?store={store.pk}" if store else link


def _verdict(found: BasketFigures) -> str:
    if not found.begun:
        return _("No basket was begun in these days.")
    if not found.left:
        return _("No basket was left in these days.")
    words = ngettext(
        "Of %(left)s basket that was left, %(n)s was bought after a reminder.",
        "Of %(left)s baskets that were left, %(n)s were bought after a reminder.",
        found.left,
    )
    said = {"left": figure_words.number(found.left), "n": figure_words.number(found.recovered)}
    return words % said


def _cards(found: BasketFigures, locale: str) -> list[tuple[str, str, str]]:
    """(title, value, aside)"""
    number = figure_words.number
    refunds = figure_words.money(found.purse, locale, "refund_minor")
    return [
        (
            _("Left"),
            number(found.left),
            _("%(share)s of %(n)s begun")
            % {"share": part(found.left, found.begun), "n": number(found.begun)},
        ),
        (
            _("Reminded"),
            number(found.reminded),
            _("%(share)s of those left") % {"share": part(found.reminded, found.left)},
        ),
        (
            _("Recovered"),
            number(found.recovered),
            _("%(share)s of those reminded") % {"share": part(found.recovered, found.reminded)},
        ),
        (
            _("Recovered revenue"),
            figure_words.money(found.purse, locale),
            _("after refunds of %(money)s") % {"money": refunds},
        ),
    ]


def _listed(request: HttpRequest, stores: list[Store]) -> dict[str, Any]:
    place = read_place(request.GET.get("older"))
    rows = basket_listing.newest_baskets(
        store_ids=[store.pk for store in stores],
        before=(place.at, place.id) if place else None,
        limit=ON_A_PAGE + 1,
    )
    shown = rows[:ON_A_PAGE]
    here = {name: request.GET[name] for name in ("store", "days") if request.GET.get(name)}
    older, last_at = "", shown[-1].started_at if len(rows) > ON_A_PAGE else None
    if last_at:
        older = "?" + urlencode({**here, "older": str(Place(last_at, shown[-1].id))})
    return {
        "rows": [Line(row) for row in shown],
        "older": older,
        "newest": "?" + urlencode(here) if place else "",
    }
