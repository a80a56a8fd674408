"""How each store counts its orders: the window of clicks, what counts, which refs become tags."""

from typing import Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import DomainError
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb
from tracking.attribution import counting
from tracking.attribution.rules import LONGEST_DAYS, SHORTEST_DAYS

LONGEST_TEXT: Final = 8000


def page(request: HttpRequest) -> HttpResponse:
    """The choices of one store: the named one, else the first. One query beside who asks."""
    if not may(request, Verb.VIEW_STORES):
        raise PermissionDenied
    stores = actor_of(request).stores
    named = request.GET.get("store", "")
    store = next((one for one in stores if str(one.pk) == named), next(iter(stores), None))
    chosen = counting.settings_of(store_id=store.pk) if store else None
    context = {
        **admin.site.each_context(request),
        "title": _("How orders are counted"),
        "crumbs": [(_("How orders are counted"), "")],
        "stores": stores,
        "store": store,
        "chosen": chosen,
        "least": SHORTEST_DAYS,
        "most": LONGEST_DAYS,
        "may_change": may(request, Verb.MANAGE_STORES),
    }
    return TemplateResponse(request, "desk/counting.html", context)


def change(request: HttpRequest, store_id: int) -> HttpResponse:
    """The form of a store."""
    store = next((one for one in actor_of(request).stores if one.pk == store_id), None)
    if store is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.MANAGE_STORES):
        raise PermissionDenied
    _change(request, store)
    return redirect(f"{reverse('admin:counting_changelist')}?store={store.pk}")


def _change(request: HttpRequest, store: Store) -> None:
    posted = request.POST
    days = posted.get("window_days", "")
    choices = counting.Choices(
        window_days=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0,
        counts_pos="counts_pos" in posted,
        counts_drafts="counts_drafts" in posted,
        counts_subscriptions="counts_subscriptions" in posted,
        tagged_refs=tuple(posted.get("tagged_refs", "")[:LONGEST_TEXT].splitlines()),
    )
    try:
        row = counting.change_counting(store=store, choices=choices)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return
    said = {"store": store.name, "days": row.window_days}
    messages.info(
        request,
        _(
            "%(store)s: from the next order on, a click counts for %(days)s days. "
            "What was counted stays as it was."
        )
        % said,
    )
