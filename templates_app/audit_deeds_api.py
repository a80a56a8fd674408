"""What is decided about audits, and how often mails are audited; for programs."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.schema import described
from common.api.shapes import Query, Strict, UtcTime
from stores.api_base import ApiView
from stores.models import Agency, Membership, Store
from stores.roles import Verb
from templates_app import audit_opening, auditing
from templates_app.api import needs_every_store
from templates_app.audits_api import EXAMPLE, AuditOut
from templates_app.models import Audit, AuditEntry, AuditRhythm, Template


class AuditEntryOut(serializers.Serializer[AuditEntry]):
    """What somebody decided; kept for ever."""

    deed = serializers.ChoiceField(choices=AuditEntry.Deed.choices)
    note = serializers.CharField()
    until = serializers.DateField(allow_null=True)
    actor = serializers.CharField()
    at = UtcTime()


class AuditInFullOut(AuditOut):
    """An audit with its history."""

    template = serializers.UUIDField(source="template.public_id")
    entries = serializers.SerializerMethodField(help_text="Newest first")

    def get_entries(self, row: Audit) -> Any:
        rows = AuditEntry.objects.filter(audit=row).order_by("-at", "-pk")[:100]
        return [AuditEntryOut(entry).data for entry in rows]


class PostponeIn(Strict):
    until = serializers.DateField(help_text="A day to come, within a year")
    note = serializers.CharField(max_length=auditing.NOTE_CHARACTERS, help_text="Why it waits")


class GiveIn(Strict):
    email = serializers.EmailField(
        allow_null=True, help_text="A member; null: the agency's owners are reminded"
    )


class RhythmOut(serializers.Serializer[Any]):
    """How often one mail is audited."""

    store = serializers.UUIDField(allow_null=True, help_text="Null: the agency's")
    kind = serializers.CharField(help_text="Empty: all mails that say nothing else")
    every = serializers.ChoiceField(choices=AuditRhythm.Every.choices)


class RhythmsOut(serializers.Serializer[Any]):
    rhythms = RhythmOut(many=True)


class RhythmIn(Strict):
    template = serializers.UUIDField(allow_null=True, help_text="Null: the agency's default")
    every = serializers.ChoiceField(
        choices=AuditRhythm.Every.choices, allow_blank=True, help_text="Empty: as the agency"
    )


class RhythmsIn(Strict):
    rhythms = RhythmIn(many=True, max_length=200)  # type: ignore[call-arg]  # its ListSerializer's


FULL_EXAMPLE = {
    **EXAMPLE,
    "template": "0b7e9a64-6f1d-4d0e-8a53-6f2b1c9e7d02",
    "entries": [
        {
            "deed": "POSTPONED",
            "note": "After the sale",
            "until": "2026-12-01",
            "actor": "Mina Lie",
            "at": "2026-11-20T09:12:00Z",
        }
    ],
}
RHYTHMS_EXAMPLE = {"rhythms": [{"store": None, "kind": "", "every": "HALF_YEAR"}]}


class AuditView(ApiView):
    """What acts on one audit."""

    def rows(self) -> QuerySet[Audit, Audit]:
        rows = Audit.objects.filter(agency_id=self.actor.agency_id)
        return rows.select_related("agency", "owner", "template")

    def audit(self, public_id: UUID) -> Audit:
        return get_object_or_404(self.rows(), public_id=public_id)

    def in_full(self, public_id: UUID, *, status: int = 200) -> Response:
        return self.shown(AuditInFullOut, self.audit(public_id), status=status)


class OneAudit(AuditView):
    verbs: ClassVar = {"GET": Verb.VIEW_TEMPLATES}
    query_classes: ClassVar = {"GET": Query}

    @described("audits_read", "Read an audit", out=AuditInFullOut, example=FULL_EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """What was found when it was last looked at, and what was decided."""
        return self.in_full(public_id)


class Look(AuditView):
    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}

    @described("audits_look", "Look at a mail anew", out=AuditInFullOut, example=FULL_EXAMPLE)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Fill the checklist with what is so now; of one that is closed nothing is changed."""
        self.read_body(request, Strict)
        audit = self.audit(public_id)
        if audit.closed_at is None:
            auditing.look_at([audit], now=timezone.now())
        return self.in_full(public_id)


class Postponement(AuditView):
    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "audits_postpone",
        "Put an audit off",
        body=PostponeIn,
        out=AuditInFullOut,
        body_example={"until": "2026-12-01", "note": "After the sale"},
        example=FULL_EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """It is due again on that day; the reason stands in its history. 409 `audit-refused`."""
        wanted = self.read_body(request, PostponeIn)
        auditing.postpone(
            audit=self.audit(public_id),
            until=wanted["until"],
            note=wanted["note"],
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.in_full(public_id)


class Handover(AuditView):
    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "audits_give",
        "Hand an audit on",
        body=GiveIn,
        out=AuditInFullOut,
        body_example={"email": "mina@nordlinje.example"},
        example=FULL_EXAMPLE,
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Somebody else is reminded of it from now on."""
        wanted = self.read_body(request, GiveIn)
        audit = self.audit(public_id)
        user_id = None
        if wanted["email"] is not None:
            members = Membership.objects.filter(agency_id=self.actor.agency_id)
            member = members.filter(user__email__iexact=wanted["email"]).first()
            if member is None:
                words = {"email": "There is no such member."}
                raise serializers.ValidationError(words, code="unknown")
            user_id = member.user_id
        auditing.give(audit=audit, user_id=user_id, actor=self.actor.label, now=timezone.now())
        return self.in_full(public_id)


class Rhythms(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_TEMPLATES, "PUT": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"GET": Query, "PUT": Query}

    @described(
        "audit_rhythms",
        "Read how often mails are audited",
        out=RhythmsOut,
        example=RHYTHMS_EXAMPLE,
    )
    def get(self, request: Request) -> Response:
        """The agency's default first, then what was chosen for single mails."""
        return self._all()

    @described(
        "audit_rhythms_set",
        "Choose how often mails are audited",
        body=RhythmsIn,
        out=RhythmsOut,
        body_example={"rhythms": [{"template": None, "every": "QUARTER"}]},
        example=RHYTHMS_EXAMPLE,
    )
    def put(self, request: Request) -> Response:
        """Those named are changed, all of them or none; the others stay. 409 `audit-refused`."""
        wanted = self.read_body(request, RhythmsIn)["rhythms"]
        rows = Template.objects.filter(
            agency_id=self.actor.agency_id, public_id__in=[each["template"] for each in wanted]
        ).select_related("store")
        known = {row.public_id: row for row in rows}
        if unknown := {each["template"] for each in wanted} - {None, *known}:
            words = {"rhythms": f"There is no template {min(map(str, unknown))} here."}
            raise serializers.ValidationError(words, code="unknown")
        if any(each["template"] is None for each in wanted):
            needs_every_store(self.actor)
        wishes = [auditing.Wish(known.get(each["template"]), each["every"]) for each in wanted]
        auditing.set_rhythms(
            agency=Agency.objects.get(pk=self.actor.agency_id),
            wishes=wishes,
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self._all()

    def _all(self) -> Response:
        chosen = audit_opening.rhythms_of(self.actor.agency_id)
        default = chosen.pop((None, ""), audit_opening.DEFAULT)
        stores: dict[int | None, Store] = dict(self.serializer_context()["stores"])
        rows = [
            {"store": stores[store_id].public_id if store_id else None, "kind": kind, "every": each}
            for (store_id, kind), each in sorted(chosen.items(), key=str)
            if store_id is None or store_id in stores
        ]
        first = {"store": None, "kind": "", "every": default}
        return self.shown(RhythmsOut, {"rhythms": [first, *rows]})
