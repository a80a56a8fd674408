"""Addresses we do not write to: the list, putting one on it, and lifting one for a reason."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminTextInputWidget

from common import pieces
from common.errors import DomainError
from desk.filters import Choice, StoreFilter
from messaging import suppressing
from messaging.models import Suppression
from messaging.states import SuppressionCause
from stores.admin_base import actor_of, may
from stores.keyset_admin import KeysetModelAdmin
from stores.roles import Verb


class LiftedFilter(Choice):
    """Those in force, unless one asks for the lifted ones."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("LIFTED", _("Lifted: written to again"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = super().queryset(request, queryset)
        return found if self.value() else found.filter(lifted_at=None)

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        return queryset.filter(lifted_at__isnull=False)


class SuppressionForm(forms.ModelForm[Suppression]):
    """Without a Meta: the admin makes it within a request, where stores may be asked for."""

    address = forms.EmailField(
        label=_("Address"),
        max_length=320,
        widget=UnfoldAdminEmailInputWidget(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("No mail of this store goes there any more, until somebody lifts it."),
    )
    detail = forms.CharField(
        label=_("Why"), required=False, max_length=200, widget=UnfoldAdminTextInputWidget()
    )

    def _post_clean(self) -> None:
        """No row is filled from this form: the verb makes it."""


class LiftForm(forms.Form):
    because = forms.CharField(max_length=200)


class SuppressionAdmin(KeysetModelAdmin):
    form = SuppressionForm
    verb_to_view = Verb.VIEW_MESSAGES
    verb_to_add = Verb.SEND_MESSAGES
    keyset_time = "suppressed_at"
    list_display = ("whom", "where", "cause_in_words", "since")
    list_display_links = ("whom",)
    list_select_related = ("store",)
    list_filter = (StoreFilter, LiftedFilter)
    search_fields = ("address",)
    search_help_text = _("The whole e-mail address")
    actions = None
    empty_words = _(
        "Addresses that came back, whose owners marked a mail as spam, or that you enter, stand "
        "here. Nothing is sent to them."
    )
    fields = ("store", "address", "detail")
    shown = ("whom", "where", "cause_in_words", "since", "lifted")
    change_form_outer_after_template = "desk/suppression_lift.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("store")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        address = search_term.replace("\0", "").strip()
        return (queryset.of(address) if address else queryset), False  # type: ignore[attr-defined]  # the model's own queryset

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.shown if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.shown if obj else ()

    @admin.display(description=_("address"))
    def whom(self, row: Suppression) -> SafeString:
        return format_html(
            '<bdi dir="ltr" class="clip" title="{0}">{0}</bdi>', row.address or pieces.EMPTY
        )

    @admin.display(description=_("store"))
    def where(self, row: Suppression) -> SafeString:
        return format_html("{} <bdi>{}</bdi>", pieces.country(row.store.country), row.store.name)

    @admin.display(description=_("cause"))
    def cause_in_words(self, row: Suppression) -> SafeString:
        words = row.get_cause_display()
        badge = pieces.state(words, symbol="shield" if row.lifted_at is None else "x")
        who = f"{row.actor}: " if row.actor and row.detail else row.actor
        return format_html('{}<span class="under">{}{}</span>', badge, who, row.detail[:160])

    @admin.display(description=_("since"))
    def since(self, row: Suppression) -> SafeString:
        return pieces.both_times(row.suppressed_at)

    @admin.display(description=_("lifted"))
    def lifted(self, row: Suppression) -> SafeString | str:
        if row.lifted_at is None:
            return gettext("No: nothing is sent to this address.")
        when = pieces.both_times(row.lifted_at)
        return format_html("{} {}: {}", when, row.lifted_by, row.lifted_because)

    def save_model(self, request: HttpRequest, obj: Suppression, form: Any, change: bool) -> None:
        said = form.cleaned_data
        is_new = suppressing.suppress_recipient(
            store=said["store"],
            address=said["address"],
            cause=SuppressionCause.STAFF,
            detail=said["detail"],
            actor=actor_of(request).label,
            now=timezone.now(),
        )
        words = gettext("Nothing is sent to %(address)s any more, for %(store)s.")
        if not is_new:
            words = gettext("%(address)s stood on the list of %(store)s already.")
        messages.info(request, words % {"address": said["address"], "store": said["store"].name})

    def log_addition(self, *_: Any) -> None:
        """The row itself says who put it there."""

    def response_add(self, request: HttpRequest, obj: Suppression, *_: Any) -> HttpResponse:
        """What is to be said was said with the row."""
        return redirect("admin:messaging_suppression_changelist")

    def get_urls(self) -> list[URLPattern]:
        lift = self.admin_site.admin_view(self.lift)
        name = "messaging_suppression_lift"
        return [path("<path:object_id>/lift/", lift, name=name), *super().get_urls()]

    def lift(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.get_object(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may(request, Verb.SEND_MESSAGES):
            raise PermissionDenied
        self._lift(request, row)
        return redirect("admin:messaging_suppression_change", row.pk)

    def _lift(self, request: HttpRequest, row: Suppression) -> None:
        form = LiftForm(request.POST)
        actor, now = actor_of(request).label, timezone.now()
        if not form.is_valid():
            messages.error(request, gettext("Nothing was lifted: say why, in at most 200 letters."))
            return
        because = form.cleaned_data["because"]
        try:
            if suppressing.lift_suppression(suppression=row, actor=actor, because=because, now=now):
                messages.info(request, gettext("Lifted. The next mail to this address goes out."))
                return
            messages.info(request, gettext("It was lifted before, so nothing was done."))
        except DomainError as refusal:
            messages.error(request, str(refusal))
