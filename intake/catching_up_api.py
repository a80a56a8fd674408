"""Keeping up with Shopify, for programs: old orders, passes over what changed, late finds."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query, Strict, UtcTime
from intake import backfilling, finding, reconciling
from intake.models import Backfill, BackfillState, Reconciliation, Subject
from stores.api_base import ApiView
from stores.models import Store
from stores.roles import Verb


class BackfillIn(Strict):
    since = UtcTime(
        required=False, help_text="Only orders placed since then; without it all of the store's"
    )


class BackfillOut(serializers.Serializer[Backfill]):
    """One fetching of a store's old orders. Nobody is written to because of it."""

    id = serializers.UUIDField(source="public_id")
    state = serializers.ChoiceField(choices=BackfillState.choices)
    since = UtcTime(allow_null=True)
    is_limited = serializers.BooleanField(
        help_text="The app lacks read_all_orders: Shopify tells of the last 60 days alone"
    )
    progress = serializers.IntegerField(source="share", help_text="Hundredths of what is read")
    order_count = serializers.IntegerField(
        source="promised_count", help_text="Orders that Shopify gathered so far"
    )
    read_count = serializers.IntegerField()
    new_count = serializers.IntegerField()
    known_count = serializers.IntegerField()
    unreadable_count = serializers.IntegerField()
    problem = serializers.SerializerMethodField(help_text="What is wrong, and what to do; or empty")
    started_by = serializers.CharField()
    started_at = UtcTime()
    finished_at = UtcTime(allow_null=True)

    def get_problem(self, row: Backfill) -> str:
        return gettext(row.problem) if row.problem else ""


class PassOut(serializers.Serializer[Reconciliation]):
    """One asking of Shopify what changed, and what of it nobody had told."""

    subject = serializers.ChoiceField(choices=Subject.choices)
    since = UtcTime(help_text="Changes since then were looked at")
    started_at = UtcTime()
    finished_at = UtcTime(allow_null=True)
    seen_count = serializers.IntegerField()
    missing_count = serializers.IntegerField(help_text="Not known at all before")
    stale_count = serializers.IntegerField(help_text="Known, but not as they had become")
    unreadable_count = serializers.IntegerField()


class PassesDueOut(serializers.Serializer[Any]):
    due_count = serializers.IntegerField(help_text="Subjects that Shopify is asked about now")


class LateOrdersOut(serializers.Serializer[Any]):
    """Orders found more than a day late, whose confirmations wait for a yes or no."""

    count = serializers.IntegerField()
    first_placed_at = UtcTime(allow_null=True)
    last_placed_at = UtcTime(allow_null=True)


class AnswerIn(Strict):
    send = serializers.BooleanField(help_text="Whether the confirmations go out")


class AnsweredOut(serializers.Serializer[Any]):
    count = serializers.IntegerField(help_text="0: somebody had answered before")


BACKFILL_EXAMPLE: Final[dict[str, Any]] = {
    "id": "6a1f5b1e-9df4-4c0b-9d0c-2d2b6d0f3a11",
    "state": "READING",
    "since": None,
    "is_limited": False,
    "progress": 41,
    "order_count": 100_000,
    "read_count": 41_250,
    "new_count": 41_230,
    "known_count": 20,
    "unreadable_count": 0,
    "problem": "",
    "started_by": "mina@nordlinje.example",
    "started_at": "2026-11-20T09:12:00Z",
    "finished_at": None,
}
PASS_EXAMPLE: Final[dict[str, Any]] = {
    "subject": "ORDERS",
    "since": "2026-11-20T08:57:00Z",
    "started_at": "2026-11-20T09:12:00Z",
    "finished_at": "2026-11-20T09:12:04Z",
    "seen_count": 118,
    "missing_count": 3,
    "stale_count": 1,
    "unreadable_count": 0,
}
LATE_EXAMPLE: Final[dict[str, Any]] = {
    "count": 12,
    "first_placed_at": "2026-11-18T22:40:00Z",
    "last_placed_at": "2026-11-19T03:15:00Z",
}


class _OfStore(ApiView):
    def store(self, public_id: UUID) -> Store:
        for store in self.actor.stores:
            if store.public_id == public_id:
                return store
        raise Http404


class Backfills(_OfStore):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("store-backfills", ("started_at", "id"))

    @described(
        "store_backfills_list",
        "List back-fills of a store",
        out=page_of(BackfillOut),
        example=page_example(BACKFILL_EXAMPLE),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """The fetchings of old orders, newest first."""
        rows = Backfill.objects.filter(store=self.store(public_id))
        return self.listed(BackfillOut, rows, keyset=self.keyset)

    @described(
        "store_backfills_start",
        "Fetch a store's old orders",
        body=BackfillIn,
        out={201: BackfillOut},
        body_example={"since": "2025-01-01T00:00:00Z"},
        example={**BACKFILL_EXAMPLE, "state": "ASKING", "progress": 0},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Shopify gathers them; they are recorded, shown and counted, and nobody is written to.

        409 `backfill-is-running`: one at a time; `store-not-connected`.
        """
        since = self.read_body(request, BackfillIn).get("since")
        made = backfilling.start_backfill(
            store=self.store(public_id), since=since, actor=self.actor.label, now=timezone.now()
        )
        return self.shown(BackfillOut, made, status=201)


class OneBackfill(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES}
    query_classes: ClassVar = {"GET": Query}

    @described("backfills_read", "Read a back-fill", out=BackfillOut, example=BACKFILL_EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """How far it is."""
        return self.shown(BackfillOut, _backfill_or_404(public_id))


class _Deed(ApiView):
    verbs: ClassVar = {"POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"POST": Query}


class PauseBackfill(_Deed):
    @described(
        "backfills_pause",
        "Pause a back-fill",
        out=BackfillOut,
        example={**BACKFILL_EXAMPLE, "state": "PAUSED"},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """It stops where it is. 409 `backfill-not-possible-now`: it is not at work."""
        self.read_body(request, Strict)
        row = _backfill_or_404(public_id)
        return self.shown(BackfillOut, backfilling.pause_backfill(backfill=row, now=timezone.now()))


class ResumeBackfill(_Deed):
    @described("backfills_resume", "Resume a back-fill", out=BackfillOut, example=BACKFILL_EXAMPLE)
    def post(self, request: Request, public_id: UUID) -> Response:
        """It goes on from there. 409 `backfill-not-possible-now`: it is not paused."""
        self.read_body(request, Strict)
        row = _backfill_or_404(public_id)
        return self.shown(
            BackfillOut, backfilling.resume_backfill(backfill=row, now=timezone.now())
        )


class CancelBackfill(_Deed):
    @described(
        "backfills_cancel",
        "Cancel a back-fill",
        out=BackfillOut,
        example={**BACKFILL_EXAMPLE, "state": "CANCELLED"},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """It ends; what was fetched stays. 409 `backfill-not-possible-now`: it has ended."""
        self.read_body(request, Strict)
        row = _backfill_or_404(public_id)
        return self.shown(
            BackfillOut, backfilling.cancel_backfill(backfill=row, now=timezone.now())
        )


class Passes(_OfStore):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("store-reconciliations", ("started_at", "id"))

    @described(
        "store_reconciliations_list",
        "List what webhooks had missed",
        out=page_of(PassOut),
        example=page_example(PASS_EXAMPLE),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Every ten minutes Shopify is asked what changed: what came of it, newest first."""
        rows = Reconciliation.objects.filter(store=self.store(public_id))
        return self.listed(PassOut, rows, keyset=self.keyset)

    @described(
        "store_reconciliations_start",
        "Ask Shopify now what changed",
        out=PassesDueOut,
        example={"due_count": 3},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Instead of waiting for the next ten minutes."""
        self.read_body(request, Strict)
        count = reconciling.look_now(store=self.store(public_id), now=timezone.now())
        return self.shown(PassesDueOut, {"due_count": count})


class LateOrders(_OfStore):
    verbs: ClassVar = {"GET": Verb.VIEW_MESSAGES, "POST": Verb.SEND_MESSAGES}
    query_classes: ClassVar = {"GET": Query, "POST": Query}

    @described(
        "store_late_orders_read",
        "Read which late orders wait",
        out=LateOrdersOut,
        example=LATE_EXAMPLE,
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Orders that arrived while the connection was down: shall they be confirmed?"""
        store = self.store(public_id)
        asked = finding.questions(store_ids=[store.pk]).get(store.pk)
        said = {
            "count": asked.count if asked else 0,
            "first_placed_at": asked.first_at if asked else None,
            "last_placed_at": asked.last_at if asked else None,
        }
        return self.shown(LateOrdersOut, said)

    @described(
        "store_late_orders_answer",
        "Confirm late orders, or not",
        body=AnswerIn,
        out=AnsweredOut,
        body_example={"send": True},
        example={"count": 12},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Whether the confirmations of all that wait now go out. It is carried out at once."""
        is_yes = self.read_body(request, AnswerIn)["send"]
        count = finding.answer_finds(
            store=self.store(public_id),
            is_yes=is_yes,
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(AnsweredOut, {"count": count})


def _backfill_or_404(public_id: UUID) -> Backfill:
    row = Backfill.objects.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row
