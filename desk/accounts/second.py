"""Second factors, by allauth's views in our frame: apps for codes, keys, and codes on paper."""

from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from desk.accounts.frame import Framed
from stores import factors, proving


class YourLogIn(Framed, IndexView):
    """What this person comes in by, and what else they may set up."""

    template_name = "desk/accounts/your_log_in.html"
    title = _("Your log-in")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        held = found["authenticators"]
        codes = held.get("recovery_codes")
        return {
            **found,
            "app": held.get("totp"),
            "keys": held.get("webauthn", []),
            "codes": codes,
            "codes_left": len(codes.get_unused_codes()) if codes else 0,
            "is_safe": bool(held.get("totp") or held.get("webauthn")),
            "must_set_up": getattr(self.request, "must_set_up", None),
            "crumbs": [(self.title, "")],
        }


class _Proves:
    """A page at which somebody says who they are once more; noted for all that asks so."""

    def form_valid(self, form: Any) -> HttpResponse:
        proving.remember(self.request)  # type: ignore[attr-defined]  # a view
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # a view
        return answer


class PasswordAgain(_Proves, Framed, ReauthenticateView):
    template_name = "desk/accounts/again.html"
    title = _("Is it still you?")


class CodeAgain(_Proves, Framed, CodeAgainView):
    template_name = "desk/accounts/again.html"
    title = _("Is it still you?")


class KeyAgain(_Proves, Framed, ReauthenticateWebAuthnView):
    template_name = "desk/accounts/again_by_key.html"
    title = _("Is it still you?")


class SecondFactor(Framed, AuthenticateView):
    """The second step of a log-in."""

    template_name = "desk/accounts/second_factor.html"
    title = _("One more step")


class AddApp(Framed, ActivateTOTPView):
    template_name = "desk/accounts/app.html"
    title = _("Add an app for codes")


class RemoveApp(Framed, DeactivateTOTPView):
    template_name = "desk/accounts/remove.html"
    title = _("Remove the app for codes")


class AddKey(Framed, AddWebAuthnView):
    template_name = "desk/accounts/key.html"
    title = _("Add a key or passkey")


class RemoveKey(Framed, RemoveWebAuthnView):
    template_name = "desk/accounts/remove.html"
    title = _("Remove the key")
    success_url = reverse_lazy("mfa_index")


@method_decorator(never_cache, name="dispatch")
class PaperCodes(Framed, ViewRecoveryCodesView):
    """Shown this once, when they are made."""

    template_name = "desk/accounts/codes.html"
    title = _("Your recovery codes")


class NewPaperCodes(Framed, GenerateRecoveryCodesView):
    template_name = "desk/accounts/new_codes.html"
    title = _("New recovery codes")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """They stand in for a factor, so there must be one."""
        if request.user.is_authenticated and not factors.has_factor(request.user.pk):
            return redirect("mfa_index")
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer
