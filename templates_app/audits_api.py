"""Audits over the API: what is due, and signing it off."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query, Strict, UtcTime
from stores.api_base import ApiView, StoreRefOut, store_ref
from stores.models import Agency
from stores.roles import Verb
from templates_app import audit_opening, auditing
from templates_app.audit_checks import State, in_words
from templates_app.audit_opening import today_of
from templates_app.auditing import AuditSearch
from templates_app.data import NotificationKind
from templates_app.models import Audit, Template

STATES = [(state.value, state.value) for state in State]


class AuditItemOut(serializers.Serializer[Any]):
    """One line of a checklist."""

    item = serializers.CharField(help_text="A stable code; `RULE` is one of the linter's")
    rule = serializers.SerializerMethodField()
    state = serializers.ChoiceField(choices=STATES)
    words = serializers.SerializerMethodField()

    def get_rule(self, item: Any) -> str:
        """The linter's rule, such as `L09`; empty for other items."""
        return str((item.get("data") or {}).get("rule", ""))

    def get_words(self, item: Any) -> str:
        """What was found, in English."""
        return in_words(item)


class AuditOut(serializers.Serializer[Audit]):
    """A mail that somebody must look at again."""

    id = serializers.UUIDField(source="public_id")
    store = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(choices=NotificationKind.choices)
    cause = serializers.ChoiceField(choices=Audit.Cause.choices)
    about = serializers.CharField(help_text="With BRAND: which fields changed")
    due_on = serializers.DateField()
    owner = serializers.CharField(
        source="owner.email", default="", help_text="Who is reminded; empty: the agency's owners"
    )
    state = serializers.SerializerMethodField()
    checklist = AuditItemOut(many=True)
    checked_at = UtcTime(allow_null=True, help_text="Null: not looked at yet")
    opened_at = UtcTime()
    closed_at = UtcTime(allow_null=True, help_text="Null: open")

    @extend_schema_field(StoreRefOut(allow_null=True))
    def get_store(self, row: Audit) -> dict[str, str] | None:
        """Null: the agency's, for all its stores."""
        return store_ref(self.context, row.store_id) if row.store_id else None

    @extend_schema_field(serializers.ChoiceField(choices=STATES))
    def get_state(self, row: Audit) -> str:
        """The worst of the checklist."""
        return list(State)[row.worst].value


class AuditQuery(PageQuery):
    """Filters of the list of audits."""

    store = serializers.UUIDField(required=False, help_text="Of this store only")
    kind = serializers.ChoiceField(required=False, choices=NotificationKind.choices)
    is_overdue = serializers.BooleanField(required=False, default=False)


class SignOffIn(Strict):
    note = serializers.CharField(
        max_length=auditing.NOTE_CHARACTERS,
        default="",
        allow_blank=True,
        help_text="For colleagues; needed where the state is BAD; kept for ever",
    )


EXAMPLE = {
    "id": "6f1d9a64-0b7e-4d0e-8a53-6f2b1c9e7d02",
    "store": {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"},
    "kind": "ORDER_CONFIRMATION",
    "cause": "BRAND",
    "about": "accent, logo_url",
    "due_on": "2026-11-29",
    "owner": "mina@nordlinje.example",
    "state": "LOOK",
    "checklist": [
        {
            "item": "LOGO",
            "rule": "",
            "state": "LOOK",
            "words": "There is no logo: the name of the store stands in its place.",
        }
    ],
    "checked_at": "2026-11-22T09:00:00Z",
    "opened_at": "2026-11-22T09:00:00Z",
    "closed_at": None,
}


class AuditIn(Strict):
    template = serializers.UUIDField(help_text="The mail that somebody should look at")


class Audits(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_TEMPLATES, "POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query, "GET": AuditQuery}
    keyset: ClassVar = Keyset("audits", ("due_on", "worst", "id"))

    @described("audits_list", "List audits", out=page_of(AuditOut), example=page_example(EXAMPLE))
    def get(self, request: Request) -> Response:
        """Open audits of the agency and of the key's stores: the longest overdue first."""
        named = self.query.get("store")
        agency = Agency.objects.get(pk=self.actor.agency_id)
        is_overdue = self.query["is_overdue"]
        search = AuditSearch(
            agency_id=agency.pk,
            store_id=self.stores_named(named)[0] if named else None,
            kind=self.query.get("kind", ""),
            due_before=today_of(agency, timezone.now()) if is_overdue else None,
        )

        def fetch(position: Any, limit: int) -> list[Audit]:
            return auditing.due(search, after=position, limit=limit)

        return self.listed(AuditOut, fetch, keyset=self.keyset)

    @described(
        "audits_open",
        "Open an audit",
        body=AuditIn,
        out={201: AuditOut},
        body_example={"template": "0b7e9a64-6f1d-4d0e-8a53-6f2b1c9e7d02"},
        example={**EXAMPLE, "cause": "BY_HAND", "about": ""},
    )
    def post(self, request: Request) -> Response:
        """Because somebody wants one; the open one of that mail where there is one."""
        wanted = self.read_body(request, AuditIn)
        rows = Template.objects.filter(agency_id=self.actor.agency_id)
        template = rows.filter(public_id=wanted["template"]).select_related("agency", "store")
        found = template.first()
        if found is None:
            words = {"template": "There is no such template here."}
            raise serializers.ValidationError(words, code="unknown")
        now = timezone.now()
        audit = audit_opening.open_audit(template=found, cause=Audit.Cause.BY_HAND, now=now)
        auditing.look_at([audit], now=now)
        return self.shown(AuditOut, audit, status=201)


class SignOff(ApiView):
    verbs: ClassVar = {"POST": Verb.EDIT_TEMPLATES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "audits_sign_off",
        "Sign an audit off",
        body=SignOffIn,
        out=AuditOut,
        body_example={"note": "Read it in all languages"},
        example={**EXAMPLE, "closed_at": "2026-11-22T10:00:00Z"},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Close it, with the checklist as it is now on record. To do it twice changes nothing.

        409 `audit-refused` where something should be mended and no note says why not.
        """
        wanted = self.read_body(request, SignOffIn)
        rows = Audit.objects.select_related("owner")
        audit = get_object_or_404(rows, public_id=public_id)
        auditing.sign_off(
            audits=[audit], actor=self.actor.label, note=wanted["note"], now=timezone.now()
        )
        return self.shown(AuditOut, rows.get(pk=audit.pk))
