"""How the stores' health and alerts look to programs."""

from typing import Any, Final

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.filters import Choice, Filters
from common.api.shapes import Strict, UtcTime
from fleet import words
from fleet.kinds import FindingKind, Severity
from fleet.models import AlertRule, Finding, HealthDay, Rhythm, StoreHealth
from stores.api_base import StoreRefOut, store_ref

SEVERITIES: Final = [(one.name, one.label) for one in sorted(Severity, reverse=True)]
TOLD: Final = [(one.name, one.label) for one in sorted(Severity, reverse=True) if one]


class StoreFindingOut(serializers.Serializer[Finding]):
    """One thing that is, or was, wrong with a store."""

    id = serializers.UUIDField(source="public_id")
    kind = serializers.ChoiceField(choices=FindingKind.choices)
    severity = serializers.SerializerMethodField()
    count = serializers.IntegerField(
        help_text="How many; 500 stands for that many or more, 0 where nothing is counted"
    )
    explanation = serializers.SerializerMethodField(help_text="In words")
    opened_at = UtcTime()
    closed_at = UtcTime(allow_null=True, help_text="Null: it still is")

    @extend_schema_field(serializers.ChoiceField(choices=SEVERITIES))
    def get_severity(self, row: Finding) -> str:
        return Severity(row.severity).name

    def get_explanation(self, row: Finding) -> str:
        return words.sentence(row, timezone.now())


class HealthOut(serializers.Serializer[StoreHealth]):
    """How a store is doing, as of the last look."""

    store = serializers.SerializerMethodField()
    severity = serializers.SerializerMethodField()
    looked_at = UtcTime()
    heard_at = UtcTime(allow_null=True, help_text="When its last webhook came")
    lag_seconds = serializers.IntegerField(
        allow_null=True, help_text="How long a webhook took, or the first of a queue waits"
    )
    sent_today = serializers.IntegerField(source="sent_count")
    orders_today = serializers.IntegerField(source="orders_count")
    failed_today = serializers.IntegerField(source="failed_count")
    bounced_share = serializers.SerializerMethodField(
        help_text="Of seven days' mails, from 0 to 1; null: too few to say"
    )
    complained_share = serializers.SerializerMethodField(help_text="Likewise")
    sent_twice = serializers.IntegerField(source="twice_count", help_text="Kinds of message")
    domains_to_look_at = serializers.IntegerField(source="domains_count")
    running_tests = serializers.IntegerField(source="tests_count")
    stuck_parcels = serializers.IntegerField(source="parcels_count")
    audit_due_in_days = serializers.IntegerField(
        source="audit_days", allow_null=True, help_text="Below 0: overdue; null: none is open"
    )
    findings = serializers.SerializerMethodField()

    @extend_schema_field(StoreRefOut)
    def get_store(self, row: StoreHealth) -> dict[str, str]:
        return store_ref(self.context, row.store_id)

    @extend_schema_field(serializers.ChoiceField(choices=SEVERITIES))
    def get_severity(self, row: StoreHealth) -> str:
        return Severity(row.severity).name

    def get_bounced_share(self, row: StoreHealth) -> float | None:
        return _share(row.bounced_bp)

    def get_complained_share(self, row: StoreHealth) -> float | None:
        return _share(row.complained_bp)

    @extend_schema_field(StoreFindingOut(many=True))
    def get_findings(self, row: StoreHealth) -> Any:
        found: list[Finding] = getattr(row, "standing", [])
        return [StoreFindingOut(one).data for one in found]


def _share(basis_points: int | None) -> float | None:
    return None if basis_points is None else basis_points / 10_000


class HealthDayOut(serializers.Serializer[HealthDay]):
    """One day of a store, where the store is."""

    day = serializers.DateField()
    severity = serializers.SerializerMethodField(help_text="The worst it was")
    bad_seconds = serializers.IntegerField(help_text="For how long somebody was needed at once")
    lag_seconds = serializers.IntegerField(allow_null=True, help_text="The longest")
    sent = serializers.IntegerField(source="sent_count")
    orders = serializers.IntegerField(source="orders_count")

    @extend_schema_field(serializers.ChoiceField(choices=SEVERITIES))
    def get_severity(self, row: HealthDay) -> str:
        return Severity(row.severity).name


class OneHealthOut(HealthOut):
    """Likewise, with its last days."""

    days = serializers.SerializerMethodField(help_text="The last 90 that were looked at")

    @extend_schema_field(HealthDayOut(many=True))
    def get_days(self, row: StoreHealth) -> Any:
        return [HealthDayOut(one).data for one in self.context["days"]]


class FindingFilters(Filters):
    """Filters of the history of a store."""

    kind = Choice(choices=FindingKind.choices)


class AlertOut(serializers.Serializer[AlertRule]):
    """Who is told of what."""

    id = serializers.UUIDField(source="public_id")
    email = serializers.SerializerMethodField(help_text="A person of the agency, or a mailbox")
    is_person = serializers.SerializerMethodField(
        help_text="Told of stores that they see; a mailbox is told of all"
    )
    store = serializers.SerializerMethodField(help_text="Null: every store")
    least_severity = serializers.SerializerMethodField()
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=FindingKind.choices), help_text="Empty: all"
    )
    rhythm = serializers.ChoiceField(choices=Rhythm.choices)
    digest_hour = serializers.IntegerField()
    quiet_from = serializers.IntegerField(help_text="The same as `quiet_until`: never quiet")
    quiet_until = serializers.IntegerField()
    timezone = serializers.CharField()
    tells_end = serializers.BooleanField(help_text="Also when it is over")
    is_active = serializers.BooleanField()
    actor = serializers.CharField()
    changed_at = UtcTime()

    def get_email(self, row: AlertRule) -> str:
        return row.user.email if row.user else row.address

    def get_is_person(self, row: AlertRule) -> bool:
        return row.user_id is not None

    @extend_schema_field(
        {"allOf": [{"$ref": "#/components/schemas/StoreRefOut"}], "nullable": True}
    )
    def get_store(self, row: AlertRule) -> dict[str, str] | None:
        return store_ref(self.context, row.store_id) if row.store_id else None

    @extend_schema_field(serializers.ChoiceField(choices=TOLD))
    def get_least_severity(self, row: AlertRule) -> str:
        return Severity(row.least_severity).name


class AlertIn(Strict):
    """What is named is said, all else is as it was, or usual."""

    email = serializers.EmailField(
        max_length=254, help_text="Of a person of the agency, else of a mailbox that hears of all"
    )
    store = serializers.UUIDField(allow_null=True, required=False, help_text="Null: every store")
    least_severity = serializers.ChoiceField(choices=TOLD, required=False)
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=FindingKind.choices),
        required=False,
        max_length=len(FindingKind),
        help_text="Empty: all",
    )
    rhythm = serializers.ChoiceField(choices=Rhythm.choices, required=False)
    digest_hour = serializers.IntegerField(min_value=0, max_value=23, required=False)
    quiet_from = serializers.IntegerField(min_value=0, max_value=23, required=False)
    quiet_until = serializers.IntegerField(min_value=0, max_value=23, required=False)
    timezone = serializers.CharField(max_length=64, required=False)
    tells_end = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)


class AlertChangesIn(AlertIn):
    email = serializers.EmailField(max_length=254, required=False)


_STORE = {"id": "0f0c7a52-5a0e-4b8e-9a51-3b0a4a6a5b11", "name": "Fjell & Garn"}
FINDING_EXAMPLE: Final = {
    "id": "4b0f2c56-8f1e-4c0e-9f57-1d0c1a2b3c4d",
    "kind": "SILENT",
    "severity": "BAD",
    "count": 0,
    "explanation": "Silent: no order for 3 hours; usual is 12.",
    "opened_at": "2026-11-21T10:00:00Z",
    "closed_at": None,
}
HEALTH_EXAMPLE: Final = {
    "store": _STORE,
    "severity": "BAD",
    "looked_at": "2026-11-21T10:02:00Z",
    "heard_at": "2026-11-21T06:41:12Z",
    "lag_seconds": 2,
    "sent_today": 88,
    "orders_today": 41,
    "failed_today": 0,
    "bounced_share": 0.004,
    "complained_share": 0.0002,
    "sent_twice": 0,
    "domains_to_look_at": 0,
    "running_tests": 1,
    "stuck_parcels": 4,
    "audit_due_in_days": 8,
    "findings": [FINDING_EXAMPLE],
}
DAY_EXAMPLE: Final = {
    "day": "2026-11-20",
    "severity": "WARN",
    "bad_seconds": 0,
    "lag_seconds": 4,
    "sent": 391,
    "orders": 160,
}
ALERT_EXAMPLE: Final = {
    "id": "5c0f2c56-8f1e-4c0e-9f57-1d0c1a2b3c4d",
    "email": "jonas@nordlinje.example",
    "is_person": True,
    "store": None,
    "least_severity": "BAD",
    "kinds": [],
    "rhythm": "AT_ONCE",
    "digest_hour": 8,
    "quiet_from": 22,
    "quiet_until": 7,
    "timezone": "Europe/Oslo",
    "tells_end": True,
    "is_active": True,
    "actor": "Mina Dahl",
    "changed_at": "2026-11-20T09:12:00Z",
}
