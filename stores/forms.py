"""Forms of the agency's pages: stores, people."""

from collections.abc import Callable
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
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from stores import connecting, people, privacy, shop_facts
from stores.models import Invitation, Membership, Store, TrackingMode
from stores.roles import Role

KEPT = _("Kept. Write here only to replace it.")


class StoreForm(forms.ModelForm[Store]):
    webhook_secret = forms.CharField(
        label=_("Signing secret of Shopify's webhooks"),
        required=False,
        widget=UnfoldAdminPasswordWidget(render_value=False, attrs={"autocomplete": "off"}),
        help_text=_("Written, never shown again. The old one stays valid beside a new one."),
    )
    access_token = forms.CharField(
        label=_("Admin API token"),
        required=False,
        widget=UnfoldAdminPasswordWidget(render_value=False, attrs={"autocomplete": "off"}),
        help_text=_(
            "Orders come in, and mails go out. Without a token, tags, corrected addresses and "
            "tracking numbers do not reach Shopify."
        ),
    )
    timezone = forms.ChoiceField(label=_("Time zone"), widget=UnfoldAdminSelectWidget())
    seeing = forms.ChoiceField(
        label=_("What is seen of who opens and clicks"),
        required=False,
        choices=[("", _("As the law of its country asks")), *TrackingMode.choices],
        widget=UnfoldAdminSelectWidget(),
    )
    basis = forms.CharField(
        label=_("Legal basis"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("Needed to see each reader, such as: consent at the checkout. It is kept."),
    )
    shop_domains = forms.CharField(
        label=_("Further domains of the shop"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2, "dir": "ltr"}),
        help_text=_("One a line. Links there name the mail they stand in (utm_…, ref) as well."),
    )

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
        if self.instance.pk and "seeing" in self.fields:
            last = privacy.last_decision(store_id=self.instance.pk)
            self.initial.setdefault("seeing", self.instance.tracking_mode)
            self.initial.setdefault("basis", last.basis if last else "")
            self.initial.setdefault("shop_domains", "\n".join(self.instance.link_domains))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        is_each = values.get("seeing") == TrackingMode.INDIVIDUAL
        if is_each and not str(values.get("basis", "")).strip():
            self.add_error("basis", _("To see each reader needs a legal basis. Else choose sums."))
        return values

    def clean_shop_domains(self) -> list[str]:
        lines = str(self.cleaned_data["shop_domains"]).split()
        try:
            return [privacy.checked_domain(line) for line in lines]
        except privacy.NoDomain as refusal:
            raise ValidationError(str(refusal)) from refusal

    def decided(self) -> privacy.Choice:
        """What is to be seen of readers, and on what ground."""
        return privacy.Choice(self.cleaned_data["seeing"], self.cleaned_data["basis"])

    def clean_shop_domain(self) -> str:
        shop = self._spelled("shop_domain", shop_facts.shop_domain)
        if connecting.is_shop_taken(shop_domain=shop, except_id=self.instance.pk):
            raise ValidationError(
                _("This shop is connected already. One shop belongs to one agency.")
            )
        return shop

    def clean_currency(self) -> str:
        return self._spelled("currency", shop_facts.currency)

    def clean_country(self) -> str:
        return self._spelled("country", shop_facts.country)

    def _spelled(self, name: str, read: Callable[[str], str]) -> str:
        try:
            return read(str(self.cleaned_data[name]))
        except shop_facts.NotSpelledSo as refusal:
            raise ValidationError(str(refusal)) from refusal

    def secrets(self) -> connecting.Secrets:
        return connecting.Secrets(
            webhook_secret=self.cleaned_data.get("webhook_secret") or "",
            access_token=(self.cleaned_data.get("access_token") or "").strip(),
        )


class PlaceForm(forms.Form):
    """What a person is to be here."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        initial=Role.SUPPORT,
        widget=UnfoldAdminSelectWidget(),
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

    # Set by the admin, for this request: what may be chosen.
    offered: tuple[Store, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stores"].choices = [(str(one.pk), one.name) for one in self.offered]  # type: ignore[attr-defined]  # a MultipleChoiceField

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


class PersonForm(PlaceForm, forms.ModelForm[Membership]):
    """Another role, other stores."""

    class Meta:
        model = Membership
        fields = ["role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(
            role=self.instance.role,
            has_all_stores=self.instance.has_all_stores,
            stores=[str(pk) for pk in self.instance.store_ids],
        )


class InvitationForm(PlaceForm, forms.ModelForm[Invitation]):
    """Whom to ask in, and as what."""

    email = forms.EmailField(label=_("E-mail"), widget=UnfoldAdminEmailInputWidget())
    name = forms.CharField(
        label=_("Name"), max_length=120, required=False, widget=UnfoldAdminTextInputWidget()
    )

    class Meta:
        model = Invitation
        fields: list[str] = []

    def _post_clean(self) -> None:
        """No row is filled from this form: the verb makes it."""
