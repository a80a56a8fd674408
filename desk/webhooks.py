"""What Shopify told us: the list, what could not be read, and its replay."""

import contextlib
import json
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common import pieces
from common.errors import DomainError
from desk.filters import Choice, StoreFilter
from intake import services
from intake.models import Webhook, WebhookState
from stores.admin_base import may
from stores.keyset_admin import KeysetModelAdmin
from stores.roles import Verb

AT_ONCE = 500
SHOWN = 20_000  # characters of a body
LOOKS = {
    WebhookState.RECEIVED: ("", "clock"),
    WebhookState.DONE: ("good", "check"),
    WebhookState.IGNORED: ("", "x"),
    WebhookState.QUARANTINED: ("warn", "alert"),
    WebhookState.FAILED: ("bad", "fail"),
}


class WebhookStateFilter(Choice):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("ATTENTION", _("Needs a person")), *WebhookState.choices]

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        if chosen == "ATTENTION":
            kept_aside = [WebhookState.QUARANTINED, WebhookState.FAILED]
            return queryset.filter(state__in=kept_aside)
        return queryset.filter(state=chosen)


class WebhookAdmin(KeysetModelAdmin):
    verb_to_view = Verb.REPLAY_WEBHOOKS
    keyset_time = "received_at"
    list_display = ("what", "stands", "came", "tries")
    list_display_links = ("what",)
    list_select_related = ("store",)
    list_filter = (StoreFilter, WebhookStateFilter)
    actions = ("replay",)
    empty_words = _("Each order, parcel and refund that Shopify tells us of stands here first.")
    fields = ("what", "stands", "came", "happened", "handled", "tries", "api_version", "body_text")
    readonly_fields = fields
    change_form_outer_after_template = "desk/webhook_replay.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("store").defer("body")

    @admin.display(description=_("webhook"))
    def what(self, row: Webhook) -> SafeString:
        return format_html(
            '<b>{}</b><span class="under">{} <bdi>{}</bdi></span>',
            row.topic,
            pieces.country(row.store.country),
            row.store.name,
        )

    @admin.display(description=_("state"))
    def stands(self, row: Webhook) -> SafeString:
        tone, symbol = LOOKS[WebhookState(row.state)]
        badge = pieces.state(row.get_state_display(), tone=tone, symbol=symbol)
        return format_html('{}<span class="under">{}</span>', badge, _why(row.reason))

    @admin.display(description=_("came"))
    def came(self, row: Webhook) -> SafeString:
        return pieces.both_times(row.received_at)

    @admin.display(description=_("happened at Shopify"))
    def happened(self, row: Webhook) -> SafeString:
        return pieces.both_times(row.triggered_at)

    @admin.display(description=_("handled"))
    def handled(self, row: Webhook) -> SafeString:
        return pieces.both_times(row.handled_at)

    @admin.display(description=_("tries"))
    def tries(self, row: Webhook) -> int:
        return row.attempts

    @admin.display(description=_("body"))
    def body_text(self, row: Webhook) -> SafeString | str:
        if not row.has_body:
            return gettext("Removed after 30 days, as it holds personal data.")
        text = bytes(row.body)[: SHOWN * 4].decode("utf-8", "replace")
        with contextlib.suppress(ValueError, RecursionError):
            text = json.dumps(json.loads(bytes(row.body)), indent=1, ensure_ascii=False)
        return format_html('<pre class="mailtext" tabindex="0">{}</pre>', text[:SHOWN])

    @admin.action(description=_("Read again"))
    def replay(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        now = timezone.now()
        replayed = refused = 0
        for webhook in queryset.defer(None).order_by("pk")[:AT_ONCE]:
            try:
                services.replay(webhook=webhook, now=now)
                replayed += 1
            except DomainError:
                refused += 1
        words = ngettext("%(n)s webhook is read again.", "%(n)s webhooks are read again.", replayed)
        said = words % {"n": replayed}
        if refused:
            more = ngettext("%(n)s needs no replay.", "%(n)s need no replay.", refused)
            said = pieces.in_a_row(said, more % {"n": refused})
        messages.info(request, said)

    def get_urls(self) -> list[URLPattern]:
        replay = self.admin_site.admin_view(self.replay_one)
        name = "intake_webhook_replay"
        return [path("<path:object_id>/replay/", replay, name=name), *super().get_urls()]

    def replay_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        webhook = self.get_object(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may(request, Verb.REPLAY_WEBHOOKS):
            raise PermissionDenied
        try:
            services.replay(webhook=webhook, now=timezone.now())
            messages.info(request, gettext("It is read again now."))
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("admin:intake_webhook_change", webhook.pk)


def _why(reason: str) -> str:
    """Kept in English, said in the reader's language; what a parser added stays as it was."""
    if not reason or gettext(reason) != reason:
        return gettext(reason) if reason else ""
    words, colon, detail = reason.partition(": ")
    if not colon:
        return reason
    return gettext("%(words)s: %(detail)s") % {"words": gettext(words), "detail": detail}
