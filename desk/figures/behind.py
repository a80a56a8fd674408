"""The orders and messages behind a figure of one store: facts of the feed, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics import figure_words
from analytics.behind import MESSAGES, facts_behind, minor_of
from common import pieces
from common.db import replica
from common.keyset import Place, read_place
from common.money import format_money
from desk import kinds
from desk.figures.asking import asked_in
from messaging.models import Message
from orders.models import Activity
from stores.admin_base import may
from stores.models import Store
from stores.roles import Verb

ON_A_PAGE: Final = 50
# What may be asked for, and how it is called.
TITLES: Final[Mapping[str, Any]] = {
    "sent": gettext_lazy("Messages handed over"),
    "delivered": gettext_lazy("Messages delivered"),
    "bounced": gettext_lazy("Messages that came back"),
    "opened_by_people": gettext_lazy("Opened by a person"),
    "opened_by_machines": gettext_lazy("Opened by a machine"),
    "clicked_by_people": gettext_lazy("Clicked by a person"),
    "clicked_by_machines": gettext_lazy("Clicked by a machine"),
    "orders": gettext_lazy("Orders"),
    "credited": gettext_lazy("Orders after a click"),
}


@dataclass(frozen=True, slots=True)
class Row:
    at: datetime
    order: str
    order_link: str
    words: str
    message_link: str
    money: str


@replica.reporting
def page(request: HttpRequest) -> HttpResponse:
    """One page of facts, their orders and messages: three statements."""
    asked, what = asked_in(request), request.GET.get("what", "sent")
    store = asked.store or next(iter(asked.stores), None)
    if store is None or what not in TITLES:
        raise Http404
    if not may(request, Verb.VIEW_MESSAGES if what in MESSAGES else Verb.VIEW_ORDERS):
        raise PermissionDenied
    rows = facts_behind(store=store, period=asked.period, what=what, said=request.GET.dict())
    place = read_place(request.GET.get("older"))
    if place:
        earlier = Q(at__lt=place.at) | Q(at=place.at, pk__lt=place.id)
        rows = rows.filter(earlier, at__lte=place.at)
    found = list(rows.select_related("order").order_by("-at", "-pk")[: ON_A_PAGE + 1])
    shown = found[:ON_A_PAGE]
    last = shown[-1] if len(found) > ON_A_PAGE else None
    title = str(TITLES[what])
    back = reverse("admin:figures_changelist")
    context = {
        **admin.site.each_context(request),
        "title": title,
        "crumbs": [(_("Statistics"), back + asked.address()), (title, "")],
        "store": store,
        "period": figure_words.in_words(asked.period.since, asked.period.last),
        "rows": _rows(request, store, shown),
        "here": _without_place(request.GET),
        "older": str(Place(last.at, last.pk)) if last else "",
        "is_first": place is None,
    }
    return TemplateResponse(request, "desk/figures/behind.html", context)


def _rows(request: HttpRequest, store: Store, shown: list[Activity]) -> list[Row]:
    may_open = may(request, Verb.VIEW_MESSAGES)
    ids = {fact.message_id for fact in shown if fact.message_id}
    messages = Message.objects.only("kind", "locale", "public_id", "store").in_bulk(ids)
    return [
        _row(store, fact, messages.get(fact.message_id or 0), may_open=may_open) for fact in shown
    ]


def _row(store: Store, fact: Activity, message: Message | None, *, may_open: bool) -> Row:
    data, order = fact.data, fact.order
    currency = data.get("currency") or store.currency
    minor = minor_of(fact)
    words = kinds.words(message.kind) if message else ""
    if message and message.locale:
        words = f"{words} ({message.locale})"
    return Row(
        at=fact.at,
        order=order.name or pieces.EMPTY if order else pieces.EMPTY,
        order_link=reverse("admin:orders_order_change", args=[order.pk]) if order else "",
        words=words or pieces.EMPTY,
        message_link=reverse("admin:messaging_message_change", args=[message.pk])
        if message and may_open
        else "",
        money=pieces.EMPTY
        if minor is None
        else format_money(minor, currency, store.locale).replace("-", figure_words.MINUS),
    )


def _without_place(said: QueryDict) -> str:
    kept = said.copy()
    kept.pop("older", None)
    return kept.urlencode()
