"""The list of templates: the agency's, with how far its stores are; and one store's."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from desk.wordings.common import may_publish_for_all, needs, shown, store_or_404
from stores.admin_base import actor_of
from stores.roles import Verb
from templates_app import overview, progress
from templates_app.models import Rollout


def agency_list(request: HttpRequest) -> HttpResponse:
    """Where the work on words begins. Ten queries beside who asks."""
    needs(request, Verb.VIEW_TEMPLATES)
    actor = actor_of(request)
    unfinished = (*Rollout.AT_WORK, Rollout.State.PAUSED)
    under_way = progress.rollouts_seen().filter(state__in=unfinished)
    return shown(
        request,
        "agency",
        gettext("Templates"),
        rows=overview.agency_mails(agency_id=actor.agency_id, stores=actor.stores),
        stores=actor.stores,
        under_way=list(under_way.order_by("-created_at", "-pk")[:5]),
        may_publish_for_all=may_publish_for_all(request),
    )


def store_list(request: HttpRequest, store_id: int) -> HttpResponse:
    """What one store sends, and where it goes its own way."""
    needs(request, Verb.VIEW_TEMPLATES)
    store = store_or_404(request, store_id)
    rows = overview.store_mails(store=store)
    return shown(
        request,
        "store",
        store.name,
        store=store,
        rows=rows,
        own_count=sum(bool(row.changed) for row in rows),
    )
