from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Age")


@_attrs_define
class Age:
    """How many came there so many days ago: at least `from_days`, less than `to_days`.

    Attributes:
        from_days (int):
        to_days (int | None):
        count (int): Stops at 1,000
        is_more (bool): There are more than were counted
    """

    from_days: int
    to_days: int | None
    count: int
    is_more: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from_days = self.from_days

        to_days: int | None
        to_days = self.to_days

        count = self.count

        is_more = self.is_more

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "from_days": from_days,
                "to_days": to_days,
                "count": count,
                "is_more": is_more,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        from_days = d.pop("from_days")

        def _parse_to_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        to_days = _parse_to_days(d.pop("to_days"))

        count = d.pop("count")

        is_more = d.pop("is_more")

        _made = cls(
            from_days=from_days,
            to_days=to_days,
            count=count,
            is_more=is_more,
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
