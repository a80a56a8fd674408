"""Founding an agency by oneself: what is asked, the mail, and the button behind its link."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from common.errors import DomainError
from common.visitors import network_of
from desk.accounts.adapters import log_in
from desk.accounts.frame import framed
from messaging import opening
from stores import letters, shop_facts, signing_up
from stores.inviting import PasswordRefused
from stores.scope import every_store


class SignUpForm(forms.Form):
    agency_name = forms.CharField(
        label=gettext_lazy("Your agency"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "autofocus": True}),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    timezone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput())

    def clean_timezone(self) -> str:
        """The browser's, where it says one that exists."""
        try:
            return shop_facts.timezone(self.cleaned_data["timezone"])
        except shop_facts.NotSpelledSo:
            return "UTC"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Four fields. The answer is the same for every e-mail: look into your mail."""
    if request.user.is_authenticated:
        return redirect("admin:index")
    title = _("Begin with your agency")
    if not signing_up.is_open():
        return render(
            request, "desk/accounts/sign_up_closed.html", framed(request, title), status=403
        )
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_asked(request, form):
        shown = framed(
            request,
            _("Look into your mail"),
            email=form.cleaned_data["email"],
            is_kept_here=not letters.leaves(),
        )
        return render(request, "desk/accounts/look_into_mail.html", shown)
    return render(request, "desk/accounts/sign_up.html", framed(request, title, form=form))


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing, since scanners open every link; the button founds the agency."""
    now = timezone.now()
    if request.method == "POST":
        try:
            with every_store(because="an agency is founded by who confirmed a mailbox"):
                owner = opening.open_agency(token=token, now=now)
        except signing_up.LinkIsOver:
            return _over(request)
        return log_in(request, owner.user, then="/admin/first-steps/")
    found = signing_up.sign_up_behind(token, now=now)
    if found is None:
        return _over(request)
    shown = framed(request, _("Is this you?"), found=found)
    return render(request, "desk/accounts/confirm.html", shown)


def _is_asked(request: HttpRequest, form: SignUpForm) -> bool:
    """Whether it was taken; else the form says why not."""
    said: dict[str, Any] = form.cleaned_data
    application = signing_up.Application(
        agency_name=said["agency_name"],
        name=said["name"],
        email=said["email"],
        password=said["password"],
        language=translation.get_language() or "en",
        timezone=said["timezone"],
    )
    network = network_of(request.META, settings.NOTIFYHUB_PROXY_COUNT) or ""
    try:
        signing_up.ask_to_found(application=application, network=network, now=timezone.now())
    except PasswordRefused as refusal:
        form.add_error("password", str(refusal))
        return False
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _over(request: HttpRequest) -> HttpResponse:
    shown = framed(request, _("This link no longer works"), is_open=signing_up.is_open())
    return render(request, "desk/accounts/confirm_over.html", shown, status=410)
