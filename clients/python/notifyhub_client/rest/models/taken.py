from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.trouble import Trouble


T = TypeVar("T", bound="Taken")


@_attrs_define
class Taken:
    """What came of a table: all of it, or nothing and what is wrong with its lines.

    Attributes:
        added_count (int):
        changed_count (int):
        same_count (int):
        troubles (list[Trouble]):
    """

    added_count: int
    changed_count: int
    same_count: int
    troubles: list[Trouble]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        added_count = self.added_count

        changed_count = self.changed_count

        same_count = self.same_count

        troubles = []
        for troubles_item_data in self.troubles:
            troubles_item = troubles_item_data.to_dict()
            troubles.append(troubles_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "added_count": added_count,
                "changed_count": changed_count,
                "same_count": same_count,
                "troubles": troubles,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.trouble import Trouble  # noqa: PLC0415

        d = dict(src_dict)
        added_count = d.pop("added_count")

        changed_count = d.pop("changed_count")

        same_count = d.pop("same_count")

        troubles = []
        _troubles = d.pop("troubles")
        for troubles_item_data in _troubles:
            troubles_item = Trouble.from_dict(troubles_item_data)

            troubles.append(troubles_item)

        _made = cls(
            added_count=added_count,
            changed_count=changed_count,
            same_count=same_count,
            troubles=troubles,
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
