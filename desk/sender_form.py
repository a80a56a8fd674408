"""The form of an account: its secret is written and never shown, its options are the service's."""

import types
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminPasswordWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from messaging import senders
from messaging.channels.mail_services import SERVICES, MailService, choices
from messaging.models import Sender
from messaging.states import Transport

_SECRETS = ("password", "webhook_secret")


def _name(service: MailService, option: str) -> str:
    return f"{service.name}__{option}"


def option_names(service: str) -> list[str]:
    """The form's fields for a service's options."""
    chosen = SERVICES.get(service)
    return [_name(chosen, option.name) for option in chosen.all_options] if chosen else []


def _option_fields() -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for service in SERVICES.values():
        for option in service.all_options:
            label = f"{service.label}: {option.label}"
            widget: forms.Widget = UnfoldAdminTextInputWidget(attrs={"dir": "ltr"})
            field: forms.Field = forms.CharField(
                label=label, required=False, max_length=200, widget=widget
            )
            if option.choices:
                said = [(name, name) for name in option.choices]
                blank = [("", "–")] if option.is_required else []
                field = forms.ChoiceField(
                    label=label,
                    required=False,
                    choices=[*blank, *said],
                    widget=UnfoldAdminSelectWidget,
                )
            fields[_name(service, option.name)] = field
    return fields


# Built from the table of services, so that a new one has its fields.
_Options: Any = types.new_class(
    "_Options", (forms.Form,), exec_body=lambda body: body.update(_option_fields())
)


class SenderForm(forms.ModelForm[Sender], _Options):
    """Without a Meta: the admin makes it within a request, where stores may be asked for."""

    service = forms.ChoiceField(
        label=_("Mail service"),
        required=False,
        choices=[("", "–"), *choices()],
        widget=UnfoldAdminSelectWidget,
        help_text=_("For mails that leave by one. What it wants to know is asked for then."),
    )
    new_password = forms.CharField(
        label=_("Password or key"),
        required=False,
        strip=False,
        max_length=500,
        widget=UnfoldAdminPasswordWidget(render_value=False, attrs={"autocomplete": "off"}),
        help_text=_("Written, never shown again."),
    )

    new_webhook_secret = forms.CharField(
        label=_("Signing secret of its webhooks"),
        required=False,
        strip=False,
        max_length=500,
        widget=UnfoldAdminPasswordWidget(render_value=False, attrs={"autocomplete": "off"}),
        help_text=_("By which its reports are known to be its own. Written, never shown again."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _SECRETS:
            if self.instance.pk and getattr(self.instance, name) and f"new_{name}" in self.fields:
                self.fields[f"new_{name}"].widget.attrs["placeholder"] = _(
                    "Kept. Write here only to replace it."
                )
        service = SERVICES.get(self.instance.service)
        if service is None:
            return
        for option in service.all_options:
            self.initial[_name(service, option.name)] = self.instance.options.get(option.name, "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.instance.options = self._options(cleaned)
        for name in _SECRETS:
            if cleaned.get(f"new_{name}"):
                setattr(self.instance, name, cleaned[f"new_{name}"])
        self._complain(cleaned)
        self._ask_for_options(cleaned)
        return cleaned

    def _ask_for_options(self, cleaned: dict[str, Any]) -> None:
        """A service that was just chosen: its options stand on the page from now on."""
        names = option_names(cleaned.get("service", ""))
        if cleaned.get("transport") != Transport.ESP or not names:
            return
        if not any(name in self.data for name in names):
            words = _("Look at what %(service)s wants to know, below, and save again.")
            label = SERVICES[cleaned["service"]].label
            self.add_error("service", words % {"service": label})

    def _options(self, cleaned: dict[str, Any]) -> dict[str, str]:
        service = SERVICES.get(cleaned.get("service", ""))
        if cleaned.get("transport") != Transport.ESP or service is None:
            return {}
        said = {
            option.name: cleaned.get(_name(service, option.name), "")
            for option in service.all_options
        }
        return {name: value for name, value in said.items() if value}

    def _complain(self, cleaned: dict[str, Any]) -> None:
        """At the fields, what keeps the account from being used."""
        names = (
            "transport",
            "host",
            "username",
            "from_email",
            "from_phone",
            "service",
            "per_minute",
            "connections",
        )
        if not cleaned.get("transport"):
            return
        said = {name: cleaned[name] for name in names if cleaned.get(name) not in (None, "")}
        draft = Sender(**said, options=self.instance.options, password=self.instance.password)
        for name, words in senders.problems_of(draft).items():
            field = {"password": "new_password"}.get(name, name)
            self.add_error(field if field in self.fields else None, words)
