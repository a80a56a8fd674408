"""Whether an agency asks its people for a second factor, and from when on."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.errors import DomainError
from stores import factors
from stores.admin_base import actor_of, may
from stores.models import Agency
from stores.proving import ask, is_proved
from stores.roles import Verb

GRACE = (0, 7, 14)
BACK = "/admin/stores/membership/"


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """`days` of grace, or "" for no more."""
    actor = actor_of(request)
    if not may(request, Verb.MANAGE_PEOPLE) or not actor.has_all_stores:
        raise PermissionDenied
    if not is_proved(request):
        return ask(request, back_to=BACK)
    wanted = request.POST.get("days", "")
    if wanted not in {"", *map(str, GRACE)}:
        messages.error(request, _("Nothing was changed: choose when it begins."))
        return redirect(BACK)
    now = timezone.now()
    from_at = now + timedelta(days=int(wanted)) if wanted else None
    agency = Agency.objects.get(pk=actor.agency_id)
    try:
        factors.require_factors(agency=agency, from_at=from_at, by=actor)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(BACK)
    messages.info(
        request,
        _("From then on everybody here needs a second factor. API keys go on as before.")
        if from_at
        else _("Everybody chooses themselves whether they use a second factor."),
    )
    return redirect(BACK)
