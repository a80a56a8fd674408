"""What Shopify told us, for programs: how it was taken, its body, and reading it again."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query, Strict, UtcTime
from common.api.veiled import unveil, veil
from intake import services
from intake.models import Webhook, WebhookState
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.roles import Verb

LIST: Final = "shopify-webhooks"


class WebhookOut(serializers.Serializer[Webhook]):
    """One thing that Shopify told us of a store, and what became of it."""

    id = serializers.SerializerMethodField()
    store = serializers.SerializerMethodField()
    topic = serializers.CharField()
    state = serializers.ChoiceField(choices=WebhookState.choices)
    reason = serializers.CharField(help_text="Why it was kept aside, ignored or given up")
    api_version = serializers.CharField()
    triggered_at = UtcTime(allow_null=True, help_text="When it happened, as Shopify says")
    received_at = UtcTime()
    handled_at = UtcTime(allow_null=True)
    attempts = serializers.IntegerField()

    @extend_schema_field(serializers.UUIDField())
    def get_id(self, row: Webhook) -> str:
        return str(veil(LIST, row.pk))

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: Webhook) -> dict[str, str]:
        return store_ref(self.context, row.store_id)


class WebhookInFullOut(WebhookOut):
    """With its body, as it came."""

    body = serializers.SerializerMethodField(
        help_text="Shopify's words; null after 30 days, since they hold personal data"
    )

    def get_body(self, row: Webhook) -> str | None:
        return bytes(row.body).decode("utf-8", "replace") if row.has_body else None


class WebhookQuery(PageQuery):
    """Filters of the list of webhooks."""

    store = serializers.UUIDField(required=False, help_text="Of this store only")
    state = serializers.ChoiceField(required=False, choices=WebhookState.choices)


EXAMPLE: dict[str, Any] = {
    "id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "topic": "orders/updated",
    "state": "QUARANTINED",
    "reason": "The order has no id",
    "api_version": "2026-10",
    "triggered_at": "2026-11-20T09:12:00Z",
    "received_at": "2026-11-20T09:12:01Z",
    "handled_at": "2026-11-20T09:12:02Z",
    "attempts": 1,
}


class Webhooks(ApiView):
    verbs: ClassVar = {"GET": Verb.REPLAY_WEBHOOKS}
    query_classes: ClassVar = {"GET": WebhookQuery}
    keyset: ClassVar = Keyset(LIST, ("received_at", "id"))

    @described(
        "shopify_webhooks_list",
        "List Shopify's webhooks",
        out=page_of(WebhookOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """What came in, newest first; `?state=QUARANTINED` finds what could not be read."""
        rows = Webhook.objects.filter(store_id__in=self.stores_named(self.query.get("store")))
        if "state" in self.query:
            rows = rows.filter(state=self.query["state"])
        return self.listed(WebhookOut, rows.defer("body"), keyset=self.keyset)


class OneWebhook(ApiView):
    verbs: ClassVar = {"GET": Verb.REPLAY_WEBHOOKS}
    query_classes: ClassVar = {"GET": Query}

    @described(
        "shopify_webhooks_read",
        "Read one of Shopify's webhooks",
        out=WebhookInFullOut,
        example={**EXAMPLE, "body": '{"name": "#1001"}'},
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """With its body as it came, while that is kept."""
        return self.shown(WebhookInFullOut, webhook_or_404(public_id))


class Replay(ApiView):
    verbs: ClassVar = {"POST": Verb.REPLAY_WEBHOOKS}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "shopify_webhooks_replay",
        "Read one of Shopify's webhooks again",
        out=WebhookOut,
        example={**EXAMPLE, "state": "RECEIVED", "reason": "", "handled_at": None, "attempts": 0},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Put what was kept aside, ignored or given up in front of the queue again.

        409 `webhook-needs-no-replay`: it was recorded, or waits; `webhook-body-is-gone`.
        """
        self.read_body(request, Strict)
        again = services.replay(webhook=webhook_or_404(public_id), now=timezone.now())
        return self.shown(WebhookOut, again)


def webhook_or_404(public_id: UUID) -> Webhook:
    number = unveil(LIST, public_id)
    row = Webhook.objects.filter(pk=number).first() if number else None
    if row is None:
        raise Http404
    return row
