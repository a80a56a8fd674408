"""The list of templates: the agency's, with how far its stores are; and one store's."""

from datetime import date, datetime, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from common import locales
from desk.wordings.common import may_publish_for_all, needs, shown, store_or_404
from orders.queries import order_locales
from stores.access import Actor
from stores.admin_base import actor_of
from stores.middleware import zone
from stores.models import Store
from stores.roles import Verb
from templates_app import auditing, coverage, overview, progress
from templates_app.checking import Draft
from templates_app.models import Rollout

_SINCE: Final = timedelta(days=90)


def agency_list(request: HttpRequest) -> HttpResponse:
    """Where the work on words begins. Eleven queries beside who asks."""
    needs(request, Verb.VIEW_TEMPLATES)
    actor = actor_of(request)
    unfinished = (*Rollout.AT_WORK, Rollout.State.PAUSED)
    rows = overview.agency_mails(agency_id=actor.agency_id, stores=actor.stores)
    audits = auditing.due_by_kind(agency_id=actor.agency_id, store=None, today=_today(actor))
    under_way = progress.rollouts_seen().filter(state__in=unfinished)
    return shown(
        request,
        "agency",
        gettext("Templates"),
        rows=[(row, audits.get(row.template.kind)) for row in rows],
        stores=actor.stores,
        under_way=list(under_way.order_by("-created_at", "-pk")[:5]),
        may_publish_for_all=may_publish_for_all(request),
    )


def store_list(request: HttpRequest, store_id: int) -> HttpResponse:
    """What one store sends, and where it goes its own way."""
    needs(request, Verb.VIEW_TEMPLATES)
    store = store_or_404(request, store_id)
    rows = overview.store_mails(store=store)
    audits = auditing.due_by_kind(
        agency_id=store.agency_id, store=store, today=_today(actor_of(request))
    )
    shares = order_shares(store, now=timezone.now())
    covered = {row.kind: coverage_of(row, store, shares) for row in rows if row.revision}
    return shown(
        request,
        "store",
        store.name,
        store=store,
        rows=[(row, covered.get(row.kind), audits.get(row.kind)) for row in rows],
        covered=coverage.together(covered.values(), shares=shares) if covered else None,
        own_count=sum(bool(row.changed) for row in rows),
    )


def _today(actor: Actor) -> date:
    """The day in the agency's own time zone."""
    return timezone.localdate(timezone.now(), zone(actor.timezone))


def order_shares(store: Store, *, now: datetime) -> dict[str, float]:
    """Which part of the store's last orders was placed in each language. One query."""
    counted = order_locales(store_ids=[store.pk], since=now - _SINCE)
    total = sum(counted.values())
    shares: dict[str, float] = {}
    for tag, count in counted.items():
        language = locales.normal(tag)
        shares[language] = shares.get(language, 0.0) + count / total
    return shares


def coverage_of(
    row: overview.StoreMail, store: Store, shares: dict[str, float]
) -> coverage.Coverage:
    """Of what the store sends; in its own language where there were no orders."""
    blocks = tuple(block.spec for block in row.blocks)
    draft = Draft(kind=row.kind, blocks=blocks, leading=store.locale)
    return coverage.coverage_of(draft, shares=shares or {store.locale: 1.0})
