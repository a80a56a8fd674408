"""Reports by mail for programs: who gets figures, asked for and stopped."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from analytics import reports
from analytics.models import FigureReport, Rhythm
from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query, Strict, UtcTime
from stores.api_base import ApiView, store_ref
from stores.models import Membership
from stores.roles import Verb


class FigureReportOut(serializers.Serializer[FigureReport]):
    """One person gets the figures of one store, or of all stores that they may see."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    email = serializers.CharField(source="user.email")
    rhythm = serializers.ChoiceField(choices=Rhythm.choices)
    created_at = UtcTime()
    created_by = serializers.CharField()

    def get_store(self, row: FigureReport) -> dict[str, str] | None:
        """Null: all stores that they may see when it is written."""
        return store_ref(self.context, row.store_id) if row.store_id else None


class FigureReportIn(Strict):
    """Whom to send figures to, of what, how often."""

    email = serializers.EmailField(help_text="A member who may see figures")
    store = serializers.UUIDField(required=False, allow_null=True, default=None)
    rhythm = serializers.ChoiceField(choices=Rhythm.choices)


EXAMPLE: dict[str, Any] = {
    "id": "3b6f2a1c-6f0e-4b51-8a6e-1f4f7f1f0a77",
    "store": None,
    "email": "mina@nordlinje.example",
    "rhythm": "WEEKLY",
    "created_at": "2026-11-20T09:12:00Z",
    "created_by": "Mina Lie",
}
ASKED: dict[str, Any] = {"email": "mina@nordlinje.example", "rhythm": "WEEKLY"}


class FigureReports(ApiView):
    verbs: ClassVar = {"GET": Verb.MANAGE_STORES, "POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("figure-reports", ("created_at", "id"))

    @described(
        "figure_reports_list",
        "List reports by mail",
        out=page_of(FigureReportOut),
        example=page_example(EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Who gets figures by mail, the newest first."""
        rows = _seen(self).select_related("user")
        return self.listed(FigureReportOut, rows, keyset=self.keyset)

    @described(
        "figure_reports_ask",
        "Send figures by mail",
        out={201: FigureReportOut},
        body=FigureReportIn,
        example=EXAMPLE,
        body_example=ASKED,
    )
    def post(self, request: Request) -> Response:
        """From the next whole week or month on. Asked twice, it is still sent once."""
        said = self.read_body(request, FigureReportIn)
        members = Membership.objects.filter(agency_id=self.actor.agency_id)
        member = members.filter(user__email__iexact=said["email"]).select_related("user").first()
        if member is None:
            raise serializers.ValidationError({"email": "There is no such member."}, "unknown")
        store = None
        if said["store"]:
            (store_id,) = self.stores_named(said["store"])
            store = next(one for one in self.actor.stores if one.pk == store_id)
        report = reports.ask_for_report(
            agency_id=self.actor.agency_id,
            user=member.user,
            store=store,
            rhythm=Rhythm(said["rhythm"]),
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(FigureReportOut, report, status=201)


class FigureReportRemoval(ApiView):
    verbs: ClassVar = {"POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"POST": Query}

    @described("figure_reports_stop", "Stop a report by mail", out=FigureReportOut, example=EXAMPLE)
    def post(self, request: Request, public_id: UUID) -> Response:
        """No more of them."""
        self.read_body(request, Strict)
        rows = _seen(self).select_related("user")
        report = get_object_or_404(rows, public_id=public_id)
        answer = self.shown(FigureReportOut, report)
        reports.stop_report(report=report)
        return answer


def _seen(view: ApiView) -> Any:
    """Of the agency, and of no store that this key does not see."""
    rows = FigureReport.objects.filter(agency_id=view.actor.agency_id)
    return rows.filter(store=None) | rows.filter(store_id__in=view.actor.store_ids)
