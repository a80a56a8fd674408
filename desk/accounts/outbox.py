"""What a local installation without a mail server would have mailed about log-ins."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from desk.accounts.frame import framed
from stores import letters


@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """For everybody at this machine. Nowhere else, and not where mail really leaves: 404."""
    if not settings.IS_LOCAL or letters.leaves():
        raise Http404
    rows = letters.waiting_here(now=timezone.now())
    return render(request, "desk/accounts/outbox.html", framed(request, _("Outbox"), rows=rows))
