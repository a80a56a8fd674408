"""Pools of discount codes: what is left in each, more codes for it, and where the last went."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from common import pieces
from desk.filters import StoreFilter
from messaging import promo_pools
from messaging.models import PromoPool
from messaging.promo_pools import PoolRefused, Stock
from stores.admin_base import actor_of, may
from stores.keyset_admin import KeysetModelAdmin
from stores.roles import Verb

PASTED_CHARACTERS = 500_000


class PoolForm(forms.ModelForm[PromoPool]):
    """Without a Meta: the admin makes it within a request, where stores may be asked for."""

    codes = forms.CharField(
        label=_("Codes"),
        max_length=PASTED_CHARACTERS,
        widget=UnfoldAdminTextareaWidget(
            attrs={"dir": "ltr", "rows": 8, "autocomplete": "off", "spellcheck": "false"}
        ),
        help_text=_(
            "One a line, made in Shopify before: each mail gives one of them, and none twice. "
            "Those that the store has already are passed over."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Ask the verb here, so that its refusal stands at the field."""
        cleaned = super().clean() or self.cleaned_data
        if "codes" in cleaned:
            try:
                promo_pools.check_codes(promo_pools.codes_in(cleaned["codes"]))
            except PoolRefused as refusal:
                raise ValidationError({"codes": str(refusal)}) from refusal
        return cleaned

    def _post_clean(self) -> None:
        """No row is filled from this form: the verb makes it."""


class PromoPoolAdmin(KeysetModelAdmin):
    form = PoolForm
    verb_to_view = Verb.VIEW_TEMPLATES
    verb_to_add = verb_to_change = Verb.EDIT_TEMPLATES
    keyset_time = "created_at"
    list_display = ("pool", "where", "left", "given", "since")
    list_display_links = ("pool",)
    list_select_related = ("store",)
    list_filter = (StoreFilter,)
    actions = None
    empty_words = _(
        "Discount codes that a promotion gives out, one a mail, stand here. Make them in Shopify, "
        "add them as a pool, and name the pool in the promotion block."
    )
    fields = ("store", "name", "codes")
    shown = ("pool", "where", "left", "given", "since", "last_given")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("store")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.fields
        return (*self.shown, "codes") if may(request, self.verb_to_change) else self.shown

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.shown if obj else ()

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        pool = super().get_object(request, object_id, from_field)
        self.dress(request, [pool])
        return pool

    def dress(self, request: HttpRequest, rows: list[PromoPool]) -> list[PromoPool]:
        stock = promo_pools.stock_of(rows)
        for row in rows:
            row.stock = stock[row.pk]  # type: ignore[attr-defined]  # shown by the columns
        return rows

    @admin.display(description=_("pool"))
    def pool(self, row: PromoPool) -> SafeString:
        return format_html("<bdi>{}</bdi>", row.name)

    @admin.display(description=_("store"))
    def where(self, row: PromoPool) -> SafeString:
        return format_html("{} <bdi>{}</bdi>", pieces.country(row.store.country), row.store.name)

    @admin.display(description=_("left"))
    def left(self, row: PromoPool) -> SafeString:
        left = _stock_of(row).left_count
        if left:
            return format_html('<span class="num">{}</span>', left)
        badge = pieces.state(gettext("Empty"), tone="bad", symbol="fail")
        if row.missed_at is None:
            return badge
        words = gettext("Promotions that ask for it are left out. The last mail that did:")
        when = pieces.both_times(row.missed_at)
        return format_html('{}<span class="under">{} {}</span>', badge, words, when)

    @admin.display(description=_("given"))
    def given(self, row: PromoPool) -> int:
        return _stock_of(row).given_count

    @admin.display(description=_("since"))
    def since(self, row: PromoPool) -> SafeString:
        who = row.created_by or gettext("a template that asks for it")
        when = pieces.both_times(row.created_at)
        return format_html('{}<span class="under">{}</span>', when, who)

    @admin.display(description=_("given last"))
    def last_given(self, row: PromoPool) -> SafeString | str:
        codes = promo_pools.last_given(row)
        if not codes:
            return gettext("None yet.")
        lines = [
            (
                code.code,
                reverse("admin:messaging_message_change", args=[code.message_id])
                if code.message_id
                else "",
                str(code.message.get_kind_display()) if code.message else "",
                pieces.both_times(code.given_at),
            )
            for code in codes
        ]
        return format_html_join(
            "", '<p><bdi dir="ltr" class="mono">{}</bdi> <a href="{}">{}</a> {}</p>', lines
        )

    def save_model(self, request: HttpRequest, obj: PromoPool, form: Any, change: bool) -> None:
        said = form.cleaned_data
        filled = promo_pools.fill_pool(
            store=obj.store if change else said["store"],
            name=obj.name if change else said["name"],
            codes=promo_pools.codes_in(said["codes"]),
            actor=actor_of(request).label,
            now=timezone.now(),
        )
        words = ngettext(
            "%(n)s code was added to %(pool)s.",
            "%(n)s codes were added to %(pool)s.",
            filled.added_count,
        )
        messages.info(request, words % {"n": filled.added_count, "pool": filled.pool.name})
        if filled.known_count:
            words = ngettext(
                "%(n)s code was passed over: the store had it already.",
                "%(n)s codes were passed over: the store had them already.",
                filled.known_count,
            )
            messages.info(request, words % {"n": filled.known_count})

    def log_addition(self, *_: Any) -> None:
        """The row itself says who put it there."""

    def log_change(self, *_: Any) -> None:
        """Its codes are rows of their own."""

    def response_add(self, request: HttpRequest, obj: PromoPool, *_: Any) -> HttpResponse:
        """What is to be said was said with the row."""
        return redirect("admin:messaging_promopool_changelist")

    def response_change(self, request: HttpRequest, obj: PromoPool, *_: Any) -> HttpResponse:
        return redirect("admin:messaging_promopool_change", obj.pk)


def _stock_of(row: PromoPool) -> Stock:
    stock: Stock = row.stock  # type: ignore[attr-defined]  # see dress
    return stock
