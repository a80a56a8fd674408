"""Carriers of a store's own: where the parcels of those that nobody else knows are followed."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import pieces
from desk.filters import StoreFilter
from shipping import own_carriers
from shipping.models import Carrier
from shipping.own_carriers import CarrierDraft, CarrierRefused
from stores.admin_base import actor_of, may
from stores.keyset_admin import KeysetModelAdmin
from stores.roles import Verb


class CarrierForm(forms.ModelForm[Carrier]):
    """Without a Meta: the admin makes it within a request, where stores may be asked for."""

    def clean(self) -> dict[str, Any]:
        """Ask the verb here, so that its refusal stands at the field."""
        cleaned = super().clean() or self.cleaned_data
        if "name" in cleaned:
            try:
                own_carriers.checked(draft_of(cleaned))
            except CarrierRefused as refusal:
                raise ValidationError({refusal.field: str(refusal)}) from refusal
        return cleaned

    def _post_clean(self) -> None:
        """No row is filled from this form: the verb writes it."""


def draft_of(said: dict[str, Any]) -> CarrierDraft:
    return CarrierDraft(
        name=said["name"],
        url_template=said.get("url_template") or "",
        phone=said.get("phone") or "",
    )


class CarrierAdmin(KeysetModelAdmin):
    form = CarrierForm
    verb_to_view = Verb.VIEW_ORDERS
    verb_to_add = verb_to_change = Verb.MANAGE_STORES
    keyset_time = "created_at"
    list_display = ("called", "where", "followed", "used", "since")
    list_display_links = ("called",)
    list_select_related = ("store",)
    list_filter = (StoreFilter, "is_retired")
    actions = None
    empty_words = _(
        "Carriers that NotifyHub does not know stand here, with the address at which their parcels "
        "are followed. Some 330 others are known already and need no entry."
    )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ("store", "name", "url_template", "phone")
        if may(request, self.verb_to_change):
            return ("where", "name", "url_template", "phone", "is_retired", "since")
        return ("where", "called", "followed", "phone", "used", "since")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("where", "called", "followed", "used", "since") if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("store")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "url_template":
            field.widget.attrs |= {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}
            field.help_text = gettext(
                "Begins with https:// and has {number} once, where the tracking number stands: "
                "https://carrier.example/track?id={number}. Empty: its parcels have no link."
            )
        if field and db_field.name == "is_retired":
            field.help_text = gettext("It is offered no longer; its parcels keep it.")
        return field

    @admin.display(description=_("name"))
    def called(self, row: Carrier) -> SafeString:
        return format_html("<bdi>{}</bdi>", row.name)

    @admin.display(description=_("store"))
    def where(self, row: Carrier) -> SafeString:
        return format_html("{} <bdi>{}</bdi>", pieces.country(row.store.country), row.store.name)

    @admin.display(description=_("followed at"))
    def followed(self, row: Carrier) -> SafeString | str:
        if not row.url_template:
            return gettext("Nowhere: no address is given")
        return format_html('<bdi class="mono" dir="ltr">{}</bdi>', row.url_template)

    @admin.display(description=_("in use"))
    def used(self, row: Carrier) -> SafeString:
        if row.is_retired:
            return pieces.state(gettext("No longer used"), tone="mute", symbol="x")
        return pieces.state(gettext("In use"), tone="good", symbol="check")

    @admin.display(description=_("since"))
    def since(self, row: Carrier) -> SafeString:
        when = pieces.both_times(row.created_at)
        return format_html('{}<span class="under">{}</span>', when, row.created_by)

    def save_model(self, request: HttpRequest, obj: Carrier, form: Any, change: bool) -> None:
        """A refusal that only the other rows know is said above the list."""
        said = form.cleaned_data
        try:
            words = self._change(obj, said) if change else self._add(request, said)
        except CarrierRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.info(request, words)

    def _add(self, request: HttpRequest, said: dict[str, Any]) -> str:
        row, is_new = own_carriers.add_carrier(
            store=said["store"],
            draft=draft_of(said),
            actor=actor_of(request).label,
            now=timezone.now(),
        )
        words = (
            gettext("%(name)s was added: parcels that name it are followed there.")
            if is_new
            else gettext("%(name)s stood there already.")
        )
        return words % {"name": row.name}

    def _change(self, obj: Carrier, said: dict[str, Any]) -> str:
        held = Carrier.objects.get(pk=obj.pk)
        if said["is_retired"] and not held.is_retired:
            own_carriers.retire_carrier(carrier=held)
            return gettext("%(name)s is offered no longer.") % {"name": held.name}
        if held.is_retired and not said["is_retired"]:
            own_carriers.restore_carrier(carrier=held)
        row = own_carriers.change_carrier(carrier=held, draft=draft_of(said))
        return gettext("%(name)s was changed: the links of its parcels follow.") % {
            "name": row.name
        }

    def log_addition(self, *_: Any) -> None:
        """The row itself says who put it there."""

    def log_change(self, *_: Any) -> None:
        """What it says is all there is to know of it."""

    def response_add(self, request: HttpRequest, obj: Carrier, *_: Any) -> HttpResponse:
        return redirect("admin:shipping_carrier_changelist")

    def response_change(self, request: HttpRequest, obj: Carrier, *_: Any) -> HttpResponse:
        return redirect("admin:shipping_carrier_changelist")
