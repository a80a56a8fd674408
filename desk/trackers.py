"""Services that tell where parcels are: an address to copy, a secret to keep, on or off."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError
from shipping import trackers
from shipping.models import Tracker, TrackerAccount
from stores.admin_base import actor_of, may
from stores.roles import Verb

PAGE = "admin:trackers_changelist"


def page(request: HttpRequest) -> HttpResponse:
    """All accounts of the agency's stores, and the form for another. One query."""
    _must(request, Verb.VIEW_STORES)
    stores = {store.pk: store for store in actor_of(request).stores}
    rows = [
        {
            "account": account,
            "store": stores[account.store_id],
            "url": request.build_absolute_uri(reverse("intake-tracking", args=[account.public_id])),
        }
        for account in TrackerAccount.objects.filter(store_id__in=list(stores)).order_by("-pk")
    ]
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Tracking services"),
        "crumbs": [(_("Tracking services"), "")],
        "rows": rows,
        "stores": list(stores.values()),
        "services": Tracker.choices,
        "shortest": trackers.SHORTEST,
        "longest": trackers.LONGEST,
        "may_manage": may(request, Verb.MANAGE_STORES),
    }
    return TemplateResponse(request, "desk/trackers.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """The form below the list."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _must(request, Verb.MANAGE_STORES)
    actor = actor_of(request)
    wanted = request.POST.get("store", "")
    store = next((one for one in actor.stores if str(one.pk) == wanted), None)
    service = request.POST.get("service", "")
    if store is None or service not in Tracker:
        messages.error(request, _("Choose a store and a service."))
        return redirect(PAGE)
    try:
        trackers.add_account(
            store=store,
            tracker=Tracker(service),
            secret=request.POST.get("secret", ""),
            actor=actor.label,
            now=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("%(service)s may tell of parcels of %(store)s: copy the address into it.")
        messages.info(request, words % {"service": Tracker(service).label, "store": store})
    return redirect(PAGE)


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The buttons beside one account: another secret, on, off, gone."""
    account = TrackerAccount.objects.filter(pk=pk).select_related("store").first()
    if account is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _must(request, Verb.MANAGE_STORES)
    try:
        words = _done(account, request.POST.get("deed", ""), request.POST.get("secret", ""))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, words % {"service": account, "store": account.store})
    return redirect(PAGE)


def _done(account: TrackerAccount, deed: str, secret: str) -> str:
    if deed == "rotate":
        trackers.rotate_secret(account=account, secret=secret, now=timezone.now())
        return _("%(service)s of %(store)s has a new secret. The old one counts for a day more.")
    if deed in ("on", "off"):
        trackers.switch(account=account, is_on=deed == "on")
        is_on = _("%(service)s of %(store)s is listened to.")
        return is_on if deed == "on" else _("%(service)s of %(store)s is listened to no more.")
    if deed == "remove":
        trackers.remove_account(account=account)
        return _("%(service)s of %(store)s is removed. What it told of parcels stays.")
    return _("Nothing was changed.")


def _must(request: HttpRequest, verb: Verb) -> None:
    if not may(request, verb):
        raise PermissionDenied
