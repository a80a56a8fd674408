"""Saying by hand where a parcel is: a form of its own, which the order page leads to."""

from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import DomainError
from messaging import scanning
from shipping.following import carrier_of
from shipping.life import Scan
from shipping.models import Origin, Parcel, ParcelState
from stores.admin_base import actor_of, may
from stores.roles import Verb

# What people say, in the order in which it happens; labels are bought, not scanned.
STATES: Final = (
    ParcelState.CARRIER_PICKED_UP,
    ParcelState.IN_TRANSIT,
    ParcelState.OUT_FOR_DELIVERY,
    ParcelState.ATTEMPTED_DELIVERY,
    ParcelState.READY_FOR_PICKUP,
    ParcelState.DELIVERED,
    ParcelState.DELAYED,
    ParcelState.EXCEPTION,
    ParcelState.RETURNING,
    ParcelState.RETURNED,
)
# Of these the buyer hears at once, where the store sends such a mail.
TOLD: Final = (ParcelState.OUT_FOR_DELIVERY, ParcelState.READY_FOR_PICKUP, ParcelState.DELIVERED)


class ScanForm(forms.Form):
    """Where it is, and when it came there."""

    state = forms.ChoiceField(
        label=gettext_lazy("Where it is"), choices=[(one.value, one.label) for one in STATES]
    )
    at = forms.DateTimeField(
        label=gettext_lazy("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    city = forms.CharField(label=gettext_lazy("Place"), max_length=255, required=False)
    message = forms.CharField(
        label=gettext_lazy("How do you know?"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("The buyer may read it on the status page."),
    )

    def scan(self, actor: str) -> Scan:
        said: dict[str, Any] = self.cleaned_data
        return Scan(**said, origin=Origin.STAFF, actor=actor[:254])


def add(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of one parcel. Two queries beside who asks."""
    parcel = _parcel(pk)
    if not may(request, Verb.HANDLE_PARCELS):
        raise PermissionDenied
    now = timezone.now()
    if request.method != "POST":
        return _shown(request, parcel, ScanForm(initial={"at": _minute(now)}))
    form = ScanForm(request.POST)
    if not form.is_valid():
        return _shown(request, parcel, form)
    try:
        event = scanning.record_scan(
            parcel=parcel, scan=form.scan(actor_of(request).label), now=now
        )
    except DomainError as refusal:
        form.add_error("at", str(refusal))
        return _shown(request, parcel, form)
    words = _("Recorded: %(state)s.") if event else _("This was recorded before: %(state)s.")
    state = dict(form.fields["state"].choices)[form.cleaned_data["state"]]  # type: ignore[attr-defined]  # a ChoiceField
    messages.info(request, words % {"state": state})
    return redirect(reverse("admin:orders_order_change", args=[parcel.order_id]))


def _shown(request: HttpRequest, parcel: Parcel, form: ScanForm) -> HttpResponse:
    order = reverse("admin:orders_order_change", args=[parcel.order_id])
    context = {
        **admin.site.each_context(request),
        "title": _("Say where a parcel is"),
        "crumbs": [(str(parcel.order), order), (_("Say where a parcel is"), "")],
        "parcel": parcel,
        "carrier": carrier_of(parcel),
        "state": dict(ParcelState.choices).get(parcel.state) or parcel.state,
        "form": form,
        "order_link": order,
        "told": [one.label for one in TOLD],
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "desk/scan.html", context, status=status)


def _parcel(pk: int) -> Parcel:
    rows = Parcel.objects.select_related("order__store", "fulfilment", "own_carrier")
    parcel = rows.filter(pk=pk).first()
    if parcel is None:
        raise Http404
    return parcel


def _minute(now: datetime) -> datetime:
    return timezone.localtime(now).replace(second=0, microsecond=0)
