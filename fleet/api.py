"""The stores' health for programs, and who is told of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.paging import Keyset, Position
from common.api.schema import described, page_example, page_of
from common.api.shapes import PageQuery, Query, Strict
from fleet import alerts, history, services
from fleet.alerts import Wish
from fleet.kinds import Severity
from fleet.models import AlertRule, Finding, HealthDay, StoreHealth
from fleet.reach import alerts_within_reach, check_reach
from fleet.shapes import (
    ALERT_EXAMPLE,
    DAY_EXAMPLE,
    FINDING_EXAMPLE,
    HEALTH_EXAMPLE,
    AlertChangesIn,
    AlertIn,
    AlertOut,
    FindingFilters,
    HealthOut,
    OneHealthOut,
    StoreFindingOut,
)
from stores.api_base import ApiView
from stores.models import Membership, Store
from stores.roles import Verb

DAYS = 90


class Health(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES}
    query_classes: ClassVar = {"GET": PageQuery}
    keyset: ClassVar = Keyset("health", ("looked_at", "id"))

    @described(
        "health_list",
        "List the stores' health",
        out=page_of(HealthOut),
        example=page_example(HEALTH_EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Each store as of its last look, every two minutes; the one looked at last comes first.

        What is wrong now stands within, worst first.
        """
        rows = StoreHealth.objects.all()

        def fetch(position: Position | None, limit: int) -> list[StoreHealth]:
            return with_findings(history.healths(rows, position, limit))

        return self.listed(HealthOut, fetch, keyset=self.keyset)


class HealthView(ApiView):
    """A view of one store's health."""

    def read(self, store: Store) -> Response:
        (row,) = with_findings([StoreHealth.objects.get(store=store)])
        since = timezone.now().date() - timedelta(days=DAYS)
        days = HealthDay.objects.filter(store=store, day__gt=since).order_by("-day")
        return self.shown(OneHealthOut, row, days=list(days))


class OneHealth(HealthView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES}
    query_classes: ClassVar = {"GET": Query}

    @described(
        "store_health",
        "Read a store's health",
        out=OneHealthOut,
        example={**HEALTH_EXAMPLE, "days": [DAY_EXAMPLE]},
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """As of the last look, with its days. A new store is looked at now."""
        store = get_object_or_404(Store, public_id=public_id)
        services.look_at_new(stores=[store], now=timezone.now())
        return self.read(store)


class LookAgain(HealthView):
    verbs: ClassVar = {"POST": Verb.VIEW_STORES}
    query_classes: ClassVar = {"POST": Query}

    @described(
        "store_health_look",
        "Look at a store again",
        out=OneHealthOut,
        example={**HEALTH_EXAMPLE, "days": [DAY_EXAMPLE]},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """At once, instead of within two minutes."""
        self.read_body(request, Strict)
        store = get_object_or_404(Store, public_id=public_id)
        services.look_at(stores=[store], now=timezone.now())
        return self.read(store)


class Findings(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES}
    query_classes: ClassVar = {"GET": FindingFilters}
    keyset: ClassVar = Keyset("findings", ("opened_at", "id"))

    @described(
        "store_findings",
        "List what was wrong with a store",
        out=page_of(StoreFindingOut),
        example=page_example(FINDING_EXAMPLE),
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """Newest first, each from its beginning to its end; kept for a year and more."""
        store = get_object_or_404(Store, public_id=public_id)
        rows = self.narrowed(Finding.objects.filter(store=store)).order_by("-opened_at", "-id")
        return self.listed(StoreFindingOut, rows, keyset=self.keyset)


class Alerts(ApiView):
    verbs: ClassVar = {"GET": Verb.VIEW_STORES, "POST": Verb.MANAGE_STORES}
    query_classes: ClassVar = {"GET": PageQuery, "POST": Query}
    keyset: ClassVar = Keyset("alerts", ("changed_at", "id"))

    @described(
        "alerts_list",
        "List who is told of what",
        out=page_of(AlertOut),
        example=page_example(ALERT_EXAMPLE),
    )
    def get(self, request: Request) -> Response:
        """Alerts by mail, the one changed last first.

        Programs are told by webhook endpoints: choose `FINDING_OPENED` and `FINDING_CLOSED` there.
        """
        rows = alerts_within_reach(self.actor).order_by("-changed_at", "-id")
        return self.listed(AlertOut, rows, keyset=self.keyset)

    @described(
        "alerts_add",
        "Tell somebody of what is found",
        body=AlertIn,
        out={201: AlertOut},
        body_example={"email": "jonas@nordlinje.example", "least_severity": "BAD"},
        example=ALERT_EXAMPLE,
    )
    def post(self, request: Request) -> Response:
        """Of what begins from now on. A person hears of the stores that they see.

        409 `nobody-to-tell`, `odd-alert`, `alert-beyond-reach`.
        """
        said = self.read_body(request, AlertIn)
        wish = _wish(self, said, Wish())
        check_reach(self.actor, wish.store)
        rule = alerts.add_alert(
            agency_id=self.actor.agency_id,
            wish=wish,
            actor=self.actor.label,
            now=timezone.now(),
        )
        return self.shown(AlertOut, rule, status=201)


class OneAlert(ApiView):
    verbs: ClassVar = {
        "GET": Verb.VIEW_STORES,
        "PATCH": Verb.MANAGE_STORES,
        "DELETE": Verb.MANAGE_STORES,
    }
    query_classes: ClassVar = {"GET": Query, "PATCH": Query, "DELETE": Query}

    def rule(self, public_id: UUID) -> AlertRule:
        found: AlertRule = get_object_or_404(alerts_within_reach(self.actor), public_id=public_id)
        return found

    @described("alerts_read", "Read an alert", out=AlertOut, example=ALERT_EXAMPLE)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Who is told, of what, and when."""
        return self.shown(AlertOut, self.rule(public_id))

    @described(
        "alerts_change",
        "Change an alert",
        body=AlertChangesIn,
        out=AlertOut,
        body_example={"rhythm": "DIGEST", "digest_hour": 8},
        example=ALERT_EXAMPLE,
    )
    def patch(self, request: Request, public_id: UUID) -> Response:
        """What is named changes, of what begins from now on.

        409 `nobody-to-tell`, `odd-alert`, `alert-beyond-reach`.
        """
        said = self.read_body(request, AlertChangesIn)
        rule = self.rule(public_id)
        wish = _wish(self, said, alerts.wish_of(rule))
        check_reach(self.actor, wish.store)
        alerts.change_alert(rule=rule, wish=wish, actor=self.actor.label, now=timezone.now())
        return self.shown(AlertOut, self.rule(public_id))

    @described("alerts_remove", "Remove an alert", out=AlertOut, example=ALERT_EXAMPLE)
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Nobody is told by it any more, not even what waits."""
        rule = self.rule(public_id)
        answer = self.shown(AlertOut, rule)
        alerts.remove_alert(rule=rule)
        return answer


def with_findings(rows: list[StoreHealth]) -> list[StoreHealth]:
    """With what is wrong now, worst first. One query."""
    found: dict[int, list[Finding]] = {}
    for one in Finding.objects.open().filter(store_id__in=[row.store_id for row in rows]):
        found.setdefault(one.store_id, []).append(one)
    for row in rows:
        row.standing = sorted(found.get(row.store_id, []), key=services.worst)  # type: ignore[attr-defined]  # for the shape
    return rows


def _wish(view: ApiView, said: dict[str, Any], now_at: Wish) -> Wish:
    """What was said, and for the rest what is."""
    changes: dict[str, Any] = {
        name: said[name]
        for name in ("rhythm", "digest_hour", "timezone", "tells_end", "is_active")
        if name in said
    }
    if "kinds" in said:
        changes["kinds"] = tuple(said["kinds"])
    if "least_severity" in said:
        changes["least_severity"] = Severity[said["least_severity"]]
    changes["quiet"] = (
        said.get("quiet_from", now_at.quiet[0]),
        said.get("quiet_until", now_at.quiet[1]),
    )
    if "store" in said:
        store_id = view.stores_named(said["store"])[0] if said["store"] else None
        changes["store"] = next((s for s in view.actor.stores if s.pk == store_id), None)
    if "email" in said:
        members = Membership.objects.filter(
            agency_id=view.actor.agency_id, user__email__iexact=said["email"]
        )
        member = members.select_related("user").first()
        changes["user"] = member.user if member else None
        changes["address"] = "" if member else said["email"]
    return replace(now_at, **changes)
