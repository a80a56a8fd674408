"""Adding a parcel to an order by hand, changing it, and taking it away."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from common.errors import DomainError
from desk.parcels import reading
from desk.parcels.reading import ParcelForm
from messaging import parcel_news
from orders.models import Order
from shipping import parcels, writing_back
from shipping.models import Parcel
from stores.admin_base import actor_of, may
from stores.middleware import zone
from stores.roles import Verb
from stores.shopify.client import is_connected

ORDER = "admin:orders_order_change"


def add(request: HttpRequest, order_id: int) -> HttpResponse:
    """The form, and its deed. Asks for the carrier where the number does not decide."""
    order = get_object_or_404(Order.objects.select_related("store"), pk=order_id)
    _check(request)
    with timezone.override(zone(order.store.timezone)):
        if request.method != "POST":
            return _shown(request, _form(order, {}))
        form = _form(order, request.POST.dict())
        form.candidates = reading.open_candidates(order, form.said)
        if form.candidates:
            return _shown(request, form)
        try:
            parcel = parcel_news.add_parcel(
                order=order,
                draft=reading.draft_of(order, form.said),
                actor=actor_of(request).label,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.refuse(refusal)
            return _shown(request, form)
    messages.info(request, _added(parcel))
    return redirect(ORDER, order.pk)


def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Its number, carrier, link and contents."""
    parcel = _parcel_or_404(public_id)
    _check(request)
    order = parcel.order
    with timezone.override(zone(order.store.timezone)):
        if request.method != "POST":
            form = _form(order, {}, parcel)
            if not form.said.get("company"):
                form.candidates = reading.open_candidates(order, form.said)
            return _shown(request, form)
        form = _form(order, request.POST.dict(), parcel)
        try:
            words = _change(request, form, parcel)
        except DomainError as refusal:
            form.refuse(refusal)
            return _shown(request, form)
    messages.info(request, words)
    return redirect(ORDER, order.pk)


def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take it away, for a reason."""
    parcel = _parcel_or_404(public_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _check(request)
    try:
        parcel_news.remove_parcel(
            parcel=parcel,
            actor=actor_of(request).label,
            because=request.POST.get("because", ""),
            now=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:parcels_change", parcel.public_id)
    messages.info(request, gettext("The parcel is gone; the timeline keeps what was said of it."))
    return redirect(ORDER, parcel.order_id)


def write_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Tell Shopify of the number, also again after it refused."""
    parcel = _parcel_or_404(public_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _check(request)
    try:
        writing_back.ask_write_back(
            parcel=parcel, actor=actor_of(request).label, now=timezone.now()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, gettext("Shopify is told in a moment."))
    return redirect(ORDER, parcel.order_id)


def _check(request: HttpRequest) -> None:
    if not may(request, Verb.HANDLE_PARCELS):
        raise PermissionDenied


def _parcel_or_404(public_id: UUID) -> Parcel:
    rows = Parcel.objects.select_related("order__store", "own_carrier", "fulfilment")
    parcel = rows.filter(public_id=public_id).first()
    if parcel is None:
        raise Http404
    return parcel


@transaction.atomic
def _change(request: HttpRequest, form: ParcelForm, parcel: Parcel) -> str:
    """What the form says is otherwise; all of it or nothing. In words."""
    draft = reading.draft_of(form.order, form.said)
    actor, now = actor_of(request).label, timezone.now()
    held = reading.form_of(form.order, {}, parcel=parcel, knows_shopify=False).said
    if draft.company == held["company"] and not draft.carrier:
        draft = replace(draft, company="")  # nobody said anything new
    is_renumbered = parcel_news.change_number(
        parcel=parcel,
        draft=replace(draft, url="" if draft.url == parcel.url else draft.url),
        actor=actor,
        because=str(form.said.get("because") or ""),
        now=now,
    )
    is_changed = parcels.change_lines(parcel=parcel, lines=draft.lines, actor=actor, now=now)
    if not is_renumbered and (draft.company or draft.carrier or draft.url != parcel.url):
        is_changed |= parcels.set_carrier(parcel=parcel, draft=draft, actor=actor, now=now)
        if draft.tells_shopify:
            writing_back.ask_write_back(parcel=parcel, actor=actor, now=now)
    if is_renumbered:
        return gettext("The parcel has its new number; the old one is struck through.")
    return gettext("The parcel was changed.") if is_changed else gettext("Nothing was changed.")


def _form(order: Order, said: dict[str, Any], parcel: Parcel | None = None) -> ParcelForm:
    connected = is_connected(order.store)
    return reading.form_of(order, said, parcel=parcel, knows_shopify=connected)


def _added(parcel: Parcel) -> str:
    if parcel.number:
        return gettext("Parcel %(number)s was added.") % {"number": parcel.number}
    return gettext("The parcel was added.")


def _shown(request: HttpRequest, form: ParcelForm) -> HttpResponse:
    listed = (gettext("Orders"), reverse("admin:orders_order_changelist"))
    of_order = (str(form.order), reverse(ORDER, args=[form.order.pk]))
    title = gettext("Change the parcel") if form.parcel else gettext("Add a parcel")
    frame = {
        **admin.site.each_context(request),
        "title": title,
        "crumbs": [listed, of_order, (title, "")],
        "form": form,
    }
    status = 409 if form.error else 200
    response = TemplateResponse(request, "desk/parcels/form.html", frame, status=status)
    return response.render()
