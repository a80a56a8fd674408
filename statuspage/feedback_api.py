"""What buyers think of mails and pages, for programs."""

from datetime import datetime
from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.filters import Choice, Filters, Flag
from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import Query, UtcTime
from messaging.shapes import OrderRefOut
from statuspage.feedback_figures import LEAST, LONGEST, USUAL, Tally, summary_of
from statuspage.models import Feedback, FeedbackOn
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.api_filters import OfStore
from stores.roles import Verb
from templates_app.data import NotificationKind

_ORDER = {"id": "5f1d7e0e-5d53-4f0c-9f0e-0a3c0d5f3e2a", "name": "#1001"}
EXAMPLE = {
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "order": _ORDER,
    "on": "MAIL",
    "message": "3c0d5f3e-2a55-4c52-9d6e-5f0e9a8b7c61",
    "kind": "DELIVERED",
    "is_good": False,
    "text": "The parcel is not here.",
    "given_at": "2026-11-20T09:12:00Z",
}
SUMMARY_EXAMPLE = {
    "since": "2026-08-24T00:00:00Z",
    "until": "2026-11-22T00:00:00Z",
    "results": [
        {
            "on": "MAIL",
            "kind": "DELIVERED",
            "template": {"id": 7, "name": "Delivered"},
            "variant": {"id": 12, "label": "B"},
            "count": 120,
            "good_count": 102,
            "share": {"share": 0.85, "low": 0.776, "high": 0.903},
        }
    ],
}


class FeedbackOut(serializers.Serializer[Feedback]):
    """One buyer's thought of one mail, or of the order's page; a second one replaces it."""

    store = serializers.SerializerMethodField()
    order = OrderRefOut()
    on = serializers.ChoiceField(choices=FeedbackOn.choices)
    message = serializers.UUIDField(
        source="message.public_id", default=None, allow_null=True, help_text="Null: of the page"
    )
    kind = serializers.ChoiceField(choices=NotificationKind.choices, allow_blank=True)
    is_good = serializers.BooleanField()
    text = serializers.CharField(help_text="In the buyer's words; empty: none, or erased")
    given_at = UtcTime()

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: Feedback) -> dict[str, str]:
        return store_ref(self.context, row.store_id)


class FeedbackFilters(Filters):
    """Filters of the list of feedback."""

    store = OfStore()
    on = Choice(choices=FeedbackOn.choices)
    kind = Choice(choices=NotificationKind.choices)
    is_good = Flag(allow_null=True, default=None)


class SummaryQuery(Query):
    store = serializers.UUIDField(required=False, help_text="Of this store only")
    since = UtcTime(required=False, help_text="90 days before `until`, if left out")
    until = UtcTime(required=False, help_text="Now, if left out; up to 366 days after `since`")

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        until: datetime = said.get("until") or timezone.now()
        try:
            since: datetime = said.get("since") or until - USUAL
        except OverflowError:
            raise serializers.ValidationError({"until": "This is before all times."}) from None
        if not since < until:
            raise serializers.ValidationError({"since": "Name a time before `until`."})
        if until - since > LONGEST:
            raise serializers.ValidationError({"since": "At most 366 days are added up."})
        return {**said, "since": since, "until": until}


class TemplateRefOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField(help_text="Empty: it is gone")


class VariantRefOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    label = serializers.CharField(help_text="Empty: it is gone")  # type: ignore[assignment]  # a column, named as everywhere


class ShareOut(serializers.Serializer[Any]):
    """The share of good thumbs, and between what it lies (Wilson, 95 %)."""

    share = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class TallyOut(serializers.Serializer[Tally]):
    """Of one kind of mail, template and variant; of the page, `kind` is empty."""

    on = serializers.ChoiceField(choices=FeedbackOn.choices)
    kind = serializers.ChoiceField(choices=NotificationKind.choices, allow_blank=True)
    template = serializers.SerializerMethodField()
    variant = serializers.SerializerMethodField()
    count = serializers.IntegerField()
    good_count = serializers.IntegerField()
    share = ShareOut(allow_null=True, help_text=f"Null: fewer than {LEAST} have said anything")

    @extend_schema_field(TemplateRefOut(allow_null=True))
    def get_template(self, row: Tally) -> dict[str, Any] | None:
        return {"id": row.template_id, "name": row.template} if row.template_id else None

    @extend_schema_field(VariantRefOut(allow_null=True))
    def get_variant(self, row: Tally) -> dict[str, Any] | None:
        return {"id": row.variant_id, "label": row.variant} if row.variant_id else None


class SummaryOut(serializers.Serializer[Any]):
    since = UtcTime()
    until = UtcTime()
    results = TallyOut(many=True, help_text="Those of which most was said first, 200 at most")


class FeedbackList(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": FeedbackFilters}
    keyset: ClassVar = Keyset("feedback", ("given_at", "id"))

    @described(
        "feedback_list",
        "List feedback",
        out=page_of(FeedbackOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """What buyers said of mails and pages, the newest first."""
        owners = self.stores_named(self.query.get("store"))
        rows = Feedback.objects.filter(store_id__in=owners).select_related("order", "message")
        rows = self.narrowed(rows)
        return self.listed(FeedbackOut, rows, keyset=self.keyset)


class FeedbackSummary(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_ORDERS}
    query_classes: ClassVar = {"GET": SummaryQuery}

    @described(
        "feedback_summary",
        "Add feedback up",
        out=SummaryOut,
        example=SUMMARY_EXAMPLE,
    )
    def get(self, request: Request) -> Response:
        """By kind of mail, template and variant. A share is told where at least ten spoke."""
        since, until = self.query["since"], self.query["until"]
        owners = self.stores_named(self.query.get("store"))
        rows = summary_of(store_ids=owners, since=since, until=until)
        return self.shown(SummaryOut, {"since": since, "until": until, "results": rows})
