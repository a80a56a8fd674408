from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.tag_write import TagWrite


T = TypeVar("T", bound="TagWrites")


@_attrs_define
class TagWrites:
    """What waits, or did not get there.

    Attributes:
        again_count (int): Wishes that are tried again now
        tags (list[TagWrite]):
    """

    again_count: int
    tags: list[TagWrite]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        again_count = self.again_count

        tags = []
        for tags_item_data in self.tags:
            tags_item = tags_item_data.to_dict()
            tags.append(tags_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "again_count": again_count,
                "tags": tags,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.tag_write import TagWrite  # noqa: PLC0415

        d = dict(src_dict)
        again_count = d.pop("again_count")

        tags = []
        _tags = d.pop("tags")
        for tags_item_data in _tags:
            tags_item = TagWrite.from_dict(tags_item_data)

            tags.append(tags_item)

        _made = cls(
            again_count=again_count,
            tags=tags,
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
