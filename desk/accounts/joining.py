"""The page behind an invitation's link: for who is new, and for who has a log-in already."""

from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from common.errors import DomainError
from desk.accounts.adapters import log_in
from desk.accounts.frame import framed
from desk.accounts.log_in import log_in_link
from stores import inviting
from stores.middleware import AGENCY_IN_SESSION, ActingRequest
from stores.models import Invitation
from stores.roles import Role


class JoinForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=1024,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing; the button takes the place. The link alone shows who is meant."""
    found = inviting.invitation_behind(token, now=timezone.now())
    if found is None:
        shown = framed(request, _("This link no longer works"))
        return render(request, "desk/accounts/join_over.html", shown, status=410)
    if request.user.is_authenticated:
        return _as_somebody(request, token, found)
    if inviting.person_of(found) is not None:
        if request.method == "POST":
            return redirect(log_in_link(request.path))
        return _shown(request, found, "known", log_in=log_in_link(request.path))
    return _as_new(request, token, found)


def _as_new(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    form = JoinForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            user = inviting.accept_as_new(
                token=token,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
                now=timezone.now(),
            )
        except inviting.PasswordRefused as refusal:
            form.add_error("password", str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return log_in(request, user)
    return _shown(request, found, "new", form=form)


def _as_somebody(request: HttpRequest, token: str, found: Invitation) -> HttpResponse:
    user = cast("ActingRequest", request).user
    if user.email.lower() != found.email.lower():
        return _shown(request, found, "other")  # no 403: Django logs its address, a way in
    if request.method == "POST":
        try:
            membership = inviting.accept_as(token=token, user=user, now=timezone.now())
        except DomainError:
            shown = framed(request, _("This link no longer works"))
            return render(request, "desk/accounts/join_over.html", shown, status=410)
        request.session[AGENCY_IN_SESSION] = membership.agency_id
        return redirect("admin:index")
    return _shown(request, found, "same")


def _shown(request: HttpRequest, found: Invitation, who: str, **more: object) -> HttpResponse:
    title = _("Join %(agency)s") % {"agency": found.agency.name}
    shown = framed(request, title, found=found, who=who, role=Role(found.role).label, **more)
    shown["crumbs"] = []
    return render(request, "desk/accounts/join.html", shown)
