"""Forms of the frame: coming in, and choosing a password."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm as DjangoSetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.forms import AuthenticationForm
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminPasswordWidget

from common.visitors import network_of
from desk import throttling
from orders.contacting import Channel


class LogInForm(AuthenticationForm):
    """E-mail and password; rests for a while after too many wrong guesses."""

    error_messages = {
        "invalid_login": _("E-mail and password do not belong together. Mind capital letters."),
        "inactive": _("This person may no longer log in. Ask the owner of your agency."),
    }

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("E-mail")
        self.fields["username"].widget.attrs["autocomplete"] = "username"

    def clean(self) -> dict[str, Any]:
        email = self.cleaned_data.get("username") or ""
        environ = self.request.META if self.request else {}
        address = network_of(environ, settings.NOTIFYHUB_PROXY_COUNT) or ""
        if throttling.is_paused(email, address):
            raise ValidationError(
                _(
                    "Too many wrong passwords for this e-mail. For your safety its log-in rests "
                    "for 15 minutes. Or ask for a new password by mail, below."
                ),
                code="paused",
            )
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            throttling.record_wrong_guess(email, address)
            raise
        throttling.forget(email, address)
        return cleaned

    def confirm_login_allowed(self, user: Any) -> None:
        """Who works in an agency is asked by the site; here only whether the person is active."""
        if not user.is_active:
            raise ValidationError(self.error_messages["inactive"], code="inactive")


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=UnfoldAdminEmailInputWidget(attrs={"autocomplete": "username"}),
    )


class ChoosePasswordForm(DjangoSetPasswordForm):  # type: ignore[type-arg]  # not generic at run time
    """What a person sees behind a one-time link."""

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        for name in ("new_password1", "new_password2"):
            self.fields[name].widget = UnfoldAdminPasswordWidget(
                attrs={"autocomplete": "new-password"}
            )
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password2"].label = _("The same again")


class NoteForm(forms.Form):
    text = forms.CharField(max_length=4000, strip=True)
    is_for_packers = forms.BooleanField(required=False)


class ContactForm(forms.Form):
    channel = forms.ChoiceField(choices=Channel.choices)
    text = forms.CharField(max_length=4000, strip=True)


class TagForm(forms.Form):
    tag = forms.CharField(max_length=255, strip=True)
