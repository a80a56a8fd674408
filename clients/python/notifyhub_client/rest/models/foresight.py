from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.stays import Stays


T = TypeVar("T", bound="Foresight")


@_attrs_define
class Foresight:
    """What a deed would do just now; counted up to the newest 10,000.

    Attributes:
        count (int):
        is_more (bool): There are more; they are met all the same
        goes_count (int):
        stays (list[Stays]):
    """

    count: int
    is_more: bool
    goes_count: int
    stays: list[Stays]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        count = self.count

        is_more = self.is_more

        goes_count = self.goes_count

        stays = []
        for stays_item_data in self.stays:
            stays_item = stays_item_data.to_dict()
            stays.append(stays_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "count": count,
                "is_more": is_more,
                "goes_count": goes_count,
                "stays": stays,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.stays import Stays  # noqa: PLC0415

        d = dict(src_dict)
        count = d.pop("count")

        is_more = d.pop("is_more")

        goes_count = d.pop("goes_count")

        stays = []
        _stays = d.pop("stays")
        for stays_item_data in _stays:
            stays_item = Stays.from_dict(stays_item_data)

            stays.append(stays_item)

        _made = cls(
            count=count,
            is_more=is_more,
            goes_count=goes_count,
            stays=stays,
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
