"""The button that gives an order's status page a new link."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from orders.links import LinkNotRenewed, renew_link
from stores.admin_base import actor_of, may
from stores.roles import Verb

if TYPE_CHECKING:
    from orders.models import Order


def renew(request: HttpRequest, order: "Order") -> HttpResponse:
    """POST with `because`: the old link opens nothing any more."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may(request, Verb.HANDLE_PARCELS):
        raise PermissionDenied
    try:
        renew_link(
            order=order,
            actor=actor_of(request).label,
            because=request.POST.get("because", ""),
            now=timezone.now(),
        )
    except LinkNotRenewed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(
            request,
            gettext(
                "The page has a new link. The old one, in mails that were sent, is unknown now."
            ),
        )
    return redirect("admin:orders_order_change", order.pk)
