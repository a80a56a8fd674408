"""The ledger of consents: who agreed to what, who took it back, and a word that staff were told."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from common import pieces
from desk.filters import StoreFilter
from messaging import consenting
from messaging.consenting import AddressMissing, NothingToAgree, Word
from messaging.models import Consent
from messaging.states import Channel, Ground, Purpose
from stores.admin_base import actor_of
from stores.keyset_admin import KeysetModelAdmin
from stores.roles import Verb

_SAID = [("yes", _("Agreed")), ("no", _("Wants none"))]
_CHANNELS = [(one.value, one.label) for one in (Channel.EMAIL, Channel.SMS)]


class ConsentForm(forms.ModelForm[Consent]):
    """Without a Meta: the admin makes it within a request, where stores may be asked for."""

    channel = forms.ChoiceField(label=_("Way"), choices=_CHANNELS, widget=UnfoldAdminSelectWidget())
    address = forms.CharField(
        label=_("Address"),
        max_length=320,
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_("An e-mail address, or a telephone number as +4791234567."),
    )
    purpose = forms.ChoiceField(
        label=_("For"), choices=Purpose.choices, widget=UnfoldAdminSelectWidget()
    )
    said = forms.ChoiceField(label=_("Said"), choices=_SAID, widget=UnfoldAdminSelectWidget())
    detail = forms.CharField(
        label=_("How they told us"), max_length=200, widget=UnfoldAdminTextInputWidget()
    )

    def clean(self) -> dict[str, Any]:
        """Ask the verb's own rule here, so that its refusal stands at the field."""
        cleaned = super().clean() or self.cleaned_data
        try:
            consenting.check_purpose(cleaned.get("channel", ""), cleaned.get("purpose", ""))
        except NothingToAgree as refusal:
            self.add_error("purpose", str(refusal))
        if cleaned.get("address") and cleaned.get("channel"):
            try:
                cleaned["address"] = consenting.spelled(
                    Channel(cleaned["channel"]), cleaned["address"]
                )
            except AddressMissing as refusal:
                self.add_error("address", str(refusal))
        return cleaned

    def _post_clean(self) -> None:
        """No row is filled from this form: the verb makes it."""


class ConsentAdmin(KeysetModelAdmin):
    form = ConsentForm
    verb_to_view = Verb.VIEW_MESSAGES
    verb_to_add = Verb.SEND_MESSAGES
    keyset_time = "at"
    list_display = ("whom", "where", "word", "told", "when")
    list_display_links = ("whom",)
    list_select_related = ("store",)
    list_filter = (StoreFilter,)
    search_fields = ("address",)
    search_help_text = _("The whole address or number")
    actions = None
    empty_words = _(
        "What buyers agree to, and what they take back, stands here: the last word of each counts. "
        "Order mail needs none."
    )
    fields = ("store", "channel", "address", "purpose", "said", "detail")
    shown = ("whom", "where", "word", "told", "when")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("store")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        address = search_term.replace("\0", "").strip().lower()
        return (queryset.filter(address=address) if address else queryset), False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.shown if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.shown if obj else ()

    @admin.display(description=_("address"))
    def whom(self, row: Consent) -> SafeString:
        return format_html('<bdi dir="ltr" class="clip" title="{0}">{0}</bdi>', row.address)

    @admin.display(description=_("store"))
    def where(self, row: Consent) -> SafeString:
        return format_html("{} <bdi>{}</bdi>", pieces.country(row.store.country), row.store.name)

    @admin.display(description=_("said"))
    def word(self, row: Consent) -> SafeString:
        words, tone, symbol = (
            (_("Agreed"), "good", "ok") if row.is_given else (_("Wants none"), "", "x")
        )
        about = pieces.in_a_row(f"{row.get_purpose_display()}.", f"{row.get_channel_display()}.")
        return format_html(
            '{}<span class="under">{}</span>', pieces.state(words, tone=tone, symbol=symbol), about
        )

    @admin.display(description=_("told by"))
    def told(self, row: Consent) -> SafeString:
        who = f"{row.actor}: " if row.actor and row.detail else row.actor
        return format_html(
            '{}<span class="under"><bdi>{}{}</bdi></span>',
            row.get_ground_display(),
            who,
            row.detail,
        )

    @admin.display(description=_("when"))
    def when(self, row: Consent) -> SafeString:
        return pieces.both_times(row.at)

    def save_model(self, request: HttpRequest, obj: Consent, form: Any, change: bool) -> None:
        said, now = form.cleaned_data, timezone.now()
        word = Word(
            channel=Channel(said["channel"]),
            address=said["address"],
            purpose=Purpose(said["purpose"]),
            is_given=said["said"] == "yes",
            ground=Ground.STAFF,
            detail=said["detail"],
            actor=actor_of(request).label,
        )
        is_news = consenting.record_consent(store=said["store"], word=word, at=now, now=now)
        words = gettext("Kept. It counts from now on.")
        if not is_news:
            words = gettext("That was their last word already.")
        messages.info(request, words)

    def log_addition(self, *_: Any) -> None:
        """The row itself says who wrote it down."""

    def response_add(self, request: HttpRequest, obj: Consent, *_: Any) -> HttpResponse:
        """What is to be said was said with the row."""
        return redirect("admin:messaging_consent_changelist")
