"""Forms of the agency's pages: stores, people."""

import re
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminEmailInputWidget,
    UnfoldAdminPasswordWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from stores import connecting, people
from stores.models import Membership, Store
from stores.roles import Role

SHOP = re.compile(r"^[a-z0-9][a-z0-9-]*\.myshopify\.com$")
KEPT = _("Kept. Write here only to replace it.")


class StoreForm(forms.ModelForm[Store]):
    webhook_secret = forms.CharField(
        label=_("Signing secret of Shopify's webhooks"),
        required=False,
        widget=UnfoldAdminPasswordWidget(render_value=False, attrs={"autocomplete": "off"}),
        help_text=_("Written, never shown again. The old one stays valid beside a new one."),
    )
    timezone = forms.ChoiceField(label=_("Time zone"), widget=UnfoldAdminSelectWidget())

    class Meta:
        model = Store
        fields = [
            "name",
            "shop_domain",
            "primary_domain",
            "email",
            "country",
            "currency",
            "locale",
            "timezone",
            "state",
            "is_sandbox",
            "sends_from_at",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(available_timezones())
        if "timezone" in self.fields:
            self.fields["timezone"].choices = [(name, name) for name in zones]  # type: ignore[attr-defined]  # a ChoiceField
        if self.instance.pk and "webhook_secret" in self.fields:
            self.fields["webhook_secret"].widget.attrs["placeholder"] = KEPT

    def clean_shop_domain(self) -> str:
        shop = str(self.cleaned_data["shop_domain"]).strip().lower()
        if not SHOP.match(shop):
            raise ValidationError(_("Write it as Shopify does: name-of-shop.myshopify.com"))
        if connecting.is_shop_taken(shop_domain=shop, except_id=self.instance.pk):
            raise ValidationError(
                _("This shop is connected already. One shop belongs to one agency.")
            )
        return shop

    def clean_currency(self) -> str:
        currency = str(self.cleaned_data["currency"]).strip().upper()
        if not re.fullmatch(r"[A-Z]{3}", currency):
            raise ValidationError(_("Three letters, such as NOK."))
        return currency

    def clean_country(self) -> str:
        country = str(self.cleaned_data["country"]).strip().upper()
        if country and not re.fullmatch(r"[A-Z]{2}", country):
            raise ValidationError(_("Two letters, such as NO."))
        return country

    def secrets(self) -> connecting.Secrets:
        return connecting.Secrets(webhook_secret=self.cleaned_data.get("webhook_secret") or "")


class PersonForm(forms.ModelForm[Membership]):
    """One form for adding and changing: e-mail and name only while adding."""

    email = forms.EmailField(label=_("E-mail"), widget=UnfoldAdminEmailInputWidget())
    name = forms.CharField(
        label=_("Name"), max_length=120, required=False, widget=UnfoldAdminTextInputWidget()
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=Role.choices, widget=UnfoldAdminSelectWidget()
    )
    has_all_stores = forms.BooleanField(
        label=_("All stores"),
        required=False,
        initial=True,
        widget=UnfoldBooleanSwitchWidget(),
        help_text=_("Also those that you connect later. Otherwise choose below."),
    )
    stores = forms.MultipleChoiceField(
        label=_("Only these stores"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
    )

    class Meta:
        model = Membership
        fields = ["role"]

    # Set by the admin, for this request: what may be chosen.
    offered: tuple[Store, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stores"].choices = [(str(one.pk), one.name) for one in self.offered]  # type: ignore[attr-defined]  # a MultipleChoiceField
        if self.instance.pk:
            del self.fields["email"], self.fields["name"]
            self.initial.update(
                role=self.instance.role,
                has_all_stores=self.instance.has_all_stores,
                stores=[str(pk) for pk in self.instance.store_ids],
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("has_all_stores") and not cleaned.get("stores"):
            self.add_error("stores", _("Choose all stores, or at least one of these."))
        return cleaned

    def place(self) -> people.Place:
        if self.cleaned_data["has_all_stores"]:
            return people.Place(role=self.cleaned_data["role"])
        chosen = tuple(int(pk) for pk in self.cleaned_data["stores"])
        return people.Place(role=self.cleaned_data["role"], store_ids=chosen)
