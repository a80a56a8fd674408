from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.sort_enum import SortEnum, check_sort_enum

T = TypeVar("T", bound="Dropped")


@_attrs_define
class Dropped:
    """What was last dropped of one sort.

    Attributes:
        sort (SortEnum): * `WEBHOOKS` - WEBHOOKS
            * `WORDS` - WORDS
            * `BASKETS` - BASKETS
            * `EXPORTS` - EXPORTS
            * `ORDERS` - ORDERS
        looked_at (datetime.datetime | None):
        dropped_at (datetime.datetime | None):
        last_count (int):
        total_count (int):
    """

    sort: SortEnum
    looked_at: datetime.datetime | None
    dropped_at: datetime.datetime | None
    last_count: int
    total_count: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        sort: str = self.sort

        looked_at: None | str
        if isinstance(self.looked_at, datetime.datetime):
            looked_at = self.looked_at.isoformat()
        else:
            looked_at = self.looked_at

        dropped_at: None | str
        if isinstance(self.dropped_at, datetime.datetime):
            dropped_at = self.dropped_at.isoformat()
        else:
            dropped_at = self.dropped_at

        last_count = self.last_count

        total_count = self.total_count

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "sort": sort,
                "looked_at": looked_at,
                "dropped_at": dropped_at,
                "last_count": last_count,
                "total_count": total_count,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        sort = check_sort_enum(d.pop("sort"))

        def _parse_looked_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                looked_at_type_0 = datetime.datetime.fromisoformat(data)

                return looked_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        looked_at = _parse_looked_at(d.pop("looked_at"))

        def _parse_dropped_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                dropped_at_type_0 = datetime.datetime.fromisoformat(data)

                return dropped_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        dropped_at = _parse_dropped_at(d.pop("dropped_at"))

        last_count = d.pop("last_count")

        total_count = d.pop("total_count")

        _made = cls(
            sort=sort,
            looked_at=looked_at,
            dropped_at=dropped_at,
            last_count=last_count,
            total_count=total_count,
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
