"""Erasing all buyers of a store: what it means, the shop's address typed, and how far it is."""

from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError
from desk.privacy import common
from intake.buyers import erasing_shops
from intake.buyers.erasing import Asked
from stores import proving
from stores.admin_base import actor_of
from stores.models import AskedBy, ShopErasure, ShopErasureState
from stores.roles import Verb

SHOWN_FOR: Final = timedelta(days=30)  # of one that failed, unless it was asked for again
MOST: Final = 20


def page(request: HttpRequest) -> HttpResponse:
    """GET says what it means; POST, with the address of the shop typed, lets it be done.

    Whoever is at the keyboard says their password first, unless they did just now.
    """
    common.must(request, Verb.HANDLE_PRIVACY)
    if not proving.is_proved(request):
        return proving.ask(request)
    said = request.POST if request.method == "POST" else request.GET
    fields = {name: said.get(name, "")[:254] for name in ("store", "reason", "confirm")}
    trouble = ""
    if request.method == "POST":
        store = common.store_of(request, fields["store"])
        try:
            erasing_shops.ask_for_shop(
                store=store,
                confirmed=fields["confirm"],
                asked=Asked(AskedBy.STAFF, actor_of(request).label, fields["reason"]),
                now=timezone.now(),
            )
        except DomainError as refusal:
            trouble = str(refusal)
        else:
            words = _("All buyers of %(store)s are being erased. It stands in the list when done.")
            messages.info(request, words % {"store": store.name})
            return redirect("admin:buyers_data_changelist")
    title = _("Erase all buyers of a store")
    context = common.context(request, title, said=fields, trouble=trouble)
    context["crumbs"] = [
        (_("Buyers' data"), reverse("admin:buyers_data_changelist")),
        (title, ""),
    ]
    status = 422 if trouble else 200
    return TemplateResponse(request, "desk/privacy/erase_shop.html", context, status=status)


def open_ones() -> list[ShopErasure]:
    """What is being done, and what failed lately: newest first. One query."""
    failed = Q(state=ShopErasureState.FAILED, asked_at__gt=timezone.now() - SHOWN_FOR)
    rows = ShopErasure.objects.filter(Q(state=ShopErasureState.WAITING) | failed)
    return list(rows.order_by("-asked_at", "-pk")[:MOST])
