"""What django-allauth asks us: where to go, what to say, and how to keep a secret."""

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.fields import vault
from common.visitors import address_of
from stores import factors, proving
from stores.models import User

# What allauth tells of; all else it would mail is not ours to say.
TOLD: Final = {
    "mfa/email/totp_activated": gettext_lazy("An app for codes was added to your log-in."),
    "mfa/email/totp_deactivated": gettext_lazy("The app for codes was taken from your log-in."),
    "mfa/email/webauthn_added": gettext_lazy("A key or passkey was added to your log-in."),
    "mfa/email/webauthn_removed": gettext_lazy("A key or passkey was taken from your log-in."),
    "mfa/email/recovery_codes_generated": gettext_lazy(
        "New recovery codes were made for your log-in; the old ones hold no more."
    ),
}


class AccountAdapter(DefaultAccountAdapter):
    """Log-ins of people who work here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never by allauth's own form: ours is desk/accounts/signing_up."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index")

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return redirect("admin:login")

    def get_client_ip(self, request: HttpRequest) -> str:
        return str(address_of(request.META, settings.NOTIFYHUB_PROXY_COUNT) or "")

    def is_reauthentication_required(self, *, app: str, **_more: Any) -> bool:
        return not proving.is_proved(context.request)

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Pages say what happened themselves."""

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        if said := TOLD.get(template_prefix):
            with translation.override(user.language or None):
                words = str(said)
            factors.tell_of_change(user=user, said=words, now=timezone.now())


class FactorAdapter(DefaultMFAAdapter):
    """Second factors."""

    error_messages: Final = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code does not fit. Codes change every 30 seconds."),
    }

    def encrypt(self, text: str) -> str:
        return vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        return _("Key of %(day)s") % {"day": timezone.localdate().isoformat()}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        AccountAdapter(context.request).send_notification_mail(*args, **kwargs)


def log_in(request: HttpRequest, user: User, *, then: str = "") -> HttpResponse:
    """Take somebody in whose first proof was right: by way of the second, if they have one."""
    from allauth.account.internal.flows.login import perform_login, record_authentication
    from allauth.account.models import Login

    record_authentication(request, user, method="password", email=user.email)
    answer = perform_login(request, Login(user=user, redirect_url=then or None))
    return answer or HttpResponseRedirect(then or reverse("admin:index"))
