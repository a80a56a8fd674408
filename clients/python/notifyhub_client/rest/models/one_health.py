from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.health_severity import HealthSeverity, check_health_severity

if TYPE_CHECKING:
    from ..models.health_day import HealthDay
    from ..models.store_finding import StoreFinding
    from ..models.store_ref import StoreRef


T = TypeVar("T", bound="OneHealth")


@_attrs_define
class OneHealth:
    """Likewise, with its last days.

    Attributes:
        store (StoreRef): Which store.
        severity (HealthSeverity):
        looked_at (datetime.datetime):
        heard_at (datetime.datetime | None): When its last webhook came
        lag_seconds (int | None): How long a webhook took, or the first of a queue waits
        sent_today (int):
        orders_today (int):
        failed_today (int):
        bounced_share (float | None): Of seven days' mails, from 0 to 1; null: too few to say
        complained_share (float | None): Likewise
        sent_twice (int): Kinds of message
        domains_to_look_at (int):
        running_tests (int):
        stuck_parcels (int):
        audit_due_in_days (int | None): Below 0: overdue; null: none is open
        findings (list[StoreFinding]):
        days (list[HealthDay]): The last 90 that were looked at
    """

    store: StoreRef
    severity: HealthSeverity
    looked_at: datetime.datetime
    heard_at: datetime.datetime | None
    lag_seconds: int | None
    sent_today: int
    orders_today: int
    failed_today: int
    bounced_share: float | None
    complained_share: float | None
    sent_twice: int
    domains_to_look_at: int
    running_tests: int
    stuck_parcels: int
    audit_due_in_days: int | None
    findings: list[StoreFinding]
    days: list[HealthDay]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        store = self.store.to_dict()

        severity: str = self.severity

        looked_at = self.looked_at.isoformat()

        heard_at: None | str
        if isinstance(self.heard_at, datetime.datetime):
            heard_at = self.heard_at.isoformat()
        else:
            heard_at = self.heard_at

        lag_seconds: int | None
        lag_seconds = self.lag_seconds

        sent_today = self.sent_today

        orders_today = self.orders_today

        failed_today = self.failed_today

        bounced_share: float | None
        bounced_share = self.bounced_share

        complained_share: float | None
        complained_share = self.complained_share

        sent_twice = self.sent_twice

        domains_to_look_at = self.domains_to_look_at

        running_tests = self.running_tests

        stuck_parcels = self.stuck_parcels

        audit_due_in_days: int | None
        audit_due_in_days = self.audit_due_in_days

        findings = []
        for findings_item_data in self.findings:
            findings_item = findings_item_data.to_dict()
            findings.append(findings_item)

        days = []
        for days_item_data in self.days:
            days_item = days_item_data.to_dict()
            days.append(days_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "store": store,
                "severity": severity,
                "looked_at": looked_at,
                "heard_at": heard_at,
                "lag_seconds": lag_seconds,
                "sent_today": sent_today,
                "orders_today": orders_today,
                "failed_today": failed_today,
                "bounced_share": bounced_share,
                "complained_share": complained_share,
                "sent_twice": sent_twice,
                "domains_to_look_at": domains_to_look_at,
                "running_tests": running_tests,
                "stuck_parcels": stuck_parcels,
                "audit_due_in_days": audit_due_in_days,
                "findings": findings,
                "days": days,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.health_day import HealthDay  # noqa: PLC0415
        from ..models.store_finding import StoreFinding  # noqa: PLC0415
        from ..models.store_ref import StoreRef  # noqa: PLC0415

        d = dict(src_dict)
        store = StoreRef.from_dict(d.pop("store"))

        severity = check_health_severity(d.pop("severity"))

        looked_at = datetime.datetime.fromisoformat(d.pop("looked_at"))

        def _parse_heard_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                heard_at_type_0 = datetime.datetime.fromisoformat(data)

                return heard_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        heard_at = _parse_heard_at(d.pop("heard_at"))

        def _parse_lag_seconds(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        lag_seconds = _parse_lag_seconds(d.pop("lag_seconds"))

        sent_today = d.pop("sent_today")

        orders_today = d.pop("orders_today")

        failed_today = d.pop("failed_today")

        def _parse_bounced_share(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        bounced_share = _parse_bounced_share(d.pop("bounced_share"))

        def _parse_complained_share(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        complained_share = _parse_complained_share(d.pop("complained_share"))

        sent_twice = d.pop("sent_twice")

        domains_to_look_at = d.pop("domains_to_look_at")

        running_tests = d.pop("running_tests")

        stuck_parcels = d.pop("stuck_parcels")

        def _parse_audit_due_in_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        audit_due_in_days = _parse_audit_due_in_days(d.pop("audit_due_in_days"))

        findings = []
        _findings = d.pop("findings")
        for findings_item_data in _findings:
            findings_item = StoreFinding.from_dict(findings_item_data)

            findings.append(findings_item)

        days = []
        _days = d.pop("days")
        for days_item_data in _days:
            days_item = HealthDay.from_dict(days_item_data)

            days.append(days_item)

        _made = cls(
            store=store,
            severity=severity,
            looked_at=looked_at,
            heard_at=heard_at,
            lag_seconds=lag_seconds,
            sent_today=sent_today,
            orders_today=orders_today,
            failed_today=failed_today,
            bounced_share=bounced_share,
            complained_share=complained_share,
            sent_twice=sent_twice,
            domains_to_look_at=domains_to_look_at,
            running_tests=running_tests,
            stuck_parcels=stuck_parcels,
            audit_due_in_days=audit_due_in_days,
            findings=findings,
            days=days,
        )

        _made.additional_properties = d
        return _made

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
