"""What buyers think: each thumb with its words, and above them what they add up to."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import pieces
from desk import kinds
from desk.filters import Choice, StoreFilter
from statuspage.feedback_figures import LEAST, USUAL, Tally, summary_of
from statuspage.models import Feedback, FeedbackOn
from stores.admin_base import actor_of
from stores.keyset_admin import KeysetModelAdmin
from stores.roles import Verb


class ThumbFilter(Choice):
    title = _("thumb")
    parameter_name = "thumb"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("up", _("Of use")), ("down", _("Of no use")), ("words", _("With words"))]

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        if chosen == "words":
            return queryset.exclude(text="")
        return queryset.filter(is_good=chosen == "up")


class AboutFilter(Choice):
    title = _("about")
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        page = (FeedbackOn.PAGE.value, FeedbackOn.PAGE.label)
        return [page, *((kind.value, words) for kind, words in kinds.WORDS.items())]

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        if chosen == FeedbackOn.PAGE:
            return queryset.filter(on=FeedbackOn.PAGE)
        return queryset.filter(kind=chosen)


class FeedbackAdmin(KeysetModelAdmin):
    verb_to_view = Verb.VIEW_ORDERS
    keyset_time = "given_at"
    list_display = ("thumb", "said", "about", "order_link", "given")
    list_display_links = None
    list_select_related = ("store", "order", "message")
    list_filter = (StoreFilter, ThumbFilter, AboutFilter)
    actions = None
    list_before_template = "desk/feedback.html"
    fields = ("thumb", "said", "about", "order_link", "given")
    readonly_fields = fields
    empty_words = _(
        "What buyers think of mails and of their order's page stands here. Add the block “Thumbs "
        "up or down” to a template to ask them."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("store", "order", "message")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """The sums are of the chosen store, or of all; the other filters narrow the list alone."""
        until = timezone.now()
        chosen = request.GET.get(StoreFilter.parameter_name, "")
        stores = actor_of(request).stores
        owners = [row.pk for row in stores if not chosen or str(row.pk) == chosen]
        tallies = summary_of(store_ids=owners, since=until - USUAL, until=until)
        more = {"sums": [sum_of(tally) for tally in tallies], "least": LEAST, "days": USUAL.days}
        return super().changelist_view(request, {**more, **(extra_context or {})})

    @admin.display(description=_("thumb"))
    def thumb(self, row: Feedback) -> SafeString:
        if row.is_good:
            return pieces.state(gettext("Of use"), tone="good", symbol="ok")
        return pieces.state(gettext("Of no use"), tone="bad", symbol="fail")

    @admin.display(description=_("in the buyer's words"))
    def said(self, row: Feedback) -> SafeString | str:
        return format_html("<bdi>{}</bdi>", row.text) if row.text else pieces.EMPTY

    @admin.display(description=_("about"))
    def about(self, row: Feedback) -> SafeString:
        if row.message_id is None:
            return format_html("{}", row.get_on_display())
        link = reverse("admin:messaging_message_change", args=[row.message_id])
        return format_html('<a href="{}">{}</a>', link, kinds.words(row.kind))

    @admin.display(description=_("order"))
    def order_link(self, row: Feedback) -> SafeString:
        link = reverse("admin:orders_order_change", args=[row.order_id])
        return format_html(
            '<a href="{}"><bdi>{}</bdi></a><span class="under">{} <bdi>{}</bdi></span>',
            link,
            row.order.name,
            pieces.country(row.store.country),
            row.store.name,
        )

    @admin.display(description=_("given"))
    def given(self, row: Feedback) -> SafeString:
        return pieces.both_times(row.given_at)


def sum_of(tally: Tally) -> dict[str, Any]:
    """One line of the sums, in words. A share that says nothing is not shown as one."""
    share = tally.share
    return {
        "about": kinds.words(tally.kind) if tally.kind else FeedbackOn(tally.on).label,
        "template": tally.template,
        "variant": tally.variant,
        "count": tally.count,
        "good": tally.good_count,
        "bad": tally.bad_count,
        "share": round(share.share * 100) if share else None,
        "low": round(share.low * 100) if share else None,
        "high": round(share.high * 100) if share else None,
    }
