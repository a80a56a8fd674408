"""Coming in by e-mail and password, by way of allauth's stages; and a new password by mail."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from common import pieces
from common.often import may_once_more
from common.visitors import network_of
from desk.accounts.adapters import log_in
from desk.accounts.frame import framed
from desk.forms import ForgottenForm, LogInForm
from stores import access, factors, letters, signing_up

ASKED_AN_HOUR = 20


class LogIn(LoginView):
    """Django's page for the admin; who is right goes on to the second factor, if they have one."""

    form_class = LogInForm
    template_name = "desk/log_in.html"
    redirect_field_name = "next"

    def form_valid(self, form: LogInForm) -> HttpResponse:  # type: ignore[override]  # ours is one
        user = form.get_user()
        _warn_in_time(self.request, user)
        return log_in(self.request, user, then=self.get_success_url())

    def get_default_redirect_url(self) -> str:
        return reverse("admin:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            **admin.site.each_context(self.request),
            "title": _("Log in"),
            "app_path": self.request.get_full_path(),
            "next": self.get_redirect_url(),
            "is_sign_up_open": signing_up.is_open(),
        }


@never_cache
@sensitive_post_parameters()
def come_in(request: HttpRequest) -> HttpResponseBase:
    """The page of `admin:login`."""
    if getattr(request, "must_set_up", None) is not None:
        return redirect("mfa_index")
    if request.method == "GET" and admin.site.has_permission(request):
        return redirect("admin:index")
    return LogIn.as_view()(request)


@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail. The answer is the same, whoever's e-mail it is."""
    form = ForgottenForm(request.POST or None)
    is_asked = request.method == "POST" and form.is_valid()
    if is_asked:
        network = network_of(request.META, settings.NOTIFYHUB_PROXY_COUNT) or ""
        if may_once_more(f"forgotten|{network}", most=ASKED_AN_HOUR, seconds=3600):
            signing_up.ask_for_password(
                email=form.cleaned_data["email"],
                language=translation.get_language() or "en",
                now=timezone.now(),
            )
    shown = framed(
        request,
        _("Forgot your password?"),
        form=form,
        is_asked=is_asked,
        is_kept_here=not letters.leaves() and settings.IS_LOCAL,
    )
    return render(request, "desk/accounts/forgotten.html", shown)


@require_POST
def log_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions of this person, this one too."""
    if request.user.is_authenticated:
        factors.log_out_everywhere(user=request.user)
    messages.info(request, _("You are logged out everywhere. Log in again here."))
    return redirect("admin:login")


def _warn_in_time(request: HttpRequest, user: Any) -> None:
    """Before an agency's demand for a second factor begins, each log-in says so."""
    now = timezone.now()
    begins = [
        one.agency.factors_from_at
        for one in access.memberships(user)
        if one.agency.factors_from_at and one.agency.factors_from_at > now
    ]
    if begins and not factors.has_factor(user.pk):
        words = _(
            "From %(when)s on your agency asks for a second factor. Set it up under %(page)s."
        )
        messages.warning(
            request,
            words % {"when": pieces.moment(min(begins), now), "page": _("Your log-in")},
        )


def log_in_link(then: str) -> str:
    """The log-in page, and where to go from there."""
    return f"{reverse('admin:login')}?{urlencode({'next': then})}"
