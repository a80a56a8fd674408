"""The frame's own small views: agency, language, first password."""

from typing import cast

from django.contrib.auth.tokens import default_token_generator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme, urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from desk.accounts.adapters import log_in
from desk.accounts.frame import framed
from desk.forms import ChoosePasswordForm
from stores import access, people
from stores.middleware import AGENCY_IN_SESSION, ActingRequest
from stores.models import Membership, User


def other_agencies(request: HttpRequest) -> list[Membership]:
    """Where else this person works: what the switcher offers. One query, for people only."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return []
    user = cast("ActingRequest", request).user
    return [one for one in access.memberships(user) if one.agency_id != actor.agency_id]


@require_POST
def switch_agency(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("agency", "")
    found = [one for one in other_agencies(request) if str(one.agency_id) == wanted]
    if not found:
        raise Http404
    request.session[AGENCY_IN_SESSION] = found[0].agency_id
    return redirect("admin:index")


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Kept on the person who is logged in; for a stranger in a cookie of this browser."""
    code = request.POST.get("language", "")
    if not translation.check_for_language(code) or code not in people.languages():
        raise Http404
    response = redirect(_back(request))
    if request.user.is_authenticated:
        people.choose_language(user=request.user, language=code)
    response.set_cookie("django_language", code, max_age=365 * 86400, samesite="Lax")
    return response


@never_cache
@sensitive_post_parameters()
def choose_password(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Behind a one-time link: looking changes nothing, choosing uses it up."""
    user = _user_of(uid)
    if user is None or not default_token_generator.check_token(user, token):
        return render(
            request,
            "desk/link_is_used.html",
            framed(request, _("This link no longer works")),
            status=410,
        )
    form = ChoosePasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        return log_in(request, user)  # by way of the second factor, which the link does not replace
    shown = framed(request, _("Choose your password"), form=form, person=user)
    response = render(request, "desk/choose_password.html", shown)
    # Not no-referrer: browsers then send "Origin: null", which the form's CSRF check refuses.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def shortcuts(request: HttpRequest) -> HttpResponse:
    """Unfold's command search asks here; the orders' own search is the one we offer."""
    return HttpResponse()


def _user_of(uid: str) -> User | None:
    try:
        pk = int(urlsafe_base64_decode(uid))
        return User.objects.get(pk=pk, is_active=True)
    except (TypeError, ValueError, OverflowError, User.DoesNotExist):
        return None


def _back(request: HttpRequest) -> str:
    wanted = request.META.get("HTTP_REFERER", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else "/admin/"
