from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="LateOrders")


@_attrs_define
class LateOrders:
    """Orders found more than a day late, whose confirmations wait for a yes or no.

    Attributes:
        count (int):
        first_placed_at (datetime.datetime | None):
        last_placed_at (datetime.datetime | None):
    """

    count: int
    first_placed_at: datetime.datetime | None
    last_placed_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        count = self.count

        first_placed_at: None | str
        if isinstance(self.first_placed_at, datetime.datetime):
            first_placed_at = self.first_placed_at.isoformat()
        else:
            first_placed_at = self.first_placed_at

        last_placed_at: None | str
        if isinstance(self.last_placed_at, datetime.datetime):
            last_placed_at = self.last_placed_at.isoformat()
        else:
            last_placed_at = self.last_placed_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "count": count,
                "first_placed_at": first_placed_at,
                "last_placed_at": last_placed_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        count = d.pop("count")

        def _parse_first_placed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                first_placed_at_type_0 = datetime.datetime.fromisoformat(data)

                return first_placed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        first_placed_at = _parse_first_placed_at(d.pop("first_placed_at"))

        def _parse_last_placed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_placed_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_placed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_placed_at = _parse_last_placed_at(d.pop("last_placed_at"))

        _made = cls(
            count=count,
            first_placed_at=first_placed_at,
            last_placed_at=last_placed_at,
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
