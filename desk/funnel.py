"""Stages: how many orders of each store stand where and for how long, the worst store first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from common import pieces
from desk.order_filters import WAITING
from desk.states import STEPS
from orders import archiving
from orders.funnel import AGE_WORDS, AGES, MOST, Funnel, Standing, funnels
from orders.models import OrderSettings
from orders.stages import OPEN, Stage
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb

LATE: Final = AGES[-1].code


@dataclass(frozen=True, slots=True)
class Figure:
    """One count, and the list of the orders it is of; a late one is the reason to look."""

    count: str
    link: str
    is_reason: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One step of a store's orders."""

    badge: SafeString
    total: Figure
    figures: list[Figure]
    oldest_at: datetime | None
    median_at: datetime | None


@dataclass(frozen=True, slots=True)
class Group:
    """A stage of one store."""

    words: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class StoreRow:
    """A store in the overview: how many stand at each stage, and how many too long."""

    store: Store
    stages: list[Figure]
    late: Figure
    oldest_at: datetime | None
    link: str


def page(request: HttpRequest) -> HttpResponse:
    """All stores, or the one asked for. Two queries beside who asks, three for one store."""
    if not may(request, Verb.VIEW_ORDERS):
        raise PermissionDenied
    actor = actor_of(request)
    now = timezone.now()
    store = _chosen(request, actor.stores)
    if store is None and len(actor.stores) == 1:
        store = actor.stores[0]
    ids = [store.pk] if store else sorted(actor.store_ids)
    found = funnels(store_ids=ids, now=now)
    by_id = {one.pk: one for one in actor.stores}
    context = {
        **admin.site.each_context(request),
        "title": gettext("Stages"),
        "crumbs": _crumbs(store),
        "verdict": _verdict(found, store),
        "ages": [words for _code, words in AGE_WORDS.items()],
        "stages": [stage.label for stage in OPEN],
        "store": store,
        "groups": _groups(found[0]) if store else [],
        "rows": [] if store else [_store_row(by_id[one.store_id], one) for one in found],
        "all_link": reverse("admin:funnel_changelist") if len(actor.stores) > 1 else "",
        "rule": _rule(store) if store else None,
        "may_rule": may(request, Verb.MANAGE_STORES),
    }
    return TemplateResponse(request, "desk/funnel.html", context)


def _chosen(request: HttpRequest, stores: Sequence[Store]) -> Store | None:
    named = request.GET.get("store", "")
    if not named:
        return None
    found = next((one for one in stores if str(one.pk) == named), None)
    if found is None:
        raise Http404
    return found


def _rule(store: Store) -> OrderSettings:
    return archiving.settings_of(store)


def _crumbs(store: Store | None) -> list[tuple[str, str]]:
    here = reverse("admin:funnel_changelist")
    crumbs = [(gettext("Orders"), reverse("admin:orders_order_changelist"))]
    return [*crumbs, (gettext("Stages"), here if store else ""), *_last(store)]


def _last(store: Store | None) -> list[tuple[str, str]]:
    return [(store.name, "")] if store else []


def _verdict(found: Sequence[Funnel], store: Store | None) -> str:
    late = sum(one.late for one in found)
    is_bounded = any(each.is_bounded for one in found for each in one.standings)
    if not any(one.standings for one in found):
        return gettext("No order is open")
    if not late:
        return gettext("No order has waited for more than a week")
    count = pieces.bounded(late, MOST) if is_bounded else str(late)
    if store is None:
        words = ngettext(
            "%(n)s order has waited for more than a week",
            "%(n)s orders have waited for more than a week",
            late,
        )
        return words % {"n": count}
    words = ngettext(
        "%(n)s order of %(store)s has waited for more than a week",
        "%(n)s orders of %(store)s have waited for more than a week",
        late,
    )
    return words % {"n": count, "store": store.name}


def _groups(found: Funnel) -> list[Group]:
    groups = [
        Group(str(stage.label), [_row(found.store_id, each) for each in found.of(stage)])
        for stage in OPEN
    ]
    return [group for group in groups if group.rows]


def _row(store_id: int, standing: Standing) -> Row:
    tone, symbol = STEPS[standing.step]
    is_waiting = standing.stage != Stage.FOLLOW_UP
    return Row(
        badge=pieces.state(standing.step.label, tone=tone, symbol=symbol),
        total=Figure(_bounded(standing.counts), _link(store=store_id, stage=standing.step.value)),
        figures=[
            Figure(
                pieces.bounded(count, MOST),
                _link(store=store_id, stage=standing.step.value, age=age.code) if count else "",
                is_reason=bool(count) and is_waiting and age.code == LATE,
            )
            for age, count in zip(AGES, standing.counts, strict=True)
        ],
        oldest_at=standing.oldest_at,
        median_at=standing.median_at,
    )


def _store_row(store: Store, found: Funnel) -> StoreRow:
    stages = []
    for stage in OPEN:
        counts = [each.counts for each in found.of(stage)]
        sums = tuple(sum(each) for each in zip(*counts, strict=True)) if counts else ()
        link = _link(store=store.pk, stage=stage.value) if any(sums) else ""
        stages.append(Figure(_bounded_sum(found, stage), link))
    oldest = [each.oldest_at for each in found.standings if each.stage != Stage.FOLLOW_UP]
    is_bounded = any(each.counts[-1] > MOST for each in found.standings)
    return StoreRow(
        store=store,
        stages=stages,
        late=Figure(
            pieces.bounded(found.late, MOST) if is_bounded else str(found.late),
            _link(store=store.pk, stage=WAITING, age=LATE) if found.late else "",
            is_reason=bool(found.late),
        ),
        oldest_at=min((at for at in oldest if at), default=None),
        link=f"{reverse('admin:funnel_changelist')}?store={store.pk}",
    )


def _bounded_sum(found: Funnel, stage: Stage) -> str:
    standings = found.of(stage)
    total = sum(min(count, MOST) for each in standings for count in each.counts)
    return _or_more(total, any(each.is_bounded for each in standings))


def _bounded(counts: Sequence[int]) -> str:
    total = sum(min(count, MOST) for count in counts)
    return _or_more(total, any(count > MOST for count in counts))


def _or_more(total: int, is_more: bool) -> str:
    """What was counted, and a plus where a count stopped."""
    return pieces.bounded(total + 1, total) if is_more else pieces.bounded(total, total)


def _link(**said: Any) -> str:
    return f"{reverse('admin:orders_order_changelist')}?{urlencode(said)}"
