"""How mails look: colours, logo and footer, beside a mail that wears them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from common import pieces
from desk import mails
from desk.picture_doors import picture_field
from stores.admin_base import TenantModelAdmin, actor_of
from stores.models import Agency
from stores.roles import Verb
from templates_app import previewing, services
from templates_app.brand_rules import complaint_about
from templates_app.data import NotificationKind
from templates_app.models import Brand
from templates_app.queries import agency_brand, resolved_brand

FIELDS = [
    "logo_url",
    "logo_width",
    "accent",
    "text",
    "ground",
    "font",
    "footer",
    "legal",
    "contact_email",
    "website",
]


class BrandForm(forms.ModelForm[Brand]):
    """Without a Meta: the admin makes it within a request, where stores may be asked for."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in FIELDS:
            complaint = complaint_about(name, cleaned.get(name))
            if complaint and name not in self.errors:
                self.add_error(name, complaint)
        store = cleaned.get("store")
        if not self.instance.pk and Brand.objects.filter(store=store).exists():
            self.add_error("store", _("There is a brand for this already. Change that one."))
        return cleaned


class BrandAdmin(TenantModelAdmin):
    form = BrandForm
    verb_to_view = Verb.VIEW_TEMPLATES
    verb_to_add = verb_to_change = verb_to_delete = Verb.EDIT_TEMPLATES
    list_display = ("whose", "colours", "changed")
    list_display_links = ("whose",)
    list_select_related = ("store",)
    ordering = ("store__name", "pk")
    actions = None
    empty_words = _(
        "Mails wear our own calm look until you give the agency, or a store, its brand."
    )
    fieldsets = (
        (
            None,
            {"fields": ("store", ("logo_url", "logo_width"), "accent", "text", "ground", "font")},
        ),
        (_("Below the mail"), {"fields": ("footer", "legal", ("contact_email", "website"))}),
    )
    change_form_outer_after_template = "desk/brand_preview.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("store", "agency")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("accent", "text", "ground"):
            attrs = {"data-colour": "", "placeholder": gettext("inherited, or such as #1F4D45")}
            kwargs["widget"] = UnfoldAdminTextInputWidget(attrs=attrs)
        if db_field.name == "logo_url":
            kwargs["widget"] = UnfoldAdminTextInputWidget(attrs=picture_field())
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "logo_url" and field is not None:
            field.help_text = gettext("Upload it, choose one, or write an address (https://…).")
        if db_field.name == "store" and field is not None:
            field.empty_label = gettext("All stores of the agency")
            field.help_text = gettext("A store's own field wins; an empty one inherits.")
        return field

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        logo = form.base_fields.get("logo_url")
        if obj is not None and obj.store_id and logo is not None:
            logo.widget.attrs["data-store"] = str(obj.store_id)  # the form no longer asks for it
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("store",) if obj else ()

    @admin.display(description=_("brand of"))
    def whose(self, row: Brand) -> SafeString:
        name = row.store.name if row.store else gettext("All stores of the agency")
        return format_html("<b><bdi>{}</bdi></b>", name)

    @admin.display(description=_("colours"))
    def colours(self, row: Brand) -> SafeString:
        swatch = '<span class="swatch" style="background:{}" title="{}"></span>'
        shown = [
            format_html(swatch, code, code) for code in (row.accent, row.text, row.ground) if code
        ]
        return SafeString("".join(shown)) or SafeString(pieces.EMPTY)

    @admin.display(description=_("changed"))
    def changed(self, row: Brand) -> SafeString:
        return pieces.both_times(row.changed_at)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (services.BrandRefused, IntegrityError) as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        context["preview"] = _preview(kwargs.get("obj"), request)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Brand, form: Any, change: bool) -> None:
        agency = Agency(pk=actor_of(request).agency_id)
        fields = {name: form.cleaned_data[name] for name in FIELDS if name in form.cleaned_data}
        kept = services.save_brand(
            agency=agency, store=obj.store, fields=fields, now=timezone.now()
        )
        obj.pk, obj.agency_id, obj.changed_at = kept.pk, kept.agency_id, kept.changed_at
        obj._state.adding = False

    def delete_model(self, request: HttpRequest, obj: Brand) -> None:
        agency = Agency(pk=actor_of(request).agency_id)
        services.remove_brand(agency=agency, store=obj.store, now=timezone.now())


def _preview(brand: Brand | None, request: HttpRequest) -> SafeString:
    """Our confirmation on a sample order, as it looks with what is kept now."""
    words = previewing.default_words(NotificationKind.ORDER_CONFIRMATION)
    if brand is not None:
        worn = resolved_brand(brand.store) if brand.store else agency_brand(brand.agency)
        words = type(words)(
            fingerprint=words.fingerprint,
            locales=words.locales,
            sources=words.sources,
            brand=worn.as_context(),
        )
    mail = previewing.render_sample(words, sample="plain", locale="en")
    return mails.as_srcdoc(mail.html)
