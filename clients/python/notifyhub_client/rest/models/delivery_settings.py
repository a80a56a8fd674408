from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.mixed_cart_enum import MixedCartEnum, check_mixed_cart_enum

T = TypeVar("T", bound="DeliverySettings")


@_attrs_define
class DeliverySettings:
    """How a store promises, and when it is warned.

    Attributes:
        is_shown (bool): Whether buyers are shown when things arrive
        mixed_cart (MixedCartEnum): * `LATEST` - One date for all: the latest
            * `PER_LINE` - A date for each
        tells_delays (bool): Buyers are written to when a date moves
        tells_silence (bool): Or after long silence
        risk_hours (int): Warned so long before goods must leave
        silence_days (int): Business days
        first_scan_days (int): Business days
        stalled_days (int): Business days
        changed_at (datetime.datetime | None):
        changed_by (str):
    """

    is_shown: bool
    mixed_cart: MixedCartEnum
    tells_delays: bool
    tells_silence: bool
    risk_hours: int
    silence_days: int
    first_scan_days: int
    stalled_days: int
    changed_at: datetime.datetime | None
    changed_by: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        is_shown = self.is_shown

        mixed_cart: str = self.mixed_cart

        tells_delays = self.tells_delays

        tells_silence = self.tells_silence

        risk_hours = self.risk_hours

        silence_days = self.silence_days

        first_scan_days = self.first_scan_days

        stalled_days = self.stalled_days

        changed_at: None | str
        if isinstance(self.changed_at, datetime.datetime):
            changed_at = self.changed_at.isoformat()
        else:
            changed_at = self.changed_at

        changed_by = self.changed_by

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "is_shown": is_shown,
                "mixed_cart": mixed_cart,
                "tells_delays": tells_delays,
                "tells_silence": tells_silence,
                "risk_hours": risk_hours,
                "silence_days": silence_days,
                "first_scan_days": first_scan_days,
                "stalled_days": stalled_days,
                "changed_at": changed_at,
                "changed_by": changed_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        is_shown = d.pop("is_shown")

        mixed_cart = check_mixed_cart_enum(d.pop("mixed_cart"))

        tells_delays = d.pop("tells_delays")

        tells_silence = d.pop("tells_silence")

        risk_hours = d.pop("risk_hours")

        silence_days = d.pop("silence_days")

        first_scan_days = d.pop("first_scan_days")

        stalled_days = d.pop("stalled_days")

        def _parse_changed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                changed_at_type_0 = datetime.datetime.fromisoformat(data)

                return changed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        changed_at = _parse_changed_at(d.pop("changed_at"))

        changed_by = d.pop("changed_by")

        _made = cls(
            is_shown=is_shown,
            mixed_cart=mixed_cart,
            tells_delays=tells_delays,
            tells_silence=tells_silence,
            risk_hours=risk_hours,
            silence_days=silence_days,
            first_scan_days=first_scan_days,
            stalled_days=stalled_days,
            changed_at=changed_at,
            changed_by=changed_by,
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
