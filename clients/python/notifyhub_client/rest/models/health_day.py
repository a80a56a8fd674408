from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.health_severity import HealthSeverity, check_health_severity

T = TypeVar("T", bound="HealthDay")


@_attrs_define
class HealthDay:
    """One day of a store, where the store is.

    Attributes:
        day (datetime.date):
        severity (HealthSeverity):
        bad_seconds (int): For how long somebody was needed at once
        lag_seconds (int | None): The longest
        sent (int):
        orders (int):
    """

    day: datetime.date
    severity: HealthSeverity
    bad_seconds: int
    lag_seconds: int | None
    sent: int
    orders: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        day = self.day.isoformat()

        severity: str = self.severity

        bad_seconds = self.bad_seconds

        lag_seconds: int | None
        lag_seconds = self.lag_seconds

        sent = self.sent

        orders = self.orders

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "day": day,
                "severity": severity,
                "bad_seconds": bad_seconds,
                "lag_seconds": lag_seconds,
                "sent": sent,
                "orders": orders,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        day = datetime.date.fromisoformat(d.pop("day"))

        severity = check_health_severity(d.pop("severity"))

        bad_seconds = d.pop("bad_seconds")

        def _parse_lag_seconds(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        lag_seconds = _parse_lag_seconds(d.pop("lag_seconds"))

        sent = d.pop("sent")

        orders = d.pop("orders")

        _made = cls(
            day=day,
            severity=severity,
            bad_seconds=bad_seconds,
            lag_seconds=lag_seconds,
            sent=sent,
            orders=orders,
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
