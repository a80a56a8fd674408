"""What all pages about delivery share."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shipping.rule_changes import By
from stores.admin_base import actor_of, may
from stores.models import Store
from stores.roles import Verb


def store_of(request: HttpRequest, store_id: int, verb: Verb) -> Store:
    """The store, for who may do this. Raises Http404 for a foreign one, then PermissionDenied."""
    store = next((one for one in actor_of(request).stores if one.pk == store_id), None)
    if store is None:
        raise Http404
    if not may(request, verb):
        raise PermissionDenied
    return store


def by(request: HttpRequest) -> By:
    return By(actor_of(request).label, timezone.now())


def address_of(store: Store, anchor: str = "") -> str:
    """The page of a store's rules."""
    page = f"{reverse('admin:delivery_changelist')}?store={store.pk}"
    return f"{page}#{anchor}" if anchor else page


def context(request: HttpRequest, store: Store | None, title: str, **more: Any) -> dict[str, Any]:
    """What every page of them needs; below the first, with the way back to it."""
    home = _("Delivery promise")
    crumbs = [(home, "")]
    if title != home:
        crumbs = [(home, address_of(store) if store else _home()), (title, "")]
    return {
        **admin.site.each_context(request),
        "title": title,
        "crumbs": crumbs,
        "store": store,
        "stores": actor_of(request).stores,
        "may_change": may(request, Verb.MANAGE_STORES),
        "may_see_orders": may(request, Verb.VIEW_ORDERS),
        **more,
    }


def _home() -> str:
    return reverse("admin:delivery_changelist")


def days(least: int, most: int) -> str:
    """ "2–5 business days"."""
    count = str(most) if least == most else f"{least}–{most}"
    return ngettext("%(n)s business day", "%(n)s business days", most) % {"n": count}


def plain_days(least: int, most: int) -> str:
    """ "2–5 days"."""
    count = str(most) if least == most else f"{least}–{most}"
    return ngettext("%(n)s day", "%(n)s days", most) % {"n": count}
