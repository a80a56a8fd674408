"""The accounts by which mail leaves."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminPasswordWidget

from common import pieces
from desk.filters import StoreFilter
from messaging import services
from messaging.models import Sender
from messaging.states import Transport
from stores.admin_base import TenantModelAdmin
from stores.roles import Verb


class SenderForm(forms.ModelForm[Sender]):
    """Without a Meta: the admin makes it within a request, where stores may be asked for."""

    new_password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=UnfoldAdminPasswordWidget(render_value=False, attrs={"autocomplete": "off"}),
        help_text=_("Written, never shown again."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.password and "new_password" in self.fields:
            self.fields["new_password"].widget.attrs["placeholder"] = _(
                "Kept. Write here only to replace it."
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("transport") == Transport.SMTP:
            for name in ("host", "from_email"):
                if not cleaned.get(name):
                    self.add_error(name, _("A mail server needs this."))
        return cleaned

    def save(self, commit: bool = True) -> Sender:
        if self.cleaned_data.get("new_password"):
            self.instance.password = self.cleaned_data["new_password"]
        return super().save(commit)


class SenderAdmin(TenantModelAdmin):
    form = SenderForm
    verb_to_view = verb_to_add = verb_to_change = verb_to_delete = Verb.MANAGE_STORES
    list_display = ("sender", "store", "way", "address", "works")
    list_display_links = ("sender",)
    list_select_related = ("store",)
    list_filter = (StoreFilter,)
    ordering = ("store__name", "position", "pk")
    actions = None
    empty_words = _(
        "Without a sender mail is kept in the inbox here, and nothing leaves. "
        "Add one to reach buyers."
    )
    fieldsets = (
        (None, {"fields": (("store", "name"), ("transport", "is_active", "position"))}),
        (_("What buyers see"), {"fields": (("from_name", "from_email"), "reply_to")}),
        (
            _("Mail server"),
            {"fields": (("host", "port"), "security", ("username", "new_password"))},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("store")

    @admin.display(description=_("sender"))
    def sender(self, row: Sender) -> SafeString:
        return format_html("<b>{}</b>", str(row))

    @admin.display(description=_("leaves by"))
    def way(self, row: Sender) -> str:
        return row.get_transport_display()

    @admin.display(description=_("from"))
    def address(self, row: Sender) -> SafeString:
        return format_html('<bdi dir="ltr">{}</bdi>', row.from_email or pieces.EMPTY)

    @admin.display(description=_("state"))
    def works(self, row: Sender) -> SafeString:
        if row.trouble:
            badge = pieces.state(gettext("Refuses"), tone="bad", symbol="fail")
            why = row.trouble_detail[:160]
            return format_html('{}<span class="under mono">{}</span>', badge, why)
        if not row.is_active:
            return pieces.state(gettext("Not in use"), symbol="pause")
        return pieces.state(gettext("In use"), tone="good", symbol="check")

    def save_model(self, request: HttpRequest, obj: Sender, form: Any, change: bool) -> None:
        obj.save()
        waited = services.resume_sender(sender=obj, now=timezone.now())
        if waited:
            words = ngettext(
                "%(n)s mail waited for this sender and goes out now.",
                "%(n)s mails waited for this sender and go out now.",
                waited,
            )
            messages.info(request, words % {"n": waited})
