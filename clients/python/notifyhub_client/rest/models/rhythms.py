from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.rhythm import Rhythm


T = TypeVar("T", bound="Rhythms")


@_attrs_define
class Rhythms:
    """
    Attributes:
        rhythms (list[Rhythm]):
    """

    rhythms: list[Rhythm]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        rhythms = []
        for rhythms_item_data in self.rhythms:
            rhythms_item = rhythms_item_data.to_dict()
            rhythms.append(rhythms_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "rhythms": rhythms,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rhythm import Rhythm  # noqa: PLC0415

        d = dict(src_dict)
        rhythms = []
        _rhythms = d.pop("rhythms")
        for rhythms_item_data in _rhythms:
            rhythms_item = Rhythm.from_dict(rhythms_item_data)

            rhythms.append(rhythms_item)

        _made = cls(
            rhythms=rhythms,
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
